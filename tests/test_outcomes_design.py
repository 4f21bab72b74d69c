"""Power and sizes by formula: R's numbers, published numbers, and what cannot be asked."""

from __future__ import annotations

import json
import math

import pytest

from rmkit.errors import FaultsFound, NotReady, TooFewPeople, UnknownName
from rmkit.outcomes import pairs_needed, power_of_design
from rmkit.outcomes.design.asked import KINDS
from rmkit.outcomes.design.formulas import (
    correlation_power,
    exact_shares_power,
    paired_power,
    shares_power,
    staying_power,
    two_groups_power,
)
from tests.outside import GOLDEN, agrees, same

R = json.loads((GOLDEN / "r" / "design.json").read_text(encoding="utf-8"))
SHARES = ((0.85, 0.92), (0.6, 0.9), (0.5, 0.5))


def test_power_and_sizes_of_t_tests_and_a_correlation_agree_with_the_reference():
    def n(design, effect):
        return pairs_needed(design, effect)["n_exact"].value

    agrees(
        "power_t",
        {
            "paired_d50_n": n("paired", 0.5),
            "two_d50_n": n("two_groups", 0.5),
            "two_d20_n": n("two_groups", 0.2),
            "two_d80_n": n("two_groups", 0.8),
            "paired_n20_d50_power": power_of_design("paired", 0.5, n=20)["power"].value,
            "r30_n": n("correlation", 0.3),
        },
    )
    assert [pairs_needed("two_groups", d)["n"].value for d in (0.2, 0.5, 0.8)] == [394, 64, 26]


def test_formulas_agree_with_r_over_a_grid_from_hopeless_to_certain():
    grids = {
        "paired": paired_power,
        "two_groups": lambda d, n, alpha: two_groups_power(d, n, n, alpha),
        "correlation": correlation_power,
    }
    for name, power in grids.items():
        for row in R[name]:
            same(power(row["effect"], row["n"], 0.05), row["power"], 2e-8, what=f"{name} {row}")
    same(two_groups_power(0.6, 12, 40, 0.05), R["two_uneven"], 1e-8)
    for shares, arcsine, fisher in zip(SHARES, R["arcsine"], R["fisher"], strict=True):
        same([shares_power(*shares, n, n, 0.05) for n in (10, 40, 319)], arcsine, 1e-10)
        same([exact_shares_power(*shares, n, n, 0.05) for n in (6, 10, 25)], fisher, 1e-10)
    same(shares_power(0.85, 0.92, 30, 70, 0.05), R["arcsine_uneven"], 1e-10)
    same(exact_shares_power(0.6, 0.9, 12, 20, 0.05), R["fisher_uneven"], 1e-10)
    same(staying_power(0.5, 66, 0.5, 0.05), R["schoenfeld"]["even"], 1e-10)
    same(staying_power(0.7, 120, 0.3, 0.05), R["schoenfeld"]["uneven"], 1e-10)


def test_sizes_agree_with_r_and_with_what_a_pilot_has_to_know():
    got = {
        "d_av_30": pairs_needed("paired", 0.3, r=0.5),
        "d_av_80": pairs_needed("paired", 0.8, r=0.5),
        "d_av_50_r_70": pairs_needed("paired", 0.5, r=0.7),
        "two_d50_90": pairs_needed("two_groups", 0.5, power=0.9, alpha=0.01),
        "r50": pairs_needed("correlation", 0.5),
        "stay": pairs_needed("two_shares", (0.85, 0.92)),
    }
    same({k: v["n_exact"].value for k, v in got.items()} | {
        "events": pairs_needed("staying", 0.5, event_share=0.2)["events"].value,
    }, R["sizes"], 1e-8)  # fmt: skip
    assert [pairs_needed("paired", d, r=0.5)["n"].value for d in (0.3, 0.5, 0.8)] == [90, 34, 15]
    assert got["stay"]["n"].value == got["stay"]["n_second"].value == 319
    least = {
        "paired_20": power_of_design("paired", 0.5, n=20),
        "two_20": power_of_design("two_groups", 0.5, n=20),
        "r_20": power_of_design("correlation", 0.5, n=20),
    }
    same({k: v["least_effect"].value for k, v in least.items()}, R["detectable"], 1e-8)


def test_what_is_needed_reaches_the_power_and_one_fewer_does_not():
    for design, effect, more in (
        ("paired", 0.4, {"r": 0.6}), ("paired", -0.4, {}), ("two_groups", 0.7, {"ratio": 2}),
        ("correlation", -0.4, {}), ("two_shares", (0.9, 0.6), {}),
        ("two_shares", (0.5, 0.9), {"exact": True}), ("staying", 0.4, {"event_share": 0.4}),
    ):  # fmt: skip
        needed = pairs_needed(design, effect, **more)
        n, ratio = needed["n"].value, more.pop("ratio", 1)
        reached = power_of_design(design, effect, n=(n, ratio * n), **more)["power"].value
        fewer = power_of_design(design, effect, n=(n - 1, ratio * (n - 1)), **more)["power"].value
        assert fewer < 0.8 <= reached, (design, effect)
        assert needed["reached"].value == pytest.approx(reached)


def test_more_are_asked_where_some_will_be_lost_and_power_counts_those_who_stay():
    assert pairs_needed("paired", 0.5, lost=0.25)["recruited"].value == 46
    lost = power_of_design("paired", 0.5, n=40, lost=0.25)
    assert lost["power"].value == power_of_design("paired", 0.5, n=30)["power"].value
    assert (lost.n_used, dict(lost.dropped)) == (30, {"expected to be lost": 10})


def test_the_least_effect_and_the_interval_say_what_a_pilot_can_show():
    pilot = power_of_design("paired", 0.3, n=20, r=0.5)
    assert pilot["power"].value < 0.3
    assert pilot["least_effect"].value == pytest.approx(0.6604, abs=1e-4)
    assert pilot["half_width"].value == pytest.approx(2.0930 / math.sqrt(20), abs=1e-4)
    assert "75 of 100" in pilot.warnings[0]
    stay = power_of_design("two_shares", (0.85, 0.92), n=20)
    assert math.isnan(stay["least_effect"].value)
    assert "however large" in stay.warnings[-1]
    ratio = power_of_design("staying", 0.5, n=100, event_share=0.4)["least_effect"].value
    assert staying_power(ratio, 80, 0.5, 0.05) == pytest.approx(0.8)


def test_the_curve_rises_with_the_size_which_is_on_it():
    for design, effect in (("paired", 0.5), ("two_groups", 0.4), ("correlation", 0.3)):
        result = power_of_design(design, effect, n=20)
        curve = result.tables["curve"].set_index("at")["value"]
        assert curve.is_monotonic_increasing
        assert curve[20] == result["power"].value
        assert "people" in result.axes[0]


def test_without_an_effect_the_test_errs_as_often_as_it_may():
    for design, none in (("paired", 0), ("two_groups", 0), ("two_shares", (0.4, 0.4))):
        assert power_of_design(design, none, n=25)["power"].value == pytest.approx(0.05, abs=1e-6)
        with pytest.raises(NotReady, match="no effect to be found"):
            pairs_needed(design, none)
    assert exact_shares_power(0.4, 0.4, 25, 25, 0.05) < 0.05


def test_what_cannot_be_is_told_all_at_once():
    with pytest.raises(FaultsFound) as found:
        pairs_needed("correlation", 1.2, power=2, alpha=0, lost=1, r=0.5, ratio=0, exact=True)
    assert {fault.column for fault in found.value.faults} == {
        "effect", "power", "alpha", "lost", "r", "ratio", "exact",
    }  # fmt: skip
    for design, effect in (
        ("paired", "large"), ("paired", float("nan")), ("paired", None), ("two_shares", 0.5),
        ("two_shares", (0.5, 1.5)), ("staying", -1),
    ):  # fmt: skip
        with pytest.raises(FaultsFound, match='column "effect"'):
            power_of_design(design, effect, n=20, **_needs(design))
    with pytest.raises(FaultsFound, match="event_share"):
        power_of_design("staying", 0.5, n=20)
    with pytest.raises(FaultsFound, match='column "n"'):
        power_of_design("paired", 0.5, n=(20, 0))
    with pytest.raises(UnknownName, match='Did you mean "paired"'):
        power_of_design("pared", 0.5, n=20)


def test_too_few_and_an_effect_too_small_are_said_with_what_to_do():
    for design in KINDS:
        effect = (0.2, 0.9) if design == "two_shares" else 0.5
        with pytest.raises(TooFewPeople, match="in words"):
            power_of_design(design, effect, n=1, **_needs(design))
    with pytest.raises(NotReady, match="would matter to anybody"):
        pairs_needed("paired", 0.0001)
    with pytest.raises(NotReady, match="Leave out `exact`"):
        pairs_needed("two_shares", (0.5, 0.52), exact=True)
    assert pairs_needed("paired", 50)["n"].value >= 2


def _needs(design):
    return {"event_share": 0.5} if design == "staying" else {}
