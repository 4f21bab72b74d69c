import csv
import shutil
from pathlib import Path

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.programme.shipped import sample_folder

HARBOUR = sample_folder("harbour")
ANSWERS = HARBOUR / "raw" / "google_forms.csv"
STAFF = HARBOUR / "raw" / "staff_hr.xlsx"
STAFF_MAPPING = HARBOUR / "raw" / "staff_hr.mapping.yaml"


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "own.rmkit", name="Pilot", organisation="Firm") as programme:
        yield programme


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    path = tmp_path_factory.mktemp("answered") / "harbour.rmkit"
    with Programme.create(path, name="Pilot", organisation="Harbour") as programme:
        programme.candidates.add(STAFF, instrument="staff_list", mapping=STAFF_MAPPING)
        programme.candidates.recognise(ANSWERS)
        programme.candidates.add(ANSWERS)
    return path


@pytest.fixture
def harbour(answered, tmp_path):
    path = shutil.copy(answered, tmp_path / "harbour.rmkit")
    with Programme.open(path) as programme:
        yield programme


def changed_copy(path: Path, to: Path, change) -> Path:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with to.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return to


def test_the_questionnaire_is_recognised_from_the_headings_of_ones_own_export(empty):
    asked = empty.candidates.recognise(ANSWERS)
    assert asked.variant == "extended"
    rows = {i.id: {r.id for r in i.rows} for i in asked.items if i.kind == "matrix"}
    assert rows == {
        "competences": {"evaluating", "interacting", "identity", "developing_content"},
        "tools": {"spreadsheets", "data_dashboards", "social_media"},
    }


def test_a_short_questionnaire_is_recognised_as_short(empty):
    asked = empty.candidates.recognise(sample_folder("six_pairs") / "raw" / "google_forms.csv")
    assert asked.variant == "short"
    assert not any(f.key.startswith("target_") for f in asked.fields)


def test_a_form_that_asks_nothing_of_ours_leaves_the_questionnaire_alone(empty, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Favourite colour\nblue\n", encoding="utf-8")
    assert empty.candidates.recognise(path) == empty.candidates.questionnaire
    assert not empty.candidates.is_chosen


def test_department_and_manager_come_from_the_staff_list(harbour):
    people = harbour.candidates.people
    staff = harbour.candidates.staff.set_index("person_id")
    assert len(people) == 64
    assert len(staff) == 110
    expected = staff.loc[people["person_id"], "department"]
    assert people["department"].tolist() == expected.tolist()
    assert people["manager_id"].notna().sum() > 50


def test_the_same_file_again_changes_nothing_and_leaves_no_trace(harbour):
    before = harbour.file.head_digest()
    added = harbour.candidates.add(ANSWERS)
    assert (len(added.new), len(added.changed), len(added.same)) == (0, 0, 64)
    assert harbour.file.head_digest() == before


def test_a_mended_file_changes_that_persons_answer_and_doubles_nobody(harbour, tmp_path):
    def mend(rows):
        column = next(i for i, heading in enumerate(rows[0]) if "topics" in heading.lower())
        rows[5][column] = "quiet work"

    added = harbour.candidates.add(changed_copy(ANSWERS, tmp_path / "again.csv", mend))
    assert (len(added.new), len(added.changed), len(added.same)) == (0, 1, 63)
    assert len(harbour.candidates.people) == 64


def test_one_bad_row_stops_the_whole_import_and_is_named(empty, tmp_path):
    def spoil(rows):
        column = next(i for i, heading in enumerate(rows[0]) if "role" in heading.lower())
        rows[3][column] = "boss"

    empty.candidates.recognise(ANSWERS)
    path = changed_copy(ANSWERS, tmp_path / "bad.csv", spoil)
    with pytest.raises(FaultsFound, match="row 4"):
        empty.candidates.add(path)
    assert empty.file.people() == []
    assert empty.file.responses() == []


def test_somebody_who_is_not_on_the_staff_list_stops_the_import(harbour, tmp_path):
    def add_ghost(rows):
        ghost = list(rows[1])
        column = next(i for i, heading in enumerate(rows[0]) if "e-mail" in heading.lower())
        ghost[column], ghost[1] = "ghost@example.org", "Gus Ghost"
        rows.append(ghost)

    path = changed_copy(ANSWERS, tmp_path / "ghost.csv", add_ghost)
    with pytest.raises(FaultsFound, match="staff list"):
        harbour.candidates.add(path)
    assert len(harbour.candidates.people) == 64


def test_a_candidate_whom_a_later_staff_list_lacks_is_named_and_can_answer_again(empty, tmp_path):
    def leave_one_out(rows):
        rows.append([*rows[1][:1], "Gus Ghost", "ghost@example.org", *rows[1][3:]])

    path = changed_copy(ANSWERS, tmp_path / "more.csv", leave_one_out)
    empty.candidates.add(path)
    empty.candidates.add(STAFF, instrument="staff_list", mapping=STAFF_MAPPING)
    [stranger] = empty.candidates.not_on_the_list
    assert empty.candidates.names[stranger] == "Gus Ghost"
    assert len(empty.candidates.add(path).same) == 65


def test_only_people_can_be_imported(empty):
    with pytest.raises(UnknownName, match="staff_list"):
        empty.candidates.preview(ANSWERS, instrument="goal_setting")


def test_a_staff_list_that_comes_later_finds_those_who_answered(empty):
    empty.candidates.recognise(ANSWERS)
    empty.candidates.add(ANSWERS)
    assert empty.candidates.people["department"].isna().all()
    empty.candidates.add(STAFF, instrument="staff_list", mapping=STAFF_MAPPING)
    people = empty.candidates.people
    assert len(people) == 64
    assert people["department"].notna().all()
    managers = set(people["manager_id"].dropna())
    assert managers <= set(empty.candidates.staff["person_id"])


def test_an_empty_programme_says_what_is_needed_first(empty):
    with pytest.raises(NotReady, match="Import the answers"):
        _ = empty.candidates.people
    assert empty.candidates.table.empty
    assert "0 candidates" in repr(empty)


def test_somebody_who_declined_is_no_longer_among_the_people(harbour):
    with harbour.file.change(actor="coordinator", action="Declined", now=now()) as change:
        change.set_state(harbour.candidates.people["person_id"][0], "declined")
    assert len(harbour.candidates.people) == 63
    assert len(harbour.candidates.table) == 64


OWN_FORM = """\
Timestamp,Full name,Email address,Would you like to be a mentor or a mentee?,\
Rate your level  [Spreadsheets],Rate your level  [Video calls],Rate your level  [Our CRM (2)]
2026/11/02 9:03:11 AM GMT+1,Ann Lee,ann@example.org,Mentor,5,4,3 - medium
2026/11/02 9:05:11 AM GMT+1,Bo Ray,bo@example.org,Mentee,1,2,1
"""


def test_a_form_in_ones_own_words_with_a_row_of_ones_own_is_read_as_it_is(empty, tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(OWN_FORM, encoding="utf-8")
    empty.candidates.recognise(path)
    empty.candidates.add(path)
    people = empty.candidates.people
    assert people["role"].tolist() == ["mentor", "mentee"]
    assert people["level_our_crm_2"].tolist() == [3, 1]
    assert people["level_video_calls"].tolist() == [4, 2]
    assert empty.candidates.words["our_crm_2"] == "Our CRM (2)"


def test_levels_asked_once_beside_extended_questions_are_the_levels_now(empty, tmp_path):
    path = tmp_path / "own.csv"
    lines = OWN_FORM.splitlines()
    languages = ["Languages", "English;Spanish", "Spanish"]
    path.write_text("\n".join(map(",".join, zip(lines, languages, strict=True))), encoding="utf-8")
    assert empty.candidates.recognise(path).variant == "extended"
    empty.candidates.add(path)
    people = empty.candidates.people
    assert people["languages"].tolist() == ["en;es", "es"]
    assert people["level_spreadsheets"].tolist() == [5, 1]
    assert "target_spreadsheets" not in people or people["target_spreadsheets"].isna().all()


def test_a_row_asked_twice_in_other_words_is_left_to_a_person(empty, tmp_path):
    path = tmp_path / "own.csv"
    text = OWN_FORM.replace("Rate your level  [Our CRM (2)]", "In a year  [Spreadsheets]")
    path.write_text(text, encoding="utf-8")
    empty.candidates.recognise(path)
    seen = empty.candidates.preview(path)
    assert not seen.ok
    assert any("Spreadsheets" in (fault.column or "") for fault in seen.faults)


def test_our_own_forms_in_a_folder_are_read_together(empty):
    added = empty.candidates.add(sample_folder("six_pairs") / "raw" / "forms")
    assert len(added.new) == 14
    assert empty.candidates.questionnaire.variant == "short"


@pytest.mark.parametrize(
    ("file", "mappings", "people"),
    [
        ("msforms_mentoring_applications.xlsx", ["msforms_mentor", "msforms_mentee"], 11),
        ("gforms_like_mentees_synthetic.csv", ["gforms_mentees"], 50),
    ],
)
def test_real_exports_of_others_become_candidates_by_a_mapping(
    empty, shared, tmp_path, file, mappings, people
):
    for name in mappings:
        text = (Path(__file__).parent / "mappings" / f"{name}.yaml").read_text(encoding="utf-8")
        mapping = tmp_path / f"{name}.yaml"
        mapping.write_text(text + "repeated: last\n", encoding="utf-8")
        empty.candidates.add(shared / "survey_exports" / file, mapping=mapping)
    assert len(empty.candidates.people) == people
    assert empty.candidates.people["role"].notna().all()


GIVEN = {
    "name": "Ann Lee",
    "email": "Ann@example.org",
    "role": "mentor",
    "strengths": "Patience",
    "level_spreadsheets": "4 - advanced",
}


def test_answers_from_a_form_are_kept_as_those_from_a_file_and_settle_the_questionnaire(empty):
    added = empty.candidates.answer(GIVEN, by="Rosa Vidal", source="form here")
    assert (len(added.new), str(added)[:35]) == (1, "Candidates: 1 read from form here (")
    assert empty.candidates.is_chosen
    people = empty.candidates.people
    assert people["level_spreadsheets"].tolist() == [4]
    assert empty.candidates.table["state"].tolist() == ["answered"]
    [response] = empty.file.responses("candidate")
    assert (response.source, response.submitted_at is None) == ("form here", False)
    assert {e.actor for e in empty.file.history() if e.table == "responses"} == {"Rosa Vidal"}


def test_a_second_answer_of_the_same_person_replaces_the_first(empty):
    first = empty.candidates.answer(GIVEN)
    head = empty.file.head_digest()
    assert empty.candidates.answer(GIVEN).same == first.new
    assert empty.file.head_digest() == head
    again = {**GIVEN, "email": "ann@EXAMPLE.org", "level_spreadsheets": None, "role": "mentee"}
    assert empty.candidates.answer(again).changed == first.new
    people = empty.candidates.people
    assert people["role"].tolist() == ["mentee"]
    assert people["level_spreadsheets"].isna().all()


def test_a_form_replaces_what_a_file_brought_and_the_file_replaces_the_form(harbour):
    person = harbour.candidates.people.iloc[0]["person_id"]
    [response] = harbour.file.responses("candidate", person_id=person)
    turned = {**response.answers, "topics": "quiet work"}
    assert harbour.candidates.answer(turned).changed == (person,)
    assert len(harbour.file.responses("candidate")) == 64
    assert harbour.candidates.add(ANSWERS).changed == (person,)


def test_every_fault_of_a_form_is_told_with_its_question_and_nothing_is_saved(empty):
    head = empty.file.head_digest()
    with pytest.raises(FaultsFound, match="Nothing was saved") as told:
        empty.candidates.answer(
            {"name": "Ann", "strengths": "Secret " * 999, "role": "boss", "level_spreadsheets": 9}
        )
    faults = {fault.key: fault for fault in told.value.faults}
    assert set(faults) == {"email", "strengths", "role", "level_spreadsheets"}
    assert "Secret" not in str(told.value)
    assert empty.file.head_digest() == head
    assert not empty.candidates.is_chosen


def test_somebody_unknown_to_the_staff_list_is_refused_in_a_form_as_in_a_file(harbour):
    with pytest.raises(FaultsFound, match="Add the person to the staff list") as told:
        harbour.candidates.answer({**GIVEN, "email": "ghost@example.org", "role": "boss"})
    assert {fault.key for fault in told.value.faults} == {"email", "role"}
    assert not any("row" in str(fault) for fault in told.value.faults)
    listed = harbour.candidates.staff
    table = harbour.candidates.table
    free = listed[~listed["person_id"].isin(table["person_id"])].iloc[0]
    known = {"name": free["name"], "email": free["email"].upper(), "role": "mentor"}
    assert harbour.candidates.answer(known).new == (free["person_id"],)


def test_nobody_answers_for_somebody_without_a_name(empty):
    with pytest.raises(NotAllowed, match="by="):
        empty.candidates.answer(GIVEN, by=" ")
    assert empty.file.people() == []
