"""The files that leave for research: read back by what others would read them with."""

import csv
import hashlib
import json

import pandas as pd
import pyreadstat
import pytest

from rmkit.disclosure.audiences import release_about_nobody
from rmkit.errors import NotReady
from rmkit.exchange import sav_table
from rmkit.exchange.research_folder import write_research
from rmkit.exchange.sav_table import sav_names, write_sav

PAIRS = pd.DataFrame(
    {
        "mentor_level ai": ["1 to 2", "4 to 5", "3", None],
        "hours": [1.5, None, 3.0, 4.0],
        "group": ["=cmd|' /C calc'!A0", "Ñandú", "a\r\nb", "a\r\nb"],
    }
)
CODES = pd.DataFrame(
    [
        ("mentor_level ai", "string", "level now, AI", "1 to 2; 3; 4 to 5"),
        ("hours", "number", "hours in all", ""),
        ("group", "string", "where they work", ""),
    ],
    columns=["column", "type", "meaning", "values"],
)


@pytest.fixture
def folder(tmp_path):
    to = tmp_path / "out"
    table, codes = (release_about_nobody(it, "researcher") for it in (PAIRS, CODES))
    write_research(to, name="pairs", table=table, codebook=codes, statement=["One.", "Two."])
    return to


def test_spss_reads_words_as_labelled_numbers_and_empty_cells_as_missing(folder):
    back, about = pyreadstat.read_sav(folder / "pairs.sav", apply_value_formats=True)
    assert about.column_names_to_labels["mentor_level_ai"] == "level now, AI"
    assert about.variable_measure["mentor_level_ai"] == "ordinal"
    levels = back["mentor_level_ai"]
    assert levels.dropna().tolist() == ["1 to 2", "4 to 5", "3"]
    assert levels.isna().tolist() == [False, False, False, True]
    assert back["hours"].tolist()[0] == 1.5
    assert back["hours"].isna().tolist() == [False, True, False, False]
    assert "Ñandú" in set(back["group"])
    assert about.notes == []


def test_the_descriptor_says_what_is_in_the_files_as_they_are(folder):
    told = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert [it["path"] for it in told["resources"]] == ["pairs.csv", "codebook.csv"]
    for resource in told["resources"]:
        raw = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(raw)
        assert resource["hash"] == f"sha256:{hashlib.sha256(raw).hexdigest()}"
        rows = list(csv.reader(raw.decode("utf-8").splitlines()))
        assert [field["name"] for field in resource["schema"]["fields"]] == rows[0]
    level, hours, _ = told["resources"][0]["schema"]["fields"]
    assert level["constraints"]["enum"] == ["1 to 2", "3", "4 to 5"]
    assert hours["type"] == "number"
    assert told["description"] == "One. Two."
    assert "licenses" not in told


def test_names_for_spss_are_allowed_and_differ():
    names = sav_names(["a b", "a_b", "A-B", "with", "", "9", "x" * 80, "x" * 80])
    assert len({name.upper() for name in names}) == len(names)
    assert all(len(name) <= 64 and name[0].isalpha() for name in names)
    assert names[3] == "with_"


def test_without_its_library_everything_else_is_written(folder, monkeypatch, tmp_path):
    monkeypatch.setattr(sav_table, "find_spec", lambda name: None)
    with pytest.raises(NotReady, match=r"pip install \"rmkit\[research\]\""):
        write_sav(PAIRS, tmp_path / "x.sav", labels={})
    table, codes = (release_about_nobody(it, "researcher") for it in (PAIRS, CODES))
    written = write_research(
        tmp_path / "less", name="pairs", table=table, codebook=codes, statement=["One."]
    )
    assert "pairs.sav" not in {path.name for path in written}
    assert "pairs.csv" in {path.name for path in written}
