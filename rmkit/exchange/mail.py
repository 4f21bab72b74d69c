"""A letter as a draft that any mail program opens: the bytes of an `.eml` file.

In come one letter with its sender and its reader, out goes the draft. Nothing is sent. What
people typed cannot forge a header, and the same letter gives the same bytes: the date is given,
and boundaries and Message-ID follow from the content.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePosixPath

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.exchange.addresses import Mailbox, header_text

__all__ = ["Attached", "Mail", "draft", "safe_name"]

_AS_WRITTEN = SMTP.clone(refold_source="none")  # names of people are folded by `Mailbox.header`
_LONGEST_NAME = 200  # of a file, in bytes; a folder takes 255
_LONGEST_ENDING = 8
_OF_WINDOWS = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""What Windows takes for a device, whatever comes behind the point."""


@discreet("kind", "content")
@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a mail; `kind` is its media type."""

    name: str
    content: bytes
    kind: str = "application/pdf"


@discreet("reference", "attachments")
@dataclass(frozen=True, slots=True)
class Mail:
    """One letter to one person.

    `reference` names the letter without naming anybody (`P001-mentor-welcome_mentor`): it becomes
    the name of its file. `html` is a whole document with the same words as `plain`.
    """

    reference: str
    sender: Mailbox
    to: Mailbox
    subject: str
    plain: str
    html: str
    attachments: tuple[Attached, ...] = ()


def draft(mail: Mail, *, date: datetime, unsent: bool = True) -> bytes:
    """Write a mail as a draft.

    Parameters
    ----------
    mail
        What is to be sent. Line breaks and unseen characters in names and in the subject are
        taken out.
    date
        When it was written, with its time zone.
    unsent
        Whether it is a draft that a person opens and sends; what a server sends is none.

    Returns
    -------
    bytes
        An RFC 5322 message in ASCII with CRLF, marked `X-Unsent: 1` so that mail programs that
        know the mark open it ready to send: the text, the same as HTML, and the attachments.
    """
    identity = _identity(mail, date)
    message = EmailMessage(policy=_AS_WRITTEN)
    message.set_raw("From", mail.sender.header("From"))
    message.set_raw("To", mail.to.header("To"))
    message["Subject"] = header_text(mail.subject)
    message["Date"] = format_datetime(date.astimezone(UTC))
    message["Message-ID"] = f"<{identity[:32]}@{mail.sender.domain}>"
    if unsent:
        message["X-Unsent"] = "1"
    message.set_content(mail.plain, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for file in mail.attachments:
        _attach(message, file)
    parts = [part for part in message.walk() if part.is_multipart()]
    for number, part in enumerate(parts):
        part.set_boundary(f"=_{identity[32:56]}_{number}")
    return message.as_bytes()


def safe_name(name: str) -> str:
    r"""Make a name of a file that can lie in any folder, and in no other than it is put in.

    >>> safe_name("../..\\Grundsätze: 1.pdf")
    '-..-Grundsätze- 1.pdf'
    >>> safe_name("NUL.txt")
    '-NUL.txt'
    """
    safe = re.sub(r'[\\/:*?"<>|]', "-", one_line(name)).strip(". ") or "attachment"
    safe = f"-{safe}" if _OF_WINDOWS.fullmatch(safe) else safe
    ending = PurePosixPath(safe).suffix
    ending = ending if len(ending) <= _LONGEST_ENDING and ending.isascii() else ""
    room = _LONGEST_NAME - len(ending)
    short = safe.removesuffix(ending).encode()[:room].decode("utf-8", "ignore")
    return f"{short.rstrip('. ')}{ending}"


def _attach(message: EmailMessage, file: Attached) -> None:
    main, _, sub = file.kind.partition("/")
    name = safe_name(file.name)
    message.add_attachment(file.content, maintype=main, subtype=sub, filename=name)
    # Beside the name in its own letters (RFC 2231), one in ASCII for old mail programs.
    *_, part = message.iter_attachments()
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii").strip()
    part.set_param("name", plain or "attachment")
    if main == "text":
        part.set_param("charset", "utf-8")


def _identity(mail: Mail, date: datetime) -> str:
    """Give a fingerprint of all that the mail is made of."""
    digest = hashlib.sha256()
    words = (mail.reference, str(mail.sender), str(mail.to), mail.subject, mail.plain, mail.html)
    pieces = [*words, date.isoformat(), *(file.name for file in mail.attachments)]
    for piece in [
        *(p.encode("utf-8", "replace") for p in pieces),
        *(f.content for f in mail.attachments),
    ]:
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()
