"""Two groups of different people, and differences too small to matter, against R."""

from __future__ import annotations

import itertools
import json
from functools import cache

import numpy as np
import pytest

from rmkit.errors import FaultsFound, TooFewPeople
from rmkit.outcomes import equivalence, two_groups
from rmkit.outcomes.change.exact_ranks import doubled_ranks, split_p
from rmkit.outcomes.change.permuting import divided_p
from tests.outside import GOLDEN, agrees, oracle_data, same

CLOSE = 1e-8


@cache
def found(topic="groups"):
    return json.loads((GOLDEN / "r" / f"{topic}.json").read_text(encoding="utf-8"))


def groups(case):
    data = found()["data"][case]
    return [np.array(data[name], dtype=float) for name in ("first", "second")]


def three(row):
    return [row.value, row.low, row.high]


def t_of(row):
    return {"t": row.statistic, "df": row.df, "p": row.p, "se": row.se, "ends": [row.low, row.high]}


def test_cliffs_delta_and_both_its_intervals():
    d = oracle_data("effsize_cliff_example.csv")
    result = two_groups(d["y"][d["g"] == "t"], d["y"][d["g"] == "c"])
    delta, by_z = result["cliff_delta"], result["cliff_delta_z"]
    got = {"delta": delta.value, "lo": delta.low, "hi": delta.high,
           "VDA": result["superiority"].value, "effectsize_delta": by_z.value, "es_lo": by_z.low,
           "es_hi": by_z.high}  # fmt: skip
    agrees("cliff_delta_example", got, tolerance=1e-8)
    assert result["superiority"].low == (1 + delta.low) / 2


@pytest.mark.parametrize("case", ["levels", "hours", "yes", "many"])
def test_every_number_of_two_groups_is_that_of_r(case):
    result = two_groups(*groups(case))
    middle = result["hodges_lehmann"]
    expected = dict(found()["groups"][case])
    # R finds the ends of d and g by a search that stops at about four digits.
    same(three(result["d_s"]), expected.pop("d"), 5e-4)
    same(three(result["g_s"]), expected.pop("g"), 5e-4)
    got = {"welch": t_of(result["mean_difference"]), "student": t_of(result["mean_difference_t"]),
           "difference": result["mean_difference"].value, "delta": three(result["cliff_delta_z"]),
           "hl": middle.value, "U": middle.statistic,
           "means": [result["mean_first"].value, result["mean_second"].value],
           "sds": [result["sd_first"].value, result["sd_second"].value]}  # fmt: skip
    if case == "many":
        got["p_normal"] = middle.p
    else:
        p = result["permutation"].p
        got |= {"p_mann_whitney": middle.p, "p_permutation": p, "p_perm_test": p}
    if case == "hours":
        # perm.test rounds numbers that are not whole before it counts.
        got["p_perm_test"] = expected["p_perm_test"]
    if "hl_ends" in expected:
        got["hl_ends"] = [middle.low, middle.high]
    same(got, expected, CLOSE, what=case)


def test_without_ties_the_shifts_are_those_of_wilcox_test_and_a_gap_is_counted():
    row = two_groups(*groups("hours"))["hodges_lehmann"]
    same([row.low, row.high], found()["hours_ends"], CLOSE)
    assert dict(two_groups(*groups("levels")).dropped) == {
        "no value, first": 1, "no value, second": 2,
    }  # fmt: skip


def test_the_exact_distribution_is_that_of_every_division_written_out():
    rng = np.random.default_rng(4)
    for m, n in ((3, 8), (5, 9), (4, 8)):
        values = rng.integers(1, 5, n).astype(float)
        ranks = doubled_ranks(values)
        off = np.array([sum(ranks[list(c)]) for c in itertools.combinations(range(n), m)])
        middle = m * ranks.mean()
        p = (np.abs(off - middle) >= abs(ranks[:m].sum() - middle) - 1e-9).mean()
        assert split_p(ranks, np.arange(n) < m, exact=True) == pytest.approx(p)


def test_three_ways_to_count_divisions_agree():
    one, two = np.array([3.0, 4, 4, 5, 2, 4, 3]), np.array([2.0, 3, 2, 3, 1, 2])
    by_grid, how = divided_p(one, two, shuffles=10, seed=1)
    odd = np.pi * np.concatenate([one, two])
    by_all, _ = divided_p(odd[:7], odd[7:], shuffles=10, seed=1)
    assert by_all == pytest.approx(by_grid)
    assert "exact" in how
    rng = np.random.default_rng(2)
    one, two = rng.normal(0.5, 1, 30), rng.normal(0, 1, 30)
    drawn, how = divided_p(one, two, shuffles=4_000, seed=1)
    assert "drawn" in how
    assert drawn == pytest.approx(two_groups(one, two)["mean_difference_t"].p, abs=0.02)
    assert divided_p(one, two, shuffles=4_000, seed=1)[0] == drawn


def tost(result):
    low, high = result["above_low"], result["below_high"]
    row = result["difference"]
    assert result["equivalence"].p == max(low.p, high.p)
    assert row.level == pytest.approx(0.9)
    return {"t_low": low.statistic, "p_low": low.p, "t_high": high.statistic, "p_high": high.p,
            "df": low.df, "ends": [row.low, row.high]}  # fmt: skip


def test_two_one_sided_tests_are_those_of_r():
    change, hours = found("change")["data"]["likert"], found("change")["data"]["hours"]
    paired = equivalence(*(np.array(change[w], dtype=float) for w in change), bounds=(-1, 1))
    pair = (hours["before"], hours["after"])
    welch = equivalence(*pair, bounds=(-2, 0.5), paired=False)
    equal = equivalence(*pair, bounds=(-2, 0.5), paired=False, equal_variances=True)
    got = {"paired": tost(paired), "welch": tost(welch), "equal": tost(equal)}
    same(got, found("change")["tost"], CLOSE)
    assert any("A change is not an effect" in limit for limit in paired.limits)


def test_what_two_groups_cannot_tell_is_said():
    with pytest.raises(TooFewPeople, match="described, not compared"):
        two_groups([1], [1, 2, 3])
    with pytest.raises(FaultsFound, match="scale from 1 to 5"):
        two_groups([1, 2, 9], [1, 2], scale=(1, 5))
    flat = two_groups([2] * 6, [3] * 6)
    assert flat["mean_difference"].low is None
    assert not flat["g_s"].known
    assert any("same within each" in w for w in flat.warnings)
    assert flat["cliff_delta"].value == -1
    assert flat["cliff_delta"].high < 0
    equal = two_groups([2] * 6, [2] * 6)
    assert equal["hodges_lehmann"].p == 1
    assert equal["permutation"].p == 1
    few = two_groups([1, 2, 3], [2, 3, 4.5])
    assert few["mean_difference"].p is None
    assert few["hodges_lehmann"].low is None
    assert any("allow no interval" in w for w in few.warnings)


def test_what_equivalence_cannot_tell_is_said():
    with pytest.raises(FaultsFound, match="no range"):
        equivalence([1, 2], [1, 2], bounds=(1, -1))
    with pytest.raises(TooFewPeople):
        equivalence([1, 2, 3], [1, np.nan, np.nan], bounds=(-1, 1))
    with pytest.raises(TooFewPeople, match="second group"):
        equivalence([1, 2, 3], [1], bounds=(-1, 1), paired=False)
    flat = equivalence([1, 2, 3] * 3, [1, 2, 3] * 3, bounds=(-1, 1))
    assert not flat["equivalence"].known
    assert any("nothing can be tested" in w for w in flat.warnings)
