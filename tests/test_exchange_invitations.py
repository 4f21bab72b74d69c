"""Invitations say the right hour to whoever reads them, and nothing of what is talked about."""

from __future__ import annotations

import email
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.policy import default
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical
from icalendar import Calendar

from rmkit.exchange.addresses import Mailbox
from rmkit.exchange.calendar_file import read_calendar
from rmkit.exchange.invitation_file import Invitation, calendar, invitation_draft, write_invitations
from rmkit.meetings.meeting import Meeting
from tests.ical_js import read_by_ical_js

AT = datetime(2027, 1, 4, 8, tzinfo=UTC)
ZONES = ["Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Kolkata", "Australia/Sydney",
         "Africa/Casablanca", "America/Asuncion"]  # fmt: skip


def made(number: int = 1, *, zone: str = "Europe/Berlin", cancel: bool = False,
         start: datetime | None = None, **more: object) -> Invitation:  # fmt: skip
    starts = start or datetime(2027, 3, 2, 10, tzinfo=ZoneInfo(zone))
    meeting = Meeting("1-0001", number, starts, 60, zone, "Red; room, 2", uid=f"u{number}")
    one = Invitation(
        meeting,
        "CANCEL" if cancel else "REQUEST",
        Mailbox("Rosa Vidal", "rosa@example.org"),
        (Mailbox('Ann "Lee", Jr', "ann@example.org"), Mailbox("Böřivoj Žák", "b@example.org")),
        (Mailbox("", "pa@example.org"),),
        "Meeting: Ann and Böřivoj",
        "When: Tuesday\nWhere: Red; room, 2",
    )
    return replace(one, **more)


def whole_year(zone: str) -> list[Invitation]:
    """Meet every week at ten, through every change of the clocks of two years."""
    local = datetime(2026, 12, 28, 10)  # noqa: DTZ001 - as the clock on the wall shows it
    return [made(n, zone=zone, start=(local + timedelta(weeks=n)).replace(tzinfo=ZoneInfo(zone)))
            for n in range(1, 100)]  # fmt: skip


def test_ical_js_reads_who_is_asked_what_and_when():
    told = read_by_ical_js(calendar([made()], at=AT, method="REQUEST"))
    (event,) = told.pop("events")
    assert told == {"method": "REQUEST"}
    assert event["people"] == [
        ["mailto:ann@example.org", "REQ-PARTICIPANT", "Ann 'Lee', Jr"],
        ["mailto:b@example.org", "REQ-PARTICIPANT", "Böřivoj Žák"],
        ["mailto:pa@example.org", "NON-PARTICIPANT", ""],
    ]
    assert event["organizer"] == "mailto:rosa@example.org"
    assert (event["start"], event["end"]) == (
        "2027-03-02T09:00:00.000Z",
        "2027-03-02T10:00:00.000Z",
    )
    assert event["location"] == "Red; room, 2"
    assert event["description"] == "When: Tuesday\nWhere: Red; room, 2"
    assert (event["uid"], event["sequence"], event["status"]) == ("u1", 0, "CONFIRMED")


@pytest.mark.parametrize("zone", ZONES)
def test_ical_js_reads_the_right_hour_on_both_sides_of_every_change_of_the_clocks(zone):
    series = whole_year(zone)
    told = read_by_ical_js(calendar(series, at=AT, method="PUBLISH"))
    seen = [(one["zone"], one["local"][11:], one["start"][:19]) for one in told["events"]]
    wanted = [(zone, "10:00:00", f"{one.meeting.starts:%Y-%m-%dT%H:%M:%S}") for one in series]
    assert seen == wanted


def test_ical_js_reads_an_update_and_a_cancellation_of_the_same_meeting():
    meeting = made().meeting
    moved = meeting.moved(meeting.starts + timedelta(days=1))
    update = read_by_ical_js(calendar([made(meeting=moved)], at=AT, method="REQUEST"))["events"][0]
    gone = made(cancel=True, meeting=moved.cancelled())
    off = read_by_ical_js(calendar([gone], at=AT, method="CANCEL"))
    assert (update["uid"], update["sequence"], update["start"][:10]) == ("u1", 1, "2027-03-03")
    cancelled = off["events"][0]
    assert (off["method"], cancelled["uid"], cancelled["sequence"]) == ("CANCEL", "u1", 2)
    assert cancelled["status"] == "CANCELLED"


@pytest.mark.parametrize("zone", ZONES)
def test_two_other_parsers_read_the_same_hours(zone, tmp_path):
    series = whole_year(zone)
    content = calendar(series, at=AT, method="PUBLISH")
    wanted = [one.meeting.starts for one in series]
    read = list(Calendar.from_ical(content).walk("VEVENT"))
    assert [e["DTSTART"].dt.replace(tzinfo=ZoneInfo(zone)) for e in read] == wanted
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    zone_of = tzical(io.StringIO("\n".join(lines))).get(zone)
    local = [datetime.strptime(line.partition(":")[2], "%Y%m%dT%H%M%S")  # noqa: DTZ007
             for line in lines if line.startswith("DTSTART;TZID=")]  # fmt: skip
    assert [one.replace(tzinfo=zone_of).astimezone(UTC) for one in local] == wanted
    path = tmp_path / "own.ics"
    path.write_bytes(content)
    first, last = wanted[0].date(), wanted[0].date() + timedelta(days=300)
    own = read_calendar(path, first=first, last=last)
    assert own.ok
    assert [busy.start for busy in own.busy] == [w for w in wanted if w.date() <= last]


def test_lines_are_short_ascii_safe_and_cannot_be_broken_into():
    hostile = made(subject="A\r\nATTENDEE:mailto:evil@example.org", says="B\nEND:VEVENT\r\nX:1")
    content = calendar([hostile], at=AT, method="REQUEST")
    lines = content.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert not any(line.startswith((b"ATTENDEE:", b"X:1")) for line in lines)
    assert lines.count(b"END:VEVENT") == 1
    event = Calendar.from_ical(content).walk("VEVENT")[0]
    assert "\n" not in str(event["SUMMARY"])


def test_the_draft_goes_to_both_copies_the_delegate_and_carries_the_calendar():
    message = email.message_from_bytes(invitation_draft(made(), at=AT), policy=default)
    assert [a.addr_spec for a in message["To"].addresses] == ["ann@example.org", "b@example.org"]
    assert [a.addr_spec for a in message["Cc"].addresses] == ["pa@example.org"]
    assert message["X-Unsent"] == "1"
    parts = {part.get_content_type(): part for part in message.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_content().startswith("BEGIN:VCALENDAR")
    assert parts["text/plain"].get_content().splitlines()[0] == "When: Tuesday"
    assert parts["application/ics"].get_filename() == "meeting.ics"
    assert invitation_draft(made(), at=AT) == invitation_draft(made(), at=AT)


def test_the_folder_names_ids_and_nobody(tmp_path):
    new = [made(1), made(2, cancel=True)]
    written = write_invitations(tmp_path / "out", new, [made(1)], at=AT)
    assert sorted(path.name for path in written) == [
        "1-0001-meeting-1.eml", "1-0001-meeting-1.ics", "1-0001-meeting-2-cancelled.eml",
        "1-0001-meeting-2-cancelled.ics", "README.txt", "all-1-0001.ics",
    ]  # fmt: skip
