"""What another choice costs is exactly what solving everything again with it loses."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.matching import Matching, match
from rmkit.matching.problem import Problem
from rmkit.matching.switching import switch


def crowd(seed: int, roles: list[str], *, capacity: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    n = len(roles)
    places = rng.integers(0, capacity + 1, n) if capacity > 1 else np.ones(n, dtype=int)
    return pd.DataFrame(
        {
            "person_id": [f"p{k}" for k in range(n)],
            "role": roles,
            "capacity": pd.array(places, dtype="Int64"),
            "languages": rng.choice(["en", "es", "en;es"], n),
            "slots": rng.choice(["mon_am", "mon_am;tue_am", "wed_pm"], n),
            "level_chat": rng.integers(1, 6, n),
            "department": rng.choice(["ports", "sales"], n),
        }
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[pd.DataFrame, dict[str, Any], bool]:
    n_mentors, n_mentees = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    roles = ["mentor"] * n_mentors + ["mentee"] * n_mentees
    capacity = draw(st.sampled_from([1, 3]))
    people = crowd(draw(st.integers(0, 10_000)), roles, capacity=capacity)
    ids = [(f"p{i}", f"p{n_mentors + j}") for i in range(n_mentors) for j in range(n_mentees)]
    some = st.lists(st.sampled_from(ids), max_size=3, unique=True)
    wanted: dict[str, Any] = {
        "aim": draw(st.sampled_from(["participation", "score"])),
        "rules": {"no_shared_slot": draw(st.sampled_from(["hard", "warning"]))},
        "floor": draw(st.sampled_from([0, 45])),
        "keep": draw(some),
        "first": draw(st.lists(st.sampled_from(people["person_id"].tolist()), max_size=2)),
        "former": draw(some),
        "forbidden": draw(some),
    }
    return people, wanted, draw(st.booleans())


def solved(people: pd.DataFrame, wanted: dict[str, Any], lock: bool) -> Matching:
    result = match(people, **wanted)
    if lock and len(result.pairs):
        made = result.pairs[["mentor_id", "mentee_id"]].head(1)
        result = match(people, **wanted, locked=list(made.itertuples(index=False, name=None)))
    return result


def solved_again(result: Matching, pair: tuple[int, int], instead_of: Any) -> tuple[float, ...]:
    problem, chosen = result.problem, result.chosen
    other = problem.solve(forced=(pair,), banned=() if instead_of is None else (instead_of,))

    def held(pairs: Any) -> tuple[float, ...]:
        names = {problem.mentor_ids[i] for i, _ in pairs} | {
            problem.mentee_ids[j] for _, j in pairs
        }
        return (
            len(pairs),
            len(problem.first & names),
            len(problem.keep & set(pairs)),
            sum(int(problem.points[p]) for p in pairs),
            len({i for i, _ in pairs}),
        )

    return tuple(a - b for a, b in zip(held(chosen.pairs), held(other.pairs), strict=True))


@settings(max_examples=25)
@given(cases(), st.data())
def test_a_switch_costs_what_solving_everything_again_loses(
    case: tuple[pd.DataFrame, dict[str, Any], bool], data: st.DataObject
) -> None:
    result = solved(*case)
    problem, chosen = result.problem, result.chosen
    free = [pair for pair in chosen.pairs if pair not in problem.locked]
    open_pairs = list(zip(*np.nonzero(np.asarray(problem.allowed)), strict=True))
    if not open_pairs:
        return
    pair = tuple(map(int, data.draw(st.sampled_from(open_pairs))))
    sharing = [p for p in free if p != pair and (p[0] == pair[0] or p[1] == pair[1])]
    instead_of = data.draw(st.sampled_from([None, *sharing]))
    found = switch(problem, chosen, pair, instead_of=instead_of)
    if not problem.fits([pair]):
        assert found is None
        return
    assert found is not None
    assert found.exact
    told = (
        found.pairs_fewer,
        found.first_fewer,
        found.kept_fewer,
        round(found.score_lower * problem.most_points / 100),
        found.mentors_fewer,
    )
    assert told == solved_again(result, pair, instead_of)
    pairs = {(r["mentor_id"], r["mentee_id"]) for r in result.pairs.to_dict("records")}
    assert set(found.undone) <= pairs
    assert not set(found.made) & pairs
    if pair not in chosen.pairs:
        assert (found.mentor_id, found.mentee_id) in found.made


@settings(max_examples=10)
@given(cases())
def test_alternatives_are_the_cheapest_ones_for_both_the_least_costly_first(
    case: tuple[pd.DataFrame, dict[str, Any], bool],
) -> None:
    result = solved(*case)
    problem, chosen = result.problem, result.chosen
    for made in chosen.pairs[:2]:
        if made in problem.locked:
            continue
        told = result.explain(problem.mentor_ids[made[0]], problem.mentee_ids[made[1]]).alternatives
        every = [
            switch(problem, chosen, pair, instead_of=made)
            for pair in _sharing(problem, made)
            if pair not in chosen.pairs
        ]
        for side in ("mentee_id", "mentor_id"):
            name = (
                problem.mentee_ids[made[1]] if side == "mentee_id" else problem.mentor_ids[made[0]]
            )
            mine = [other.rank for other in told if getattr(other, side) == name]
            best = sorted(one.rank for one in every if one and getattr(one, side) == name)[:3]
            assert mine == best


def _sharing(problem: Problem, made: tuple[int, int]) -> list[tuple[int, int]]:
    open_pairs = zip(*np.nonzero(np.asarray(problem.allowed)), strict=True)
    return [(int(i), int(j)) for i, j in open_pairs if (i == made[0]) != (j == made[1])]


def test_a_partner_who_is_given_up_does_not_come_back_to_another_place_of_the_mentor() -> None:
    people = pd.DataFrame(
        {
            "person_id": ["p0", "p1", "p2", "p3"],
            "role": ["mentor", "mentor", "mentee", "mentee"],
            "capacity": pd.array([2, 1, None, None], dtype="Int64"),
            "languages": ["en;es", "es", "en", "es"],
        }
    )
    result = match(people)
    assert set(result.chosen.pairs) == {(0, 0), (1, 1)}
    found = switch(result.problem, result.chosen, (0, 1), instead_of=(0, 0))
    assert found is not None
    assert (found.pairs_fewer, found.left_out) == (1, ("p1", "p2"))


def test_no_alternative_of_a_pair_is_a_pair_already() -> None:
    people = crowd(1, ["either", "mentor", "mentee", "mentee", "mentee"])
    people["capacity"] = pd.array([1, 3, 1, 1, 1], dtype="Int64")
    people["languages"] = "en"
    result = match(people)
    made = set(zip(result.pairs["mentor_id"], result.pairs["mentee_id"], strict=True))
    assert len(made) == 3
    for pair in made:
        for other in result.explain(*pair).alternatives:
            assert (other.mentor_id, other.mentee_id) not in made
