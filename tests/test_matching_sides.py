from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import Stopped
from rmkit.matching.assignment import Aim, assign
from rmkit.matching.sides import Chosen, choose

NAN = float("nan")
Pair = tuple[int, int]
AIMS: list[Aim] = ["participation", "score"]


@st.composite
def tasks(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, list[Pair]]:
    n, m = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    twins = list(
        zip(
            draw(st.permutations(range(n))),
            draw(st.permutations(range(m))),
            strict=False,
        )
    )[: draw(st.integers(0, 5))]
    numbers = st.integers(0, draw(st.sampled_from([1, 9, 10_000, 10**9]))).map(float)
    cell = st.one_of(numbers, numbers, st.just(NAN))
    cells = draw(st.lists(cell, min_size=n * m, max_size=n * m))
    worth = np.array(cells).reshape(n, m)
    for twin in twins:
        worth[twin] = NAN
    capacity = np.array(draw(st.lists(st.integers(0, 3), min_size=n, max_size=n)))
    return worth, capacity, twins


def best(
    worth: np.ndarray, capacity: np.ndarray, twins: Sequence[Pair], aim: Aim
) -> tuple[float, ...]:
    """Try every way to put twins on sides."""
    found = []
    for sides in itertools.product((0, 1), repeat=len(twins)):
        left = worth.copy()
        for (row, column), side in zip(twins, sides, strict=True):
            if side:
                left[row, :] = NAN
            else:
                left[:, column] = NAN
        result = assign(left, capacity, aim=aim)
        found.append(key(len(result.pairs), result.total, aim))
    return max(found)


def key(n_pairs: int, worth: float, aim: Aim) -> tuple[float, ...]:
    return (n_pairs, worth) if aim == "participation" else (worth,)


@given(task=tasks(), aim=st.sampled_from(AIMS))
@settings(max_examples=50, deadline=None)
def test_the_best_sides_are_found_and_nobody_serves_on_both(
    task: tuple[np.ndarray, np.ndarray, list[Pair]], aim: Aim
) -> None:
    worth, capacity, twins = task
    chosen = choose(worth, capacity, twins=twins, aim=aim)
    rows, columns = {i for i, _ in chosen.pairs}, {j for _, j in chosen.pairs}
    assert not any(row in rows and column in columns for row, column in twins)
    assert len(columns) == len(chosen.pairs)
    assert sum(worth[pair] for pair in chosen.pairs) == chosen.worth
    assert chosen.proven
    assert key(len(chosen.pairs), chosen.worth, aim) == best(worth, capacity, twins, aim)


@given(task=tasks(), aim=st.sampled_from(AIMS), nodes=st.integers(0, 2))
@settings(max_examples=40, deadline=None)
def test_the_bound_of_a_search_that_stops_early_is_never_too_low(
    task: tuple[np.ndarray, np.ndarray, list[Pair]], aim: Aim, nodes: int
) -> None:
    worth, capacity, twins = task
    early = choose(worth, capacity, twins=twins, aim=aim, max_nodes=nodes)
    truth = best(worth, capacity, twins, aim)
    assert key(early.most_pairs, early.most_worth, aim) >= truth
    assert key(len(early.pairs), early.worth, aim) <= truth
    if early.proven:
        assert key(len(early.pairs), early.worth, aim) == truth


def everybody_either(n: int, places: int, seed: int) -> tuple[np.ndarray, np.ndarray, list[Pair]]:
    worth = np.random.default_rng(seed).integers(0, 10_000, (n, n)).astype(float)
    np.fill_diagonal(worth, NAN)
    return worth, np.full(n, places), [(k, k) for k in range(n)]


@pytest.mark.parametrize("n", [14, 15])
def test_people_who_are_all_either_are_paired_with_each_other(n: int) -> None:
    worth, capacity, twins = everybody_either(n, 1, seed=2)
    chosen = choose(worth, capacity, twins=twins)
    assert len(chosen.pairs) == n // 2
    assert chosen.proven
    assert chosen.most_worth == chosen.worth


@pytest.mark.parametrize("aim", AIMS)
def test_a_hundred_people_of_any_role_and_several_places_are_paired_with_proof(aim: Aim) -> None:
    rng = np.random.default_rng(1)
    worth = rng.integers(0, 10_000, (70, 70)).astype(float)
    worth[rng.random(worth.shape) < 0.15] = NAN
    twins = [(k, k + 30) for k in range(40)]
    for twin in twins:
        worth[twin] = NAN
    capacity = rng.integers(1, 4, 70)
    chosen = choose(worth, capacity, twins=twins, aim=aim)
    assert chosen.proven
    assert chosen == choose(worth.copy(order="F"), capacity, twins=twins, aim=aim)
    fixed = choose(worth, capacity, twins=twins, aim=aim, max_nodes=0)
    assert fixed.most_worth >= chosen.worth >= fixed.worth


@given(task=tasks(), aim=st.sampled_from(AIMS), data=st.data())
@settings(max_examples=40, deadline=None)
def test_whole_units_decide_before_lots(
    task: tuple[np.ndarray, np.ndarray, list[Pair]], aim: Aim, data: st.DataObject
) -> None:
    worth, capacity, twins = task
    lots = np.random.default_rng(data.draw(st.integers(0, 9))).integers(0, 8, worth.shape)
    chosen = choose(worth * 64 + lots, capacity, twins=twins, aim=aim, unit=64.0)
    units = float(sum(worth[pair] for pair in chosen.pairs))
    assert chosen.proven
    assert chosen.worth == sum(worth[pair] * 64 + lots[pair] for pair in chosen.pairs)
    assert key(len(chosen.pairs), units, aim) == best(worth, capacity, twins, aim)


def test_three_who_could_all_meet_give_one_pair_and_one_left_over() -> None:
    worth = np.array([[NAN, 5, 1], [1, NAN, 4], [3, 1, NAN]])
    chosen = choose(worth, np.ones(3, dtype=int), twins=[(0, 0), (1, 1), (2, 2)])
    assert chosen.pairs == ((0, 1),)


def test_a_search_that_stops_early_says_what_could_be_missing() -> None:
    worth, capacity, twins = everybody_either(13, 2, seed=0)
    whole = choose(worth, capacity, twins=twins)
    early = choose(worth, capacity, twins=twins, max_nodes=0)
    assert whole.proven
    assert not early.proven
    assert (early.most_pairs, early.most_worth) >= (len(whole.pairs), whole.worth)
    assert (len(early.pairs), early.worth) <= (len(whole.pairs), whole.worth)


def test_locked_pairs_are_kept_and_settle_the_side() -> None:
    worth = np.array([[NAN, 9, 9], [9, NAN, 0]])
    chosen = choose(worth, np.array([2, 1]), twins=[(0, 0), (1, 1)], locked=[(1, 2)])
    assert chosen == Chosen(((1, 2),), 0.0, 1, 0.0)


def test_the_search_can_be_stopped() -> None:
    def stop(share: float, doing: str) -> None:
        assert 0 <= share <= 1
        assert doing
        raise Stopped

    worth, capacity, twins = everybody_either(9, 1, seed=0)
    with pytest.raises(Stopped):
        choose(worth, capacity, twins=twins, on_progress=stop)
