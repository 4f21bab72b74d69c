"""Small tables for pictures, of audits and outcomes, with words that would act where words can."""

from __future__ import annotations

import pandas as pd

from tests.hostile import marks_of

__all__ = ["hostile_curve", "hostile_estimates", "hostile_groups", "two_pairs", "two_ways"]


def hostile_groups() -> pd.DataFrame:
    words = (marks_of("Zquote", "Zclose"), marks_of("Zterm", "Zscript"))
    shares = {"share": 0.5, "share_low": 0.3, "share_high": 0.7}
    scores = {"score": [50.0, None], "score_low": [40.0, None], "score_high": [60.0, None]}
    return pd.DataFrame({"role": "mentor", "group": words, "people": 7, **shares, **scores})


def hostile_curve() -> pd.DataFrame:
    words = [marks_of("Zquote", "Zclose"), marks_of("Zterm", "Zscript"), marks_of("Zbidi")]
    at = {"at": [0.0, 6.0], "value": [1.0, 0.8], "low": [None, 0.6], "high": [None, 0.9]}
    counts = {"at_risk": [9.0, 6.0], "ended": [0.0, 3.0]}
    return pd.concat([pd.DataFrame({"group": word, **at, **counts}) for word in words])


def hostile_estimates() -> pd.DataFrame:
    words = [marks_of("Zquote", "Zclose"), marks_of("Zterm", "Zscript")]
    numbers = {"value": [0.4, 0.6], "low": [0.1, None], "high": [0.8, None]}
    return pd.DataFrame({"title": words, "unit": words[::-1], **numbers})


def two_ways() -> pd.DataFrame:
    ways = {"way": ["ours", "chance"], "pairs": 6.0, "score": [70.0, 60.0]}
    return pd.DataFrame({**ways, "low": [None, 55.0], "high": [None, 65.0]})


def two_pairs() -> pd.DataFrame:
    return pd.DataFrame({"stays": [0.5, 1.0]})
