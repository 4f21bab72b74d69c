"""What the sheets of a pair, and the questionnaires after it, ask, of whom, and who may see it."""

from __future__ import annotations

import pandas as pd
import pytest

from rmkit import instruments
from rmkit.content.topics import known_topics
from rmkit.disclosure.audiences import readable
from rmkit.instruments.scoring import score

PAIRS_OWN = [
    ("goal_setting", "smart"), ("goal_setting", "real"), ("smart_check", None),
    ("expectations", None), ("session_worksheet", None), ("first_quarter", None),
    ("agenda", None), ("action_plan", None),
]  # fmt: skip
OURS = [
    "behaviour", "closing_interview", "concern", "confidentiality", "expectations",
    "first_quarter", "goal_setting", "hours_and_cost", "midway", "pulse", "reassignment",
    "satisfaction_mentee", "satisfaction_mentor", "session_receipt", "session_worksheet",
    "smart_check",
]  # fmt: skip


def keys(name, variant=None):
    return [field.key for field in instruments.load(name, variant).fields]


def scored(name, rows, variant=None):
    return score(instruments.load(name, variant), pd.DataFrame(rows))


@pytest.mark.parametrize(("name", "variant"), PAIRS_OWN)
def test_nothing_on_a_sheet_of_the_pair_is_for_the_coordinator_or_for_research(name, variant):
    fields = instruments.load(name, variant).fields
    assert {field.visibility for field in fields} == {"pair"}
    assert readable(fields, "coordinator") == readable(fields, "researcher") == ()


def test_of_the_agreement_the_coordinator_sees_that_and_when_it_was_signed():
    fields = instruments.load("confidentiality").fields
    seen = readable(fields, "coordinator")
    assert set(seen) == {
        "signature_mentor", "signature_mentee", "signed_on_mentor", "signed_on_mentee",
    }  # fmt: skip
    assert "stays" in readable(fields, "pair")
    assert "may_tell_manager" in readable(fields, "pair")
    assert {f.item.format for f in fields if f.item.id == "signature"} == {"signature"}


def test_a_receipt_holds_nothing_but_day_minutes_kind_and_whether_it_was_held_or_moved():
    fields = instruments.load("session_receipt").fields
    assert {field.key for field in fields} == {"date", "held", "new_date", "minutes", "kind"}
    assert {field.kind for field in fields} == {"date", "number", "choice"}
    held = instruments.load("session_receipt").field("held")
    assert [option.value for option in held.options] == ["held", "moved", "cancelled"]


def test_receipts_added_up_are_a_row_of_the_list_of_sessions():
    asked = instruments.load("session_receipt")
    given = [
        {"date": "2026-11-02", "held": "held", "minutes": 60, "kind": "exchange"},
        {"date": "2026-11-16", "held": "moved", "new_date": "2026-11-18"},
        {"date": "2026-11-18", "held": "held", "minutes": "45", "kind": "tools"},
    ]
    read = [instruments.check_answers(asked, one) for one in given]
    assert [faults for _, faults in read] == [(), (), ()]
    receipts = pd.DataFrame([kept for kept, _ in read])
    row = {
        "pair_id": "1-0001",
        "sessions_held": int((receipts["held"] == "held").sum()),
        "minutes": int(receipts["minutes"].sum()),
    }
    kept, faults = instruments.check_answers(instruments.load("sessions"), row)
    assert (kept["sessions_held"], kept["minutes"], faults) == (2, 105, ())


def test_a_wish_for_another_partner_asks_no_reason_and_leaves_no_room_for_one():
    whole = instruments.load("reassignment")
    assert {field.kind for field in whole.fields} == {"choice"}
    assert [field.key for field in whole.fields if field.required] == ["wish"]
    asked = [item.text.say() for item in whole.items]
    asked += [option.label.say() for item in whole.items for option in item.options]
    assert [text for text in asked if "reason" in text or "because" in text] == []
    assert "need not say why" in whole.purpose.say()


def test_a_pulse_is_the_mean_of_five_statements_of_which_four_must_be_answered():
    rows = [
        {"pulse_respect": 5, "pulse_trust": 4, "pulse_listening": 3, "pulse_candour": 4},
        {"pulse_respect": 1, "pulse_trust": 2, "pulse_authenticity": 1, "pulse_listening": 2,
         "pulse_candour": 1},
        {"pulse_respect": 5, "pulse_trust": 5, "pulse_listening": 5},
    ]  # fmt: skip
    made = scored("pulse", rows)["pulse"]
    assert made.tolist()[:2] == [4.0, 1.4]
    assert pd.isna(made[2])


def test_a_pulse_is_put_to_both_forces_nobody_and_can_ask_for_a_call_or_for_no_more():
    whole = instruments.load("pulse")
    assert whole.filled_by == ("mentor", "mentee")
    assert not any(field.required for field in whole.fields)
    assert not any(item.roles or item.voices for item in whole.items)
    assert {"no", "alone", "together"} == {option.value for option in whole.field("call").options}
    assert {"yes", "no"} == {option.value for option in whole.field("again").options}
    assert whole.field("pulse_trust").privacy == whole.field("call").privacy == "sensitive"


def test_a_worksheet_passes_from_the_mentor_to_the_mentee_and_keeps_both_voices():
    sheet = instruments.load("session_worksheet")
    voiced = {field.item.id for field in sheet.fields if field.voice}
    assert voiced == {
        "learning_outcomes", "commitments", "highlights", "improvements", "comments",
    }  # fmt: skip
    begun = {"session_number": 1, "date": "2026-11-02", "welcome": "yes", "objective": "To sort."}
    mentors = {**begun, "highlights_mentor": "We laughed."}
    kept, faults = instruments.check_answers(sheet, mentors, voice="mentor")
    assert (kept, faults) == (mentors, ())
    mentees = {"highlights_mentee": "So we did."}
    assert instruments.check_answers(sheet, mentees, voice="mentee") == (mentees, ())
    _, faults = instruments.check_answers(sheet, {**mentors, **mentees}, voice="mentee")
    assert {fault.key for fault in faults} == set(mentors)


@pytest.mark.parametrize(
    ("name", "first"),
    [("goal_setting", "mentee"), ("expectations", "mentee"), ("session_worksheet", "mentor")],
)
def test_whoever_writes_first_fills_in_what_has_no_voice_of_its_own(name, first):
    assert instruments.load(name).voices[0] == first


def test_a_goal_has_parts_three_phases_and_a_yes_from_each_in_both_formats():
    for variant, marks in {"smart": "SMART", "real": "REAL"}.items():
        sheet = instruments.load("goal_setting", variant)
        sections = {section.id: section for section in sheet.sections}
        for goal in (1, 2, 3):
            parts, plan = sections[f"goal_{goal}"], sections[f"goal_{goal}_plan"]
            assert "".join(item.mark for item in parts.items) == marks
            assert (parts.layout, plan.layout) == ("parts", "phases")
            assert [item.id for item in plan.items] == [
                f"goal_{goal}_{part}" for part in ("smart", "step", "development", "habit")
            ]
            assert sheet.field(f"goal_{goal}_agreed_mentor").voice == "mentor"
            assert sheet.field(f"goal_{goal}_agreed_mentee").voice == "mentee"


def test_a_smart_check_counts_how_clear_the_five_parts_are():
    parts = ("specific", "measurable", "achievable", "relevant", "time_bound")
    sheet = instruments.load("smart_check")
    marks = [item.mark for section in sheet.sections for item in section.items if item.mark]
    assert marks == list("SMART")
    rows = [dict(zip([f"clear_{part}" for part in parts], [2, 1, 0, 2, 2], strict=True))]
    assert scored("smart_check", rows)["clearness"].tolist() == [7.0]


def test_both_sides_look_back_with_the_same_questions_and_scores():
    assert keys("satisfaction_mentor") == keys("satisfaction_mentee")
    asked = instruments.load("satisfaction_mentee")
    assert [option.value for option in asked.field("goals_first").options] == [1, 2, 3, 4, 5]
    assert [option.value for option in asked.field("quote").options] == ["no", "unnamed", "named"]
    rows = [{
        "agree_safe": 4, "agree_heard": 5, "agree_active": 3, "agree_prepared": 2,
        "agree_useful": 5, "agree_apply": 4, "agree_worthwhile": 1,
    }]  # fmt: skip
    for name in ("satisfaction_mentor", "satisfaction_mentee"):
        made = scored(name, rows).iloc[0]
        assert (made["safety"], made["engagement"], made["application"]) == (4.5, 2.5, 4.5)
        assert pd.isna(made["satisfaction"])


def test_behaviour_is_asked_alike_of_mentee_and_manager_and_the_manager_only_with_leave():
    mentee, manager = keys("behaviour", "mentee"), keys("behaviour", "manager")
    rows = ("tried", "decided", "asked", "passed_on", "alone")
    assert [key for key in mentee if key.startswith("behaviour_")] == [
        f"behaviour_{r}" for r in rows
    ]
    assert [key for key in manager if key.startswith("observed_")] == [
        f"observed_{r}" for r in rows
    ]
    assert "manager_leave" in mentee
    assert not set(mentee) & set(manager)
    assert instruments.load("behaviour", "manager").field("observed_tried").privacy == "sensitive"
    given = [
        {"behaviour_tried": 1, "behaviour_decided": 2, "behaviour_asked": 3, "behaviour_alone": 4}
    ]
    assert scored("behaviour", given, "mentee")["behaviour"].tolist() == [2.5]
    seen = [{"observed_tried": 5, "observed_asked": 4}, {f"observed_{row}": 3 for row in rows[:3]}]
    made = scored("behaviour", seen, "manager")["observed"]
    assert pd.isna(made[0])
    assert made[1] == 3.0


def test_a_mid_way_check_scores_from_four_of_its_five_statements_on():
    rows = [
        {"agree_regular": 5, "agree_prepared": 4, "agree_beyond_tools": 2, "agree_both_ways": 3}
    ]
    assert scored("midway", rows)["on_track"].tolist() == [3.5]


def test_hours_and_cost_are_numbers_and_a_gap_leaves_the_total_open():
    whole = instruments.load("hours_and_cost")
    assert [field.key for field in whole.fields if field.kind != "number"] == ["benefit_basis"]
    assert "benefit_low" not in whole.scores["cost"].named
    full = {
        "mentor_hours": 100, "mentee_hours": 80, "coordinator_hours": 40, "other_hours": 0,
        "mentor_hourly_cost": 40, "mentee_hourly_cost": 90, "coordinator_hourly_cost": 50,
        "other_hourly_cost": 0, "training_cost": 1500, "material_cost": 300, "travel_cost": 0,
    }  # fmt: skip
    made = scored("hours_and_cost", [full, {**full, "travel_cost": None}])
    assert made["hours"].tolist() == [220.0, 220.0]
    assert made["cost"][0] == 4000 + 7200 + 2000 + 0 + 1500 + 300
    assert pd.isna(made["cost"][1])


def test_a_closing_interview_asks_each_side_what_is_theirs():
    whole = instruments.load("closing_interview")
    assert whole.field("changed_work").item.roles == ("mentee",)
    assert whole.field("gained").item.roles == ("mentor",)
    assert whole.filled_by == ("coordinator",)


def test_a_concern_says_who_reads_it_and_what_happens_and_asks_little():
    whole = instruments.load("concern")
    assert [field.key for field in whole.fields if field.required] == ["wish"]
    assert {field.privacy for field in whole.fields} == {"sensitive", "direct"}
    assert "coordinator" in whole.purpose.say()
    assert readable(whole.fields, "researcher") == readable(whole.fields, "pair") == ()


@pytest.mark.parametrize("name", OURS)
def test_each_says_that_it_is_not_validated_and_demands_little(name):
    whole = instruments.definition(name)
    assert "not validated" in whole.source
    for variant in whole.variants or [None]:
        required = [f.key for f in instruments.load(name, variant).fields if f.required]
        assert len(required) <= 3


def test_of_what_makes_a_mentee_curious_the_coordinator_sees_only_what_is_ticked_for_them():
    fields = instruments.load("topics_of_interest").fields
    assert readable(fields, "coordinator") == ("released_topics",)
    released = instruments.load("topics_of_interest").field("released_topics")
    whole = {i.id: i for i in instruments.load("topics_of_interest").items}
    titles = {name: topic.title.say() for name, topic in known_topics().items()}
    assert {o.value: o.label.say() for o in released.options} == titles
    assert {o.value: o.label.say() for o in whole["topics"].options} == titles


def test_an_agenda_begins_with_what_was_promised_and_a_plan_can_be_looked_at_again():
    agenda, plan = keys("agenda"), keys("action_plan")
    assert agenda.index("promised_mentee") < agenda.index("goal") < agenda.index("exchange_mentor")
    for number in (1, 2, 3):
        assert {
            f"benchmark_{number}_{part}" for part in ("what", "by", "state", "reassessed")
        } <= set(plan)
    assert {"agreed_mentee", "agreed_mentor", "next_look", "discussions"} <= set(plan)
