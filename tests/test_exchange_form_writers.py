from pathlib import Path

import pytest

from rmkit.errors import FileRefused, UnknownName
from rmkit.exchange.form_writers import FORMATS, format_for, write_as
from rmkit.instruments import load

NOT_READ = {"pdf"}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_what_it_says(name, tmp_path):
    path = tmp_path / f"goals{FORMATS[name].ending}"
    written = write_as(load("goal_setting"), path, name, organisation="Lantern", language="en")
    assert written == FORMATS[name].files(path)
    assert all(each.stat().st_size > 100 for each in written)
    assert FORMATS[name].reads_back == (name not in NOT_READ)


def test_the_ending_tells_the_format_and_a_name_tells_it_better(tmp_path):
    form = load("goal_setting")
    assert format_for(form, tmp_path / "a.PDF").name == "pdf"
    assert format_for(form, tmp_path / "a.xlsx").name == "xlsx"
    assert format_for(form, tmp_path / "a.xlsx", "table").name == "table"
    with pytest.raises(UnknownName, match='Did you mean "fillable-pdf"'):
        format_for(form, tmp_path / "a.pdf", "filable-pdf")
    with pytest.raises(FileRefused, match=r'The ending "\.odt" tells no format\. Name one: pdf'):
        format_for(form, tmp_path / "a.odt")
    with pytest.raises(FileRefused, match=r'"?a\.docx"? should end in \.gs, as it is a script'):
        format_for(form, tmp_path / "a.docx", "google")


def test_a_list_goes_out_as_a_table_only(tmp_path):
    staff = load("staff_list")
    assert format_for(staff, tmp_path / "a.xlsx").name == "table"
    assert format_for(staff, tmp_path / "a.xlsx", "table").name == "table"
    for ending, name in ((".pdf", None), (".docx", None), (".xlsx", "xlsx")):
        with pytest.raises(FileRefused, match="staff_list is a list, not a form to fill in"):
            format_for(staff, tmp_path / f"a{ending}", name)


def test_every_format_is_told_in_the_readme():
    readme = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
    section = readme.split("## Questionnaires and worksheets")[1].split("\n## ")[0]
    assert [name for name in FORMATS if f"`{name}`" not in section] == []
