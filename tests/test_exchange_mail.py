import asyncio
import dataclasses
import email
import smtplib
import socket
from datetime import UTC, datetime, timedelta, timezone
from email import policy

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given
from hypothesis import strategies as st

from rmkit import content
from rmkit.definitions.inert import one_line
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.mail import Attached, Mail, draft, safe_name
from rmkit.exchange.pdf import render_pdf
from rmkit.report.principles import principles_page

DATE = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
MAIL = Mail(
    reference="P001-mentor-welcome_mentor",
    sender=Mailbox("Dana Weber", "dana.weber@example.org"),
    to=Mailbox("Žofie Čápková", "zofie@example.org"),
    subject="Harbour pilot: vítejte",
    plain="Dear Žofie,\n\n.a line with a point\nFrom here on.\n" + "long " * 400 + "\n",
    html="<!doctype html>\n<p>Dear Žofie</p>\n",
    attachments=(Attached("principles.pdf", b"%PDF-1.4 \x00\xff\r\n" * 50),),
)


def _read(mail, date=DATE):
    message = email.message_from_bytes(draft(mail, date=date), policy=policy.default)
    assert not [defect for part in message.walk() for defect in part.defects]
    return message


def _text(message, kind):
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_a_draft_holds_the_letter_twice_and_its_attachment():
    message = _read(MAIL)

    assert message["X-Unsent"] == "1"
    assert str(message["From"]) == "Dana Weber <dana.weber@example.org>"
    assert message["To"].addresses[0].display_name == "Žofie Čápková"
    assert message["To"].addresses[0].addr_spec == "zofie@example.org"
    assert message["Subject"] == MAIL.subject
    assert message["Date"].datetime == DATE
    assert message["Message-ID"].endswith("@example.org>")
    assert _text(message, "plain") == MAIL.plain
    assert _text(message, "html") == MAIL.html
    (attached,) = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == MAIL.attachments[0].content
    assert attached.get_filename() == "principles.pdf"


def test_a_draft_is_ascii_with_short_lines_and_crlf():
    raw = draft(MAIL, date=DATE)

    raw.decode("ascii")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert max(map(len, raw.split(b"\r\n"))) <= 78


def test_the_same_letter_gives_the_same_bytes_and_another_a_different_identity():
    other = dataclasses.replace(MAIL, plain="Dear Eva,\n")

    assert draft(MAIL, date=DATE) == draft(MAIL, date=DATE)
    identities = {_read(MAIL)["Message-ID"], _read(other)["Message-ID"]}
    identities.add(_read(MAIL, DATE + timedelta(seconds=1))["Message-ID"])
    assert len(identities) == 3
    assert "zofie" not in _read(MAIL)["Message-ID"].lower()


def test_the_date_is_told_in_world_time_whatever_the_zone():
    zone = timezone(timedelta(hours=2))

    assert "22 Nov 2026 08:42:00 +0000" in _read(MAIL, DATE.replace(tzinfo=zone))["Date"]


HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version"]
TRICKS = st.sampled_from(
    [
        "Ann\r\nBcc: eve@example.org",
        "Ann\nX: 1\n\n<script>",
        "Ann\r\n\r\nbody",
        "Ann\u2028Bcc: eve@example.org",
        "Ann\x0bBcc: x\x85y",
        "=?utf-8?q?Ann=0D=0ABcc:_eve@example.org?=",
        '"Ann" <eve@example.org>, eve@example.org; x:',
        "Ann (comment) \\",
        "Смит, Анна; <a@example.org>",
        # Longer than a line: Python's folding would lose the quotation marks round it.
        "Ann, " + "Eve <eve@example.org>, " * 6,
        'Ann "B" (c) [d]; x: ' * 9,
        "Ann " * 40 + ", eve@example.org",
    ]
)


@given(TRICKS | st.text(max_size=200))
def test_no_name_and_no_subject_can_forge_a_header_or_add_a_reader(text):
    tricked = dataclasses.replace(
        MAIL,
        sender=Mailbox(text, "dana.weber@example.org"),
        to=Mailbox(text, "zofie@example.org"),
        subject=text,
    )

    message = _read(tricked)
    name = one_line(text).replace("=?", "= ?")

    assert [it for it in message.keys() if not it.startswith("Content-")] == HEADERS  # noqa: SIM118
    assert [it.addr_spec for it in message["To"].addresses] == ["zofie@example.org"]
    assert [it.addr_spec for it in message["From"].addresses] == ["dana.weber@example.org"]
    assert message["Subject"] == name
    shown = message["To"].addresses[0].display_name  # Python puts blanks between encoded pieces
    assert "".join(shown.split()) == "".join(name.split())
    assert _text(message, "plain") == MAIL.plain


@pytest.mark.parametrize(
    ("name", "kept", "plain"),
    [
        ("principles.pdf", "principles.pdf", "principles.pdf"),
        ("Zásady – přehled.pdf", "Zásady – přehled.pdf", "Zasady  prehled.pdf"),
        ("Правила.pdf", "Правила.pdf", ".pdf"),
        ("../../etc/passwd", "-..-etc-passwd", "-..-etc-passwd"),
        ("a\r\nX: 1.pdf", "a X- 1.pdf", "a X- 1.pdf"),
        ('a"; filename="b.exe', "a-; filename=-b.exe", "a-; filename=-b.exe"),
        ("п" * 90 + ".pdf", "п" * 90 + ".pdf", ".pdf"),
        ("...", "attachment", "attachment"),
    ],
)
def test_names_of_attachments_are_kept_in_their_letters_and_safe_in_any_folder(name, kept, plain):
    message = _read(dataclasses.replace(MAIL, attachments=(Attached(name, b"x"),)))

    (attached,) = message.iter_attachments()
    assert attached.get_filename() == kept == safe_name(name)
    assert attached.get_param("name") == plain


class _Inbox:
    def __init__(self):
        self.got = []

    async def handle_DATA(self, server, session, envelope):
        self.got.append(envelope)
        await asyncio.sleep(0)
        return "250 taken"


def test_a_real_letter_survives_the_way_through_a_mail_server():
    letter = content.letter("welcome_mentor")
    filled = content.fill(letter, letter.examples(2))
    pdf = render_pdf(principles_page(content.principles(), organisation="Harbour Logistics"))
    mail = dataclasses.replace(
        MAIL,
        subject=filled.subject,
        plain=".\n" + filled.plain,
        html=filled.html,
        attachments=(Attached("principles.pdf", pdf),),
    )
    raw = draft(mail, date=DATE)
    inbox = _Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port, ready_timeout=30)
    controller.start()
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=30) as client:
            client.send_message(email.message_from_bytes(raw, policy=policy.SMTP))
    finally:
        controller.stop()

    (envelope,) = inbox.got
    assert envelope.rcpt_tos == ["zofie@example.org"]
    assert envelope.mail_from == "dana.weber@example.org"
    arrived = email.message_from_bytes(envelope.content, policy=policy.default)
    assert _text(arrived, "plain") == mail.plain
    assert _text(arrived, "html") == mail.html
    assert next(arrived.iter_attachments()).get_content() == pdf
