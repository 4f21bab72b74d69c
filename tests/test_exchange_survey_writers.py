import json
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from rmkit.errors import NotSaved
from rmkit.exchange.google_forms import write_google_forms
from rmkit.exchange.ms_forms import steps_beside, write_ms_forms
from rmkit.exchange.survey_questions import READ_BY, survey_headings, survey_parts
from rmkit.instruments import catalogue, load, read_instrument
from tests.hostile import own_instrument

NODE = shutil.which("node")
STAND_IN = Path(__file__).parent / "form_app.js"
FORMS = [line.id for line in catalogue() if load(line.id).kind == "form"]
TYPES = {
    "text": "TEXT", "long_text": "PARAGRAPH_TEXT", "number": "TEXT", "date": "DATE",
    "multiple_choice": "CHECKBOX", "grid": "GRID",
}  # fmt: skip
NOTED = {
    "behaviour", "concern", "confidentiality", "experience", "learning_needs", "mentor_growth",
    "midway", "mini_task", "pulse", "reassignment", "satisfaction_mentee", "satisfaction_mentor",
    "session_receipt", "topics_of_interest", "working_style",
}  # fmt: skip
"""Those that do not ask who answers, and whose answers the coordinator needs with a name."""
needs_node = pytest.mark.skipif(NODE is None, reason="Node.js is not here")


def made_by(script: Path) -> dict:
    """Run a script against the stand-in, and give the form that it made."""
    ran = subprocess.run(
        [NODE, STAND_IN, script], capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def headings(form: dict) -> set[str]:
    """Give the headings that Google writes for the items of a form."""
    asked = [item for item in form["items"] if item["type"] not in {"PAGE_BREAK", "SECTION_HEADER"}]
    plain = {item["title"] for item in asked if item["type"] != "GRID"}
    grids = (item for item in asked if item["type"] == "GRID")
    return plain | {f"{item['title']} [{row}]" for item in grids for row in item["rows"]}


@needs_node
@pytest.mark.parametrize("name", FORMS)
def test_the_script_asks_every_question_once_in_its_own_kind(name, tmp_path):
    instrument = load(name, "extended" if name == "candidate" else None)
    form = made_by(write_google_forms(instrument, tmp_path / "a.gs", organisation="Lantern"))
    assert headings(form) == set(survey_headings(instrument, tool="google_forms").values())
    items = {item["title"]: item for item in form["items"] if "required" in item}
    parts = survey_parts(instrument, tool="google_forms")
    questions = [question for part in parts for question in part.questions]
    assert len(items) == len(questions)
    for question in questions:
        item = items[question.title]
        assert item["type"] in {TYPES.get(question.kind, "MULTIPLE_CHOICE"), "LIST"}
        assert item["required"] == question.required
        assert item["help"] == question.help
        assert tuple(item.get("choices", item.get("columns", ()))) == question.choices
    assert form["settings"]["setCollectEmail"] == (name in NOTED)
    assert form["settings"]["setDescription"].startswith("Lantern\n\n")
    private = any(field.visibility != "coordinator" for field in instrument.fields)
    assert (READ_BY.say() in form["settings"]["setDescription"]) == private


CHECKED = """
id: checks
version: 1
title: Checks
purpose: To check what is checked.
source: ours
items:
  - {id: mail, kind: text, format: email, text: Mail, privacy: direct}
  - {id: link, kind: text, format: url, text: Link, privacy: none}
  - {id: sign, kind: text, format: signature, text: Sign, privacy: direct}
  - {id: short, kind: text, max_length: 40, text: Short, privacy: none}
  - {id: long, kind: long_text, text: Long, privacy: none}
  - {id: both, kind: number, minimum: 1, maximum: 2.5, text: Both, privacy: none}
  - {id: low, kind: number, minimum: 0, text: Low, privacy: none}
  - {id: high, kind: number, maximum: 9, text: High, privacy: none}
  - {id: whole, kind: number, whole: true, text: Whole, privacy: none}
  - {id: any, kind: number, text: Any, privacy: none}
  - {id: for_mentors, kind: text, roles: [mentor], required: true, text: Mentors, privacy: none}
"""


@needs_node
def test_the_script_checks_what_is_typed_as_the_import_does(tmp_path):
    checks = read_instrument(CHECKED).chosen(libraries={})
    form = made_by(write_google_forms(checks, tmp_path / "a.gs"))
    assert {item["title"]: item.get("check") for item in form["items"]} == {
        "Mail": ["requireTextIsEmail"],
        "Link": ["requireTextIsUrl"],
        "Sign": ["requireTextLengthLessThanOrEqualTo", 200],
        "Short": ["requireTextLengthLessThanOrEqualTo", 40],
        "Long": ["requireTextLengthLessThanOrEqualTo", 4000],
        "Both": ["requireNumberBetween", 1, 2.5],
        "Low": ["requireNumberGreaterThanOrEqualTo", 0],
        "High": ["requireNumberLessThanOrEqualTo", 9],
        "Whole": ["requireWholeNumber"],
        "Any": ["requireNumber"],
        "Mentors": ["requireTextLengthLessThanOrEqualTo", 200],
    }
    mentors = form["items"][-1]
    assert (mentors["required"], mentors["help"]) == (False, "For mentors only.")


@needs_node
def test_a_hostile_text_in_an_instrument_stays_a_text_of_the_form(tmp_path):
    own = own_instrument(tmp_path)
    form = made_by(
        write_google_forms(own, tmp_path / "own.gs", organisation="*/ process.exit(3) //")
    )
    assert form["functions"] == 3
    assert "*/ process.exit(3) //" in form["settings"]["setDescription"]
    assert headings(form) == set(survey_headings(own, tool="google_forms").values())


@pytest.mark.parametrize("name", FORMS)
def test_document_and_steps_hold_every_question_for_microsoft_forms(name, tmp_path):
    instrument = load(name)
    path = write_ms_forms(instrument, tmp_path / "a.docx", organisation="Lantern")
    steps = steps_beside(path).read_text(encoding="utf-8")
    lines = [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]
    parts = survey_parts(instrument, tool="ms_forms")
    for question in (question for part in parts for question in part.questions):
        assert f". {question.title}\n" in steps
        if question.kind in {"grid", "date"}:
            assert question.title not in lines
        else:
            at = lines.index(question.title)
            assert tuple(lines[at + 1 : at + 1 + len(question.choices)]) == question.choices
        for words in (*question.rows, *question.choices, question.help):
            assert words in steps
    assert ("for a pair or a person alone" in steps) == (READ_BY.say() in lines)
    assert ('Leave "Record name" on' in steps) == (name in NOTED)


def test_two_questions_of_the_same_words_get_headings_of_their_own():
    text = """
id: twice
version: 1
title: Twice
purpose: Two goals.
source: ours
scales: {s: {options: [{value: 1, label: low}, {value: 2, label: high}]}}
sections:
  - id: one
    title: First goal
    items:
      - {id: what_1, kind: text, text: What?, privacy: none}
      - {id: name, kind: text, text: Name, privacy: direct}
  - id: two
    title: Second goal
    items:
      - {id: what_2, kind: text, text: What?, privacy: none}
      - {id: can, kind: matrix, scale: s, text: How well?, privacy: none,
         asks: [{id: now, text: now}, {id: then, text: then}], rows: [{id: chat, text: Chat}]}
"""
    form = read_instrument(text).chosen(libraries={})
    assert survey_headings(form, tool="ms_forms") == {
        "what_1": "First goal: What?",
        "name": "First goal: Name",
        "what_2": "Second goal: What?",
        "now_chat": "Chat – now",
        "then_chat": "Chat – then",
    }
    google = survey_headings(form, tool="google_forms")
    assert google["then_chat"] == "How well? – then [Chat]"


@pytest.mark.parametrize("write", [write_google_forms, write_ms_forms])
def test_a_place_where_nothing_can_be_written_is_told(write, tmp_path):
    with pytest.raises(NotSaved, match="cannot be written"):
        write(load("pulse"), tmp_path / "not there" / "a.docx")
