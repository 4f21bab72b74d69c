"""The views of the candidates' step: the announcement, the poster, guides of talks, admissions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit import forms
from tests.hostile import marks_of
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme


@view("report.announcement_page", "report.relationship_page", "exchange.render_poster_html",
      "exchange.render_poster_pdf")  # fmt: skip
def announcement(programme: Programme, folder: Path) -> Iterator[Output]:
    step, own = programme.candidates, marks_of("Zscript", "Zrich")
    where = marks_of("Zquote")
    yield from files_in(step.write_announcement(folder / "announcement", where=where))
    yield from files_in(step.write_rollout_kit(folder / "kit", where=where))
    assert own in step.announcement(where=own).text


@view("report.talk_page")
def guides_of_talks(programme: Programme, folder: Path) -> Iterator[Output]:
    step = programme.candidates
    ids = sorted(step.people["person_id"])[:3]
    yield from files_in(step.write_interview_guides(folder / "talks", ids))


@view("forms.announcement")
def announcement_panel(programme: Programme, folder: Path) -> Iterator[Output]:
    by, own = {"by": marks_of("Zterm"), "where": marks_of("Zquote")}, marks_of("Zscript", "Zrich")
    yield from panel_of(
        forms.announcement(programme), words={"part": "poster"}, look=by,
        keep={**by, "part": "poster", "words": own}, restore={**by, "part": "poster"},
        write=by, kit=by, guides=by,
    )  # fmt: skip


@view("forms.admissions")
def admissions_panel(programme: Programme, folder: Path) -> Iterator[Output]:
    by, step = {"by": marks_of("Zterm")}, "admit"
    ids = sorted(programme.candidates.people["person_id"])[:3]
    yield from panel_of(
        forms.admissions(programme), look={}, decide={**by, "step": step, "people": ids},
        letters={"letter": "admitted", "people": ids},
        sentences={**by, "lines": marks_of("Zscript")},
    )  # fmt: skip
