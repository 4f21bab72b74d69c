"""Real exports of survey tools are recognised and read.

They are other people's and lie beside the repository; where they are not there, nothing runs.
"""

from pathlib import Path

import pytest
import yaml

from rmkit.errors import FileRefused
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import TableMapping, read_mapping, write_mapping
from rmkit.exchange.preview import preview
from rmkit.exchange.tables import read_table
from rmkit.instruments import load, read_instrument
from rmkit.instruments.model import Instrument

EXPORTS = Path(__file__).parents[2] / "shared" / "survey_exports"
MAPPINGS = Path(__file__).parent / "mappings"
LAYOUTS = {
    "gforms_dask2020.csv": "google_forms",
    "gforms_dask2021.csv": "google_forms",
    "gforms_grid_spanish_redacted.xlsx": "google_forms",
    "gforms_jupyter_education2016.csv": "google_forms",
    "gforms_like_mentees_synthetic.csv": "plain",
    "kobo_formpack_label_de.xlsx": "kobo",
    "kobo_formpack_xml.csv": "kobo",
    "kobo_household.csv": "kobo",
    "limesurvey_local_code_short.csv": "limesurvey",
    "limesurvey_local_full_long.xlsx": "limesurvey",
    "limesurvey_unit_test_quality.csv": "limesurvey",
    "msforms_mentoring_applications.xlsx": "ms_forms",
    "qualtrics_sample.csv": "qualtrics",
    "redcap_decimal_comma_data.csv": "redcap",
    "redcap_survey_data.csv": "redcap",
    "redcap_survey_dictionary.csv": "plain",
    "surveymonkey_starwars.csv": "surveymonkey",
    "typeform_hospitals.xlsx": "typeform",
}
NEEDS = {
    "surveymonkey_starwars.csv": {"encoding": "cp1252"},
    "msforms_mentoring_applications.xlsx": {"sheet": "mentor"},
}
LIMESURVEY_LEVELS = {f"A{i}": i for i in range(1, 6)}

pytestmark = pytest.mark.skipif(not EXPORTS.is_dir(), reason="the files are not beside us")


@pytest.mark.parametrize("file", LAYOUTS)
def test_layout_is_recognised_and_the_table_previewed_with_any_questionnaire(file, tmp_path):
    more = NEEDS.get(file, {})
    table = read_table(EXPORTS / file, **more)
    assert table.layout == LAYOUTS[file]
    candidate = load("candidate", "extended")
    seen = preview(EXPORTS / file, candidate, **more)
    assert not seen.ok
    assert file in seen.text()
    proposed = propose(table, candidate)
    written = read_mapping(write_mapping(tmp_path / "map.yaml", proposed))
    assert written.columns == proposed.columns


def test_workbook_with_several_sheets_of_answers_asks_which():
    with pytest.raises(FileRefused, match='3 sheets with rows: "mentor", "mentee", "favor"'):
        read_table(EXPORTS / "msforms_mentoring_applications.xlsx")


def test_mentors_of_a_ms_forms_workbook_are_read_with_a_mapping():
    seen = preview(
        EXPORTS / "msforms_mentoring_applications.xlsx",
        load("candidate", "extended"),
        mapping=MAPPINGS / "msforms_mentor.yaml",
    )
    assert seen.ok, seen.text()
    assert len(seen.responses) == 5
    first, last = seen.responses[0], seen.responses[-1]
    assert first.submitted_at == "2019-12-16T10:03:10+00:00"
    assert first.external_id == "1"
    assert first.answers["name"] == "Abby Arand"
    assert first.answers["email"] == "aarand@example.org"
    assert first.answers["seniority_years"] == 34
    assert {r.answers["role"] for r in seen.responses} == {"mentor"}
    assert [r.answers["capacity"] for r in seen.responses] == [1, 1, 2, 1, 3]
    assert last.row == 6


def test_mentees_of_a_ms_forms_workbook_hold_one_real_fault():
    candidate = load("candidate", "extended")
    mapping = read_mapping(MAPPINGS / "msforms_mentee.yaml")
    file = EXPORTS / "msforms_mentoring_applications.xlsx"
    [fault] = preview(file, candidate, mapping=mapping).faults
    assert str(fault).startswith(
        "msforms_mentoring_applications.xlsx, row 8, column "
        '"Your e-mail address at work": "uupton@example.org" answered in rows 7 and 8, and the '
        "answers differ (Your name)."
    )
    settled = mapping.model_copy(update={"repeated": "last"})
    assert len(preview(file, candidate, mapping=settled).responses) == 6


def test_mentees_of_another_tool_are_read_with_a_mapping():
    seen = preview(
        EXPORTS / "gforms_like_mentees_synthetic.csv",
        load("candidate", "extended"),
        mapping=MAPPINGS / "gforms_mentees.yaml",
    )
    assert seen.ok, seen.text()
    assert len(seen.responses) == 50
    assert seen.responses[0].answers["name"] == "mentee 00"
    assert {r.answers["role"] for r in seen.responses} == {"either", "mentee"}


def midpoint() -> Instrument:
    """Make the instrument of the local exports from the definition that lies beside them."""
    text = (EXPORTS / "definition_of_local_exports.yaml").read_text(encoding="utf-8")
    made = yaml.safe_load(text)
    kinds = {
        "text": "text", "select_one": "choice", "select_multiple": "multiple_choice",
        "integer": "number", "date": "date", "longtext": "long_text", "matrix": "matrix",
    }  # fmt: skip

    def known(value):
        if isinstance(value, list):
            return [known(part) for part in value]
        if not isinstance(value, dict):
            return value
        return {key: known(part) for key, part in value.items() if key != "fr"}

    items = []
    for question in known(made["questions"]):
        kept = {k: question[k] for k in ("id", "text", "options", "rows", "scale") if k in question}
        kept |= {"kind": kinds[question["type"]], "required": question.get("required", False)}
        items.append(kept | {"privacy": "none"})
    section = {"id": "all", "title": "All", "items": items}
    return Instrument.model_validate(
        {
            "id": "midpoint", "version": 1, "title": "Midpoint", "purpose": "Tests",
            "source": "tests", "scales": known(made["scales"]), "sections": [section],
        }
    )  # fmt: skip


FIRST = {
    "code": "AB123",
    "role": "mentor",
    "rel_trust": 5,
    "rel_learn": 4,
    "rel_waste": 1,
    "topics": ["ai", "incl"],
    "meetings": 4,
    "last_meet": "2026-05-07",
    "comment": 'Zeile 1\nZeile 2; "gut", =1+1',
}


@pytest.mark.parametrize(
    ("file", "mapping"),
    [
        ("kobo_formpack_xml.csv", TableMapping()),
        ("kobo_formpack_label_de.xlsx", TableMapping()),
        (
            "limesurvey_local_code_short.csv",
            TableMapping(
                values={"role": {"A1": "mentor", "A2": "mentee"}}
                | dict.fromkeys(("rel_trust", "rel_learn", "rel_waste"), LIMESURVEY_LEVELS)
            ),
        ),
        ("limesurvey_local_full_long.xlsx", TableMapping()),
    ],
)
def test_same_answers_come_out_of_every_layout(file, mapping):
    seen = preview(EXPORTS / file, midpoint(), mapping=mapping)
    assert seen.ok, seen.text()
    assert dict(seen.responses[0].answers) == FIRST
    assert seen.responses[1].answers["comment"].startswith("=cmd|")
    assert seen.responses[0].submitted_at[:16] == "2026-05-30T14:00"


def test_decimal_commas_beside_points_are_read_column_by_column():
    instrument = read_instrument(
        """\
id: bodies
version: 1
title: Bodies
purpose: To read numbers.
source: tests
items:
  - {id: name, kind: text, text: Name, privacy: direct}
  - {id: height, kind: number, text: Height, privacy: none}
  - {id: weight, kind: number, text: Weight, privacy: none}
  - {id: bmi, kind: number, text: BMI, privacy: none}
"""
    )
    file = EXPORTS / "redcap_decimal_comma_data.csv"
    seen = preview(file, instrument, mapping=TableMapping(decimal_comma=True))
    assert seen.ok, seen.text()
    assert not seen.warnings
    assert dict(seen.responses[0].answers) == {
        "name": "Valdez", "height": 1.54, "weight": 52.3, "bmi": 22.1,
    }  # fmt: skip
