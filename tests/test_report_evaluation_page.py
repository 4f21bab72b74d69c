"""The report and the page to decide on: every combination of facts, worded by rule."""

import dataclasses

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from rmkit.report.evaluation.claims import NO_COMPARISON, REGRESSION, says_why
from rmkit.report.evaluation.decision import arguments, decision_page
from rmkit.report.evaluation.facts import (
    Concerns,
    Dose,
    EvaluationFacts,
    Fidelity,
    Flow,
    Goals,
    PlanCell,
    Quote,
    Rated,
    Score,
    Theme,
    Two,
)
from rmkit.report.evaluation.objective import Reached
from rmkit.report.evaluation.opening import headline
from rmkit.report.evaluation.page import report_page
from rmkit.report.page import Drawing, Table
from tests.test_report_evaluation_claims import changes, comparisons

count = some.integers(0, 40)
two = some.builds(Two, count, count)
LABELS = ("Not at all", "A little", "Half-way", "Mostly", "Fully")


@some.composite
def scores(draw):
    mean = draw(some.none() | some.floats(1, 5))
    low, high = (None, None) if mean is None else (max(1, mean - 0.3), min(5, mean + 0.3))
    name = draw(some.sampled_from(["satisfaction", "safety", "engagement", "application"]))
    side = draw(some.sampled_from(["mentee", "mentor"]))
    return Score(name, f"{name.title()}, from 1 to 5", side, draw(count), mean, low, high)


facts = some.builds(
    EvaluationFacts,
    some.just("Pilot"),
    some.just("Harbour"),
    objective=some.sampled_from(["", "By March every mentee is at level 4 in two skills."]),
    reached=some.none()
    | some.builds(
        Reached,
        some.sampled_from(["reached", "partly", "not reached", "cannot be told"]),
        some.sampled_from(["levels", "ratings", ""]),
        some.just(30),
        some.integers(5, 30),
        some.integers(0, 5),
    ),
    both_say=some.lists(
        some.builds(
            Rated, some.just("objective"), some.just("How far?"),
            some.sampled_from(["mentee", "mentor"]), some.just(LABELS),
            some.tuples(*[some.integers(0, 12)] * 5),
        ), max_size=2,
    ).map(tuple),
    flow=some.builds(Flow, count, two, two, two, two, two, count, count, count),
    changes=some.lists(changes(), max_size=5).map(tuple),
    second=some.none() | some.booleans(),
    gap=some.sampled_from(["", "Mentors rated themselves 1.2 levels above mentees before."]),
    compared=some.none() | comparisons(),
    scores=some.lists(scores(), max_size=4).map(tuple),
    dose=some.builds(Dose, count, count, some.none() | count, count, count, count, count, count),
    fidelity=some.builds(Fidelity, count, count, count, count, count, two, two, some.booleans()),
    goals=some.lists(
        some.builds(Goals, some.just("mentee"), count, some.tuples(*[some.integers(0, 9)] * 5)),
        max_size=1,
    ).map(tuple),
    concerns=some.builds(
        Concerns, count, count, some.just({"A talk was enough": 6}), count, count, count, count,
        count,
    ),
    themes=some.lists(
        some.builds(Theme, some.just("time"), some.just("Time"), count, count), max_size=1
    ).map(tuple),
    quotes=some.sampled_from([(), (Quote("It worked.", "mentee"),)]),
    plan=some.sampled_from([(), (PlanCell("levels", "2 Learning", "Levels", "up"),)]),
    missing=some.sampled_from([(), ("Nobody was asked.",)]),
)  # fmt: skip


def words_of(page):
    """Give every text on a page, without what people said themselves."""
    said = []
    for block in page.blocks:
        for name in ("text", "items", "rows", "columns", "caption", "picture"):
            value = getattr(block, name, None)
            if value is not None:
                said += list(flat(value))
    return [text for text in said if "It worked." not in text]


def flat(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from flat(part)
    elif hasattr(value, "lead"):
        yield from (value.lead, value.text)
    elif hasattr(value, "sentence"):
        yield value.sentence


QUICK = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)


@QUICK
@given(facts)
def test_without_a_lottery_no_page_says_why_anything_changed(found):
    said = [*words_of(report_page(found)), *words_of(decision_page(found))]
    if found.compared is None or found.compared.how != "lottery":
        assert says_why(said) == ()


@QUICK
@given(facts)
def test_the_warning_stands_beside_the_changes_whenever_the_choice_was_made_on_them(found):
    page = report_page(found)
    said = words_of(page)
    if found.flow.pairs and any(one.chosen and not one.second for one in found.changes):
        assert REGRESSION in said
    if found.flow.pairs and found.compared is None:
        assert NO_COMPARISON in said


@QUICK
@given(facts)
def test_the_three_sentences_begin_with_those_who_left_and_never_speak_of_a_gap(found):
    first, *others = headline(found)
    assert "left" in first or not found.flow.pairs
    assert not any("apart" in text and "told apart" not in text for text in (first, *others))
    assert found.gap == "" or found.gap not in (first, *others)


@QUICK
@given(facts)
def test_the_last_part_says_what_the_next_cohort_needs_to_find_out(found):
    if found.flow.pairs:
        heads = [b.text for b in report_page(found).blocks if type(b).__name__ == "Heading"]
        assert heads[-1].endswith("What the next cohort needs to find out")


@QUICK
@given(facts)
def test_of_so_few_pairs_nothing_is_drawn_and_no_mean_is_told(found):
    if 0 < found.flow.pairs < 10:
        page = report_page(found)
        assert not any(isinstance(block, Drawing) for block in page.blocks)
        heads = [block.columns for block in page.blocks if isinstance(block, Table)]
        assert not any("Before" in head or "From 1 to 5" in head for head in heads)


BARE = EvaluationFacts("Pilot", "Harbour", flow=Flow(pairs=20, paired=Two(20, 20)))
ANSWERED = dataclasses.replace(BARE.flow, answered=Two(18, 18))


@pytest.mark.parametrize(
    ("different", "choice"),
    [
        ({"reached": Reached("reached", "levels", 20, 20, 20)}, "scale"),
        ({"reached": Reached("not reached", "levels", 20, 20, 0)}, "stop"),
        ({"reached": Reached("partly", "levels", 20, 20, 12)}, "change"),
        ({"dose": Dose(20, 20, 10, 190)}, "scale"),
        ({"dose": Dose(20, 20, 10, 60)}, "stop"),
        ({"concerns": Concerns(worse_off=5)}, "stop"),
        ({"scores": (Score("safety", "Safe", "mentor", 18, 2.0, 1.5, 2.5),)}, "stop"),
    ],
)
def test_each_fact_speaks_for_its_choice(different, choice):
    found = dataclasses.replace(BARE, flow=ANSWERED, **different)
    without = {one.text for one in arguments(dataclasses.replace(BARE, flow=ANSWERED))}
    assert choice in {one.choice for one in arguments(found) if one.text not in without}


def test_before_anybody_was_paired_the_report_says_what_to_do():
    page = report_page(EvaluationFacts("Pilot", "Harbour", missing=("Confirm pairs first.",)))
    assert "Confirm pairs first." in words_of(page)
