"""Which column of a table answers which question.

A mapping is followed first; then the headings speak: keys and codes, the words of a question in
any of its languages, the row of a matrix, an option of a question with several choices. What a
survey tool adds of its own is recognised and set aside, except that its name and e-mail columns
answer where the form did not ask for them. What is merely near is suggested, never taken.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rmkit.exchange.grid import Cell
from rmkit.exchange.headings import clean, plain
from rmkit.exchange.layout import Heading
from rmkit.exchange.mapping import IGNORE, UNDECIDED, TableMapping
from rmkit.exchange.names import Found, Names, Near, Target
from rmkit.exchange.tables import RawTable
from rmkit.exchange.ticks import is_tick_column
from rmkit.exchange.tool_columns import ToolUse, is_wave, tool_use
from rmkit.instruments.model import Field, Instrument

__all__ = [
    "OWN_USES",
    "Column",
    "column_names",
    "find_columns",
    "match_columns",
    "parse_target",
    "propose",
]

OWN_USES: Mapping[str, ToolUse] = {
    "submitted_at": "submitted_at",
    "external_id": "external_id",
    "wave": "wave",
}
"""What a column can be for that answers no question."""
_ONCE = {"candidate", "staff_list"}
"""Instruments that are not answered in waves."""
Use = Literal["answer", "tool", "ignored", "joined", "repeated", "unknown"]
_TARGET = re.compile(r"([a-z][a-z0-9_]*)\[([a-z0-9][a-z0-9_\-]*)\]")
_MOST_SUGGESTIONS = 20
_NUMBER = re.compile(r"^\(?\d{1,3}[.)]\s*(?=\S)")
"""The number of a question that stands in front of its words."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, and what became of it.

    `use` is `answer` (of `target`), `tool` (what the tool adds; `tool` says which), `ignored` and
    `joined` (as the mapping says), `repeated` (its answers stand in other columns too) or
    `unknown`. `how` says in words how it was recognised; `near` what may be meant, and `fits` the
    questions that it fits equally well.
    """

    heading: Heading
    use: Use
    how: str = ""
    target: Target | None = None
    tool: ToolUse | None = None
    near: Near | None = None
    fits: tuple[Target, ...] = ()

    @property
    def answers(self) -> str:
        """What the column is for, as a mapping file writes it."""
        if self.use == "answer":
            return str(self.target)
        if self.use == "tool" and self.tool in OWN_USES:
            return str(self.tool)
        return UNDECIDED if self.use == "unknown" else IGNORE

    @property
    def remark(self) -> str:
        """How it was recognised, or what may be meant."""
        if self.fits:
            return f"fits {' and '.join(map(str, self.fits))}"
        return str(self.near) if self.near else self.how


def propose(table: RawTable, instrument: Instrument) -> TableMapping:
    """Propose how a table answers an instrument, for a facilitator to correct.

    Parameters
    ----------
    table
        What `read_table` gave.
    instrument
        The questionnaire, as the programme uses it.

    Returns
    -------
    TableMapping
        Every column with what it answers; `?` for those that a person must decide.
    """
    columns = match_columns(table, instrument)
    names = column_names(table.header)
    named = {names[column.heading.position]: column for column in columns}
    remarks = {name: column.remark for name, column in named.items()}
    mapping = TableMapping(
        columns={name: column.answers for name, column in named.items()},
        sheet=table.sheet or None,
    )
    return mapping.remarked(remarks, {f.key: clean(f.heading()) for f in instrument.fields})


def column_names(header: Sequence[Heading]) -> list[str]:
    """Name each column by its words, or as `column C` where the words are no name for it."""
    count = Counter(plain(heading.text) for heading in header)
    return [
        h.text if h.text and count[plain(h.text)] == 1 else f"column {h.letter}" for h in header
    ]


def match_columns(
    table: RawTable, instrument: Instrument, mapping: TableMapping | None = None
) -> tuple[Column, ...]:
    """Match each column to what it answers.

    Parameters
    ----------
    table
        What `read_table` gave.
    instrument
        The questionnaire, as the programme uses it.
    mapping
        What the facilitator says; what it does not name is matched by headings.

    Returns
    -------
    tuple of Column
        One for each column of the table, in order. Two columns may have the same target; whether
        that is a fault is asked in the preview.
    """
    names = Names(instrument)
    said = _said(table.header, mapping or TableMapping())
    joined = {plain(part) for parts in (mapping.join.values() if mapping else ()) for part in parts}
    columns = []
    for heading in table.header:
        if heading.position in said:
            columns.append(_as_said(heading, said[heading.position]))
        elif joined & {plain(heading.text), plain(f"column {heading.letter}")} - {""}:
            columns.append(Column(heading, "joined", "joined by the mapping"))
        else:
            column = _by_heading(heading, table, names)
            if column.use == "unknown" and is_wave(heading.text) and instrument.id not in _ONCE:
                column = Column(heading, "tool", "the wave of the survey", tool="wave")
            columns.append(column)
    columns = _tool_answers(columns, instrument, taken={*_supplied(mapping)})
    columns = _without_repeats(columns)
    answered = {c.target.key for c in columns if c.target} | {*_supplied(mapping)}
    left_over = [f for f in instrument.fields if f.key not in answered]
    return tuple(_with_suggestions(columns, names, left_over))


def _supplied(mapping: TableMapping | None) -> Iterable[str]:
    return (*mapping.constants, *mapping.join) if mapping else ()


def _said(header: Sequence[Heading], mapping: TableMapping) -> dict[int, str]:
    """Find the columns that the mapping names, by position."""
    said: dict[int, str] = {}
    for name, target in mapping.columns.items():
        for position in find_columns(header, name):
            said[position] = target
    return said


def find_columns(header: Sequence[Heading], name: str) -> list[int]:
    """Find the columns that a name means: a heading, a second name of it, or `column C`."""
    wanted = plain(name)
    found = [h.position for h in header if h.text and plain(h.text) == wanted]
    found = found or [h.position for h in header if h.code and plain(h.code) == wanted]
    return found or [h.position for h in header if f"column {h.letter}".lower() == wanted]


def parse_target(text: str) -> Target | None:
    """Read `key` or `key[option]`; None where it is neither.

    >>> parse_target("topics[ai]")
    Target(key='topics', option='ai')
    """
    if found := _TARGET.fullmatch(text):
        return Target(found[1], int(found[2]) if found[2].isdecimal() else found[2])
    return Target(text) if re.fullmatch(r"[a-z][a-z0-9_]*", text) else None


def _as_said(heading: Heading, said: str) -> Column:
    how = "by the mapping"
    if said == IGNORE:
        return Column(heading, "ignored", how)
    if said in OWN_USES:
        return Column(heading, "tool", how, tool=OWN_USES[said])
    target = parse_target(said)
    return Column(heading, "answer", how, target) if target else Column(heading, "unknown")


def _by_heading(heading: Heading, table: RawTable, names: Names) -> Column:
    cells = [row[heading.position] for row in table.rows]
    if not heading.text and all(cell is None for cell in cells):
        return Column(heading, "ignored", "blank")
    if use := _tool_use(heading, table):
        how = "added by the survey tool" if table.layout == "plain" else f"added by {table.layout}"
        return Column(heading, "tool", how, tool=use)
    if found := _find(heading, table, names, cells):
        return Column(heading, "answer", found.how, found.target)
    return Column(heading, "unknown", fits=names.fitting(_unnumbered(heading, table)))


def _tool_use(heading: Heading, table: RawTable) -> ToolUse | None:
    return tool_use(table.layout, heading.text) or (
        tool_use(table.layout, heading.code) if heading.code else None
    )


def _find(heading: Heading, table: RawTable, names: Names, cells: Sequence[Cell]) -> Found | None:
    for name in filter(None, (heading.code, heading.text)):
        if found := names.find(name):
            return found
    for name in (_unnumbered(heading, table), _NUMBER.sub("", heading.text)):
        if found := names.find(name):
            return found
    option = names.find_option(heading.text) if heading.text else None
    return option if option and is_tick_column(cells, heading.text) else None


def _unnumbered(heading: Heading, table: RawTable) -> str:
    """Give a heading without the number that MS Forms puts to one that stands there already."""
    numbered = table.layout == "ms_forms" and re.search(r"\D\d$", heading.text)
    return heading.text[:-1] if numbered else heading.text


def _tool_answers(
    columns: list[Column], instrument: Instrument, *, taken: set[str]
) -> list[Column]:
    """Let a tool's name and e-mail columns answer what no other column answers."""
    asked = {field.key: field for field in instrument.fields}
    emails = [f.key for f in instrument.fields if f.item.format == "email"]
    keys: Mapping[str, str | None] = {
        "email": "email" if "email" in asked else (emails[0] if len(emails) == 1 else None),
        "name": "name" if "name" in asked else None,
    }
    answered = taken | {c.target.key for c in columns if c.target}
    result = []
    for column in columns:
        key = keys.get(column.tool or "") if column.use == "tool" else None
        if key and key not in answered:
            answered.add(key)
            column = replace(column, use="answer", target=Target(key))
        result.append(column)
    return result


def _without_repeats(columns: list[Column]) -> list[Column]:
    """Set aside the column that sums up the choices, where each choice has a column too."""
    split: Mapping[str, set[str | int]] = defaultdict(set)
    for column in columns:
        if column.target and column.target.option is not None:
            split[column.target.key].add(column.target.option)
    return [
        replace(column, use="repeated", how="each choice has a column too", target=None)
        if column.target and column.target.option is None and split.get(column.target.key)
        else column
        for column in columns
    ]


def _with_suggestions(
    columns: list[Column], names: Names, left_over: Sequence[Field]
) -> list[Column]:
    """Suggest what is near; a single column and a single question that are left fit as well."""
    left = _MOST_SUGGESTIONS
    unknown = [c for c in columns if c.use == "unknown"]
    last = left_over[0] if len(unknown) == len(left_over) == 1 else None
    result = []
    for column in columns:
        if column.use == "unknown" and column.heading.text and not column.fits and left:
            left -= 1
            near = names.near(column.heading.text)
            near = near or (Near(last.heading(), last.key) if last else None)
            column = replace(column, near=near)
        result.append(column)
    return result
