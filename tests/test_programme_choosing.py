"""Choosing the questionnaire by a form, before and after somebody answered."""

import pytest

from rmkit import instruments
from rmkit.errors import FaultsFound
from rmkit.instruments.answers import check_answers
from rmkit.instruments.model import Entry
from rmkit.programme.choosing import choice_form, choice_of
from rmkit.programme.programme import Programme
from rmkit.programme.shipped import sample_folder

ANSWERS = sample_folder("harbour") / "raw" / "google_forms.csv"
TICKED = {"variant": "short", "competences": ["identity"], "tools": ["chat", "spreadsheets"]}


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "own.rmkit", name="Pilot", organisation="Firm") as programme:
        yield programme


@pytest.fixture
def answered(empty):
    empty.candidates.add(ANSWERS)
    return empty


def test_the_form_offers_everything_in_the_libraries_in_their_order_and_groups():
    form = choice_form()
    libraries = {"competences": "digcomp_3_0", "tools": "tools", "languages": "languages"}
    for key, name in (libraries | {"style": "styles"}).items():
        entries = instruments.library(name).entries
        offered = [(o.value, o.label, o.help, o.group) for o in form.field(key).options]
        assert offered == [(e.id, e.text, e.help, e.group) for e in entries]
        assert "fewer rows" in form.field(key).item.help.say() or key == "languages"
    assert [f.key for f in form.fields] == ["variant", *libraries, "style"]
    assert form.field("variant").required


@pytest.mark.parametrize("variant", ["short", "extended"])
def test_what_is_chosen_is_an_answer_to_the_form(variant):
    chosen = choice_of(instruments.load("candidate", variant))
    kept, faults = check_answers(choice_form(), chosen)
    assert faults == ()
    assert {key: set(value) for key, value in kept.items()} == {
        key: set(value) for key, value in chosen.items() if value
    }


def test_ticked_rows_become_the_questionnaire_and_a_block_without_ticks_is_left_out(empty):
    kept = empty.candidates.keep_choice(TICKED)
    rated = {field.key for field in kept.fields if field.is_rating}
    assert rated == {"level_identity", "level_chat", "level_spreadsheets"}
    assert empty.candidates.questionnaire == kept
    assert empty.candidates.choice["tools"] == ["chat", "spreadsheets"]
    extended = {"variant": "extended", "tools": ["chat"], "languages": ["es"], "style": []}
    keys = {field.key for field in empty.candidates.keep_choice(extended).fields}
    assert {"level_chat", "target_chat", "languages"} <= keys
    assert not any(key.startswith(("style_", "level_identity")) for key in keys)
    assert [o.value for o in empty.candidates.questionnaire.field("languages").options] == ["es"]


def test_languages_count_in_the_extended_variant_only(empty):
    kept = empty.candidates.keep_choice(TICKED | {"languages": ["es"], "style": ["plan_ahead"]})
    assert not {"languages", "style_plan_ahead"} & {field.key for field in kept.fields}


def test_every_fault_is_told_with_its_question_and_the_questionnaire_stays(empty):
    empty.candidates.keep_choice(TICKED)
    before = empty.file.head_digest()
    with pytest.raises(FaultsFound, match="stays as it was") as told:
        empty.candidates.keep_choice({"variant": "longer", "tools": ["shat"], "colour": "blue"})
    assert {fault.key for fault in told.value.faults} == {"variant", "tools", "colour"}
    with pytest.raises(FaultsFound, match="Neither a competence nor a tool"):
        empty.candidates.keep_choice({"variant": "short", "tools": []})
    assert empty.file.head_digest() == before


def test_choosing_the_same_again_leaves_no_trace(answered):
    before = answered.file.head_digest()
    answered.candidates.keep_choice(answered.candidates.choice)
    assert answered.file.head_digest() == before


def test_the_first_choice_is_kept_even_if_it_is_what_stood_in(empty):
    empty.candidates.keep_choice(empty.candidates.choice)
    assert empty.candidates.is_chosen


def test_other_rows_after_the_answers_lose_no_answer_and_no_words(answered):
    candidates = answered.candidates
    people, demand, words = candidates.people, candidates.demand, candidates.words
    assert candidates.assumed_target is None
    candidates.keep_choice(TICKED)
    assert candidates.people.equals(people)
    assert candidates.demand.equals(demand)
    assert words.items() <= candidates.words.items()
    assert candidates.words["chat"] == "Chat and channels at work"
    assert "Evaluating information" in candidates.not_chosen(ANSWERS).values()


def test_a_file_with_rows_that_are_no_longer_asked_is_not_read_over_the_answers(answered):
    people = answered.candidates.people
    answered.candidates.keep_choice(TICKED)
    with pytest.raises(FaultsFound, match="is not a question"):
        answered.candidates.add(ANSWERS)
    assert answered.candidates.people.equals(people)


def test_answers_to_the_old_and_the_new_rows_are_worked_with_together(answered):
    candidates = answered.candidates
    candidates.keep_choice(TICKED)
    candidates.answer(
        {"name": "New Here", "email": "new@example.org", "role": "mentor", "level_chat": 5}
    )
    people = candidates.people.set_index("person_id")
    assert len(people) == 65
    assert people["level_chat"].notna().sum() == 1
    assert people["level_evaluating"].notna().sum() > 50
    answered.profiles.read()
    assert answered.profiles.people["cluster"].notna().sum() < 65
    answered.pairing.solve()
    assert len(answered.pairing.pairs) + len(answered.pairing.unmatched) >= 33


def test_rows_of_your_own_stay_in_the_form_and_in_the_questionnaire(empty):
    own = Entry(id="our_crm", text="Our CRM")
    twin = Entry(id="sheets", text="spreadsheets")
    renamed = Entry(id="chat", text="Our chat")
    empty.candidates.choose(
        "short", {"competences": [], "tools": [own, twin, renamed, "ai_assistants"]}
    )
    offered = {o.value: o.label.say() for o in empty.candidates.choice_form.field("tools").options}
    assert offered["our_crm"] == "Our CRM"
    assert offered["sheets"] == "spreadsheets"
    assert "spreadsheets" not in offered
    assert offered["chat"] == "Our chat"
    choice = empty.candidates.choice
    assert choice["tools"] == ["our_crm", "sheets", "chat", "ai_assistants"]
    kept = empty.candidates.keep_choice(choice | {"tools": ["our_crm", "chat"]})
    assert {row.id: row.text.say() for row in (f.row for f in kept.fields) if row} == {
        "our_crm": "Our CRM",
        "chat": "Our chat",
    }


def test_an_own_row_that_was_answered_can_be_ticked_again(empty):
    own = Entry(id="our_crm", text="Our CRM")
    empty.candidates.choose("short", {"competences": [], "tools": [own]})
    empty.candidates.answer(
        {"name": "Ann Lee", "email": "ann@example.org", "role": "mentor", "level_our_crm": 4}
    )
    empty.candidates.keep_choice(TICKED)
    again = empty.candidates.keep_choice(TICKED | {"tools": ["our_crm"]})
    assert own in [field.row for field in again.fields]
