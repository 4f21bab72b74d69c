"""Samples played by the dates of their half-year: from the objective to the last meeting."""

import csv
import itertools
from datetime import date, datetime
from pathlib import Path

import pytest

from rmkit.errors import NotAllowed
from rmkit.programme.monday import write_monday
from rmkit.programme.pair_progress import progress_now
from rmkit.programme.play import Export, Recipe, play, play_on, sample_recipe
from rmkit.programme.programme import Programme
from rmkit.programme.wishes import open_wishes
from tests.played import copy_of

SAMPLES = Path(__file__).resolve().parents[1] / "data_samples"
BOTH = pytest.mark.parametrize("name", ["harbour", "six_pairs"])


def planted(name):
    with (SAMPLES / name / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return {(row["mentor_id"], row["mentee_id"]): row for row in csv.DictReader(file)}


def progress(programme):
    found = progress_now(programme, programme.today).values()
    return {(one.pair.mentor_id, one.pair.mentee_id): one for one in found}


def the_pair(name, fact):
    (place,) = (place for place, row in planted(name).items() if row["planted"] == fact)
    return place


@BOTH
def test_a_sample_played_to_its_last_meeting_came_to_what_was_planted(name, tmp_path):
    with copy_of(name, tmp_path) as programme:
        found, truth = progress(programme), planted(name)
        assert found.keys() == truth.keys()
        for place, row in truth.items():
            one = found[place]
            assert (one.held, one.minutes) == (int(row["held"]), int(row["minutes"])), place
            assert str(one.last_held) == row["last_held"]
            assert (one.standing == "ended") == (row["planted"] == "ends")
            assert one.contact is not None
            early = {flag.code for flag in one.flags} == {"before agreement"}
            assert early == (row["planted"] in ("before_agreement", "unsigned"))
            assert bool(one.overdue) == (row["planted"] == "falls_behind")
        assert open_wishes(programme.file).empty
        people = programme.candidates.table
        assert set(people["state"]) == {"admitted"}
        talks = {r.person_id for r in programme.file.responses("interview")}
        mentors = set(people.loc[people["role"] != "mentee", "person_id"])
        assert mentors - talks == set(programme.pairing.baselines.query("joined_later").person_id)
        assert programme.keeping.check().is_whole


@BOTH
def test_everything_happened_by_the_dates_of_the_half_year_and_in_order(name, tmp_path):
    with copy_of(name, tmp_path) as programme:
        moments = [datetime.fromisoformat(change.at) for change in programme.keeping.changes]
        assert all(one <= other for one, other in itertools.pairwise(moments))
        assert moments[0].date() < date(2026, 9, 10)
        assert moments[-1].date() == programme.today
        assert programme.file.info.created_at[:7] < "2026-10"
        assert "time for keeping" not in str(programme.status())


def test_on_the_monday_in_the_middle_there_is_something_of_everything_to_do():
    with Programme.sample("six_pairs", today=date(2026, 11, 23)) as programme:
        assert programme.today == date(2026, 11, 23)
        found = progress(programme)
        assert the_pair("six_pairs", "ends") in found
        assert len(found) == 6
        (wish,) = open_wishes(programme.file).to_dict("records")
        assert wish["wish"] == "partner"
        assert len(programme.file.responses("concern")) == 1
        assert found[the_pair("six_pairs", "falls_behind")].overdue
        joined = programme.pairing.baselines.query("joined_later")
        assert len(joined) == 2
        assert any(one.next_planned == programme.today for one in found.values()) or all(
            one.next_planned is None or one.next_planned > programme.today for one in found.values()
        )
        said = {r.answers.get("call") for r in programme.file.responses("pulse")}
        assert "alone" in said


def test_playing_stops_before_a_step_or_on_a_day_and_goes_on_from_there():
    recipe = sample_recipe("six_pairs")
    with Programme.sample("six_pairs", until="training") as programme:
        assert programme.today == date(2026, 9, 30)
        assert programme.file.document("outbox")
        for day, held in ((date(2026, 10, 4), 0), (date(2026, 10, 8), 3)):
            play_on(programme, recipe, today=day)
            assert programme.today == day
            assert sum(one.held for one in progress(programme).values()) == held
            assert max(change.at[:10] for change in programme.keeping.changes) == day.isoformat()


def test_a_day_before_the_letters_stops_there():
    with Programme.sample("six_pairs", today=date(2026, 9, 28)) as programme:
        assert programme.today == date(2026, 9, 28)
        assert set(programme.candidates.table["state"]) == {"admitted"}
        assert not programme.file.pairs()
        with pytest.raises(NotAllowed, match="played to its kick-off"):
            play_on(programme, sample_recipe("six_pairs"), today=date(2026, 12, 1))


def test_erasing_one_of_a_pair_in_the_middle_leaves_the_other_and_a_sound_file(tmp_path):
    mentor, mentee = the_pair("six_pairs", "before_agreement")
    with copy_of("six_pairs", tmp_path) as programme:
        before = progress(programme)
        name = programme.candidates.names[mentee]
        programme.candidates.erase(mentee, by="Nora Fernlight")
        found = progress(programme)
        assert found.keys() == before.keys() - {(mentor, mentee)} | {(mentor, None)}
        assert found[mentor, None].standing != "running"
        assert programme.keeping.check().is_whole
    assert name.encode() not in (tmp_path / "six_pairs.rmkit").read_bytes()


def test_what_was_done_last_can_be_undone_and_the_day_stays(tmp_path):
    with copy_of("six_pairs", tmp_path) as programme:
        today, pairs = programme.today, len(programme.file.pairs("confirmed"))
        (first, *_) = programme.file.pairs("confirmed")
        before = len(programme.keeping.changes)
        programme.pairing.part(first.pair_id, by="Nora Fernlight")
        assert len(programme.file.pairs("confirmed")) == pairs - 1
        for _ in programme.keeping.changes[before:]:
            programme.keeping.undo()
        assert (programme.today, len(programme.file.pairs("confirmed"))) == (today, pairs)
        assert programme.keeping.check().is_whole


def test_a_day_before_the_sample_begins_and_own_files_are_refused(tmp_path):
    with pytest.raises(NotAllowed, match="begins on 7 September 2026"):
        Programme.sample("six_pairs", today=date(2026, 9, 6))
    own = Recipe("Pilot", "Firm", Export(tmp_path / "none.csv"))
    with pytest.raises(NotAllowed, match="Only our samples have a half-year"):
        play(own, tmp_path / "a.rmkit", until="meetings")
    assert not (tmp_path / "a.rmkit").exists()


def test_a_monday_on_paper_says_that_somebody_asks_and_not_who(tmp_path):
    with Programme.sample("six_pairs", today=date(2026, 11, 23)) as programme:
        programme.file.check()
        due = programme.meetings.due()
        text = write_monday(programme, tmp_path).read_text("utf-8")
        assert "2 people ask for a call" in text
        assert "A wish to change something in one pair" in text
        hidden = [one.why for one in due if one.kind in ("call", "part", "low pulse")]
        told = [one.why for one in due if one.kind in ("receipt", "drift")]
        assert len(hidden) > 2
        assert [why for why in hidden if why in text] == []
        assert len(told) > 2
        assert [why for why in told if why not in text] == []
