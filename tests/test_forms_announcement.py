"""The announcement in a notebook: words of one's own, and what is written to print."""

from __future__ import annotations

import pytest

from rmkit import forms
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def six():
    with Programme.sample("six_pairs", until="profiles") as programme:
        yield programme


def text_of(panel, part):
    return next(one["text"] for one in panel.view["parts"] if one["id"] == part)


def test_words_of_ones_own_are_kept_and_ours_come_back(six):
    panel = forms.announcement(six)
    before = text_of(panel, "poster")
    words = panel.do("words", part="poster").data["words"]
    assert words in before
    own = "Come and show us, {organisation}"
    kept = panel.do("keep", part="poster", words=own, by="Rosa Vidal", answer_by="", where="")
    assert kept.notice.kind == "done"
    assert text_of(panel, "poster").startswith(f"Come and show us, {six.organisation}")
    panel.do("restore", part="poster", by="Rosa Vidal", answer_by="", where="")
    assert text_of(panel, "poster") == before


def test_what_cannot_be_filled_in_and_a_day_that_is_none_are_told_and_nothing_is_kept(six):
    panel, head = forms.announcement(six), six.file.head_digest()
    wrong = panel.do("keep", part="poster", words="{nobody}", by="Rosa", answer_by="", where="")
    assert wrong.notice.kind == "wrong"
    assert panel.do("look", answer_by="soon", where="").notice.kind == "wrong"
    assert panel.do("keep", part="poster", words="Come", by="", where="").notice.kind == "wrong"
    assert six.file.head_digest() == head


def test_the_day_and_the_place_to_answer_stand_in_the_poster(six):
    panel = forms.announcement(six)
    panel.do("look", answer_by="2027-01-18", where="Room 4")
    assert "18 January 2027" in text_of(panel, "poster")
    assert "Room 4" in text_of(panel, "poster")


def test_poster_guides_and_kit_are_written_beside_the_file_again_and_again(six):
    panel, beside = forms.announcement(six), six.file.path
    for act, folder, file in (
        ("write", "call", "poster.pdf"),
        ("guides", "talks", "all, to print.pdf"),
        ("kit", "kit", "relationship checklist.pdf"),
        ("write", "call", "announcement.html"),
    ):
        told = panel.do(act, answer_by="", where="")
        assert told.notice.kind == "done", told.notice
        assert (beside.with_name(f"{beside.stem}-{folder}") / file).exists()
