"""What will be analysed and how, laid down before the answers are in.

In comes what is planned; out goes an `AnalysisPlan`, which a date and a digest freeze. It tells
later what was planned and what was thought of after looking. It computes nothing, and it reads no
clock: the date of freezing is given. Anybody can work out a digest anew, so note it elsewhere: in a
registry, in a mail to somebody outside.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime
from typing import Any

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault, FaultsFound, NotAllowed, NotReady

__all__ = ["ADJUSTMENTS", "AnalysisPlan", "PlannedOutcome", "analysis_plan"]

ADJUSTMENTS = {
    "holm": "Holm's method: at most one family in twenty finds anything where nothing is (for "
    "alpha .05)",
    "bh": "Benjamini and Hochberg's method: of what is found, at most one in twenty is nothing "
    "(for alpha .05), on average",
    "none": "none: with many outcomes some are found by chance",
}
"""How p-values of one family are adjusted, and what that means."""

_FORMAT = 1


@discreet("id", "primary", "family")
@dataclass(frozen=True)
class PlannedOutcome:
    """One outcome and how it will be analysed.

    Attributes
    ----------
    id, title
        What it is called in code, and in words.
    method
        How it is analysed: a function of `rmkit.outcomes`, or words.
    primary
        Whether the study is about it. All others are secondary and never the headline.
    family
        Which p-values are adjusted together; "primary" or "secondary" unless said.
    measure
        What it is measured with: instrument, scale, side and waves.
    smallest
        The smallest effect that would matter, in words.
    """

    id: str
    title: str
    method: str
    primary: bool = False
    family: str = ""
    measure: str = ""
    smallest: str = ""


@discreet("outcomes", "follow_up", "frozen_on", "digest")
@dataclass(frozen=True)
class AnalysisPlan:
    """A plan of analysis; `analysis_plan` makes one.

    Attributes
    ----------
    title, outcomes, follow_up, comparison, exclusions, missing
        As given to `analysis_plan`.
    pairs, why_so_many, alpha, adjustment
        As given to `analysis_plan`.
    frozen_on
        The day on which it was frozen; None while it can be changed.
    digest
        SHA-256 of everything above as canonical JSON (keys sorted, no spaces, UTF-8); empty while
        it can be changed.
    """

    title: str
    outcomes: tuple[PlannedOutcome, ...]
    follow_up: date
    comparison: str = ""
    exclusions: tuple[str, ...] = ()
    missing: str = ""
    pairs: int | None = None
    why_so_many: str = ""
    alpha: float = 0.05
    adjustment: str = "holm"
    frozen_on: date | None = None
    digest: str = ""

    @property
    def primary(self) -> tuple[PlannedOutcome, ...]:
        """The outcomes that the study is about."""
        return tuple(outcome for outcome in self.outcomes if outcome.primary)

    @property
    def families(self) -> dict[str, tuple[PlannedOutcome, ...]]:
        """Outcomes whose p-values are adjusted together, by family."""
        names = dict.fromkeys(outcome.family for outcome in self.outcomes)
        return {name: tuple(o for o in self.outcomes if o.family == name) for name in names}

    def freeze(self, *, on: date) -> AnalysisPlan:
        """Give the plan as it stands for good.

        Parameters
        ----------
        on
            The day; it lies before the follow-up.

        Raises
        ------
        NotAllowed
            The follow-up has begun, or the plan is frozen already.
        """
        on = _day(on)
        if self.frozen_on is not None:
            message = (
                f"This plan was frozen on {self.frozen_on.isoformat()}. Make a new one and say "
                "why; the old one stays. `differences` tells what is new."
            )
            raise NotAllowed(message)
        if on >= self.follow_up:
            message = (
                f"The follow-up is on {self.follow_up.isoformat()}, and this is "
                f"{on.isoformat()}. A plan is frozen before the answers can be looked at. Keep "
                "it unfrozen and say that all of its results explore; they can be told as such."
            )
            raise NotAllowed(message)
        dated = replace(self, frozen_on=on)
        return replace(dated, digest=_digest(dated))

    def verify(self, digest: str | None = None) -> bool:
        """Tell whether everything stands as it was frozen.

        Parameters
        ----------
        digest
            The digest that was noted elsewhere; without one the plan's own is compared with.

        Raises
        ------
        NotReady
            The plan was never frozen.
        """
        if self.frozen_on is None or not self.digest:
            message = "This plan was not frozen, so there is nothing to verify. Freeze it first."
            raise NotReady(message)
        found = _digest(self)
        noted = found if digest is None else digest.strip().lower()
        return found == self.digest == noted

    def differences(self, other: AnalysisPlan) -> tuple[str, ...]:
        """Say in which parts another plan differs, outcomes by their id; empty where in none."""
        ours, theirs = self.to_dict()["plan"], other.to_dict()["plan"]
        parts = [name for name in ours if name != "outcomes" and ours[name] != theirs[name]]
        mine = {outcome["id"]: outcome for outcome in ours["outcomes"]}
        new = {outcome["id"]: outcome for outcome in theirs["outcomes"]}
        told = [f"{name.replace('_', ' ')} differs" for name in parts]
        told += [f"outcome {id} is left out" for id in mine if id not in new]
        told += [f"outcome {id} is new" for id in new if id not in mine]
        told += [f"outcome {id} differs" for id in mine if id in new and mine[id] != new[id]]
        return tuple(told)

    def to_dict(self) -> dict[str, Any]:
        """Give the plan as plain data that JSON can hold; `from_dict` reads it back."""
        plan = asdict(self)
        frozen, digest = plan.pop("frozen_on"), plan.pop("digest")
        plan["follow_up"] = self.follow_up.isoformat()
        plan["outcomes"] = list(plan["outcomes"])
        plan["exclusions"] = list(plan["exclusions"])
        return {
            "format": _FORMAT,
            "plan": plan,
            "frozen_on": frozen.isoformat() if frozen else None,
            "digest": digest,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> AnalysisPlan:
        """Read a plan back as it was kept; `verify` tells whether it was altered since.

        Raises
        ------
        FaultsFound
            It is no plan, or a newer kind of one, or was frozen when the follow-up had begun.
        """
        held = data.get("plan") if isinstance(data, Mapping) else None
        known = {field.name for field in fields(cls)} - {"frozen_on", "digest"}
        if not isinstance(held, Mapping) or data.get("format") != _FORMAT or set(held) != known:
            fix = "Give what `to_dict` gave, or use the rmkit that made it."
            raise _refused([Fault("is no analysis plan of this format.", fix)])
        try:
            given = {**held, "follow_up": date.fromisoformat(held["follow_up"])}
            frozen = date.fromisoformat(data["frozen_on"]) if data.get("frozen_on") else None
        except (TypeError, ValueError):
            fault = Fault("holds a day that is none.", "Give days as 2027-07-11.")
            raise _refused([fault]) from None
        plan = analysis_plan(given.pop("title"), given.pop("outcomes"), **given)
        if frozen is not None and frozen >= plan.follow_up:
            fault = Fault("was frozen when the follow-up had begun.", "Keep it unfrozen.")
            raise _refused([fault])
        return replace(plan, frozen_on=frozen, digest=str(data.get("digest") or ""))

    def text(self) -> str:
        """Say all of the plan in words."""
        from rmkit.outcomes.design.plan_page import plan_text

        return plan_text(self)

    def html(self) -> str:
        """Give the plan as a page that stands for itself, to print or to file."""
        from rmkit.outcomes.design.plan_page import plan_html

        return plan_html(self)

    def _repr_html_(self) -> str:
        from rmkit.outcomes.design.plan_page import plan_body

        return f"<div class='mathjax_ignore'>{plan_body(self)}</div>"


def analysis_plan(
    title: str,
    outcomes: Iterable[PlannedOutcome | Mapping[str, Any]],
    *,
    follow_up: date,
    comparison: str = "",
    exclusions: Iterable[str] = (),
    missing: str = "",
    pairs: int | None = None,
    why_so_many: str = "",
    alpha: float = 0.05,
    adjustment: str = "holm",
) -> AnalysisPlan:
    """Lay down what will be analysed and how; `.freeze(on=...)` makes it stand.

    Parameters
    ----------
    title
        The question that the study asks.
    outcomes
        What is measured and how each is analysed, as `PlannedOutcome` or mappings of its fields.
        At least one is primary.
    follow_up
        The day on which the first answers after the meetings can come in.
    comparison
        Who is compared with whom, and how it is decided who is where; empty for nobody.
    exclusions
        Who is left out, each rule a sentence; empty for nobody.
    missing
        What is done about people who do not answer.
    pairs
        How many pairs are planned for; None where that is open.
    why_so_many
        Why as many: a power, a precision, or how many there are.
    alpha
        Below which p, adjusted, an outcome counts.
    adjustment
        How p-values of a family are adjusted: one of `ADJUSTMENTS`.

    Returns
    -------
    AnalysisPlan
        Not frozen yet.

    Raises
    ------
    FaultsFound
        Something is missing or cannot be; all faults at once.

    References
    ----------
    Nosek et al. (2018), PNAS 115:2600-2606.

    Examples
    --------
    >>> plan = analysis_plan(
    ...     "Do mentors rate their skills higher after six months?",
    ...     [{"id": "ai", "title": "AI assistants", "method": "paired_change", "primary": True}],
    ...     follow_up=date(2027, 7, 11),
    ... )
    >>> frozen = plan.freeze(on=date(2027, 1, 10))
    >>> frozen.verify(), AnalysisPlan.from_dict(frozen.to_dict()) == frozen
    (True, True)
    """
    faults: list[Fault] = []
    taken = tuple(_outcome(given, number, faults) for number, given in enumerate(outcomes, 1))
    plan = AnalysisPlan(
        title=_text(title), outcomes=taken, follow_up=_day(follow_up),
        comparison=_text(comparison), exclusions=tuple(_text(rule) for rule in exclusions),
        missing=_text(missing), pairs=pairs, why_so_many=_text(why_so_many), alpha=alpha,
        adjustment=adjustment,
    )  # fmt: skip
    faults += _faults(plan)
    if faults:
        raise _refused(faults)
    return plan


def _outcome(
    given: PlannedOutcome | Mapping[str, Any], number: int, faults: list[Fault]
) -> PlannedOutcome:
    held = asdict(given) if isinstance(given, PlannedOutcome) else given
    known = {field.name for field in fields(PlannedOutcome)}
    if not isinstance(held, Mapping) or not set(held) <= known:
        fix = f"An outcome has: {', '.join(sorted(known))}."
        faults.append(Fault(f"outcome {number} has other parts than an outcome.", fix))
        return PlannedOutcome(str(number), "", "", primary=True)
    primary = held.get("primary", False) is True
    words = {name: _text(held.get(name, "")) for name in known - {"primary"}}
    words["family"] = words["family"] or ("primary" if primary else "secondary")
    for name in ("id", "title", "method"):
        if not words[name]:
            faults.append(Fault(f"outcome {number} has no {name}.", "Give one.", column="outcomes"))
    return PlannedOutcome(**words, primary=primary)


def _faults(plan: AnalysisPlan) -> list[Fault]:
    ids = [outcome.id for outcome in plan.outcomes]
    twice = sorted({id for id in ids if ids.count(id) > 1})
    checks = {
        "title": (not plan.title, "is empty.", "Say what the study asks."),
        "outcomes": (not plan.outcomes, "are missing.", "Name what is measured."),
        "primary": (
            bool(plan.outcomes) and not plan.primary,
            "is missing.", "Say of one outcome that the study is about it.",
        ),
        "id": (bool(twice), f"stands twice: {', '.join(twice)}.", "Give each outcome its own."),
        "alpha": (
            not isinstance(plan.alpha, int | float) or not 0 < plan.alpha < 1,
            "lies outside 0 to 1.", "Give .05.",
        ),
        "adjustment": (
            plan.adjustment not in ADJUSTMENTS,
            "is not known.", f"One of: {', '.join(ADJUSTMENTS)}.",
        ),
        "pairs": (
            plan.pairs is not None and (not isinstance(plan.pairs, int) or plan.pairs < 1),
            "is no number of pairs.", "Give a whole number, or leave it open.",
        ),
    }  # fmt: skip
    return [
        Fault(problem, fix, column=name) for name, (wrong, problem, fix) in checks.items() if wrong
    ]


def _refused(faults: list[Fault]) -> FaultsFound:
    return FaultsFound(faults, "No plan was made.")


def _text(value: object) -> str:
    return unicodedata.normalize("NFC", str(value or "")).strip()


def _day(day: date) -> date:
    return day.date() if isinstance(day, datetime) else day


def _digest(plan: AnalysisPlan) -> str:
    held = {name: value for name, value in plan.to_dict().items() if name != "digest"}
    written = json.dumps(
        held, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()
