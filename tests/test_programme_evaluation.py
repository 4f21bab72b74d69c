"""Step 5 on a programme of six pairs and on one without answers: told in words, kept, undone."""

import pandas as pd
import pytest

from rmkit.errors import NotAllowed, UnknownName
from rmkit.exchange.html import render_html
from rmkit.programme.clock import now
from rmkit.programme.evaluation.feedback import CODES, RELEASED
from rmkit.programme.programme import Programme
from rmkit.report.page import Drawing
from tests.played import copy_of

BY = "Nora Fernlight"
TABLES = ("flow", "changes", "measured", "satisfaction", "dose", "goals", "themes", "returned",
          "outstanding")  # fmt: skip


@pytest.fixture
def six(tmp_path):
    with copy_of("six_pairs", tmp_path, until="evaluated") as programme:
        yield programme


def test_of_six_pairs_the_report_is_in_words_with_released_quotations_alone(six):
    step = six.evaluation
    assert step.facts().in_words
    said = step.quotable()
    assert said
    page = render_html(step.page())
    assert "In their own words" not in page
    assert not any(isinstance(block, Drawing) for block in step.page().blocks)
    assert step.release([said[0].response_id], by=BY) == 1
    page = render_html(step.page())
    assert said[0].text in page
    others = {one.text for one in said} - {said[0].text}
    assert not any(text in page for text in others)
    step.release([], by=BY)
    assert said[0].text not in render_html(step.page())


def test_a_sentence_is_quoted_no_more_once_its_writer_takes_it_back_or_changes_it(six):
    step = six.evaluation
    first = next(one for one in step.quotable() if one.side == "mentee")
    step.release([first.response_id], by=BY)
    (row,) = [r for r in six.file.responses() if r.response_id == first.response_id]
    for key, value in (("quotable", "Something else entirely."), ("quote", "no")):
        assert first.text in render_html(six.evaluation.page()) or key == "quote"
        field = f"{row.instrument_id}/after.{key}"
        six.rights.correct(row.person_id, field, value, by=BY, why="They asked for it.")
        page = render_html(six.evaluation.page())
        assert first.text not in page
        assert "Something else entirely." not in page
    with pytest.raises(NotAllowed, match="Nothing was released"):
        step.release(["nobody's"], by=BY)


def test_a_decision_is_kept_with_who_and_why_and_can_be_undone(six):
    step = six.evaluation
    for wrong in ({"why": " ", "by": BY}, {"why": "Go on.", "by": ""}):
        with pytest.raises(NotAllowed):
            step.decide("change", **wrong)
    with pytest.raises(UnknownName):
        step.decide("enlarge", why="Go on.", by=BY)
    assert step.decision is None
    made = step.decide("change", why="Fewer forms, and a second afternoon.", by=BY)
    assert (made.choice, made.by) == ("change", BY)
    assert "Fewer forms, and a second afternoon." in render_html(step.decision_page())
    assert dict(six.status().steps)["Evaluation"].endswith("decided: change")
    step.decide("scale", why="All asked for it.", by=BY)
    six.keeping.undo()
    assert step.decision == made
    assert any(change.actor == BY for change in six.keeping.changes)


def test_an_answer_that_is_sorted_by_hand_counts_as_it_was_sorted(six):
    step = six.evaluation
    answers = six.questionnaires.responses("satisfaction_mentee", "after")
    row = answers[answers["more"].notna()].iloc[0]
    before = {one.id: one.more for one in step.facts().themes}
    step.sort(row["response_id"], "more", ["managers"], by=BY)
    after = {one.id: one for one in step.facts().themes}
    assert after["managers"].more == before.get("managers", 0) + 1
    assert after["managers"].by_hand == 1
    for wrong in (("nobody's", "more", []), (row["response_id"], "comments", []),
                  (row["response_id"], "more", ["weather"])):  # fmt: skip
        with pytest.raises(UnknownName):
            step.sort(*wrong, by=BY)


def test_whoever_objects_to_evaluation_is_in_none_of_it(six):
    step = six.evaluation
    who = sorted(step.measured()["person_id"])[0]
    six.rights.object(who, "evaluation", by=BY)
    assert who not in set(step.measured()["person_id"])
    assert who not in set(step.outstanding()["person_id"])
    assert step.facts().flow.left_out == 1


def test_with_the_answers_goes_what_points_to_them(six):
    step = six.evaluation
    step.release([one.response_id for one in step.quotable()], by=BY)
    answers = six.questionnaires.responses("satisfaction_mentee", "after")
    step.sort(answers["response_id"].iloc[0], "more", ["time"], by=BY)
    ended = six.file.end_class("evaluation answers", actor=BY, now=now())
    assert ended.removed
    assert six.file.document(RELEASED) is None
    assert six.file.document(CODES) is None
    assert not step.facts().measured


def test_tables_tell_no_number_of_under_five_people(six):
    step = six.evaluation
    few = {"1", "2", "3", "4"}
    for name in ("flow", "dose", "themes", "returned"):
        cells = {str(v) for v in getattr(step, name)().iloc[:, 1:].to_numpy().ravel()}
        assert not cells & few
    assert not set(step.changes()["people"]) & few


def test_a_programme_in_which_nothing_happened_says_what_is_missing_and_what_to_do(tmp_path):
    path = tmp_path / "new.rmkit"
    with Programme.create(path, name="New", organisation="Harbour") as programme:
        step = programme.evaluation
        assert step.objective_reached() is None
        for name in TABLES:
            assert isinstance(getattr(step, name)(), pd.DataFrame)
        assert step.arms() is None
        page = render_html(step.page())
        assert "There is nothing to report yet." in page
        assert "No pairs were confirmed yet" in page
        written = step.write(tmp_path / "report")
        assert [one.name for one in written] == [
            "report.html", "report.pdf", "report.docx", "decision.html", "decision.pdf",
            "decision.docx",
        ]  # fmt: skip


def test_before_anybody_answered_at_the_end_it_says_whom_to_ask(tmp_path):
    with copy_of("six_pairs", tmp_path) as programme:
        step = programme.evaluation
        assert step.objective_reached().verdict == "cannot be told"
        missing = " ".join(step.facts().missing)
        assert "Nobody has sent back the questionnaire at the end." in missing
        assert "Levels were not asked again at the end" in missing
        assert set(step.outstanding()["side"]) == {"mentee", "mentor"}
        assert "no change can be told" in render_html(step.page())
