"""Designs tried on made-up cohorts: held against R, the same however spread, stopped at once."""

from __future__ import annotations

import json
import math

import joblib
import numpy as np
import pytest
from joblib.parallel import ThreadingBackend

from rmkit.errors import FaultsFound, Stopped
from rmkit.outcomes import power_of_design, simulated_power
from rmkit.outcomes.design.made_cohorts import Drawn
from rmkit.outcomes.design.quick_tests import analysed
from tests.outside import GOLDEN, same

R = json.loads((GOLDEN / "r" / "design_simulated.json").read_text(encoding="utf-8"))
NAN = math.nan
BEFORE = [1.2, -0.3, 0.8, NAN, 2.1, 0.4, -1.0, 0.9, 1.5, -0.6]
AFTER = [1.9, 0.1, 0.7, 1.0, 2.6, NAN, -0.2, 1.3, 1.4, 0.5]
GROUP = [True, False, True, False, True, True, False, False, True, False]
NAMES = {
    "rel": "reliability", "stab": "stability", "rp": "pair_correlation",
    "rs": "site_correlation", "stay": "stay_if_gained",
}  # fmt: skip


def simulate(world, cohorts, **more):
    return simulated_power(
        **{NAMES.get(k, k): v for k, v in world.items()}, cohorts=cohorts, **more
    )


def held_against_r(name, cohorts, *, within=4.0, seed=1):
    """Both are simulated: they may differ by what so many cohorts can differ by chance."""
    theirs, ours = R["worlds"][name], simulate(R["worlds"][name]["world"], cohorts, seed=seed)
    both = math.sqrt(1 / R["times"] + 1 / cohorts)
    for share in ("power", "false_alarms"):
        p = theirs[share]
        assert abs(ours[share].value - p) < within * math.sqrt(p * (1 - p)) * both, share
    spread = theirs["spread"]
    assert abs(ours["mean_estimate"].value - theirs["mean_estimate"]) < within * spread * both
    assert abs(ours["spread"].value / spread - 1) < within * both / math.sqrt(2)
    mean_se = ours.tables["cohorts"]["se"].mean()
    assert abs(mean_se / theirs["mean_se"] - 1) < within * both
    assert ours["exaggeration"].value == pytest.approx(theirs["exaggeration"], abs=within * both)


@pytest.mark.parametrize("name", R["worlds"])
def test_made_up_cohorts_find_what_r_finds_in_its_own(name):
    held_against_r(name, 600)


@pytest.mark.proof
@pytest.mark.parametrize("name", R["worlds"])
def test_many_made_up_cohorts_find_what_r_finds_in_its_own(name):
    held_against_r(name, 20_000, within=3.5, seed=2)


def test_each_cohort_is_analysed_as_r_analyses_it_gaps_included():
    twice = Drawn(np.array([BEFORE] * 2), np.array([AFTER] * 2), np.array([GROUP] * 2))
    for name, expected in R["small"].items():
        got = analysed(twice, name)
        for row in (0, 1):
            same([got.estimate[row], got.se[row], got.p[row]], expected, 1e-10, what=name)
        assert got.n.tolist() == [8, 8]


def test_without_ceiling_or_loss_the_simulation_agrees_with_the_formula():
    found = simulated_power(20, 0.5, reliability=0.8, stability=0.625, cohorts=4000)
    exact = power_of_design("paired", 0.5, n=20, r=0.5)["power"].value
    assert abs(found["power"].value - exact) < 3 * math.sqrt(exact * (1 - exact) / 4000)
    assert found["false_alarms"].low < 0.05 < found["false_alarms"].high
    assert found["exaggeration"].value > 1.2
    assert found["analysed"].value == 20


def test_a_cohort_depends_on_the_seed_and_its_number_alone():
    plain = simulated_power(12, 0.4, people=2, pair_correlation=0.3, lost=0.2, cohorts=130, seed=5)
    table = plain.tables["cohorts"]
    with joblib.parallel_config(backend="threading", n_jobs=2):
        spread = simulated_power(
            12, 0.4, people=2, pair_correlation=0.3, lost=0.2, cohorts=130, seed=5
        )
    assert spread.tables["cohorts"].equals(table)
    fewer = simulated_power(12, 0.4, people=2, pair_correlation=0.3, lost=0.2, cohorts=60, seed=5)
    assert fewer.tables["cohorts"].equals(table.head(60))
    other = simulated_power(12, 0.4, people=2, pair_correlation=0.3, lost=0.2, cohorts=60, seed=6)
    assert not other.tables["cohorts"].equals(table.head(60))


@pytest.mark.proof
def test_processes_of_their_own_find_the_same():
    one = simulated_power(12, 0.4, cohorts=130, seed=5, n_jobs=1)
    two = simulated_power(12, 0.4, cohorts=130, seed=5, n_jobs=2)
    assert two.tables["cohorts"].equals(one.tables["cohorts"])


def test_any_backend_that_joblib_knows_can_take_the_cohorts():
    taken = []

    class Elsewhere(ThreadingBackend):
        """Stands for Dask or Ray, which register with joblib in this way."""

        def submit(self, func, callback=None):
            taken.append(func)
            return super().submit(func, callback)

    joblib.register_parallel_backend("elsewhere", Elsewhere)
    with joblib.parallel_config(backend="elsewhere", n_jobs=2):
        simulated_power(10, 0.4, cohorts=200)
    assert taken


def test_progress_goes_up_to_the_end_and_a_stop_stops_between_batches():
    shares = []
    simulated_power(10, 0.4, cohorts=240, on_progress=lambda share, doing: shares.append(share))
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)
    assert len(shares) == 6

    def stop(share, doing):
        if share > 0.3:
            raise Stopped(doing)

    with pytest.raises(Stopped, match="cohorts"):
        simulated_power(10, 0.4, cohorts=10_000, on_progress=stop)


def test_a_second_group_costs_power_and_taking_the_first_scores_in_wins_some_back():
    power = {
        analysis: simulated_power(80, 0.4, analysis=analysis, cohorts=1500)["power"].value
        for analysis in ("change", "ancova", "gain", "lottery")
    }
    assert power["change"] > power["ancova"] + 0.1
    assert power["ancova"] > power["gain"] > power["lottery"]


def test_people_of_a_site_who_change_alike_make_false_alarms_that_are_warned_of():
    asked = {"sites": 5, "site_correlation": 0.2, "cohorts": 600}
    alarming = simulated_power(60, 0.3, **asked)
    assert alarming["false_alarms"].value > 0.15
    assert "Analyse sites" in alarming.warnings[0]
    by_site = simulated_power(60, 0.3, unit="sites", **asked)
    assert by_site["false_alarms"].value < 0.09
    assert by_site.warnings == ()
    assert by_site["analysed"].value == 5


def test_ceilings_and_those_who_stay_for_their_gain_bend_estimates_and_that_is_said():
    ceiling = simulated_power(40, 0.5, ceiling=0.4, cohorts=600)
    assert ceiling["bias"].high < -0.1
    assert "too small on average" in ceiling.warnings[-1]
    stayed = simulated_power(40, 0.3, lost=0.4, stay_if_gained=0.8, cohorts=600)
    assert stayed["bias"].low > 0.1
    assert "too large on average" in stayed.warnings[-1]
    assert stayed["analysed"].value == pytest.approx(24, abs=0.6)
    assert stayed.warnings[0].startswith("Where nothing changes, this analysis finds a change")


def test_more_waves_and_both_people_of_a_pair_make_it_surer():
    def power(**more):
        return simulated_power(25, 0.4, cohorts=1000, **more)["power"].value

    plain = power()
    assert power(waves=4) > plain + 0.05
    assert power(people=2, pair_correlation=0.3) > plain + 0.05


def test_a_change_without_a_comparison_is_called_no_effect():
    assert "no effect of mentoring" in simulated_power(10, 0.4, cohorts=50).limits[-1]
    with_lottery = simulated_power(10, 0.4, analysis="lottery", cohorts=50)
    assert "no effect of mentoring" not in with_lottery.text()


def test_cohorts_that_cannot_be_analysed_find_nothing_and_are_counted():
    result = simulated_power(3, 0.3, analysis="ancova", cohorts=60)
    assert result["power"].value == 0
    assert math.isnan(result["mean_estimate"].value)
    assert math.isnan(result["exaggeration"].value)
    assert "60 of 60 cohorts could not be analysed" in result.warnings[0]
    nearly_all = simulated_power(4, 0.3, lost=0.95, cohorts=60)
    assert nearly_all["analysed"].value < 1
    assert simulated_power(2, 0, stability=1, reliability=1, cohorts=5)["power"].value == 0


def test_what_cannot_be_assumed_is_told_all_at_once():
    with pytest.raises(FaultsFound) as found:
        simulated_power(
            1, NAN, analysis="magic", sites=2, waves=1, people=3, reliability=2, lost=1,
            stay_if_gained=-2, unit="towns", alpha=0, cohorts=0,
        )  # fmt: skip
    assert {fault.column for fault in found.value.faults} == {
        "pairs", "effect", "analysis", "sites", "waves", "people", "reliability", "lost",
        "stay_if_gained", "unit", "alpha", "cohorts",
    }  # fmt: skip
    with pytest.raises(FaultsFound, match="a pair is of one site"):
        simulated_power(10, 0.3, people=2, sites=2, site_correlation=0.3)
    with pytest.raises(FaultsFound, match="4 where sites are drawn"):
        simulated_power(10, 0.3, sites=3, unit="sites", analysis="gain")
