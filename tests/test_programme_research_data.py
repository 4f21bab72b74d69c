"""The programme's own data for analysis: codes for names, nothing that was not meant for it."""

import pandas as pd
import pytest

import rmkit
from rmkit.errors import NotReady, TooFewPeople
from rmkit.programme.clock import now
from rmkit.records.model import Objection


@pytest.fixture(scope="module")
def played():
    with rmkit.Programme.sample("six_pairs", until="evaluation") as programme:
        yield programme


@pytest.fixture(scope="module")
def data(played):
    return played.research.data()


def test_codes_stand_in_place_of_ids_and_names(played, data):
    told = data.people.reset_index().to_csv() + data.pairs.reset_index().to_csv()
    for person in played.file.people():
        assert person.name not in told
        assert person.email not in told
        assert f"{person.person_id}," not in told
    for pair in played.file.pairs():
        assert f"{pair.pair_id}," not in told
    assert data.people.index.is_unique
    assert set(data.pairs["mentor"]) | set(data.pairs["mentee"]) <= set(data.people.index)


def test_codes_are_the_same_the_next_time_and_others_in_another_programme(played, data):
    assert list(played.research.data().people.index) == list(data.people.index)
    with rmkit.Programme.sample("six_pairs", until="kickoff") as other:
        assert not set(other.research.data().people.index) & set(data.people.index)


def test_levels_scores_and_meetings_are_those_of_the_programme(played, data):
    people = played.candidates.people
    assert len(data.people) == len(people)
    skill = "level_ai_assistants"
    told = sorted(data.people[f"{skill}_candidate"].dropna())
    assert told == sorted(people[skill].dropna().astype(float))
    assert data.pairs["held"].sum() == 31
    assert data.pairs["ended"].sum() == 1
    assert data.people["place"].value_counts()["paired"] == len(
        {i for p in played.file.pairs("confirmed") for i in (p.mentor_id, p.mentee_id)}
    )


def test_every_column_is_in_the_codebook_and_no_free_text_is_there(data):
    columns = [("people", c) for c in data.people.columns]
    columns += [("pairs", c) for c in data.pairs.columns]
    assert [tuple(row) for row in data.codebook[["table", "column"]].to_numpy()] == columns
    assert not data.codebook["meaning"].str.strip().eq("").any()
    numbers = data.people.drop(columns=["role", "place", "pair", "site", "department"])
    assert all(pd.api.types.is_numeric_dtype(numbers[name]) for name in numbers)
    words = data.people.select_dtypes(["object", "string"]).columns
    assert set(words) <= {"role", "place", "arm", "pair", "site", "department"}
    assert "keep these tables as you keep the file" in data.sentence


def test_who_objected_is_not_in_it_and_neither_are_their_pairs():
    with rmkit.Programme.sample("six_pairs", until="kickoff") as programme:
        before = programme.research.data()
        pair = programme.file.pairs("confirmed")[0]
        with programme.file.change(actor="Dana", action="Kept an objection", now=now()) as change:
            change.save_objection(Objection(str(pair.mentor_id), "research", "objected"))
        after = programme.research.data()
        assert len(after.people) == len(before.people) - 1
        assert len(after.pairs) < len(before.pairs)
        assert after.n_objected == 1
        assert "1 objected and are not in it" in after.sentence


def test_an_empty_programme_says_what_is_missing_and_a_small_one_gets_no_twin(played, tmp_path):
    where = tmp_path / "new.rmkit"
    with rmkit.Programme.create(where, name="New", organisation="Quay") as programme:
        no_answers = programme.research
        with pytest.raises(NotReady, match="Nobody answered yet"):
            no_answers.data()
    with pytest.raises(TooFewPeople, match="needs 100"):
        played.research.twin()
