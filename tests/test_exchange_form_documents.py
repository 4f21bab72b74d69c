"""Our own forms go out as Word and PDF documents and come back as answers."""

import io
import json
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from rmkit.errors import FileRefused
from rmkit.exchange.form_docx import write_docx_form
from rmkit.exchange.form_pdf import render_pdf_form, write_pdf_form
from rmkit.exchange.form_xlsx import write_form
from rmkit.exchange.preview import preview
from rmkit.instruments import load, read_instrument
from tests.fillers import fill_docx, fill_pdf

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")
GIVEN = {
    "name": "Ann Lée Иванова",
    "email": "ann@example.org",
    "department": "=1+1",
    "role": "mentor",
    "age": 28,
    "since": "2024-03-31",
    "topics": ["ai", "inclusion"],
    "wish": "Two\nlines",
    "know_q1": 4,
    "know_q3": 1,
}


@pytest.mark.parametrize("language", ["en", "de"])
def test_filled_word_form_comes_back_as_what_was_answered(tmp_path, language):
    form = write_docx_form(SMALL, tmp_path / "form.docx", organisation="Harbour", language=language)
    seen = preview(fill_docx(form, SMALL, GIVEN, language), SMALL)
    assert seen.ok, seen.text()
    assert seen.layout == "rmkit_form"
    assert [dict(response.answers) for response in seen.responses] == [GIVEN]


def test_filled_pdf_form_comes_back_as_what_was_answered(tmp_path):
    form = write_pdf_form(SMALL, tmp_path / "form.pdf", organisation="Harbour")
    seen = preview(fill_pdf(form, SMALL, GIVEN), SMALL)
    assert seen.ok, seen.text()
    assert [dict(response.answers) for response in seen.responses] == [GIVEN]


@pytest.mark.parametrize("variant", ["short", "extended"])
def test_every_question_of_the_candidate_form_has_its_place(tmp_path, variant):
    asked = load("candidate", variant)
    keys = {field.key for field in asked.fields}
    for form in (
        write_docx_form(asked, tmp_path / "form.docx"),
        write_pdf_form(asked, tmp_path / "form.pdf"),
    ):
        seen = preview(form, asked)
        assert {c.target.key for c in seen.matched if c.target} == keys
        assert "The form is empty" in seen.text()


def test_the_same_form_is_the_same_pdf():
    assert render_pdf_form(SMALL) == render_pdf_form(SMALL)


def test_document_that_is_no_form_of_ours_is_refused(tmp_path):
    from reportlab.pdfgen.canvas import Canvas

    document = docx.Document()
    document.add_table(rows=2, cols=2)
    document.save(tmp_path / "other.docx")
    canvas = Canvas(str(tmp_path / "other.pdf"))
    canvas.drawString(100, 100, "Ann")
    canvas.save()
    for name in ("other.docx", "other.pdf"):
        with pytest.raises(FileRefused, match="is no rmkit form"):
            preview(tmp_path / name, SMALL)


def repacked(path, parts):
    """Write a document again with parts put in or in place of others."""
    with zipfile.ZipFile(path) as archive:
        held = {name: archive.read(name) for name in archive.namelist()} | parts
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in held.items():
            archive.writestr(name, content)
    return path


OUTSIDE = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://x/{kind}" Target="http://example.org/x" '
    'TargetMode="External"/></Relationships>'
)


def nested(kind):
    of = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return f'<w:r xmlns:w="{of}">' + f"<w:{kind}>" * 900 + f"</w:{kind}>" * 900 + "</w:r>"


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"word/vbaProject.bin": b"\xd0\xcf"}, "macros or embedded"),
        ({"word/embeddings/x.bin": b"x"}, "macros or embedded"),
        ({"word/_rels/x.rels": OUTSIDE.format(kind="attachedTemplate")}, "from elsewhere"),
        ({"word/document.xml": '<!DOCTYPE r [<!ENTITY a "b">]><r>&a;</r>'}, "XML entities"),
        ({"word/document.xml": "<w:document"}, "damaged"),
        *(({"word/document.xml": nested(kind)}, "tables in tables") for kind in ("tbl", "tr", "p")),
        ({"../../evil.xml": "<r/>"}, "leave its folder"),
        ({"word/media/x": b"0" * 60_000_000}, "unpacks to 61 MB"),
    ],
)
def test_word_document_that_could_act_is_refused(tmp_path, parts, told):
    form = write_docx_form(SMALL, tmp_path / "form.docx")
    with pytest.raises(FileRefused, match=told):
        preview(repacked(form, parts), SMALL)


def test_link_in_a_word_form_is_left_alone(tmp_path):
    form = fill_docx(write_docx_form(SMALL, tmp_path / "form.docx"), SMALL, GIVEN)
    repacked(form, {"word/_rels/more.xml.rels": OUTSIDE.format(kind="hyperlink")})
    assert preview(form, SMALL).ok


def test_words_like_those_of_a_script_are_only_words_in_a_pdf(tmp_path):
    given = {"email": "ann@example.org", "wish": "HTML/JS, /JavaScript and /Launch"}
    form = fill_pdf(write_pdf_form(SMALL, tmp_path / "form.pdf"), SMALL, given)
    assert dict(preview(form, SMALL).responses[0].answers) == given


def act_in_a_field(writer):
    action = DictionaryObject({
        NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("x.exe"),
    })  # fmt: skip
    writer.pages[0]["/Annots"][0].get_object()[NameObject("/A")] = action


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize("act", ["script", "attachment", "password", "field"])
def test_pdf_that_could_act_or_is_locked_is_refused(tmp_path, act):
    form = write_pdf_form(SMALL, tmp_path / "form.pdf")
    writer = pypdf.PdfWriter(clone_from=str(form))
    if act == "script":
        act = {
            NameObject("/S"): NameObject("/JavaScript"),
            NameObject("/JS"): TextStringObject("x"),
        }
        writer.root_object[NameObject("/OpenAction")] = DictionaryObject(act)
    elif act == "field":
        act_in_a_field(writer)
    elif act == "attachment":
        writer.add_attachment("x.exe", b"MZ")
    else:
        writer.encrypt("secret")
    writer.write(str(form))
    with pytest.raises(FileRefused, match=r"scripts, actions or attachments|locked"):
        preview(form, SMALL)


def test_rows_put_into_a_word_form_are_told(tmp_path):
    form = write_docx_form(SMALL, tmp_path / "form.docx")
    document = docx.Document(form)
    table = document.tables[0]
    table.rows[1]._tr.remove(table.rows[1]._tr.tc_lst[1])
    document.save(form)
    assert "rearranged" in preview(form, SMALL).text()


def zipped(tmp_path, *files, more=()):
    path = tmp_path / "forms.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in files:
            archive.write(file, file.name)
        for name, content in more:
            archive.writestr(name, content)
    return path


def saved(tmp_path, name="saved.json", **given):
    path = tmp_path / name
    answers = {"email": "carl@example.org", "role": "mentee", **given}
    wrapped = {"instrument": SMALL.id, "version": SMALL.version, "answers": answers}
    path.write_text(json.dumps(wrapped), encoding="utf-8")
    return path


def test_a_zip_of_returned_forms_is_read_like_a_folder_and_nothing_is_unpacked(tmp_path):
    word = fill_docx(write_docx_form(SMALL, tmp_path / "a.docx"), SMALL, GIVEN)
    blank = write_pdf_form(SMALL, tmp_path / "b.pdf")
    paper = fill_pdf(blank, SMALL, GIVEN | {"email": "ben@example.org"})
    path = zipped(tmp_path, word, paper, saved(tmp_path), more=[("notes.txt", "x"), ("sub/", "")])
    before = sorted(tmp_path.iterdir())
    seen = preview(path, SMALL)
    assert seen.ok, seen.text()
    emails = [response.answers["email"] for response in seen.responses]
    assert emails == ["ann@example.org", "ben@example.org", "carl@example.org"]
    assert sorted(tmp_path.iterdir()) == before
    folder = preview(tmp_path, SMALL)
    assert [dict(r.answers) for r in folder.responses] == [dict(r.answers) for r in seen.responses]


def link():
    entry = zipfile.ZipInfo("form.xlsx")
    entry.external_attr = 0o120777 << 16
    return entry


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("more", "told"),
    [
        ([("../a.json", "{}")], "leave its folder"),
        ([("/etc/a.json", "{}")], "leave its folder"),
        ([("C:/a.json", "{}")], "leave its folder"),
        ([("ok\\..\\..\\a.json", "{}")], "leave its folder"),
        ([(link(), "/etc/passwd")], "links to other places"),
        ([("inner.zip", "PK")], "holds an archive itself"),
        ([("readme.txt", "x")], "holds no filled form"),
        ([(f"{i}.json", "{}") for i in range(2_001)], "the limit is 2,000"),
        ([(f"{i}.txt", "") for i in range(5_001)], "more than 5,000 parts"),
    ],
)
def test_archive_that_is_not_safe_is_refused_whole(tmp_path, more, told):
    with pytest.raises(FileRefused, match=told):
        preview(zipped(tmp_path, more=more), SMALL)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archive_with_a_part_twice_or_overlapping_is_refused(tmp_path):
    with pytest.raises(FileRefused, match="a part twice"):
        preview(zipped(tmp_path, more=[("a.json", "{}"), ("a.json", "[]")]), SMALL)


def test_a_form_that_is_broken_is_told_among_the_others(tmp_path):
    form = write_form(SMALL, tmp_path / "a.xlsx")
    path = zipped(tmp_path, more=[("a.xlsx", form.read_bytes()[:900]), ("b.json", '{"a": [')])
    told = "\n".join(map(str, preview(path, SMALL).faults))
    assert "a.xlsx is cut off or damaged" in told
    assert "b.json" in told


def test_cut_off_archive_is_told(tmp_path):
    path = zipped(tmp_path, saved(tmp_path))
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(FileRefused, match="cut off or damaged"):
        preview(path, SMALL)
    held = io.BytesIO()
    zipfile.ZipFile(held, "w").close()
    path.write_bytes(held.getvalue())
    with pytest.raises(FileRefused, match="holds no filled form"):
        preview(path, SMALL)
