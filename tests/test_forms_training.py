"""The deck, the clock and the cards as Python gives them, and what is handed out."""

from __future__ import annotations

import base64
import json
import zipfile
from io import BytesIO

import pytest
from pypdf import PdfReader

from rmkit import forms
from rmkit.content.training import MODULES, decks, module
from rmkit.errors import NotAllowed, RmkitError
from rmkit.programme.handouts import half_day, write_handouts


def test_the_deck_holds_every_part_with_what_is_seen_said_and_timed():
    view = json.loads(json.dumps(forms.training().view))
    assert [one["id"] for one in view["modules"]] == list(MODULES)
    for one in view["modules"]:
        assert one["minutes"] == sum(part["minutes"] for part in one["parts"])
        assert all(part["say"] and part["slide"] for part in one["parts"])
    shown = {part["shows"] for one in view["modules"] for part in one["parts"]} - {None}
    assert shown == set(view["sheets"]) == {"empathy_map", "listening", "role_play", "strengths"}


def test_the_empathy_map_has_its_six_fields():
    fields = forms.training().view["sheets"]["empathy_map"]["fields"]
    assert [f["key"] for f in fields][:6] == ["says", "thinks", "does", "feels", "pains", "gains"]


@pytest.mark.parametrize("minutes", [0, 241, -5])
def test_a_clock_without_a_sensible_length_is_refused(minutes):
    with pytest.raises(RmkitError, match=f"from 1 to 240 minutes; {minutes} were asked for"):
        forms.timer(minutes)


def test_the_hours_of_the_half_day_follow_each_other():
    assert [hours for hours, _ in half_day("08:30")] == [
        "08:30-09:50",
        "09:50-10:00",
        "10:00-11:20",
        "11:20-11:30",
        "11:30-12:30",
    ]
    with pytest.raises(RmkitError, match=r'"nine" is no time of day\. Write it as 09:00'):
        half_day("nine")


def test_without_a_tick_no_cards_are_written():
    reply = forms.cards().do("write", {"format": "pdf", "decks": {}})
    assert (reply.notice.kind, "file" in reply.data) == ("wrong", False)
    assert "Tick at least one" in reply.notice.text


def test_ticked_cards_come_in_one_file():
    reply = forms.cards().do("write", {"format": "pdf", "decks": {"bond": "yes", "smart": "yes"}})
    assert reply.data["file"]["name"] == "cards.pdf"
    read = PdfReader(BytesIO(base64.b64decode(reply.data["file"]["bytes"])))
    text = "".join(page.extract_text() for page in read.pages)
    assert "SMART questions" in text
    assert "For the first meeting" in text


def test_all_handouts_are_written_with_everything_a_trainer_needs(tmp_path):
    written = write_handouts(tmp_path / "new" / "handouts")
    names = {path.name for path in written}
    assert {f"guide-{n}-{name}.pdf" for n, name in enumerate(MODULES, start=1)} <= names
    assert {f"cards-{name.replace('_', '-')}.pdf" for name in decks()} <= names
    assert {"principles.pdf", "sheet-role-play.pdf", "sheet-opening-skills.pdf"} <= names
    assert {"sheet-listening.pdf", "sheet-empathy-map.pdf", "sheet-strengths.pdf"} <= names
    guide = PdfReader(tmp_path / "new" / "handouts" / "guide-4-briefing.pdf")
    text = guide.pages[0].extract_text()
    assert module("briefing").title.say("en") in text
    assert "For mentees, 45 minutes" in text


def test_a_file_in_the_way_of_the_handouts_is_told(tmp_path):
    (tmp_path / "x").write_text("", "utf-8")
    with pytest.raises(NotAllowed, match=r"is a file\. Name a folder"):
        write_handouts(tmp_path / "x")


def test_all_handouts_come_in_one_file_to_unpack():
    files = [forms.cards().do("write", {"format": "all", "decks": {}}).data["file"]]
    packed = zipfile.ZipFile(BytesIO(base64.b64decode(files[0]["bytes"])))
    assert len(packed.namelist()) == len(set(packed.namelist())) == 6 + len(decks()) + 7
    assert packed.testzip() is None
