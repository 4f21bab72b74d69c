"""Groups are joined until no figure is about fewer than five: attacked here in another way."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.disclosure.joining import fit_to_show, joined

LETTERS = st.sampled_from("abcd")


def people_told_of(sums: np.ndarray) -> int:
    """Add and subtract rows in every way, and give the fewest people that a result is about."""
    if not len(sums):
        return 99
    mixes = np.array(list(product((-1, 0, 1), repeat=len(sums))))
    about = (mixes @ sums != 0).sum(axis=1)
    return int(about[about > 0].min(initial=99))


def rows(columns: dict[str, list[str | None]], parts: dict[str, tuple]) -> np.ndarray:
    return np.array(
        [[name in part for name in columns[key]] for key, each in parts.items() for part in each],
        dtype=int,
    )


@given(st.lists(st.tuples(LETTERS, LETTERS, st.sampled_from("xxxy")), min_size=1, max_size=40))
@settings(max_examples=60, deadline=None)
def test_no_sum_of_what_is_shown_is_about_fewer_than_five_and_everybody_is_in_one_group(
    crowd: list[tuple[str, str, str]],
) -> None:
    columns: dict[str, list[str | None]] = {
        "department": [one for one, _, _ in crowd],
        "site": [two for _, two, _ in crowd],
        "site of x": [two if role == "x" else None for _, two, role in crowd],
    }
    parts = joined(columns)
    shown = rows(columns, parts)
    assert people_told_of(shown) >= 5
    for name, each in parts.items():
        inside = [group for part in each for group in part]
        assert len(inside) == len(set(inside))
        if each:
            assert set(inside) == {group for group in columns[name] if group is not None}


def test_a_group_that_two_columns_give_away_together_is_joined() -> None:
    department = ["a"] * 7 + ["b"] * 20
    site = ["here"] * 9 + ["there"] * 18  # two of b are here
    assert joined({"d": department}) == {"d": (("a",), ("b",))}
    assert joined({"s": site}) == {"s": (("here",), ("there",))}
    both = joined({"d": department, "s": site})
    assert people_told_of(rows({"d": department, "s": site}, both)) >= 5
    assert sorted(map(len, both.values())) == [1, 2]


def test_few_people_in_all_are_shown_in_no_group() -> None:
    assert joined({"a": ["x"] * 4, "b": [None] * 4}) == {"a": (), "b": ()}
    assert joined({}) == {}


@pytest.mark.parametrize("sizes", [(6, 3, 8), (5, 5), (9, 1), (20, 4, 4, 5)])
def test_no_mean_that_is_shown_gives_one_of_fewer_than_five_away(sizes: tuple[int, ...]) -> None:
    sums = np.zeros((len(sizes), sum(sizes)))
    for row, end in zip(sums, np.cumsum(sizes), strict=True):
        row[end - int(np.diff(np.cumsum((0, *sizes)))[list(np.cumsum(sizes)).index(end)]) : end] = 1
    kept = fit_to_show(np.ones(len(sizes), dtype=bool), sums)
    everything = np.ones((1, sum(sizes)))
    assert people_told_of(np.vstack([sums[kept], everything])) >= 5
    assert kept.all() == (min(sizes) >= 5)
    assert kept.any() == (sizes != (9, 1))
