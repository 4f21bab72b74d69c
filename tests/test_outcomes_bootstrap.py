"""Intervals from resamples against R's boot, and what they cannot tell."""

from __future__ import annotations

import json

import numpy as np
import pytest
from scipy import stats

from rmkit.errors import FaultsFound, Stopped, TooFewPeople, UnknownName
from rmkit.outcomes import bootstrap_interval, paired_change, signed_rank_change
from rmkit.outcomes.change.resampling import left_out_one, resampled
from tests.outside import GOLDEN, same

FOUND = json.loads((GOLDEN / "r" / "bootstrap.json").read_text(encoding="utf-8"))
PAIR = tuple(np.array(FOUND["data"][wave], dtype=float) for wave in ("before", "after"))


def ends(result):
    return [result["estimate"].low, result["estimate"].high]


@pytest.mark.parametrize("of", ["mean_change", "d_z", "d_av", "correlation"])
@pytest.mark.parametrize("kind", ["percentile", "bca", "studentised"])
def test_the_ends_are_those_of_r_but_for_the_draw(of, kind):
    theirs = FOUND[of][{"percentile": "percent", "studentised": "student"}.get(kind, kind)]
    if not theirs:
        return
    result = bootstrap_interval(*PAIR, of=of, kind=kind, resamples=20_000)
    assert result["estimate"].value == pytest.approx(FOUND[of]["value"], abs=1e-8)
    assert ends(result) == pytest.approx(theirs, abs=0.026)


def test_the_numbers_are_those_of_the_other_analyses():
    paired, ranks = paired_change(*PAIR), signed_rank_change(*PAIR)
    for of, row in (("mean_change", paired["mean_change"]), ("d_z", paired["d_z"]),
                    ("d_av", paired["d_av"]), ("correlation", paired["r"]),
                    ("superiority", ranks["superiority"])):  # fmt: skip
        got = bootstrap_interval(*PAIR, of=of, resamples=200)["estimate"]
        assert got.value == pytest.approx(row.value)
    assert bootstrap_interval(PAIR[0], of="sd", resamples=200)["estimate"].value == pytest.approx(
        paired["sd_before"].value
    )


def test_bca_agrees_with_scipy_for_a_function_of_ones_own():
    values = np.random.default_rng(1).exponential(2, 50)
    own = bootstrap_interval(values, of=lambda x: np.log(x.mean(axis=-1)), resamples=20_000)
    theirs = stats.bootstrap(
        (values,), lambda x, axis: np.log(x.mean(axis=axis)), n_resamples=20_000, batch=2_000,
        rng=np.random.default_rng(1),
    ).confidence_interval  # fmt: skip
    same(ends(own), list(theirs), 0.02)


def test_a_seed_gives_the_same_interval_and_leaving_one_out_leaves_each_out_once():
    first, again = (bootstrap_interval(*PAIR, resamples=500, seed=3) for _ in range(2))
    assert ends(first) == ends(again)
    assert ends(first) != ends(bootstrap_interval(*PAIR, resamples=500, seed=4))
    values = np.arange(7.0)
    got = left_out_one((values,), lambda x: x.sum(axis=-1))
    assert got.tolist() == (21 - values).tolist()
    drawn = resampled((values, values), lambda a, b: (a - b).sum(axis=-1), resamples=50, seed=1)
    assert not drawn.any()


def test_long_work_tells_how_far_it_is_and_can_be_stopped():
    told = []
    bootstrap_interval(*PAIR, resamples=5_000, on_progress=lambda share, doing: told.append(share))
    assert told == sorted(told)
    assert told[-1] == 1

    def stop(share, doing):
        if share > 0.3:
            raise Stopped("Stopped; nothing was kept.")

    with pytest.raises(Stopped):
        bootstrap_interval(*PAIR, resamples=50_000, on_progress=stop)


def test_what_resamples_cannot_tell_is_said():
    with pytest.raises(TooFewPeople):
        bootstrap_interval([1], [2])
    with pytest.raises(UnknownName, match="mean_change"):
        bootstrap_interval(*PAIR, of="kurtosis")
    with pytest.raises(UnknownName, match="standard error"):
        bootstrap_interval(*PAIR, of="correlation", kind="studentised")
    with pytest.raises(UnknownName, match="percentile"):
        bootstrap_interval(*PAIR, kind="normal")
    with pytest.raises(FaultsFound, match="at least 100"):
        bootstrap_interval(*PAIR, resamples=10)
    with pytest.raises(FaultsFound, match="last axis"):
        bootstrap_interval(*PAIR, of=lambda a, b: (a - b).mean())
    flat = bootstrap_interval([1, 2, 3] * 4, [2, 3, 4] * 4, resamples=200)
    assert ends(flat) == [None, None]
    assert any("no interval" in w for w in flat.warnings)
    none = bootstrap_interval([1, 2, 3] * 4, [2, 3, 4] * 4, of="d_z", resamples=200)
    assert not none["estimate"].known
    few = bootstrap_interval([1, 2, 2, np.nan], [2, 2, 3, 1], of="d_z", resamples=400)
    assert any("were all alike" in w for w in few.warnings)
    assert any("fewer than 10" in w for w in few.warnings)
    assert dict(few.dropped) == {"no value before": 1}
    assert any("A change is not an effect" in limit for limit in few.limits)
