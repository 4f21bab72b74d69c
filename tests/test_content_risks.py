"""The register of risks: which there are, and that a coordinator can act on each."""

from __future__ import annotations

from rmkit.content.risks import register
from rmkit.instruments import load
from tests.test_instruments_coverage import IN_A_ROW, runs, words_of

GUIDE = {"progress", "meetings", "privacy", "feedback", "sharing", "learning", "hierarchy"}
OTHERS = {"legitimacy", "trainer", "resistance", "retaliation", "calendars", "leaders"}


def test_the_register_holds_the_barriers_of_the_guide_and_those_of_the_other_sources():
    ids = [one.id for one in register().risks]
    assert len(ids) == len(set(ids))
    assert set(ids) >= GUIDE | OTHERS
    assert ids[: len(GUIDE)] == sorted(GUIDE, key=ids.index), "those of the guide come first"


def test_every_risk_says_why_how_it_shows_and_what_helps_in_few_words():
    for one in register().risks:
        assert len(one.signs) >= 2
        assert len(one.measures) >= 2
        for text in (one.why, *one.signs, *one.measures):
            assert text.say().endswith((".", "?")), text.say()
            assert len(text.say().split()) <= 25, text.say()


def test_every_risk_of_the_register_can_be_rated_and_one_of_your_own_too():
    options = load("risk_rating").field("risk").options
    titles = {str(option.value): option.label.say() for option in options}
    assert titles.pop("own")
    assert titles == {one.id: one.title.say() for one in register().risks}


def test_the_words_are_our_own(shared):
    said = list(words_of(register().model_dump(mode="json", exclude={"source", "covers"})))
    for path in shared.glob("sources/*.txt"):
        many = IN_A_ROW["guide" in path.name]
        theirs = runs(path.read_text(encoding="utf-8"), many)
        assert [run for text in said for run in runs(text, many) & theirs] == []
