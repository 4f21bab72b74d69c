from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from rmkit.programme import status
from rmkit.programme.clock import now
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme
from rmkit.programme.retention import DATA_CLASSES, first_retention
from rmkit.records.model import Retention


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as made:
        yield made


def test_a_new_programme_says_what_to_do_first(programme):
    standing = programme.status()
    assert standing.line.startswith("Pilot, 0 candidates, 0 pairs, saved ")
    todo = [step.what.split(":")[0] for step in standing.next_steps]
    assert todo[:2] == [
        "Import the staff list",
        "Send out the questionnaire, and import what candidates answered.",
    ]
    assert "objective" in todo[2]
    programme.objective.set(Objective(sentence="Two tools by June."))
    assert "objective" not in programme.status().next_steps[2].what


MADRID = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("clock", "said"),
    [
        (datetime(2030, 11, 2, 23, 59, tzinfo=MADRID), "saved 00:15"),
        (datetime(2030, 11, 3, 0, 1, tzinfo=MADRID), "saved 2 November"),
        (datetime(2031, 1, 1, 0, 1, tzinfo=MADRID), "saved 2 November 2030"),
    ],
)
def test_the_line_tells_when_the_programme_was_saved_last(programme, monkeypatch, clock, said):
    changed = datetime(2030, 11, 1, 23, 15, tzinfo=UTC)
    ended = Retention("answers", "To match.", "2040-01-01")
    with programme.file.change(actor="c", action="Set an end", now=changed) as change:
        change.save_retention(ended)
    assert programme.file.last_change == "2030-11-01T23:15:00+00:00"
    monkeypatch.setattr(status, "local", lambda moment: clock)
    assert programme.status().line == f"Pilot, 0 candidates, 0 pairs, {said}"


def test_a_change_that_changes_nothing_does_not_count_as_saved(programme):
    before = programme.file.last_change
    later = datetime(2030, 1, 1, tzinfo=UTC)
    with programme.file.change(actor="c", action="Again", now=later) as change:
        change.save_retention(programme.file.retention()[0])
    assert programme.file.last_change == before


def test_every_class_of_data_has_a_purpose_and_an_end(programme):
    kept = programme.file.retention()
    assert {r.data_class for r in kept} == set(DATA_CLASSES)
    assert all(r.purpose and date.fromisoformat(r.ends_on) > now().date() for r in kept)


@pytest.mark.parametrize(
    ("today", "ends"),
    [(date(2026, 11, 22), "2028-05-01"), (date(2026, 1, 31), "2027-07-01")],
)
def test_the_history_ends_on_the_first_of_a_month_eighteen_months_on(today, ends):
    first = {r.data_class: r.ends_on for r in first_retention(today)}
    assert first["history"] == ends
    assert len(set(first.values())) > 3


def test_a_programme_watches_its_end_dates(programme):
    ended = Retention("answers", "To match.", "2020-01-01")
    with programme.file.change(actor="c", action="Set an end", now=now()) as change:
        change.save_retention(ended)
    assert "has ended" not in str(programme.status())  # nothing of it is there
    programme.candidates.answer({"name": "Ann", "email": "ann@example.org", "role": "mentor"})
    assert "answers has ended" in programme.status().next_steps[0].what
