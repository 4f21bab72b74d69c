"""What would be imported from a file, and everything that stands in the way.

In goes a file, the questionnaire it answers, perhaps a mapping and the people who are known; out
comes a `Preview`: the responses, the columns with what they were taken for, faults, warnings and
notes, all at once. Nothing is imported here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.unseen import part
from rmkit.errors import Fault, FaultsFound, shown
from rmkit.exchange.arrival import TABLE_KINDS, receive
from rmkit.exchange.column_faults import column_faults, mapping_faults
from rmkit.exchange.columns import Column, match_columns
from rmkit.exchange.forms_folder import read_forms, read_zip
from rmkit.exchange.known_people import find_people
from rmkit.exchange.mapping import TableMapping, as_mapping
from rmkit.exchange.persons import Sifted
from rmkit.exchange.preview_text import lines
from rmkit.exchange.repeats import same_names, sift_repeats
from rmkit.exchange.responses import Progress, Response, read_responses
from rmkit.exchange.sources import make_sources
from rmkit.exchange.staff_list import STAFF_LIST, staff_faults
from rmkit.exchange.tables import RawTable, read_arrival
from rmkit.exchange.tool_columns import Layout
from rmkit.instruments.model import Instrument

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Preview", "first_table", "preview"]


@discreet("file", "responses", "problems")
@dataclass(frozen=True)
class Preview:
    """What a file would bring, before it is imported.

    `responses` are those that count, each with its row; they are imported only if `ok`. `problems`
    are all faults, warnings among them. `matched` tells of each column what it was taken for;
    `sheet` is the one that was read, of a workbook. Answers for the pair or the person alone are in
    no response; `not_kept` counts them in a sentence, which stands in `notes` as well. `made_for`
    is the instrument that a form of ours was made from, where the file tells.
    """

    file: str
    instrument: Instrument
    layout: Layout
    responses: tuple[Response, ...]
    matched: tuple[Column, ...]
    problems: tuple[Fault, ...]
    notes: tuple[str, ...]
    sheet: str = ""
    not_kept: str = ""
    made_for: str = ""

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What must be mended before anything is imported."""
        return tuple(fault for fault in self.problems if fault.level == "error")

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """What was understood in a way that somebody should look at."""
        return tuple(fault for fault in self.problems if fault.level == "warning")

    @property
    def ok(self) -> bool:
        """Whether it can be imported as it is."""
        return not self.faults

    @property
    def columns(self) -> pd.DataFrame:
        """One row a column: `letter`, `column`, `answers` (key, `ignore`, `?` ...) and `how`."""
        import pandas as pd

        return pd.DataFrame(
            [(c.heading.letter, c.heading.name, c.answers, c.remark) for c in self.matched],
            columns=["letter", "column", "answers", "how"],
        )

    def table(self) -> pd.DataFrame:
        """Give what would be imported: one row a response, one column a question.

        Returns
        -------
        DataFrame
            `file`, `row`, `person_id`, `submitted_at`, `external_id`, then the keys of the
            questionnaire that the file answers; None where there is no answer.
        """
        import pandas as pd

        answered = {key for response in self.responses for key in response.answers}
        keys = [field.key for field in self.instrument.fields if field.key in answered]
        first = ["file", "row", "person_id", "submitted_at", "external_id"]
        rows = [
            [*(getattr(r, name) for name in first), *(r.answers.get(key) for key in keys)]
            for r in self.responses
        ]
        table = pd.DataFrame(rows, columns=[*first, *keys], dtype=object)
        return table.loc[:, ~table.columns.duplicated(keep="last")]

    def checked(self) -> tuple[Response, ...]:
        """Give the responses, or raise `FaultsFound` with every fault."""
        if self.faults:
            raise FaultsFound(self.faults)
        return self.responses

    def text(self) -> str:
        """Tell it in lines for a terminal."""
        return "\n".join(lines(self))


def preview(
    path: str | Path,
    instrument: Instrument,
    *,
    mapping: TableMapping | str | Path | None = None,
    people: pd.DataFrame | None = None,
    sheet: str | None = None,
    encoding: str | None = None,
    ignore_unknown: bool = False,
    on_progress: Progress | None = None,
) -> Preview:
    """Read a file of answers and say what would be imported.

    Parameters
    ----------
    path
        A file of answers (CSV, xlsx, JSON, YAML, a Word or PDF form of ours), or a folder or ZIP
        of filled forms of ours (one response a file).
    instrument
        The questionnaire, as the programme uses it, or the list (`staff_list`).
    mapping
        What the headings do not tell: a mapping, or the path of a mapping file.
    people
        The staff list: `person_id`, and any of `email` and `name`, one row a person. Respondents
        are looked up there, and whoever is not found is a fault.
    sheet, encoding
        As for `read_table`; they go before what the mapping says.
    ignore_unknown
        Whether columns that fit no question are passed over.
    on_progress
        Is told the share that is done, and may raise `Stopped`.

    Returns
    -------
    Preview
        With every fault, if there are any.

    Raises
    ------
    FileRefused
        The file cannot be read as a table at all.
    FaultsFound
        The mapping file itself has faults.
    """
    path = Path(path)
    said = as_mapping(mapping)
    tables, refused = _opened(path, sheet=sheet or said.sheet, encoding=encoding or said.encoding)
    problems, notes = refused, []
    responses: list[Response] = []
    written: list[str] = []
    columns: tuple[Column, ...] = ()
    for table in tables:
        columns = match_columns(table, instrument, said)
        problems += _about_table(table, instrument, columns, said, ignore_unknown=ignore_unknown)
        read = read_responses(
            table,
            make_sources(table, instrument, columns, said),
            columns,
            said,
            on_progress=on_progress,
        )
        responses += read.responses
        written += read.names
        problems += read.faults
        notes += [*table.notes, *_about_blank_rows(table)]
    sifted = _between_rows(responses, written, instrument, said, people)
    seen = part(instrument, (response.answers for response in sifted.responses))
    notes += [seen.sentence] if seen.sentence else []
    return Preview(
        file=path.resolve().name if path.is_dir() else path.name,
        instrument=instrument,
        layout=tables[0].layout if tables else "rmkit_form",
        responses=tuple(
            replace(response, answers=answers)
            for response, answers in zip(sifted.responses, seen.kept, strict=True)
        ),
        matched=columns,
        problems=(*problems, *sifted.faults),
        notes=tuple(dict.fromkeys((*notes, *sifted.notes))),
        sheet=tables[0].sheet if tables else "",
        not_kept=seen.sentence,
        made_for=next((t.instrument[0] for t in tables if t.instrument), ""),
    )


def first_table(path: Path, *, sheet: str | None = None, encoding: str | None = None) -> RawTable:
    """Read a file of answers, or the first form of a folder or ZIP.

    Raises
    ------
    FileRefused
        It cannot be read as a table.
    FaultsFound
        None of the forms can be.
    """
    tables, refused = _opened(path, sheet=sheet, encoding=encoding)
    if not tables:
        raise FaultsFound(refused)
    return tables[0]


def _opened(
    path: Path, *, sheet: str | None, encoding: str | None
) -> tuple[list[RawTable], list[Fault]]:
    """Read what is at a path: one file, or many forms in a folder or a ZIP."""
    if path.is_dir():
        return read_forms(path)
    arrival = receive(path, allowed=TABLE_KINDS)
    if arrival.kind == "zip":
        return read_zip(arrival)
    return [read_arrival(arrival, sheet=sheet, encoding=encoding)], []


def _about_table(
    table: RawTable,
    instrument: Instrument,
    columns: tuple[Column, ...],
    mapping: TableMapping,
    *,
    ignore_unknown: bool,
) -> list[Fault]:
    faults = [*table.faults, *_made_for(table, instrument)]
    faults += mapping_faults(mapping, table, instrument)
    faults += column_faults(table, instrument, columns, mapping, ignore_unknown=ignore_unknown)
    if not table.filled:
        form = table.layout == "rmkit_form"
        right = "" if faults else "The heading is right, but "
        problem = "The form is empty." if form else f"{right}there are no rows."
        fix = "0 people would be imported. Is this the right file?"
        faults.append(Fault(problem[0].upper() + problem[1:], fix, file=table.file))
    return faults


def _made_for(table: RawTable, instrument: Instrument) -> Iterator[Fault]:
    """Compare the questionnaire that a form was made from with the one that is wanted."""
    if table.instrument is None or table.instrument == (instrument.id, instrument.version):
        return
    name, version = table.instrument
    if name != instrument.id:
        problem = f"This is a form of {shown(name)}, not of {instrument.id}."
        yield Fault(problem, f"Read it as {shown(name)}, or give another file.", file=table.file)
    else:
        problem = f"The form was made from version {version} of {name}; now it is version"
        fix = "Look whether every answer still means the same."
        yield Fault(f"{problem} {instrument.version}.", fix, file=table.file, level="warning")


def _about_blank_rows(table: RawTable) -> Iterator[str]:
    blank = len(table.rows) - len(table.filled)
    if blank and table.layout != "rmkit_form":
        yield f"Blank rows passed over: {blank}."


def _between_rows(
    responses: list[Response],
    written: list[str],
    instrument: Instrument,
    mapping: TableMapping,
    people: pd.DataFrame | None,
) -> Sifted:
    """Look at what only several rows together, or the staff list, can tell."""
    faults: list[Fault] = []
    notes: tuple[str, ...] = ()
    if people is not None and instrument.id != STAFF_LIST:
        found = find_people(responses, instrument, people)
        responses, notes = list(found.responses), found.notes
        faults += found.faults
    sifted = sift_repeats(responses, instrument, mapping)
    kept = {id(response) for response in sifted.responses}
    left = [(r, name) for r, name in zip(responses, written, strict=True) if id(r) in kept]
    faults += same_names([r for r, _ in left], [name for _, name in left], instrument)
    if instrument.id == STAFF_LIST:
        faults += staff_faults(sifted.responses, instrument)
    else:
        faults += sifted.faults
    return replace(sifted, faults=tuple(faults), notes=(*notes, *sifted.notes))
