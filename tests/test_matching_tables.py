"""A table of all pairs that is worked out where it is looked at says the same as one in memory."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.matching import scoring
from rmkit.matching.pairing import posed
from rmkit.matching.problem import Problem
from rmkit.matching.tables import Worked, narrowed
from rmkit.people import managers_of
from rmkit.synthetic import cohort


def posed_both(
    monkeypatch: pytest.MonkeyPatch, people: pd.DataFrame, managers: pd.Series
) -> tuple[Problem, Problem]:
    how = {
        "managers": managers,
        "criteria": {"given_back": 2, "similar_style": 3, "same_kind": 1},
        "rules": {"same_site": "hard", "mentor_longer_there": "hard", "nothing_to_give": "hard"},
        "forbidden": [tuple(people["person_id"].iloc[:2])],
        "floor": 45,
    }
    here = posed(people, **how)  # type: ignore[arg-type]
    monkeypatch.setattr(scoring, "MOST_AT_ONCE", 3)
    return here, posed(people, **how)  # type: ignore[arg-type]


def test_tables_that_are_worked_out_say_the_same_as_those_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    whole = cohort(n_pairs=12, n_candidates=40, seed=3)
    people = whole.people.assign(
        style_pace=np.random.default_rng(0).integers(1, 6, len(whole.people)),
        cluster=np.random.default_rng(1).integers(1, 3, len(whole.people)),
    )
    here, worked = posed_both(monkeypatch, people, managers_of(whole.staff))
    assert worked.is_large
    assert not here.is_large
    tables = {"points": (here.points, worked.points), "allowed": (here.allowed, worked.allowed)}
    tables |= {name: (here.parts[name], worked.parts[name]) for name in here.parts}
    tables |= {name: (here.broken[name], worked.broken[name]) for name in here.broken}
    for name, (known, found) in tables.items():
        assert isinstance(found, Worked), name
        assert found.shape == known.shape, name
        assert np.array_equal(found[:], known), name
        assert np.array_equal(found[2], known[2]), name
        assert np.array_equal(found[:, 1], known[:, 1]), name
        assert np.array_equal(found[[3, 0]], known[[3, 0]]), name
        rows, columns = [3, 0, 3, 3] * 20, [1, 2, 0, 4] * 20
        assert np.array_equal(found[rows, columns], known[rows, columns]), name
        assert np.array_equal(found.T[1], known.T[1]), name
        assert found[4, 5] == known[4, 5], name
    some = np.arange(here.allowed.shape[1]) % 3 == 0
    assert np.array_equal(narrowed(worked.allowed, some)[:], narrowed(here.allowed, some))
    assert 0 < np.asarray(here.allowed).mean() < 1
