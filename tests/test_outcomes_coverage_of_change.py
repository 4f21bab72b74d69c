"""The intervals of a change hold the truth where that is declared, and warn elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from rmkit.outcomes import bootstrap_interval, paired_change
from rmkit.outcomes.design.populations import Crowd, crowd_of
from tests.coverage_of_change import (
    DOCS,
    drawn,
    drawn_resampled,
    inside,
    page,
    published,
    quick_change,
    short,
)


def test_the_quick_form_gives_what_paired_change_gives_warnings_included():
    rng = np.random.default_rng(3)
    before, after = crowd_of(Crowd(1.0, 0.2, 0.8), 1000, rng)
    same = np.zeros(10), np.ones(10)
    for chosen in (*(rng.integers(0, 1000, size=n) for n in (20, 20, 20)), None):
        pair = same if chosen is None else (before[chosen], after[chosen])
        ours, quick = paired_change(*pair), quick_change(*pair)
        for id in ("mean_change", "d_z"):
            for end in ("value", "low", "high"):
                got, expected = getattr(quick[id], end), getattr(ours[id], end)
                assert got == expected or got == pytest.approx(expected, abs=1e-5, nan_ok=True)
        assert set(quick.warnings) <= set(ours.warnings)


def test_in_one_place_of_the_domain_the_intervals_hold():
    """The smallest piece of the map; the long tests draw all of it."""
    table = drawn(n=(20,), skew=(0.5,), ceiling=(0.2,), reliability=(0.8,), cohorts=400)
    assert inside(table).all()
    assert short(table).empty
    assert (table["without"] == 0).all()
    assert (table["width"] > 0.5).all()


@pytest.mark.proof
@pytest.mark.parametrize("levels", [None, 5], ids=["scores", "levels"])
def test_intervals_hold_over_the_declared_domain_and_results_warn_outside(levels):
    table = drawn(levels=levels, cohorts=2000, seed=20261123)
    declared = table[inside(table)]
    assert len(declared) > 300
    assert short(declared)[["estimate", "n", "skew", "ceiling", "coverage"]].empty
    few = table[table["n"] < 10]
    assert (few["warned"] == 1).all()
    assert (short(table)["warned"] > 0.5).all()
    beyond = table[(table["n"] >= 10) & ~inside(table) & (table["ceiling"] == 0)]
    calm = declared[(declared["ceiling"] == 0) & (declared["skew"] == 0)]
    if levels is None:
        assert beyond["warned"].min() > 3 * calm["warned"].median()
    assert table.loc[table["ceiling"] == 0.6, "warned"].min() > 0.9


@pytest.mark.proof
def test_intervals_from_resamples_hold_where_that_is_declared_and_warn_below():
    table = drawn_resampled(cohorts=600, seed=20261123)
    assert short(table[inside(table)])[["estimate", "n", "skew", "ceiling", "coverage"]].empty
    few = table[(table["estimate"] == "mean_change_bca") & (table["n"] < 40)]
    assert few["coverage"].mean() < 0.93
    found = bootstrap_interval([1, 2, 3, 2, 1] * 4, [2, 2, 4, 3, 1] * 4, resamples=200)
    assert any("too narrow" in warning for warning in found.warnings)


def test_the_map_that_is_published_says_what_its_numbers_say():
    table = published()
    assert (DOCS / "coverage.md").read_text(encoding="utf-8") == page(table)
    assert short(table[inside(table)]).empty
    assert len(table) == 2 * 2 * 6 * 4 * 4 * 3 + 3 * 4 * 2 * 2
