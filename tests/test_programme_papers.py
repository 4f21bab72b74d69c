"""Papers for the data-protection officer: filled in, editable, and with their gaps listed."""

import re
from io import BytesIO
from pathlib import Path

import docx
import pytest

from rmkit.content.papers import paper, papers
from rmkit.errors import NotAllowed, UnknownName
from rmkit.exchange.page_docx import render_docx
from rmkit.programme.days import in_words
from rmkit.programme.programme import Programme
from rmkit.programme.purposes import PURPOSES
from rmkit.report.asked import Asked, Write
from rmkit.report.page import Bullets, Facts, Heading, Note, Page, Point, Table
from tests.asked_blocks import asked_blocks

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def programme(tmp_path):
    path = tmp_path / "pilot.rmkit"
    with Programme.create(path, name="Pilot <b>", organisation="My *firm*") as made:
        yield made


def words_of(path):
    document = docx.Document(path)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


@pytest.mark.claim("papers")
def test_each_paper_is_written_to_edit_and_to_read_and_says_that_it_is_a_draft(programme, tmp_path):
    done = programme.rights.papers(tmp_path / "papers")
    assert {p.name for p in done.files} == {f"{n}.{e}" for n in papers() for e in ("docx", "html")}
    for path in done.files:
        text = words_of(path) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
        assert "draft" in text
        assert "no legal advice" in text
        assert "{{" not in text
    notice = words_of(tmp_path / "papers" / "information_notice.docx")
    assert "Pilot <b>" in notice
    assert "My *firm*" in notice
    assert "<b>" not in (tmp_path / "papers" / "information_notice.html").read_text("utf-8")


@pytest.mark.claim("papers")
def test_purposes_end_dates_and_what_is_asked_stand_in_the_notice(programme, tmp_path):
    programme.rights.papers(tmp_path / "papers")
    notice = words_of(tmp_path / "papers" / "information_notice.docx")
    assert [p.title for p in PURPOSES.values() if p.title not in notice] == []
    for kept in programme.rights.retention():
        assert kept.data_class in notice
        assert in_words(kept.ends_on) in notice
    assert programme.candidates.questionnaire.title.say() in notice


@pytest.mark.claim("papers")
def test_what_only_the_organisation_knows_is_marked_and_listed(programme, tmp_path):
    done = programme.rights.papers(tmp_path / "papers")
    assert any("supervisory authority" in gap for gap in done.gaps["information_notice"])
    assert any("runs the programme" in gap for gap in done.gaps["information_notice"])
    for name, gaps in done.gaps.items():
        text = words_of(tmp_path / "papers" / f"{name}.docx")
        assert len(set(re.findall(r"\[to be completed: ([^\]]+)\]", text))) == len(gaps)


def test_a_paper_that_somebody_edited_is_never_written_over(programme, tmp_path):
    done = programme.rights.papers(tmp_path / "papers")
    programme.rights.papers(tmp_path / "papers")
    done.files[0].write_bytes(b"edited")
    with pytest.raises(NotAllowed, match="changed since"):
        programme.rights.papers(tmp_path / "papers")
    assert done.files[0].read_bytes() == b"edited"


@pytest.mark.claim("papers")
def test_every_claim_of_what_hr_never_sees_has_a_test(programme, tmp_path):
    claimed = paper("hr_never_sees").claims
    page = paper("hr_never_sees").body
    rows = re.findall(r"\| ([a-z][a-z-]+) \|$", page, flags=re.MULTILINE)
    assert set(rows) == set(claimed)
    tests = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("test_*.py"))
    marked = set(re.findall(r'mark\.claim\("([a-z-]+)"\)', tests))
    assert [name for name in claimed if name not in marked] == []


def test_an_unknown_paper_is_refused():
    with pytest.raises(UnknownName):
        paper("contract")


def test_every_kind_of_block_becomes_words_in_word():
    blocks = (
        Heading("Part"), Note("Mind.\x00"), Bullets(("one", Point("two", "more")), numbered=True),
        Facts((("pairs", 12),)), Table(("A", "B"), (("a", None),), caption="Both"),
        *asked_blocks("Name"), Asked("Known", (Write(value="Ann"),)),
    )  # fmt: skip
    made = docx.Document(BytesIO(render_docx(Page("Title", blocks, "Below"))))
    text = "\n".join(p.text for p in made.paragraphs)
    for words in ("Title", "Below", "Part", "Mind.", "1. one", "2. two more", "pairs: 12", "Both",
                  "Name", "Known", "Ann", "☐ Name: Name"):  # fmt: skip
        assert words in text
    assert [c.text for c in made.tables[0].rows[1].cells] == ["a", "–"]
