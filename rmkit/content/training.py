"""The training of mentors and mentees as data: modules in parts, decks of cards, cases to play.

A module says for every part how long it takes, what the room sees, what the trainer says and does,
what lies ready and what to watch for. Cards are short texts for a part of a sheet of paper; how
they are laid out is for others. Nothing here knows a person or a programme.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Literal, TypeVar

from pydantic import Field as Limit
from pydantic import StrictInt, model_validator

from rmkit.content.model import Principle
from rmkit.content.piece import read_piece
from rmkit.content.shelf import principles
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text
from rmkit.errors import UnknownName

__all__ = [
    "HALF_DAY",
    "MODULES",
    "PAUSE_MINUTES",
    "Case",
    "Deck",
    "Module",
    "Part",
    "PlayCard",
    "Timer",
    "covered",
    "deck",
    "decks",
    "module",
    "role_plays",
]

MODULES = ("introduction", "trust", "practice", "briefing", "circle")
"""The modules in the order in which a programme needs them."""

HALF_DAY = ("introduction", "trust", "practice")
"""The modules of the workshop for mentors; mentees are there for the first."""

PAUSE_MINUTES = 10
"""Between two modules of the half-day."""

_Minutes = Annotated[StrictInt, Limit(ge=1, le=240)]
_Texts = tuple[Text, ...]
_Some = Annotated[tuple[Text, ...], Limit(min_length=1, max_length=12)]


class Timer(Definition):
    """A clock that runs within a part: for what, and how long."""

    title: Text
    minutes: _Minutes


class Part(Definition):
    """A part of a module.

    `slide` is what the room sees, `say` are the trainer's words, `do` the steps, `watch` what may
    go wrong and what helps then. `cards` names decks, `shows` a sheet by its instrument's id.
    """

    id: Identifier
    title: Text
    minutes: _Minutes
    kind: Literal["round", "input", "exercise", "closing"]
    purpose: Text
    slide: Annotated[tuple[Text, ...], Limit(min_length=1, max_length=6)]
    say: _Some
    do: _Texts = ()
    material: _Texts = ()
    watch: _Texts = ()
    timers: tuple[Timer, ...] = ()
    cards: tuple[Identifier, ...] = ()
    shows: Identifier | None = None
    covers: tuple[str, ...]


class Module(Definition):
    """A module: for whom, what for, what to prepare, its parts and its limits."""

    id: Identifier
    title: Text
    audience: Literal["both", "mentors", "mentees"]
    covers: tuple[str, ...]
    source: str
    purpose: Text
    outcomes: _Some
    prepare: _Some
    parts: Annotated[tuple[Part, ...], Limit(min_length=1, max_length=12)]
    limits: _Some
    rules_title: Text | None = None
    rules: tuple[Principle, ...] = ()
    questions_title: Text | None = None
    questions: _Texts = ()

    @property
    def minutes(self) -> int:
        """How long it takes, all parts together."""
        return sum(part.minutes for part in self.parts)

    @model_validator(mode="after")
    def _clocks_fit(self) -> Module:
        problems = [
            f"the clocks of {part.id} take longer than its {part.minutes} minutes"
            for part in self.parts
            if sum(timer.minutes for timer in part.timers) > part.minutes
        ]
        ids = [part.id for part in self.parts]
        problems += [
            f"{name} stands twice" for name in sorted({i for i in ids if ids.count(i) > 1})
        ]
        if problems:
            raise Contradictions(problems)
        return self


class PlayCard(Definition):
    """One card: a few words on top, lines below them, and what it is for at its foot."""

    head: Text
    lines: Annotated[tuple[Text | Principle, ...], Limit(min_length=1, max_length=8)]
    foot: Text | None = None


class Deck(Definition):
    """Cards that belong together, so many to a sheet, and how they are used."""

    id: Identifier
    title: Text
    per_sheet: Literal[4, 8]
    covers: tuple[str, ...]
    use: Text
    cards: tuple[PlayCard, ...] = ()
    from_module: Identifier | None = None


class _Mentor(Definition):
    who: Text
    task: Text
    know: Text


class _Mentee(Definition):
    who: Text
    play: Text
    soften: Text


class Case(Definition):
    """A case to play, with a card for each of the three and one for the talk afterwards."""

    id: Identifier
    title: Text
    level: Literal["first meeting", "in the middle", "feedback"]
    mentor: _Mentor
    mentee: _Mentee
    observer: Annotated[tuple[Text, ...], Limit(min_length=2, max_length=5)]

    def cards(self, language: str = "en") -> tuple[PlayCard, PlayCard, PlayCard, PlayCard]:
        """Give its cards: for the mentor, the mentee, the observer, and for talking about it."""
        title, level = self.title.say(language), _LEVELS[self.level]
        mentor, mentee = self.mentor, self.mentee

        def card(who: str, lines: tuple[str, ...]) -> PlayCard:
            said = tuple(Text.model_validate(line) for line in lines)
            return PlayCard(
                head=Text.model_validate(f"{title}: {who}"),
                lines=said,
                foot=Text.model_validate(f"{who.capitalize()} · {level}"),
            )

        def say(*texts: Text) -> tuple[str, ...]:
            return tuple(text.say(language) for text in texts)

        told = f"Your task: {mentor.task.say(language)}"
        soft = f"What softens you: {mentee.soften.say(language)}"
        return (
            card("mentor", (*say(mentor.who, mentor.know), told)),
            card("mentee", (*say(mentee.who, mentee.play), soft)),
            card(
                "observer",
                (
                    "You have the observer's sheet. Write down sentences, and no marks.",
                    *say(*self.observer),
                ),
            ),
            card("afterwards", _AFTERWARDS),
        )


_AFTERWARDS = (
    "Five minutes, in this order.",
    "Mentor: what went well, what would I do differently?",
    "Mentee: what was it like for me? When did it open up?",
    "Observer: three things I saw or heard, word for word. No marks.",
    "Mentor: one sentence. What I take from it is ...",
    "Put the parts away: say your own name aloud.",
)
_LEVELS: Mapping[str, str] = {
    "first meeting": "first meeting",
    "in the middle": "in the middle of it",
    "feedback": "feedback",
}


class _Cases(Definition):
    id: Identifier
    title: Text
    covers: tuple[str, ...]
    source: str
    use: Text
    cases: Annotated[tuple[Case, ...], Limit(min_length=1)]


class _Decks(Definition):
    id: Identifier
    title: Text
    source: str
    decks: Annotated[tuple[Deck, ...], Limit(min_length=1)]


@cache
def module(name: str) -> Module:
    """Give a module of the training.

    Raises
    ------
    UnknownName
        There is no such module.

    Examples
    --------
    >>> module("briefing").minutes
    45
    """
    if name not in MODULES:
        raise UnknownName(kind="module", name=name, known=MODULES)
    return _read(Module, name)


@cache
def role_plays() -> tuple[Case, ...]:
    """Give the cases to play."""
    return _read(_Cases, "cases").cases


def decks() -> tuple[str, ...]:
    """Name the decks of cards.

    >>> decks()[:3]
    ('pocket', 'smart', 'bond')
    """
    return tuple(_decks())


def deck(name: str) -> Deck:
    """Give a deck of cards.

    Raises
    ------
    UnknownName
        There is no such deck.
    """
    if name not in _decks():
        raise UnknownName(kind="deck", name=name, known=decks())
    return _decks()[name]


@cache
def _decks() -> dict[str, Deck]:
    read = _read(_Decks, "cards").decks
    everything = (_pocket(), *(_filled(one) for one in read), _played())
    return {one.id: one for one in everything}


def _filled(one: Deck) -> Deck:
    """Give a deck whose cards are the questions of a module, one each."""
    if one.from_module is None:
        return one
    asked = module(one.from_module)
    cards = tuple(
        PlayCard(
            head=Text.model_validate(f"{number}"), lines=(question,), foot=asked.questions_title
        )
        for number, question in enumerate(asked.questions, start=1)
    )
    return one.model_copy(update={"cards": cards})


def _pocket() -> Deck:
    """Make pocket cards of the principles: the two roles, the rules, and what is promised."""
    whole = principles()

    pages = tuple(PlayCard(head=title, lines=points) for title, points in whole.parts())
    promise = PlayCard(
        head=Text.model_validate("What is promised to both"), lines=(whole.opening, whole.closing)
    )
    return Deck(
        id="pocket",
        title=Text.model_validate("Principles and rules for the pocket"),
        per_sheet=4,
        covers=("CV-A1",),
        use=Text.model_validate(
            "Cut, fold and hand out: mentees get theirs, mentors theirs, everybody the six rules."
        ),
        cards=(*pages, promise),
    )


def _played() -> Deck:
    whole = _read(_Cases, "cases")
    cards = tuple(card for case in whole.cases for card in case.cards())
    return Deck(
        id="cases", title=whole.title, per_sheet=4, covers=whole.covers, use=whole.use, cards=cards
    )


def covered() -> Iterator[tuple[str, str]]:
    """Give each part of the method with the module, part or deck that serves it."""
    for name in MODULES:
        for part in module(name).parts:
            yield from ((row, f"{name}/{part.id}") for row in part.covers)
    for name in decks():
        yield from ((row, f"cards/{name}") for row in deck(name).covers)


_Kind = TypeVar("_Kind", Module, _Cases, _Decks)


def _read(kind: type[_Kind], name: str) -> _Kind:
    return read_piece(kind, "training", f"{name}.yaml")
