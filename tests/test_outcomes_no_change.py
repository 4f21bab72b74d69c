"""Where nobody changed, choosing by first answers shows a change, and the report claims none."""

from __future__ import annotations

import math

import pytest

from rmkit.outcomes import paired_change
from rmkit.report.evaluation.claims import claimed, needs_regression_warning
from tests.no_change_cohorts import no_change, own_skills, reported

MOVED = ("up", "down")


def moved(changes):
    return any(claimed(one).verdict in MOVED for one in changes)


@pytest.fixture(scope="module")
def few():
    return [no_change(seed, n_pairs=6) for seed in (1, 3)]


def test_a_skill_that_people_were_chosen_for_rises_by_itself_and_this_is_not_claimed(few):
    rises, second = 0.0, 0.0
    for made in few:
        before, after = own_skills(made, made.first)
        rises += (after - before).mean() / len(few)
        later, after = own_skills(made, made.second)
        second += (after - later).mean() / len(few)
        found = paired_change(before, after, unit="levels", chosen_on_baseline=True)
        assert any("regression to the mean" in warning for warning in found.warnings)
    told = reported(few[0], second=False)
    assert all(needs_regression_warning(one) for one in told)
    assert not moved(told)
    assert rises > 0.15
    assert rises - second > 0.1


def test_with_a_second_measurement_as_the_before_what_is_chance_is_weighed_as_chance(few):
    told = reported(few[1], second=True)
    assert not any(needs_regression_warning(one) for one in told)
    assert [one.id for one in told if one.primary] == ["own"]
    whys = {"", "may be chance", "too few people", "too few moved"}
    assert {claimed(one).because for one in told} <= whys


@pytest.mark.proof
def test_no_change_cohorts_claim_change_no_more_often_than_they_may():
    """Through `match` and the report's own measuring and claiming; about four minutes."""
    cohorts = 300
    rises, alarming, primary, others = [], 0, 0, 0
    for seed in range(cohorts):
        made = no_change(1000 + seed)
        before, after = own_skills(made, made.first)
        rises.append((after - before).mean())
        p = paired_change(before, after)["mean_change"].p
        alarming += p is not None and p < 0.05
        assert not moved(reported(made, second=False))
        told = reported(made, second=True)
        primary += moved([one for one in told if one.primary])
        others += moved([one for one in told if not one.primary])
    most = cohorts * 0.05 + 3 * math.sqrt(cohorts * 0.05 * 0.95)
    print(
        f"{cohorts} programmes without change: mean rise {sum(rises) / cohorts:.2f} levels, p "
        f"below .05 in {alarming} of the plain tests; with a second before {primary} claim the "
        f"objective and {others} something else, at most {most:.0f} may"
    )
    assert sum(rises) / cohorts > 0.15
    assert alarming > most
    assert primary <= most
    assert others <= most
