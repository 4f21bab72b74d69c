"""The faults of a preview as a panel tells them: what many rows share once, with what mends it.

A panel has lists to choose from where a terminal has a mapping file; so the advice for faults that
a mapping mends is worded anew here, by their `kind`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rmkit.errors import Fault, shown
from rmkit.exchange.columns import Column
from rmkit.exchange.preview import Preview
from rmkit.exchange.preview_text import together
from rmkit.forms.columns_said import short_words
from rmkit.instruments.model import Field

__all__ = ["faults_told", "target_words", "things"]

_MOST_GROUPS = 100
_MOST_EACH = 50
_MOST_ROWS = 8
_FIXES = {
    "no_question": "Is this the right file? If it is, choose below what its columns answer.",
    "missing_columns": "Add what is missing to your file, or choose below which column it is.",
    "unknown_column": "Choose below what it answers, or leave it out.",
    "several_columns": "Choose below which one counts, and leave out the others.",
    "date_order": "Choose below which stands first, or write the dates as year-month-day.",
    "decimal_comma": "Choose below what the comma means.",
    "repeated": "Take one row out, or choose below which counts.",
    "sheet": "If that is right, choose the sheet below. Else show the right one, and save.",
}
"""What mends a fault that lists mend, by its kind."""


def faults_told(faults: Sequence[Fault], seen: Preview) -> dict[str, object]:
    """Give faults for a page: `groups`, each with the rows that it holds, and how many `more`."""
    groups = things(faults)
    told = [_group(group, seen) for group in groups[:_MOST_GROUPS]]
    return {"groups": told, "count": len(groups), "more": len(groups) - len(told)}


def things(faults: Sequence[Fault]) -> list[tuple[Fault, ...]]:
    """Put together what a person mends at one go: rows that share a fault, undecided columns."""
    undecided = tuple(fault for fault in faults if fault.kind == "unknown_column")
    others = together([fault for fault in faults if fault.kind != "unknown_column"])
    return [undecided, *others] if undecided else others


def target_words(target: object, fields: Mapping[str, Field]) -> str:
    """Give the words of what a column answers."""
    key, option = getattr(target, "key", str(target)), getattr(target, "option", None)
    asked = fields.get(key)
    if asked is None:
        return str(target)
    labels = [o.label.say() for o in asked.options if o.value == option]
    words = short_words(asked)
    return f"{words}: {labels[0]}" if labels else words


def _group(group: Sequence[Fault], seen: Preview) -> dict[str, object]:
    first = group[0]
    if first.kind == "unknown_column" and len(group) > 1:
        return _undecided(group)
    column = _column(first, seen.matched)
    problem, fix = _problem(first, column, seen), _fix(first, column, seen)
    fixes = {_fix(fault, column, seen) for fault in group}
    differ = len(fixes) > 1 or len({fault.value for fault in group}) > 1
    return {
        "where": _where(group, seen),
        "column": shown(first.column, limit=80) if first.column else "",
        "problem": _said(None if differ else first.value, problem),
        "fix": "" if len(fixes) > 1 else fix,
        "each": [
            [
                _place(fault, seen),
                _quoted(fault.value),
                _fix(fault, column, seen) if len(fixes) > 1 else "",
            ]
            for fault in group[:_MOST_EACH]
        ]
        if differ
        else [],
        "left": max(0, len(group) - _MOST_EACH) if differ else 0,
    }


def _undecided(group: Sequence[Fault]) -> dict[str, object]:
    names = [f'"{shown(fault.column, limit=40)}"' for fault in group[:_MOST_ROWS]]
    more = f" and {len(group) - len(names)} more" if len(group) > len(names) else ""
    return {
        "where": "all rows",
        "column": ", ".join(names) + more,
        "problem": f"It is not known yet which questions these {len(group)} columns answer.",
        "fix": "Choose below what each of them answers, or leave it out.",
        "each": [],
        "left": 0,
    }


def _quoted(value: str | None) -> str:
    return "" if value is None else f'"{shown(value)}"'


def _said(value: str | None, problem: str) -> str:
    """Make a whole sentence of a problem, which may go on from the value."""
    if not problem[:1].islower():
        return " ".join(filter(None, [_quoted(value), problem]))
    return f"{_quoted(value) or 'This'} {problem}"


def _where(group: Sequence[Fault], seen: Preview) -> str:
    places = [_place(fault, seen) for fault in group]
    if len(places) == 1 or not all(fault.row for fault in group):
        return places[0]
    rows = ", ".join(str(fault.row) for fault in group[:_MOST_ROWS])
    more = f" and {len(group) - _MOST_ROWS} more" if len(group) > _MOST_ROWS else ""
    file = f"{shown(group[0].file, limit=60)}, " if _in_forms(seen) else ""
    return f"{file}rows {rows}{more}"


def _place(fault: Fault, seen: Preview) -> str:
    row = f"row {fault.row}" if fault.row is not None else ""
    row = f"cell {fault.cell}" if fault.cell else row
    if not _in_forms(seen):
        return row
    return ", ".join(filter(None, [shown(fault.file, limit=60), row]))


def _in_forms(seen: Preview) -> bool:
    return seen.layout == "rmkit_form"


def _column(fault: Fault, columns: Sequence[Column]) -> Column | None:
    """Find the column that a fault tells of, first among those that are not decided."""
    named = [c for c in columns if c.heading.name == fault.column]
    unknown = [c for c in named if c.use == "unknown"]
    first = unknown if fault.kind == "unknown_column" else named
    return next(iter(first or named), None)


def _problem(fault: Fault, column: Column | None, seen: Preview) -> str:
    fields = {field.key: field for field in seen.instrument.fields}
    if fault.kind == "no_question":
        n = sum(c.use != "ignored" for c in seen.matched)
        which = "Its only column fits" if n == 1 else f"None of its {n} columns fits"
        return f"{which} a question."
    if fault.kind == "unknown_column" and column is not None:
        if column.fits:
            words = "; ".join(target_words(target, fields) for target in column.fits)
            return f"This column fits several questions: {words}."
        return "It is not known yet which question this column answers."
    if fault.kind == "several_columns" and column is not None:
        same = [c for c in seen.matched if c.target == column.target]
        letters = ", ".join(c.heading.letter for c in same)
        words = target_words(column.target, fields)
        if len(same) > 1:
            return f"{len(same)} columns ({letters}) answer the same question: {words}."
        return f"This question is answered elsewhere too: {words}."
    return fault.problem


def _fix(fault: Fault, column: Column | None, seen: Preview) -> str:
    fix = _FIXES.get(fault.kind or "")
    if fix is None:
        return fault.fix
    if fault.kind == "unknown_column" and column is not None and column.near:
        return f'Did you mean "{shown(column.near.words, limit=80)}"? {fix}'
    if fault.kind == "decimal_comma":
        return f"{fault.fix} {fix}".strip()
    role = next((f.heading() for f in seen.instrument.fields if f.key == "role"), None)
    if fault.kind == "repeated" and role and role in fault.problem:
        return f"{fix} Somebody who can be both writes either as the role."
    return fix
