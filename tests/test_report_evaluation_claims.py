"""What is claimed of a change is a matter of rules, and no rule says why something changed."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as some

from rmkit.report.evaluation.claims import (
    NO_COMPARISON,
    REGRESSION,
    SECOND,
    ChangeSeen,
    Compared,
    change_in_brief,
    change_sentence,
    claimed,
    comparison_sentence,
    needs_regression_warning,
    says_why,
)

numbers = some.floats(-4, 4, allow_nan=False)
maybe = some.none() | numbers


@some.composite
def changes(draw):
    change = draw(maybe)
    half = draw(some.none() | some.floats(0, 3))
    known = change is not None and half is not None
    return ChangeSeen(
        "skill",
        draw(some.sampled_from(["Spreadsheets", "Skills of the objective", "Network"])),
        draw(some.sampled_from(["mentee", "mentor"])),
        draw(some.integers(0, 60)),
        change,
        change - half if known else None,
        change + half if known else None,
        draw(some.none() | some.floats(0, 1)),
        unit=draw(some.sampled_from(["levels", "points", "answers"])),
        primary=draw(some.booleans()),
        second=draw(some.booleans()),
        chosen=draw(some.booleans()),
        of=draw(some.integers(0, 80)),
    )


@some.composite
def comparisons(draw, how=("lottery", "waiting")):
    low, high = sorted([draw(numbers), draw(numbers)])
    known = draw(some.booleans())
    return Compared(
        draw(some.sampled_from(how)),
        "Skills of the objective",
        (low + high) / 2 if known else None,
        low if known else None,
        high if known else None,
        draw(some.integers(0, 40)),
        draw(some.integers(0, 40)),
    )


@given(changes())
def test_a_change_is_never_said_to_come_from_anything(seen):
    assert says_why([change_sentence(seen), REGRESSION, SECOND, NO_COMPARISON]) == ()


@given(some.none() | comparisons(how=["waiting"]))
def test_without_a_lottery_no_comparison_says_why(compared):
    assert says_why([comparison_sentence(compared)]) == ()


@given(comparisons(how=["lottery"]))
def test_a_lottery_speaks_of_an_effect_only_where_the_interval_leaves_zero(compared):
    said = comparison_sentence(compared)
    shown = "this is an effect" in said
    told = compared.low is not None and min(compared.n_with, compared.n_without) >= 5
    assert shown == (told and (compared.low > 0 or compared.high < 0))


@given(changes())
def test_what_was_chosen_by_its_first_answers_is_never_claimed(seen):
    if needs_regression_warning(seen):
        assert claimed(seen).verdict not in ("up", "down")
    if claimed(seen).verdict in ("up", "down"):
        assert seen.second or not seen.chosen
        assert seen.n >= 6
        assert seen.p < 0.05
        assert (seen.low > 0) == (claimed(seen).verdict == "up")


@given(changes())
def test_a_sentence_says_up_or_down_only_where_it_is_claimed_and_no_number_of_under_five(seen):
    said = change_sentence(seen)
    verdict = claimed(seen).verdict
    assert (": up by" in said) == (verdict == "up" and seen.is_told)
    assert (": down by" in said) == (verdict == "down" and seen.is_told)
    if seen.n < 5:
        assert not any(sign.isdigit() for sign in said)


SEEN = ChangeSeen("ai", "AI", "mentee", 20, 0.5, 0.2, 0.8, 0.01, second=True)


@pytest.mark.parametrize(
    ("different", "verdict", "because"),
    [
        ({}, "up", ""),
        ({"change": -0.5, "low": -0.8, "high": -0.2}, "down", ""),
        ({"low": -0.1}, "undecided", "may be chance"),
        ({"p": 0.05}, "undecided", "may be chance"),
        ({"p": None}, "too few", "too few moved"),
        ({"n": 5}, "too few", "too few people"),
        ({"second": False}, "undecided", "chosen by the first answers"),
        ({"second": False, "chosen": False}, "up", ""),
    ],
)
def test_each_rule_decides_alone(different, verdict, because):
    found = claimed(dataclasses.replace(SEEN, **different))
    assert (found.verdict, found.because) == (verdict, because)


def test_an_interval_that_is_clear_alone_is_not_said_to_be_like_no_change():
    seen = dataclasses.replace(SEEN, p=0.06)
    said = change_sentence(seen)
    assert "the stricter test of all that was looked at" in said
    assert "told apart from no change" not in said + change_in_brief(seen)
    assert "told apart from no change" in change_sentence(dataclasses.replace(seen, low=-0.1))


def test_no_change_at_all_is_said_in_words():
    seen = dataclasses.replace(SEEN, change=0.0, low=-0.2, high=0.2, p=1.0)
    assert change_sentence(seen) == (
        "AI: as before (95 % interval -0.20 to 0.20; 20 mentees answered both times). This cannot "
        "be told apart from no change."
    )


def test_words_that_say_why_are_found():
    said = [
        "It worked.",
        "Levels rose thanks to the meetings.",
        "This is the effect of mentoring.",
        "The meetings led to more.",
        "because of the programme",
    ]
    assert [len(says_why([one])) for one in said] == [1] * 5
