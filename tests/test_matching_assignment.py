from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.optimize
import scipy.sparse
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound, UnknownName
from rmkit.matching.assignment import Aim, Assignment, assign

NAN = float("nan")
AIMS: list[Aim] = ["participation", "score"]
Key = tuple[Fraction | int, Fraction | int]

scores_of = st.one_of(
    st.floats(-1, 1),
    st.integers(-20, 20).map(float),
    st.integers(-20, 20).map(lambda n: n / 10),
    st.floats(1e9, 1e9 + 1e-5),
    st.floats(-1e300, 1e300),
    st.sampled_from([0.1, 0.2, 0.3, 0.1 + 0.2, -0.0, 5e-324, 1e300]),
)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    n_mentors, n_mentees = draw(st.integers(0, 4)), draw(st.integers(0, 4))
    kind = draw(st.sampled_from([scores_of, st.integers(-3, 3).map(float), st.just(0.7)]))
    cell = st.one_of(kind, kind, st.just(NAN))
    cells = draw(st.lists(cell, min_size=n_mentors * n_mentees, max_size=n_mentors * n_mentees))
    return np.array(cells, dtype=float).reshape(n_mentors, n_mentees)


def worth(scores: np.ndarray, pairs: list[tuple[int, int]], aim: Aim) -> Key:
    total = sum((Fraction(float(scores[pair])) for pair in pairs), Fraction(0))
    return (len(pairs), total) if aim == "participation" else (total, len(pairs))


def best(scores: np.ndarray, capacity: list[int], aim: Aim) -> Key:
    """Try everything."""
    n_mentors, n_mentees = scores.shape
    found: list[Key] = []

    def go(mentee: int, left: list[int], pairs: list[tuple[int, int]]) -> None:
        if mentee == n_mentees:
            found.append(worth(scores, pairs, aim))
            return
        go(mentee + 1, left, pairs)
        for mentor in range(n_mentors):
            if left[mentor] and not np.isnan(scores[mentor, mentee]):
                fewer = [n - (i == mentor) for i, n in enumerate(left)]
                go(mentee + 1, fewer, [*pairs, (mentor, mentee)])

    go(0, capacity, [])
    return max(found)


def check_shape(result: Assignment, scores: np.ndarray, capacity: list[int]) -> None:
    mentors = [mentor for mentor, _ in result.pairs]
    mentees = [mentee for _, mentee in result.pairs]
    assert len(set(mentees)) == len(mentees)
    assert all(mentors.count(m) <= capacity[m] for m in mentors)
    assert not any(np.isnan(scores[pair]) for pair in result.pairs)
    assert sorted({*mentors} | {*result.unmatched_mentors}) == list(range(scores.shape[0]))
    assert not {*mentors} & {*result.unmatched_mentors}
    assert sorted(mentees + result.unmatched_mentees) == list(range(scores.shape[1]))


@given(scores=tables(), aim=st.sampled_from(AIMS), data=st.data())
@settings(max_examples=150, deadline=None)
def test_nothing_better_exists_and_nobody_vanishes(
    scores: np.ndarray, aim: Aim, data: st.DataObject
) -> None:
    n = scores.shape[0]
    capacity = data.draw(st.none() | st.lists(st.integers(0, 3), min_size=n, max_size=n))
    result = assign(scores, capacity, aim=aim)
    places = [1] * n if capacity is None else capacity
    check_shape(result, scores, places)
    assert worth(scores, result.pairs, aim) == best(scores, places, aim)
    assert result.gap == 0.0
    assert Fraction(result.total) == Fraction(float(sum_of(scores, result)))


def sum_of(scores: np.ndarray, result: Assignment) -> Fraction:
    return sum((Fraction(float(scores[pair])) for pair in result.pairs), Fraction(0))


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize(
    "make",
    [
        lambda rng, shape: rng.random(shape),
        lambda rng, shape: rng.integers(0, 11, shape) / 10,
        lambda rng, shape: 1e9 + rng.random(shape) * 1e-5,
        lambda rng, shape: -rng.random(shape),
    ],
    ids=["random", "tenths", "tiny differences", "negative"],
)
def test_larger_tables_agree_with_whole_number_arithmetic(
    make: Callable[[np.random.Generator, tuple[int, int]], np.ndarray], aim: Aim
) -> None:
    rng = np.random.default_rng(3)
    scores = make(rng, (28, 21))
    scores[rng.random(scores.shape) < 0.2] = NAN
    result = assign(scores, aim=aim)
    check_shape(result, scores, [1] * 28)
    assert result.gap == 0.0
    assert worth(scores, result.pairs, aim) == successive_paths(scores, aim)


def successive_paths(scores: np.ndarray, aim: Aim) -> Key:
    """Solve by best augmenting paths in exact fractions: slow, and nothing in common with rmkit."""
    n, m = scores.shape
    owner: dict[int, int] = {}
    found: list[Key] = [worth(scores, [], aim)]
    value = [[None if np.isnan(x) else Fraction(float(x)) for x in row] for row in scores]
    while True:
        gain: list[Fraction | None] = [None] * m
        came: list[int] = [-1] * m
        partner = {i: j for j, i in owner.items()}
        reach: dict[int, Fraction] = {i: Fraction(0) for i in range(n) if i not in partner}
        while reach:
            following: dict[int, Fraction] = {}
            for i, so_far in reach.items():
                for j in range(m):
                    step = value[i][j]
                    if step is None or owner.get(j) == i:
                        continue
                    if gain[j] is None or so_far + step > gain[j]:
                        gain[j], came[j] = so_far + step, i
                        if j in owner:
                            back = value[owner[j]][j]
                            assert back is not None
                            following[owner[j]] = so_far + step - back
            reach = following
        ends = [(g, j) for j, g in enumerate(gain) if g is not None and j not in owner]
        if not ends:
            return max(found)
        j = max(ends)[1]
        while True:
            i = came[j]
            owner[j] = i
            if i not in partner:
                break
            j = partner[i]
        found.append(worth(scores, [(i, j) for j, i in owner.items()], aim))


def test_a_forbidden_pair_does_not_leave_people_alone_needlessly() -> None:
    result = assign([[10, 9], [1, NAN]])
    assert result.pairs == [(0, 1), (1, 0)]
    assert result.total == 10.0


def test_highest_score_may_leave_people_alone_where_participation_does_not() -> None:
    scores = [[10, 1], [1, NAN]]
    assert assign(scores, aim="participation").pairs == [(0, 1), (1, 0)]
    assert assign(scores, aim="score").pairs == [(0, 0)]
    assert assign([[-1.0]], aim="score").pairs == []
    assert assign([[-1.0]], aim="participation").pairs == [(0, 0)]
    assert assign([[0.0]], aim="score").pairs == [(0, 0)]


def test_differences_in_the_last_bit_decide() -> None:
    more = np.nextafter(0.3, 1)
    scores = [[0.3, 0.3], [0.3, more]]
    assert assign(scores).pairs == [(0, 0), (1, 1)]
    assert assign([[0.3, 0.3], [more, 0.3]]).pairs == [(0, 1), (1, 0)]


@pytest.mark.parametrize("shape", [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_leaves_everybody_over(shape: tuple[int, int]) -> None:
    result = assign(np.zeros(shape))
    assert result.pairs == []
    assert result.unmatched_mentors == list(range(shape[0]))
    assert result.unmatched_mentees == list(range(shape[1]))
    assert (result.total, result.gap) == (0.0, 0.0)


def test_rows_without_an_allowed_pair_and_zero_capacities_are_left_over() -> None:
    scores = [[NAN, NAN, NAN], [1, 2, 3], [9, 9, 9]]
    result = assign(scores, capacity=[5, 2, 0])
    assert result.pairs == [(1, 1), (1, 2)]
    assert result.unmatched_mentors == [0, 2]
    assert result.unmatched_mentees == [0]


def test_one_mentor_may_take_everybody() -> None:
    assert assign([[1, -2, 3]], capacity=[9]).total == 2.0
    assert assign([[1, -2, 3]], capacity=[9], aim="score").pairs == [(0, 0), (0, 2)]


def test_the_same_table_gives_the_same_pairs() -> None:
    scores = np.random.default_rng(0).integers(0, 3, (30, 30)).astype(float)
    assert assign(scores) == assign(scores.copy(order="F"))


def test_the_gap_is_found_from_prices_and_not_taken_from_the_solver(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def worst(weights: np.ndarray, maximize: bool) -> Any:
        return np.arange(2), np.arange(2)

    monkeypatch.setattr(scipy.optimize, "linear_sum_assignment", worst)
    result = assign([[1, 5], [5, 1]])
    assert result.total == 2.0
    assert result.gap >= 8.0


@pytest.mark.parametrize(
    ("scores", "capacity", "words"),
    [
        ([[1, float("inf")]], None, "mentor 0 with mentee 1"),
        ([[1, -1e301]], None, "above 1e300"),
        ([1, 2], None, "1 dimensions"),
        ([["a"]], None, "not a table of numbers"),
        ([[1, 2], [3]], None, "not a table of numbers"),
        ([[1], [2]], [1], "2 mentors and 1 capacities"),
        ([[1], [2]], [1, -1], "capacity of mentor 1 is -1"),
        ([[1], [2]], [1, 0.5], "not whole numbers"),
        (np.zeros((1, 1, 1)), None, "3 dimensions"),
        (None, None, "not a table of numbers"),
        ({1: 2}, None, "not a table of numbers"),
        ([["1", "2"]], None, "but of texts"),
        (pd.DataFrame([[1.0, "b"]]), None, "the first is that of mentor 0 with mentee 1"),
        ([[True, False]], None, "but of true and false"),
        (np.array([[1, True]], dtype=object), None, "mentor 0 with mentee 1"),
        ([[1 + 0j]], None, "but of complex numbers"),
        (np.array([["2026-01-01"]], dtype="datetime64[D]"), None, "but of dates"),
        (scipy.sparse.csr_array([[1.0]]), None, "not a table of numbers"),
        ([[10**400, 1]], None, "infinite or above 1e300"),
        (np.array([[1, 2**53 + 1]]), None, "a float does not hold exactly"),
        ([[1], [float("inf")]], ["1", 1], "2 faults"),
        ([[1], [2]], [float("nan"), 1], "first is that of mentor 0"),
        ([[1], [2]], [1, True], "first is that of mentor 1"),
        ([[1], [2]], [1, None], "first is that of mentor 1"),
        ([[1], [2]], np.ma.masked_array([1, 2], mask=[0, 1]), "first is that of mentor 1"),
        ([[1], [2]], [[1], [1, 2]], "not whole numbers"),
        ([[1], [2]], 2, "no list of capacities"),
        ([[1], [2]], "11", "no list of capacities"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(scores: Any, capacity: Any, words: str) -> None:
    with pytest.raises(FaultsFound, match="Nobody was assigned") as told:
        assign(scores, capacity)
    assert words in str(told.value)


@pytest.mark.parametrize(
    "scores",
    [
        np.ma.masked_array([[1.0, 9.0], [5.0, 2.0]], mask=[[0, 1], [0, 0]]),
        pd.DataFrame([[1, None], [5, 2]], index=["x", "y"], dtype="Int64"),
        pd.DataFrame([[1, None], [5, 2]]),
        np.array([[1, None], [5.0, np.int8(2)]], dtype=object),
        [[Decimal(1), None], [Fraction(5), 2]],
    ],
    ids=["masked", "Int64", "float frame", "objects", "decimals"],
)
def test_whatever_is_missing_is_not_allowed_and_numbers_of_all_kinds_count(scores: Any) -> None:
    assert assign(scores).pairs == [(0, 0), (1, 1)]
    assert assign(scores, aim="score").pairs == [(1, 0)]


@pytest.mark.parametrize(
    "capacity",
    [(10**30, 1), np.array([2**64 - 1, 1], dtype=np.uint64), pd.Series([9, 1], index=[5, 4])],
)
def test_places_beyond_the_number_of_mentees_change_nothing(capacity: Any) -> None:
    assert assign([[3, 2, 1], [3, 2, 2]], capacity).pairs == [(0, 0), (0, 1), (1, 2)]


def test_no_rows_at_all_and_a_single_person_on_each_side() -> None:
    assert assign([]).pairs == assign([[]]).pairs == assign([[NAN]]).pairs == []
    assert assign([[-3.5]], [4]).pairs == [(0, 0)]


@given(
    scores=st.tuples(st.integers(1, 12), st.integers(1, 12), st.integers(0, 2**32 - 1)).map(
        lambda drawn: np.random.default_rng(drawn[2]).integers(-50, 51, drawn[:2]).astype(float)
    )
)
@settings(max_examples=50, deadline=None)
def test_a_full_table_of_whole_numbers_gives_the_total_of_scipy(scores: np.ndarray) -> None:
    rows, columns = scipy.optimize.linear_sum_assignment(scores, maximize=True)
    result = assign(scores)
    assert result.total == scores[rows, columns].sum()
    assert len(result.pairs) == min(scores.shape)


def test_all_zeros_pair_as_many_as_possible_under_both_aims() -> None:
    for aim in AIMS:
        result = assign(np.zeros((3, 5)), aim=aim)
        assert (len(result.pairs), result.total, result.gap) == (3, 0.0, 0.0)
        assert result == assign(np.zeros((3, 5)), aim=aim)


def test_an_unknown_aim_is_refused() -> None:
    with pytest.raises(UnknownName, match="participation"):
        assign([[1.0]], aim="scores")  # type: ignore[arg-type]
