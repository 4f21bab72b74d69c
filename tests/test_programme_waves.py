"""Who answered in which wave, in whose words: what counts, and what stands beside it."""

import pytest

from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.records.model import TALK, Person, Response

NOW = "2026-11-02T09:00:00+00:00"
LATER = "2026-11-09T09:00:00+00:00"
ANSWERS = {"name": "Ann Lee", "email": "ann@example.org", "role": "mentor"}


@pytest.fixture
def programme(tmp_path):
    with Programme.create(tmp_path / "p.rmkit", name="P", organisation="O") as made:
        questionnaire = made.candidates.questionnaire
        level = next(field.key for field in questionnaire.fields if field.is_rating)
        made.candidates.answer({**filled(questionnaire), level: 5})
        made.level = level
        yield made


def filled(questionnaire):
    ratings = [field for field in questionnaire.fields if field.is_rating and field.required]
    return ANSWERS | {field.key: 3 for field in ratings}


def saved(programme, person_id, level, **how):
    questionnaire = programme.candidates.questionnaire
    answers = {**filled(questionnaire), programme.level: level}
    with programme.file.change(actor="test", action="Saved", now=now()) as change:
        change.save_person(Person(person_id, name="Ann Lee", email=f"{person_id}@example.org"))
        return change.save_response(
            Response(person_id, "candidate", questionnaire.version, answers, **how)
        )


def levels(programme):
    people = programme.candidates.people
    return dict(zip(people["person_id"], people[programme.level], strict=True))


def test_pairs_are_worked_out_from_the_answers_with_which_people_took_part(programme):
    saved(programme, "P0001", 1, wave="after", received_at=LATER)
    saved(programme, "P0002", 1, wave="after", received_at=LATER)
    assert levels(programme) == {"P0001": 5}
    assert programme.status().steps[1][1].startswith("1 answered")


def test_what_somebody_answered_themselves_counts_before_what_was_taken_down_in_a_talk(programme):
    talk = saved(programme, "P0001", 2, source=TALK, received_at="2027-01-01T00:00:00+00:00")
    assert levels(programme) == {"P0001": 5}
    assert [r.response_id for r in programme.file.counting("candidate")] != [talk]
    assert len(programme.file.responses("candidate")) == 2


def test_where_there_is_nothing_else_the_talk_counts(programme):
    saved(programme, "P0002", 4, source=TALK)
    assert levels(programme) == {"P0001": 5, "P0002": 4}


def test_an_own_answer_stands_beside_that_of_a_talk_and_takes_its_place_in_results(programme):
    saved(programme, "P0002", 4, source=TALK)
    given = filled(programme.candidates.questionnaire) | {"email": "p0002@example.org"}
    programme.candidates.answer(given | {programme.level: 1})
    assert levels(programme) == {"P0001": 5, "P0002": 1}
    kept = programme.file.responses("candidate", person_id="P0002")
    assert [r.answers[programme.level] for r in kept] == [4, 1]
