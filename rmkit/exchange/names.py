"""By which names a question may stand in the heading of a column.

A heading can be a key, a question code with its row (`tools[chat]`, `tools/tools_chat`), the words
of the question in any language with its row or option, or, as MS Forms writes, the row alone.
Names are tried from the surest to the loosest; one that fits two questions fits none.
"""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from rmkit.definitions.texts import LANGUAGES
from rmkit.errors import shown
from rmkit.exchange.form_mark import short_code
from rmkit.exchange.headings import bare, plain
from rmkit.exchange.survey_questions import SurveyTool, survey_headings
from rmkit.instruments.model import Field, Instrument, Option

__all__ = ["Found", "Names", "Near", "Target"]

_NEAR = 0.75
"""How alike two headings must be for a suggestion; 1 is the same."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a column answers: a question, or one option of a question with several choices."""

    key: str
    option: str | int | None = None

    def __str__(self) -> str:
        return self.key if self.option is None else f"{self.key}[{self.option}]"


@dataclass(frozen=True, slots=True)
class Found:
    """A target, and how its name was recognised, in words."""

    target: Target
    how: str


@dataclass(frozen=True, slots=True)
class Near:
    """A question that may be meant: its words, and its key."""

    words: str
    key: str

    def __str__(self) -> str:
        also = "" if self.words == self.key else f" ({self.key})"
        return f'Did you mean "{shown(self.words, limit=60)}"{also}?'


def _squashed(text: str) -> str:
    return bare(text).replace(" ", "")


class Names:
    """Every name of every question of an instrument.

    Parameters
    ----------
    instrument
        The questionnaire, as the programme uses it.
    """

    def __init__(self, instrument: Instrument) -> None:
        every = [pair for field in instrument.fields for pair in _codes(field)]
        words = [pair for field in instrument.fields for pair in _words(field)]
        surveyed = list(_survey_words(instrument))
        others = [pair for field in instrument.fields for pair in _other_words(field)]
        rows = [(t, Target(f.key)) for f in instrument.fields for t in _row_names(f)]
        ends = [(f"[{name}]", target) for name, target in rows]
        self._steps: list[tuple[str, Callable[[str], str], dict[str, set[Target]]]] = [
            (how, form, _index(names, form))
            for how, form, names in (
                ("id", plain, every),
                ("same words", plain, surveyed),
                ("same words", plain, words),
                ("same words", bare, surveyed),
                ("same words", bare, words),
                ("id", bare, every),
                ("id", _squashed, every),
                ("other words for it", plain, others),
                ("other words for it", bare, others),
                ("row of the matrix", plain, rows),
                ("row of the matrix", bare, rows),
                ("row of the matrix", _row_at_the_end, ends),
            )
        ]
        labels = [
            (label, Target(field.key, option.value))
            for field in instrument.fields
            if field.kind == "multiple_choice"
            for option in field.options
            for label in option.label.every()
        ]
        self._labels = _index(labels, plain)
        spoken = [(name, f.key) for f in instrument.fields for name in (f.heading(), f.key)]
        self._spoken = {plain(name): Near(name, key) for name, key in spoken}

    def find(self, heading: str) -> Found | None:
        """Find what a heading asks, or None where nothing or more than one thing fits."""
        for how, form, index in self._steps:
            targets = index.get(form(heading), set())
            if len(targets) == 1:
                return Found(next(iter(targets)), how)
        return None

    def fitting(self, heading: str) -> tuple[Target, ...]:
        """Give the several questions that a heading fits equally well; nothing if it is clear."""
        for _, form, index in self._steps:
            if targets := index.get(form(heading)):
                return tuple(sorted(targets, key=str)) if len(targets) > 1 else ()
        return ()

    def find_option(self, heading: str) -> Found | None:
        """Find the option whose label alone is the heading, as Typeform writes it."""
        targets = self._labels.get(plain(heading), set())
        return Found(next(iter(targets)), "label of an option") if len(targets) == 1 else None

    def near(self, heading: str) -> Near | None:
        """Name the question whose words or key come nearest, if any does; rows must be near too."""
        close = difflib.get_close_matches(plain(heading), self._spoken, n=3, cutoff=_NEAR)
        near = (self._spoken[name] for name in close)
        return next((n for n in near if _rows_are_near(n.words, heading)), None)


def _row_at_the_end(heading: str) -> str:
    """Give what stands in brackets at the end, as survey tools write the row of a matrix."""
    end = re.search(r"\[([^\[\]]*)\]\s*$", heading)
    return plain(end[1]) if end else ""


def _rows_are_near(one: str, other: str) -> bool:
    """Compare what stands in brackets at the end, as questions of a matrix share the rest."""
    row, other_row = (_row_at_the_end(text) for text in (one, other))
    return difflib.SequenceMatcher(None, row, other_row).ratio() >= _NEAR


def _index(names: list[tuple[str, Target]], form: Callable[[str], str]) -> dict[str, set[Target]]:
    index: dict[str, set[Target]] = defaultdict(set)
    for name, target in names:
        if formed := form(name):
            index[formed].add(target)
    return index


def _codes(field: Field) -> Iterator[tuple[str, Target]]:
    target = Target(field.key)
    yield field.key, target
    yield short_code(field.key), target
    if field.row:
        asked = {field.item.id, field.ask.id if field.ask else field.item.id}
        for code in (*asked, f"{field.item.id}_{field.ask.id}" if field.ask else field.item.id):
            for row in (field.row.id, f"{code}_{field.row.id}", field.row.code):
                if row:
                    yield f"{code}[{row}]", target
                    yield f"{code}/{row}", target
    for option in _ticked(field):
        for name in (f"{field.key}[{option.value}]", f"{field.key}/{option.value}"):
            yield name, Target(field.key, option.value)
        code = f"{field.key}___{option.value}"
        for name in (code, short_code(code)):
            yield name, Target(field.key, option.value)


def _words(field: Field) -> Iterator[tuple[str, Target]]:
    target = Target(field.key)
    for language in LANGUAGES:
        questions = {field.question(language)}
        if field.ask:
            questions |= {field.ask.text.say(language), field.item.text.say(language)}
        for question in questions:
            if not field.row:
                yield question, target
            else:
                row = field.row.text.say(language)
                yield f"{question} [{row}]", target
                yield f"{question}/{row}", target
            for option in _ticked(field):
                label = option.label.say(language)
                yield f"{question} [{label}]", Target(field.key, option.value)
                yield f"{question}/{label}", Target(field.key, option.value)


def _survey_words(instrument: Instrument) -> Iterator[tuple[str, Target]]:
    """Give the headings that come back from a survey made by `google_forms` or `ms_forms`."""
    tools: tuple[SurveyTool, ...] = ("google_forms", "ms_forms")
    spoken = {tuple(f.heading(each) for f in instrument.fields): each for each in LANGUAGES}
    for language, tool in product(spoken.values(), tools):
        headings = survey_headings(instrument, language=language, tool=tool)
        yield from ((heading, Target(key)) for key, heading in headings.items())


def _other_words(field: Field) -> Iterator[tuple[str, Target]]:
    row = f" [{field.row.text.say()}]" if field.row else ""
    yield from ((other + row, Target(field.key)) for other in field.item.also)


def _row_names(field: Field) -> tuple[str, ...]:
    return (*field.row.text.every(), field.row.id) if field.row else ()


def _ticked(field: Field) -> tuple[Option, ...]:
    """Give the options that can have a column each."""
    return field.options if field.kind == "multiple_choice" else ()
