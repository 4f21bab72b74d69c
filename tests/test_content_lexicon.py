"""The lexicon and the guide to the meetings: whole, in own words, and found."""

import json
import re
from pathlib import Path

import pytest

from rmkit.content.guide import GuidedMeeting, meeting_guide
from rmkit.content.lexicon import explained_term, lexicon_terms, looked_up
from rmkit.errors import UnknownName

TERMS = lexicon_terms().terms


def test_the_words_of_the_guide_and_our_own_are_there_with_their_source():
    names = {one.term for one in TERMS}
    guides = {"Comfort zone", "Digital immigrant", "Digital native", "Mentoring", "Open question",
              "SMART"}  # fmt: skip
    assert guides <= names
    assert {"Pair", "Kind", "Level", "Need", "Receipt", "Sealed", "Voice", "Release"} <= names
    assert len(TERMS) >= 50
    assert all(lexicon_terms().source_of(one) for one in TERMS)
    assert [one.term for one in TERMS] == sorted((t.term for t in TERMS), key=str.casefold)


def test_a_term_is_found_however_it_is_written_and_an_unknown_one_told_with_the_nearest():
    assert explained_term(" comfort  ZONE ").term == "Comfort zone"
    with pytest.raises(UnknownName, match="Sealed"):
        explained_term("seald")
    assert looked_up("receipt")[0].term == "Receipt"
    assert "Receipt" in [one.term for one in looked_up("nothing of what was said")]
    assert looked_up("xyzzy") == ()


def test_words_are_our_own_and_not_those_of_the_documents_the_method_comes_from(shared):
    guide = meeting_guide()
    texts = [f"{one.text.say()}" for one in TERMS]
    texts += [p.mentor.say() for m in guide.meetings for p in m.parts]
    texts += [p.mentee.say() for m in guide.meetings for p in m.parts]
    texts += [q.say() for m in guide.meetings for q in m.questions]
    documents = list(shared.glob("sources/*.txt"))
    assert documents
    for path in documents:
        many = 6 if "guide" in path.name else 8
        theirs = _runs(path.read_text(encoding="utf-8"), many)
        assert [run for text in texts for run in _runs(text, many) & theirs] == []


def _runs(text, many):
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[at : at + many]) for at in range(len(words) - many + 1)}


def test_every_meeting_takes_an_hour_and_keeps_the_last_fifteen_minutes_for_the_two():
    for meeting in meeting_guide().meetings:
        assert meeting.minutes == 60
        assert meeting.parts[-1].id == "close"
        assert meeting.parts[-1].minutes == 15
        assert meeting.parts[0].id == "welcome"
        assert all(question.say().endswith("?") for question in meeting.questions)
    first = meeting_guide().meetings[0]
    assert "curious" in first.aim.say()


def test_the_first_and_the_last_meeting_are_guided_otherwise_than_those_between():
    guide = meeting_guide()
    assert [guide.for_number(n, of=6).id for n in range(1, 7)] == ["first", *["middle"] * 4, "last"]
    assert guide.for_number(9).id == "middle"
    assert guide.for_number(1, of=1).id == "first"


def test_a_meeting_without_time_at_its_end_is_refused():
    whole = meeting_guide().meetings[1].model_dump()
    whole["parts"][-1]["minutes"] = 5
    with pytest.raises(ValueError, match="fifteen"):
        GuidedMeeting.model_validate(whole)


def test_the_lexicon_is_reached_from_the_end_of_every_notebook():
    books = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
    ends = {book.stem: "".join(json.loads(book.read_text("utf-8"))["cells"][-1]["source"])
            for book in books}  # fmt: skip
    own = "for_a_pair"
    assert [name for name, end in ends.items() if name != own and f"{own}.ipynb" not in end] == []
