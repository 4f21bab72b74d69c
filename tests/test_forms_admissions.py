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
