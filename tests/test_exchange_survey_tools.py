import random

import pytest

from rmkit.exchange.preview import preview
from rmkit.exchange.survey_questions import survey_headings
from rmkit.instruments import catalogue, load
from tests.survey_tools import EXPORTS, open_to_all, random_answers

FORMS = [
    pytest.param(line.id, variant, id=f"{line.id} {variant or ''}".strip())
    for line in catalogue()
    if (form := load(line.id)).kind == "form"
    for variant in (form.variants or [None])
]
PEOPLE = 8


@pytest.mark.parametrize("export", EXPORTS)
@pytest.mark.parametrize(("name", "variant"), FORMS)
def test_what_a_survey_tool_exports_comes_back_equal_without_a_mapping(
    name, variant, export, tmp_path
):
    form = open_to_all(load(name, variant))
    dice = random.Random(f"{name} {variant} {export}")
    answers = [random_answers(form, n, dice) for n in range(PEOPLE)]
    tool, write = EXPORTS[export]
    seen = preview(write(form, answers, tmp_path), form)
    assert seen.faults == (), seen.text()
    assert seen.layout == tool
    assert [column.remark for column in seen.matched if column.use == "unknown"] == []
    assert [dict(response.answers) for response in seen.responses] == answers


@pytest.mark.parametrize("tool", ["google_forms", "ms_forms"])
@pytest.mark.parametrize(("name", "variant"), FORMS)
def test_every_question_has_a_heading_of_its_own(name, variant, tool):
    form = load(name, variant)
    headings = list(survey_headings(form, tool=tool).values())
    assert len(set(headings)) == len(headings) == len(form.fields)
