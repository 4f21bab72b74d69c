"""What follows from the objective: needs summarised, phases in time, and their pictures."""

from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from rmkit import figures, forms
from rmkit.errors import UnknownName
from rmkit.meetings.phases import timeline
from rmkit.people.diagnosis import diagnosis
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme

FIRST = date(2027, 1, 31)


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as made:
        yield made


def people(levels, targets):
    ids = [f"P{n}" for n in range(len(levels))]
    return pd.DataFrame({"person_id": ids, "level_ai": levels, "target_ai": targets})


# ---- the diagnosis


def test_only_those_who_want_more_count_in_the_step():
    found = diagnosis(people([1, 1, 2, 2, 2, 5, None], [3, 3, 3, 3, 4, 5, 4])).iloc[0]
    assert (found["answered"], found["wanting"]) == (6, 5)
    assert found["level"] == pytest.approx(1.6)
    assert found["target"] == pytest.approx(3.2)


def test_four_who_want_more_are_neither_counted_nor_averaged():
    found = diagnosis(people([1, 1, 2, 2, 5, 5], [3, 3, 3, 3, 5, 5])).iloc[0]
    assert found["answered"] == 6
    assert found[["wanting", "level", "target", "levels"]].isna().all()
    picture = figures.wanted_steps(diagnosis(people([1, 1, 2, 2, 5], [3, 3, 3, 3, 5])))
    assert "fewer could be recognised" in picture.sentence


def test_a_skill_nobody_answered_is_no_row_and_an_assumed_level_counts():
    assert diagnosis(people([None] * 5, [4] * 5)).empty
    assert diagnosis(people([2] * 6, [None] * 6)).iloc[0]["wanting"] is pd.NA
    assert diagnosis(people([2] * 6, [None] * 6), assumed_target=4).iloc[0]["levels"] == 2


def test_the_diagnosis_comes_first_and_the_candidates_else(programme):
    assert programme.objective.needs.source == ""
    assert "Nobody has answered yet" in forms.learning_needs(programme)._repr_html_()
    for n in range(6):
        given = {"name": f"Ann {n}", "email": f"ann{n}@example.org", "role": "mentee"}
        programme.candidates.answer({**given, "level_spreadsheets": "2"}, source="form")
    found = programme.objective.needs
    assert (found.source, found.people, found.assumed_target) == ("candidate", 6, 4)
    for n in range(1, 6):
        answers = {"level_spreadsheets": 1, "target_spreadsheets": 3}
        programme.questionnaires.answer("learning_needs", answers, person=f"P000{n}", wave="before")
    found = programme.objective.needs
    assert (found.source, found.people) == ("learning_needs", 5)
    row = found.table().iloc[0].to_dict()
    assert row["competence or tool"] == "Spreadsheets"
    assert (row["from level"], row["to level"]) == ("1.0", "3.0")
    assert "everybody who answered the diagnosis" in found.sentences[0]


def test_a_mentor_who_wants_nothing_does_not_count_as_a_mentee():
    with Programme.sample("six_pairs", until="profiles") as six:
        roles = six.candidates.people["role"]
        found = six.objective.needs
        assert found.people == roles.isin(["mentee", "either"]).sum() < len(roles)
        html = forms.learning_needs(six)._repr_html_()
    assert "<svg" in html
    assert "could be recognised" in html


# ---- the timeline


def test_a_month_each_goes_before_the_first_day_and_a_month_after_the_last():
    found = timeline(start=FIRST, months=6, decision=True)
    days = [(phase.id, phase.begins, phase.ends) for phase in found.phases]
    assert days == [
        ("objective", date(2026, 11, 30), date(2026, 12, 31)),
        ("candidates", date(2026, 12, 31), FIRST),
        ("kick_off", FIRST, date(2027, 2, 14)),
        ("meetings", date(2027, 2, 14), date(2027, 7, 31)),
        ("evaluation", date(2027, 7, 31), date(2027, 8, 31)),
    ]
    assert [it.id for it in found.milestones] == ["half", "last", "decision", "at_work"]
    assert found.day("decision") == date(2027, 8, 28)
    assert found.day("at_work") == date(2027, 10, 31)
    assert found.assumed == ()


def test_phases_follow_each_other_without_a_gap_for_any_day_and_length():
    for months in (1, 5, 12, 60):
        for start in (date(2028, 2, 29), date(2027, 1, 1), date(2026, 12, 31)):
            phases = timeline(start=start, months=months).phases
            assert all(one.ends == two.begins for one, two in pairwise(phases))
            assert all(phase.begins < phase.ends for phase in phases)


def test_without_a_day_and_a_length_what_is_assumed_is_told(programme):
    found = programme.objective.timeline
    assert len(found.assumed) == 2
    assert found.phases[3].begins is None
    picture = figures.timeline(found.phases, found.milestones)
    assert "With a first day, the phases have dates" in picture.sentence
    assert "6 months are assumed" in forms.timeline(programme)._repr_html_()


def test_the_day_of_a_decision_belongs_to_the_pilot(programme):
    programme.objective.set(Objective(sentence="More.", start=FIRST))
    assert programme.objective.timeline.day("decision") is None
    programme.objective.choose_plan("pilot")
    assert programme.objective.timeline.day("decision") == date(2027, 8, 28)
    assert list(programme.objective.timeline.table().columns) == [
        "phase", "begins", "ends", "lasts", "what",
    ]  # fmt: skip


def test_today_is_drawn_only_where_it_lies_within():
    found = timeline(start=FIRST, months=6)
    drawn = [
        "today" in figures.timeline(found.phases, today=day).svg("light")
        for day in (date(2027, 3, 1), date(2020, 1, 1), None)
    ]
    assert drawn == [True, False, False]


def test_a_picture_without_anything_says_so_and_a_missing_column_is_named():
    assert "no plan yet" in figures.timeline([]).sentence
    assert "Nobody" in figures.wanted_steps(pd.DataFrame()).sentence
    with pytest.raises(UnknownName):
        figures.wanted_steps(pd.DataFrame({"skill": ["ai"]}))
