"""What decides about pairs, as data for a form: every rule and criterion, and how it stands now.

In comes what a proposal was made with, or nothing before there is one; out comes what a form shows
and what `pairing.solve(**choices)` takes. Nothing here solves. Who met before and who comes first
follows from the programme's pairs and is not chosen here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict, cast, get_args

from rmkit.definitions.discreet import discreet
from rmkit.errors import NotReady

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.matching import Aim, Rule, Strength

__all__ = [
    "Choices",
    "CriterionChoice",
    "RuleChoice",
    "Settings",
    "checkable",
    "choices_of",
    "first_choices",
]

_BEFORE_NUMBERS = frozenset(
    {
        "same_person", "forbidden", "reporting_line", "no_shared_language", "language_unknown",
        "same_department", "same_manager", "no_shared_slot", "nothing_to_give",
        "mentor_longer_there",
    }
)  # fmt: skip
"""The rules there were when a proposal kept no floor; the others come as they ship."""


class Settings(TypedDict):
    """What `pairing.solve` and `pairing.weigh` take, as plain values."""

    aim: Aim
    criteria: dict[str, object]
    rules: dict[str, object]
    floor: float
    keep: tuple[tuple[str, str], ...]
    locked: tuple[tuple[str, str], ...]
    forbidden: tuple[tuple[str, str], ...]


@discreet("id", "strength", "n", "own")
@dataclass(frozen=True, slots=True)
class RuleChoice:
    """A rule: its sentence, how strong it is now, and how strong it can be.

    `n` is the number in it and `counts` what that number counts; empty where nobody chooses it.
    `data` is what makes a rule of somebody's own, None for those that ship.
    """

    id: str
    sentence: str
    strength: Strength
    strengths: tuple[Strength, ...]
    n: float = 0
    counts: str = ""
    least: int = 0
    data: Mapping[str, object] | None = None

    @property
    def own(self) -> bool:
        """Whether somebody added it."""
        return self.data is not None

    @property
    def setting(self) -> object:
        """What `pairing.solve(rules={id: ...})` takes for it."""
        if self.data is not None:
            return {**self.data, "strength": self.strength}
        return {"strength": self.strength, "n": self.n} if self.counts else self.strength


@discreet("id", "weight", "default", "asked", "own")
@dataclass(frozen=True, slots=True)
class CriterionChoice:
    """A criterion: what it is about, what it cannot tell (`why`), and how much it counts now.

    `weight` is a whole number from 0 (off) to 100; `default` is what it ships with. `asked` is
    whether anything was on record about it when pairs were last proposed: where not, it counts
    nothing. `data` is what makes a criterion of somebody's own, None for those that ship.
    """

    id: str
    title: str
    why: str
    weight: int
    default: int
    asked: bool = True
    data: Mapping[str, object] | None = None

    @property
    def own(self) -> bool:
        """Whether somebody added it."""
        return self.data is not None

    @property
    def setting(self) -> object:
        """What `pairing.solve(criteria={id: ...})` takes for it."""
        return {**self.data, "weight": self.weight} if self.data is not None else self.weight


@discreet("aim", "floor")
@dataclass(frozen=True, slots=True)
class Choices:
    """All that decides about pairs; `pairing.solve(**choices)` takes it as it is.

    `aim` is "participation" (as many pairs as possible) or "score". `locked` are pairs
    (mentor_id, mentee_id) that are kept, `forbidden` pairs of ids that must not meet. `floor` is
    the score (0 to 100) under which no pair is made; `keep` are the pairs to disturb least.
    """

    aim: Aim
    criteria: tuple[CriterionChoice, ...]
    rules: tuple[RuleChoice, ...]
    locked: tuple[tuple[str, str], ...] = ()
    forbidden: tuple[tuple[str, str], ...] = ()
    floor: float = 0.0
    keep: tuple[tuple[str, str], ...] = ()

    @property
    def settings(self) -> Settings:
        """The same as plain values: strengths and weights by id."""
        return {
            "aim": self.aim,
            "criteria": {c.id: c.setting for c in self.criteria},
            "rules": {r.id: r.setting for r in self.rules},
            "floor": self.floor,
            "keep": self.keep,
            "locked": self.locked,
            "forbidden": self.forbidden,
        }

    def keys(self) -> Iterator[str]:
        """Name what `**choices` passes on."""
        return iter(self.settings)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - each setting has its own type
        return cast("dict[str, Any]", self.settings)[name]


def checkable(
    rules: Mapping[str, object] | Sequence[Rule] | None, people: pd.DataFrame
) -> Mapping[str, object] | Sequence[Rule]:
    """Turn off the warning of an unknown language where nobody was asked: it tells nothing.

    What is said of that rule, or rules of somebody's own, stay as they are.
    """
    if rules is not None and not isinstance(rules, Mapping):
        return rules
    unasked: dict[str, object] = {}
    if people["languages"].isna().all():
        unasked["language_unknown"] = "off"
    return {**unasked, **(rules or {})}


def first_choices(people: pd.DataFrame | None) -> Choices:
    """Give what decides before anybody chose; None where nobody answered yet."""
    changed = {} if people is None else cast("Mapping[str, object]", checkable(None, people))
    return Choices("participation", _criteria({}, None), _rules(changed, _as_they_ship()))


def choices_of(kept: Mapping[str, object]) -> Choices:
    """Read what decided from the settings that are kept with a proposal, of any version.

    Raises
    ------
    NotReady
        It was made with rules or criteria that somebody wrote in Python: a file keeps no code.
    """
    from rmkit.matching import CRITERIA, RULES

    settings = cast("dict[str, Any]", kept)
    known = {*(c.id for c in CRITERIA), *(r.id for r in RULES)}
    every = [*settings["criteria"], *settings["rules"]]
    code = [one["id"] for one in every if one["id"] not in known and "kind" not in one]
    if code:
        message = (
            f"These pairs were made with rules or criteria of your own ({', '.join(code)}), and a "
            "file keeps no code. Give them to pairing.solve() again, and use what it returns."
        )
        raise NotReady(message)
    rules = {r["id"]: _without(r, "id", "sentence") for r in settings["rules"]}
    for one in settings["rules"]:
        if "kind" in one:
            rules[one["id"]]["sentence"] = one["sentence"]
    new = {} if "floor" in settings else _as_they_ship()
    others = {name: strength for name, strength in new.items() if name not in _BEFORE_NUMBERS}
    criteria = {c["id"]: c if "kind" in c else c["weight"] for c in settings["criteria"]}
    return Choices(
        settings["aim"],
        _criteria(criteria, frozenset(settings.get("unasked", ()))),
        _rules(rules, others),
        locked=_pairs(settings["locked"]),
        forbidden=_pairs(settings["forbidden"]),
        floor=float(settings.get("floor", 0.0)),
        keep=_pairs(settings.get("keep", ())),
    )


def _without(data: Mapping[str, object], *names: str) -> dict[str, object]:
    return {key: value for key, value in data.items() if key not in names}


def _pairs(pairs: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((str(one), str(other)) for one, other in pairs)


def _criteria(
    wanted: Mapping[str, object], unasked: frozenset[str] | None
) -> tuple[CriterionChoice, ...]:
    """List the criteria: those of a proposal, or with `unasked` None as they ship."""
    from rmkit.matching import CRITERIA
    from rmkit.matching.criteria import chosen_criteria

    shipped = {c.id: c for c in CRITERIA}
    own = {str(name): data for name, data in wanted.items() if name not in shipped}
    made = [c for c in chosen_criteria({n: _bare(d) for n, d in own.items()}) if c.id in own]
    weights = wanted if unasked is not None else {c.id: c.weight for c in CRITERIA}
    listed = [
        CriterionChoice(
            c.id, c.title, c.why, cast("int", weights.get(c.id, 0)), c.weight,
            asked=c.id not in (unasked or ()),
        )
        for c in CRITERIA
    ]  # fmt: skip
    listed += [
        CriterionChoice(
            c.id, c.title, c.why, c.weight, c.weight, asked=c.id not in (unasked or ()),
            data=c.data(),
        )
        for c in made
    ]  # fmt: skip
    return tuple(listed)


def _bare(data: object) -> dict[str, object]:
    return _without(cast("Mapping[str, object]", data), "id")


def _rules(wanted: Mapping[str, object], others: Mapping[str, Strength]) -> tuple[RuleChoice, ...]:
    """List the rules: as wanted, and those that are not named as `others` says."""
    from rmkit.matching import RULES, Strength
    from rmkit.matching.rules import chosen_rules

    strengths = {r.id: r.strength if r.fixed else others.get(r.id, "off") for r in RULES}
    loud: dict[str, object] = {rule.id: "hard" for rule in RULES}
    for name, data in wanted.items():
        mapped = data if isinstance(data, Mapping) else {"strength": data}
        strengths[name] = cast("Strength", mapped["strength"])
        loud[name] = {**mapped, "strength": "hard"}
    return tuple(
        RuleChoice(
            r.id,
            r.sentence,
            strengths[r.id],
            (r.strength,) if r.fixed else get_args(Strength)[: 2 if r.own else 3],
            n=r.n,
            counts=r.counts,
            least=1 if r.kind == "sets" else 0,
            data=_without(r.data(), "strength") if r.own else None,
        )
        for r in chosen_rules(loud)
    )


def _as_they_ship() -> dict[str, Strength]:
    from rmkit.matching import RULES

    return {rule.id: rule.strength for rule in RULES}
