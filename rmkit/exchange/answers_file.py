"""Answers that come as JSON or YAML: a list of responses, one response, or a form that was saved.

Each response is an object of answers by key; a form of ours wraps it, with the questionnaire that
it was made from. KoboToolbox's JSON is read too. From them comes a table with one row a response,
so that everything after it is the same as for a spreadsheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.definitions.safe_yaml import Data, read_yaml
from rmkit.definitions.strict_json import read_json
from rmkit.errors import Fault, FileRefused, shown
from rmkit.exchange.arrival import Arrival
from rmkit.exchange.grid import MOST_CELLS, MOST_ROWS, Cell, check_size
from rmkit.exchange.headings import clean
from rmkit.exchange.layout import Heading, recognise
from rmkit.exchange.raw_table import RawTable

__all__ = ["read_answers_file"]

_LISTS = ("responses", "results", "answers", "submissions")
_BESIDE = {"count", "next", "previous", "instrument", "version", "format"}
_OF_A_FORM = {"instrument", "version", "submitted_at", "external_id", "format"}
_FIRST = "Row 1 is the first response of the file."


@discreet("answers", "made_for")
@dataclass(frozen=True)
class _Answered:
    """One response: its answers, and what a form says of itself."""

    answers: Mapping[str, Data]
    made_for: tuple[str, int] | None = None


def read_answers_file(arrival: Arrival) -> RawTable:
    """Read answers from JSON or YAML.

    Raises
    ------
    FaultsFound
        It is no sound JSON or YAML.
    FileRefused
        It holds no responses, or more than there can be.
    """
    if arrival.kind == "json":
        data = read_json(arrival.data, source=arrival.file)
    else:
        data = read_yaml(arrival.data, source=arrival.file).data
    found = list(_responses(data, arrival.file))
    if not any(response.answers for response in found):
        message = f"{arrival.file} holds no responses. 0 people would be imported."
        raise FileRefused(message)
    return _as_table(found, arrival)


def _responses(data: Data, file: str) -> Iterator[_Answered]:
    entries = _listed(data, file)
    if entries is None:
        message = f"{file} holds no answers: a list of responses, or one response, was expected."
        raise FileRefused(message)
    if len(entries) > MOST_ROWS:
        message = f"{file} has more than {MOST_ROWS:,} responses. Is this the right file?"
        raise FileRefused(message)
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict):
            message = f"{file}, response {number}: an object with answers by key was expected."
            raise FileRefused(message)
        yield _answered(entry)


def _listed(data: Data, file: str) -> Sequence[Data] | None:
    if isinstance(data, list):
        return data
    if not isinstance(data, dict):
        return None
    if "id" in data and ("items" in data or "sections" in data):
        message = (
            f"{file} is a questionnaire, not answers to one. Name it with --instrument, and give "
            "the file of answers."
        )
        raise FileRefused(message)
    if isinstance(data.get("columns"), dict):
        message = f"{file} is a mapping. A mapping file goes with a table; give the table."
        raise FileRefused(message)
    for name in _LISTS:
        inside = data.get(name)
        if isinstance(inside, list) and set(data) - {name} <= _BESIDE:
            return inside
    return [data]


def _answered(entry: dict[str, Data]) -> _Answered:
    """Take the answers of a response out of what a form of ours wraps round them."""
    inside = entry.get("answers")
    if not isinstance(inside, dict) or set(entry) - {"answers"} - _OF_A_FORM:
        return _Answered(entry)
    name, version = entry.get("instrument"), entry.get("version")
    beside = {k: v for k, v in entry.items() if k in {"submitted_at", "external_id"}}
    known = isinstance(name, str) and isinstance(version, int) and not isinstance(version, bool)
    made_for = (str(name), int(str(version))) if known else None
    return _Answered({**beside, **inside}, made_for)


def _as_table(found: Sequence[_Answered], arrival: Arrival) -> RawTable:
    names = list(dict.fromkeys(name for response in found for name in response.answers))
    layout = recognise([names])
    check_size(names, 1, file=arrival.file)
    if len(names) * len(found) > MOST_CELLS:
        message = f"{arrival.file} has more than {MOST_CELLS:,} answers. Is this the right file?"
        raise FileRefused(message)
    faults: list[Fault] = []
    rows = []
    for number, response in enumerate(found, start=1):
        row = tuple(_cell(response.answers.get(name)) for name in names)
        check_size(row, number, file=arrival.file)
        rows.append(row)
        faults += _nested(response, number, arrival.file, kobo=layout == "kobo")
    forms = {response.made_for for response in found}
    if len(forms) > 1:
        problem = "The responses are from several questionnaires, or versions of one."
        faults.append(Fault(problem, "Keep each in a file of its own.", file=arrival.file))
    is_form = len(found) == 1 and found[0].made_for is not None
    return RawTable(
        file=arrival.file,
        sheet="",
        layout="rmkit_form" if is_form else layout,
        header=tuple(Heading(i, clean(name), name, code=name) for i, name in enumerate(names)),
        rows=tuple(rows),
        first_row=1,
        notes=() if is_form else (_FIRST,),
        faults=tuple(faults),
        instrument=next(iter(forms)) if len(forms) == 1 else None,
    )


def _cell(value: Data) -> Cell:
    if isinstance(value, list):
        return tuple(map(str, value)) if _is_choices(value) else None
    return None if isinstance(value, dict) else value


def _is_choices(value: list[Data]) -> bool:
    return all(isinstance(entry, str | int) and not isinstance(entry, bool) for entry in value)


def _nested(response: _Answered, row: int, file: str, *, kobo: bool) -> Iterator[Fault]:
    """Tell answers that hold further objects; KoboToolbox has some of its own, of no use here."""
    for name, value in response.answers.items():
        if kobo and name.startswith("_"):
            continue
        if isinstance(value, dict) or (isinstance(value, list) and not _is_choices(value)):
            what = "an object" if isinstance(value, dict) else "a list of objects"
            problem = f"must be text or a number, not {what}."
            yield Fault(problem, "Write one answer.", file=file, row=row, column=shown(name))
