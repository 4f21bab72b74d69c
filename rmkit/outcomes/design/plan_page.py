"""An analysis plan on a page: in words, and as HTML that stands for itself.

What people typed stands there as the words that it is: nothing of it acts.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING

from rmkit.definitions.inert import one_line, plain_lines

if TYPE_CHECKING:
    from rmkit.outcomes.design.plans import AnalysisPlan, PlannedOutcome

__all__ = ["plan_body", "plan_html", "plan_text"]

_NO_COMPARISON = (
    "Nobody is compared with. Whatever changes, no effect of mentoring will be claimed."
)
_EXPLORES = "Whatever is not planned here explores, and will be told as such."
_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;"
    "color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}"
    "th,td{border:1px solid #999;padding:.4rem .6rem;text-align:left;vertical-align:top}"
    "code{overflow-wrap:anywhere}@media print{body{margin:0}}"
)
_HEADINGS = ("Outcome", "Standing", "Measured with", "Analysed by", "Smallest that matters")


def plan_text(plan: AnalysisPlan) -> str:
    """Say all of a plan in words."""
    lines = ["Analysis plan", one_line(plan.title), ""]
    for outcome in plan.outcomes:
        said = "; ".join(
            f"{heading.lower()}: {cell}"
            for heading, cell in zip(_HEADINGS[1:], _cells(outcome)[1:], strict=True)
            if cell
        )
        lines.append(f"- {_cells(outcome)[0]} ({said})")
    lines += ["", *(f"{heading}: {said}" for heading, said in _parts(plan)), "", state(plan)]
    return plain_lines("\n".join(lines))


def plan_html(plan: AnalysisPlan) -> str:
    """Give a whole page."""
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width'>"
        f"<title>Analysis plan: {escape(one_line(plan.title))}</title>"
        f"<style>{_STYLE}</style></head><body><main>{plan_body(plan)}</main></body></html>"
    )


def plan_body(plan: AnalysisPlan) -> str:
    """Give what stands on the page."""
    head = "".join(f"<th scope='col'>{escape(name)}</th>" for name in _HEADINGS)
    rows = "".join(_row(outcome) for outcome in plan.outcomes)
    parts = "".join(
        f"<dt><strong>{escape(heading)}</strong></dt><dd>{escape(said)}</dd>"
        for heading, said in _parts(plan)
    )
    return (
        f"<h1>Analysis plan</h1><p>{escape(one_line(plan.title))}</p>"
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        f"<dl>{parts}</dl><p>{escape(state(plan))}</p>"
    )


def state(plan: AnalysisPlan) -> str:
    """Say whether the plan is frozen, and whether it still is what was frozen."""
    if plan.frozen_on is None:
        return "Not frozen: it can still be changed."
    if not plan.verify():
        return (
            f"Altered: this is not what was frozen on {plan.frozen_on.isoformat()} "
            f"(SHA-256 {one_line(plan.digest)[:64]})."
        )
    return f"Frozen on {plan.frozen_on.isoformat()}, before the follow-up. SHA-256 {plan.digest}"


def _row(outcome: PlannedOutcome) -> str:
    first, *rest = _cells(outcome)
    cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
    return f"<tr><th scope='row'>{escape(first)}</th>{cells}</tr>"


def _cells(outcome: PlannedOutcome) -> tuple[str, ...]:
    standing = f"{'primary' if outcome.primary else 'secondary'}, family {outcome.family}"
    name = f"{outcome.title} ({outcome.id})"
    told = (name, standing, outcome.measure, outcome.method, outcome.smallest)
    return tuple(one_line(cell) for cell in told)


def _parts(plan: AnalysisPlan) -> Iterator[tuple[str, str]]:
    from rmkit.outcomes.design.plans import ADJUSTMENTS

    yield "Compared with", one_line(plan.comparison) or _NO_COMPARISON
    left_out = " ".join(one_line(rule) for rule in plan.exclusions)
    yield "Left out", left_out or "Nobody who answered."
    yield "Missing answers", one_line(plan.missing) or "Told, with how many; nothing is filled in."
    pairs = "Open how many." if plan.pairs is None else f"{plan.pairs:,}."
    yield "Pairs", f"{pairs} {one_line(plan.why_so_many)}".strip()
    families = "; ".join(
        f"{one_line(name)} ({len(those)})" for name, those in plan.families.items()
    )
    yield "Families", f"{families}. Adjusted by {ADJUSTMENTS[plan.adjustment]}."
    yield "Counts as found", f"an adjusted p below {plan.alpha:g}, two-sided. {_EXPLORES}"
    yield "Follow-up from", plan.follow_up.isoformat()
