"""Everything a notebook can show of hostile people, in a real JupyterLab: nothing of it acts."""

from __future__ import annotations

import nbformat
import pytest
from playwright.sync_api import expect

from rmkit.programme.overview import write_overview
from tests.hostile import HOST, make_hostile, own_instrument

PANELS = (
    "objective", "charter", "candidates", "choose_questions", "questionnaire",
    "questionnaire_files", "pairs", "letters", "levels", "needs", "kinds", "scores",
)  # fmt: skip
CELLS = [
    "import rmkit, rmkit.forms as forms\nfrom rmkit.errors import RmkitError",
    'programme = forms.open_programme("pairing")',
    *(f"forms.{name}(programme)" for name in PANELS),
    'forms.import_file(programme, "staff_list")',
    'forms.form(rmkit.instruments.read_instrument("hostile.yaml"))',
    "forms.start()",
    "programme.candidates.staff",
    "programme.candidates.people",
    "programme.pairing.pairs",
    "programme",
    "from IPython.display import HTML; HTML('<p class=control>$x$</p>')",  # is set as a formula
    "raise RmkitError(programme.organisation + programme.objective.record.sentence)",
]
ACTED = """() => {
  const outputs = [...document.querySelectorAll('.jp-Notebook .jp-OutputArea-output')]
    .filter(node => !node.querySelector('.control'));
  const told = (nodes) => nodes.map(node => node.outerHTML.slice(0, 200));
  const has = (selector) => told(outputs.flatMap(node => [...node.querySelectorAll(selector)]));
  const frames = outputs.flatMap(node => [...node.querySelectorAll('iframe')]);
  const within = 'script, img, [src], [onload], [onerror]';
  return {
    ran: window.PWNED ?? null,
    ranInFrames: frames.some(frame => frame.contentWindow.PWNED),
    elements: has('script, img, object, embed, form[action], [onload], [onerror]'),
    formulas: has('mjx-container, .MathJax'),
    // In plain text JupyterLab itself makes links of addresses; they open on a click alone.
    foreign: has('[src*=evil], :not(pre > a, pre span > a)[href*=evil], [href^="javascript:"]'),
    framed: told(frames.flatMap(frame => [...frame.contentDocument.querySelectorAll(within)])),
  };
}"""
CLEAN = {"ran": None, "ranInFrames": False, "elements": [], "formulas": [], "foreign": [],
         "framed": []}  # fmt: skip


def open_everything(page, lab) -> None:
    """Run a notebook that shows every panel, picture and table of the hostile programme."""
    programme = make_hostile(lab.folder)
    lab.choose(programme.file.path)
    programme.close()
    own_instrument(lab.folder)
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(code) for code in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, lab.folder / "hostile.ipynb")
    lab.open(page, "hostile.ipynb")
    lab.run_all(page, may_fail=True)


@pytest.mark.proof
def test_nothing_that_somebody_typed_acts_in_a_notebook(page, lab, shoot):
    open_everything(page, lab)
    (fault,) = lab.faults(page)
    assert "Traceback" not in fault, fault
    assert "Zquote" in fault
    expect(page.locator(".rm").nth(10)).to_be_attached()
    for mark in ("Zname0", "Zscript", "Zlatex", "Zrich", "Zterm"):
        expect(page.locator(".jp-OutputArea-output", has_text=mark).first).to_be_attached()
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    expect(page.locator(".control mjx-container")).to_be_attached()  # by now all others would be
    assert page.evaluate(ACTED) == CLEAN
    shoot("hostile-notebook")


@pytest.mark.claim("text-inert")
def test_nothing_that_somebody_typed_acts_in_a_page_that_is_opened_from_the_disk(page, tmp_path):
    """Charter, summary, list of pairs, and every letter's HTML."""
    programme = make_hostile(tmp_path)
    charter, _ = programme.objective.write_charter(tmp_path)
    write_overview(programme, tmp_path)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in (charter, tmp_path / "summary.html", tmp_path / "pairs.html"):
        asked.clear()
        page.goto(path.as_uri())
        assert asked == [path.as_uri()]
        assert page.evaluate("window.PWNED ?? null") is None
        assert page.locator("script, img, iframe, object, a").count() == 0
        assert page.locator("svg").count() == (path == charter), "the timeline, and nothing else"
        assert page.get_by_text("window.PWNED=1").count() > 0, "it is shown as the words it is"
    asked.clear()
    for person in programme.kickoff.recipients():
        for name in ("welcome_mentor", "welcome_mentee"):
            if name.endswith(person.side):
                page.set_content(programme.kickoff.preview(name, person.person_id).html)
                assert page.evaluate("window.PWNED ?? null") is None
                assert page.locator("script, img, iframe, object, svg").count() == 0
    assert [url for url in asked if HOST in url] == []
    programme.close()
