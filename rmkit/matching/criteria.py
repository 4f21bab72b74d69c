"""What speaks for a pair: the criteria that ship, and those that somebody chose.

A criterion compares a mentor with a mentee and gives 0 (nothing speaks for it) to 1 (all that
could be wished). What is unknown counts neither way: one half. The value times 1,000, rounded,
times a whole weight gives points, so that totals are whole numbers.

Sex, age and other protected traits are never criteria.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from rmkit.errors import Fault, FaultsFound, UnknownName
from rmkit.matching.criterion import CRITERION_KINDS, Criterion, CriterionKind
from rmkit.people.protected import refuse_protected

__all__ = ["CRITERIA", "chosen_criteria"]

CRITERIA: Final[tuple[Criterion, ...]] = (
    Criterion(
        id="needs_covered",
        title="Needs covered",
        weight=6,
        why="The share of the levels a mentee wants to rise that the mentor can lead them "
        "through; bigger needs count more. It trusts what both said of themselves.",
        kind="levels",
        want="given",
        fact="skills",
    ),
    Criterion(
        id="given_back",
        title="Something in return",
        weight=0,
        why="The share of the mentor's own wanted levels that the mentee can lead them through. "
        "Turn it on where learning should go both ways.",
        kind="levels",
        want="returned",
        fact="skills",
    ),
    Criterion(
        id="shared_slots",
        title="Shared half-days",
        weight=2,
        why="Weekly half-days on which both are free; three are plenty.",
        kind="sets",
        column="slots",
        plenty=3,
        fact="slots",
    ),
    Criterion(
        id="common_topics",
        title="Common topics",
        weight=1,
        why="Words that both wrote under topics; three are plenty. It compares words, not "
        "meanings, and sees nothing across languages.",
        kind="words",
        column="topics",
        plenty=3,
        fact="topics",
    ),
    Criterion(
        id="common_expectations",
        title="Common expectations",
        weight=1,
        why="Words that both wrote about what they want to get out of it; three are plenty. It "
        "compares words, not meanings, and sees nothing across languages.",
        kind="words",
        column="expectations",
        plenty=3,
    ),
    Criterion(
        id="ways_to_meet",
        title="Ways to keep in touch",
        weight=1,
        why="Whether both named a same way to meet or keep in touch; one is enough.",
        kind="sets",
        column="communication",
        plenty=1,
    ),
    Criterion(
        id="different_department",
        title="Different departments",
        weight=1,
        why="Pairs from different departments speak more freely and see more of the "
        "organisation; a preference, not a rule.",
        kind="codes",
        column="department",
        want="different",
        fact="department",
    ),
    Criterion(
        id="same_kind",
        title="Of the same kind",
        weight=0,
        why="Whether both are of the same kind in the profiles. Kinds are a rough picture: turn "
        "this on only if you believe them.",
        kind="codes",
        column="cluster",
        want="same",
    ),
    Criterion(
        id="mixed_kinds",
        title="Of different kinds",
        weight=0,
        why="Whether the two are of different kinds in the profiles. Kinds are a rough picture: "
        "turn this on only if you believe them.",
        kind="codes",
        column="cluster",
        want="different",
    ),
    Criterion(
        id="similar_style",
        title="Similar style",
        weight=0,
        why="How alike two people describe their ways of working. Off unless you turn it on: "
        "the evidence that similar styles make better pairs is thin.",
        kind="ratings",
        column="style_",
        fact="style",
    ),
)
"""Every criterion that ships, in the order in which reasons tell them."""

_KNOWN: Final = ("kind", "column", "weight", "title", "want", "plenty")


def chosen_criteria(
    wanted: Mapping[str, object] | Sequence[Criterion] | None = None,
) -> tuple[Criterion, ...]:
    """Give the criteria that count.

    Parameters
    ----------
    wanted
        None for `CRITERIA` as they are. A mapping by id changes the weights of some (0 turns one
        off); an id that does not ship is a criterion of your own: `{"kind": "sets", "column":
        "hobbies", "weight": 2}`, of the kinds sets, words or codes. A sequence gives the criteria
        themselves.

    Returns
    -------
    tuple of Criterion
        Those with a weight above 0.

    Raises
    ------
    UnknownName
        A weight is given to a criterion that does not exist.
    NotAllowed
        A criterion looks at a protected trait.
    FaultsFound
        Weights are not whole numbers from 0 to 100, no criterion is left, or one comes twice.
    """
    if wanted is None or isinstance(wanted, Mapping):
        every, faults = _weighted(wanted or {})
    else:
        every, faults = tuple(wanted), []
    for criterion in every:
        refuse_protected(f'The criterion "{criterion.id}"', criterion.column)
    faults += [
        Fault(
            "is not a whole number from 0 to 100.",
            "Write 0 to turn the criterion off.",
            column=f"weight of {c.id}",
            value=str(c.weight),
        )
        for c in every
        if isinstance(c.weight, bool) or not isinstance(c.weight, int) or not 0 <= c.weight <= 100
    ]
    ids = [c.id for c in every]
    faults += [
        Fault("comes twice.", "Name each criterion once.", column=name)
        for name in sorted({n for n in ids if ids.count(n) > 1})
    ]
    counting = tuple(c for c in every if faults or c.weight > 0)
    if not counting:
        faults.append(Fault("No criterion counts.", "Give at least one a weight above 0."))
    if faults:
        raise FaultsFound(faults, "Nobody was paired.")
    return counting


def _weighted(wanted: Mapping[str, object]) -> tuple[tuple[Criterion, ...], list[Fault]]:
    found = {c.id: c for c in CRITERIA}
    faults: list[Fault] = []
    for name, given in wanted.items():
        if isinstance(given, Mapping) and name not in found:
            own, wrong = _own(str(name), given)
            faults += wrong
            found |= {name: own} if own else {}
        elif name not in found:
            raise UnknownName(kind="criterion", name=str(name), known=found)
        else:
            found[name] = replace(found[name], weight=cast("int", given))
    return tuple(found.values()), faults


def _own(name: str, data: Mapping[str, object]) -> tuple[Criterion | None, list[Fault]]:
    kind, column = data.get("kind"), str(data.get("column") or "")
    plenty, want = data.get("plenty", 1), data.get("want", "same")
    checks = (
        (kind in CRITERION_KINDS, f'is of the kind "{kind}".', f"Kinds: {_or(CRITERION_KINDS)}."),
        (bool(column), "does not say what it looks at.", 'Write the column under "column".'),
        (want in ("same", "different"), f'wants "{want}".', "Write same or different."),
        (
            type(plenty) is int and 1 <= plenty <= 100,
            f'has "{plenty}" as what is plenty.',
            "Write a whole number from 1 to 100.",
        ),
        (set(data) <= set(_KNOWN), "has a field that is not known.", f"Known: {_or(_KNOWN)}."),
    )
    faults = [Fault(problem, fix, column=name) for good, problem, fix in checks if not good]
    if faults:
        return None, faults
    return Criterion(
        id=name,
        title=str(data.get("title") or name.replace("_", " ").capitalize()),
        weight=cast("Any", data.get("weight", 1)),
        why=f"Added by you: it compares {column.replace('_', ' ')}.",
        kind=cast("CriterionKind", kind),
        column=column,
        want=str(want) if kind == "codes" else "",
        plenty=cast("int", plenty),
        own=True,
    ), []


def _or(words: Sequence[str]) -> str:
    return ", ".join(words)
