"""The plan: each part of the objective checked, whether the plan carries it, and ready plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rmkit.forms.given import Given
from rmkit.forms.notice import Notice
from rmkit.forms.panel import Panel, act, script, style
from rmkit.meetings.reach import RULE

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["PlanPanel", "plan"]


class PlanPanel(Panel):
    """The objective held against the ready plans, one of which can be taken."""

    _esm = script("plan")
    _css = style("plan")

    def __init__(self, programme: Programme) -> None:
        self._programme = programme
        super().__init__(self._seen())

    def _seen(self) -> dict[str, object]:
        step = self._programme.objective
        record, found = step.record, step.reach
        return {
            "sentence": record.sentence if record else "",
            "parts": [
                {"mark": p.mark, "title": p.title, "said": p.said, "good": p.good,
                 "sentence": p.sentence}
                for p in step.parts
            ],
            "enough": None if found is None else found.enough,
            "reach": found.sentence if found else "",
            "helps": list(found.helps) if found else [],
            "rule": RULE,
            "plans": list(self._plans(record.plan if record else None)),
        }  # fmt: skip

    def _plans(self, chosen: str | None) -> Iterator[dict[str, object]]:
        for fit in self._programme.objective.fits:
            ready = fit.plan
            yield {
                "id": ready.id, "title": ready.title.say(), "short": ready.in_short,
                "suits": ready.suits.say(), "limits": [line.say() for line in ready.limits],
                "decision": ready.decision.say() if ready.decision else "",
                "fits": fit.fits, "best": fit.best, "reason": fit.reason,
                "chosen": ready.id == chosen,
            }  # fmt: skip

    @act
    def look(self, given: Given) -> None:
        """Read the objective again: it may have been kept a moment ago."""
        self.view = self._seen()

    @act
    def take(self, given: Given) -> Notice:
        """Take a ready plan for this programme."""
        kept = self._programme.objective.choose_plan(given.text("plan"))
        self.view = self._seen()
        return Notice("done", f"The plan is kept. The objective reads: {kept.sentence}")


def plan(programme: Programme) -> PlanPanel:
    """Show each part of the objective with its check, and which ready plan fits it and why."""
    return PlanPanel(programme)
