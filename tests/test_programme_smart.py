"""The objective part by part: checked, contradictions told, the sentence written."""

from datetime import date

import pytest

from rmkit.content.plans import ready_plans
from rmkit.errors import FaultsFound, NotReady, UnknownName
from rmkit.instruments import load
from rmkit.instruments.entries import Entry
from rmkit.programme.clock import now
from rmkit.programme.objective import Objective
from rmkit.programme.programme import Programme
from rmkit.programme.smart import listed, written_sentence

NEXT = now().year + 1
PARTS = {
    "focus": "Digital tools",
    "reason": "We plan in shared tools from next year.",
    "competences": 2,
    "tools": 2,
    "from_level": 2,
    "to_level": 4,
    "measures": ["own_rating", "at_work"],
    "matters": "They can decide on figures without waiting for somebody to make them a chart.",
    "indicator": "Days from the end of a month to the report",
    "by": date(NEXT, 7, 31),
    "start": date(NEXT, 1, 11),
    "plan": "ten_sessions",
}
SENTENCE = (
    f"By 31 July {NEXT}, we bring every mentee from level 2 (basic) to level 4 (advanced) in two "
    "competences and two tools of their choice, in ten meetings of 90 minutes, shown by their own "
    "ratings before and after and what is seen in their work three months later."
)


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as made:
        yield made


def refused(programme, answers):
    before = programme.file.head_digest()
    with pytest.raises(FaultsFound) as told:
        programme.objective.keep(answers)
    assert programme.file.head_digest() == before
    return {fault.key: str(fault) for fault in told.value.faults}


def test_the_parts_become_the_sentence_and_the_plan_and_lack_nothing(programme):
    kept = programme.objective.keep(PARTS)
    assert kept.sentence == SENTENCE
    assert (kept.sessions, kept.session_minutes, kept.months, kept.weeks) == (10, 90, 6, 2)
    assert kept.missing() == ()
    parts = programme.objective.parts
    assert [part.mark for part in parts] == ["S", "M", "A", "R", "T"]
    assert all(part.good for part in parts)
    assert programme.objective.reach.enough
    assert programme.objective.record == kept


def test_the_sentence_follows_its_parts_until_somebody_writes_their_own(programme):
    programme.objective.keep(PARTS)
    again = programme.objective.answers
    kept = programme.objective.keep({**again, "to_level": 3})
    assert "to level 3 (medium)" in kept.sentence
    own = programme.objective.keep({**programme.objective.answers, "sentence": "My own."})
    assert own.sentence == "My own."
    assert programme.objective.keep({**programme.objective.answers, "tools": 1}).sentence == (
        "My own."
    )


def test_what_is_open_is_told_part_by_part(programme):
    kept = programme.objective.keep({"tools": 1})
    assert kept.sentence == "We bring every mentee further in one tool of their choice."
    missing = kept.missing()
    for sentence in ("No date yet: by when?", "No measure yet: how will you know?",
                     "Nothing yet on why it matters for their work.",
                     "No figure of their work yet that shows it."):  # fmt: skip
        assert sentence in missing
    assert [part.good for part in programme.objective.parts] == [True, False, False, False, False]
    assert "No skills yet: in what are they to get further?" in (
        Objective(sentence="More.", who="managers").missing()
    )


def test_an_objective_in_one_sentence_is_asked_for_no_parts():
    old = Objective.model_validate({"sentence": "From level 2 to 4 by July."})
    assert not any("No measure" in line or "No skills" in line for line in old.missing())


def test_every_contradiction_is_told_at_once_at_its_question(programme):
    told = refused(programme, {
        "tools": 3, "named_tools": ["spreadsheets"], "from_level": 4, "to_level": 4,
        "start": date(NEXT, 1, 11), "by": date(NEXT, 1, 11), "sessions": 10, "weeks": 4,
        "months": 3, "session_minutes": 5, "coordinator_name": "Rosa",
    })  # fmt: skip
    assert set(told) == {
        "tools", "to_level", "by", "sessions", "session_minutes", "coordinator_email"
    }  # fmt: skip
    assert "10 meetings, one every 4 weeks, take 36 weeks, and 3 months have 13" in told["sessions"]
    assert "Either plan 4 meetings, or take 9 months, or meet every week." in told["sessions"]


def test_a_day_that_is_over_is_refused_once_and_left_alone_where_it_was_kept_in_time(programme):
    told = refused(programme, {"tools": 1, "by": date(2020, 1, 1)})
    assert "2020-01-01 is in the past" in told["by"]
    programme.objective.set(Objective(sentence="Old.", by=date(2020, 1, 1), tools=1))
    assert programme.objective.keep({"tools": 2, "by": date(2020, 1, 1)}).tools == 2


def test_an_objective_that_is_set_in_code_is_held_to_the_same(programme):
    with pytest.raises(FaultsFound, match="not above level 4"):
        programme.objective.set(Objective(sentence="Down.", from_level=4, to_level=2))
    assert programme.objective.record is None


def test_a_skill_that_the_questionnaire_does_not_ask_is_told(programme):
    programme.objective.keep({"other_skills": "Drones, 3D print; welding"})
    assert programme.objective.record.sentence.endswith("in Drones, 3D print and welding.")
    first = programme.objective.parts[0]
    assert not first.good
    assert "does not ask about Drones, 3D print and welding" in first.sentence
    assert set(refused(programme, {"named_tools": ["hammer"]})) == {"named_tools", "sentence"}


def test_what_can_be_ticked_is_what_candidates_are_asked_and_own_rows_have_their_words(programme):
    own = Entry.model_validate({"id": "crane", "text": "Crane planner"})
    programme.candidates.choose("short", {"tools": [own], "competences": []})
    fields = {field.key: field for field in programme.objective.questionnaire.fields}
    assert [option.value for option in fields["named_tools"].options] == ["crane"]
    assert "named_competences" not in fields
    kept = programme.objective.keep({"named_tools": ["crane"], "from_level": 1, "to_level": 2})
    assert kept.sentence == "We bring every mentee from level 1 (none) to level 2 (basic) in " \
        "crane planner."  # fmt: skip
    programme.candidates.choose("short", {"tools": ["spreadsheets"], "competences": []})
    assert "does not ask about Crane planner" not in programme.objective.parts[0].sentence.title()
    assert not programme.objective.parts[0].good
    assert "named_tools" not in programme.objective.answers


def test_some_of_those_named_are_their_choice(programme):
    named = ["spreadsheets", "shared_documents", "ai_assistants"]
    kept = programme.objective.keep({"tools": 2, "named_tools": named, "competences": 1})
    assert "in one competence of their choice and two of " in kept.sentence
    assert " or AI assistants" in kept.sentence


def test_a_sentence_stays_one_that_can_be_read_and_kept_whatever_is_named(programme):
    rows = [Entry.model_validate({"id": f"own_{n}", "text": f"{n} {'x' * 90}"}) for n in range(15)]
    programme.candidates.choose("short", {"tools": rows, "competences": []})
    kept = programme.objective.keep({"named_tools": [row.id for row in rows[:12]]})
    assert len(kept.sentence) < 1000
    kept = programme.objective.keep({"named_tools": [row.id for row in rows]})
    assert kept.sentence == "We bring every mentee further in 15 competences and tools."
    assert programme.objective.record == kept
    long = Objective(sentence="?", who="w" * 2000, other_skills="word " * 400)
    assert len(written_sentence(long, {})) < 500


def test_a_plan_is_chosen_and_the_sentence_follows(programme):
    with pytest.raises(NotReady, match="State it first"):
        programme.objective.choose_plan("pilot")
    programme.objective.keep(PARTS)
    assert [fit.plan_id for fit in programme.objective.fits if fit.best] == ["ten_sessions"]
    kept = programme.objective.choose_plan("pilot")
    assert (kept.plan, kept.sessions, kept.weeks, kept.start) == ("pilot", 8, 3, PARTS["start"])
    assert "in eight meetings of 60 minutes" in kept.sentence
    assert not programme.objective.reach.enough
    assert any(line.startswith("Eight meetings are few") for line in kept.missing())
    with pytest.raises(UnknownName):
        programme.objective.choose_plan("forever")


def test_a_plan_that_ends_after_the_day_is_told(programme):
    kept = programme.objective.keep({**PARTS, "plan": "year"})
    assert f"The plan ends on 11 January {NEXT + 1}, after" in " ".join(kept.missing())
    assert not programme.objective.parts[-1].good


def test_the_plans_to_tick_are_the_ready_plans_and_levels_have_the_words_of_the_scale():
    plans = load("objective").field("plan").options
    assert [option.value for option in plans] == [plan.id for plan in ready_plans().plans]
    assert [o.label for o in plans] == [plan.title for plan in ready_plans().plans]
    labels = {o.value: o.label for o in load("learning_needs").field("level_spreadsheets").options}
    for key in ("from_level", "to_level"):
        for option in load("objective").field(key).options:
            assert labels[option.value] == option.label


def test_words_are_listed_as_people_do():
    assert (listed([]), listed(["a"]), listed(["a", "b", "c"])) == ("", "a", "a, b and c")
