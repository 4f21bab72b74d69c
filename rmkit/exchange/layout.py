"""Which survey tool wrote a table, and what its heading rows say.

Qualtrics writes three heading rows (two in its legacy format), SurveyMonkey two. From them comes
one heading a column: what was asked, with the row or option in brackets.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from rmkit.exchange.grid import Cell
from rmkit.exchange.headings import clean, letter, plain
from rmkit.exchange.tool_columns import Layout, tool_use

__all__ = ["Heading", "Shape", "recognise", "shape"]

_REDCAP_NAME = re.compile(r"[a-z][a-z0-9_]*$")
_QUALTRICS_LEGACY = {"V1", "V2", "V3"}
_NO_PART = {"", "response", "open-ended response", "open ended response"}


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of one column.

    `text` is cleaned, `raw` as it stands in the file, `code` a second name that the tool gives
    (`Q1`, a question code). `place` is the cell with the answer in a form that has no columns.
    """

    position: int
    text: str
    raw: str
    code: str = ""
    place: str = ""

    @property
    def letter(self) -> str:
        """The column as spreadsheets name it."""
        return letter(self.position)

    @property
    def name(self) -> str:
        """The words of the heading, or `column C` where it has none."""
        return self.text or f"column {self.letter}"


@dataclass(frozen=True, slots=True)
class Shape:
    """The layout, its headings, and how many rows they take."""

    layout: Layout
    header: tuple[Heading, ...]
    rows_taken: int


def shape(rows: Sequence[Sequence[Cell]]) -> Shape:
    """Recognise the layout and make one heading a column.

    Parameters
    ----------
    rows
        All rows of the table, the first being the (first) heading row.
    """
    width = max((len(row) for row in rows), default=0)
    layout = recognise(rows)
    top = _texts(rows, 0, width)
    if layout == "qualtrics":
        taken = 3 if "ImportId" in "".join(_texts(rows, 2, width)) else 2
        return Shape(layout, _qualtrics(top, _texts(rows, 1, width)), taken)
    if layout == "surveymonkey" and _has_second_heading(rows):
        return Shape(layout, _surveymonkey(top, _texts(rows, 1, width)), 2)
    header = tuple(Heading(i, clean(raw), raw) for i, raw in enumerate(top))
    return Shape(layout, header, 1)


def _texts(rows: Sequence[Sequence[Cell]], number: int, width: int) -> list[str]:
    row = rows[number] if number < len(rows) else ()
    return ["" if cell is None else str(cell) for cell in row] + [""] * (width - len(row))


def _qualtrics(codes: list[str], words: list[str]) -> tuple[Heading, ...]:
    return tuple(
        Heading(i, clean(code if tool_use("qualtrics", code) else text) or clean(code), text, code)
        for i, (code, text) in enumerate(zip(codes, words, strict=True))
    )


def _surveymonkey(questions: list[str], parts: list[str]) -> tuple[Heading, ...]:
    header, question = [], ""
    for i, (text, part) in enumerate(zip(questions, parts, strict=True)):
        question = clean(text) or question
        detail = "" if plain(part) in _NO_PART else f" [{clean(part)}]"
        header.append(Heading(i, question + detail, text or part))
    return tuple(header)


def recognise(rows: Sequence[Sequence[Cell]]) -> Layout:
    """Say which tool wrote the table; `plain` where none is recognised."""
    top = [clean(cell) for cell in (rows[0] if rows else ())]
    for layout, has_its_marks in _MARKS.items():
        if top and has_its_marks(top, rows):
            return layout
    return "plain"


def _is_qualtrics(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    third = "".join(str(c) for c in rows[2]) if len(rows) > 2 else ""
    return (
        '"ImportId"' in third
        or {"ResponseId", "RecordedDate"} <= set(top)
        or (set(top) >= _QUALTRICS_LEGACY and _own(top, "qualtrics") == 0)
    )


def _is_surveymonkey(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return tool_use("surveymonkey", top[0]) == "external_id"


def _has_second_heading(rows: Sequence[Sequence[Cell]]) -> bool:
    return len(rows) > 1 and (not rows[1] or rows[1][0] is None)


def _is_ms_forms(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return [tool_use("ms_forms", name) for name in top[:3]] == [
        "external_id", "other", "submitted_at",
    ]  # fmt: skip


def _is_limesurvey(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return tool_use("limesurvey", top[0]) == "external_id" and _own(top, "limesurvey") >= 3


def _is_kobo(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return bool({"_uuid", "_submission_time"} & set(top)) or (
        "KEY" in top and any(str(cell).startswith("uuid:") for row in rows[1:3] for cell in row)
    )


def _is_redcap(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    names = all(_REDCAP_NAME.match(name) for name in top)
    return names and any(name.endswith("_complete") or "___" in name for name in top)


def _is_typeform(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return top[0] == "#"


def _is_google_forms(top: list[str], rows: Sequence[Sequence[Cell]]) -> bool:
    return tool_use("google_forms", top[0]) == "submitted_at"


def _own(top: list[str], layout: Layout) -> int:
    return sum(tool_use(layout, name) is not None for name in top)


_MARKS: Mapping[Layout, Callable[[list[str], Sequence[Sequence[Cell]]], bool]] = {
    "qualtrics": _is_qualtrics,
    "surveymonkey": _is_surveymonkey,
    "ms_forms": _is_ms_forms,
    "limesurvey": _is_limesurvey,
    "kobo": _is_kobo,
    "redcap": _is_redcap,
    "typeform": _is_typeform,
    "google_forms": _is_google_forms,
}
