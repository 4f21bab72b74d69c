"""Filling gaps several times: what mice finds, the same with the same seed, and when it tips."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotReady, TooFewPeople, UnknownName
from rmkit.outcomes import Estimate, Result, delta_adjusted, multiply_imputed
from rmkit.outcomes.missing.imputing import completed_tables
from tests.outside import GOLDEN


@cache
def found():
    return json.loads((GOLDEN / "r" / "missing.json").read_text(encoding="utf-8"))


def answers():
    return pd.DataFrame(found()["data"]).astype(float)


def mean_after(table):
    return {"after": (table["after"].mean(), table["after"].sem())}


def slopes(table):
    x = np.column_stack([np.ones(len(table)), table["before"], table["trust"]])
    y = table["after"].to_numpy()
    cross = np.linalg.inv(x.T @ x)
    best = cross @ x.T @ y
    rest = y - x @ best
    se = np.sqrt(np.diag(cross) * (rest @ rest) / (len(y) - 3))
    return {name: (best[i], se[i]) for i, name in enumerate(["one", "before", "trust"])}


@pytest.mark.parametrize("way", ["pmm", "normal"])
def test_means_and_slopes_come_near_those_of_mice(way):
    """Both draw, so they differ by chance; with 40 and 400 tables by less than the limits here."""
    wide = 1.0 if way == "pmm" else 2.0  # mice drew values of people who are near
    mean = multiply_imputed(
        answers(), mean_after, imputations=40, rounds=5, seed=3, df_complete=79, way=way
    )["after"]
    theirs = found()["many_mean"][0]
    assert mean.value == pytest.approx(theirs["estimate"], abs=0.25 * theirs["std.error"])
    assert mean.se == pytest.approx(theirs["std.error"], rel=0.12 * wide)
    assert mean.df == pytest.approx(theirs["df"], rel=0.2 * wide)
    result = multiply_imputed(
        answers(), slopes, imputations=40, rounds=5, seed=3, df_complete=77, way=way
    )
    for row, expected in zip(result, found()["many_reg"], strict=True):
        assert row.value == pytest.approx(
            expected["estimate"], abs=0.3 * wide * expected["std.error"]
        )
        assert row.se == pytest.approx(expected["std.error"], rel=0.15 * wide)


def test_the_same_seed_gives_the_same_tables_and_another_one_others():
    once, again, other = (
        completed_tables(answers(), imputations=2, rounds=3, seed=seed) for seed in (1, 1, 2)
    )
    pd.testing.assert_frame_equal(once.tables[1], again.tables[1])
    assert not once.tables[1].equals(other.tables[1])
    assert not once.tables[0].equals(once.tables[1])


def test_known_values_stay_and_only_values_that_somebody_gave_come_in():
    d = answers()
    for table in completed_tables(d, imputations=3, rounds=3, seed=1).tables:
        assert not table.isna().any(axis=None)
        assert (table == d)[d.notna()].fillna(True).all(axis=None)
        assert set(table["after"]) <= set(d["after"].dropna())
    free = completed_tables(d, imputations=1, rounds=3, seed=1, way="normal").tables[0]
    assert not set(free["after"]) <= set(d["after"].dropna())


def test_gaps_are_filled_by_what_predicts_them():
    rng = np.random.default_rng(2)
    x = rng.normal(size=200)
    y = 2 * x + rng.normal(size=200) * 0.1
    y[x > 0.5] = np.nan
    d = pd.DataFrame({"x": x, "y": y, "site": np.where(x > 0, "a", "b")})
    made = completed_tables(d, imputations=1, rounds=3, seed=1, way="normal").tables[0]
    gap = np.isnan(y)
    assert np.abs(made["y"][gap] - 2 * x[gap]).max() < 0.6


def test_what_was_filled_in_is_counted_and_progress_told():
    told = []
    result = multiply_imputed(
        answers(), mean_after, imputations=3, rounds=2, on_progress=lambda i, n: told.append((i, n))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert result.tables["gaps"]["missing"].to_dict() == answers().isna().sum().to_dict()
    assert set(result.tables["chains"]["round"]) == {1, 2}
    assert result.n_used == 80
    assert "3 imputations are few" in result.text()
    assert "delta_adjusted" in result.text()


def as_result(table, *, p=0.01):
    rows = (
        Estimate("change", "Mean change", table["after"].mean(), se=table["after"].sem(), df=79.0,
                 statistic=1.0, statistic_name="t", p=p, unit="levels"),
        Estimate("share", "A share", 0.4),
    )  # fmt: skip
    return Result("Change", "Paired t.", rows, len(table), warnings=("80 are few.",))


def test_a_result_is_pooled_row_by_row_with_its_words_and_warnings():
    plain = multiply_imputed(answers(), mean_after, imputations=4, df_complete=79)["after"]
    result = multiply_imputed(answers(), as_result, imputations=4)
    row = result["change"]
    assert (row.value, row.se, row.df) == pytest.approx((plain.value, plain.se, plain.df))
    assert row.unit == "levels"
    assert "share" not in result
    assert "80 are few." in result.warnings
    assert "not pooled: A share" in result.text()
    held = multiply_imputed(answers(), lambda t: as_result(t, p=None), imputations=3)
    assert held["change"].p is None


def test_what_cannot_be_filled_in_is_told():
    d = answers()
    with pytest.raises(FaultsFound, match="not numbers"):
        completed_tables(d.assign(site=["a", None] * 40))
    with pytest.raises(TooFewPeople, match="values of rare"):
        completed_tables(d.assign(rare=[1.0, 2.0, 3.0] + [np.nan] * 77))
    with pytest.raises(NotReady, match="Nothing is missing"):
        multiply_imputed(d.dropna(), mean_after, imputations=2)
    with pytest.raises(NotReady, match="No number of the analysis has a standard error"):
        multiply_imputed(d, lambda _: Result("", "", (Estimate("a", "A", 1.0),), 1), imputations=2)


def gains():
    d = answers()
    return d.assign(gain=d["after"] - d["before"] - 0.1).drop(columns="after")


def mean_gain(table):
    return {"gain": (table["gain"].mean(), table["gain"].sem())}


def test_the_shift_at_which_the_conclusion_tips_puts_the_interval_at_nothing():
    result = delta_adjusted(gains(), mean_gain, column="gain", imputations=5, df_complete=79)
    tip = result["tipping_point"].value
    assert tip < 0
    at_tip = delta_adjusted(
        gains(), mean_gain, column="gain", imputations=5, deltas=[tip], df_complete=79
    )
    curve = at_tip.tables["curve"].set_index("at")
    assert curve["low"].iloc[0] == pytest.approx(0, abs=0.05)
    assert result["tipping_point_sd"].value == pytest.approx(tip / gains()["gain"].std())
    plain = multiply_imputed(gains(), mean_gain, imputations=5, df_complete=79)["gain"]
    assert result["estimate"].value == pytest.approx(plain.value)
    assert result.plot().sentence


def test_a_shift_moves_the_estimate_by_the_share_that_is_missing():
    d = gains()
    curve = delta_adjusted(d, mean_gain, column="gain", imputations=3, deltas=[-1.0, 1.0])
    values = curve.tables["curve"].set_index("at")["value"]
    share = d["gain"].isna().mean()
    assert values[1.0] - values[-1.0] == pytest.approx(2 * share)
    who = np.arange(80) < 40
    some = delta_adjusted(d, mean_gain, column="gain", imputations=3, deltas=[1.0], who=who)
    moved = some.tables["curve"].set_index("at")["value"]
    assert moved[1.0] - moved[0.0] == pytest.approx((d["gain"].isna() & who).mean())
    capped = delta_adjusted(
        d, mean_gain, column="gain", imputations=3, deltas=[100.0], scale=(-4, 6)
    )
    assert capped.tables["curve"]["value"].max() < 6


def test_where_nothing_tips_it_is_said():
    d = gains()
    sure = delta_adjusted(d, mean_gain, column="gain", imputations=3, deltas=[0.01])
    assert np.isnan(sure["tipping_point"].value)
    assert "No shift from 0 to 0.01 tips the conclusion." in sure.text()
    flat = delta_adjusted(
        d.assign(gain=d["gain"] - d["gain"].mean()), mean_gain, column="gain", imputations=3
    )
    assert "there is no conclusion that could tip" in flat.text()
    with pytest.raises(UnknownName, match='no column "other"'):
        delta_adjusted(d, mean_gain, column="other")
    with pytest.raises(NotReady, match="nothing to shift"):
        delta_adjusted(d, mean_gain, column="gain", who=[False] * 80, imputations=2)
    with pytest.raises(FaultsFound, match="has 3 values"):
        delta_adjusted(d, mean_gain, column="gain", who=[True] * 3, imputations=2)
    with pytest.raises(FaultsFound, match="not made of numbers"):
        delta_adjusted(d.assign(site="a"), mean_gain, column="site", imputations=2)
    with pytest.raises(UnknownName, match="number of this result"):
        delta_adjusted(d, mean_gain, column="gain", row="effect", imputations=2)
