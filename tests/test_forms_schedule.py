"""The panel of meetings, by its acts: propose, keep, move, call off, invite; what it refuses."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rmkit import forms
from rmkit.programme.clock import at
from rmkit.programme.programme import Programme

NOW = datetime(2026, 10, 5, 8, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("schedule") / "six.rmkit"
    with at(NOW - timedelta(days=4)), Programme.sample("six_pairs", until="kickoff") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def panel(played: Path, tmp_path: Path):
    path = Path(shutil.copy(played, tmp_path / "six.rmkit"))
    with at(NOW), Programme.open(path) as programme:
        yield forms.schedule(programme)


def text(reply) -> str:
    return f"{reply.notice.kind}: {reply.notice.text}"


def test_a_series_is_proposed_kept_moved_called_off_and_invited_to(panel):
    told = panel.do("propose", zone="Europe/Berlin", holidays="DE", rooms="Red\nBlue @ Lantern")
    assert text(told).startswith("done: Proposed for 6 pairs; 0 pairs without (all) meetings")
    assert panel.view["proposal"]["frame"].startswith("6 meetings of 60 minutes, one every")
    pair = panel.view["pairs"][0]["pair"]
    assert panel.view["pairs"][0]["planned"] == 0
    assert "Write your name first" in text(panel.do("keep"))
    assert text(panel.do("keep", by="Rosa")).startswith("done: Kept the meetings of 6 pairs")
    assert panel.view["proposal"] is None
    assert (panel.view["zone"], panel.view["holidays"]) == ("Europe/Berlin", "DE")
    panel.do("open_pair", pair=pair)
    offers = panel.do("offers", pair=pair, number=2).data["offers"]
    to = {"pair": pair, "number": 2, "to": offers[0]["at"], "by": "Rosa"}
    assert "agreement is not signed yet" in text(panel.do("move", **to))
    assert "Called off" in text(panel.do("cancel", pair=pair, number=3, by="Rosa"))
    added = panel.do("move", pair=pair, number=None, to="2026-10-29T10:00", by="Rosa")
    assert added.notice.kind == "done"
    states = [(one["number"], one["state"]) for one in panel.view["opened"]["meetings"]]
    assert states == [(1, ""), (2, ""), (3, "called off"), (4, ""), (5, ""), (6, ""), (7, "")]
    assert len(panel.view["opened"]["history"]) == 2
    assert "To be written: 36 invitations" in panel.view["waiting"]
    assert "36 drafts are in" in text(panel.do("invite"))
    assert panel.view["waiting"] == ""


def test_what_cannot_be_is_told_and_nothing_changes(panel):
    for given, why in (
        ({"meetings": "many"}, "is not a number from 1 to 480"),
        ({"zone": "Mars/Olympus"}, "There is no time zone"),
        ({"holidays": "Bavaria"}, "no country or region with public holidays"),
        ({"calendars": "/nowhere"}, "is not a folder"),
        ({"cadence_weeks": "9"}, "meetings every 9 weeks need 45 weeks"),
        ({"rooms": "Red: moday"}, "There is no half-day"),
        ({"first": "soon"}, "This is not a day"),
    ):
        told = text(panel.do("propose", **given))
        assert told.startswith("wrong: "), told
        assert why in told
    assert panel.view["proposal"] is None
    panel.do("propose", zone="Europe/Berlin")
    panel.do("keep", by="Rosa")
    pair = panel.view["pairs"][0]["pair"]
    past = panel.do("move", pair=pair, number=1, to="2020-01-01T10:00", by="Rosa")
    assert "it is in the past" in text(past)
    assert "Give the day and the hour" in text(panel.do("move", pair=pair, number=1, to="", by="R"))


def test_who_is_not_in_touch_is_shown_until_somebody_notes_it(panel):
    row = panel.view["pairs"][0]
    assert "No contact known yet" in row["contact"]
    panel.do("contacted", pair=row["pair"], by="Rosa")
    assert panel.view["pairs"][0]["contact"] == ""


def test_without_pairs_it_says_what_comes_first(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="A", organisation="B") as programme:
        assert "confirm the pairs first" in forms.schedule(programme).view["problem"]
