"""From the rows of a table to responses, with everything that is wrong in them.

Each answer is read by the rules of `rmkit.instruments.answers`; what cannot be read becomes a
fault with its row and column. What people wrote in free text never stands in a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from rmkit.definitions.discreet import discreet
from rmkit.errors import Fault
from rmkit.exchange.columns import Column
from rmkit.exchange.grid import Cell
from rmkit.exchange.layout import Heading
from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.sources import Source, Written, has_comma, says_nobody
from rmkit.exchange.tables import RawTable
from rmkit.exchange.times import day_first_of_times, is_mixed, is_unclear, read_time
from rmkit.instruments.answers import Answer, Reading, fault, read_answer, tellable
from rmkit.instruments.model import Field

__all__ = ["Progress", "Read", "Response", "read_responses"]

Progress = Callable[[float, str], None]
_LONGEST_SHOWN = 40
_ROWS_A_STEP = 500
_CLOSED = {"choice", "multiple_choice", "number", "date"}


@discreet("file", "row", "person_id", "answers")
@dataclass(frozen=True)
class Response:
    """One person's answers, by key; what was not answered is not there.

    `row` is the row of the user's program. `submitted_at` is UTC in ISO-8601; `external_id` the
    number that the survey tool gave it; `person_id` who it is, where a staff list tells; `wave` the
    wave of the survey, where the file has one; `sent_by` the address that the tool noted, where no
    question asks for it.
    """

    file: str
    row: int
    answers: Mapping[str, Answer]
    submitted_at: str | None = None
    external_id: str | None = None
    person_id: str | None = None
    wave: str = ""
    sent_by: str = ""


@discreet("responses", "faults")
@dataclass(frozen=True)
class Read:
    """What was read: the responses, the name as it was written in each, and what is wrong."""

    responses: tuple[Response, ...]
    names: tuple[str, ...]
    faults: tuple[Fault, ...]


def read_responses(
    table: RawTable,
    sources: Sequence[Source],
    columns: Sequence[Column],
    mapping: TableMapping,
    *,
    on_progress: Progress | None = None,
) -> Read:
    """Read every row that holds anything.

    Parameters
    ----------
    table
        The table.
    sources
        Where each question is answered.
    columns
        What each column is for; those of the tool tell when a response was sent, and its number.
    mapping
        What the facilitator says of dates.
    on_progress
        Is told the share that is done, and may raise `Stopped`.
    """
    times, lost = _times(table, columns, mapping)
    numbers = [c.heading.position for c in columns if c.tool == "external_id" and c.use == "tool"]
    waves = [c.heading.position for c in columns if c.tool == "wave" and c.use == "tool"]
    senders = [c.heading.position for c in columns if c.tool == "email" and c.use == "tool"]
    faults = [*_undecided_dates(table, sources), *lost]
    readers = [_Reader(source, table) for source in sources]
    responses, names = [], []
    for done, (number, row) in enumerate(table.filled):
        if on_progress and done % _ROWS_A_STEP == 0:
            on_progress(done / max(1, len(table.rows)), "reading the answers")
        answers: dict[str, Answer] = {}
        for reader in readers:
            value = reader.read(row, number, faults)
            if value is not None:
                answers[reader.source.asked.key] = value
        faults += _missing(readers, answers, row, number, table)
        external = next((row[i] for i in numbers if row[i] is not None), None)
        responses.append(
            Response(
                file=table.file,
                row=number,
                answers=answers,
                submitted_at=times.get(number),
                external_id=None if external is None else str(external),
                wave=_wave(row, waves),
                sent_by=_sender(row, senders),
            )
        )
        names.append(_name(sources, row))
    return Read(tuple(responses), tuple(names), tuple(_in_cells(faults, table)))


def _in_cells(faults: Sequence[Fault], table: RawTable) -> Iterator[Fault]:
    """Name the cell of each fault, in a form that has cells and no columns."""
    cells = {heading.name: heading.place for heading in table.header if heading.place}
    for found in faults:
        cell = cells.get(found.column or "", "")
        yield replace(found, cell=cell) if cell.endswith(str(found.row)) else found


class _Reader:
    """Reads one question in row after row; the same closed answer is read once only."""

    def __init__(self, source: Source, table: RawTable) -> None:
        self.source = source
        self.table = table
        self._readings: dict[tuple[type, object], Reading] = {}

    def read(self, row: Sequence[Cell], number: int, faults: list[Fault]) -> Answer | None:
        written = self.source.written(row)
        for heading in self.source.unclear(row):
            faults.append(_unclear_tick(heading, *self.place(heading, number)))
        if written is None:
            return None
        if isinstance(written, list) and self.source.asked.kind != "multiple_choice":
            faults.append(_a_list(self.source.asked, *self.place(self.source.heading, number)))
            return None
        reading = self._reading(written)
        waiting = self.source.asked.kind == "date" and self.source.day_first is None
        if not (waiting and not isinstance(written, list) and is_unclear(written)):
            file, row_told, column = self.place(self.source.heading, number)
            found = fault(
                self.source.asked, reading, written, file=file, row=row_told, column=column
            )
            faults += [self._told(found, written)] if found else []
        return reading.value

    def _told(self, found: Fault, written: Written) -> Fault:
        """Tell no more than may be told, and whether it is about a decimal comma."""
        told = _discreet(found, self.source)
        is_comma = self.source.reads_numbers and has_comma(written)
        return replace(told, kind="decimal_comma") if is_comma else told

    def place(self, heading: Heading | None, number: int) -> tuple[str, int, str]:
        """Say where a cell stands: file, row, column; in a form the row is that of the cell."""
        if heading is None:
            return self.table.file, number, self.source.asked.heading()
        row = int("".join(c for c in heading.place if c.isdigit()) or number)
        return self.table.file, row, heading.name

    def _reading(self, written: Written) -> Reading:
        field, day_first = self.source.asked, self.source.day_first
        if field.kind not in _CLOSED or isinstance(written, list):
            return read_answer(field, written, day_first=day_first)
        known = (type(written), written)
        if known not in self._readings:
            self._readings[known] = read_answer(field, written, day_first=day_first)
        return self._readings[known]


def _discreet(found: Fault, source: Source) -> Fault:
    """Leave out a value that is too long for a closed question: it may belong to another one."""
    if found.value is None or len(found.value) <= _LONGEST_SHOWN:
        return found
    is_text = source.asked.kind in _CLOSED and not found.value.replace(" ", "").isdecimal()
    return replace(found, value=None) if is_text else found


def _unclear_tick(heading: Heading, file: str, row: int, column: str) -> Fault:
    return Fault(
        "The cell does not say whether this choice was made.",
        fix="Write 1 for yes, or leave it blank.",
        file=file,
        row=row,
        column=column,
    )


def _a_list(field: Field, file: str, row: int, column: str) -> Fault:
    return Fault(
        "must be one answer, not a list.",
        fix="Write it without the brackets.",
        file=file,
        row=row,
        column=column,
        key=field.key,
    )


def _missing(
    readers: Sequence[_Reader],
    answers: Mapping[str, Answer],
    row: Sequence[Cell],
    number: int,
    table: RawTable,
) -> Iterator[Fault]:
    """Tell the required questions whose cells are blank, where they concern the person."""
    role = answers.get("role")
    for reader in readers:
        field = reader.source.asked
        concerned = (
            not field.item.roles or role not in {"mentor", "mentee"} or role in field.item.roles
        )
        if not field.required or field.key in answers or not concerned:
            continue
        written = reader.source.written(row)
        if written is None or not str(written).strip():
            file, row_told, column = reader.place(reader.source.heading, number)
            problem = "A required answer is missing."
            fix = "Fill it in, or take the row out."
            yield Fault(problem, fix, file=file, row=row_told, column=column)


def _undecided_dates(table: RawTable, sources: Sequence[Source]) -> Iterator[Fault]:
    for source in sources:
        if source.asked.kind != "date" or source.day_first is not None or not source.columns:
            continue
        heading = source.columns[0].heading
        unclear = [n for n, row in table.filled if is_unclear(row[heading.position])]
        if unclear:
            example = str(table.rows[unclear[0] - table.first_row][heading.position])
            mixed = is_mixed(row[heading.position] for row in table.rows)
            yield Fault(
                "can be day or month first, and "
                + (
                    "the column has dates of both kinds." if mixed else "no date in it shows which."
                ),
                fix="Write `date_order: day first` or `date_order: month first` in the mapping "
                "file, or write the dates as year-month-day.",
                file=table.file,
                row=unclear[0],
                column=heading.name,
                value=example if tellable(source.asked) else None,
                kind="date_order",
            )


def _times(
    table: RawTable, columns: Sequence[Column], mapping: TableMapping
) -> tuple[dict[int, str], list[Fault]]:
    column = next((c for c in columns if c.use == "tool" and c.tool == "submitted_at"), None)
    if column is None:
        return {}, []
    cells = {number: row[column.heading.position] for number, row in table.filled}
    day_first = day_first_of_times(list(cells.values()))
    if day_first is None and mapping.date_order:
        day_first = mapping.date_order == "day first"
    times = {number: read_time(cell, day_first=day_first) for number, cell in cells.items()}
    lost = sum(
        times[number] is None and cell is not None and not isinstance(cell, datetime)
        for number, cell in cells.items()
    )
    warning = Fault(
        f"When {lost} {'response was' if lost == 1 else 'responses were'} sent is left out: the "
        "time is unclear or empty of meaning there.",
        fix="`date_order` in the mapping file can help.",
        file=table.file,
        column=column.heading.name,
        level="warning",
        kind="date_order",
    )
    return {n: t for n, t in times.items() if t is not None}, [warning] if lost else []


def _wave(row: Sequence[Cell], columns: Sequence[int]) -> str:
    """Give the wave that a row is from, written one way: 1, 1.0 and " 1 " are the same."""
    written = next((row[i] for i in columns if row[i] is not None), "")
    text = " ".join(str(written).split()).casefold()[:60]
    return text.removesuffix(".0")


def _sender(row: Sequence[Cell], columns: Sequence[int]) -> str:
    """Give the address that the survey tool noted; nothing where it says that it knows none."""
    written = next((str(row[i]).strip() for i in columns if row[i] is not None), "")
    return "" if says_nobody(written) else written


def _name(sources: Sequence[Source], row: Sequence[Cell]) -> str:
    written = next((s.written(row) for s in sources if s.asked.key == "name"), None)
    return "" if written is None else str(written)
