"""What stands on a page: a description of headings, words, tables and what is asked.

A page is plain data in reading order. `rmkit.exchange` turns the same page into HTML for a
screen and PDF for paper. Text here is never markup: what a person typed is shown as they typed
it. Nothing here draws, prints or reads a file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from rmkit.definitions.discreet import discreet
from rmkit.report.asked import Asked, Rating, Together

__all__ = [
    "Block",
    "Bullets",
    "Card",
    "Cards",
    "Cell",
    "Drawing",
    "Drawn",
    "Facts",
    "Heading",
    "Note",
    "Page",
    "Paragraph",
    "Point",
    "Table",
    "cell_text",
]

Cell: TypeAlias = str | int | float | None
"""What a table or fact holds: words, a number, or nothing."""


@discreet("level")
@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of the page; level 1 opens a part, level 2 a piece of it."""

    text: str
    level: Literal[1, 2] = 1


@discreet()
@dataclass(frozen=True, slots=True)
class Paragraph:
    """Some sentences."""

    text: str


@discreet()
@dataclass(frozen=True, slots=True)
class Point:
    """An item of a list that opens with a few words set off from the rest."""

    lead: str
    text: str


@discreet("items")
@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered or not."""

    items: tuple[str | Point, ...]
    numbered: bool = False


@discreet("items")
@dataclass(frozen=True, slots=True)
class Facts:
    """A few figures that are to be seen first, each as (what it is, its value)."""

    items: tuple[tuple[str, Cell], ...]


@discreet("columns", "rows")
@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns; every row has one cell a column.

    `widths` says how much room the columns want beside each other (any unit, only the ratio
    counts); left empty, it follows from what they hold.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        uneven = [i for i, row in enumerate(self.rows) if len(row) != len(self.columns)]
        if uneven or (self.widths and len(self.widths) != len(self.columns)):
            place = f"row {uneven[0]}" if uneven else "widths"
            message = f"{place} of the table does not fit its {len(self.columns)} columns"
            raise ValueError(message)


class Drawn(Protocol):
    """What a page knows of a picture of `rmkit.figures`."""

    @property
    def sentence(self) -> str:
        """What it shows."""

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in inches."""

    def svg(self) -> str:
        """Draw it for a screen."""

    def png(self) -> bytes:
        """Draw it for paper."""


@discreet()
@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture, under the sentence that it shows."""

    picture: Drawn


@discreet("kind")
@dataclass(frozen=True, slots=True)
class Note:
    """A remark that must not be missed."""

    text: str
    kind: Literal["note", "warning"] = "note"


@discreet("lines")
@dataclass(frozen=True, slots=True)
class Card:
    """A card to cut out: a few words on top, lines below them, and what it is for at its foot."""

    head: str
    lines: tuple[str | Point, ...]
    foot: str = ""


@discreet("cards", "per_sheet")
@dataclass(frozen=True, slots=True)
class Cards:
    """Cards on sheets of their own, 4 or 8 to an A4 sheet, with lines to cut along."""

    cards: tuple[Card, ...]
    per_sheet: Literal[4, 8] = 8


Block: TypeAlias = (
    Heading
    | Paragraph
    | Bullets
    | Facts
    | Table
    | Drawing
    | Note
    | Cards
    | Asked
    | Together
    | Rating
)


@discreet("blocks", "language")
@dataclass(frozen=True, slots=True)
class Page:
    """A page, from its title down."""

    title: str
    blocks: tuple[Block, ...]
    subtitle: str = ""
    language: str = "en"


def cell_text(cell: Cell) -> str:
    """Write a cell as words: numbers with a thin space between thousands, nothing as a dash.

    >>> cell_text(12345), cell_text(81.5), cell_text(True), cell_text(None)
    ('12\u202f345', '81.5', 'yes', '–')
    """
    if cell is None or cell != cell:
        return "–"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return f"{cell:.1f}"
    if isinstance(cell, int):
        return f"{cell:,}".replace(",", "\u202f")
    return cell
