"""The instruments and libraries that come with rmkit: complete, and what others rely on."""

import csv
import re
import subprocess
import sys

import pytest

import rmkit.instruments as instruments
from rmkit.errors import UnknownName
from rmkit.instruments.model import Entry

VARIANTS = [(line.id, v) for line in instruments.catalogue() for v in line.variants or (None,)]

SHORT = """
name email job_function profile_link role first_wish meaning strengths develop challenges
self_description level_evaluating level_interacting level_identity level_developing_content
level_shared_documents level_spreadsheets level_ai_assistants
"""
MORE = """
job_title position_since seniority_years responsibilities communication experiences ideal_partner
three_year_wish passions work_life_balance topics time_available languages slots capacity
target_evaluating target_interacting target_identity target_developing_content
target_shared_documents target_spreadsheets target_ai_assistants shared_with_mentor
"""


def test_the_catalogue_lists_what_there_is():
    lines = {line.id: line for line in instruments.catalogue()}
    assert lines.keys() >= {"candidate", "goal_setting", "objective"}
    lists = {name for name, line in lines.items() if line.kind == "list"}
    assert lists == {"pairs", "sessions", "staff_list"}
    assert lines["candidate"].variants == ("short", "extended")
    assert lines["candidate"].questions == 18
    assert {"CV-2.3", "CV-2.4", "PRG-7"} <= set(lines["candidate"].covers)
    assert "CV-3.4" in lines["goal_setting"].covers


def test_the_catalogue_stays_a_function_whatever_is_imported():
    code = (
        "import rmkit.instruments.shelf, rmkit.instruments.model, rmkit.instruments as i;"
        "i.catalogue(); assert callable(i.catalogue) and callable(i.library) and callable(i.load)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_questionnaires_need_no_pandas():
    code = (
        "import sys, rmkit.instruments as i; i.load('candidate');"
        "assert not {'pandas', 'numpy', 'matplotlib'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_the_two_candidate_questionnaires_ask_what_the_other_rooms_rely_on():
    short = {field.key for field in instruments.load("candidate").fields}
    extended = {field.key for field in instruments.load("candidate", "extended").fields}
    assert short == set(SHORT.split())
    assert extended == set(SHORT.split()) | set(MORE.split())


def test_a_short_questionnaire_asks_seven_ratings_unless_a_programme_wants_more():
    short = instruments.load("candidate", "short")
    assert sum(field.is_rating for field in short.fields) == 7
    every = [entry.id for entry in instruments.library("digcomp_3_0").entries]
    long = instruments.load("candidate", "extended", {"competences": every, "tools": []})
    assert sum(field.is_rating for field in long.fields) == 42


def test_style_is_asked_only_when_a_coordinator_chooses_it():
    assert not any(
        f.key.startswith("style_") for f in instruments.load("candidate", "extended").fields
    )
    chosen = instruments.load("candidate", "extended", {"style": ["plan_ahead"]})
    field = chosen.field("style_plan_ahead")
    assert [option.value for option in field.options] == [1, 2, 3, 4, 5]
    assert "thin" in field.item.help.say()


def test_the_role_the_scale_and_the_slots_are_as_the_table_of_people_has_them():
    extended = instruments.load("candidate", "extended")
    assert [o.value for o in extended.field("role").options] == ["mentor", "mentee", "either"]
    level = extended.field("level_spreadsheets")
    assert [(o.value, o.label.say()) for o in level.options] == [
        (1, "none"), (2, "basic"), (3, "medium"), (4, "advanced"), (5, "expert"),
    ]  # fmt: skip
    slots = [o.value for o in extended.field("slots").options]
    assert slots == [f"{d}_{h}" for d in ("mon", "tue", "wed", "thu", "fri") for h in ("am", "pm")]
    languages = "en es de bg cs fr ca it pt pl nl tr ro uk el hu sv da"
    assert [o.value for o in extended.field("languages").options] == languages.split()
    capacity = extended.field("capacity").item
    assert (capacity.minimum, capacity.maximum, capacity.whole, capacity.roles) == (
        1,
        5,
        True,
        ("mentor",),
    )
    years = extended.field("seniority_years").item
    assert (years.minimum, years.maximum, years.whole) == (0, 60, False)


@pytest.mark.parametrize(
    ("privacy", "keys"),
    [
        ("direct", "name email profile_link"),
        ("quasi", "job_function job_title position_since seniority_years languages"),
        ("sensitive", "passions work_life_balance shared_with_mentor"),
        ("free_text", "strengths develop first_wish self_description challenges meaning topics "
         "experiences ideal_partner three_year_wish responsibilities time_available"),
    ],
)  # fmt: skip
def test_privacy_classes_are_as_agreed(privacy, keys):
    extended = instruments.load("candidate", "extended")
    assert {extended.field(key).privacy for key in keys.split()} == {privacy}


def test_only_who_and_which_role_must_be_answered():
    required = {f.key for f in instruments.load("candidate", "extended").fields if f.required}
    assert required == {"name", "email", "role"}
    assert {f.key for f in instruments.load("staff_list").fields if f.required} == {"name", "email"}


def test_the_staff_list_has_the_columns_that_join_it_to_answers():
    keys = [field.key for field in instruments.load("staff_list").fields]
    expected = "person_id name email organisation site department manager job_title started"
    of_time = "time_zone holidays days_off delegate_email"
    assert " ".join(keys) == f"{expected} {of_time}"
    assert not any(field.required for field in instruments.load("staff_list").fields[3:])


def test_a_goal_setting_sheet_has_three_phases_for_each_goal_and_stays_with_the_pair():
    sheet = instruments.load("goal_setting")
    keys = [field.key for field in sheet.fields]
    for goal in (1, 2, 3):
        for phase in ("smart", "step", "development", "habit"):
            assert f"goal_{goal}_{phase}" in keys
    assert {field.visibility for field in sheet.fields} == {"pair"}


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_every_instrument_states_its_source_and_that_it_is_not_validated(name, variant):
    whole = instruments.load(name, variant)
    assert whole.source
    assert whole.purpose.say()
    assert not whole.validated
    covered = {*whole.covers, *(c for item in whole.items for c in item.covers)}
    assert covered


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_headings_tell_the_questions_apart(name, variant):
    headings = [field.heading() for field in instruments.load(name, variant).fields]
    assert len({re.sub(r"\W+", " ", h).casefold() for h in headings}) == len(headings)


def test_covered_parts_are_rows_of_the_method(shared):
    with (shared / "coverage.csv").open(encoding="utf-8", newline="") as file:
        known = {row["id"] for row in csv.DictReader(file)}
    listed = {part for line in instruments.catalogue() for part in line.covers}
    listed |= {part for library in instruments.libraries().values() for part in library.covers}
    assert listed <= known


def test_digcomp_has_its_21_competences_and_its_licence():
    library = instruments.library("digcomp_3_0")
    assert len(library.entries) == 21
    assert library.licence == "CC BY 4.0"
    assert library.entry("5.4").id == "competence_needs"


def test_the_labels_of_digcomp_are_as_published_and_the_explanations_are_not(shared):
    library = instruments.library("digcomp_3_0")
    file = shared / "digcomp" / "digcomp_3_0_core_framework_en.csv"
    with file.open(encoding="utf-8", newline="") as table:
        published = {row["location"]: row["source"] for row in csv.DictReader(table)}
    for entry in library.entries:
        assert entry.text.say() == published[f"digcomp.competence.{entry.code}.label"]
        assert entry.group.say() == published[f"digcomp.area.{entry.code[0]}.label"]
        assert entry.help.say() not in " ".join(published.values())


def test_libraries_have_their_entries():
    libraries = instruments.libraries()
    assert libraries.keys() == {"digcomp_3_0", "languages", "styles", "tools"}
    assert " ".join(entry.id for entry in libraries["tools"].entries) == (
        "video_calls chat shared_documents spreadsheets data_dashboards presentation social_media "
        "project_boards ai_assistants design_tools online_surveys password_manager"
    )
    assert 6 <= len(libraries["styles"].entries) <= 8
    assert "thin" in libraries["styles"].source


def test_a_programme_may_add_a_row_that_no_library_has():
    own = Entry(id="erp", text="Our own system")
    chosen = instruments.load("candidate", entries={"tools": [own]})
    assert chosen.field("level_erp").row == own


def test_names_that_are_not_there_are_told_with_the_nearest():
    with pytest.raises(UnknownName, match='Did you mean "candidate"'):
        instruments.load("candidates")
    with pytest.raises(UnknownName, match="no variant of candidate"):
        instruments.load("candidate", "longer")
    with pytest.raises(UnknownName, match="no library"):
        instruments.library("digcomp")
    with pytest.raises(UnknownName):
        instruments.load("../candidate")
