"""What changed: analyses of mentoring outcomes, each over arrays or tables, each a `Result`.

They need no programme. Every number is held against another program or a publication in the tests.
Without a comparison group a change is not an effect of mentoring, and no text here says so.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rmkit.outcomes.change.paired import paired_change
    from rmkit.outcomes.design.by_formula import power_of_design
    from rmkit.outcomes.design.coverage import coverage_map
    from rmkit.outcomes.design.plans import AnalysisPlan, PlannedOutcome, analysis_plan
    from rmkit.outcomes.design.simulating import simulated_power
    from rmkit.outcomes.design.sizes import pairs_needed
    from rmkit.outcomes.estimate import Estimate
    from rmkit.outcomes.result import Result
    from rmkit.outcomes.retention.hazard_ratios import cox_model
    from rmkit.outcomes.retention.kaplan_meier import staying
    from rmkit.outcomes.retention.log_rank_test import log_rank
    from rmkit.outcomes.retention.mean_time import restricted_mean

__all__ = [
    "AnalysisPlan",
    "Estimate",
    "PlannedOutcome",
    "Result",
    "analysis_plan",
    "coverage_map",
    "cox_model",
    "log_rank",
    "paired_change",
    "pairs_needed",
    "power_of_design",
    "restricted_mean",
    "simulated_power",
    "staying",
]

_HOME = {
    "AnalysisPlan": "design.plans",
    "Estimate": "estimate",
    "PlannedOutcome": "design.plans",
    "Result": "result",
    "analysis_plan": "design.plans",
    "coverage_map": "design.coverage",
    "cox_model": "retention.hazard_ratios",
    "log_rank": "retention.log_rank_test",
    "paired_change": "change.paired",
    "pairs_needed": "design.sizes",
    "power_of_design": "design.by_formula",
    "restricted_mean": "retention.mean_time",
    "simulated_power": "design.simulating",
    "staying": "retention.kaplan_meier",
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
