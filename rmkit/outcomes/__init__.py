"""What changed: analyses of mentoring outcomes, each over arrays or tables, each a `Result`.

They need no programme. Every number is held against another program or a publication in the tests.
Without a comparison group a change is not an effect of mentoring, and no text here says so.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.outcomes.change.bootstrap import bootstrap_interval
    from rmkit.outcomes.change.equal_enough import equivalence
    from rmkit.outcomes.change.gap import gap_change
    from rmkit.outcomes.change.goals import goal_attainment
    from rmkit.outcomes.change.groups import two_groups
    from rmkit.outcomes.change.looking_back import then_test
    from rmkit.outcomes.change.paired import paired_change
    from rmkit.outcomes.change.reliable import reliable_change
    from rmkit.outcomes.change.signed_ranks import signed_rank_change
    from rmkit.outcomes.change.worth import returns
    from rmkit.outcomes.comparison.by_propensity import propensity_weighted
    from rmkit.outcomes.comparison.drawn_places import by_lottery
    from rmkit.outcomes.comparison.evidence_ratio import bayes_factor
    from rmkit.outcomes.comparison.flow import participant_flow
    from rmkit.outcomes.comparison.from_the_same_start import ancova_and_gain
    from rmkit.outcomes.comparison.hidden_causes import e_value
    from rmkit.outcomes.comparison.in_between import mediation
    from rmkit.outcomes.comparison.over_sites import pooled_sites
    from rmkit.outcomes.comparison.over_time import difference_in_differences, pre_post_control
    from rmkit.outcomes.comparison.shares import two_shares
    from rmkit.outcomes.design.by_formula import power_of_design
    from rmkit.outcomes.design.coverage import coverage_map
    from rmkit.outcomes.design.plans import AnalysisPlan, PlannedOutcome, analysis_plan
    from rmkit.outcomes.design.simulating import simulated_power
    from rmkit.outcomes.design.sizes import pairs_needed
    from rmkit.outcomes.estimate import Estimate
    from rmkit.outcomes.missing.chance_test import little_test
    from rmkit.outcomes.missing.leavers_compared import attrition
    from rmkit.outcomes.missing.over_tables import multiply_imputed
    from rmkit.outcomes.missing.rubin import pooled_imputations
    from rmkit.outcomes.missing.tipping_point import delta_adjusted
    from rmkit.outcomes.pairs.actor_and_partner import actor_partner
    from rmkit.outcomes.pairs.crossed import cross_classified
    from rmkit.outcomes.pairs.likeness import dyadic_icc
    from rmkit.outcomes.pairs.many_to_one import one_with_many
    from rmkit.outcomes.pairs.mixed import mixed_model
    from rmkit.outcomes.pairs.ordered_answers import ordinal_model
    from rmkit.outcomes.pairs.score_tested import score_and_relationship
    from rmkit.outcomes.result import Result
    from rmkit.outcomes.retention.hazard_ratios import cox_model
    from rmkit.outcomes.retention.immortal_time import follow_up_from
    from rmkit.outcomes.retention.kaplan_meier import staying
    from rmkit.outcomes.retention.log_rank_test import log_rank
    from rmkit.outcomes.retention.mean_time import restricted_mean
    from rmkit.outcomes.scales.any_raters import krippendorff_alpha
    from rmkit.outcomes.scales.consistency import cronbach_alpha
    from rmkit.outcomes.scales.families import adjusted
    from rmkit.outcomes.scales.items_told import item_statistics
    from rmkit.outcomes.scales.limits_of_agreement import bland_altman
    from rmkit.outcomes.scales.many_raters import fleiss_kappa, kendall_w
    from rmkit.outcomes.scales.one_factor import omega
    from rmkit.outcomes.scales.same_meaning import invariance
    from rmkit.outcomes.scales.two_raters import cohen_kappa
    from rmkit.outcomes.scales.variance_shares import icc

__all__ = [
    "AnalysisPlan",
    "Estimate",
    "PlannedOutcome",
    "Result",
    "actor_partner",
    "adjusted",
    "analysis_plan",
    "ancova_and_gain",
    "attrition",
    "bayes_factor",
    "bland_altman",
    "bootstrap_interval",
    "by_lottery",
    "cohen_kappa",
    "coverage_map",
    "cox_model",
    "cronbach_alpha",
    "cross_classified",
    "delta_adjusted",
    "difference_in_differences",
    "dyadic_icc",
    "e_value",
    "equivalence",
    "fleiss_kappa",
    "follow_up_from",
    "gap_change",
    "goal_attainment",
    "icc",
    "invariance",
    "item_statistics",
    "kendall_w",
    "krippendorff_alpha",
    "little_test",
    "log_rank",
    "mediation",
    "mixed_model",
    "multiply_imputed",
    "omega",
    "one_with_many",
    "ordinal_model",
    "paired_change",
    "pairs_needed",
    "participant_flow",
    "pooled_imputations",
    "pooled_sites",
    "power_of_design",
    "pre_post_control",
    "propensity_weighted",
    "reliable_change",
    "restricted_mean",
    "returns",
    "score_and_relationship",
    "signed_rank_change",
    "simulated_power",
    "staying",
    "then_test",
    "two_groups",
    "two_shares",
]

_HOME = {
    "AnalysisPlan": "design.plans",
    "Estimate": "estimate",
    "PlannedOutcome": "design.plans",
    "Result": "result",
    "actor_partner": "pairs.actor_and_partner",
    "adjusted": "scales.families",
    "analysis_plan": "design.plans",
    "ancova_and_gain": "comparison.from_the_same_start",
    "attrition": "missing.leavers_compared",
    "bayes_factor": "comparison.evidence_ratio",
    "bland_altman": "scales.limits_of_agreement",
    "bootstrap_interval": "change.bootstrap",
    "by_lottery": "comparison.drawn_places",
    "cohen_kappa": "scales.two_raters",
    "coverage_map": "design.coverage",
    "cox_model": "retention.hazard_ratios",
    "cronbach_alpha": "scales.consistency",
    "cross_classified": "pairs.crossed",
    "delta_adjusted": "missing.tipping_point",
    "difference_in_differences": "comparison.over_time",
    "dyadic_icc": "pairs.likeness",
    "e_value": "comparison.hidden_causes",
    "equivalence": "change.equal_enough",
    "fleiss_kappa": "scales.many_raters",
    "follow_up_from": "retention.immortal_time",
    "gap_change": "change.gap",
    "goal_attainment": "change.goals",
    "icc": "scales.variance_shares",
    "invariance": "scales.same_meaning",
    "item_statistics": "scales.items_told",
    "kendall_w": "scales.many_raters",
    "krippendorff_alpha": "scales.any_raters",
    "little_test": "missing.chance_test",
    "log_rank": "retention.log_rank_test",
    "mediation": "comparison.in_between",
    "mixed_model": "pairs.mixed",
    "multiply_imputed": "missing.over_tables",
    "omega": "scales.one_factor",
    "one_with_many": "pairs.many_to_one",
    "ordinal_model": "pairs.ordered_answers",
    "paired_change": "change.paired",
    "pairs_needed": "design.sizes",
    "participant_flow": "comparison.flow",
    "pooled_imputations": "missing.rubin",
    "pooled_sites": "comparison.over_sites",
    "power_of_design": "design.by_formula",
    "pre_post_control": "comparison.over_time",
    "propensity_weighted": "comparison.by_propensity",
    "reliable_change": "change.reliable",
    "restricted_mean": "retention.mean_time",
    "returns": "change.worth",
    "score_and_relationship": "pairs.score_tested",
    "signed_rank_change": "change.signed_ranks",
    "simulated_power": "design.simulating",
    "staying": "retention.kaplan_meier",
    "then_test": "change.looking_back",
    "two_groups": "change.groups",
    "two_shares": "comparison.shares",
}


def __getattr__(name: str) -> object:
    """Load an analysis, and what it rests on, when it is first used."""
    if name not in _HOME:
        message = f"module 'rmkit.outcomes' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(f"rmkit.outcomes.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
