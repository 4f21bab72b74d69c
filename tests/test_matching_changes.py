"""Every change that is offered does what it says when it is put into the input of `match`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.matching import Matching, match
from rmkit.matching.steps import Step, with_value
from rmkit.people.sets import parse_set
from tests.test_matching_switching import crowd

Case = tuple[pd.DataFrame, dict[str, Any]]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    n_mentors, n_mentees = draw(st.integers(1, 4)), draw(st.integers(1, 5))
    roles = ["mentor"] * n_mentors + ["mentee"] * n_mentees
    people = crowd(draw(st.integers(0, 10_000)), roles, capacity=draw(st.sampled_from([1, 2])))
    ids = [(f"p{i}", f"p{n_mentors + j}") for i in range(n_mentors) for j in range(n_mentees)]
    some = st.lists(st.sampled_from(ids), max_size=3, unique=True)
    own = {"kind": "listed", "pairs": [list(pair) for pair in draw(some)]}
    rules: dict[str, Any] = {
        "no_shared_slot": {"strength": draw(st.sampled_from(["hard", "warning"])), "n": 2},
        "same_department": draw(st.sampled_from(["hard", "warning"])),
    }
    return people, {
        "rules": rules | ({"not_these": own} if own["pairs"] else {}),
        "aim": draw(st.sampled_from(["participation", "participation", "score"])),
        "floor": draw(st.sampled_from([0, 0, 60])),
        "former": draw(some),
        "forbidden": draw(some),
    }


def applied(case: Case, step: Step, rules: dict[str, Any]) -> Case:
    """Put a step into the input of `match`."""
    people, wanted = case[0].copy(), {**case[1], "rules": dict(rules)}
    two = {step.person_id, step.other_id}
    if step.kind == "value":
        at = people["person_id"] == step.person_id
        people.loc[at, step.about] = with_value(people.loc[at, step.about].iloc[0], step.value)
    elif step.kind == "place":
        people.loc[people["person_id"] == step.person_id, "capacity"] = int(step.n)
    elif step.kind == "floor":
        wanted["floor"] = step.n
    elif step.kind == "aim":
        wanted["aim"] = "participation"
    elif step.kind == "rule":
        was = rules.get(step.about, {})
        wanted["rules"][step.about] = (
            {**was, "strength": "warning"} if isinstance(was, dict) and was else "warning"
        )
    elif step.kind == "number":
        wanted["rules"][step.about] = {**rules.get(step.about, {}), "n": step.n}
    elif step.about in ("forbidden", "former_pair"):
        name = "forbidden" if step.about == "forbidden" else "former"
        wanted[name] = [pair for pair in wanted[name] if set(pair) != two]
    else:
        kept = [pair for pair in rules[step.about]["pairs"] if set(pair) != two]
        wanted["rules"].pop(step.about)
        if kept:
            wanted["rules"][step.about] = {**rules[step.about], "pairs": kept}
    return people, wanted


def placed(result: Matching) -> set[str]:
    return {*result.pairs["mentor_id"], *result.pairs["mentee_id"]}


def others(result: Matching, name: str) -> int:
    pairs = result.pairs
    return int(
        pairs.loc[(pairs["mentor_id"] != name) & (pairs["mentee_id"] != name), "points"].sum()
    )


def every_single(case: Case, name: str) -> Iterator[Step]:
    people, wanted = case
    row = people.set_index("person_id").loc[name]
    for column in ("languages", "slots"):
        mine = parse_set(row[column]) or frozenset()
        for value in {v for cell in people[column] for v in parse_set(cell) or ()} - mine:
            yield Step("value", "", about=column, person_id=name, value=value)
    for mentor, capacity in zip(people["person_id"], people["capacity"], strict=True):
        role = people.set_index("person_id").loc[mentor, "role"]
        if role == "mentor" and (row["role"] == "mentee" or (mentor == name and capacity == 0)):
            yield Step("place", "", person_id=mentor, n=int(capacity) + 1)
    listed = {"forbidden": wanted["forbidden"], "former_pair": wanted["former"]}
    listed |= {"not_these": wanted["rules"].get("not_these", {}).get("pairs", [])}
    for rule, pairs in listed.items():
        for one, other in pairs:
            if name in (one, other):
                yield Step("pair", "", about=rule, person_id=one, other_id=other)
    for rule in match(*case[:1], **wanted).rules:
        if rule.strength == "hard" and not rule.fixed:
            yield Step("rule", "", about=rule.id)
    yield from (Step("floor", "", n=n) for n in (0, 10, 20, 30, 40, 50) if n < wanted["floor"])
    yield Step("aim", "")


def check(case: Case, result: Matching, name: str) -> None:
    problem = result.problem
    offered = result.changes_for(name)
    for change in offered:
        changed = case
        for step in change.steps:
            changed = applied(changed, step, changed[1]["rules"])
        then = match(changed[0], **changed[1])
        assert name in placed(then), change.sentence
        assert placed(result) <= placed(then), change.sentence
        lower = (others(result, name) - others(then, name)) * 100 / problem.most_points
        assert change.others_lower == pytest.approx(lower, abs=1e-6), change.sentence
        partner = {change.person_id, change.partner_id}
        assert any(
            {r["mentor_id"], r["mentee_id"]} == partner for r in then.pairs.to_dict("records")
        )
    if any(len(change.steps) == 1 for change in offered):
        return
    for step in every_single(case, name):
        people, wanted = applied(case, step, case[1]["rules"])
        then = match(people, **wanted)
        missed = name in placed(then) and placed(result) <= placed(then)
        assert not missed, step


@settings(max_examples=3)
@given(cases())
def test_an_offered_change_pairs_the_person_at_the_said_cost_and_none_is_overlooked(
    case: Case,
) -> None:
    result = match(case[0], **case[1])
    for name in result.unmatched["person_id"].head(2):
        check(case, result, name)


@settings(max_examples=3)
@given(cases())
def test_what_is_found_by_moves_alone_is_what_solving_again_finds(case: Case) -> None:
    result = match(case[0], **case[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("rmkit.matching.changes._SURE", 0)
        patch.setattr("rmkit.matching.changes._FEW_SOLVES", 60)
        for name in result.unmatched["person_id"].head(2):
            check(case, result, name)


@pytest.mark.proof
@settings(max_examples=120)
@given(cases())
def test_changes_hold_in_many_more_cases(case: Case) -> None:
    result = match(case[0], **case[1])
    for name in result.unmatched["person_id"]:
        check(case, result, name)
