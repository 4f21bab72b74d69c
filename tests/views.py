"""Every view that rmkit has, made of one programme: what is shown, written or printed.

`VIEWS` names each with the public function or command that makes it. A view gives outputs: the
name, the kind (see `tests.inert_checks`) and the content. A test compares the list with what the
package offers, so that no view can be added without standing here.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import rmkit.figures as figures
import tests.views_candidates
import tests.views_evaluation
import tests.views_kinds
import tests.views_letters
import tests.views_library
import tests.views_meetings
import tests.views_training
from rmkit import forms
from tests.audit_tables import (
    hostile_curve,
    hostile_estimates,
    hostile_groups,
    two_pairs,
    two_ways,
)
from tests.hostile import FORMULAS, marks_of, own_instrument
from tests.viewing import VIEWS, Output, files_in, panel_of, view
from tests.views_terminal import COMMANDS, on_terminal

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["VIEWS"]

ELSEWHERE = (
    tests.views_candidates,
    tests.views_evaluation,
    tests.views_kinds,
    tests.views_letters,
    tests.views_library,
    tests.views_meetings,
    tests.views_training,
)
"""Their views are noted as they are read."""

# ---- pages, letters and files


@view("exchange.render_html", "exchange.render_pdf", "report.charter_page", "report.sponsor_page",
      "report.leaders_page", "report.evaluation_page")  # fmt: skip
def charter(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from files_in(programme.objective.write_charter(folder))
    yield from files_in(programme.objective.write_brief(folder))
    results = {"satisfaction": marks_of("Zscript", "Zquote")}
    yield from files_in(programme.objective.write_evaluation_plan(folder, results=results))


@view("report.summary_page", "report.pairs_page")
def overview(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.programme.overview import write_overview

    told = write_overview(programme, folder)
    yield from files_in([folder / "summary.html", folder / "pairs.html"])
    yield "in short", "view", {"lines": [*told.in_short, *told.next_steps]}


@view("report.audit_page")
def audit(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.pdf import render_pdf
    from rmkit.programme.auditing import audited, page_of

    ids = programme.candidates.people["person_id"]
    traits = {FORMULAS[0]: {name: marks_of("Zquote", "Zclose") for name in ids}}
    found = audited(programme, by=["department", *traits], groups=traits)
    yield "audit.pdf", "pdf", render_pdf(page_of(programme, found))
    yield "audit in short", "view", {"lines": list(found.sentences)}


@view("exchange.write_outbox", "exchange.draft", "exchange.merge_table", "exchange.write_folder",
      "report.principles_page")  # fmt: skip
def outbox(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from files_in(programme.kickoff.write(folder / "box"))


@view("report.sheet_page")
def sheet(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.html import render_html
    from rmkit.exchange.pdf import render_pdf
    from rmkit.report.sheet import sheet_page

    page = sheet_page(own_instrument(folder), organisation=programme.organisation)
    yield "sheet", "html", render_html(page)
    yield "sheet", "pdf", render_pdf(page)


@view("exchange.write_form", "exchange.write_survey_table")
def workbooks(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.programme.sending import write_instrument, write_questionnaire

    for kind in ("form", "table"):
        yield from files_in(write_questionnaire(programme, kind=kind, folder=folder))
        to = folder / f"own {kind}.xlsx"
        yield from files_in(
            write_instrument(
                own_instrument(folder), to, kind=kind, organisation=programme.organisation
            )
        )


@view("exchange.write_html_form", "exchange.render_html_form")
def forms_for_a_browser(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.form_html import write_html_form

    own, words = own_instrument(folder), marks_of("Zclose", "Zjson", "Zscript")
    for instrument in (own, programme.candidates.questionnaire):
        key = next(field.key for field in instrument.fields if field.kind == "text")
        path = folder / f"{instrument.id}.html"
        yield from files_in(
            write_html_form(
                instrument, path, organisation=programme.organisation, answers={key: words}
            )
        )


@view("exchange.write_pdf_form", "exchange.render_pdf_form", "exchange.write_docx_form")
def printable_forms(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.form_docx import write_docx_form
    from rmkit.exchange.form_pdf import write_pdf_form

    for write, ending in ((write_pdf_form, "pdf"), (write_docx_form, "docx")):
        for instrument in (own_instrument(folder), programme.candidates.questionnaire):
            path = folder / f"{instrument.id}.{ending}"
            yield from files_in(write(instrument, path, organisation=programme.organisation))


@view("exchange.write_as", "exchange.write_sheet", "exchange.write_google_forms",
      "exchange.write_ms_forms")  # fmt: skip
def every_format(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.form_writers import FORMATS, write_as

    own = own_instrument(folder)
    for name, kind in FORMATS.items():
        path = folder / f"own {name}{kind.ending}"
        yield from files_in(list(write_as(own, path, name, organisation=marks_of("Zrich"))))


@view("exchange.write_mapping")
def mapping(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.exchange.columns import propose
    from rmkit.exchange.mapping import read_mapping, write_mapping
    from rmkit.exchange.tables import read_table

    table = folder / "own.csv"
    headings = [field.heading() for field in own_instrument(folder).fields]
    quoted = ",".join('"' + " ".join(h.split()).replace('"', '""') + '"' for h in headings)
    table.write_text(f"{quoted}\n{',' * (len(headings) - 1)}\n", encoding="utf-8")
    path = write_mapping(folder / "own.yaml", propose(read_table(table), own_instrument(folder)))
    assert set(read_mapping(path).model_dump(exclude_defaults=True)) <= {"columns"}
    yield from files_in(path)


@view("report.person_page", "report.paper_page", "exchange.render_docx")
def rights(programme: Programme, folder: Path) -> Iterator[Output]:
    for person in ("P0001", "P0005", "P0012"):
        yield from files_in(programme.rights.person_file(person, folder, by=marks_of("Zterm")))
    yield from files_in(list(programme.rights.papers(folder / "papers").files))


@view("report.released_page")
def released(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.disclosure.audiences import release_shared
    from rmkit.exchange.html import render_html
    from rmkit.exchange.pdf import render_pdf
    from rmkit.instruments import load
    from rmkit.report.released import released_page

    asked = load("candidate", "extended")
    answers = {"strengths": marks_of("Zscript", "Zpaper"), "shared_with_mentor": ["strengths"]}
    parts = [(asked, release_shared(answers, asked))]
    page = released_page(parts, mentee=marks_of("Zquote"), organisation=programme.organisation)
    yield "released", "html", render_html(page)
    yield "released", "pdf", render_pdf(page)


@view("exchange.write_research", "exchange.write_sav")
def research(programme: Programme, folder: Path) -> Iterator[Output]:
    import pandas as pd

    from rmkit.disclosure.audiences import release_about_nobody
    from rmkit.exchange.research_folder import write_research

    table = programme.candidates.staff.drop(columns=["email"])
    table = table.rename(columns={"site": FORMULAS[0]})
    words = [str(it) for it in table.iloc[0]]
    codes = pd.DataFrame(
        {"column": table.columns, "type": "string", "meaning": words, "values": words}
    )
    released, told = (release_about_nobody(it, "researcher") for it in (table, codes))
    paths = write_research(
        folder / "research", name="people", table=released, codebook=told, statement=("x",)
    )
    yield from files_in(paths)


@view("page.form_page", "page.message_page")
def participants_page(programme: Programme, folder: Path) -> Iterator[Output]:
    from tests.page_views import page_outputs

    yield from page_outputs(programme, folder)


# ---- what a notebook shows


@view("forms.keeping", "forms.rights")
def rights_panels(programme: Programme, folder: Path) -> Iterator[Output]:
    by = {"by": marks_of("Zterm", "Zquote")}
    yield from panel_of(forms.keeping(programme), check=by, back_up=by, more={})
    who = {**by, "person": "P0001", "field": "name"}
    yield from panel_of(
        forms.rights(programme), pick=who, field=who, look_up=who, about_erasing=who, look={}
    )


@view("forms.candidates")
def peoplepanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from panel_of(forms.candidates(programme), look={})


@view("forms.pairs", "report.form_view")
def board(programme: Programme, folder: Path) -> Iterator[Output]:
    first = programme.pairing.pairs.iloc[0]
    who = {"mentor": first["mentor_id"], "mentee": first["mentee_id"]}
    board = forms.pairs(programme)
    yield from panel_of(board, why=who, look={}, why_not={"person": "P0001"})
    rules = {rule["id"]: rule["strength"] for rule in board.view["rules"] if not rule["data"]}
    given = {"aim": "score", "rules": rules, "weights": {}, "locked": [], "forbidden": []}
    own = {"kind": "listed", "pairs": [[who["mentor"], who["mentee"]]], "taken": []}
    stand = [[pair["mentor_id"], pair["mentee_id"]] for pair in board.view["pairs"][:2]]
    number = board.view["number"]
    yield from panel_of(board, costs=given, own_rule=own, swap={"number": number, "pairs": stand})


@view("forms.changes")
def changespanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    panel = forms.changes(programme)
    person = panel.view["people"][0][0] if panel.view.get("people") else "P0001"
    yield from panel_of(panel, candidates={"person": person}, search={"reopen": [], "again": []})


@view("forms.charter", "forms.objective", "forms.plan")
def objective_panels(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from panel_of(forms.plan(programme), look={}, take={"plan": "pilot"})
    yield from panel_of(forms.objective(programme))
    yield from panel_of(forms.charter(programme), write={}, brief={}, evaluation={})


@view("forms.form", "forms.questionnaire", "forms.choose_questions")
def question_panels(programme: Programme, folder: Path) -> Iterator[Output]:
    own = own_instrument(folder)
    yield from panel_of(forms.form(own, answers={"q1": "=1+1"}), save={"answers": {"q2": "x"}})
    yield from panel_of(forms.questionnaire(programme))
    yield from panel_of(forms.choose_questions(programme))


@view("forms.shelf")
def shelfpanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    by = {"by": marks_of("Zterm", "Zquote"), "person": "P0001", "form": "concern", "days": "3"}
    yield from panel_of(
        forms.shelf(programme), pick=by, save={**by, "answers": {"x": "=1"}}, ask=by, look={},
        enter={**by, "answers": {"what": marks_of("Zscript")}}, take_in=by,
    )  # fmt: skip


@view("forms.import_file")
def importpanel_of(programme: Programme, folder: Path) -> Iterator[Output]:
    staff = programme.file.path.parent / "staff.csv"
    yield from panel_of(forms.import_file(programme, "staff_list"), find={"path": str(staff)})
    bad = folder / "$x$ [red]a[_red].csv"
    text = staff.read_text(encoding="utf-8")
    bad.write_text(text.replace("department", "<b>what</b>").replace("@example", "@@"), "utf-8")
    yield from panel_of(forms.import_file(programme, "staff_list"), find={"path": str(bad)})


@view("forms.questionnaire_files", "forms.start")
def other_panels(programme: Programme, folder: Path) -> Iterator[Output]:
    yield from panel_of(forms.questionnaire_files(programme))
    programme.choose()
    yield from panel_of(forms.start(programme.file.path.parent), look={}, another={})


@view("forms.open_programme")
def first_line(programme: Programme, folder: Path) -> Iterator[Output]:
    from rmkit.forms.opening import _Line, _sentence

    line = _Line(_sentence(programme))
    yield "line", "cell", line._repr_html_()
    yield "line as text", "txt", repr(line)


@view("forms.levels", "forms.needs", "forms.kinds", "forms.scores", "forms.audit",
      "forms.learning_needs", "forms.timeline")  # fmt: skip
def shown(programme: Programme, folder: Path) -> Iterator[Output]:
    for make in (forms.levels, forms.needs, forms.kinds, forms.scores, forms.audit,
                 forms.learning_needs, forms.timeline):  # fmt: skip
        yield make.__name__, "cell", make(programme)._repr_html_()


@view("figures.levels", "figures.needs_and_supply", "figures.kinds", "figures.pair_scores",
      "figures.Picture", "figures.group_shares", "figures.firm_pairs",
      "figures.beside_chance", "figures.wanted_steps", "figures.timeline",
      "figures.curve_lines", "figures.interval_dots")  # fmt: skip
def pictures(programme: Programme, folder: Path) -> Iterator[Output]:
    candidates, words = programme.candidates, programme.candidates.words
    kinds = programme.profiles.read()
    drawn = {
        "levels": figures.levels(candidates.people, words=words),
        "needs": figures.needs_and_supply(candidates.demand, words=words),
        "kinds": figures.kinds(
            kinds.table(), kinds.contrasts(), numbers=kinds.numbers, words=words
        ),
        "scores": figures.pair_scores(programme.pairing.pairs, unmatched=2),
        "groups": figures.group_shares(hostile_groups(), by=marks_of("Zscript")),
        "firm": figures.firm_pairs(two_pairs(), solves=9),
        "ways": figures.beside_chance(two_ways()),
        "steps": figures.wanted_steps(programme.objective.needs.skills, words=words),
        "phases": figures.timeline(programme.objective.timeline.phases),
        "curves": figures.curve_lines(
            hostile_curve(),
            axes=(marks_of("Zscript"), marks_of("Zbidi")),
            sentence=marks_of("Zterm"),
        ),
        "dots": figures.interval_dots(hostile_estimates(), sentence=marks_of("Zquote")),
    }
    for name, picture in drawn.items():
        yield name, "cell", picture._repr_html_()
        yield name, "svg", picture.svg("light")
        for kind in (".svg", ".pdf"):
            yield from files_in(picture.save(folder / f"{name}{kind}"))


@view("tables")
def tables(programme: Programme, folder: Path) -> Iterator[Output]:
    """DataFrames that a coordinator asks for: pandas writes the HTML that a notebook shows."""
    step, pairing = programme.candidates, programme.pairing
    frames = (step.staff, step.table, step.people, step.demand, pairing.pairs, pairing.unmatched,
              pairing.audit, programme.status().table())  # fmt: skip
    for number, frame in enumerate(frames):
        html = frame._repr_html_()
        yield f"table {number}", "cell", html.replace('border="1"', "")
        yield f"table {number} as text", "txt", frame.to_string()


@view("sentences")
def sentences(programme: Programme, folder: Path) -> Iterator[Output]:
    first = programme.pairing.pairs.iloc[0]
    told = programme.pairing.explain(first["mentor_id"], first["mentee_id"])
    yield "explained", "txt", told.text()
    yield "programme", "txt", repr(programme)
    yield "status", "txt", str(programme.status())
    yield "why not", "txt", programme.pairing.why_not("P0001", first["mentee_id"])
    yield "paragraph", "txt", told.paragraph
    yield "points", "cell", told.picture()._repr_html_()
    for person in programme.pairing.unmatched["person_id"].head(2):
        gap = programme.pairing.left_over(person)
        yield f"gap of {person}", "view", dataclasses.asdict(gap)
    insisting = programme.pairing.override(first["mentor_id"], first["mentee_id"])
    yield "override", "view", dataclasses.asdict(insisting)


# ---- the terminal


for _name, _words in COMMANDS.items():
    VIEWS[f"rmkit {_name}"] = on_terminal(*_words)
VIEWS["rmkit instruments show, one's own"] = on_terminal("instruments", "show", "OWN")
VIEWS["rmkit instruments export, all"] = on_terminal(
    "instruments", "export", "all", "--to", "TO", "--format", "google", "--organisation", "BY",
    "--programme", "FILE", "--replace"
)  # fmt: skip
VIEWS["rmkit match, a proposal"] = on_terminal("match", "FILE")
