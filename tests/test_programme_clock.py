"""The clock of a programme, and its planned meetings in the file."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from rmkit.meetings.meeting import Meeting
from rmkit.programme.clock import at, now
from rmkit.programme.meetings_kept import all_meetings, meetings_of, save_meetings
from rmkit.programme.programme import Programme

FIRST = datetime(2026, 10, 5, 9, 0, tzinfo=timezone(timedelta(hours=2)))


def test_within_a_moment_everything_happens_then_and_afterwards_the_clock_goes_on(tmp_path):
    with at(FIRST):
        with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as programme:
            assert programme.file.info.created_at == "2026-10-05T07:00:00+00:00"
            assert programme.today == FIRST.date()
        with pytest.raises(RuntimeError), at(FIRST + timedelta(days=1)):
            raise RuntimeError
        assert now() == FIRST
    assert now() > FIRST + timedelta(days=1)


def test_played_sample_says_which_day_it_has_got_to(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as programme:
        programme.save_document("played", {"today": "2027-01-18"}, action="Played the sample")
        assert programme.today.isoformat() == "2027-01-18"


def test_meetings_come_back_as_they_were_kept_with_the_starts_they_had(tmp_path):
    first = Meeting("1-0001", 1, FIRST, 60, "Europe/Madrid", "Room 2", uid="a@example.org")
    moved = first.moved(FIRST + timedelta(days=2))
    second = Meeting("1-0001", 2, FIRST + timedelta(days=28), 60, "Europe/Madrid").cancelled()
    assert (moved.sequence, moved.earlier) == (1, ("2026-10-05T07:00:00+00:00",))
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as programme:
        with programme.file.change(actor="me", action="Planned", now=now()) as change:
            assert save_meetings(change, "1-0001", [second, moved])
        assert meetings_of(programme.file, "1-0001") == (moved, second)
        assert meetings_of(programme.file, "1-0002") == ()
        assert all_meetings(programme.file) == {"1-0001": (moved, second)}
        with programme.file.change(actor="me", action="Planned", now=now()) as change:
            assert not save_meetings(change, "1-0001", [moved, second])


def test_the_place_of_a_meeting_is_on_one_line_without_characters_that_act():
    meeting = Meeting("1-0001", 1, FIRST, 60, place="Room\x1b[31m 2\r\nBcc: all@example.org")
    assert meeting.place.isprintable()
    assert "Room" in meeting.place


def test_a_series_keeps_its_hour_when_the_clocks_change():
    before = Meeting("1-0001", 1, datetime(2026, 10, 19, 7, tzinfo=UTC), 60, "Europe/Madrid")
    after = Meeting("1-0001", 2, datetime(2026, 10, 26, 8, tzinfo=UTC), 60, "Europe/Madrid")
    assert (before.local.hour, after.local.hour) == (9, 9)
    with pytest.raises(ValueError, match="time zone"):
        Meeting("1-0001", 3, FIRST.replace(tzinfo=None), 60)
