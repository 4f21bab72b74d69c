import json

import pytest

import rmkit
from rmkit.errors import Fault, FaultsFound, NotSaved
from rmkit.forms import form

ANA = {"name": "Ana Ruiz", "email": "ana@example.org", "role": "mentor"}


@pytest.fixture
def candidate():
    return rmkit.instruments.load("candidate", variant="short")


def test_answers_are_kept_before_the_form_says_saved(candidate):
    kept = []
    shown = form(candidate, on_save=lambda answers: kept.append(dict(answers)) or "Saved.")
    notice = shown.do("save", answers={**ANA, "level_ai_assistants": "4"}).notice
    assert (notice.kind, notice.text) == ("done", "Saved.")
    assert kept == [{**ANA, "level_ai_assistants": 4}]
    assert shown.answers == kept[0]


def test_faults_stand_beside_their_questions_and_nothing_is_kept(candidate):
    shown = form(candidate, on_save=lambda answers: pytest.fail("must not be kept"))
    notice = shown.do("save", answers={"email": "ana@@x", "level_ai_assistants": "9"}).notice
    assert notice.kind == "wrong"
    assert notice.text == "4 answers are to mend. Nothing was saved."
    faults = {fault["key"]: fault["short"] for fault in notice.for_page()["faults"]}
    assert set(faults) == {"name", "email", "role", "level_ai_assistants"}
    assert faults["name"] == "This is required, and there is no answer. Please answer it."
    assert faults["level_ai_assistants"].startswith('"9" is not a level.')
    assert shown.answers is None


def test_what_the_disk_refuses_is_told_and_not_called_saved(candidate):
    def full(answers):
        message = "The disk is full; nothing was saved."
        raise NotSaved(message)

    notice = form(candidate, on_save=full).do("save", answers=ANA).notice
    assert (notice.kind, notice.text) == ("wrong", "The disk is full; nothing was saved.")


def test_faults_that_only_the_programme_sees_reach_their_question(candidate):
    def refuse(answers):
        raise FaultsFound([Fault("is on no list.", key="email")], "Nothing was saved.")

    notice = form(candidate, on_save=refuse).do("save", answers=ANA).notice
    assert notice.for_page()["faults"][0]["key"] == "email"


def test_what_was_read_in_another_way_is_told_after_saving():
    objective = rmkit.instruments.load("objective")
    shown = form(objective, on_save=lambda answers: "Kept.")
    notice = shown.do("save", answers={"sentence": "More.", "months": "6,0"}).notice
    assert notice.kind == "done"
    assert "decimal comma" in str(notice.faults[0])


@pytest.mark.parametrize("sent", [None, [], "name", {"answers": 3}])
def test_an_empty_or_broken_message_saves_nothing(candidate, sent):
    shown = form(candidate, on_save=lambda answers: pytest.fail("must not be kept"))
    notice = shown.do("save", answers=sent).notice
    assert notice.kind == "wrong"


def test_a_form_without_required_questions_does_not_save_nothing():
    goals = rmkit.instruments.load("goal_setting")
    notice = form(goals, on_save=lambda answers: pytest.fail("must not")).do("save", answers={})
    assert notice.notice.kind == "wrong"


def test_what_is_typed_never_stands_in_the_state_of_the_widget(candidate):
    shown = form(candidate, on_save=lambda answers: "Saved.")
    shown.do("save", answers=ANA)
    assert "Ana" not in json.dumps(shown.view)
    assert "Ana" not in repr(shown)


def worksheet(**more):
    kept = []
    sheet = rmkit.instruments.load("session_worksheet")
    shown = form(sheet, on_save=lambda answers: kept.append(dict(answers)) or "Kept.", **more)
    return shown, kept


def test_the_second_voice_saves_its_own_words_and_never_those_of_the_first():
    first = {"session_number": 1, "highlights_mentor": "We laughed."}
    shown, kept = worksheet(voice="mentee", others=first)
    assert shown.view["others"] == first
    assert shown.view["form"]["voice"] == "mentee"
    notice = shown.do("save", answers={"highlights_mentee": "I tried it."}).notice
    assert notice.kind == "done"
    assert kept == [{"highlights_mentee": "I tried it."}]


def test_a_page_that_sends_words_of_the_other_voice_saves_nothing():
    shown, kept = worksheet(voice="mentee")
    notice = shown.do("save", answers={"highlights_mentor": "Put into their mouth."}).notice
    assert notice.kind == "wrong"
    assert "for the other of the two" in str(notice.faults[0])
    assert "mouth" not in str(notice.faults)
    assert kept == []


def test_two_who_save_one_sheet_at_the_same_time_lose_nothing():
    sheet = {}
    of = rmkit.instruments.load("session_worksheet")
    both = [
        form(of, voice=voice, on_save=lambda answers: sheet.update(answers) or "Kept.")
        for voice in ("mentor", "mentee")
    ]
    opening = {"session_number": 1, "date": "2026-11-23"}
    first = both[0].do("save", answers={**opening, "comments_mentor": "Mine."}).notice
    second = both[1].do("save", answers={"comments_mentee": "Mine, too."}).notice
    assert (first.kind, second.kind) == ("done", "done"), first.faults
    assert (sheet["comments_mentor"], sheet["comments_mentee"]) == ("Mine.", "Mine, too.")


def test_a_hundred_thousand_characters_are_refused_with_their_number_and_not_cut():
    goals = rmkit.instruments.load("goal_setting", variant="smart")
    shown = form(goals, on_save=lambda answers: pytest.fail("must not be kept"))
    notice = shown.do("save", answers={"ideas": "x" * 100_000}).notice
    (told,) = [fault for fault in notice.for_page()["faults"] if fault["key"] == "ideas"]
    assert told["short"] == "This has 100,000 characters; the limit is 4,000. Shorten it."


def test_a_draft_keeps_its_name_when_the_form_gets_a_new_version(candidate):
    newer = candidate.model_copy(update={"version": candidate.version + 1})
    names = {form(it, draft="of Ana").view["draft"] for it in (candidate, newer)}
    assert names == {"rmkit of Ana candidate"}
