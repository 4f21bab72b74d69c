"""An organisation's own activities as a table: one row an activity, for those who like Excel.

What a table says goes through the same checks as a YAML file; faults are told by row and column.
Skills and topics are written as in our lists, by id or by name, with `;` between them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rmkit.content.activities import LEVELS, Activities, Activity
from rmkit.content.topics import known_topics
from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import Data, Document
from rmkit.errors import Fault, FaultsFound, nearest
from rmkit.exchange.raw_table import RawTable
from rmkit.exchange.writing_out import written

__all__ = ["read_activity_table", "write_activity_table"]

_STEPS = tuple(f"Step {n}" for n in range(1, 6))
_COLUMNS = (
    "Id", "Title", "Topics", "Skills", "From level", "To level", "Minutes", "You need", *_STEPS,
    "Until next time", "Beyond the tool",
)  # fmt: skip
_KEYS = {
    "id": "Id", "title": "Title", "topics": "Topics", "skills": "Skills", "level": "From level",
    "minutes": "Minutes", "bring": "You need", "steps": "Step 1", "challenge": "Until next time",
    "beyond": "Beyond the tool",
}  # fmt: skip
_NEEDED = ("Title", "Topics", "Minutes", "You need", *_STEPS[:3], *_COLUMNS[-2:])
_WHO = re.compile(r"(mentor|mentee|both)(?: of you)?\s*[:.]\s*", re.IGNORECASE)
_NOT_KEPT = "No activity was taken over."


def read_activity_table(
    table: RawTable, *, skill_words: Mapping[str, str], taken: Collection[str] = ()
) -> tuple[Activity, ...]:
    """Read activities from a table.

    Parameters
    ----------
    table
        The cells, headings first; `Id`, `Skills`, levels and the last steps may be left out.
    skill_words
        What skills are called, by id.
    taken
        Ids that may not be used.

    Raises
    ------
    FaultsFound
        A column is missing or unknown, or a cell is not what it should be. All are told at once.
    """
    places = _places(table)
    rows: list[Data] = []
    lines: dict[tuple[str | int, ...], int] = {}
    faults: list[Fault] = []
    ids = set(taken)
    for number, cells in table.filled:
        found = {name: str(_plain(cells[at])) for name, at in places.items()}
        row, problems = _row(found, skill_words, ids)
        faults += [replace(one, file=table.file, row=number) for one in problems]
        lines[("activities", len(rows))] = number
        rows.append(row)
        ids.add(str(row["id"]))
    if not rows:
        faults.append(Fault("has no row below its headings.", "Add one.", file=table.file))
    document = Document({"activities": rows}, lines)
    try:
        return read_as(Activities, document, source=table.file, faults=faults).activities
    except FaultsFound as error:
        told = [replace(fault, column=_heading(fault.column)) for fault in error.faults]
        raise FaultsFound(_once(told), _NOT_KEPT) from None


def _places(table: RawTable) -> dict[str, int]:
    """Find our columns; refuse a table in which one is missing or nobody knows one."""
    known = {_folded(name): name for name in _COLUMNS}
    places: dict[str, int] = {}
    faults = list(table.faults)
    for head in table.header:
        name = known.get(_folded(head.text))
        if name is not None and name not in places:
            places[name] = head.position
        elif head.text:
            problem = "stands twice." if name else "is no column of a table of activities."
            fix = nearest(head.text, _COLUMNS).strip() or "Take it out."
            faults.append(Fault(problem, fix, file=table.file, row=1, column=head.text))
    faults += [
        Fault("is missing.", "Add this column.", file=table.file, row=1, column=name)
        for name in _NEEDED
        if name not in places
    ]
    if faults:
        raise FaultsFound(faults, _NOT_KEPT)
    return places


def _row(
    found: Mapping[str, str], skill_words: Mapping[str, str], ids: Collection[str]
) -> tuple[dict[str, Any], list[Fault]]:
    """Make one activity as plain data of what a row says."""
    faults: list[Fault] = []
    topics = {name: topic.title.say() for name, topic in known_topics().items()}
    row: dict[str, Any] = {
        "id": found.get("Id") or _made_id(found.get("Title", ""), ids),
        "topics": list(_listed(found.get("Topics", ""), topics)),
        "skills": list(_listed(found.get("Skills", ""), skill_words)),
        "level": [_level(found, "From level", 1, faults), _level(found, "To level", 5, faults)],
        "minutes": _number(found["Minutes"], "Minutes", faults),
        "steps": [_step(text) for name in _STEPS if (text := found.get(name, ""))],
    }
    texts = {"title": "Title", "bring": "You need", "challenge": "Until next time",
             "beyond": "Beyond the tool"}  # fmt: skip
    for key, column in texts.items():
        if found[column]:
            row[key] = found[column]
    if row["id"] in ids:
        faults.append(Fault("is the id of another activity.", "Choose another.", column="Id"))
    return row, faults


def _plain(cell: object) -> object:
    """Write a cell as a person sees it: nothing as an empty text, 30.0 as 30."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell.strip() if isinstance(cell, str) else cell


def _listed(text: str, words: Mapping[str, str]) -> Iterator[str]:
    known = {_folded(name): name for name in words} | {_folded(w): n for n, w in words.items()}
    for part in re.split(r"[;\n]", text):
        if part.strip():
            yield known.get(_folded(part), part.strip())


def _level(found: Mapping[str, str], column: str, otherwise: int, faults: list[Fault]) -> int:
    text = found.get(column, "")
    names = {_folded(name): level for level, name in LEVELS.items()}
    if not text:
        return otherwise
    return names[_folded(text)] if _folded(text) in names else _number(text, column, faults)


def _number(text: str, column: str, faults: list[Fault]) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 6:
        return int(text)
    problem = "is missing." if not text else "is not a whole number."
    faults.append(Fault(problem, "Write digits only.", column=column, value=text or None))
    return {"From level": 1, "To level": 5}.get(column, 30)


def _step(text: str) -> dict[str, str]:
    who = _WHO.match(text)
    return {who[1].lower(): text[who.end() :]} if who else {"both": text}


def _made_id(title: str, ids: Collection[str]) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:50] or "activity"
    base = base if base[0].isalpha() else f"a_{base}"
    name, number = base, 2
    while name in ids:
        name, number = f"{base}_{number}", number + 1
    return name


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())


def _heading(place: str | None) -> str | None:
    """Give the column that a place in the data stands in: `activities.x.minutes` is Minutes."""
    parts = (place or "").split(".")
    key = parts[2] if len(parts) > 2 and parts[0] == "activities" else ""
    if key == "steps" and len(parts) > 3 and parts[3].isdecimal():
        return f"Step {parts[3]}"
    return _KEYS.get(key, place if place in _COLUMNS else None)


def _once(faults: Sequence[Fault]) -> list[Fault]:
    """Leave out what is told twice of one cell."""
    seen: dict[tuple[int | None, str | None, str], Fault] = {}
    for fault in faults:
        seen.setdefault((fault.row, fault.column, fault.problem), fault)
    return list(seen.values())


def write_activity_table(
    activities: Iterable[Activity], path: str | Path, *, skill_words: Mapping[str, str]
) -> Path:
    """Write activities as an Excel table that `read_activity_table` reads back.

    Parameters
    ----------
    activities
        Any; none gives a table to fill in.
    path
        Where to write.
    skill_words
        What skills are called, by id: the second sheet lists them beside the topics.

    Raises
    ------
    NotSaved
        The file cannot be written.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import XlsxFileError

    options = {"strings_to_formulas": False, "strings_to_urls": False}
    with written(path, XlsxFileError) as place, xlsxwriter.Workbook(str(place), options) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("activities")
        rows = [_COLUMNS, *(_cells(one) for one in activities)]
        for number, row in enumerate(rows):
            for at, text in enumerate(row):
                sheet.write_string(number, at, text, wrap if number else head)
        sheet.set_column(0, len(_COLUMNS) - 1, 22)
        sheet.freeze_panes(1, 2)
        topics = {name: topic.title.say() for name, topic in known_topics().items()}
        words = book.add_worksheet("topics and skills")
        words.hide()
        for at, (title, known) in enumerate((("Topics", topics), ("Skills", skill_words))):
            words.write_string(0, at, title, head)
            for number, name in enumerate(known.values(), start=1):
                words.write_string(number, at, name)
        words.set_column(0, 1, 50)
    return Path(path)


def _cells(one: Activity) -> tuple[str, ...]:
    steps = [f"{step.who.capitalize()}: {step.do.say()}" for step in one.steps]
    return (
        one.id, one.title.say(), "; ".join(one.topics), "; ".join(one.skills),
        str(one.level[0]), str(one.level[1]), str(one.minutes), one.bring.say(),
        *steps, *[""] * (len(_STEPS) - len(steps)), one.challenge.say(), one.beyond.say(),
    )  # fmt: skip
