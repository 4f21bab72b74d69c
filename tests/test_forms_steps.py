"""Panels of the first three steps, played as a page would, on real programmes."""

import json

import pytest

from rmkit import forms
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme

ANA = {"name": "Ana Ruiz", "email": "ana@example.org", "role": "mentor"}


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "pilot.rmkit", name="Pilot", organisation="Firm") as programme:
        yield programme


@pytest.fixture(scope="module")
def six():
    with Programme.sample("six_pairs", until="profiles") as programme:
        yield programme


def test_an_objective_is_kept_and_what_it_lacks_is_told(empty):
    panel = forms.objective(empty)
    notice = panel.do("save", answers={"sentence": "Learn more.", "months": "6"}).notice
    assert notice.kind == "done"
    assert notice.text.startswith("The objective is kept. Worth a second look:\n– ")
    assert empty.objective.record.sentence == "Learn more."
    assert empty.objective.record.months == 6


def test_an_objective_that_is_there_stands_in_its_form(six):
    view = forms.objective(six).view
    assert view["answers"]["sentence"] == six.objective.record.sentence
    assert view["edits"]


def test_a_coordinator_without_an_address_is_told_beside_the_question(empty):
    given = {"sentence": "Learn more.", "coordinator_name": "Rosa Vidal"}
    notice = forms.objective(empty).do("save", answers=given).notice
    assert [f["key"] for f in notice.for_page()["faults"]] == ["coordinator_email"]
    assert empty.objective.record is None


def test_the_charter_waits_for_an_objective_and_is_then_written(empty):
    panel = forms.charter(empty)
    assert panel.do("write").notice.kind == "wrong"
    forms.objective(empty).do("save", answers={"sentence": "Learn more."})
    notice = panel.do("write").notice
    assert notice.kind == "done"
    assert panel.view["sentence"] == "Learn more."
    assert {p.name for p in empty.file.path.parent.glob("charter.*")} == {
        "charter.html",
        "charter.pdf",
    }


def test_a_choice_of_questions_reaches_the_questionnaire(empty):
    panel = forms.choose_questions(empty)
    given = {"variant": "short", "tools": ["spreadsheets"], "competences": []}
    assert panel.do("save", answers=given).notice.kind == "done"
    rows = {f.row.id for f in empty.candidates.questionnaire.fields if f.row}
    assert rows == {"spreadsheets"}
    labels = [
        i["key"] for s in forms.questionnaire(empty).view["form"]["sections"] for i in s["items"]
    ]
    assert "tools-level" in labels
    assert "competences-level" not in labels


def test_nothing_to_learn_is_refused_and_the_questionnaire_stays(empty):
    notice = forms.choose_questions(empty).do("save", answers={"variant": "short"}).notice
    assert notice.kind == "wrong"
    assert not empty.candidates.is_chosen


def test_a_candidate_fills_in_the_form_and_stands_in_the_file(empty):
    panel = forms.questionnaire(empty)
    notice = panel.do("save", answers={**ANA, "level_spreadsheets": "4"}).notice
    assert notice.kind == "done"
    assert notice.text == "Saved (new, as P0001). 1 person has answered now."
    (response,) = empty.file.responses("candidate")
    assert response.answers["level_spreadsheets"] == 4
    again = panel.do("save", answers={**ANA, "level_spreadsheets": "5"}).notice
    assert again.text == (
        "Saved (P0001, instead of the earlier answers). 1 person has answered now."
    )
    (response,) = empty.file.responses("candidate")
    assert response.answers["level_spreadsheets"] == 5


def test_somebody_who_is_on_no_list_is_told_at_the_question_where_a_list_is_there(six):
    notice = forms.questionnaire(six).do("save", answers=ANA).notice
    assert notice.kind == "wrong"
    assert {f["key"] for f in notice.for_page()["faults"]} <= {"email", "name"}


def test_the_list_of_candidates_counts_everybody_once(six):
    view = forms.candidates(six).view
    assert len(view["rows"]) == len(six.candidates.table)
    assert sum(n for _, n in view["roles"]) == len(view["rows"])
    assert json.loads(json.dumps(view)) == view


def test_the_list_is_read_again_when_asked(empty):
    panel = forms.candidates(empty)
    assert panel.view["rows"] == []
    forms.questionnaire(empty).do("save", answers=ANA)
    panel.do("look")
    assert [row["name"] for row in panel.view["rows"]] == ["Ana Ruiz"]
    assert not panel.view["rows"][0]["stranger"]


@pytest.mark.parametrize("show", [forms.levels, forms.needs, forms.kinds, forms.scores])
def test_a_picture_of_an_empty_programme_says_what_comes_first(empty, show):
    html = show(empty)._repr_html_()
    assert "Nobody has answered yet" in html
    assert 'href="02_candidates.ipynb"' in html


def test_scores_before_there_are_pairs_lead_to_the_notebook_that_finds_them(six):
    assert 'href="04_pairs.ipynb"' in forms.scores(six)._repr_html_()


@pytest.mark.parametrize("show", [forms.levels, forms.needs, forms.kinds])
def test_a_picture_stands_beside_its_sentence(six, show):
    shown = show(six)
    html = shown._repr_html_()
    assert "<svg" in html
    assert "<figcaption" in html
    assert "<" not in repr(shown)[1:-1]


def test_kinds_of_so_few_people_are_told_honestly_and_kept(six):
    html = forms.kinds(six)._repr_html_()
    assert six.profiles.sentences
    assert "kind" in html


def test_answers_of_people_who_declined_are_not_drawn(empty):
    forms.questionnaire(empty).do("save", answers=ANA)
    with empty.file.change(actor="Rosa", action="Declined", now=now()) as change:
        change.set_state("P0001", "declined")
    assert "Nobody has answered yet" in forms.needs(empty)._repr_html_()


def test_the_plan_shows_the_parts_and_what_fits_and_one_can_be_taken(empty):
    panel = forms.plan(empty)
    assert panel.view["parts"] == []
    assert [it["id"] for it in panel.view["plans"] if it["best"]] == ["pilot"]
    assert panel.do("take", plan="pilot").notice.kind == "wrong"
    parts = {"competences": "2", "tools": "2", "from_level": "2", "to_level": "4"}
    notice = forms.objective(empty).do("save", answers=parts).notice
    assert "It reads: We bring every mentee from level 2 (basic)" in notice.text
    panel.do("look")
    assert [it["mark"] for it in panel.view["parts"]] == ["S", "M", "A", "R", "T"]
    assert [it["id"] for it in panel.view["plans"] if it["best"]] == ["ten_sessions"]
    notice = panel.do("take", plan="pilot").notice
    assert "in eight meetings of 60 minutes" in notice.text
    assert (panel.view["enough"], len(panel.view["helps"])) == (False, 3)
    assert [it["id"] for it in panel.view["plans"] if it["chosen"]] == ["pilot"]
    assert json.loads(json.dumps(panel.view)) == panel.view


def test_the_brief_and_the_evaluation_plan_are_a_button_each(empty):
    panel = forms.charter(empty)
    assert panel.do("brief").notice.kind == "wrong"
    forms.objective(empty).do("save", answers={"sentence": "Learn more."})
    assert "sponsor_brief.html" in panel.do("brief").notice.text
    assert "evaluation_plan.pdf" in panel.do("evaluation").notice.text
    assert len(list(empty.file.path.parent.glob("*.pdf"))) == 3
