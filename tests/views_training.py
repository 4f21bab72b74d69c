"""The views of the training: the deck, the clock, the cards, and what is printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit import forms
from tests.hostile import marks_of
from tests.viewing import Output, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme


@view("forms.training", "forms.timer", "forms.cards")
def training_panels(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from panel_of(forms.training(programme))
    yield from panel_of(forms.timer(5, marks_of("Zscript", "Zquote")))
    yield from panel_of(
        forms.cards(programme), write={"format": "html", "decks": {"pocket": "yes"}}
    )


@view("forms.attendance")
def who_was_there(programme: Programme, folder: Path) -> Iterator[Output]:
    note = {"module": "briefing", "day": programme.today.isoformat(), "people": {"P0001": "yes"}}
    yield from panel_of(
        forms.attendance(programme), note={**note, "by": marks_of("Zterm", "Zquote")}, look={}
    )


@view("report.cards_page", "report.module_page")
def handed_out(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.content.training import module
    from rmkit.exchange.html import render_html
    from rmkit.exchange.pdf import render_pdf
    from rmkit.programme.handouts import printed_cards
    from rmkit.report.cards import module_page

    firm = programme.organisation
    yield "cards", "html", printed_cards(["pocket"], "html", organisation=firm).decode()
    yield "cards", "pdf", printed_cards(["pocket"], organisation=firm)
    guide = module_page(module("circle"), organisation=firm)
    yield "guide", "html", render_html(guide)
    yield "guide", "pdf", render_pdf(guide)
