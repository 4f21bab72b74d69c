"""People who could be either, among very many: one side each, and a bound that always holds."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rmkit.errors import Stopped
from rmkit.matching import assign
from rmkit.matching.comparing import Codes
from rmkit.matching.large import LargeTask, solve_large
from tests.large_tasks import small_task, worth

pytest.importorskip("numba")
pytest.importorskip("ortools")


def with_twins(seed: int, n: int, m: int) -> LargeTask:
    rng = np.random.default_rng(seed)
    count = min(n, m, int(rng.integers(1, 5)))
    rows, columns = rng.permutation(n)[:count].tolist(), rng.permutation(m)[:count].tolist()
    return replace(small_task(seed, n, m), twins=tuple(zip(rows, columns, strict=True)))


def best_of_all_sides(task: LargeTask) -> tuple[int, int]:
    """Try every choice of sides; give pairs and worth in the order of the aim."""
    found = []
    for sides in itertools.product((True, False), repeat=len(task.twins)):
        values = worth(task)
        for (row, column), gives in zip(task.twins, sides, strict=True):
            values[row, column] = np.nan
            values[(slice(None), column) if gives else (row, slice(None))] = np.nan
        one = assign(values, task.capacity, aim=task.aim)
        found.append((len(one.pairs), int(one.total)))
    return max(found, key=lambda it: it if task.aim == "participation" else it[::-1])


def on_one_side_each(task: LargeTask, pairs) -> bool:
    giving, taking = {mentor for mentor, _ in pairs}, {mentee for _, mentee in pairs}
    return not any(row in giving and column in taking for row, column in task.twins)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000), n=st.integers(1, 10), m=st.integers(1, 10))
@example(seed=1100, n=7, m=9)  # pairs to keep, of somebody who could stand on either side
def test_nobody_stands_on_both_sides_and_the_bound_holds_for_every_choice_of_sides(seed, n, m):
    task = with_twins(seed, n, m)
    found = solve_large(task)
    pairs, total = best_of_all_sides(task)
    values = worth(task)
    assert on_one_side_each(task, found.pairs)
    assert found.points == sum(values[pair] for pair in found.pairs)
    assert found.gap_points >= 0
    if task.aim == "score":
        assert found.points <= total <= found.points + found.gap_points
    else:
        assert len(found.pairs) <= pairs <= found.most_pairs
        if len(found.pairs) == pairs:
            assert found.points <= total <= found.points + found.gap_points


def everybody_either(codes, **facts) -> LargeTask:
    """Two of a kind score 1,000, others nothing; everybody has one place."""
    kinds = np.array(codes, dtype=np.int32)
    return LargeTask(
        capacity=np.ones(len(kinds), dtype=np.int64),
        n_mentees=len(kinds),
        criteria=((1, Codes(kinds, kinds)),),
        twins=tuple((k, k) for k in range(len(kinds))),
        **facts,
    )


@pytest.mark.parametrize("aim", ["participation", "score"])
def test_where_everybody_could_be_either_half_of_them_are_mentors(aim):
    task = everybody_either([0] * 20 + [1] * 20, aim=aim)
    found = solve_large(task)
    assert on_one_side_each(task, found.pairs)
    assert (len(found.pairs), found.most_pairs) == (20, 20)
    assert found.points + found.gap_points >= 20_000
    assert found.gap < 0.2


def test_who_is_locked_on_one_side_is_not_on_the_other():
    task = everybody_either([0, 0, 0, 0], locked=((2, 0),))
    found = solve_large(task)
    assert (2, 0) in found.pairs
    assert on_one_side_each(task, found.pairs)
    assert (len(found.pairs), found.points, found.gap_points) == (2, 2_000, 0)


def test_stopped_between_sides_it_gives_the_best_so_far():
    task = everybody_either([0, 1, 2] * 21 + [3])

    def tell(share: float, message: str) -> None:
        if message.startswith("sides"):
            raise Stopped("Enough.")

    found = solve_large(task, tell)
    assert found.stopped
    assert found.pairs
    assert on_one_side_each(task, found.pairs)
