"""The panel of admissions: what it shows, what it does for many, and what never stands in it."""

import json

import pytest

from rmkit import forms
from rmkit.programme.programme import Programme


@pytest.fixture
def programme():
    with Programme.sample("six_pairs", until="pairing") as made:
        yield made


def test_many_are_admitted_in_somebodys_name_and_no_answer_stands_in_the_view(programme):
    panel = forms.admissions(programme)
    ids = list(programme.candidates.people["person_id"][:3])
    refused = panel.do("decide", step="admit", people=ids, by="")
    assert refused.notice.kind == "wrong"
    assert not programme.candidates.counts["admitted"]
    done = panel.do("decide", step="admit", people=ids, by="Rosa Vidal")
    assert done.notice.kind == "done"
    assert ["admitted", 3] in panel.view["counts"]
    again = panel.do("decide", step="admit", people=ids, by="Rosa Vidal")
    assert again.notice.kind == "wrong"
    shown = json.dumps(panel.view)
    for response in programme.file.responses("candidate"):
        assert str(response.answers["strengths"]) not in shown


def test_a_strange_step_is_refused_and_an_empty_programme_is_shown(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as empty:
        panel = forms.admissions(empty)
        assert panel.view["rows"] == []
        assert panel.do("decide", step="erase", people=[], by="R").notice.kind == "wrong"


def test_letters_are_written_to_those_who_are_ticked_and_to_nobody_else(programme):
    panel = forms.admissions(programme)
    ids = list(programme.candidates.people["person_id"][:2])
    assert panel.do("letters", letter="admitted", people=[]).notice.kind != "done"
    assert panel.do("letters", letter="welcome_mentor", people=ids).notice.kind != "done"
    for letter, _ in panel.view["letters"]:
        told = panel.do("letters", letter=letter, people=ids)
        assert told.notice.kind == "done", told.notice
        folder = programme.file.path.parent / f"{programme.file.path.stem}-letters" / letter
        assert len(list(folder.glob("*.eml"))) == 2


def test_sentences_are_set_and_ticked_by_hand_in_somebodys_name(programme):
    panel = forms.admissions(programme)
    first = programme.candidates.criteria[0]
    lines = f"{first.text}\nWould like to talk to strangers."
    assert panel.do("sentences", lines=lines, by="").notice.kind == "wrong"
    assert panel.do("sentences", lines="Is not too old: age 40.", by="Rosa").notice.kind == "wrong"
    assert panel.do("sentences", lines=lines, by="Rosa Vidal").notice.kind == "done"
    kept, own = programme.candidates.criteria
    assert (kept, own.seen) == (first, "tick")
    who = panel.view["rows"][0]["id"]
    assert panel.do("tick", person=who, criterion=own.id, met="maybe", by="R").notice
    assert panel.do("tick", person=who, criterion=own.id, met="met", by="").notice
    assert panel.do("tick", person=who, criterion=own.id, met="met", by="Rosa Vidal").notice is None
    assert panel.view["rows"][0]["checks"][1] == "met"
