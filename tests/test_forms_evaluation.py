"""The panel of step 5: what it says in short, what can be done there, what never stands in it."""

from __future__ import annotations

import json

import pytest

from rmkit import forms
from rmkit.programme.programme import Programme
from tests.played import copy_of

BY = {"by": "Nora Fernlight"}
KINDS = ("html", "pdf", "docx")


@pytest.fixture
def six(tmp_path):
    with copy_of("six_pairs", tmp_path, until="evaluated") as programme:
        yield programme


@pytest.fixture
def panel(six):
    return forms.evaluation(six)


def test_in_short_the_objective_has_a_sign_and_words_and_limits_stand_beside(panel):
    view = panel.view
    assert view["objective"]["mark"]
    assert view["objective"]["verdict"] in ("reached", "partly", "not reached", "cannot be told")
    assert "left before the end" in view["sentences"][0]
    assert any("fewer than 10 pairs" in text for text, _ in view["limits"])
    assert view["changes"] == []
    assert [name for name, _, _ in view["arguments"]] == ["scale", "change", "stop"]


def test_what_people_wrote_is_in_no_view_and_a_sentence_is_released_one_by_one(panel, six):
    quotes = panel.do("quotes").data["quotes"]
    written = [str(row[2]) for row in quotes]
    assert len(quotes) == panel.view["quotable"] > 1
    assert not any(text in json.dumps(panel.view) for text in written)
    one = {"response": quotes[0][0], "wanted": "yes"}
    assert panel.do("release", one).notice.kind == "wrong"
    assert panel.do("release", one, **BY).notice.kind == "done"
    other = {"response": quotes[1][0], "wanted": "yes"}
    released = panel.do("release", other, **BY).data["quotes"]
    assert [row[3] for row in released].count(True) == 2
    panel.do("release", {**one, "wanted": "no"}, **BY)
    assert panel.view["released"] == 1
    assert [quote.text for quote in six.evaluation.facts().quotes] == [written[1]]


def test_who_is_silent_is_named_and_reminded_once_a_week(panel):
    names = [row[1] for row in panel.view["silent"]]
    assert len(names) == panel.view["silent_n"] == 2
    assert panel.view["ready"] == 1
    assert panel.do("remind").notice.kind == "wrong"
    done = panel.do("remind", BY)
    assert (done.notice.kind, panel.view["ready"]) == ("done", 0)
    assert done.data["folder"]
    assert sorted(row[3] for row in panel.view["silent"]) == ["none", "reminded"]
    assert panel.do("remind", BY).notice.kind == "note"


def test_an_answer_is_sorted_by_hand_and_counts_so(panel, six):
    first = panel.do("answer", {"at": 0}).data
    assert first["n"] == panel.view["to_sort"] > 1
    one = first["one"]
    assert not one["by_hand"]
    given = {"response": one["response"], "key": one["key"], "themes": ["managers"], "at": 0}
    assert panel.do("sort", {**given, "themes": ["weather"]}, **BY).notice.kind == "wrong"
    after = panel.do("sort", given, **BY).data
    assert (after["one"]["by_hand"], after["one"]["themes"]) == (True, ["managers"])
    assert any(theme.by_hand for theme in six.evaluation.facts().themes)
    assert panel.do("answer", {"at": 9999}).data["at"] == first["n"] - 1


def test_a_decision_wants_a_choice_a_reason_and_a_name(panel):
    for less in (
        {"choice": "", "why": "So.", **BY},
        {"choice": "stop", "why": " ", **BY},
        {"choice": "stop", "why": "So."},
        {"choice": "grow", "why": "So.", **BY},
    ):
        assert panel.do("decide", less).notice.kind == "wrong"
    assert panel.view["decision"] is None
    panel.do("decide", {"choice": "change", "why": "Fewer forms.", **BY})
    assert panel.view["decision"]["title"].startswith("Change it")
    assert panel.view["decision"]["by"] == BY["by"]


def test_the_pages_are_written_with_progress_where_it_was_asked_for(panel, tmp_path):
    news = []
    panel._tell = lambda done, what: news.append(what)
    done = panel.do("write", {"folder": str(tmp_path / "out")})
    assert done.notice.kind == "done"
    assert len(news) >= 2
    names = {f"{page}.{kind}" for page in ("report", "decision") for kind in KINDS}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names


def test_before_anybody_answered_and_without_pairs_it_says_what_comes_next(tmp_path):
    with copy_of("six_pairs", tmp_path) as programme:
        shown = forms.evaluation(programme)
        assert not shown.view["measured"]
        assert shown.view["silent_n"] == len(shown.view["silent"]) > 5
        assert "Nobody has sent back" in " ".join(shown.view["missing"])
        assert shown.do("quotes").data["quotes"] == []
        assert shown.do("answer", {"at": 0}).data["one"] is None
    with Programme.create(tmp_path / "new.rmkit", name="New", organisation="Firm") as programme:
        shown = forms.evaluation(programme)
        assert shown.view["problem"] is None
        assert shown.view["pairs"] == 0
        assert "notebook 04" in " ".join(shown.view["missing"])
