"""What goes out as a form comes back as what was answered, in every kind of file."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rmkit.errors import FileRefused
from rmkit.exchange.form_docx import write_docx_form
from rmkit.exchange.form_html import write_html_form
from rmkit.exchange.form_pdf import write_pdf_form
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.html import render_html
from rmkit.exchange.page_docx import render_docx
from rmkit.exchange.pdf import render_pdf
from rmkit.exchange.preview import preview
from rmkit.instruments.model import Instrument
from rmkit.report.sheet import sheet_page
from tests.fillers import fill_docx, fill_pdf, fill_xlsx
from tests.pdf_engine import fill_by_pdfium
from tests.sheets import answers_to, filled_out, instruments, opened, shipped

SHIPPED = dict(shipped())
FEW = sorted({
    next(name for name, asked in SHIPPED.items() if layout in {s.layout for s in asked.sections})
    for layout in ("list", "parts", "phases", "quadrants")
})  # fmt: skip
"""One form with each layout."""
OFFICE = shutil.which("soffice")
WRITERS = {
    "xlsx": (write_form, fill_xlsx),
    "docx": (write_docx_form, fill_docx),
    "pdf": (write_pdf_form, fill_pdf),
}


def answers_in(path: Path, instrument: Instrument) -> dict[str, object]:
    seen = preview(path, instrument)
    missing = "A required answer is missing."
    faults = [fault for fault in seen.faults if fault.problem != missing]
    assert not faults, "\n".join(map(str, faults))
    (response,) = seen.responses
    return dict(response.answers)


def saved_html(path: Path, instrument: Instrument, answers: dict[str, object]) -> Path:
    """Save answers as the form itself does: what is chosen as text, under the keys that it has."""
    text = path.read_text(encoding="utf-8")
    form = json.loads(re.search(r'id="rm-data">(.*?)</script>', text)[1])
    said = {
        key: [str(v) for v in value] if isinstance(value, list) else str(value)
        for key, value in answers.items()
    }
    kept = {name: form[name] for name in ("instrument", "version")}
    saved = {"format": "rmkit answers", **kept, "answers": said}
    path.with_suffix(".json").write_text(json.dumps(saved), encoding="utf-8")
    return path.with_suffix(".json")


@st.composite
def answered(draw: st.DrawFn) -> tuple[Instrument, dict[str, object]]:
    instrument = draw(instruments())
    return instrument, answers_to(draw, instrument)


SLOW = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@settings(max_examples=10, **SLOW)
@given(pair=answered())
def test_any_form_with_any_answers_comes_back_equal(pair, tmp_path_factory):
    comes_back_equal(*pair, tmp_path_factory.mktemp("round"))


@pytest.mark.proof
@settings(max_examples=300, **SLOW)
@given(pair=answered())
def test_very_many_forms_come_back_equal(pair, tmp_path_factory):
    comes_back_equal(*pair, tmp_path_factory.mktemp("round"))


def comes_back_equal(asked, given_answers, folder):
    for ending, (write, fill) in WRITERS.items():
        path = write(asked, folder / f"form.{ending}", organisation="<b>Harbour</b>")
        if given_answers:
            assert answers_in(fill(path, asked, given_answers), asked) == given_answers, ending
        else:
            assert "The form is empty" in preview(path, asked).text()
    path = write_html_form(asked, folder / "form.html", answers=given_answers)
    if given_answers:
        assert answers_in(path, asked) == given_answers
        assert answers_in(saved_html(path, asked, given_answers), asked) == given_answers
    page = sheet_page(asked, organisation="<b>Harbour</b>")
    assert render_pdf(page).startswith(b"%PDF")
    assert render_docx(page)
    assert "<b>Harbour" not in render_html(page)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_form_of_ours_comes_back_blank_and_filled_from_every_file(name, tmp_path):
    asked = opened(SHIPPED[name])
    given_answers = filled_out(asked)
    assert len(given_answers) == len(asked.fields)
    for ending, (write, fill) in WRITERS.items():
        path = write(asked, tmp_path / f"form.{ending}", organisation="Harbour")
        seen = preview(path, asked)
        assert [fault.problem for fault in seen.faults] == ["The form is empty."], ending
        assert {c.target.key for c in seen.matched} == {field.key for field in asked.fields}
        assert answers_in(fill(path, asked, given_answers), asked) == given_answers, ending
    path = write_html_form(asked, tmp_path / "form.html", organisation="Harbour")
    with pytest.raises(FileRefused, match="holds no responses"):
        preview(path, asked)
    assert answers_in(saved_html(path, asked, given_answers), asked) == given_answers


@pytest.mark.parametrize("name", SHIPPED)
def test_a_pdf_that_was_filled_in_as_browsers_do_comes_back_equal(name, tmp_path):
    asked = opened(SHIPPED[name])
    given_answers = filled_out(asked)
    filled = fill_by_pdfium(write_pdf_form(asked, tmp_path / "form.pdf"), asked, given_answers)
    assert answers_in(filled, asked) == given_answers


def saved_by_libreoffice(paths: list[Path], home: Path) -> list[Path]:
    """Let LibreOffice open each file and save it again."""
    ending = paths[0].suffix.removeprefix(".")
    command = [
        OFFICE, "--headless", f"-env:UserInstallation={(home / 'profile').as_uri()}",
        "--convert-to", ending, "--outdir", str(home / "saved"), *map(str, paths),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=500)
    return [home / "saved" / path.name for path in paths]


@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice here")
@pytest.mark.parametrize("ending", ["xlsx", "docx"])
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(FEW, id="few"),
        pytest.param(list(SHIPPED), id="all", marks=pytest.mark.proof),
    ],
)
def test_what_libreoffice_saved_comes_back_equal(ending, names, tmp_path):
    write, fill = WRITERS[ending]
    forms = {name: opened(SHIPPED[name]) for name in names}
    paths = [
        fill(write(asked, tmp_path / f"{name}.{ending}"), asked, filled_out(asked))
        for name, asked in forms.items()
    ]
    again = saved_by_libreoffice(paths, tmp_path)
    if not again[0].exists():
        pytest.skip("LibreOffice here reads no such files")
    for path, asked in zip(again, forms.values(), strict=True):
        assert answers_in(path, asked) == filled_out(asked), path.name
