"""What is wrong with columns is told with a next step that fits what is still missing."""

import pytest

from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.preview import preview
from rmkit.instruments import load

CANDIDATE = load("candidate", "short")
FOREIGN = "Is this the right file? If it is, say in a mapping file which column is which question."


def faults(tmp_path, *lines, **more):
    path = tmp_path / "answers.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return preview(path, CANDIDATE, **more).faults


def fixes(tmp_path, *lines, **more):
    return {fault.column: fault.fix for fault in faults(tmp_path, *lines, **more)}


def test_unknown_column_may_be_a_question_that_is_still_missing(tmp_path):
    fix = fixes(tmp_path, "role,Hobby", "mentor,x")["Hobby"]
    assert fix == (
        'If it is one of the missing questions (name or email), write `"Hobby": name` under '
        '`columns:` in the mapping file; else `"Hobby": ignore`.'
    )
    fix = fixes(tmp_path, "name,role,Hobby,Pet", "Ann,mentor,x,x")["Pet"]
    assert fix.startswith('If it is the missing question (email), write `"Pet": email`')


def test_unknown_column_is_to_be_ignored_where_nothing_is_missing(tmp_path):
    told = fixes(tmp_path, "name,email,role,Hobby", "Ann,ann@example.org,mentor,x")
    assert told == {"Hobby": 'Write `"Hobby": ignore` under `columns:` in the mapping file.'}


@pytest.mark.parametrize("ignore_unknown", [False, True])
@pytest.mark.parametrize(
    ("heading", "problem"),
    [
        ("Colour,Price,Size", "None of its 3 columns is a question of candidate."),
        (
            "ID,Start time,Completion time,Colour,Size",
            "None of its 5 columns is a question of candidate.",
        ),
        ("Colour", "Its only column is not a question of candidate."),
    ],
)
def test_table_of_something_else_is_told_in_one_fault(tmp_path, heading, problem, ignore_unknown):
    row = ",".join("x" for _ in heading.split(","))
    [fault] = faults(tmp_path, heading, row, ignore_unknown=ignore_unknown)
    assert (fault.problem, fault.fix, fault.column) == (problem, FOREIGN, None)


def test_near_headings_are_still_suggested_where_no_column_is_a_question(tmp_path):
    first, near = faults(tmp_path, "Colour,Rol2,Price", "x,mentor,x")
    assert first.fix == FOREIGN
    assert (near.column, near.fix.split("?")[0]) == ("Rol2", 'Did you mean "role"')


def test_question_mark_of_a_mapping_is_to_be_decided(tmp_path):
    mapping = TableMapping(columns={"Hobby": "?", "Pet": "?"})
    lines = "name,role,Hobby,Pet", "Ann,mentor,x,x"
    assert fixes(tmp_path, *lines, mapping=mapping)["Hobby"] == (
        "Decide: the key of a question (perhaps email), or `ignore`, in place of the `?`."
    )
    lines = "name,role,email,Hobby,Pet", "Ann,mentor,ann@example.org,x,x"
    told = fixes(tmp_path, *lines, mapping=mapping)
    assert set(told.values()) == {"Decide: a key, or `ignore`, in place of the `?`."}
    [*_, last] = faults(tmp_path, "Hobby,Pet", "x,x", mapping=mapping)
    assert last.problem.startswith("Missing columns: ")
