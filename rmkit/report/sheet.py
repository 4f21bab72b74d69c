"""An instrument as a sheet of paper: its questions, with room to answer them by hand.

In comes an instrument; out goes a page with lines to write on, boxes to tick and tables to
rate in. `goal_sheet_page` is the mentee's goal-setting framework. What is known already
(names, the programme's objective) can be filled in. Nothing here reads answers back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rmkit.errors import UnknownName
from rmkit.instruments.model import Instrument, Item, Section
from rmkit.report.page import (
    Block,
    Boxes,
    Heading,
    Lines,
    Note,
    Page,
    Paragraph,
    Table,
)

__all__ = ["goal_sheet_page", "sheet_page"]

_LINES_TO_WRITE = 4


def goal_sheet_page(
    instrument: Instrument,
    *,
    organisation: str = "",
    filled: Mapping[str, str] | None = None,
    language: str = "en",
) -> Page:
    """Describe the printable goal-setting framework, which stays with the pair.

    Parameters
    ----------
    instrument
        The instrument `goal_setting`, or an organisation's own version of it.
    organisation, filled, language
        As in `sheet_page`.
    """
    note = Note("This sheet belongs to the two of you. Nobody collects it or reads it.")
    page = sheet_page(instrument, organisation=organisation, filled=filled, language=language)
    return Page(page.title, (note, *page.blocks), page.subtitle, page.language)


def sheet_page(
    instrument: Instrument,
    *,
    organisation: str = "",
    filled: Mapping[str, str] | None = None,
    language: str = "en",
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

    Raises
    ------
    UnknownName
        `filled` names a question that the instrument does not ask.
    """
    known = {field.key for field in instrument.fields}
    filled = filled or {}
    for key in filled:
        if key not in known:
            raise UnknownName(kind=f"question in {instrument.id}", name=key, known=known)
    blocks: list[Block] = [Paragraph(instrument.purpose.say(language))]
    for section in instrument.sections:
        blocks += _section(section, instrument, filled, language)
    return Page(instrument.title.say(language), tuple(blocks), organisation, language)


def _section(
    section: Section, instrument: Instrument, filled: Mapping[str, str], language: str
) -> Iterator[Block]:
    yield Heading(section.title.say(language))
    if section.text:
        yield Paragraph(section.text.say(language))
    for item in section.items:
        yield from _item(item, instrument, filled, language)


def _item(
    item: Item, instrument: Instrument, filled: Mapping[str, str], language: str
) -> Iterator[Block]:
    label = item.text.say(language)
    hint = item.help.say(language) if item.help else ""
    known = filled.get(item.id, "")
    if item.kind == "matrix":
        yield _matrix(item, instrument, language)
    elif item.options and not known:
        choices = tuple(option.label.say(language) for option in item.options)
        yield Boxes(label, choices, hint=hint)
    else:
        count = _LINES_TO_WRITE if item.kind == "long_text" else 1
        short = item.kind in {"number", "date"}
        yield Lines(label, count, value=known, hint=hint, short=short)


def _matrix(item: Item, instrument: Instrument, language: str) -> Table:
    scale = instrument.scales[item.scale or ""]
    asks = [ask.text.say(language) for ask in item.asks] or [item.text.say(language)]
    labels = ", ".join(f"{option.value} {option.label.say(language)}" for option in scale.options)
    blank = "☐ " + "   ☐ ".join(str(option.value) for option in scale.options)
    return Table(
        columns=("", *asks),
        rows=tuple((row.text.say(language), *[blank] * len(asks)) for row in item.rows),
        caption=f"{item.text.say(language)} ({labels})",
        widths=(2.0, *[1.5] * len(asks)),
    )
