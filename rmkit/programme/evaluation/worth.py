"""What the programme cost, and what it may have been worth: a return beside a lottery alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rmkit.programme.read_once import once_confirmed

if TYPE_CHECKING:
    from rmkit.outcomes.result import Result
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import Compared

__all__ = ["cost_said", "returned_worth", "worth_said"]

_COST = "hours_and_cost"
_DRAWN = "mentees who were not drawn for a place"


def cost_said(programme: Programme) -> str:
    """Say hours and cost in all and for each pair; empty where nobody wrote them down."""
    scores, pairs = _scores(programme), max(1, len(once_confirmed(programme)))
    parts = [
        f"{total:,.0f} {unit} in all, {total / pairs:,.0f} for each pair"
        for name, unit in (("hours", "hours"), ("cost", "in cost (your currency)"))
        if (total := scores.get(name)) is not None
    ]
    return f"{'; '.join(parts)}." if parts else ""


def _scores(programme: Programme) -> dict[str, float]:
    table = programme.questionnaires.scores(_COST, "after")
    if table.empty:
        return {}
    last = table.iloc[-1]
    return {
        name: float(last[name])
        for name in ("hours", "cost")
        if name in table.columns and float(last[name]) == float(last[name])
    }


def returned_worth(programme: Programme, compared: Compared | None) -> Result | None:
    """Set what it may have been worth beside what it cost; None where one of them is not known.

    A return comes back only where places were drawn by lot and the two groups can be told apart
    from having moved alike.
    """
    from rmkit.outcomes.change.worth import returns

    cost, answers = _scores(programme).get("cost"), _answers(programme)
    low, high = (_number(answers, name) for name in ("benefit_low", "benefit_high"))
    if not cost or low is None or high is None or low > high:
        return None
    share, sure = (
        1.0 if (told := _number(answers, name)) is None else min(told, 100.0) / 100
        for name in ("benefit_share", "benefit_sure")
    )
    return returns(
        {"worth in a year": (low, high)},
        {"cost in all": cost},
        comparison=_DRAWN if _is_shown(compared) else None,
        isolation=share,
        confidence=sure,
    )


def _answers(programme: Programme) -> Mapping[str, object]:
    kept = programme.file.counting(_COST, "after")
    return kept[-1].answers if kept else {}


def _number(answers: Mapping[str, object], name: str) -> float | None:
    value = answers.get(name)
    return float(value) if isinstance(value, int | float) else None


def _is_shown(compared: Compared | None) -> bool:
    lottery = compared is not None and compared.how == "lottery"
    return lottery and compared.low is not None and compared.low > 0  # type: ignore[union-attr]


def worth_said(found: Result | None) -> str:
    """Say the return with its uncertainty, or why none is told; empty where nothing is known."""
    if found is None:
        return ""
    if "roi" in found and found["roi"].known:
        roi = found["roi"]
        ends = ""
        if roi.low is not None and roi.high is not None:
            ends = f" (95 % interval {roi.low:,.0f} to {roi.high:,.0f})"
        return (
            f"Return: {roi.value:,.0f} % of the cost{ends}, beside {_DRAWN}. What it is worth is "
            "what people believe."
        )
    said = "No return is told: places were not drawn by lot, or nothing was shown by it."
    if "share_to_break_even" not in found or not found["share_to_break_even"].known:
        return said
    even = found["share_to_break_even"]
    if even.value > 1:
        return f"{said} Even all that is claimed would not pay for it in a year."
    part = f"{100 * even.value:.0f} of 100"
    return f"{said} To pay in a year, {part} of the worth that people see would have to come of it."
