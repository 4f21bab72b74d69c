"""Sheets of cards and guides of the training, described for any renderer."""

from __future__ import annotations

from collections.abc import Sequence

from rmkit.content.model import Principle
from rmkit.content.training import Deck, Module, Part
from rmkit.definitions.texts import Text
from rmkit.report.page import (
    Block,
    Bullets,
    Card,
    Cards,
    Heading,
    Note,
    Page,
    Paragraph,
    Point,
    Table,
)

__all__ = ["cards_page", "module_page"]

_FOR = {"both": "mentors and mentees", "mentors": "mentors", "mentees": "mentees"}


def cards_page(
    decks: Sequence[Deck], *, organisation: str = "", title: str = "", language: str = "en"
) -> Page:
    """Describe decks of cards to print and cut.

    Parameters
    ----------
    decks
        What `rmkit.content.training.deck` gives.
    organisation
        Stands below the title; may be empty.
    title
        Of the page; empty takes that of the only deck.
    language
        The language to say it in; English where a text lacks it.

    Returns
    -------
    Page
        Each deck with how it is used, then its cards on sheets of their own. Print it one-sided.
    """
    blocks: list[Block] = []
    for one in decks:
        if len(decks) > 1:
            blocks.append(Heading(one.title.say(language)))
        blocks.append(Paragraph(one.use.say(language)))
        blocks.append(Cards(_cards(one, language), one.per_sheet))
    own = decks[0].title.say(language) if len(decks) == 1 else "Cards for the training"
    return Page(title or own, tuple(blocks), organisation, language)


def _cards(one: Deck, language: str) -> tuple[Card, ...]:
    return tuple(
        Card(
            card.head.say(language),
            tuple(_line(line, language) for line in card.lines),
            card.foot.say(language) if card.foot else "",
        )
        for card in one.cards
    )


def _line(line: Text | Principle, language: str) -> str | Point:
    if isinstance(line, Principle):
        return Point(line.lead.say(language), line.text.say(language))
    return line.say(language)


def module_page(module: Module, *, organisation: str = "", language: str = "en") -> Page:
    """Describe the trainer's guide of one module: all of it, part by part.

    Parameters
    ----------
    module
        What `rmkit.content.training.module` gives.
    organisation
        Stands below the title; may be empty.
    language
        The language to say it in; English where a text lacks it.
    """

    def say(texts: Sequence[Text]) -> tuple[str, ...]:
        return tuple(text.say(language) for text in texts)

    rows, begin = [], 0
    for part in module.parts:
        rows.append((f"{begin}-{begin + part.minutes}", part.title.say(language), part.minutes))
        begin += part.minutes
    blocks: list[Block] = [
        Paragraph(module.purpose.say(language)),
        Heading("At the end they", 2),
        Bullets(say(module.outcomes)),
        Heading("What to prepare", 2),
        Bullets(say(module.prepare)),
        Table(("Minute", "Part", "Minutes"), tuple(rows), "The run", (1, 6, 1)),
    ]
    if module.rules and module.rules_title:
        points = tuple(Point(it.lead.say(language), it.text.say(language)) for it in module.rules)
        blocks += [Heading(module.rules_title.say(language)), Bullets(points, numbered=True)]
    for part in module.parts:
        blocks += _part(part, language)
    if module.questions and module.questions_title:
        blocks += [Heading(module.questions_title.say(language)), Bullets(say(module.questions))]
    blocks += [Heading("What this does not do"), Bullets(say(module.limits))]
    who = f"For {_FOR[module.audience]}, {module.minutes} minutes"
    subtitle = f"{organisation} · {who}" if organisation else who
    return Page(module.title.say(language), tuple(blocks), subtitle, language)


def _part(part: Part, language: str) -> list[Block]:
    def listed(title: str, texts: Sequence[Text], *, numbered: bool = False) -> list[Block]:
        said = tuple(text.say(language) for text in texts)
        return [Heading(title, 2), Bullets(said, numbered)] if said else []

    clocks = "; ".join(f"{it.title.say(language)}, {it.minutes} min" for it in part.timers)
    blocks: list[Block] = [
        Heading(f"{part.title.say(language)} ({part.minutes} minutes)"),
        Note(part.purpose.say(language)),
        *listed("On the screen or the board", part.slide),
        Heading("To say", 2),
        *(Paragraph(text.say(language)) for text in part.say),
        *listed("To do", part.do, numbered=True),
    ]
    blocks += [Paragraph(f"Clocks: {clocks}.")] if clocks else []
    return blocks + listed("At hand", part.material) + listed("Watch for", part.watch)
