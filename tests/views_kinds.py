"""The views of kinds of candidates: the page, the panel, the pictures of the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rmkit.figures as figures
from rmkit import forms
from tests.hostile import marks_of
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme


@view("report.profiles_page", "forms.profiles_page")
def page_of_kinds(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.pdf import render_pdf
    from rmkit.programme.profiles_page import page_of_profiles

    found = programme.profiles.look()
    programme.profiles.keep(found, reason=marks_of("Zclose", "Zpaper", "Zbidi"))
    yield "profiles.pdf", "pdf", render_pdf(page_of_profiles(programme, found))
    yield from files_in(programme.profiles.write_page(folder))
    yield "page of profiles, said", "cell", forms.profiles_page(programme)._repr_html_()


@view("forms.explore")
def explore_panel(programme: Programme, folder: Path) -> Iterator[Output]:
    """Twelve people are too few to look: what a look would tell of them is shown beside."""
    from rmkit.forms.exploring_looks import USUAL, Look
    from rmkit.forms.exploring_told import blocks_view, hangs_view, look_view

    words, found = programme.candidates.words, programme.profiles.look(2)
    programme.profiles.keep(found, reason=marks_of("Zclose", "Zbidi", "Zterm"))
    yield from panel_of(forms.explore(programme), look={})
    yield "blocks", "view", {"blocks": blocks_view(programme.candidates.people, words)}
    told = look_view(Look(1, USUAL, found, found.told(words), "", ""), None, kept=None, answers="")
    yield "look", "view", {**told, **hangs_view(found)}


@view("figures.kind_plane", "figures.silhouette_bars", "figures.stability_bars", "figures.how_many")
def evidence_pictures(programme: Programme, folder: Path) -> Iterator[Output]:
    """Pictures of numbers alone: nothing that somebody typed comes near them."""
    found = programme.profiles.look(2)
    plane = found.plane()
    drawn = (
        figures.kind_plane(plane.points, found.labels, stress=plane.stress, kept=plane.kept),
        figures.silhouette_bars(found.widths(), found.labels),
        figures.stability_bars(found.stability, found.returned),
        figures.how_many(found.evidence),
    )
    for number, picture in enumerate(drawn):
        yield f"evidence {number}", "cell", picture._repr_html_()
