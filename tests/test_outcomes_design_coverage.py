"""How often intervals cover, and how wide they are: known for a t interval."""

from __future__ import annotations

import math
from functools import cache

import joblib
import numpy as np
import pytest
from scipy.stats import skew, t

from rmkit.errors import FaultsFound, Stopped, TooFewPeople
from rmkit.outcomes import Estimate, Result, coverage_map
from rmkit.outcomes.design.populations import Crowd, crowd_of


@cache
def cut(n):
    return t.ppf(0.975, n - 1)


def t_interval(before, after, *, narrower=1.0, warns=False):
    change = after - before
    half = narrower * cut(len(change)) * change.std(ddof=1) / math.sqrt(len(change))
    mean = change.mean()
    row = Estimate("mean", "Mean change", mean, mean - half, mean + half)
    return Result("Change", "t", (row,), len(change), warnings=("Few.",) if warns else ())


def mean_change(before, after):
    return (after - before).mean()


SMALL = {
    "n": (8, 30), "skew": (0, 3), "ceiling": (0, 0.4), "reliability": (0.95,), "cohorts": 250,
    "population": 20_000,
}  # fmt: skip


def narrow(before, after):
    return t_interval(before, after, narrower=0.5)


def test_a_t_interval_covers_where_it_may_and_not_where_a_few_gain_a_lot():
    result = coverage_map(t_interval, {"mean": mean_change}, **SMALL, seed=1)
    table = result.tables["map"]
    assert len(table) == 2 * 2 * 2
    normal = table[(table["skew"] == 0) & (table["ceiling"] == 0)]
    assert (normal["coverage"] > 0.95 - 3 * math.sqrt(0.05 * 0.95 / 250)).all()
    assert (normal["width"].to_numpy()[0] / normal["width"].to_numpy()[1]) > 1.8
    worst = result["mean_lowest"]
    assert worst.value == table["coverage"].min()
    assert worst.value < 0.93
    assert "skewness 3" in worst.title
    assert np.allclose(table[["coverage", "above", "below"]].sum(axis=1), 1)
    crooked = table[(table["skew"] == 3) & (table["n"] == 8) & (table["ceiling"] == 0)]
    assert (crooked["below"] > crooked["above"]).all()
    assert set(result.tables["curve"]["group"]) == {"mean"}


def test_an_interval_that_is_too_narrow_is_seen():
    result = coverage_map(narrow, {"mean": mean_change}, **SMALL, seed=1)
    assert result.tables["map"]["coverage"].max() < 0.8


def few(before, after):
    if (after - before).mean() < 0:
        raise TooFewPeople("nobody")
    return t_interval(before, after, warns=after.mean() > before.mean() + 0.4)


def test_cohorts_without_an_interval_and_warned_ones_are_counted_apart():
    row = coverage_map(few, {"mean": mean_change}, **SMALL | {"n": (30,), "skew": (0,)})
    table = row.tables["map"]
    assert (table["without"] > 0).all()
    assert table["warned"].between(0.2, 0.9).all()
    never = coverage_map(
        few, {"mean": mean_change}, **SMALL | {"n": (30,), "skew": (0,)}, warned=lambda r: False
    )
    assert (never.tables["map"]["warned"] < table["warned"]).all()
    assert never.tables["map"]["coverage_quiet"].equals(never.tables["map"]["coverage"])


def test_the_map_depends_on_the_seed_alone_and_can_be_stopped():
    plain = coverage_map(t_interval, {"mean": mean_change}, **SMALL, seed=3).tables["map"]
    with joblib.parallel_config(backend="threading", n_jobs=2):
        spread = coverage_map(t_interval, {"mean": mean_change}, **SMALL, seed=3).tables["map"]
    assert spread.equals(plain)
    assert (
        not coverage_map(t_interval, {"mean": mean_change}, **SMALL, seed=4)
        .tables["map"]
        .equals(plain)
    )

    def stop(share, doing):
        if share > 0.2:
            raise Stopped(doing)

    with pytest.raises(Stopped):
        coverage_map(t_interval, {"mean": mean_change}, **SMALL, on_progress=stop)


@pytest.mark.parametrize("levels", [None, 5])
def test_a_population_is_as_it_was_asked_for(levels):
    rng = np.random.default_rng(0)
    before, after = crowd_of(Crowd(1.5, 0.3, 0.7, levels=levels), 200_000, rng)
    assert (before == before.max()).mean() == pytest.approx(0.3, abs=0.01)
    assert after.max() == before.max()
    if levels:
        assert set(np.unique(before)) == {1, 2, 3, 4, 5}
    plain, later = crowd_of(Crowd(1.5, 0, 1.0, effect=0.4, stability=0.8), 200_000, rng)
    assert np.corrcoef(plain, later)[0, 1] == pytest.approx(0.8, abs=0.01)
    assert (later - plain).mean() == pytest.approx(0.4, abs=0.01)
    assert skew(later - plain) == pytest.approx(1.5, abs=0.1)
    assert plain.std() == pytest.approx(1, abs=0.01)


def test_what_cannot_be_is_told_all_at_once():
    with pytest.raises(FaultsFound) as found:
        coverage_map(
            t_interval, {}, n=(), skew=(-1, 1), ceiling=(1,), reliability=(0, 0.5), levels=2,
            cohorts=0, effect=math.inf, stability=0,
        )  # fmt: skip
    assert len(found.value.faults) == 9
    with pytest.raises(FaultsFound, match="at least one each"):
        coverage_map(t_interval, {"mean": mean_change}, skew=())
