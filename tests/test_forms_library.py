"""The panels of the library: with a programme and without, and what they will not do."""

import base64

import pytest

from rmkit import forms
from rmkit.content.activities import shipped_activities
from rmkit.forms.given import Given
from rmkit.programme.programme import Programme
from tests.test_content_activities import OWN


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as programme:
        yield programme


def sent(panel, act, text, **parts):
    return panel._done(act, Given(parts, (memoryview(text.encode()),)))


def test_all_four_stand_with_an_empty_programme_and_with_none(empty):
    for programme in (None, empty):
        assert forms.activities(programme).view["mentees"] == []
        assert forms.starters(programme).view["pairs"] == []
        assert forms.pair_kit(programme).view["pairs"] == []
    assert "notebook 00" in forms.pair_kit().do("show", pair="x").notice.text
    assert len(forms.lexicon().view["terms"]) >= 50


def test_activities_are_found_with_reasons_and_come_as_paper():
    panel = forms.activities()
    every = panel.do("find", words="", minutes="", skill="", level="", target="", mentee="")
    assert len(every.data["found"]) == len(shipped_activities())
    given = {"skill": "spreadsheets", "level": "2", "target": "4", "minutes": "60"}
    found = panel.do("find", given, words="", mentee="", topics=["data", "nothing"]).data
    assert found["found"][0]["why"][0].startswith("Spreadsheets: leads from basic")
    assert found["told"].endswith("the best first.")
    paper = panel.do("paper", ids=[found["found"][0]["id"], "unknown"]).data["file"]
    assert base64.b64decode(paper["bytes"]).startswith(b"%PDF")
    assert "Tick the activities" in panel.do("paper", ids=["unknown"]).notice.text


def test_own_activities_need_a_programme_a_file_and_no_faults(empty, tmp_path):
    assert "kept in a programme" in sent(forms.activities(), "add", OWN, name="a.yaml").notice.text
    panel = forms.activities(empty)
    assert "at most 2 MB" in panel.do("add", {"name": "a.yaml"}).notice.text
    assert "row 8" in str(
        sent(panel, "add", OWN.replace("20", "x"), name="a.yaml").notice.faults[0]
    )
    assert sent(panel, "add", OWN, name="../../a.yaml").notice.kind == "done"
    assert panel.view["own"] == [{"id": "our_intranet", "title": "Our intranet"}]
    told = [panel.do("export", format=kind).notice.text for kind in ("xlsx", "xlsx", "yaml")]
    assert "a-activities-2.xlsx" in told[1]
    assert (tmp_path / "a-activities.yaml").exists()
    assert panel.do("take_out", activity="our_intranet").notice.kind == "done"
    assert panel.view["own"] == []


def test_a_draw_keeps_to_bounds_and_a_pair_needs_a_programme():
    panel = forms.starters(seed=3)
    given = {"theme": "work", "pair": "", "topics": [], "used": []}
    assert len(panel.do("draw", given, many=999).data["drawn"]) == 10
    first = panel.do("draw", given, many=2).data["drawn"]
    used = [one["id"] for one in first]
    again = panel.do("draw", {**given, "used": used}, many=2).data
    assert not {one["id"] for one in again["drawn"]} & set(used)
    assert "no pair is known" in panel.do("draw", {**given, "pair": "1-0001"}, many=1).notice.text
    assert "theme" in panel.do("draw", {**given, "theme": "cooking"}, many=1).notice.text


def test_a_kit_for_nobody_is_refused_with_the_next_step(empty):
    panel = forms.pair_kit(empty)
    given = {"pair": "", "theme": "", "goals": "", "folder": ""}
    assert "Confirm pairs in notebook 04" in panel.do("write", given).notice.text
    assert "no confirmed pair" in panel.do("show", pair="x").notice.text
    assert "format of goals" in panel.do("write", {**given, "goals": "odd"}).notice.text


def test_nothing_typed_stands_in_the_state_of_a_widget(empty):
    panel = forms.activities(empty)
    panel.do("find", words="Zwords", minutes="", skill="", level="", target="", mentee="")
    assert "Zwords" not in str(panel.get_state())
