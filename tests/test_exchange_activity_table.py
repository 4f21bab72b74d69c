"""Activities of an organisation's own in a table: read back equal, or refused by row and column."""

import csv

import openpyxl
import pytest

from rmkit.content.activities import shipped_activities
from rmkit.errors import FaultsFound
from rmkit.exchange.activity_table import read_activity_table, write_activity_table
from rmkit.exchange.tables import read_table
from rmkit.programme.library import skill_words

HEAD = ["Title", "Topics", "Skills", "From level", "To level", "Minutes", "You need", "Step 1",
        "Step 2", "Step 3", "Until next time", "Beyond the tool"]  # fmt: skip
ROW = [
    "Our intranet", "Working together online", "sharing", "none", "3", "20", "A laptop",
    "Mentor: show it", "Mentee: find the form", "What is missing?", "Look", "Who reads it?",
]  # fmt: skip


def csv_of(tmp_path, *rows, head=HEAD):
    path = tmp_path / "own.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([head, *rows])
    return path


def read(path, taken=()):
    return read_activity_table(read_table(path), skill_words=skill_words(), taken=taken)


def test_what_is_written_as_a_table_is_read_back_equal(tmp_path):
    path = write_activity_table(
        shipped_activities(), tmp_path / "a.xlsx", skill_words=skill_words()
    )
    assert read(path) == shipped_activities()


def test_a_row_may_say_topics_skills_and_levels_in_words(tmp_path):
    (one,) = read(csv_of(tmp_path, ROW))
    assert (one.id, one.topics, one.skills, one.level) == (
        "our_intranet", ("together",), ("sharing",), (1, 3),
    )  # fmt: skip
    assert [step.who for step in one.steps] == ["mentor", "mentee", "both"]
    assert one.steps[0].do.say() == "show it"


def test_every_fault_is_told_by_row_and_column_and_nothing_is_taken_over(tmp_path):
    bad = list(ROW)
    bad[1], bad[5] = "Cooking", "twenty"
    blank = list(ROW)
    blank[0], blank[9] = "Second", ""
    with pytest.raises(FaultsFound) as error:
        read(csv_of(tmp_path, ROW, bad, blank))
    told = [(fault.row, fault.column) for fault in error.value.faults]
    assert (3, "Minutes") in told
    assert any(fault.row == 3 and "Cooking" in str(fault) for fault in error.value.faults)
    assert any(row == 4 for row, _ in told)
    assert "No activity was taken over" in str(error.value)


def test_an_unknown_and_a_missing_column_are_told_together(tmp_path):
    head = ["Titel", *HEAD[1:]]
    with pytest.raises(FaultsFound) as error:
        read(csv_of(tmp_path, ROW, head=head))
    told = str(error.value)
    assert 'Did you mean "Title"?' in told
    assert 'column "Title": is missing' in told


def test_two_rows_of_one_title_get_ids_of_their_own_and_a_taken_id_is_refused(tmp_path):
    assert [one.id for one in read(csv_of(tmp_path, ROW, ROW))] == [
        "our_intranet",
        "our_intranet_2",
    ]
    with pytest.raises(FaultsFound, match="another activity"):
        read(csv_of(tmp_path, ["where_was_that", *ROW], head=["Id", *HEAD]), {"where_was_that"})


def test_nothing_in_a_written_table_is_a_formula(tmp_path):
    own = shipped_activities()[0]
    hostile = own.model_validate(own.model_dump() | {"title": "=1+1", "bring": "@cmd"})
    path = write_activity_table([hostile], tmp_path / "a.xlsx", skill_words={})
    cells = [c for row in openpyxl.load_workbook(path)["activities"].iter_rows() for c in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert read(path)[0].title.say() == "=1+1"


def test_an_empty_table_to_fill_in_has_all_headings_and_is_no_file_of_activities(tmp_path):
    path = write_activity_table([], tmp_path / "a.xlsx", skill_words=skill_words())
    with pytest.raises(FaultsFound, match="no row below"):
        read(path)
