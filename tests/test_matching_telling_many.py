"""Where people are many, every question is answered from rows and blocks, never from all pairs."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd
import pytest

from rmkit.matching import Matching, match
from rmkit.matching.explanation import explain
from rmkit.matching.switching import switch
from rmkit.matching.tables import Worked
from tests.test_matching_switching import crowd

pytest.importorskip("numba")
pytest.importorskip("ortools")

SETTINGS: dict[str, Any] = {"rules": {"no_shared_slot": "hard"}, "floor": 20}
N = 40


@pytest.fixture(scope="module")
def both() -> tuple[Matching, Matching, pd.DataFrame]:
    """The same people matched with all pairs in memory, and without."""
    people = crowd(5, ["mentor"] * (N - 8) + ["mentee"] * N, capacity=1)
    people.loc[people.index[-1], "languages"] = "fr"
    held = match(people, **SETTINGS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rmkit.matching.scoring.MOST_AT_ONCE", 5)
        worked = match(people, **SETTINGS)
    assert worked.problem.is_large
    assert worked.total == held.total
    return held, worked, people


def watched(result: Matching, patch: pytest.MonkeyPatch) -> tuple[Matching, list[int]]:
    """Let only a few people be near, and note how many pairs are worked out at once."""
    patch.setattr("rmkit.matching.standing._NEAR", 4)
    sizes: list[int] = []
    points = result.problem.points
    assert isinstance(points, Worked)

    def block(rows: Any, columns: Any) -> Any:
        sizes.append(len(rows) * len(columns))
        return points.block(rows, columns)

    problem = dataclasses.replace(result.problem, points=Worked(points.shape, block))
    return dataclasses.replace(result, problem=problem), sizes


def test_what_an_alternative_costs_is_told_from_above(
    both: tuple[Matching, Matching, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, _, _ = both
    worked, sizes = watched(both[1], monkeypatch)
    for made in worked.chosen.pairs[:5]:
        told = explain(worked.problem, worked.chosen, made)
        assert told.paragraph
        assert told.alternatives
        for other in told.alternatives:
            pair = held.problem.row[other.mentor_id], held.problem.column[other.mentee_id]
            exact = switch(held.problem, held.chosen, pair)
            assert exact is not None
            assert exact.pairs_fewer <= other.pairs_fewer
            assert exact.score_lower <= other.score_lower + 1e-9 or other.pairs_fewer
    assert max(sizes) < N * (N - 8) / 2


def test_everybody_left_over_gets_a_true_reason_and_the_whole_story_on_request(
    both: tuple[Matching, Matching, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    held, _, people = both
    worked, sizes = watched(both[1], monkeypatch)
    reasons = dict(zip(worked.unmatched["person_id"], worked.unmatched["reason"], strict=True))
    allowed = np.asarray(held.problem.allowed)
    for name, reason in reasons.items():
        column = held.problem.column[name]
        assert ("None of the" in reason) == (not allowed[:, column].any())
        story = worked.why_not(name)
        assert ("excluded" in story) == (not allowed[:, column].any())
        rows, expected = worked.removals(name), held.removals(name)
        few = ["rule", "removes", "alone"]
        assert rows[few].to_numpy().tolist() == expected[few].to_numpy().tolist()
        for change in worked.changes_for(name)[:1]:
            assert not change.exact
            (step,) = change.steps
            if step.kind == "place":
                more = people.copy()
                more.loc[more["person_id"] == step.person_id, "capacity"] = int(step.n)
                assert len(match(more, **SETTINGS).pairs) > len(held.pairs)
    assert any("None of the" in reason for reason in reasons.values())
    assert max(sizes) < N * (N - 8) / 2


def test_insisting_is_weighed_where_people_are_many(
    both: tuple[Matching, Matching, pd.DataFrame], monkeypatch: pytest.MonkeyPatch
) -> None:
    worked, sizes = watched(both[1], monkeypatch)
    ids = worked.problem
    told = worked.override(ids.mentor_ids[0], ids.mentee_ids[5])
    assert told.sentence == worked.why_not(ids.mentor_ids[0], ids.mentee_ids[5])
    assert max(sizes) < N * (N - 8) / 2
