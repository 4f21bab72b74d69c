"""Where the answer to each question comes from in a table, and what was written there.

An answer stands in one column, in several that hold one choice each, in columns that the mapping
joins, or it is the same for every row. Their words are exchanged for ours here; what the words
mean is read elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from rmkit.exchange.columns import Column, find_columns
from rmkit.exchange.grid import Cell
from rmkit.exchange.layout import Heading
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.tables import RawTable
from rmkit.exchange.ticks import ticked
from rmkit.exchange.times import day_first_of, day_first_of_times, is_mixed
from rmkit.instruments.model import Field, Instrument
from rmkit.instruments.spellings import folded

__all__ = ["Source", "Written", "has_comma", "make_sources", "says_nobody"]

_COMMA = re.compile(r"\s*[+-]?\d*,\d+\s*", re.ASCII)
_THOUSANDS = re.compile(r"\s*[+-]?\d{1,3}(,\d{3})+(\.\d+)?\s*", re.ASCII)
_ANONYMOUS = {"anonymous", "anonym", "anónimo", "anonymní", "анонимен"}
Written = Cell | list[str]


@dataclass(frozen=True)
class Source:
    """Where one question is answered.

    `columns` has one column, or one for each choice; `joined` the positions of columns whose words
    are put together; `constant` what holds for every row.
    """

    asked: Field
    columns: tuple[Column, ...] = ()
    joined: tuple[int, ...] = ()
    constant: str | int | float | None = None
    words: Mapping[str, str | int | float | None] = field(default_factory=dict)
    day_first: bool | None = None
    decimal_comma: bool | None = None
    header: tuple[Heading, ...] = ()

    @property
    def heading(self) -> Heading | None:
        """The heading of the (first) column that it stands in."""
        if self.columns:
            return self.columns[0].heading
        return self.header[self.joined[0]] if self.joined else None

    @property
    def reads_numbers(self) -> bool:
        """Whether its answers are numbers or levels."""
        return self.asked.kind == "number" or self.asked.is_rating

    @cached_property
    def is_split(self) -> bool:
        """Whether each choice has a column of its own."""
        return any(c.target and c.target.option is not None for c in self.columns)

    @cached_property
    def _labels(self) -> dict[int, tuple[str, ...]]:
        """The words of the choice that each column holds, by position."""
        words = {option.value: option.words for option in self.asked.options}
        options = {c.heading.position: c.target.option for c in self.columns if c.target}
        return {
            at: (*words.get(option, ()), str(option))
            for at, option in options.items()
            if option is not None
        }

    def written(self, row: Sequence[Cell]) -> Written:
        """Give what a row says, in our words as far as the mapping has them."""
        if self.constant is not None:
            return self.constant
        if self.joined:
            parts = (row[i] for i in self.joined)
            return " ".join(str(part).strip() for part in parts if part is not None) or None
        if self.is_split:
            return self._choices(row)
        return self._translated(row[self.columns[0].heading.position]) if self.columns else None

    def unclear(self, row: Sequence[Cell]) -> list[Heading]:
        """Give the columns of single choices in which a cell says neither yes nor no."""
        if not self.is_split:
            return []
        marks = ((c.heading, self._mark(c, row)) for c in self.columns)
        return [heading for heading, mark in marks if mark is None]

    def _choices(self, row: Sequence[Cell]) -> list[str] | None:
        filled = any(row[c.heading.position] is not None for c in self.columns)
        made = [str(c.target.option) for c in self.columns if c.target and self._mark(c, row)]
        return made if filled else None

    def _mark(self, column: Column, row: Sequence[Cell]) -> bool | None:
        position = column.heading.position
        return ticked(row[position], self._labels.get(position, ()))

    def _translated(self, cell: Cell) -> Written:
        if isinstance(cell, tuple):
            words = [self.words.get(folded(entry), entry) for entry in cell]
            return [str(word) for word in words if word is not None]
        by_tool = self.columns[0].tool is not None
        if by_tool and isinstance(cell, str) and says_nobody(cell):
            return None
        if isinstance(cell, str) and self.decimal_comma is not None:
            cell = self._pointed(cell)
        if not self.words or cell is None:
            return cell
        whole = folded(str(cell))
        if whole in self.words:
            return self.words[whole]
        if self.asked.kind == "multiple_choice" and isinstance(cell, str):
            return self._without_nothing(cell)
        return cell

    def _pointed(self, cell: str) -> str:
        """Write a decimal comma as a point, or leave out the commas between thousands."""
        if not self.reads_numbers:
            return cell
        if self.decimal_comma:
            return cell.replace(",", ".") if _COMMA.fullmatch(cell) else cell
        return cell.replace(",", "") if _THOUSANDS.fullmatch(cell) else cell

    def _without_nothing(self, cell: str) -> str:
        """Leave out the choices that the mapping says mean no answer."""
        pieces = re.split(r"[;\n]", cell)
        return ";".join(p for p in pieces if self.words.get(folded(p), p) is not None)


def says_nobody(text: str) -> bool:
    """Tell whether a tool says that it does not know who answered."""
    return folded(text) in _ANONYMOUS


def has_comma(written: Written) -> bool:
    """Tell whether something written is a number with a comma in it: 3,5 or 1,234."""
    return isinstance(written, str) and _COMMA.fullmatch(written) is not None


def make_sources(
    table: RawTable, instrument: Instrument, columns: Sequence[Column], mapping: TableMapping
) -> tuple[Source, ...]:
    """Find for each question where it is answered.

    Returns
    -------
    tuple of Source
        One for each question that is answered anywhere in the table or the mapping, in the order
        of the questionnaire. Of columns with the same target the first is taken.
    """
    by_key: dict[str, dict[str | int | None, Column]] = {}
    for column in columns:
        if column.target:
            by_key.setdefault(column.target.key, {}).setdefault(column.target.option, column)
    sources = []
    for asked in instrument.fields:
        key = asked.key
        words = {folded(theirs): ours for theirs, ours in mapping.values.get(key, {}).items()}
        source = Source(
            asked=_with_their_words(asked, mapping.values.get(key, {})),
            columns=tuple(by_key.get(key, {}).values()),
            joined=_joined(table.header, mapping.join.get(key, ())),
            constant=mapping.constants.get(key),
            words=words,
            decimal_comma=mapping.decimal_comma,
            header=table.header,
        )
        if source.columns or source.joined or source.constant is not None:
            sources.append(_with_order(source, table, mapping, columns))
    return tuple(sources)


def _joined(header: Sequence[Heading], parts: Iterable[str]) -> tuple[int, ...]:
    return tuple(position for part in parts for position in find_columns(header, part)[:1])


def _with_their_words(asked: Field, words: Mapping[str, str | int | float | None]) -> Field:
    """Let the options of a question be known by their words too."""
    if asked.kind != "multiple_choice" or not words:
        return asked
    options = tuple(
        option.model_copy(
            update={"also": (*option.also, *(t for t, o in words.items() if o == option.value))}
        )
        for option in asked.options
    )
    return replace(asked, options=options)


def _with_order(
    source: Source, table: RawTable, mapping: TableMapping, columns: Sequence[Column]
) -> Source:
    if source.asked.kind != "date" or not source.columns:
        return source
    cells = [row[source.columns[0].heading.position] for row in table.rows]
    shown = day_first_of(cells)
    if shown is None and mapping.date_order:
        shown = mapping.date_order == "day first"
    elif shown is None and table.layout == "google_forms" and not is_mixed(cells):
        shown = _order_of_the_sheet(table, columns)
    return replace(source, day_first=shown)


def _order_of_the_sheet(table: RawTable, columns: Sequence[Column]) -> bool | None:
    """Say how Google Sheets writes dates here: its own times are written in the same order."""
    times = (c.heading.position for c in columns if c.use == "tool" and c.tool == "submitted_at")
    position = next(times, None)
    if position is None:
        return None
    return day_first_of_times([row[position] for row in table.rows])
