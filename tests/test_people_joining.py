"""From answers and a staff list to the table of people."""

import pandas as pd
import pytest

from rmkit.errors import FaultsFound
from rmkit.people import chain, check_staff, from_answers, managers_of

STAFF = pd.DataFrame(
    {
        "person_id": ["p1", "p2", "p3"],
        "name": ["Ann", "Bo", "Cy"],
        "email": ["ann@example.org", "bo@example.org", "cy@example.org"],
        "organisation": ["Harbour", None, "Harbour"],
        "department": ["Sales", "IT", "Board"],
        "manager": ["BO@example.org", "p3", None],
    }
)
ANSWERS = pd.DataFrame(
    {
        "person_id": ["p2", "p1", "p9"],
        "name": ["Bo", "Ann", "Di"],
        "email": ["bo@example.org", "ann@example.org", "di@example.org"],
        "role": ["mentee", "mentor", "either"],
        "department": ["The best one", "Wherever", "Nobody's"],
        "organisation": ["Typed", "Typed", "Typed"],
        "languages": [["es", "en"], [], None],
        "slots": ["mon_am", None, "none"],
        "strengths": ["secret", "secret", "secret"],
        "topics": ["data", None, ""],
        "level_ai": [2, 4, None],
        "target_ai": [4, None, None],
    }
)


def test_department_and_manager_come_from_the_staff_list_alone():
    people = from_answers(ANSWERS, STAFF).set_index("person_id")
    assert people["department"].dropna().to_dict() == {"p1": "Sales", "p2": "IT"}
    assert people["manager_id"].dropna().to_dict() == {"p1": "p2", "p2": "p3"}
    alone = from_answers(ANSWERS)
    assert alone["department"].isna().all()
    assert alone["manager_id"].isna().all()


def test_the_organisation_is_what_the_staff_list_knows_and_else_what_was_answered():
    people = from_answers(ANSWERS, STAFF).set_index("person_id")
    assert people["organisation"].to_dict() == {"p1": "Harbour", "p2": "Typed", "p9": "Typed"}


def test_a_candidate_who_is_not_on_the_staff_list_stays():
    assert from_answers(ANSWERS, STAFF)["person_id"].tolist() == ["p1", "p2", "p9"]


def test_names_addresses_and_written_answers_are_left_behind():
    people = from_answers(ANSWERS, STAFF)
    assert not {"name", "email", "strengths"} & set(people.columns)
    assert "secret" not in people.to_csv()


def test_sets_and_levels_are_in_the_tables_form():
    people = from_answers(ANSWERS, STAFF).set_index("person_id")
    assert people["languages"].dropna().to_dict() == {"p1": "none", "p2": "en;es"}
    assert people["slots"].dropna().to_dict() == {"p2": "mon_am", "p9": "none"}
    assert people["topics"].dropna().to_dict() == {"p2": "data"}
    assert people["level_ai"].tolist() == [4, 2, pd.NA]


def test_a_doubled_person_on_the_staff_list_stops_it_with_the_row():
    doubled = pd.concat([STAFF, STAFF.iloc[[0]]])
    with pytest.raises(FaultsFound, match="row 5") as caught:
        from_answers(ANSWERS, doubled)
    assert [f.column for f in caught.value.faults] == ["person_id", "email"]


def test_a_doubled_answer_stops_it():
    with pytest.raises(FaultsFound, match="stands in row 2 already"):
        from_answers(pd.concat([ANSWERS, ANSWERS.iloc[[0]]]), STAFF)


def test_a_staff_list_is_checked_for_strangers_circles_and_self_managers():
    staff = pd.DataFrame(
        {
            "person_id": ["a", "b", "c", "d", "e", None],
            "manager_id": ["b", "c", "a", "d", "zed", "a"],
        }
    )
    told = {(f.row, f.level, f.value) for f in check_staff(staff)}
    assert told == {
        (2, "warning", "b"),
        (5, "error", "d"),
        (6, "warning", "zed"),
        (7, "error", None),
    }
    assert check_staff(STAFF) == ()


def test_two_people_under_the_same_stranger_share_a_manager():
    staff = STAFF.assign(manager=["boss@else.example.org", "boss@else.example.org", None])
    assert managers_of(staff).tolist()[:2] == ["boss@else.example.org"] * 2


@pytest.mark.parametrize(
    ("managers", "expected"),
    [
        ({"a": "b", "b": "c"}, ("b", "c")),
        ({"a": "b", "b": "a"}, ("b",)),
        ({"a": "a"}, ()),
        ({"a": "b", "b": "c", "c": "b"}, ("b", "c")),
        ({"a": "stranger"}, ("stranger",)),
        ({"a": pd.NA}, ()),
        ({"a": float("nan")}, ()),
        ({}, ()),
    ],
)
def test_a_line_of_managers_always_ends(managers, expected):
    assert chain("a", managers) == expected
    assert chain("a", pd.Series(managers, dtype=object)) == expected
