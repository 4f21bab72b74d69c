"""An instrument as a sheet of paper: its questions, with room to answer them by hand.

In comes an instrument; out goes a page with lines to write on, boxes to tick and tables to rate in,
laid out as its sections ask: a list, parts with their letters, phases side by side, four quadrants.
What is known already (names, the programme's objective) can be filled in. Each room bears the key
of its question, so that the same page is also the form with fields. Nothing here reads answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rmkit.definitions.texts import Text
from rmkit.errors import UnknownName
from rmkit.instruments.fields import VOICES
from rmkit.instruments.model import Field, Instrument, Item, Option, Section
from rmkit.report.asked import Asked, Boxes, Choice, Rated, Rating, Room, Together, Write
from rmkit.report.page import Block, Heading, Note, Page, Paragraph
from rmkit.report.sheet_words import BY, DATE, FILLED_BY, NEEDED, SIGNED, WHOSE

__all__ = ["sheet_page", "what_to_do"]

_OVER_THE_WIDTH, _IN_A_CARD, _IN_A_PART = (4, 1), (7, 3), (3, 2)
_IN_A_QUADRANT, _BELOW_QUADRANTS = (6, 3), (4, 2)
"""Lines for a text, and for one line of words: written by hand in a narrow place it takes more."""
_SIDE_BY_SIDE = 3
_CELLS_OF_A_RATING = 14


def sheet_page(
    instrument: Instrument,
    *,
    organisation: str = "",
    filled: Mapping[str, str] | None = None,
    language: str = "en",
    how: Text = NEEDED,
) -> Page:
    """Describe an instrument as a sheet to fill in by hand.

    Parameters
    ----------
    instrument
        One variant, with its rows chosen.
    organisation
        Stands below the title; may be empty.
    filled
        Answers that are known already, by field key; they are printed in their place.
    language
        The language to print; English where a text lacks it.
    how
        The line that says what to do; left out where no answer is needed and nothing else is said.

    Raises
    ------
    UnknownName
        `filled` names a question that the instrument does not ask.
    """
    sheet = _Sheet(instrument, filled or {}, language)
    blocks: list[Block] = list(sheet.opening(how))
    for section in instrument.sections:
        blocks += sheet.section(section)
    return Page(instrument.title.say(language), tuple(blocks), organisation, language)


def what_to_do(instrument: Instrument, how: Text) -> tuple[Text, Text | None]:
    """Say what to do with a form, and whose it is where nobody collects it.

    Parameters
    ----------
    instrument
        What is asked.
    how
        What to do with one that is collected; nobody wants back what is theirs.
    """
    seen = {field.visibility for field in instrument.fields}
    signed = any(field.item.format == "signature" for field in instrument.fields)
    if len(seen) == 1:
        whose = WHOSE.get(seen.pop())
    else:
        whose = WHOSE["both"] if signed and "pair" in seen else None
    return (NEEDED if whose else how), whose


class _Sheet:
    """Describes an instrument from top to bottom."""

    def __init__(self, instrument: Instrument, filled: Mapping[str, str], language: str) -> None:
        known = {field.key for field in instrument.fields}
        for key in filled:
            if key not in known:
                raise UnknownName(kind=f"question in {instrument.id}", name=key, known=known)
        self.instrument = instrument
        self.filled = filled
        self.language = language
        self.explained: set[str | None] = set()
        self.fields: dict[str, list[Field]] = {}
        for field in instrument.fields:
            self.fields.setdefault(field.item.id, []).append(field)

    def say(self, text: Text | None) -> str:
        return text.say(self.language) if text else ""

    def opening(self, how: Text) -> Iterator[Block]:
        """Say what it is for, who fills it in and when, and whose it is."""
        yield Paragraph(self.say(self.instrument.purpose))
        who = ", ".join(self.say(FILLED_BY[name]) for name in self.instrument.filled_by)
        told = self.say(BY).format(who=who) if who else ""
        needed = any(field.required for field in self.instrument.fields)
        how, whose = what_to_do(self.instrument, how)
        steps = (
            told,
            self.say(self.instrument.when),
            self.say(how) if needed or how != NEEDED else "",
        )
        if line := "  ·  ".join(filter(None, steps)):
            yield Paragraph(line)
        if whose:
            yield Note(self.say(whose))

    def section(self, section: Section) -> Iterator[Block]:
        """Describe a section by its layout."""
        title = self.say(section.title)
        if section.layout != "quadrants":
            yield Heading(title)
        if section.text:
            yield Paragraph(self.say(section.text))
        items = section.items
        if section.layout == "list":
            for item in items:
                yield from self._item(item)
        elif section.layout == "parts":
            yield Together("parts", tuple(self._asked(item, _IN_A_PART) for item in items))
        elif section.layout == "phases":
            yield self._asked(items[0], _OVER_THE_WIDTH)
            yield from self._beside(items[1:], _SIDE_BY_SIDE, _IN_A_CARD, numbered=True)
        else:
            four = tuple(self._asked(item, _IN_A_QUADRANT) for item in items[:4])
            yield Together("quadrants", four, title)
            yield from self._beside(items[4:], 2, _BELOW_QUADRANTS)

    def _beside(
        self, items: Sequence[Item], most: int, lines: tuple[int, int], *, numbered: bool = False
    ) -> Iterator[Together]:
        """Put items side by side, at most so many in a row."""
        for start in range(0, len(items), most):
            row = items[start : start + most]
            asked = [
                self._asked(item, lines, mark=str(number) if numbered else "")
                for number, item in enumerate(row, start=start + 1)
            ]
            yield Together("beside", tuple(asked))

    def _item(self, item: Item) -> Iterator[Block]:
        if item.kind == "matrix":
            yield from self._ratings(item)
        else:
            yield self._asked(item, _OVER_THE_WIDTH)

    def _asked(self, item: Item, lines: tuple[int, int], *, mark: str = "") -> Asked:
        fields = self.fields[item.id]
        return Asked(
            self.say(item.text),
            tuple(self._room(field, lines) for field in fields),
            self.say(item.help),
            item.mark or mark,
            required=any(field.required for field in fields),
        )

    def _room(self, field: Field, lines: tuple[int, int]) -> Room:
        item, head = field.item, self.say(VOICES[field.voice]) if field.voice else ""
        known = self.filled.get(field.key, "")
        if field.options and not known:
            return Boxes(
                field.key, self._choices(field.options), field.kind == "multiple_choice", head
            )
        if field.kind == "date" or field.kind == "number":
            return Write(field.key, 1, field.kind, known, head, 60)
        if item.format == "signature":
            return Write(
                field.key, 1, "signature", known, head, item.longest, self._captions(field)
            )
        if field.kind == "long_text":
            return Write(field.key, lines[0], "text", known, head, item.longest)
        return Write(field.key, lines[1], "line", known, head, item.longest)

    def _captions(self, field: Field) -> tuple[str, ...]:
        """Ask for the day beside a signature, where no question of the section does."""
        dated = any(item.kind == "date" for item in field.section.items)
        return (self.say(SIGNED),) if dated else (self.say(SIGNED), self.say(DATE))

    def _choices(self, options: Sequence[Option]) -> tuple[Choice, ...]:
        return tuple(
            Choice(str(o.value), self.say(o.label), self.say(o.help), self.say(o.group))
            for o in options
        )

    def _ratings(self, item: Item) -> Iterator[Rating]:
        """Describe a matrix; what asks too much for the width of a page becomes several."""
        levels = self._levels(item)
        asks = [self.say(ask.text) for ask in item.asks] or [""]
        rows: dict[str, list[Field]] = {}
        for field in self.fields[item.id]:
            rows.setdefault(field.row.id if field.row else "", []).append(field)
        together = max(1, _CELLS_OF_A_RATING // len(levels))
        for start in range(0, len(asks), together):
            part = slice(start, start + together)
            yield Rating(
                self.say(item.text),
                tuple(asks[part]),
                levels,
                tuple(self._rated(fields[part]) for fields in rows.values()),
                self.say(item.help),
                required=any(field.required for each in rows.values() for field in each[part]),
            )

    def _levels(self, item: Item) -> tuple[Choice, ...]:
        """Give the levels of a scale; what they mean is explained the first time it is used."""
        levels = self._choices(self.fields[item.id][0].options)
        if item.scale not in self.explained:
            self.explained.add(item.scale)
            return levels
        return tuple(Choice(level.value, level.label) for level in levels)

    def _rated(self, fields: Sequence[Field]) -> Rated:
        row = fields[0].row
        keys = tuple(field.key for field in fields)
        if row is None:
            return Rated("", keys)
        return Rated(self.say(row.text), keys, self.say(row.help), self.say(row.group))
