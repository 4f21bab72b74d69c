"""The training: its minutes add up, every row of the method is served, and its words are ours."""

from __future__ import annotations

import re

import pytest

from rmkit import instruments
from rmkit.content.shelf import principles
from rmkit.content.training import (
    HALF_DAY,
    MODULES,
    PAUSE_MINUTES,
    Module,
    covered,
    deck,
    decks,
    module,
    role_plays,
)
from rmkit.definitions.texts import Text
from rmkit.errors import UnknownName

SERVED = ["CV-A1", "CV-A2", "CV-A3", "CV-A4", "CV-A5", "CV-A6", "CV-A7", "CV-G", "KEY-1", "KEY-2",
          "KEY-3", "KEY-4", "KEY-5", "TEN-2"]  # fmt: skip
IN_A_ROW = 7


def texts_in(thing):
    if isinstance(thing, Text):
        yield thing.say("en")
    elif isinstance(thing, tuple | list):
        for inner in thing:
            yield from texts_in(inner)
    elif hasattr(type(thing), "model_fields"):
        for name in type(thing).model_fields:
            yield from texts_in(getattr(thing, name))


def all_texts():
    for thing in (*map(module, MODULES), *map(deck, decks())):
        yield from texts_in(thing)


def test_half_a_day_with_its_pauses_takes_four_hours():
    assert [module(name).minutes for name in HALF_DAY] == [80, 80, 60]
    assert sum(module(name).minutes for name in HALF_DAY) + 2 * PAUSE_MINUTES == 240


def test_executives_are_briefed_in_45_minutes_and_a_circle_takes_an_hour_in_six_steps():
    assert module("briefing").minutes == 45
    assert (module("circle").minutes, len(module("circle").parts)) == (60, 6)


@pytest.mark.parametrize("name", MODULES)
def test_the_minutes_that_a_part_names_for_the_room_fit_into_it(name):
    for part in module(name).parts:
        assert sum(timer.minutes for timer in part.timers) <= part.minutes
        assert part.watch, f"{part.id} says nothing to watch for"


def test_clocks_longer_than_their_part_are_refused():
    whole = module("practice").model_dump()
    whole["parts"][1]["timers"][0]["minutes"] = 30
    with pytest.raises(ValueError, match="the clocks of round_one take longer"):
        Module.model_validate(whole)


@pytest.mark.parametrize("name", MODULES)
def test_every_deck_and_sheet_that_a_part_uses_is_there(name):
    shown = {line.id for line in instruments.catalogue()}
    for part in module(name).parts:
        assert set(part.cards) <= set(decks())
        assert part.shows is None or part.shows in shown


def test_every_row_of_the_method_that_the_training_serves_is_named():
    assert sorted({row for row, _ in covered()}) == SERVED


def test_slides_are_short_enough_to_be_read_from_the_back():
    for name in MODULES:
        for part in module(name).parts:
            lines = [line.say("en") for line in part.slide]
            assert max(map(len, lines)) <= 110, part.id
            assert sum(map(len, lines)) <= 420, part.id


def test_seven_kinds_of_questions_make_a_goal_smart():
    heads = [card.head.say("en") for card in deck("smart").cards]
    assert heads[:7] == ["What?", "Why?", "Who?", "Indicators", "Capability", "Relevance", "Time"]


def test_the_pocket_cards_are_the_principles_of_the_page_that_is_handed_out():
    cards = deck("pocket").cards
    assert [len(card.lines) for card in cards] == [7, 7, 6, 2]
    first = principles().mentor[0]
    assert cards[1].lines[0] == first


def test_each_case_has_a_card_for_each_of_the_three_and_the_mentor_does_not_see_the_mentees():
    cases = role_plays()
    assert len(cases) >= 6
    assert {case.level for case in cases} == {"first meeting", "in the middle", "feedback"}
    for case in cases:
        mentor, mentee, observer, _ = case.cards()
        assert case.mentee.play in mentee.lines
        assert case.mentee.play not in (*mentor.lines, *observer.lines)
        assert case.mentee.soften.say("en") in mentee.lines[-1].say("en")


def test_a_module_or_deck_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(UnknownName, match="introduction"):
        module("introducton")
    with pytest.raises(UnknownName, match="pocket"):
        deck("poket")


def test_nobody_is_put_into_a_generation():
    stamped = re.compile(r"millennial|boomer|generation [xyz]\b|gen[- ][xyz]\b|immigrant", re.I)
    assert [text for text in all_texts() if stamped.search(text)] == []


def test_the_words_are_our_own(shared):
    def runs(text):
        words = re.findall(r"[a-z0-9]+", text.casefold())
        return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}

    theirs = set()
    for source in (shared / "sources").glob("*.txt"):
        theirs |= runs(source.read_text(encoding="utf-8"))
    ours = {run for text in all_texts() for run in runs(text)}
    assert sorted(ours & theirs) == []
