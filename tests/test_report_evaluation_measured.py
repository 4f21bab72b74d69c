"""Changes of groups: who counts, what is adjusted for what, and what is not told."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from rmkit.report.evaluation.claims import claimed
from rmkit.report.evaluation.measured import Measured, changes_seen, taken_up
from rmkit.report.evaluation.objective import reached, reached_by

IDS = [f"P{k:02}" for k in range(12)]
RISEN = [1, 1, 2, 0, 1, 1, 2, 1, 1, 0, 1, 1]


def levels(**columns):
    return pd.DataFrame(columns, index=IDS, dtype="float64")


BEFORE = levels(ai=[2] * 12, sheets=[2, 3] * 6, maps=[3] * 12)
AFTER = BEFORE + levels(ai=RISEN, sheets=[1, -1] * 6, maps=[0] * 11 + [1])


def test_people_are_put_together_by_id_and_whoever_answered_once_does_not_count():
    after = AFTER.drop(index=IDS[:2]).sample(frac=1, random_state=1)
    (seen,) = changes_seen([Measured(BEFORE[["ai"]], after[["ai"]], "mentee", second=True)])
    assert (seen.n, seen.change) == (10, pytest.approx(np.mean(RISEN[2:])))
    assert claimed(seen).verdict == "up"


def test_levels_are_not_told_where_those_who_answered_once_are_fewer_than_five():
    def of(n):
        (seen,) = changes_seen([Measured(BEFORE[["ai"]], AFTER[["ai"]].iloc[:n], "mentee")])
        return seen

    assert of(12).before == 2.0
    assert of(10).before is None
    assert of(10).change is not None
    assert of(7).before == 2.0
    assert not of(4).is_told


def test_nothing_is_told_where_all_but_one_moved_alike():
    seen = {one.id: one for one in changes_seen([Measured(BEFORE, AFTER, "mentee")])}
    assert not seen["maps"].is_told
    assert seen["sheets"].is_told


def test_primary_and_secondary_changes_are_adjusted_each_among_their_own():
    columns = {f"s{k}": RISEN for k in range(4)}
    before, moved = levels(**dict.fromkeys(columns, [2] * 12)), levels(**columns)
    group = Measured(before, before + moved, "mentee", primary=["s0"], second=True)
    first, *others = changes_seen([group])
    assert (first.id, first.family) == ("s0", 1)
    assert {one.family for one in others} == {3}
    assert others[0].p == pytest.approx(3 * first.p)


def test_the_skills_that_somebody_set_out_to_learn_are_theirs_alone():
    wanted = pd.DataFrame({"ai": [True, False], "maps": [True, True]}, index=["a", "b"])
    before = pd.DataFrame({"ai": [1.0, 5.0], "maps": [3.0, 2.0]}, index=["a", "b"])
    after = pd.DataFrame({"ai": [3.0, 5.0], "maps": [np.nan, 3.0]}, index=["a", "b"])
    first, then = taken_up(wanted, before, after)
    assert first.tolist() == [1.0, 2.0]
    assert then.tolist() == [3.0, 3.0]


GROUPS = {"ai": "tool", "maps": "tool", "safe": "competence", "ask": "competence"}
TWO = {"competence": 1, "tool": 1}


@pytest.mark.parametrize(
    ("before", "after", "expected", "already"),
    [
        ([2, 2, 2, 2], [4, 2, 4, 2], 1, False),
        ([2, 2, 2, 2], [4, 4, 3, 3], 0, False),
        ([2, 2, 2, 2], [4, 4, None, 3], None, False),
        ([2, 2, 2, 2], [None] * 4, None, False),
        ([5, 4, 2, 2], [5, 4, 4, 2], 1, False),
        ([5, 4, 5, 4], [5, 4, 5, 4], None, True),
    ],
)
def test_a_mentee_has_reached_it_with_as_many_skills_of_each_kind_as_named(
    before, after, expected, already
):
    names = list(GROUPS)
    first = pd.DataFrame([before], columns=names, index=["a"], dtype="float64")
    then = pd.DataFrame([after], columns=names, index=["a"], dtype="float64")
    found = reached_by(first, then, to_level=4, wanted=TWO, groups=GROUPS).iloc[0]
    assert (None if pd.isna(found["reached"]) else found["reached"]) == expected
    assert bool(found["already"]) is already


RANK = {"reached": 2, "partly": 1, "not reached": 0}


@settings(max_examples=200)
@given(some.integers(0, 30), some.integers(0, 30), some.integers(0, 30), some.floats(0.05, 1))
def test_a_verdict_never_turns_with_what_is_not_known(hits, misses, unknown, share):
    found = [1.0] * hits + [0.0] * misses
    verdict = reached(pd.Series([*found, *[np.nan] * unknown]), basis="levels", share=share).verdict
    if verdict == "cannot be told":
        return
    ends = [reached(pd.Series(found + [end] * unknown), basis="levels", share=share).verdict
            for end in (0.0, 1.0)]  # fmt: skip
    assert ("reached" in ends) == (verdict == "reached") == (ends == ["reached"] * 2)


@settings(max_examples=200)
@given(some.integers(0, 30), some.integers(0, 30), some.integers(0, 30))
def test_the_sentence_of_the_objective_tells_no_number_under_five(hits, misses, unknown):
    found = pd.Series([1.0] * hits + [0.0] * misses + [np.nan] * unknown)
    said = reached(found, basis="levels").sentence
    small = {str(k) for k in range(1, 5)}
    words = set(said.replace("95 % interval", "").replace("under 5", "").split())
    if len(found) >= 5:
        assert not words & small
