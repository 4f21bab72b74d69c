"""Read a file with what a person said of it, and tell which questionnaire it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rmkit.definitions.discreet import discreet
from rmkit.exchange.columns import Column
from rmkit.exchange.mapping import TableMapping, as_mapping
from rmkit.exchange.names import Names
from rmkit.exchange.preview import Preview
from rmkit.forms.arriving import Source
from rmkit.forms.columns_said import Said, names_of
from rmkit.instruments import load
from rmkit.instruments.model import Field
from rmkit.programme.recognition import everything

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Look", "What", "look_at"]

What = Literal["candidate", "staff_list"]
_ONE_WORD = {"person_id", "manager"}
"""Texts that are never put together of two columns."""


@discreet("fields")
@dataclass(frozen=True)
class Look:
    """A file as it was read once.

    Parameters
    ----------
    seen
        The preview.
    said, mapping
        What the person said, and the mapping that it became.
    fields
        The questions that a column can answer.
    likely
        By the position of a column that is not decided: what it probably answers.
    about
        Sentences about the questionnaire.
    head
        The head of the programme's history before it was read.
    """

    seen: Preview
    said: Said
    mapping: TableMapping
    fields: tuple[Field, ...]
    likely: Mapping[int, tuple[str, ...]]
    about: tuple[str, ...]
    head: str

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over the columns; tables with the same are read in the same way."""
        return tuple(column.heading.raw for column in self.seen.matched)

    @property
    def names(self) -> dict[int, str]:
        """What a mapping calls each column, by position."""
        return names_of(self.seen.matched)

    def brings_the_same_as(self, other: Look) -> bool:
        """Tell whether the same would be kept of both."""
        mine, theirs = self.seen, other.seen
        return (mine.responses, mine.instrument, mine.ok) == (
            theirs.responses,
            theirs.instrument,
            theirs.ok,
        )


def look_at(
    programme: Programme,
    source: Source,
    *,
    what: What,
    said: Said,
    names: Sequence[str],
    on_progress: Callable[[float, str], None],
) -> Look:
    """Read a file.

    Parameters
    ----------
    programme
        Which programme it is for.
    source
        The file.
    what
        Answers of candidates, or the staff list.
    said
        What the person said of it.
    names
        The names of its columns in their order, as far as they are known.
    on_progress
        Is told the share that is done.

    Raises
    ------
    FileRefused
        It cannot be read at all.
    """
    candidates = programme.candidates
    on_progress(0, "reading the file")
    with source.opened() as (path, mapping_file):
        base = as_mapping(mapping_file)
        possible = tuple(_possible(programme, what))
        words = [f.key for f in possible if f.kind == "text" and f.item.format == "plain"]
        mapping = said.mapping(base, texts={*words} - _ONE_WORD, order=names)
        head = programme.file.head_digest()
        seen = candidates.preview(path, instrument=what, mapping=mapping, on_progress=on_progress)
        about: tuple[str, ...] = ()
        if what == "candidate" and not candidates.is_chosen:
            about = tuple(_described(seen))
            known = {field.key for field in seen.instrument.fields}
            possible = (*seen.instrument.fields, *(f for f in possible if f.key not in known))
        elif what == "candidate" and any(column.use == "unknown" for column in seen.matched):
            rows = candidates.not_chosen(path, mapping=mapping)
            about = (_not_asked([*rows.values()]),) if rows else ()
    names_known = None if candidates.is_chosen else Names(everything("extended"))
    likely = _likely(seen.matched, names_known if what == "candidate" else None)
    return Look(seen, said, mapping, possible, likely, about, head)


def _possible(programme: Programme, what: What) -> Iterator[Field]:
    """Give the questions that a column can answer."""
    if what == "staff_list":
        yield from load("staff_list").fields
    elif programme.candidates.is_chosen:
        yield from programme.candidates.questionnaire.fields
    else:
        yield from everything("extended").fields


def _likely(columns: Sequence[Column], names: Names | None) -> dict[int, tuple[str, ...]]:
    """Say what columns that are not decided may answer, also of what `names` could ask."""
    likely = {}
    for column in columns:
        if column.use != "unknown":
            continue
        words = column.heading.text
        near = [column.near.key] if column.near else []
        found = [*map(str, column.fits), *near]
        if names and not found:  # Microsoft Forms puts a number to words that stand there twice
            found = [t for w in (words, words.rstrip("0123456789")) for t in _meant(w, names)]
        likely[column.heading.position] = tuple(dict.fromkeys(found))
    return likely


def _meant(words: str, names: Names) -> list[str]:
    found = names.find(words)
    return [str(found.target)] if found else [str(target) for target in names.fitting(words)]


def _described(seen: Preview) -> Iterator[str]:
    """Say which questionnaire a file brings with it, if its headings tell."""
    asked = seen.instrument
    answered = {column.target.key for column in seen.matched if column.target}
    if answered <= {"name", "email"}:
        return
    counts = [f"{len(item.rows)} {item.id}" for item in asked.items if item.kind == "matrix"]
    rating = f" that rates {' and '.join(counts)}" if counts else ", without ratings"
    yield (
        "No questionnaire was chosen yet, so it is taken from the headings: the "
        f"{asked.variant} one{rating}. It becomes the programme's with the first answers kept."
    )


def _not_asked(rows: Sequence[str]) -> str:
    return (
        f"The file also rates {', '.join(rows)}, which this programme does not ask. To take that "
        "in, tick it in the questionnaire and drop the file in again; else leave those columns out."
    )
