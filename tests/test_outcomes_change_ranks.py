"""Change by ranks and in deviations against R: ties, zeros, few levels, missing values."""

from __future__ import annotations

import json
from functools import cache

import numpy as np
import pytest

from rmkit.errors import FaultsFound, TooFewPeople, UnknownName
from rmkit.outcomes import paired_change, signed_rank_change
from rmkit.outcomes.change.exact_ranks import doubled_ranks, flip_p
from rmkit.outcomes.change.superiority import tango_ends
from tests.outside import GOLDEN, same

CLOSE = 1e-8
CASES = ["likert", "hours", "wide", "binary", "many"]


@cache
def found():
    return json.loads((GOLDEN / "r" / "change.json").read_text(encoding="utf-8"))


def waves(case):
    data = found()["data"][case]
    return tuple(np.array(data[wave], dtype=float) for wave in ("before", "after"))


def ends(row):
    return [row.low, row.high]


@pytest.mark.parametrize("case", [*CASES, "likert_90"])
def test_every_number_by_ranks_is_that_of_r(case):
    name, level = ("likert", 0.9) if case == "likert_90" else (case, 0.95)
    result = signed_rank_change(*waves(name), level=level)
    middle, rb, chance = (result[i] for i in ("hodges_lehmann", "rank_biserial", "superiority"))
    got = {"hl": middle.value, "rb": rb.value, "rb_low": rb.low, "rb_high": rb.high,
           "superiority": chance.value, "V": middle.statistic, "n": result.n_used,
           "shares": [result[i].value for i in ("rose", "unchanged", "fell")]}  # fmt: skip
    expected = dict(found()["ranks"][case])
    same(ends(chance), expected.pop("superiority_ends"), 1e-5, what="Tango, by maximising")
    if case == "many":
        row = signed_rank_change(*waves(case), exact=False)["hodges_lehmann"]
        got["p_normal"] = row.p
    else:
        pratt = signed_rank_change(*waves(name), zeros="pratt")["hodges_lehmann"].p
        got |= {"p_dropped": middle.p, "p_pratt": pratt, "p_exact_rank_tests": middle.p,
                "hl_ends": ends(middle)}  # fmt: skip
    same(got, expected, CLOSE, what=case)


def test_without_ties_it_is_the_test_and_the_interval_of_wilcox_test():
    row = signed_rank_change(*waves("hours"))["hodges_lehmann"]
    narrow = signed_rank_change(*waves("hours"), level=0.9)["hodges_lehmann"]
    got = {"p": row.p, "V": row.statistic, "hl": row.value, "ends": ends(row),
           "ends_90": ends(narrow)}  # fmt: skip
    same(got, found()["hours_wilcox_test"], CLOSE)


@pytest.mark.parametrize("case", CASES)
def test_t_and_d_with_few_levels_and_missing_values_are_those_of_r(case):
    result = paired_change(*waves(case))
    row, d, g = (result[i] for i in ("mean_change", "d_z", "g_z"))
    got = {"value": row.value, "se": row.se, "t": row.statistic, "df": row.df, "p": row.p,
           "low": row.low, "high": row.high}  # fmt: skip
    same(got, found()["t"][case], CLOSE)
    got = {f"{name}{i}": value for name, one in (("d", d), ("g", g))
           for i, value in enumerate([one.value, one.low, one.high], 1)}  # fmt: skip
    # R finds the ends by a search that stops at about four digits.
    same(got, found()["d"][case], 5e-4)


def test_the_exact_distribution_is_that_of_every_flip_written_out():
    rng = np.random.default_rng(3)
    for _ in range(20):
        values = rng.integers(1, 5, 8).astype(float)
        signs = rng.random(8) < 0.6
        ranks = doubled_ranks(values)
        flips = (np.arange(256)[:, None] >> np.arange(8)) & 1
        sums, seen = flips @ ranks, ranks[signs].sum()
        p = min(1.0, 2 * min((sums <= seen).mean(), (sums >= seen).mean()))
        assert flip_p(ranks, signs, exact=True) == pytest.approx(p)


def test_exact_and_normal_meet_where_people_are_many():
    before, after = waves("many")
    exact = signed_rank_change(before, after, exact=True)["hodges_lehmann"]
    normal = signed_rank_change(before, after)["hodges_lehmann"]
    assert exact.p == pytest.approx(normal.p, abs=0.001)
    assert ends(exact) == ends(normal)


def test_with_untied_numbers_halving_finds_the_ends_that_order_statistics_give():
    change = np.random.default_rng(5).normal(0.3, 1, 40)
    row = signed_rank_change(np.zeros(40), change)["hodges_lehmann"]
    walsh = np.sort((change[:, None] + change)[np.triu_indices(40)] / 2)
    # qsignrank(.025, 40) is 265.
    assert ends(row) == pytest.approx([walsh[264], walsh[-265]])


@pytest.mark.parametrize(("up", "down", "n"), [(12, 5, 50), (0, 0, 9), (9, 0, 9), (0, 4, 9)])
def test_the_ends_of_tango_turn_round_with_the_waves_and_stay_in_range(up, down, n):
    low, high = tango_ends(up, down, n, 0.95)
    assert -1 <= low <= (up - down) / n <= high <= 1
    assert (-high, -low) == pytest.approx(tango_ends(down, up, n, 0.95))


def test_what_cannot_be_told_by_ranks_is_said():
    with pytest.raises(TooFewPeople, match="about a group"):
        signed_rank_change([1], [2])
    with pytest.raises(UnknownName, match="dropped"):
        signed_rank_change([1, 2], [2, 3], zeros="kept")
    with pytest.raises(FaultsFound):
        signed_rank_change([1, 9], [2, 3], scale=(1, 5))
    still = signed_rank_change([1, 2, 3] * 4, [1, 2, 3] * 4)
    assert ends(still["hodges_lehmann"]) == [0, 0]
    assert any("Nobody moved" in w for w in still.warnings)
    assert not still["rank_biserial"].known
    five = signed_rank_change([1, 2, 3, 4, 5], [2, 4, 6, 8, 10.5])
    assert five["hodges_lehmann"].p is None
    assert ends(five["hodges_lehmann"]) == [None, None]
    assert any("not even the clearest" in w for w in five.warnings)
    up = signed_rank_change([1] * 9, [2, 3, 4] * 3, chosen_on_baseline=True)
    assert up["rank_biserial"].low is None
    assert any("regression to the mean" in w for w in up.warnings)
