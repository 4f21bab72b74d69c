"""The views of the evaluation: the report and the page to decide on, with what people wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rmkit.figures as figures
from rmkit import forms
from tests.hostile import FORMULAS, marks_of
from tests.viewing import Output, files_in, panel_of, view

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

_BY = marks_of("Zterm", "Zquote")


@view("report.report_page", "report.decision_page", "figures.side_dots",
      "forms.before_and_after", "forms.evaluation", "forms.worth")  # fmt: skip
def evaluated(programme: Programme, folder: Path) -> Iterator[Output]:
    pair = programme.file.pairs("confirmed")[0]
    said = {"quotable": marks_of("Zscript", "Zclose"), "quote": "unnamed", "objective": 4}
    more = {"more": marks_of("Zscript", "Zjson"), "less": FORMULAS[0]}
    for side, person in (("mentee", pair.mentee_id), ("mentor", pair.mentor_id)):
        programme.questionnaires.answer(
            f"satisfaction_{side}", {**said, **more}, person=person, wave="after", by=_BY
        )
    step = programme.evaluation
    quotable = [one.response_id for one in step.quotable()]
    assert quotable
    step.release(quotable, by=_BY)
    step.decide("change", why=marks_of("Zscript", "Zquote", "Zclose"), by=_BY)
    yield from files_in(step.write(folder / "report"))
    one = {"response": quotable[0], "by": _BY}
    yield from panel_of(
        forms.evaluation(programme), quotes={}, answer={"at": 0}, look={}, remind={"by": _BY},
        release={**one, "wanted": "no"}, sort={**one, "key": "more", "themes": [_BY], "at": 0},
        decide={"by": _BY, "choice": "change", "why": marks_of("Zscript", "Zterm")},
        write={"folder": str(folder / "again")},
    )  # fmt: skip
    for make in (forms.before_and_after, forms.worth):
        yield make.__name__, "cell", make(programme)._repr_html_()
    step.release(quotable, by=_BY)
    yield "quotable", "txt", repr(step.quotable())
    yield "facts", "txt", repr(step.facts())
    yield "themes", "view", {"rows": step.themes().to_dict("records")}
    rows = [(marks_of("Zscript"), f"{side}s {marks_of('Zclose')}", 4.0, 3.5, 4.5)
            for side in ("mentee", "mentor")]  # fmt: skip
    picture = figures.side_dots(rows)
    yield "side_dots.svg", "svg", picture.svg()
    yield "side_dots, sentence", "txt", picture.sentence
