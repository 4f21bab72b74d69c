"""What other tools publish as their samples: their totals are reached, on their own scores."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from rmkit.matching import assign

GOLDEN = Path(__file__).parent / "golden" / "public_assignments.json"
CASES: list[dict[str, Any]] = json.loads(GOLDEN.read_text(encoding="utf-8"))
NAN = float("nan")

LAPJV_PAIRS = """
    32 51 99 77 62 1 35 69 57 42 13 24 96 26 82 52 65 6 95 7 63 47 28 45 74 61 34 14 94 31 25 3 71
    49 58 83 91 93 23 98 36 40 4 97 21 92 89 90 29 46 79 2 76 84 72 64 33 37 41 15 59 85 70 78 81
    20 18 30 8 66 38 87 44 67 68 39 86 54 11 50 16 17 56 0 5 80 10 48 60 73 53 75 55 19 22 12 9 88
    43 27
"""


def scores_of(case: dict[str, Any]) -> np.ndarray:
    sign = 1 if case["best"] == "highest" else -1
    return sign * np.array([[NAN if x is None else x for x in row] for row in case["table"]])


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_another_tool_finds_is_found_on_its_own_score(case: dict[str, Any]) -> None:
    scores = scores_of(case)
    total = case["total"] if case["best"] == "highest" else -case["total"]
    result = assign(scores, case.get("capacity"))
    assert len(result.pairs) >= case["pairs"]
    assert result.total >= total or math.isclose(result.total, total, rel_tol=1e-12)
    assert len(result.pairs) == case.get("reached_pairs", case["pairs"])
    assert math.isclose(abs(result.total), case.get("reached", case["total"]), rel_tol=1e-12)
    assert result.gap == 0.0
    if "capacity" not in case:
        turned = assign(scores.T)
        assert (len(turned.pairs), turned.total) == (len(result.pairs), result.total)


def test_the_cases_come_from_many_tools() -> None:
    tools = [case["tool"] for case in CASES]
    assert len(set(tools)) >= 7
    assert len(tools) >= 30


def lap_table(size: int, *, hard: bool) -> tuple[np.ndarray, np.random.RandomState]:
    """Draw the table of lap's own tests, from the seed that stands in them."""
    rng = np.random.RandomState(1299821)
    cost = rng.randint(1, 101, size=(size, size))
    if hard:
        cost += np.array([[rng.randint(0, 100)] for _ in range(size)])
        cost += np.array([rng.randint(0, 100) for _ in range(size)])
    return cost, rng


def test_the_tables_that_lap_draws_from_a_seed_have_the_totals_that_lap_publishes() -> None:
    assert assign(-lap_table(100, hard=False)[0]).total == -198
    hard, rng = lap_table(100, hard=True)
    assert assign(-hard).total == -11_399
    left_out = rng.random_sample((100, 100))
    left_out = left_out < np.percentile(left_out.flat, 3)
    left_out[rng.permutation(100), rng.permutation(100)] = True
    result = assign(np.where(left_out, NAN, -hard))
    assert (len(result.pairs), result.total) == (100, -11_406)


def test_a_limit_on_the_cost_of_a_pair_leaves_the_same_person_over_as_in_lap() -> None:
    cost = np.array([[1000, 2, 11], [6, 1000, 1], [5, 12, 1000]])
    assert assign(4.99 - cost, aim="score").pairs == [(0, 1), (1, 2)]


def test_where_lap_reports_an_infinite_cost_as_many_as_possible_are_paired() -> None:
    inf = float("inf")
    cost = np.array(
        [
            [19, 22, 16, inf, inf],
            [inf, inf, inf, 4, 13],
            [inf, inf, inf, 3, 14],
            [inf, inf, inf, 10, 12],
            [11, 14, 13, inf, inf],
        ]
    )
    result = assign(np.where(np.isinf(cost), NAN, -cost))
    assert len(result.pairs) == 4
    assert result.total == -(16 + 11 + 3 + 12)


def test_lapjv_s_published_pairs_are_ours() -> None:
    rng = np.random.RandomState(777)
    dots = rng.random_sample((100, 2))
    ticks = np.linspace(0, 1, 10)
    cost = cdist(dots, np.dstack(np.meshgrid(ticks, ticks)).reshape(-1, 2), "sqeuclidean")
    theirs = [int(word) for word in LAPJV_PAIRS.split()]
    assert [mentee for _, mentee in assign(-cost).pairs] == theirs
