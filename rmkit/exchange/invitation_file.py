"""Invitations to meetings: calendar files, and drafts that a coordinator sends with them.

In goes a meeting with those who take part, out come an iTIP calendar (REQUEST or CANCEL), an `.eml`
draft around it, and one plain calendar of a series. They say who meets when and where, and nothing
of what is talked about. Nothing is sent.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

from rmkit.definitions.discreet import discreet
from rmkit.definitions.inert import one_line
from rmkit.exchange.addresses import Mailbox, header_text
from rmkit.exchange.invitation_zone import zone_lines
from rmkit.exchange.owned_folder import write_folder
from rmkit.meetings.meeting import Meeting

__all__ = ["Invitation", "calendar", "invitation_draft", "write_invitations"]

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]

_AS_WRITTEN = SMTP.clone(refold_source="none")
_LONGEST_LINE = 74  # of octets, and the blank of the line that goes on

_README = """\
{n} invitations and cancellations, ready to be sent. rmkit sends nothing itself.

    Each .eml file is a mail to the two of a pair, with the meeting as their calendar knows it:
    open it with a double click, and send it. Whoever keeps a calendar for one of them is copied.
    An invitation that was sent before is replaced by the newer one; a cancellation takes it out.
    Each .ics file is the same without a mail, for a calendar of your own. "all-..." holds all
    meetings of one pair.

The folder holds names and addresses. Delete it when the mails are sent.
"""


@discreet("meeting", "method")
@dataclass(frozen=True, slots=True)
class Invitation:
    """A meeting to invite to, or to call off.

    `delegates` are copied: they keep a calendar and take no part. `says` is the text, a few lines.
    """

    meeting: Meeting
    method: Literal["REQUEST", "CANCEL"]
    organiser: Mailbox
    attendees: tuple[Mailbox, ...]
    delegates: tuple[Mailbox, ...]
    subject: str
    says: str

    @property
    def reference(self) -> str:
        """What its file is called: ids, no names."""
        pair = re.sub(r"[^A-Za-z0-9_-]", "-", self.meeting.pair_id)
        end = "-cancelled" if self.method == "CANCEL" else ""
        return f"{pair}-meeting-{self.meeting.number}{end}"


def calendar(invitations: Sequence[Invitation], *, at: datetime, method: Method) -> bytes:
    """Write meetings as a calendar (RFC 5545, 5546).

    Parameters
    ----------
    invitations
        One for REQUEST and CANCEL, whose parts must be of one meeting; any number for PUBLISH.
    at
        When it is written, with its zone.
    method
        What is asked of the calendar.
    """
    lines = ["BEGIN:VCALENDAR", "PRODID:-//rmkit//rmkit//EN", "VERSION:2.0", f"METHOD:{method}"]
    zones: dict[str, list[Meeting]] = {}
    for one in invitations:
        if one.meeting.zone != "UTC":
            zones.setdefault(one.meeting.zone, []).append(one.meeting)
    for zone in sorted(zones):
        starts = [one.starts for one in zones[zone]]
        lines += zone_lines(zone, min(starts), max(one.ends for one in zones[zone]))
    for one in invitations:
        lines += _event(one, at, method)
    text = "".join(
        f"{folded}\r\n" for line in [*lines, "END:VCALENDAR"] for folded in _folded(line)
    )
    return text.encode()


def _event(one: Invitation, at: datetime, method: Method) -> list[str]:
    meeting = one.meeting
    place = meeting.place or meeting.link
    state = "CANCELLED" if one.method == "CANCEL" else "CONFIRMED"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{_text(meeting.uid)}",
        f"DTSTAMP:{at.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"SEQUENCE:{meeting.sequence}",
        _moment("DTSTART", meeting.starts, meeting.zone),
        _moment("DTEND", meeting.ends, meeting.zone),
        f"SUMMARY:{_text(one_line(one.subject))}",
        f"DESCRIPTION:{_text(one.says)}",
        f"STATUS:{state}",
        "CLASS:PRIVATE",
        "TRANSP:OPAQUE",
    ]
    lines += [f"LOCATION:{_text(one_line(place))}"] if place else []
    if method != "PUBLISH":
        lines += [f"ORGANIZER;CN={_quoted(one.organiser.name)}:mailto:{_address(one.organiser)}"]
        lines += [_attendee(who, "REQ-PARTICIPANT") for who in one.attendees]
        lines += [_attendee(who, "NON-PARTICIPANT") for who in one.delegates]
    return [*lines, "END:VEVENT"]


def _attendee(who: Mailbox, role: str) -> str:
    asked = "TRUE" if role == "REQ-PARTICIPANT" else "FALSE"
    name = f";CN={_quoted(who.name)}" if who.name else ""
    return (
        f"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE={role};PARTSTAT=NEEDS-ACTION;RSVP={asked}{name}"
        f":mailto:{_address(who)}"
    )


def _address(who: Mailbox) -> str:
    return f"{who.address.rpartition('@')[0]}@{who.domain}"


def _quoted(name: str) -> str:
    """Write a name as the value of a parameter: in quotes, with none inside."""
    return f'"{one_line(name).replace(chr(34), chr(39))}"'


def _moment(name: str, moment: datetime, zone: str) -> str:
    if zone == "UTC":
        return f"{name}:{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    from zoneinfo import ZoneInfo

    return f"{name};TZID={zone}:{moment.astimezone(ZoneInfo(zone)):%Y%m%dT%H%M%S}"


def _text(words: str) -> str:
    lines = [one_line(line) for line in words.splitlines()]
    return "\\n".join(re.sub(r"([\\;,])", r"\\\1", line) for line in lines)


def _folded(line: str) -> Iterable[str]:
    """Break a line at 75 octets, never within a letter."""
    room, part = _LONGEST_LINE, ""
    for letter in line:
        if len((part + letter).encode()) > room:
            yield part
            part = " "
        part += letter
    yield part


def invitation_draft(one: Invitation, *, at: datetime) -> bytes:
    """Write the mail that carries an invitation: text, and the calendar that programs act upon.

    Delegates stand in Cc. Readers without a calendar find the same as a file.
    """
    content = calendar([one], at=at, method=one.method)
    message = EmailMessage(policy=_AS_WRITTEN)
    message.set_raw("From", one.organiser.header("From"))
    for field, people in (("To", one.attendees), ("Cc", one.delegates)):
        if people:
            message.set_raw(field, ",\r\n ".join(who.header(field) for who in people))
    message["Subject"] = header_text(one.subject)
    message["Date"] = format_datetime(at.astimezone(UTC))
    digest = hashlib.sha256(content + one.subject.encode("utf-8", "replace")).hexdigest()
    message["Message-ID"] = f"<{digest[:32]}@{one.organiser.domain}>"
    message["X-Unsent"] = "1"
    message.set_content(one.says + "\n", cte="quoted-printable")
    message.add_alternative(content.decode(), subtype="calendar", cte="quoted-printable")
    *_, part = message.iter_parts()
    part.set_param("method", one.method)
    name = "cancelled.ics" if one.method == "CANCEL" else "meeting.ics"
    message.add_attachment(content, maintype="application", subtype="ics", filename=name)
    for number, held in enumerate(p for p in message.walk() if p.is_multipart()):
        held.set_boundary(f"=_{digest[32:56]}_{number}")
    return message.as_bytes()


def write_invitations(
    folder: Path | str,
    invitations: Sequence[Invitation],
    series: Sequence[Invitation],
    *,
    at: datetime,
    on_progress: Callable[[float, str], None] | None = None,
) -> list[Path]:
    """Write a folder of invitations: for each a draft and a calendar, and one calendar a pair.

    Parameters
    ----------
    folder
        Absent, empty, or written here before and not touched since; that one is replaced.
    invitations
        What is new: invitations, updates and cancellations.
    series
        All meetings that stand, of the pairs that are written to.
    at
        When they are written, with its zone.
    on_progress
        Told the share done.

    Raises
    ------
    NotAllowed
        The folder holds other files, or drafts that somebody changed.
    NotSaved
        It could not be written; what was there is still there.
    """

    def fill(made: Path) -> list[str]:
        files = {"README.txt": _README.format(n=len(invitations)).encode()}
        by_pair: dict[str, list[Invitation]] = {}
        for one in series:
            by_pair.setdefault(one.reference.partition("-meeting-")[0], []).append(one)
        for pair, theirs in by_pair.items():
            files[f"all-{pair}.ics"] = calendar(theirs, at=at, method="PUBLISH")
        for done, one in enumerate(invitations, start=1):
            files[f"{one.reference}.eml"] = invitation_draft(one, at=at)
            files[f"{one.reference}.ics"] = calendar([one], at=at, method=one.method)
            if on_progress:
                on_progress(done / len(invitations), "writing invitations")
        for name, content in files.items():
            (made / name).write_bytes(content)
        return list(files)

    return write_folder(folder, fill)
