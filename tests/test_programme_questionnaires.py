"""Every form of a programme: what is asked, and what becomes of what people answered."""

import shutil
from pathlib import Path

import pytest

import rmkit.instruments as asked
from rmkit.errors import FaultsFound, NotAllowed, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.records.model import TALK

SHEET = """
id: own_sheet
version: 1
title: Own sheet
purpose: Two of it are for the pair.
source: our own
step: meetings
filled_by: [mentor, mentee]
when: After a meeting
items:
  - {id: date, kind: date, text: Day, privacy: none, required: true}
  - {id: minutes, kind: number, text: Minutes, privacy: none, minimum: 0, maximum: 600, whole: true}
  - {id: topic, kind: text, text: Topic, privacy: free_text, visibility: pair, required: true}
  - {id: mood, kind: text, text: Mood, privacy: free_text, visibility: self}
"""
WAVED = """
id: own_change
version: 1
title: Own change
purpose: Asked before and after.
source: our own
waves: [before, after]
items:
  - {id: email, kind: text, format: email, text: E-mail, privacy: direct}
  - {id: ease, kind: number, text: Ease, privacy: none, minimum: 1, maximum: 5, whole: true}
scores:
  ease_score: ease
"""


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
        settle(path)
    return path


def settle(path):
    """Bring two questionnaires of one's own into the file, as an import does."""
    with Programme.open(path) as programme:
        for text in (SHEET, WAVED):
            own = path.parent / "own.yaml"
            own.write_text(text, encoding="utf-8")
            with programme.file.change(actor="test", action="Asked", now=now()) as change:
                change.save_instrument(asked.read_instrument(own))


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        yield opened


@pytest.fixture
def pair(programme):
    return programme.file.pairs("confirmed")[0]


RECEIPT = {"date": "2026-11-02", "minutes": 60}


def test_every_form_is_listed_by_its_step_with_what_was_answered(programme):
    listed = {one.id: one for one in programme.questionnaires.catalogue()}
    assert {"candidate", "goal_setting", "own_sheet"} <= set(listed)
    assert not {"staff_list", "pairs", "sessions"} & set(listed), "lists are no forms"
    answers = programme.file.responses("candidate")
    assert listed["candidate"].answers == listed["candidate"].people == len(answers)
    assert listed["own_sheet"].seen
    assert not listed["goal_setting"].seen


def test_a_form_asks_about_the_rows_that_candidates_were_asked_about(programme):
    for line in asked.catalogue():
        if line.kind == "form":
            programme.questionnaires.instrument(line.id)
    rated = {f.row.id for f in programme.candidates.questionnaire.fields if f.row}
    again = programme.questionnaires.instrument("candidate", "extended")
    assert {f.row.id for f in again.fields if f.row and f.key.startswith("level_")} == rated
    with pytest.raises(UnknownName, match="own_sheet"):
        programme.questionnaires.instrument("own_sheets")


def test_what_is_for_the_pair_or_the_person_is_not_kept_and_the_sentence_says_so(programme, pair):
    given = RECEIPT | {"topic": "Ztopic", "mood": "Zmood"}
    done = programme.questionnaires.answer("own_sheet", given, person=pair.mentor_id)
    (kept,) = programme.file.responses("own_sheet")
    assert dict(kept.answers) == RECEIPT
    assert (kept.pair_id, kept.partner_id) == (pair.pair_id, pair.mentee_id)
    assert "2 answers to 2 items are for the pair or the person alone" in str(done)
    programme.close()
    content = Path(programme.file.path).read_bytes()
    assert b"Ztopic" not in content
    assert b"Zmood" not in content


def test_what_may_be_required_of_the_pair_is_not_asked_of_the_coordinator(programme, pair):
    part = programme.questionnaires.for_a_talk("own_sheet")
    assert [field.key for field in part.fields] == ["date", "minutes"]
    done = programme.questionnaires.answer(
        "own_sheet", RECEIPT, person=pair.mentee_id, by="Rosa Vidal", talk=True
    )
    assert "in a talk, entered by Rosa Vidal" in str(done)
    with pytest.raises(NotAllowed, match="stays with those who fill it in"):
        programme.questionnaires.for_a_talk("goal_setting")


@pytest.mark.claim("own-words")
def test_a_talk_is_marked_and_an_own_answer_counts_before_it_whichever_came_first(programme, pair):
    step = programme.questionnaires
    talk = {"person": pair.mentor_id, "by": "Rosa Vidal", "talk": True}
    step.answer("own_sheet", RECEIPT, **talk)
    own = step.answer("own_sheet", RECEIPT | {"minutes": 90}, person=pair.mentor_id)
    assert "What was taken down in a talk" in str(own)
    later = step.answer("own_sheet", RECEIPT | {"minutes": 10}, **talk)
    assert "They answered it themselves" in str(later)
    table = step.responses("own_sheet")
    assert table["minutes"].tolist() == [60, 90, 10]
    assert table["counts"].tolist() == [False, True, False]
    assert table["how"].tolist() == [
        "in a talk, entered by Rosa Vidal",
        "in a form on this screen",
        "in a talk, entered by Rosa Vidal",
    ]
    assert {r.source for r in programme.file.responses("own_sheet")} == {TALK, "form"}


def test_what_is_corrected_is_the_answer_that_counts(programme, pair):
    step, who = programme.questionnaires, pair.mentor_id
    step.answer("own_sheet", RECEIPT, person=who)
    step.answer("own_sheet", RECEIPT | {"minutes": 10}, person=who, talk=True, by="Rosa Vidal")
    programme.rights.correct(who, "own_sheet.minutes", "75", by="Rosa Vidal", why="A slip")
    assert step.responses("own_sheet")["minutes"].tolist() == [75, 10]
    answers = programme.rights.answers_of(who, by="Rosa Vidal")
    assert answers["own_sheet"]["minutes"] == 75
    assert answers["own_sheet (2)"]["minutes"] == 10


def test_another_day_is_another_answer_and_the_same_again_changes_nothing(programme, pair):
    step, who = programme.questionnaires, {"person": pair.mentor_id}
    first = step.answer("own_sheet", RECEIPT, **who)
    again = step.answer("own_sheet", RECEIPT, **who)
    assert (again.is_new, again.response_id) == (False, first.response_id)
    step.answer("own_sheet", RECEIPT | {"date": "2026-11-09"}, **who)
    step.answer("own_sheet", RECEIPT | {"minutes": 30}, **who)
    table = step.responses("own_sheet")
    assert table.loc[table["counts"], "minutes"].tolist() == [60, 30]
    assert len(table) == 3, "what was there stays"


def test_waves_are_kept_apart_and_one_must_be_named(programme):
    step = programme.questionnaires
    for wave, ease in (("before", 2), ("after", 4)):
        step.answer("own_change", {"ease": ease}, person="P001", wave=wave)
    assert step.responses("own_change", "after")["ease"].tolist() == [4]
    scores = step.scores("own_change")
    assert dict(zip(scores["wave"], scores["ease_score"], strict=True)) == {
        "before": 2.0,
        "after": 4.0,
    }
    for wave in (None, "later"):
        with pytest.raises(NotAllowed, match="before, after"):
            step.answer("own_change", {"ease": 3}, person="P001", wave=wave)
    with pytest.raises(NotAllowed, match="not asked in waves"):
        step.answer("own_sheet", RECEIPT, person="P001", wave="after")


@pytest.mark.parametrize("answers", [{"minutes": 601}, {}, RECEIPT | {"minute": 3}])
def test_bad_answers_are_told_with_their_question_and_nothing_is_kept(programme, answers):
    head = programme.file.head_digest()
    with pytest.raises(FaultsFound, match="Nothing was saved") as told:
        programme.questionnaires.answer("own_sheet", answers, person="P001")
    assert all(fault.key for fault in told.value.faults)
    assert programme.file.head_digest() == head


def test_who_asked_not_to_have_their_data_used_is_left_out(programme):
    programme.rights.withdraw("P001", "participation", by="Rosa Vidal")
    with pytest.raises(NotAllowed, match="asked not to have their data used"):
        programme.questionnaires.answer("own_sheet", RECEIPT, person="P001")
    with pytest.raises(UnknownName, match="P999"):
        programme.questionnaires.answer("own_sheet", RECEIPT, person="P999")


def test_nobody_answers_about_a_pair_that_is_not_theirs(programme, pair):
    step, other = programme.questionnaires, programme.file.pairs("confirmed")[1]
    with pytest.raises(NotAllowed, match="not in the pair"):
        step.answer("own_sheet", RECEIPT, person=pair.mentor_id, pair=other.pair_id)
    about = step.answer(
        "own_sheet", RECEIPT, person=pair.mentor_id, partner=pair.mentee_id
    ).response_id
    (kept,) = [r for r in programme.file.responses("own_sheet") if r.response_id == about]
    assert kept.pair_id == pair.pair_id


def test_a_candidate_can_answer_in_a_talk_and_is_known_by_name_already(programme):
    ratings = {f.key: 3 for f in programme.candidates.questionnaire.fields if f.is_rating}
    done = programme.questionnaires.answer(
        "candidate", {"role": "mentee", **ratings}, person="P001", by="Rosa Vidal", talk=True
    )
    assert "Their own answer counts" in str(done)
    kept = programme.file.responses("candidate", "", person_id="P001")
    assert [r.source == TALK for r in kept] == [False, True]
    assert programme.candidates.people.set_index("person_id").loc["P001"] is not None


def test_lists_and_the_objective_are_not_answered_here(programme):
    for name in ("staff_list", "objective"):
        with pytest.raises(NotAllowed):
            programme.questionnaires.answer(name, {"name": "x"}, person="P001")


# ---- files


def written(programme, name, text):
    path = Path(programme.file.path).with_name(name)
    path.write_text(text, encoding="utf-8")
    return path


def address(programme, person_id):
    return programme.file.person(person_id).email


def test_a_file_of_answers_is_kept_with_the_wave_that_was_named(programme):
    path = written(programme, "a.csv", f"email,ease\n{address(programme, 'P001')},2\n")
    step = programme.questionnaires
    assert "Name the wave" in str(step.preview(path, "own_change").faults[0])
    step.keep(step.preview(path, "own_change", wave="before"))
    step.keep(step.preview(path, "own_change", wave="after"))
    assert step.responses("own_change")["wave"].tolist() == ["before", "after"]


def test_a_row_that_names_another_wave_is_told(programme):
    path = written(programme, "a.csv", f"email,wave,ease\n{address(programme, 'P001')},before,2\n")
    seen = programme.questionnaires.preview(path, "own_change", wave="after")
    (fault,) = seen.faults
    assert (fault.row, fault.column) == (2, "wave")
    assert not programme.questionnaires.preview(path, "own_change").faults


def test_receipts_of_several_days_come_in_from_one_file_and_from_it_again(programme):
    own = SHEET.replace("id: own_sheet", "id: own_mailed").replace(
        "items:", "items:\n  - {id: email, kind: text, format: email, text: E, privacy: direct}"
    )
    instrument = written(programme, "own_mailed.yaml", own)
    who = address(programme, "P001")
    path = written(
        programme,
        "a.csv",
        f"email,date,minutes,topic\n{who},2026-11-02,60,Z\n{who},2026-11-09,45,Z\n",
    )
    step = programme.questionnaires
    added = step.keep(step.preview(path, str(instrument)))
    assert len(added.new) == 2
    assert "for the pair alone" in added.not_kept
    assert not step.keep(step.preview(path, str(instrument))).new
    assert step.responses("own_mailed")["minutes"].tolist() == [60, 45]
    assert step.responses("own_mailed")["counts"].tolist() == [True, True]


def test_a_form_is_written_in_every_format_and_never_over_another(programme):
    from rmkit.exchange.form_writers import FORMATS

    for name in FORMATS:
        first = programme.questionnaires.export("midway", name)
        second = programme.questionnaires.export("midway", name)
        assert all(path.stat().st_size for path in (*first, *second))
        assert not set(first) & set(second)
    with pytest.raises(UnknownName, match="fillable-pdf"):
        programme.questionnaires.export("midway", "odt")
