"""Which cell of a Word form answers what, by how its table begins.

A table whose first row is one cell has its questions above their answers; any other has them on
the left, with what is asked of each row, or whose voice it is, in the first row. A bookmark names
the key that a cell answers; without one, the words of the question do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rmkit.definitions.discreet import discreet
from rmkit.exchange.form_table_docx import EMPTY_BOX, TICKED_BOX
from rmkit.exchange.headings import plain
from rmkit.report.sheet_words import CHOOSE

__all__ = ["Answered", "DocxCell", "read_table"]

_PROMPTS = frozenset(map(plain, CHOOSE.every()))


@discreet("key")
@dataclass(frozen=True, slots=True)
class DocxCell:
    """A cell: its paragraphs, and the key that it answers where it says so.

    `chosen` is whether something is chosen in it, in a control; False where it is known to be room
    to write in, None where nothing tells.
    """

    paragraphs: tuple[str, ...]
    key: str = ""
    chosen: bool | None = None

    @property
    def question(self) -> str:
        """The words of a question: the first paragraph, without the star of what is required."""
        first = self.paragraphs[0] if self.paragraphs else ""
        return first.strip().removesuffix("*").strip()

    @property
    def answer(self) -> str:
        """What was written; nothing for a prompt that still stands, an x for a ticked box."""
        written = "\n".join(self.paragraphs).strip()
        if self.chosen is False:
            return written
        if plain(written) in _PROMPTS or written == EMPTY_BOX:
            return ""
        return "x" if written == TICKED_BOX else written


@discreet("key")
@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, with the words of its question and the key where the cell names it."""

    name: str
    answer: str
    key: str = ""


def read_table(table: Sequence[Sequence[DocxCell]]) -> tuple[list[Answered], bool]:
    """Read a table of a form.

    Parameters
    ----------
    table
        Rows of cells.

    Returns
    -------
    tuple
        What is answered, and whether a row has not as many cells as there should be.
    """
    if not table or not table[0]:
        return [], False
    if len(table[0]) == 1:
        return _stacked(table[1:])
    head = list(table[0])
    marked = len(head) > 2 and not head[0].question and not head[1].question
    skip = 1 if marked else 0
    answered: list[Answered] = []
    for row in table[1:]:
        if len(row) != len(head):
            return answered, True
        answered += _in_a_row(head[skip:], row[skip:])
    return answered, False


def _in_a_row(head: Sequence[DocxCell], row: Sequence[DocxCell]) -> Iterator[Answered]:
    """Give what stands right of a question, or of a row that is asked about."""
    question, asks = head[0].question, head[1:]
    words, cells = row[0].question, row[1:]
    for ask, cell in zip(asks, cells, strict=True):
        several = f" – {ask.question}" if len(asks) > 1 else ""
        name = f"{question}{several} [{words}]" if question else f"{words}{several}"
        yield Answered(name, cell.answer, cell.key)


def _stacked(rows: Sequence[Sequence[DocxCell]]) -> tuple[list[Answered], bool]:
    """Give what stands below each question: rows of questions and of answers take turns."""
    answered: list[Answered] = []
    if len(rows) % 2:
        return answered, True
    for questions, cells in zip(rows[::2], rows[1::2], strict=True):
        if len(questions) != len(cells):
            return answered, True
        answered += [
            Answered(asked.question, cell.answer, cell.key)
            for asked, cell in zip(questions, cells, strict=True)
            if asked.question
        ]
    return answered, False
