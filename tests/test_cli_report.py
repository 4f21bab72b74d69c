"""What came of a programme, as a coordinator types it: told, written, decided over."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from typer.testing import CliRunner

from rmkit.cli.app import app
from rmkit.exchange.page_docx import render_docx
from rmkit.programme.programme import Programme
from rmkit.report.page import Drawing, Heading, Note, Page, Table
from tests.played import copy_of

DECIDE = ("--decide", "change", "--why", "Fewer forms.", "--by", "Nora Fernlight")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010800000000"
    "3a7e9b550000000a49444154789c63600000000200015d0af32d0000000049454e44ae426082"
)


@pytest.fixture
def path(tmp_path):
    with copy_of("six_pairs", tmp_path, until="evaluated") as programme:
        return programme.file.path


def run(*words, code=0):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == code, (found.output, found.exception)
    return " ".join(found.output.split())


def test_the_report_is_told_written_three_ways_and_decided_over(path, tmp_path):
    told = run("report", path, "--to", tmp_path / "out")
    assert "fewer than 10 pairs" in told
    assert "were not released" in told
    assert "Nothing yet: --decide" in told
    names = {
        f"{page}.{kind}" for page in ("report", "decision") for kind in ("html", "pdf", "docx")
    }
    assert {one.name for one in (tmp_path / "out").iterdir()} == names
    for less in (DECIDE[:2], DECIDE[:4]):
        assert "Say why and who" in run("report", path, *less, code=2)
    told = run("report", path, "--to", tmp_path / "out", *DECIDE)
    assert "change: Fewer forms. (Nora Fernlight" in told
    assert "Fewer forms." in (tmp_path / "out" / "decision.html").read_text("utf-8")
    with Programme.open(path) as programme:
        assert programme.evaluation.decision.choice == "change"


def test_a_decision_that_is_none_is_refused_and_nothing_is_written(path, tmp_path):
    found = CliRunner().invoke(
        app, ["report", str(path), "--to", str(tmp_path / "out"), "--decide", "grow", *DECIDE[2:]]
    )
    assert "grow" in str(found.exception)
    assert not (tmp_path / "out").exists()


def test_a_programme_that_has_hardly_begun_is_told_what_is_missing(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="New", organisation="Firm"):
        pass
    told = run("report", tmp_path / "a.rmkit")
    assert "No pairs were confirmed yet" in told
    assert "In three sentences" not in told
    assert (tmp_path / "a-report" / "report.docx").is_file()


class Dot:
    """A picture of one dot."""

    sentence, size = "One dot that says nothing.", (2.0, 2.0)

    def png(self):
        return PNG


def test_for_word_tables_have_heads_pictures_words_and_the_file_no_author():
    table = Table(("Skill", "Change"), (("AI", "+0.5"), ("Video", None)), widths=(3.0, 1.0))
    limit = Note("Nobody was compared with.", "warning")
    page = Page("What came of it", (Heading("Part"), limit, table, Drawing(Dot())), language="en")
    made = render_docx(page)
    read = docx.Document(BytesIO(made))
    said = read.core_properties
    assert (said.title, said.language, said.author, said.comments) == (page.title, "en", "", "")
    assert b"python-docx" not in ZipFile(BytesIO(made)).read("docProps/core.xml")
    assert [p.style.name for p in read.paragraphs][:2] == ["Title", "Heading 1"]
    assert "Please check: Nobody was compared with." in [p.text for p in read.paragraphs]
    heads = [row._tr.findall(f".//{qn('w:tblHeader')}") for row in read.tables[0].rows]
    assert [len(one) for one in heads] == [1, 0, 0]
    wide, narrow = (column.width for column in read.tables[0].columns)
    assert wide == pytest.approx(3 * narrow, rel=0.01)
    assert [one._inline.docPr.get("descr") for one in read.inline_shapes] == [Dot.sentence]
    assert read.styles.element.find(f".//{qn('w:lang')}").get(qn("w:val")) == "en-GB"
