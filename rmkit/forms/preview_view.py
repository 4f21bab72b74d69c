"""A preview as the import panel shows it: a sentence, faults, columns with lists, the first rows.

Free text of participants never stands here: of the first rows only names and closed answers.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rmkit.errors import shown
from rmkit.exchange.columns import Column, parse_target
from rmkit.exchange.preview import Preview
from rmkit.forms.columns_said import Said, choices, current, short_words
from rmkit.forms.faults_told import faults_told, target_words, things
from rmkit.forms.looking import Look
from rmkit.instruments.answers import Answer, tellable
from rmkit.instruments.model import Field

__all__ = ["preview_view", "sentence", "settings_view"]

_FIRST_ROWS = 5
_TOOLS = {
    "google_forms": "Google Forms",
    "ms_forms": "Microsoft Forms",
    "limesurvey": "LimeSurvey",
    "kobo": "KoboToolbox",
    "redcap": "REDCap",
    "qualtrics": "Qualtrics",
    "surveymonkey": "SurveyMonkey",
    "typeform": "Typeform",
    "rmkit_form": "an Excel form of rmkit",
}
_HOW = {
    "id": "by its id",
    "by the mapping": "as you said",
    "joined by the mapping": "put together, as you said",
    "row of the matrix": "the same row",
    "label of an option": "one of its choices",
}
_SETTINGS = {
    "date_order": (
        "Dates such as 01/02/2026",
        (("day first", "The day stands first"), ("month first", "The month stands first")),
    ),
    "decimal_comma": (
        "Numbers such as 3,500",
        (
            ("decimals", "The comma is a decimal point: 3.5"),
            ("thousands", "The comma parts thousands"),
        ),
    ),
    "repeated": (
        "If a person answered twice",
        (("last", "The later answer counts"), ("first", "The earlier answer counts")),
    ),
    "sheet": ("Sheet to read", ()),
    "encoding": ("How the letters are encoded", ()),
}


def _how_many(seen: Preview) -> str:
    """Say how many people or responses there are."""
    n = len(seen.responses)
    if seen.instrument.id == "staff_list":
        return "1 person" if n == 1 else f"{n:,} people"
    return "1 response" if n == 1 else f"{n:,} responses"


def preview_view(look: Look) -> dict[str, object]:
    """Give what the page shows of a file that was read."""
    seen = look.seen
    tool = _TOOLS.get(seen.layout, "")
    return {
        "file": shown(seen.file, limit=80),
        "ok": seen.ok,
        "sentence": sentence(seen),
        "tool": f"It was written by {tool}." if tool and seen.layout != "rmkit_form" else "",
        "about": list(look.about),
        "faults": faults_told(seen.faults, seen),
        "warnings": faults_told(seen.warnings, seen),
        "notes": list(seen.notes),
        "columns": None if seen.layout == "rmkit_form" else _columns(look),
        "first": _first_rows(seen),
    }


def sentence(seen: Preview) -> str:
    """Say whether it can be imported."""
    if seen.ok:
        return f"{_how_many(seen)} can be imported."
    n = len(things(seen.faults))
    mended = "one thing is" if n == 1 else f"{n} things are"
    return f"Nothing can be imported before {mended} mended."


def settings_view(
    asked: Collection[str], said: Said, offered: Mapping[str, Sequence[str]]
) -> list[dict[str, object]]:
    """Give the lists for what is to be said of the whole table, where a fault asks for it.

    Parameters
    ----------
    asked
        What is asked for.
    said
        What was said so far.
    offered
        What can be chosen of sheets and encodings.
    """
    lists = []
    for name, (label, options) in _SETTINGS.items():
        values = options or tuple((value, value) for value in offered.get(name, ()))
        if name not in asked or not values:
            continue
        value = said.settings.get(name, "")
        if name == "decimal_comma" and isinstance(value, bool):
            value = "decimals" if value else "thousands"
        lists.append(
            {"name": name, "label": label, "value": value, "options": [*map(list, values)]}
        )
    return lists


def _columns(look: Look) -> dict[str, object]:
    seen, names = look.seen, look.names
    by_key = {field.key: field for field in look.fields}
    rows = [
        {
            "position": column.heading.position,
            "letter": column.heading.letter,
            "heading": shown(column.heading.name, limit=160),
            "value": current(column, names[column.heading.position], look.mapping),
            "said": names[column.heading.position] in look.said.columns,
            "undecided": column.use == "unknown",
            "how": _how(column, look, by_key),
            "likely": look.likely.get(column.heading.position, ()),
        }
        for column in seen.matched
    ]
    return {
        "rows": rows,
        "undecided": sum(column.use == "unknown" for column in seen.matched),
        "foreign": any(fault.kind == "no_question" for fault in seen.faults),
        "choices": choices(look.fields, of_tools=seen.instrument.id != "staff_list"),
    }


def _how(column: Column, look: Look, fields: Mapping[str, Field]) -> str:
    """Say how a column was recognised, or what it may answer."""
    if column.use == "unknown":
        likely = look.likely.get(column.heading.position, ())
        words = [target_words(parse_target(key) or key, fields) for key in likely[:3]]
        return f"perhaps {' or '.join(words)}" if words else ""
    name = _TOOLS.get(look.seen.layout, "")
    return _HOW.get(column.how, column.how.replace(look.seen.layout, name))


def _first_rows(seen: Preview) -> dict[str, object] | None:
    """Give the first people with their closed answers, one line a question."""
    people = seen.responses[:_FIRST_ROWS]
    told = [
        field
        for field in seen.instrument.fields
        if (field.key == "name" or (field.kind not in {"text", "long_text"} and tellable(field)))
        and any(field.key in response.answers for response in people)
    ]
    if not told:
        return None
    where = [
        shown(r.file, limit=30) if seen.layout == "rmkit_form" else f"Row {r.row}" for r in people
    ]
    rows = [
        [short_words(field), [_words(field, r.answers.get(field.key)) for r in people]]
        for field in told
    ]
    return {"people": where, "rows": rows}


def _words(field: Field, answer: Answer | None) -> str:
    """Give an answer as a person reads it."""
    if answer is None:
        return ""
    if isinstance(answer, list):
        return "; ".join(_words(field, one) for one in answer)
    labels = [option.label.say() for option in field.options if option.value == answer]
    words = labels[0] if labels else shown(answer, limit=60)
    return f"{answer} {words}" if field.is_rating and labels else words
