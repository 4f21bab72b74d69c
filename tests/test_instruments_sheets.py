"""Sheets: two voices, what a person shares, layouts, and answers that are right."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from rmkit.errors import FaultsFound
from rmkit.instruments.answers import check_answers
from rmkit.instruments.files import read_instrument
from rmkit.instruments.model import Instrument
from rmkit.instruments.scoring import score
from rmkit.report.form import form_view

SHEET = """
id: sheet
version: 1
title: Sheet
purpose: For a test.
source: our own
sections:
  - id: top
    title: Top
    items:
      - {id: held_on, kind: date, text: Held on, required: true, privacy: none, visibility: pair}
      - {id: learnt, kind: long_text, text: What was learnt?, voices: [mentor, mentee],
         required: true, privacy: free_text, visibility: pair}
"""
RELEASE = """
id: release
version: 1
title: Release
purpose: For a test.
source: our own
variants: {short: Short, long: Long}
sections:
  - id: wishes
    title: Wishes
    items:
      - {id: wish, kind: long_text, text: Your wish, privacy: free_text}
      - {id: fear, kind: long_text, text: Your fear, privacy: free_text, variants: [long]}
  - id: share
    title: Sharing
    items:
      - {id: shared, kind: multiple_choice, text: Which may your mentor read?,
         shares: [wish, fear], privacy: none}
"""
TASK = """
id: task
version: 1
title: Task
purpose: For a test.
source: our own
sections:
  - id: tasks
    title: Tasks
    items:
      - {id: first, kind: choice, text: Which?, privacy: sensitive, options: [
          {value: a, label: A, right: true}, {value: b, label: B}]}
      - {id: second, kind: choice, text: And which?, privacy: sensitive, options: [
          {value: 1, label: One}, {value: 2, label: Two, right: true}]}
scores:
  right: {items: [first, second], method: right, min_answered: 1}
"""


def changed(text: str, old: str, new: str) -> str:
    assert old in text
    return text.replace(old, new)


def test_each_voice_has_an_answer_of_its_own_and_the_first_is_required():
    sheet = read_instrument(SHEET)
    assert [f.key for f in sheet.fields] == ["held_on", "learnt_mentor", "learnt_mentee"]
    assert [f.required for f in sheet.fields] == [True, True, False]
    assert sheet.voices == ("mentor", "mentee")
    headings = [f.heading() for f in sheet.fields[1:]]
    assert headings == ["What was learnt? – Mentor", "What was learnt? – Mentee"]
    assert Instrument.model_validate(sheet.model_dump(mode="json")) == sheet


def test_the_second_voice_is_asked_for_its_own_answers_only():
    sheet = read_instrument(SHEET)
    kept, faults = check_answers(sheet, {"learnt_mentee": "A lot"}, voice="mentee")
    assert (kept, faults) == ({"learnt_mentee": "A lot"}, ())
    _, faults = check_answers(
        sheet, {"learnt_mentor": "Not mine", "held_on": "2027-01-01"}, voice="mentee"
    )
    assert {f.key for f in faults} == {"learnt_mentor", "held_on"}
    assert all("is for the other of the two" in f.problem for f in faults)
    assert "Not mine" not in str(faults)


def test_the_first_voice_must_answer_what_belongs_to_nobody_else():
    sheet = read_instrument(SHEET)
    _, faults = check_answers(sheet, {}, voice="mentor")
    assert {f.key for f in faults} == {"held_on", "learnt_mentor"}


def test_a_person_shares_the_answers_that_are_asked_in_their_variant():
    short = read_instrument(RELEASE).chosen("short", libraries={})
    assert [o.value for o in short.field("shared").options] == ["wish"]
    both = read_instrument(RELEASE).chosen("long", libraries={})
    assert [o.label.say() for o in both.field("shared").options] == ["Your wish", "Your fear"]
    kept, faults = check_answers(both, {"shared": ["fear"]})
    assert (kept, faults) == ({"shared": ["fear"]}, ())


@pytest.mark.parametrize(
    ("text", "old", "new", "told"),
    [
        (RELEASE, "[wish, fear]", "[wish, hope]", "shares hope, which is not asked"),
        (RELEASE, "[wish, fear]", "[wish, shared]", "shares shared, which is not asked"),
        (RELEASE, "kind: multiple_choice", "kind: text", "shares belong to a multiple choice"),
        (SHEET, "[mentor, mentee]", "[mentor, mentor]", "the voice mentor appears 2 times"),
        (SHEET, "title: Top", "title: Top\n    layout: quadrants", "need at least 4 items"),
        (TASK, "label: B}", "label: B, right: true}", "has no one right answer"),
        (TASK, "method: right", "method: mean", "whose answers are not numbers"),
        (TASK, "min_answered: 1", "reverse: [first]", "reverse does not go with the method right"),
    ],
)
def test_what_does_not_fit_is_told(text, old, new, told):
    with pytest.raises(FaultsFound, match=told):
        read_instrument(changed(text, old, new))


def test_right_answers_are_counted_and_nobody_who_answered_nothing_scores_zero():
    answers = pd.DataFrame({"first": ["a", "b", None, None], "second": [2, 2, 1, None]})
    made = score(read_instrument(TASK), answers)["right"].tolist()
    assert made[:3] == [2, 1, 0]
    assert math.isnan(made[3])


def test_a_form_shows_neither_what_is_right_nor_who_may_see():
    told = str(form_view(read_instrument(TASK)))
    assert "right" not in told.replace("Right", "")
    assert "visibility" not in told


def test_a_form_for_one_voice_says_what_is_theirs():
    held, learnt = form_view(read_instrument(SHEET), voice="mentee")["sections"][0]["items"]
    assert (held["key"], held["mine"]) == ("held_on", False)
    assert [(v["key"], v["mine"]) for v in learnt["voices"]] == [
        ("learnt_mentor", False),
        ("learnt_mentee", True),
    ]
    assert "key" not in learnt
    both = form_view(read_instrument(SHEET))["sections"][0]["items"]
    assert both[0]["mine"]
    assert all(v["mine"] for v in both[1]["voices"])


def test_a_form_says_which_answers_each_tick_shares():
    made = form_view(read_instrument(RELEASE).chosen("long", libraries={}))
    assert made["sections"][1]["items"][0]["shares"] == {"wish": ["wish"], "fear": ["fear"]}
