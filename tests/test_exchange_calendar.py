"""Busy times from a calendar: start and end only, in UTC, and never without end."""

import time
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FileRefused
from rmkit.exchange.calendar_file import Busy, read_calendar
from rmkit.exchange.recurrence import Budget, Rule, days_of

FIRST, LAST = date(2026, 3, 1), date(2026, 12, 31)


def calendar(*events, head=""):
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{body}END:VCALENDAR\r\n"


def see(tmp_path, *events, head="", first=FIRST, last=LAST, **more):
    path = tmp_path / "busy.ics"
    path.write_bytes(calendar(*events, head=head).encode())
    return read_calendar(path, first=first, last=last, **more)


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


def test_only_start_and_end_are_read(tmp_path):
    seen = see(
        tmp_path,
        "UID:1\r\nDTSTART:20260302T100000Z\r\nDTEND:20260302T110000Z\r\nSUMMARY:Secret talk\r\n"
        'ATTENDEE;CN="Ann; Lee":mailto:ann@example.org\r\nATTACH:file:///etc/passwd',
    )
    assert seen.busy == (Busy(utc(2026, 3, 2, 10), utc(2026, 3, 2, 11)),)
    assert "Secret" not in repr(asdict(seen))
    assert "ann" not in repr(asdict(seen))
    assert seen.ok


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        ("DTSTART;TZID=Europe/Madrid:20260701T100000\r\nDURATION:PT1H", utc(2026, 7, 1, 8)),
        ("DTSTART;TZID=\"W. Europe Standard Time\":20260701T100000\r\nDURATION:PT1H",
         utc(2026, 7, 1, 8)),
        ("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Sofia:20260701T100000\r\n"
         "DURATION:PT1H", utc(2026, 7, 1, 7)),
        ("DTSTART:20260701T100000\r\nDURATION:PT1H", utc(2026, 7, 1, 10)),
        ("DTSTART;VALUE=DATE:20260701\r\nDTEND;VALUE=DATE:20260702", utc(2026, 7, 1)),
    ],
)  # fmt: skip
def test_every_usual_way_to_say_when_is_read(tmp_path, lines, start):
    seen = see(tmp_path, lines)
    assert seen.problems == ()
    assert [busy.start for busy in seen.busy] == [start]


OWN_ZONE = """BEGIN:VTIMEZONE
TZID:Our office
BEGIN:STANDARD
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ={rule}
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
END:VTIMEZONE
"""


def test_zone_that_the_calendar_defines_is_followed_unless_it_never_ends(tmp_path):
    event = "DTSTART;TZID=Our office:20260701T100000\r\nDURATION:PT1H"
    sound = OWN_ZONE.format(rule="YEARLY;BYMONTH=10;BYDAY=-1SU").replace("\n", "\r\n")
    assert see(tmp_path, event, head=sound).busy[0].start == utc(2026, 7, 1, 8)
    hostile = OWN_ZONE.format(rule="SECONDLY").replace("\n", "\r\n")
    assert "Unknown time zone" in str(see(tmp_path, event, head=hostile).faults[0])


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("DTSTART:20260301T100000Z\r\nDTEND:20260301T090000Z", "ends before it starts"),
        ("DTSTART;TZID=Mars/Olympus:20260301T100000\r\nDTEND:20260301T110000", "Mars/Olympus"),
        ("DTSTART:20261301T100000Z", "is not a time"),
        ("SUMMARY:x", "It has no start"),
        ("DTSTART:20260301T100000Z\r\nDURATION:P", "length cannot be read"),
        ("DTSTART:20260301T100000Z\r\nDURATION:-PT1H", "ends before it starts"),
        ("DTSTART:20260301T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=SECONDLY", "FREQ=SECONDLY"),
        ("DTSTART:20260301T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;INTERVAL=0", "not read"),
    ],
)
def test_what_is_wrong_with_an_event_is_told_by_its_number(tmp_path, lines, says):
    seen = see(tmp_path, "DTSTART:20260401T100000Z\r\nDURATION:PT1H", lines)
    assert [fault.row for fault in seen.faults] == [2]
    assert says in str(seen.faults[0])
    assert len(seen.busy) == 1


@pytest.mark.parametrize("line", ["STATUS:CANCELLED", "TRANSP:TRANSPARENT"])
def test_what_is_cancelled_or_free_is_not_busy(tmp_path, line):
    assert see(tmp_path, f"DTSTART:20260401T100000Z\r\nDURATION:PT1H\r\n{line}").busy == ()


def test_repeated_event_keeps_its_hour_over_the_clock_change_and_leaves_days_out(tmp_path):
    seen = see(
        tmp_path,
        "UID:a\r\nDTSTART;TZID=Europe/Madrid:20260320T100000\r\nDURATION:PT1H\r\n"
        "RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Europe/Madrid:20260327T100000",
        "UID:a\r\nRECURRENCE-ID;TZID=Europe/Madrid:20260403T100000\r\n"
        "DTSTART;TZID=Europe/Madrid:20260404T120000\r\nDURATION:PT1H",
    )
    hours = [busy.start for busy in seen.busy]
    assert hours == [utc(2026, 3, 20, 9), utc(2026, 4, 4, 10), utc(2026, 4, 10, 8)]


RULES = st.builds(
    lambda freq, parts: ";".join([f"FREQ={freq}", *parts]),
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]),
    st.lists(
        st.sampled_from(["INTERVAL=2", "INTERVAL=3", "BYDAY=MO,WE", "BYDAY=FR", "BYMONTHDAY=1,15",
                         "BYMONTHDAY=-1", "BYMONTH=4,9", "COUNT=5", "COUNT=40", "WKST=SU",
                         "BYSETPOS=-1", "BYSETPOS=1"]),
        max_size=3, unique_by=lambda part: part.partition("=")[0],
    ),
)  # fmt: skip


@settings(max_examples=200)
@given(RULES, st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_days_of_a_rule_are_those_of_another_program(text, start):
    parts = dict(part.split("=") for part in text.split(";"))
    if "BYSETPOS" in parts and not {"BYDAY", "BYMONTHDAY"} & set(parts):
        return  # dateutil takes the rule as it stands, calendars refuse it
    stop = date(2028, 1, 1)
    theirs = rrulestr(text, dtstart=datetime.combine(start, datetime.min.time()))
    until = datetime.combine(stop, datetime.min.time())
    wanted = [
        moment.date() for moment in theirs.between(until - timedelta(days=20_000), until, inc=True)
    ]
    found = list(days_of(Rule.parse(text), start, stop, Budget(400_000, "a.ics")))
    if start not in wanted:  # calendars count the first day, dateutil does not
        wanted = [start, *wanted]
        if "COUNT" in parts and len(wanted) > int(parts["COUNT"]):
            wanted.pop()
    assert found == wanted
    if "COUNT" not in parts:
        since = date(2027, 5, 5)
        later = days_of(Rule.parse(text), start, stop, Budget(400_000, "a.ics"), since=since)
        assert [d for d in later if d >= since] == [d for d in wanted if d >= since]


@pytest.mark.claim("bad-files")
def test_rules_that_never_fit_or_never_end_come_to_an_end(tmp_path):
    never = "DTSTART:19900101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"
    begin = time.monotonic()
    assert see(tmp_path, never).busy == (), "outside of the days that are asked for"
    always = "DTSTART:19000101T100000Z\r\nDURATION:PT1H\r\nRRULE:FREQ=YEARLY;COUNT=100000"
    with pytest.raises(FileRefused, match="too many repeated events"):
        see(tmp_path, *[always] * 2_000)
    assert time.monotonic() - begin < 20


def test_busy_times_that_touch_are_one(tmp_path):
    times = ["20260401T100000Z", "20260401T103000Z", "20260401T110000Z"]
    seen = see(tmp_path, *(f"DTSTART:{start}\r\nDURATION:PT30M" for start in times))
    assert [busy.end - busy.start for busy in seen.busy] == [timedelta(minutes=90)]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "cut off"),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "damaged"),
        (b"BEGIN:VCALENDAR\r\n" * 20, "nested"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001 + b"END:VCALENDAR",
         "more than 20,000 events"),
        (b"name,email\n", "cut off"),
    ],
)  # fmt: skip
def test_what_is_no_whole_calendar_is_refused(tmp_path, content, says):
    path = tmp_path / "a.ics"
    path.write_bytes(content)
    with pytest.raises(FileRefused, match=says):
        read_calendar(path, first=FIRST, last=LAST)


def test_published_busy_times_are_read_too(tmp_path):
    free_busy = (
        "BEGIN:VFREEBUSY\r\nFREEBUSY:20260401T100000Z/20260401T110000Z,20260402T100000Z/PT1H\r\n"
        "FREEBUSY;FBTYPE=FREE:20260403T100000Z/PT1H\r\nEND:VFREEBUSY\r\n"
    )
    assert len(see(tmp_path, head=free_busy).busy) == 2
