"""The evaluation plan: every level, instruments that exist, days of the timeline, cells to fill."""

from datetime import date

import pytest

from rmkit import instruments
from rmkit.content.evaluation import EvaluationText, evaluation_text
from rmkit.errors import FaultsFound
from rmkit.meetings.phases import timeline
from rmkit.programme.evaluation_planned import planned_evaluation
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme

AIM = Objective(sentence="More.", indicator="Days to the report", start=date(2027, 1, 11), months=6)
PLAN = planned_evaluation(AIM, timeline(start=AIM.start, months=AIM.months))


def test_every_level_has_a_row_with_instrument_time_and_owner_and_an_empty_cell():
    assert {row.level for row in PLAN.rows} == {
        "reaction", "learning", "behaviour", "results", "return",
    }  # fmt: skip
    assert all(row.instruments and row.when and row.owner for row in PLAN.rows)
    assert PLAN.empty == tuple(row.id for row in PLAN.rows)
    assert {"engagement", "application", "managers_see", "return"} <= set(PLAN.empty)


def test_every_instrument_of_the_plan_is_on_the_shelf_and_asked_at_its_time():
    known = {line.id: line for line in instruments.catalogue()}
    for row in (*PLAN.rows, *PLAN.outcomes):
        assert set(row.instruments) <= set(known), row.id
    for row in evaluation_text().rows:
        if "kick_off" in row.at:
            assert any("before" in known[name].waves for name in row.instruments), row.id


def test_the_outcomes_of_the_guide_each_have_an_indicator_and_its_limit():
    groups = {}
    for outcome in PLAN.outcomes:
        groups.setdefault(outcome.group, set()).add(outcome.id)
        assert outcome.indicator
        assert outcome.how
        assert outcome.limit
    assert groups == {
        "organisation": {"talent", "inclusion", "technology_gap", "trends", "innovation",
                         "learning_organisation"},
        "mentor": {"leadership", "organisational_knowledge", "exposure", "personal_learning",
                   "network"},
        "mentee": {"content_knowledge", "generations", "social_capital"},
    }  # fmt: skip


def test_days_come_from_the_timeline_and_the_figure_from_the_objective():
    rows = {row.id: row for row in PLAN.rows}
    assert rows["levels"].days == (date(2027, 1, 11), date(2027, 7, 11))
    assert rows["managers_see"].days == (date(2027, 10, 11),)
    assert rows["job_figure"].indicator.startswith("Days to the report: a figure of the mentees'")
    assert all(row.days == () for row in planned_evaluation(None, timeline()).rows)


def test_cells_are_filled_from_a_mapping_and_the_plan_before_stays_empty():
    filled = PLAN.filled({"satisfaction": "4.3 of 5", "reached": 31, "talent": 2.5, "cost": None})
    rows = {row.id: row.result for row in (*filled.rows, *filled.outcomes)}
    assert (rows["satisfaction"], rows["reached"], rows["talent"], rows["cost"]) == (
        "4.3 of 5", "31", "2.5", "",
    )  # fmt: skip
    assert "satisfaction" not in filled.empty
    assert "cost" in filled.empty
    assert len(PLAN.empty) == len(PLAN.rows)
    again = filled.filled({"cost": "9,000"})
    assert {row.id: row.result for row in again.rows}["satisfaction"] == "4.3 of 5"


def test_cells_that_are_not_there_are_all_told_and_nothing_is_filled():
    with pytest.raises(FaultsFound) as told:
        PLAN.filled({"satisfaction": "4", "satisfactoin": "5", "joy": "6"})
    assert len(told.value.faults) == 2
    assert "satisfactoin" in str(told.value)


def test_the_table_is_one_to_read(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        table = programme.objective.evaluation_plan.table()
    assert list(table.columns) == ["level", "indicator", "instrument", "time", "owner", "result"]
    assert table["level"].iloc[0] == "1 Reaction"
    assert "Looking back, as a mentee" in table["instrument"].iloc[0]
    assert (table["result"] == "").all()


def test_a_row_on_a_level_that_is_not_there_is_refused():
    whole = evaluation_text().model_dump(mode="json")
    whole["rows"][0]["level"] = "sixth"
    with pytest.raises(ValueError, match="no level sixth"):
        EvaluationText.model_validate(whole)
