"""How far the same people moved, against what R and publications find."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, TooFewPeople
from rmkit.outcomes import paired_change
from tests.outside import agrees, oracle_data

LEVELS = ([1, 2, 2, 3, 1, 2, 3, 2, 1, 2, 4, 5], [2, 3, 2, 4, 3, 2, 4, 3, 2, 2, 5, 5])


def test_paired_t_of_students_sleep_data():
    d = oracle_data("sleep.csv")
    row = paired_change(d["drug2"], d["drug1"])["mean_change"]
    got = {"t": row.statistic, "df": row.df, "p": row.p, "mean_diff": row.value,
           "ci_lo": row.low, "ci_hi": row.high}  # fmt: skip
    agrees("sleep_paired_t", got)


def test_d_z_and_g_z_have_intervals_from_the_noncentral_t():
    d = oracle_data("sleep.csv")
    result = paired_change(d["drug2"], d["drug1"])
    dz, gz = result["d_z"], result["g_z"]
    got = {"dz": dz.value, "lo": dz.low, "hi": dz.high, "gz": gz.value, "g_lo": gz.low,
           "g_hi": gz.high}  # fmt: skip
    agrees("sleep_dz_gz", got, tolerance=1e-6)


def test_every_variant_of_lakens():
    d = oracle_data("lakens2013_movies.csv")
    result = paired_change(d["movie2"], d["movie1"])
    rms = result["d_av_rms"].value
    ids = {"dz": "d_z", "dav_meanSD": "d_av", "dav_rms": "d_av_rms", "drm": "d_rm", "r": "r",
           "gs_ind": "g_s", "gav_meanSD_df9": "g_av", "gav_df18": "g_av_2df",
           "CL_paired": "cl_paired", "CL_ind": "cl_independent"}  # fmt: skip
    got = {theirs: result[ours].value for theirs, ours in ids.items()}
    got |= {"t": result["mean_change"].statistic, "t_ind": rms * np.sqrt(len(d) / 2)}
    agrees("lakens_dav", got, tolerance=1e-3)


def test_a_missing_value_leaves_a_person_out_of_every_number():
    before, after = (np.array(wave, dtype=float) for wave in LEVELS)
    gaps = paired_change([*before, np.nan, 2], [*after, 3, np.nan])
    pd.testing.assert_frame_equal(gaps.table(), paired_change(before, after).table())
    assert dict(gaps.dropped) == {"no value before": 1, "no value after": 1}


def test_a_change_is_never_told_without_its_limit_and_choosing_warns():
    result = paired_change(*LEVELS)
    assert any("A change is not an effect" in limit for limit in result.limits)
    assert not any("regression" in w for w in result.warnings)
    chosen = paired_change(*LEVELS, chosen_on_baseline=True, reliability=0.7, mean_of_all=3.0)
    assert any("regression to the mean" in w for w in chosen.warnings)
    expected = 0.3 * (3 - np.mean(LEVELS[0]))
    assert chosen["expected_regression"].value == pytest.approx(expected)


def test_what_so_few_or_so_equal_people_cannot_tell_is_said():
    with pytest.raises(TooFewPeople, match="one person"):
        paired_change([1], [2])
    same = paired_change([1, 2, 3, 4, 5, 1, 2], [2, 3, 4, 5, 6, 2, 3])
    assert (same["mean_change"].value, same["mean_change"].low) == (1, None)
    assert not same["d_z"].known
    assert any("the same amount" in w for w in same.warnings)
    tenths = paired_change([0.1, 0.2, 0.3, 0.4, 0.5, 0.6], [0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
    assert tenths["mean_change"].low is None
    flat = paired_change([1, 1, 1, 1, 1, 1], [1, 2, 3, 1, 2, 3])
    assert (flat["r"].known, flat["d_z"].known) == (False, True)
    assert paired_change([1, 2, 3], [2, 2, 5])["mean_change"].p is None


def test_data_outside_the_domain_of_the_intervals_warn():
    few = paired_change([1, 2, 3, 1, 2, 3, 2], [2, 2, 4, 3, 2, 5, 3])
    assert any("fewer than 10" in w for w in few.warnings)
    top = paired_change([5] * 8 + [3, 4, 2, 4], [5] * 9 + [5, 4, 3], scale=(1, 5))
    assert any("at one end" in w for w in top.warnings)
    one = paired_change(np.arange(20.0), np.arange(20) + np.r_[np.linspace(0, 0.3, 19), 30])
    assert any("skewed" in w for w in one.warnings)
    assert not paired_change(*LEVELS, scale=(1, 5)).warnings


def test_faults_are_told_at_once():
    with pytest.raises(FaultsFound, match="values 1, 2"):
        paired_change(["x", "y", 3], [1, 1, 3])
    with pytest.raises(FaultsFound, match="3 values"):
        paired_change([1, 2, 3], [1, 2])
    with pytest.raises(FaultsFound, match="scale from 1 to 5"):
        paired_change([1, 2, 7], [1, 2, 3], scale=(1, 5))
    with pytest.raises(FaultsFound, match="lies between 0 and 1"):
        paired_change(*LEVELS, reliability=1.2)
    with pytest.raises(FaultsFound, match=r"0\.95"):
        paired_change(*LEVELS, level=95)


def test_the_other_variants_follow_from_d_z_and_the_descriptions_from_numpy():
    before, after = (np.array(wave, dtype=float) for wave in LEVELS)
    result = paired_change(before, after, level=0.9)
    change = after - before
    s1, s2, sd = (wave.std(ddof=1) for wave in (before, after, change))
    r = np.corrcoef(before, after)[0, 1]
    deviations = {"av": (s1 + s2) / 2, "av_rms": np.sqrt((s1**2 + s2**2) / 2),
                  "rm": sd / np.sqrt(2 * (1 - r))}  # fmt: skip
    z = result["d_z"]
    factor = result["g_z"].value / z.value
    for name, deviation in deviations.items():
        ends = np.array([z.value, z.low, z.high]) * sd / deviation
        for letter, by in (("d", 1), ("g", factor)):
            row = result[f"{letter}_{name}"]
            assert [row.value, row.low, row.high] == pytest.approx(ends * by)
    described = {"mean_before": before.mean(), "mean_after": after.mean(), "sd_before": s1,
                 "sd_after": s2, "sd_change": sd, "r": r}  # fmt: skip
    assert {id: result[id].value for id in described} == pytest.approx(described)
