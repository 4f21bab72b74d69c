"""What the panel of step 5 shows: the report in short, who is silent, what may be decided.

Names of those who have not answered stand here, for reminders: the panel is the coordinator's. What
people wrote goes to the page with a reply, when it is asked for, and never into the widget's state.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from rmkit.content.themes import themes, themes_in
from rmkit.disclosure.audiences import Released, may_read, release_to_coordinator
from rmkit.disclosure.hiding import told
from rmkit.forms.meetings_words import day_words
from rmkit.instruments import definition
from rmkit.programme.evaluation.feedback import CODES, SIDES, counted_at_the_end
from rmkit.programme.read_once import people_once
from rmkit.report.evaluation.claims import REGRESSION, change_sentence
from rmkit.report.evaluation.decision import CHOICES, arguments
from rmkit.report.evaluation.opening import headline, limits
from rmkit.report.evaluation.outlook import next_cohort

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.report.evaluation.claims import Side
    from rmkit.report.evaluation.facts import EvaluationFacts

__all__ = ["evaluation_view", "quotes_view", "sorting_view"]

_MOST_SILENT = 200
_SIGNS = {"reached": "good", "partly": "warn", "not reached": "bad", "cannot be told": ""}
_ASKED = (("more", "Of what they would have liked more"), ("less", "Of what they would like less"))


def evaluation_view(programme: Programme) -> Released[dict[str, object]]:
    """Describe the evaluation in short; released to the coordinator."""
    facts = programme.evaluation.facts()
    quotable = programme.evaluation.quotable()
    shown: dict[str, object] = {
        "programme": facts.programme,
        "as_of": facts.as_of,
        "pairs": facts.flow.pairs,
        "measured": facts.measured,
        "missing": list(facts.missing),
        "objective": _objective(facts),
        "sentences": list(headline(facts)) if facts.flow.pairs else [],
        "limits": [[text, text == REGRESSION] for text in limits(facts)],
        "changes": _changes(facts),
        "returned": [[one.title, one.side, told(one.back, one.asked)] for one in facts.returned],
        **_silent(programme),
        "quotable": len(quotable),
        "released": sum(one.released for one in quotable),
        "themes": [[one.title, told(one.more), told(one.less)] for one in facts.themes],
        "to_sort": len(list(_to_sort(programme))),
        "arguments": [
            [name, title, [one.text for one in arguments(facts) if one.choice == name]]
            for name, title in CHOICES.items()
        ],
        "decision": _decision(facts),
        "next": [f"{lead}? {text}" for lead, text in next_cohort(facts)] if facts.measured else [],
    }
    return release_to_coordinator(shown)


def _objective(facts: EvaluationFacts) -> dict[str, object]:
    found = facts.reached
    return {
        "sentence": facts.objective,
        "by": facts.by,
        "mark": found.mark if found else "",
        "verdict": found.verdict if found else "",
        "sign": _SIGNS[found.verdict] if found else "",
        "rule": found.rule if found else "",
    }


def _changes(facts: EvaluationFacts) -> list[list[object]]:
    """Say what the objective names and what mentors gain: both directions, no figure of few."""
    if facts.in_words:
        return []
    wanted: tuple[tuple[Side, str], ...] = (
        ("mentee", "Mentees: what the objective names, and their daily work"),
        ("mentor", "Mentors: the other direction"),
    )
    found: list[list[object]] = []
    for side, title in wanted:
        mine = [
            change_sentence(one)
            for one in facts.changes
            if one.side == side and one.is_told and (one.primary or one.unit == "points")
        ]
        if mine:
            found.append([title, mine])
    return found


def _silent(programme: Programme) -> dict[str, object]:
    """Name who has not sent back the look back, and say how far each was reminded."""
    silent = programme.evaluation.outstanding().to_dict("records")
    fit = {
        one.person_id: one
        for one in programme.meetings.reminders(programme.today)
        if one.kind == "closing"
    }
    people = people_once(programme)
    rows = []
    for row in silent[:_MOST_SILENT]:
        who = str(row["person_id"])
        name = people[who].name if who in people else ""
        one = fit.get(who)
        last = day_words(one.last, programme.today) if one and one.last else ""
        stands = "due" if one and one.is_due else "reminded" if one else "none"
        rows.append([who, name or who, str(row["side"]), stands, last])
    ready = sum(one.is_due for one in fit.values())
    return {"silent": rows, "silent_n": len(silent), "ready": ready}


def _decision(facts: EvaluationFacts) -> dict[str, str] | None:
    made = facts.decision
    if made is None:
        return None
    return {"choice": made.choice, "title": CHOICES[made.choice], "why": made.why, "by": made.by,
            "on": made.at[:10]}  # fmt: skip


def quotes_view(programme: Programme) -> dict[str, object]:
    """List the sentences that their writers allow to be quoted; no name stands with one."""
    quotes = [
        [one.response_id, one.side or "somebody", one.text, one.released]
        for one in programme.evaluation.quotable()
    ]
    return {"quotes": quotes}


def sorting_view(programme: Programme, at: int) -> dict[str, object]:
    """Describe one answer to sort, and how many there are.

    Answers in which no word of a theme stands come first; otherwise their order tells nothing.
    """
    every = sorted(_to_sort(programme), key=lambda one: (bool(themes_in(one[3])), _mark(one)))
    at = min(at, max(0, len(every) - 1))
    shown: dict[str, object] = {
        "at": at,
        "n": len(every),
        "known": [[one.id, one.title.say()] for one in themes().themes],
        "one": None,
    }
    if every:
        response, key, side, text = every[at]
        kept = programme.file.document(CODES) or {"sorted": []}
        by_hand = {(row["response_id"], row["key"]): row["themes"] for row in kept["sorted"]}
        hand = by_hand.get((response, key))
        shown["one"] = {
            "response": response,
            "key": key,
            "asked": dict(_ASKED)[key],
            "side": side,
            "text": text,
            "themes": list(themes_in(text) if hand is None else hand),
            "by_hand": hand is not None,
        }
    return shown


def _to_sort(programme: Programme) -> Iterator[tuple[str, str, Side, str]]:
    for side in SIDES:
        form = f"satisfaction_{side}"
        keys = [k for k, _ in _ASKED if may_read(definition(form).field(k), "coordinator")]
        for one in counted_at_the_end(programme, form, side):
            for key in keys:
                if text := str(one.answers.get(key) or "").strip():
                    yield one.response_id, key, side, text


def _mark(one: tuple[str, str, Side, str]) -> str:
    return hashlib.sha256(f"{one[0]}|{one[1]}".encode()).hexdigest()
