"""Reliable change, the before as seen back, and the gap between mentors and mentees."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, TooFewPeople
from rmkit.outcomes import gap_change, paired_change, reliable_change, then_test
from rmkit.outcomes.change.reliable import cut_offs, error_of_difference, reliable_indices
from tests.outside import agrees, oracle_data


def test_the_worked_numbers_of_jacobson_and_truax():
    sem, s_diff = error_of_difference(7.5, 0.8)
    rc = reliable_indices(np.array([32.5]), np.array([47.5]), s_diff)[0]
    a, b, c = cut_offs((40, 7.5), (60, 7.5))
    got = {"SEM": sem, "Sdiff": s_diff, "RC": rc, "cutoff_a": a, "cutoff_b": b, "cutoff_c": c}
    agrees("jt1991_worked", got, tolerance=1e-9)
    # Less is better: the same distances, the other way.
    assert cut_offs((60, 7.5), (40, 7.5)) == (45, 55, 50)


def test_the_table_of_jacobson_and_truax_is_counted_alike():
    d = oracle_data("jacobson_truax_1991_das.csv")
    result = reliable_change(
        d["pre"], d["post"], reliability=0.88, items=40, cut_off=96.5, hide_few=False
    )
    rc = reliable_indices(d["pre"].to_numpy(), d["post"].to_numpy(), result["s_diff"].value)
    ids = {"SEM": "sem", "Sdiff": "s_diff", "crit": "criterion", "RC_mean": "rc_mean",
           "recovered": "recovered", "improved_only": "improved", "unchanged": "unchanged",
           "deteriorated": "deteriorated"}  # fmt: skip
    got = {theirs: result[ours].value for theirs, ours in ids.items()}
    agrees("jt1991_das_table", got | {"RC": rc.tolist()})


def rising(up, same, down):
    before = np.array([10.0, 12, 14] * 20)[: up + same + down]
    return before, before + np.repeat([9, 0, -9], [up, same, down])


def test_counts_below_five_are_joined_or_withheld_and_never_shown():
    def known(up, same, down, **more):
        result = reliable_change(*rising(up, same, down), reliability=0.8, items=6, sd=2, **more)
        return {row.id: row.value for row in result if row.unit == "people"}, result.warnings

    assert known(6, 7, 5)[0] == {"improved": 6, "unchanged": 7, "deteriorated": 5}
    joined, told = known(6, 7, 1)
    assert joined == {"improved_or_recovered": 6, "not_improved": 8}
    assert any("joined" in w for w in told)
    withheld, told = known(3, 7, 2)
    assert all(np.isnan(value) for value in withheld.values())
    assert any("not shown" in w for w in told)
    assert known(3, 7, 2, hide_few=False)[0] == {"improved": 3, "unchanged": 7, "deteriorated": 2}


def test_where_less_is_better_falling_is_improving():
    before, after = rising(6, 7, 5)
    result = reliable_change(
        before, after, reliability=0.8, items=6, sd=2, higher_is_better=False,
        without_need=(5, 2), with_need=(12, 2), hide_few=False,
    )  # fmt: skip
    assert result["deteriorated"].value == 6
    assert result["recovered"].value + result["improved"].value == 5
    assert result["cut_off_c"].value == pytest.approx(8.5)


def test_a_single_item_or_an_unknown_reliability_is_refused_with_what_can_be_told():
    waves = rising(6, 7, 5)
    with pytest.raises(NotAllowed, match="still tell how the group moved"):
        reliable_change(*waves, reliability=0.8, items=1)
    with pytest.raises(NotReady, match="cronbach_alpha"):
        reliable_change(*waves, reliability=None, items=6)
    with pytest.raises(FaultsFound, match="between 0 and 1"):
        reliable_change(*waves, reliability=1.0, items=6)
    with pytest.raises(FaultsFound, match="has no size"):
        reliable_change([3, 3, 3], [3, 4, 5], reliability=0.8, items=6)
    with pytest.raises(TooFewPeople):
        reliable_change([3], [4], reliability=0.8, items=6)


BEFORE, THEN, AFTER = ([3, 4, 3, 2, 4, 3, 3, 4], [2, 3, 2, 2, 3, 2, 3, 2], [4, 4, 3, 3, 4, 4, 3, 4])


def test_the_three_changes_of_a_then_test_are_paired_tests_over_the_same_people():
    gap = [*BEFORE, np.nan, 3, 2], [*AFTER, 3, np.nan, 4], [*THEN, 2, 3, np.nan]
    result = then_test(gap[0], gap[1], then=gap[2])
    for id, first, second in (
        ("change", BEFORE, AFTER),
        ("change_seen_back", THEN, AFTER),
        ("response_shift", BEFORE, THEN),
    ):
        row, alone = result[id], paired_change(first, second)["mean_change"]
        same = ("value", "low", "high", "se", "statistic", "df", "p")
        assert [getattr(row, n) for n in same] == [getattr(alone, n) for n in same]
    assert result["response_shift"].value == pytest.approx(
        result["change"].value - result["change_seen_back"].value
    )
    assert [result[f"mean_{n}"].value for n in ("before", "then", "after")] == [
        np.mean(wave) for wave in (BEFORE, THEN, AFTER)
    ]
    assert (result.n_used, result.n_dropped) == (8, 3)
    assert any("bias of its own" in limit for limit in result.limits)


def test_three_series_are_joined_by_index_and_faults_are_told():
    ids = pd.Index([f"p{i}" for i in range(8)])
    waves = [pd.Series(wave, index=ids) for wave in (BEFORE, AFTER, THEN)]
    mixed = then_test(waves[0][::-1], waves[1], then=waves[2].iloc[:7])
    assert mixed["change"].value == np.mean(np.subtract(AFTER, BEFORE)[:7])
    assert dict(mixed.dropped) == {"no value then": 1}
    with pytest.raises(FaultsFound, match="8, 7, 8"):
        then_test(BEFORE, AFTER, then=THEN[:7])
    with pytest.raises(FaultsFound, match="twice"):
        then_test(pd.concat([waves[0], waves[0]]), waves[1], then=waves[2])
    with pytest.raises(TooFewPeople, match="look back"):
        then_test([1], [2], then=[1])
    flat = then_test(BEFORE, BEFORE, then=THEN)
    assert any("no interval: change from" in w for w in flat.warnings)


MENTORS = pd.DataFrame({"before": [4, 5, 4, 4, 5, 4, 5], "after": [4, 5, 5, 4, 5, 4, 4]})
MENTEES = pd.DataFrame({"before": [2, 1, 2, 3, 2, 1, 2], "after": [3, 2, 2, 4, 4, 2, 2]})


def test_each_side_comes_before_the_gap_and_every_number_is_that_of_a_paired_test():
    result = gap_change(MENTORS, MENTEES)
    assert [row.id for row in result][:3] == ["mentor_change", "mentee_change", "gap_change"]
    gap = MENTORS - MENTEES
    pairs = {"mentor_change": MENTORS, "mentee_change": MENTEES, "gap_change": gap,
             "distance_change": gap.abs()}  # fmt: skip
    for id, table in pairs.items():
        alone = paired_change(table["before"], table["after"])["mean_change"]
        row = result[id]
        same = ("value", "low", "high", "se", "statistic", "df", "p")
        assert [getattr(row, n) for n in same] == [getattr(alone, n) for n in same]
    means = {"mentor": MENTORS, "mentee": MENTEES, "gap": gap}
    for name, table in means.items():
        for wave in ("before", "after"):
            assert result[f"{name}_{wave}"].value == table[wave].mean()
    assert any("no success by itself" in limit for limit in result.limits)


def test_a_gap_that_narrows_because_the_stronger_side_fell_says_so_and_choosing_warns():
    fell = MENTORS.assign(after=MENTORS["after"] - 1)
    assert any("fell back" in w for w in gap_change(fell, MENTEES).warnings)
    assert not any("fell back" in w for w in gap_change(MENTORS + 0, MENTEES).warnings)
    chosen = gap_change(MENTORS, MENTEES, chosen_on_baseline=True, reliability=0.6, mean_of_all=1.0)
    assert any("regression to the mean" in w for w in chosen.warnings)
    gap = float((MENTORS - MENTEES)["before"].mean())
    assert chosen["expected_regression"].value == pytest.approx(0.4 * (1 - gap))


def test_half_pairs_are_left_out_and_counted_and_faults_are_told_at_once():
    holes = MENTEES.astype(float)
    holes.loc[1, "after"] = np.nan
    mentors = MENTORS.astype(float).drop(index=0)
    mentors.loc[2, "before"] = np.nan
    result = gap_change(mentors, holes)
    assert dict(result.dropped) == {
        "only one side is there": 1, "a mentor's value missing": 1, "a mentee's value missing": 1,
    }  # fmt: skip
    assert result.n_used == 4
    twice = pd.concat([MENTORS, MENTORS])
    with pytest.raises(FaultsFound, match="2 faults"):
        gap_change(twice, MENTEES[["before"]])
    with pytest.raises(TooFewPeople, match="Each side"):
        gap_change(MENTORS[:1], MENTEES)
