"""What stands behind the other tabs of the board of meetings: calls, partners, risks, reviews.

It goes to the page with a reply, when it is asked for, and never into the state of the widget: what
a coordinator noted is theirs, and a notebook may be passed on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.forms.meetings_words import day_words
from rmkit.programme.concerns import ANSWER_WITHIN
from rmkit.programme.read_once import people_once
from rmkit.report.form import form_view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["TABS", "tab_view"]

_STATES = {"open": "Open", "talk": "In talk", "settled": "Settled"}
_WISHES = {
    "partner": "another partner",
    "pause": "a pause, then another partner",
    "leave": "to leave the programme",
}


def tab_view(programme: Programme, tab: str, today: date) -> dict[str, object]:
    """Describe a tab, by its name in `TABS`; an unknown one is empty."""
    make = TABS.get(tab)
    return {"tab": tab, **(make(programme, today) if make else {})}


def _calls(programme: Programme, today: date) -> dict[str, object]:
    names = _names(programme)
    return {
        "within": ANSWER_WITHIN,
        "calls": [
            {
                "id": one.concern_id,
                "who": names.get(one.person_id, one.person_id) or "Somebody without a name",
                "pair": one.pair_id,
                "since": day_words(one.since, today),
                "by": day_words(one.answer_by, today),
                "late": one.state == "open" and one.answer_by < today,
                "state": one.state,
                "told": _told(one.state, one.handled_by, one.state_on, today),
                "back": day_words(one.back_on, today) if one.back_on else "",
            }
            for one in programme.meetings.concerns
        ],
        "outcomes": [
            [str(option.value), option.label.say()]
            for option in programme.questionnaires.instrument("concern_outcome")
            .field("outcome")
            .options
        ],
    }


def _told(state: str, by: str, on: date | None, today: date) -> str:
    if on is None:
        return ""
    return f"{_STATES[state]} since {day_words(on, today)}, {by}"


def _partners(programme: Programme, today: date) -> dict[str, object]:
    step, names = programme.meetings, _names(programme)
    two = {p.pair_id: (p.mentor_id, p.mentee_id) for p in programme.file.pairs("confirmed")}
    wishes = []
    for row in step.wishes_to_part.to_dict("records"):
        ids = [name for name in str(row["pair_id"]).split(", ") if name in two]
        both = [i for p in ids for i in two[p] if i]  # in this order whoever of them asked
        people = dict.fromkeys(both or [str(row["person_id"])])
        wishes.append(
            {
                "pairs": ids,
                "who": " and ".join(names.get(i, i) for i in people),
                "wish": _WISHES.get(str(row["wish"]), ""),
                "stop": row["until_then"] == "stop",
                "telling": str(row["telling"] or ""),
                "since": day_words(date.fromisoformat(str(row["since"])), today),
                "people": [[i, names.get(i, i)] for i in people],
            }
        )
    joiners = [
        {"id": str(r["person_id"]), "name": names.get(str(r["person_id"]), str(r["person_id"])),
         "role": str(r["role"]), "because": str(r["because"]), "since": _day(r["since"], today)}
        for r in step.joiners.to_dict("records")
    ]  # fmt: skip
    waiting = len(programme.pairing.waiting_list) - len(joiners)
    return {"wishes": wishes, "joiners": joiners, "waiting": waiting}


def _risks(programme: Programme, today: date) -> dict[str, object]:
    return {
        "risks": [
            {
                "id": one.risk_id,
                "title": one.title,
                "why": one.why,
                "signs": list(one.signs),
                "measures": list(one.measures),
                "counted": one.counted,
                "likely": one.likely,
                "harm": one.harm,
                "measure": one.measure,
                "rated": day_words(one.rated_on, today) if one.rated_on else "",
            }
            for one in programme.meetings.risks
        ],
        "levels": {
            key: [
                [str(option.value), option.label.say()]
                for option in programme.questionnaires.instrument("risk_rating").field(key).options
            ]
            for key in ("likely", "harm")
        },
    }


def _reviews(programme: Programme, today: date) -> dict[str, object]:
    asked = programme.questionnaires.instrument("programme_review")
    labels = {str(o.value): o.label.say() for o in asked.field("looked_at").options}
    rows = programme.meetings.reviews.to_dict("records")
    return {
        "reviews": [
            {
                "day": _day(row["day"], today),
                "looked": [labels.get(str(one), str(one)) for one in row["looked_at"] or ()],
                "texts": [
                    [asked.field(key).item.text.say(), str(row[key])]
                    for key in ("seen", "changed", "why", "with_whom")
                    if row[key]
                ],
                "next": _day(row["next_day"], today),
            }
            for row in rows
        ],
        "form": form_view(asked),
    }


def _pulse(programme: Programme, today: date) -> dict[str, object]:
    board = {row["pair_id"]: row for row in programme.meetings.board(today).to_dict("records")}
    trend = programme.meetings.pulse
    return {
        "trend": [
            [_month(str(month)), str(side), *_told_or_not(people, pulse)]
            for month, side, people, pulse in trend.itertuples(index=False)
        ],
        "low": [
            [f"{board[one.pair_id]['mentor']} with {board[one.pair_id]['mentee']}",
             day_words(one.on, today)]
            for one in programme.meetings.low_pulses
        ],
        "drift": [
            [f"{board[one.pair_id]['mentor']} with {board[one.pair_id]['mentee']}", one.times]
            for one in programme.meetings.drift
        ],
    }  # fmt: skip


def _told_or_not(people: object, pulse: object) -> list[object]:
    if people is pd.NA or pulse is pd.NA:
        return ["under 5", None]
    return [str(people), float(str(pulse))]


def _month(month: str) -> str:
    return day_words(date.fromisoformat(f"{month}-01"), date(1, 1, 1)).split(" ", 1)[1]


def _names(programme: Programme) -> dict[str, str]:
    return {i: one.name or i for i, one in people_once(programme).items()}


def _day(value: object, today: date) -> str:
    return day_words(date.fromisoformat(str(value)[:10]), today) if value else ""


TABS: Mapping[str, Callable[[Programme, date], dict[str, object]]] = {
    "calls": _calls,
    "partners": _partners,
    "risks": _risks,
    "reviews": _reviews,
    "pulse": _pulse,
}
"""The tabs beside the board itself."""
