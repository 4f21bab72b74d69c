"""The views of the library: activities with hostile words, starters, lexicon, guide and kits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit import forms
from tests.hostile import FORMULAS, marks_of
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.content.activities import Activity
    from rmkit.programme.programme import Programme


def hostile_activity() -> Activity:
    from rmkit.content.activities import shipped_activities

    first = shipped_activities()[0].model_dump(exclude_none=True)
    words = {"id": "hostile", "title": FORMULAS[0], "bring": marks_of("Zscript", "Zpaper"),
             "challenge": marks_of("Zquote"), "beyond": marks_of("Zrich")}  # fmt: skip
    steps = [{"both": marks_of("Zclose", "Zterm")}] * 3
    return type(shipped_activities()[0]).model_validate({**first, **words, "steps": steps})


@view("exchange.write_activity_table", "report.activities_page")
def activities(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.activity_table import write_activity_table
    from rmkit.exchange.html import render_html
    from rmkit.exchange.pdf import render_pdf
    from rmkit.report.for_a_pair import activities_page

    own = [hostile_activity()]
    yield from files_in(write_activity_table(own, folder / "own.xlsx", skill_words={}))
    page = activities_page(own, organisation=programme.organisation)
    yield "activities", "html", render_html(page)
    yield "activities", "pdf", render_pdf(page)


@view("report.guide_page", "report.lexicon_page", "report.starters_page", "report.kit_page")
def kits(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.content.guide import meeting_guide
    from rmkit.content.lexicon import lexicon_terms
    from rmkit.content.starters import discussion_starters
    from rmkit.exchange.html import render_html
    from rmkit.report.for_a_pair import guide_page, lexicon_page, starters_page

    of = programme.organisation
    yield "guide", "html", render_html(guide_page(meeting_guide(), "mentor", organisation=of))
    yield "lexicon", "html", render_html(lexicon_page(lexicon_terms(), organisation=of))
    shelf = discussion_starters()
    page = starters_page(shelf.starters[:3], shelf.formats, organisation=of)
    yield "starters", "html", render_html(page)
    programme.library.keep([hostile_activity()])
    written = programme.library.write_kits(folder / "kits")
    yield from files_in([path for path in written.files if path.name.startswith("Kit")])


@view("forms.activities", "forms.starters", "forms.lexicon", "forms.pair_kit")
def panels(programme: Programme, folder: Path) -> Iterator[Output]:
    programme.library.keep([hostile_activity()])
    pair = programme.file.pairs("confirmed")[0]
    every = {"words": FORMULAS[0], "minutes": "", "skill": "", "level": "", "target": "",
             "mentee": pair.mentee_id, "topics": []}  # fmt: skip
    yield from panel_of(forms.activities(programme), find={**every, "words": ""}, look={})
    drawn = {"many": 2, "theme": "", "pair": pair.pair_id, "topics": [], "used": []}
    yield from panel_of(forms.starters(programme, seed=1), draw=drawn)
    yield from panel_of(forms.lexicon())
    yield from panel_of(forms.pair_kit(programme), show={"pair": pair.pair_id})
