"""What decides about pairs, as data for a form: every rule and criterion, and how it stands now.

In comes what a proposal was made with, or nothing before there is one; out comes what a form shows
and what `pairing.solve(**choices)` takes. Nothing here solves.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, cast, get_args

from rmkit.errors import NotReady

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.matching import Aim, Criterion, Rule, Strength

__all__ = [
    "Choices",
    "CriterionChoice",
    "RuleChoice",
    "Settings",
    "checkable",
    "choices_of",
    "first_choices",
]


class Settings(TypedDict):
    """What `pairing.solve` and `pairing.weigh` take, as plain values."""

    aim: Aim
    criteria: dict[str, int]
    rules: dict[str, Strength]
    locked: tuple[tuple[str, str], ...]
    forbidden: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule: its sentence, how strong it is now, and how strong it can be."""

    id: str
    sentence: str
    strength: Strength
    strengths: tuple[Strength, ...]


@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """A criterion: what it is about, what it cannot tell (`why`), and how much it counts now.

    `weight` is a whole number from 0 (off) to 100; `default` is what it ships with.
    """

    id: str
    title: str
    why: str
    weight: int
    default: int


@dataclass(frozen=True, slots=True)
class Choices:
    """All that decides about pairs; `pairing.solve(**choices)` takes it as it is.

    `aim` is "participation" (as many pairs as possible) or "score". `locked` are pairs
    (mentor_id, mentee_id) that are kept, `forbidden` pairs of ids that must not meet.
    """

    aim: Aim
    criteria: tuple[CriterionChoice, ...]
    rules: tuple[RuleChoice, ...]
    locked: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> Settings:
        """The same as plain values: strengths and weights by id."""
        return {
            "aim": self.aim,
            "criteria": {c.id: c.weight for c in self.criteria},
            "rules": {r.id: r.strength for r in self.rules},
            "locked": self.locked,
            "forbidden": self.forbidden,
        }

    def keys(self) -> Iterator[str]:
        """Name what `**choices` passes on."""
        return iter(self.settings)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - each setting has its own type
        return cast("dict[str, Any]", self.settings)[name]


def checkable(
    rules: Mapping[str, Strength] | Sequence[Rule] | None, people: pd.DataFrame
) -> Mapping[str, Strength] | Sequence[Rule]:
    """Turn off the warning of an unknown language where nobody was asked: it tells nothing.

    What is said of that rule, or rules of somebody's own, stay as they are.
    """
    if rules is not None and not isinstance(rules, Mapping):
        return rules
    unasked: dict[str, Strength] = {}
    if people["languages"].isna().all():
        unasked["language_unknown"] = "off"
    return {**unasked, **(rules or {})}


def first_choices(people: pd.DataFrame | None) -> Choices:
    """Give what decides before anybody chose; None where nobody answered yet."""
    from rmkit.matching import CRITERIA, RULES

    changed = {} if people is None else cast("Mapping[str, Strength]", checkable(None, people))
    weights = {c.id: c.weight for c in CRITERIA}
    strengths = {r.id: changed.get(r.id, r.strength) for r in RULES}
    return Choices("participation", _criteria(CRITERIA, weights), _rules(RULES, strengths))


def choices_of(kept: Mapping[str, object]) -> Choices:
    """Read what decided from the settings that are kept with a proposal.

    Raises
    ------
    NotReady
        It was made with rules or criteria that somebody wrote in Python: a file keeps no code.
    """
    from rmkit.matching import CRITERIA, RULES

    settings = cast("dict[str, Any]", kept)
    weights = {c["id"]: c["weight"] for c in settings["criteria"]}
    strengths = {r["id"]: r["strength"] for r in settings["rules"]}
    known = {*(c.id for c in CRITERIA), *(r.id for r in RULES)}
    own = [name for name in (*weights, *strengths) if name not in known]
    if own:
        message = (
            f"These pairs were made with rules or criteria of your own ({', '.join(own)}), and a "
            "file keeps no code. Give them to pairing.solve() again, and use what it returns."
        )
        raise NotReady(message)
    return Choices(
        settings["aim"],
        _criteria(CRITERIA, weights),
        _rules(RULES, strengths),
        locked=tuple((one, other) for one, other in settings["locked"]),
        forbidden=tuple((one, other) for one, other in settings["forbidden"]),
    )


def _criteria(
    every: Sequence[Criterion], weights: Mapping[str, int]
) -> tuple[CriterionChoice, ...]:
    return tuple(
        CriterionChoice(c.id, c.title, c.why, weights.get(c.id, 0), c.weight) for c in every
    )


def _rules(every: Sequence[Rule], strengths: Mapping[str, Strength]) -> tuple[RuleChoice, ...]:
    from rmkit.matching import Strength

    return tuple(
        RuleChoice(
            r.id,
            r.sentence,
            strengths.get(r.id, "off"),
            (r.strength,) if r.fixed else get_args(Strength),
        )
        for r in every
    )
