"""What stands in the cells of the evaluation plan: the programme's own figures, in a few words.

A cell that nothing is known of stays empty, and no cell tells of fewer than five people. What only
people can tell (examples, figures of the personnel department) is counted as told, and not made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rmkit.disclosure.hiding import FEWEST, told
from rmkit.programme.evaluation.feedback import counted_at_the_end
from rmkit.programme.evaluation.worth import cost_said
from rmkit.programme.evaluation_planned import level_titles
from rmkit.report.evaluation.both_sides import both_say
from rmkit.report.evaluation.claims import answered_said, change_in_brief
from rmkit.report.evaluation.facts import PlanCell

if TYPE_CHECKING:
    from rmkit.programme.evaluation_planned import EvaluationPlan
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import ChangeSeen
    from rmkit.report.evaluation.facts import EvaluationFacts

__all__ = ["cells", "plan_results"]

_GROUPS = {"organisation": "For the organisation", "mentor": "For mentors", "mentee": "For mentees"}


def plan_results(programme: Programme, facts: EvaluationFacts) -> dict[str, str]:
    """Give what is known, by the id of a row of the plan or of an outcome; nothing unknown."""
    if facts.in_words:
        found = _in_words(facts)
    else:
        changes = facts.changes
        found = {
            **_scores(facts),
            "levels": _changes(one for one in changes if one.primary),
            "small_tasks": _changes(one for one in changes if one.id == "right_answers"),
            "mentor_learning": _changes(
                one for one in changes if one.side == "mentor" and one.unit == "points"
            ),
            "own_behaviour": _changes(one for one in changes if one.id == "behaviour"),
            "managers_see": _managers(programme),
            "objective_true": both_say(facts),
            "technology_gap": facts.gap,
            "leadership": _named(changes, "leadership", "confidence"),
            "organisational_knowledge": _named(changes, "knowledge"),
            "exposure": _named(changes, "exposure"),
            "personal_learning": _named(changes, "personal"),
            "network": _named(changes, "network"),
            "content_knowledge": _named(
                (one for one in changes if one.side == "mentee"), "taken_up", "right_answers"
            ),
        }
    found["reached"] = facts.reached.sentence if facts.reached and facts.reached.basis else ""
    found["cost"], found["return"] = cost_said(programme), facts.worth
    found["social_capital"] = _going_on(programme)
    found["trends"] = _talks(programme)
    return {name: words for name, words in found.items() if words}


def cells(plan: EvaluationPlan) -> tuple[PlanCell, ...]:
    """Lay a plan out for the report: its rows by level, then the outcomes by whom they are for."""
    titles: Mapping[str, str] = level_titles()
    rows = (PlanCell(row.id, titles[row.level], row.indicator, row.result) for row in plan.rows)
    outcomes = (
        PlanCell(it.id, _GROUPS[it.group], f"{it.title}: {it.indicator}", it.result, it.limit)
        for it in plan.outcomes
    )
    return (*rows, *outcomes)


def _in_words(facts: EvaluationFacts) -> dict[str, str]:
    """Of so few pairs, say only that it was asked: figures would be those of single people."""
    few = "Too few for figures: told in words, in the report."
    asked = {"satisfaction", "engagement", "application", "safety", "levels", "objective_true"}
    return dict.fromkeys(asked, few) if facts.measured else {}


def _scores(facts: EvaluationFacts) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("satisfaction", "engagement", "application", "safety"):
        told_of = [
            f"{one.side}s {one.mean:.1f} of 5 "
            f"({answered_said(one.n, facts.flow.paired.of(one.side))} people)"
            for one in facts.scores
            if one.id == name and one.mean is not None
        ]
        found[name] = "; ".join(told_of)
    dose = facts.dose
    if found["engagement"] and dose.expected and dose.met >= FEWEST:
        found["engagement"] += f"; {dose.held} of {dose.expected} planned meetings held"
    return found


def _changes(changes: Iterable[ChangeSeen]) -> str:
    """Say in brief how each moved, and whose it is where both sides are among them."""
    shown = [one for one in changes if one.is_told]
    both = len({one.side for one in shown}) > 1
    return "; ".join(change_in_brief(one) + f" ({one.side}s)" * both for one in shown)


def _named(changes: Iterable[ChangeSeen], *names: str) -> str:
    return _changes(one for one in changes if one.id in names)


def _managers(programme: Programme) -> str:
    """Say what managers see at the end, and whether they gave time and tasks; from five on."""
    out = programme.file.objected("evaluation")
    seen = [
        one
        for one in programme.file.counting("behaviour", "after")
        if any(key.startswith("observed_") for key in one.answers)
        and not {one.person_id, one.partner_id} & out
    ]
    values = [float(v) for one in seen for k, v in one.answers.items()
              if k.startswith("observed_") and isinstance(v, int | float)]  # fmt: skip
    if len(seen) < FEWEST or len(set(values)) < 2:
        return ""
    said = f"{sum(values) / len(values):.1f} of 5 ({told(len(seen))} managers' answers)"
    helped = [one for one in seen if set(_list(one.answers.get("support"))) & {"time", "task"}]
    if len(seen) >= 2 * FEWEST:
        said += f"; {told(len(helped), len(seen))} gave time or a task to use it in"
    return said


def _list(value: object) -> Iterable[str]:
    return map(str, value) if isinstance(value, list | tuple) else ()


def _going_on(programme: Programme) -> str:
    talks = counted_at_the_end(programme, "closing_interview")
    on = sum(one.answers.get("going_on") in ("yes", "sometimes") for one in talks)
    if len(talks) < 2 * FEWEST:
        return ""
    return f"{told(on, len(talks))} of {len(talks)} who were talked with will go on meeting."


def _talks(programme: Programme) -> str:
    talks = counted_at_the_end(programme, "closing_interview")
    if len(talks) < FEWEST:
        return ""
    return f"{told(len(talks))} closing talks were held; their notes are with the coordinator."
