"""A file that is something else under the name of a table is told for what it is."""

import io
import zipfile

import pytest

from rmkit.errors import FileRefused
from rmkit.exchange.tables import read_table


def archive(*names):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        for name in names:
            made.writestr(name, "<r/>")
    return held.getvalue()


FOREIGN = {
    "a picture (PNG)": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    "a picture (JPEG)": b"\xff\xd8\xff\xe0\0\x10JFIF",
    "a picture (GIF)": b"GIF89a\1\0\1\0",
    "a PDF document": b"%PDF-1.7\n1 0 obj",
    "a database (SQLite)": b"SQLite format 3\0\x10\0",
    "a Word document": archive("[Content_Types].xml", "word/document.xml"),
    "a PowerPoint presentation": archive("[Content_Types].xml", "ppt/presentation.xml"),
    "a ZIP archive": archive("answers.csv"),
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize(
    ("name", "wanted"), [("answers.csv", "table"), ("a.txt", "table"), ("fake.xlsx", "workbook")]
)
def test_foreign_file_is_told_for_what_it_is(tmp_path, what, name, wanted):
    path = tmp_path / name
    path.write_bytes(FOREIGN[what])
    with pytest.raises(FileRefused) as refused:
        read_table(path)
    assert str(refused.value).startswith(f"{name} is {what}, not a {wanted}. ")


def test_workbook_named_as_text_and_text_that_begins_alike_are_no_strangers(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_bytes(archive("[Content_Types].xml", "xl/workbook.xml"))
    with pytest.raises(FileRefused, match=r"it is a workbook\. Rename it to end in \.xlsx"):
        read_table(path)
    path.write_text("PNG,PK,GIF\n1,2,3\n", encoding="utf-8")
    assert [heading.text for heading in read_table(path).header] == ["PNG", "PK", "GIF"]
