"""A preview knows people: who answered twice, who is on the staff list, and whether it holds."""

from pathlib import Path

import pandas as pd

from rmkit.exchange.mapping import TableMapping
from rmkit.exchange.preview import preview
from rmkit.instruments import load, read_instrument

SMALL = read_instrument(Path(__file__).parent / "instruments" / "small.yaml")
STAFF = load("staff_list")

PEOPLE = pd.DataFrame(
    {
        "person_id": ["p1", "p2", "p3"],
        "name": ["Ann Lee", "Ben Ode", "Cem Ay"],
        "email": ["ann@example.org", "Ben@example.org", None],
    }
)


def see(tmp_path, *lines, instrument=SMALL, name="answers.csv", **more):
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return preview(path, instrument, **more)


def answers(seen):
    return [dict(response.answers) for response in seen.responses]


def test_same_person_who_says_the_same_twice_is_one_with_a_note(tmp_path):
    seen = see(tmp_path, "email,role", "ann@example.org,mentor", "ANN@example.org,Mentor")
    assert seen.ok
    assert [response.row for response in seen.responses] == [3]
    assert "rows 2 and 3; row 3 counts" in " ".join(seen.notes)


def test_same_person_who_says_two_things_is_asked_about(tmp_path):
    lines = ("email,role", "ann@example.org,mentor", "ANN@example.org,mentee")
    [fault] = see(tmp_path, *lines).faults
    assert str(fault).startswith(
        'answers.csv, row 3, column "Your e-mail address": "ANN@example.org" answered in rows 2 '
        "and 3, and the answers differ (Which role would you like?). Which counts?"
    )
    for repeated, role in (("last", "mentee"), ("first", "mentor")):
        seen = see(tmp_path, *lines, mapping=TableMapping(repeated=repeated))
        assert [given["role"] for given in answers(seen)] == [role]


def test_later_answer_is_told_by_its_time_and_not_by_its_row(tmp_path):
    seen = see(
        tmp_path,
        "Timestamp,email,role",
        "2026-03-02 10:00:00,ann@example.org,mentor",
        "2026-03-01 10:00:00,ann@example.org,mentee",
        mapping=TableMapping(repeated="last"),
    )
    assert answers(seen)[0]["role"] == "mentor"


def test_same_name_of_two_people_is_a_question_that_stops_nothing(tmp_path):
    seen = see(tmp_path, "name,email", "Jose\u0301,jose@example.org", "José,jose2@example.org")
    assert seen.ok
    [warning] = seen.warnings
    assert "rows 2 and 3 have the same name, written in two ways" in warning.problem
    assert "Jos" not in str(warning).replace("jose", "")


def test_people_are_found_on_the_staff_list_whatever_the_capitals(tmp_path):
    seen = see(tmp_path, "email", "ANN@example.org", "ben@example.org", people=PEOPLE)
    assert [response.person_id for response in seen.responses] == ["p1", "p2"]


def test_people_who_are_not_on_the_staff_list_are_told_with_the_nearest(tmp_path):
    seen = see(
        tmp_path,
        "name,email",
        "Nobody,ghost@example.com",
        "Ann Lee,anne@example.org",
        "Somebody,bem@example.org",
        people=PEOPLE,
    )
    first, second, third = (str(fault) for fault in seen.faults)
    assert '"ghost@example.com" is not on the staff list. Add the person' in first
    assert 'Somebody of the same name has "ann@example.org".' in second
    assert 'Did you mean "ben@example.org"?' in third


def test_staff_list_that_holds_together_is_good(tmp_path):
    seen = see(
        tmp_path,
        "Person id,Name,E-mail,Department,Manager,Started on",
        "1,Ann,ann@example.org,Sales,,2020-01-01",
        "2,Ben,ben@example.org,Sales,1,",
        ",Cem,cem@example.org,IT,BEN@example.org,",
        instrument=STAFF,
    )
    assert seen.ok, seen.text()
    assert answers(seen)[1]["person_id"] == "2"


def test_staff_list_tells_strangers_circles_and_people_who_stand_twice(tmp_path):
    seen = see(
        tmp_path,
        "Person id,Name,E-mail,Manager",
        "p1,Ann,ann@example.org,p3",
        "p2,Ben,ben@example.org,p1",
        "p3,Cem,cem@example.org,ben@example.org",
        "p4,Dee,dee@example.org,p44",
        "p5,Eve,eve@example.org,p5",
        "p5,Fay,fay@example.org,p4",
        "p7,Dee Two,DEE@example.org,p4",
        instrument=STAFF,
    )
    told = [str(fault) for fault in seen.faults]
    assert [fault.row for fault in seen.faults] == [7, 8, 5, 6, 2]
    assert '"p5" stands in row 6 already.' in told[0]
    assert '"DEE@example.org" stands in row 5 already.' in told[1]
    assert '"p44" is not on this staff list. Did you mean "p4"?' in told[2]
    assert "is the person's own row" in told[3]
    assert "the people in rows 2, 3 and 4 manage each other" in told[4]


def test_circle_of_managers_is_told_beside_a_doubled_person_in_it_and_every_other_fault(tmp_path):
    again = "ann@example.org,p3", "ANN@example.org,", "ann@example.org,p2"
    for address_and_manager in again:
        seen = see(
            tmp_path,
            "Person id,Name,E-mail,Manager",
            "p1,Ann,ann@example.org,p2",
            "p2,Ben,ben@example.org,p1",
            "p3,Cem,cem@example.org,p9x",
            "p4,Dee,dee@example.org,p4",
            f"p1,Ann Lee,{address_and_manager}",
            instrument=STAFF,
        )
        told = "\n".join(map(str, seen.faults))
        assert '"p1" stands in row 2 already' in told
        assert '"p9x" is not on this staff list' in told
        assert "is the person's own row" in told
        assert "the people in rows 2 and 3 manage each other" in told
        assert len(seen.faults) == 5


def test_id_that_is_a_slip_makes_no_circle(tmp_path):
    seen = see(
        tmp_path,
        "Person id,Name,E-mail,Manager",
        "p1,Ann,ann@example.org,",
        "p2,Ben,ben@example.org,p1",
        "p1,Cem,cem@example.org,p2",
        instrument=STAFF,
    )
    assert [fault.row for fault in seen.faults] == [4]
