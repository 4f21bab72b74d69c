"""What a sheet asks: questions with room to answer, as blocks of a page.

Each room bears the key of the field that it answers, so that the same page is paper to write on and
a form with fields. An answer that is known already stands in its room. Nothing here draws.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from rmkit.definitions.discreet import discreet

__all__ = ["Asked", "Boxes", "Choice", "Rated", "Rating", "Room", "Shape", "Together", "Write"]

Shape: TypeAlias = Literal["parts", "beside", "quadrants"]


@discreet("key", "count", "kind")
@dataclass(frozen=True, slots=True)
class Write:
    """Room to write in: so many ruled lines, for one line of words or a whole text.

    `value` is known already. `head` says whose words belong here, where there are two voices;
    `longest` how many characters can be typed, where it is a field; `captions` what stands below
    the line to sign on, and below the one for the date beside it.
    """

    key: str = ""
    count: int = 1
    kind: Literal["line", "text", "date", "number", "signature"] = "line"
    value: str = ""
    head: str = ""
    longest: int = 200
    captions: tuple[str, ...] = ()


@discreet("value")
@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to tick: the value that is kept, its words, what they mean, its heading."""

    value: str
    label: str
    help: str = ""
    group: str = ""


@discreet("key", "choices")
@dataclass(frozen=True, slots=True)
class Boxes:
    """Choices, each with a box to tick; of those that exclude each other the boxes are round."""

    key: str
    choices: tuple[Choice, ...]
    many: bool = False
    head: str = ""


Room: TypeAlias = Write | Boxes


@discreet("rooms")
@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the room to answer it in; two voices have a room each, side by side.

    `mark` is a letter or two in front of it. What is `short` may share its line with neighbours.
    """

    label: str
    rooms: tuple[Room, ...]
    hint: str = ""
    mark: str = ""
    required: bool = False

    @property
    def short(self) -> bool:
        """Whether a third of a line is room enough."""
        kinds = [room.kind for room in self.rooms if isinstance(room, Write)]
        return len(self.rooms) == 1 and kinds in (["date"], ["number"])


@discreet("shape", "asked")
@dataclass(frozen=True, slots=True)
class Together:
    """Questions that are drawn as one.

    As `parts`, rows with mark, question and room; as cards `beside` each other; as four `quadrants`
    around the title.
    """

    shape: Shape
    asked: tuple[Asked, ...]
    title: str = ""


@discreet("keys")
@dataclass(frozen=True, slots=True)
class Rated:
    """A row of a rating: its words, and the key of each thing that is asked of it."""

    label: str
    keys: tuple[str, ...]
    help: str = ""
    group: str = ""


@discreet("rows")
@dataclass(frozen=True, slots=True)
class Rating:
    """Rows to rate on a scale; `asks` has the words of each thing that is asked of a row."""

    label: str
    asks: tuple[str, ...]
    levels: tuple[Choice, ...]
    rows: tuple[Rated, ...]
    hint: str = ""
    required: bool = False
