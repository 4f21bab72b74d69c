import dataclasses
import email
import os
import sys
from datetime import UTC, datetime
from email import policy

import pytest

from rmkit.disclosure.audiences import release_own
from rmkit.errors import NotAllowed, NotSaved, Stopped
from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.mail import Attached, Mail, draft
from rmkit.exchange.outbox import write_outbox

DATE = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
MENTOR = Mail(
    reference="P001-mentor-welcome",
    sender=Mailbox("Dana Weber", "dana@example.org"),
    to=Mailbox("Žofie Čápková", "zofie@example.org"),
    subject="Welcome",
    plain="Dear Žofie,\n\nwelcome.\n",
    html="<p>Dear Žofie</p>",
    attachments=(Attached("principles.pdf", b"%PDF one"),),
)
MENTEE = dataclasses.replace(
    MENTOR,
    reference="P001-mentee-welcome",
    to=Mailbox("Jan Novák", "jan@example.org"),
    plain="Dear Jan,\n\nwelcome.\n",
)
MERGE = Attached("mail_merge.xlsx", b"PK", "application/x")


def write(folder, mails, **how):
    return write_outbox(folder, [release_own(mail) for mail in mails], **how)


def _names(folder):
    return sorted(it.relative_to(folder).as_posix() for it in folder.rglob("*") if it.is_file())


def test_the_folder_holds_a_draft_a_letter_the_text_the_attachment_and_how_to_send(tmp_path):
    box = tmp_path / "deep" / "outbox"

    files = write(box, [MENTOR, MENTEE], date=DATE, merge=MERGE)

    assert [it.relative_to(box.resolve()).as_posix() for it in files] == [
        "README.txt",
        "letters.txt",
        "mail_merge.xlsx",
        "attachments/principles.pdf",
        "P001-mentor-welcome.eml",
        "P001-mentee-welcome.eml",
    ]
    assert (box / "P001-mentee-welcome.eml").read_bytes() == draft(MENTEE, date=DATE)
    assert (box / "attachments" / "principles.pdf").read_bytes() == b"%PDF one"
    readme = (box / "README.txt").read_text(encoding="utf-8")
    assert readme.startswith("2 letters to send. Nothing was sent: you send them")
    assert "mail_merge.xlsx" in readme
    text = (box / "letters.txt").read_text(encoding="utf-8")
    assert "To: Žofie Čápková <zofie@example.org>\nSubject: Welcome\nAttach: principles.pdf" in text
    assert text.index("Dear Žofie") < text.index("Dear Jan")


def test_no_file_name_tells_who_gets_a_letter(tmp_path):
    write(tmp_path / "outbox", [MENTOR, MENTEE], date=DATE)

    names = " ".join(_names(tmp_path)).lower()
    assert not any(word in names for word in ("zofie", "jan", "nov", "example.org"))


def test_writing_again_replaces_the_outbox_and_leaves_nothing_else_behind(tmp_path):
    box = tmp_path / "outbox"
    write(box, [MENTOR, MENTEE], date=DATE)
    (box / ".DS_Store").write_bytes(b"")

    write(box, [MENTEE], date=DATE)

    assert not (box / "P001-mentor-welcome.eml").exists()
    assert (box / "P001-mentee-welcome.eml").exists()
    assert [it.name for it in tmp_path.iterdir()] == ["outbox"]


def test_an_empty_folder_is_taken(tmp_path):
    box = tmp_path / "outbox"
    box.mkdir()

    assert write(box, [MENTOR], date=DATE)


@pytest.mark.parametrize("place", ["thesis.docx", "attachments/thesis.docx"])
def test_a_folder_that_holds_something_else_is_left_as_it_is(tmp_path, place):
    box = tmp_path / "outbox"
    write(box, [MENTOR], date=DATE)
    (box / place).write_text("mine", encoding="utf-8")
    before = {name: (box / name).read_bytes() for name in _names(box)}

    with pytest.raises(NotAllowed, match=r"other files .*thesis\.docx.*Nothing was written"):
        write(box, [MENTEE], date=DATE)

    assert {name: (box / name).read_bytes() for name in _names(box)} == before


def test_a_draft_that_somebody_changed_is_never_overwritten(tmp_path):
    box = tmp_path / "outbox"
    write(box, [MENTOR], date=DATE)
    (box / "P001-mentor-welcome.eml").write_bytes(b"my own words")

    with pytest.raises(NotAllowed, match=r"changed since .P001-mentor-welcome\.eml"):
        write(box, [MENTOR], date=DATE)

    assert (box / "P001-mentor-welcome.eml").read_bytes() == b"my own words"


def test_a_list_of_files_that_was_tampered_with_makes_no_file_ours(tmp_path):
    box = tmp_path / "outbox"
    write(box, [MENTOR], date=DATE)

    for words in ("", "[]", '{"files": [1]}', '{"files": null}', "\x00"):
        (box / ".written-by-rmkit.json").write_text(words, encoding="utf-8")
        with pytest.raises(NotAllowed, match="other files"):
            write(box, [MENTOR], date=DATE)


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "outbox").write_text("mine", encoding="utf-8")

    with pytest.raises(NotAllowed, match="is a file, not a folder"):
        write(tmp_path / "outbox", [MENTOR], date=DATE)


def test_being_stopped_half_way_leaves_the_old_outbox_whole(tmp_path):
    box = tmp_path / "outbox"
    write(box, [MENTOR], date=DATE)
    before = _names(box)

    def stop(share, what):
        raise Stopped

    with pytest.raises(Stopped):
        write(box, [MENTEE], date=DATE, on_progress=stop)

    assert _names(box) == before
    assert [it.name for it in tmp_path.iterdir()] == ["outbox"]


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be made read-only so")
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() == 0, reason="root may write anywhere")
def test_a_place_that_cannot_be_written_is_told_in_a_sentence(tmp_path):
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(NotSaved, match="could not be written"):
            write(tmp_path / "outbox", [MENTOR], date=DATE)
    finally:
        tmp_path.chmod(0o700)


def test_a_place_below_a_file_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("mine", encoding="utf-8")

    with pytest.raises(NotSaved, match="could not be written"):
        write(tmp_path / "file" / "outbox", [MENTOR], date=DATE)


def test_one_name_for_two_attachments_keeps_both_and_the_text_names_the_right_one(tmp_path):
    other = dataclasses.replace(MENTEE, attachments=(Attached("principles.pdf", b"%PDF two"),))

    write(tmp_path / "outbox", [MENTOR, other], date=DATE)

    folder = tmp_path / "outbox" / "attachments"
    assert (folder / "principles.pdf").read_bytes() == b"%PDF one"
    assert (folder / "P001-mentee-welcome-principles.pdf").read_bytes() == b"%PDF two"
    text = (tmp_path / "outbox" / "letters.txt").read_text(encoding="utf-8")
    assert "Attach: P001-mentee-welcome-principles.pdf" in text
    message = email.message_from_bytes(draft(other, date=DATE), policy=policy.default)
    assert next(message.iter_attachments()).get_filename() == "principles.pdf"


def test_an_attachment_cannot_leave_the_folder(tmp_path):
    sly = dataclasses.replace(MENTOR, attachments=(Attached("../../x.pdf", b"x"),))

    write(tmp_path / "outbox", [sly], date=DATE)

    assert (tmp_path / "outbox" / "attachments" / "-..-x.pdf").exists()


@pytest.mark.parametrize(
    "references", [["../x"], ["ann@example.org"], [""], ["a b"], ["P1", "p1"], ["P1", "P1"]]
)
def test_letters_without_a_safe_name_of_their_own_are_refused(tmp_path, references):
    mails = [dataclasses.replace(MENTOR, reference=it) for it in references]

    with pytest.raises(ValueError, match="reference of its own"):
        write(tmp_path / "outbox", mails, date=DATE)
