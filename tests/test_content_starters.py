"""The starters: enough of each theme, drawn as told, and nothing that was used comes too soon."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit import instruments
from rmkit.content.starters import discussion_starters, draw_starters
from rmkit.content.topics import known_topics, topics_of_skills
from rmkit.errors import UnknownName

ALL = discussion_starters().starters


def test_there_are_starters_enough_for_every_theme_and_every_topic():
    themes = Counter(one.theme for one in ALL)
    assert len(ALL) >= 80
    assert set(themes) == {theme.id for theme in discussion_starters().themes}
    assert min(themes.values()) >= 8
    touched = Counter(topic for one in ALL for topic in one.topics)
    assert set(touched) >= set(known_topics()) - {"making"}, (
        "making is done rather than talked about"
    )


def test_every_starter_is_a_question_to_both_and_goes_on():
    for one in ALL:
        assert "?" in one.ask.say() or one.ask.say().startswith(("Walk", "Describe", "Think"))
        assert len(one.ask.say()) <= 170
        assert one.then.say()


def test_every_skill_that_candidates_are_asked_about_belongs_to_a_topic():
    libraries = instruments.libraries()
    skills = {entry.id for name in ("digcomp_3_0", "tools") for entry in libraries[name].entries}
    in_topics = {skill for topic in known_topics().values() for skill in topic.skills}
    assert in_topics == skills
    assert topics_of_skills(["video_calls", "protecting_data"]) == ("privacy", "together")
    assert topics_of_skills([]) == ()


@given(st.integers(0, 999), st.integers(0, 5), st.sets(st.sampled_from([s.id for s in ALL])))
def test_a_draw_is_repeatable_and_takes_unused_ones_first(seed, n, used):
    drawn = draw_starters(n, seed=seed, used=used)
    assert drawn == draw_starters(n, seed=seed, used=used)
    assert len({one.id for one in drawn.starters}) == n
    fresh = len(ALL) - len(used)
    assert drawn.again == max(0, n - fresh)


def test_drawing_again_and_again_gives_each_one_once_before_any_comes_twice():
    used: list[str] = []
    while len(used) < len(ALL):
        drawn = draw_starters(4, seed=len(used), used=used)
        assert drawn.again == max(0, 4 - (len(ALL) - len(used)))
        used += [one.id for one in drawn.starters if one.id not in used]
    assert sorted(used) == sorted(one.id for one in ALL)


def test_a_theme_is_kept_to_and_the_topics_of_a_pair_come_first():
    assert {one.theme for one in draw_starters(6, seed=2, theme="diversity").starters} == {
        "diversity"
    }
    about = [set(one.topics) for one in draw_starters(8, seed=3, topics=["ai", "data"]).starters]
    assert all({"ai", "data"} & topics for topics in about[:6])
    assert not all({"ai", "data"} & topics for topics in about), "then others follow"


def test_what_asks_for_trust_is_not_drawn_for_the_first_meetings():
    every = draw_starters(999, seed=1, first_meetings=True).starters
    assert not [one.id for one in every if one.later]
    assert [one.id for one in ALL if one.later]


def test_an_unknown_theme_or_topic_is_told_with_what_there_is():
    with pytest.raises(UnknownName, match="diversity"):
        draw_starters(seed=1, theme="diversty")
    with pytest.raises(UnknownName):
        draw_starters(seed=1, topics=["nothing"])


def test_the_silent_minute_is_there_step_by_step():
    silent = next(one for one in discussion_starters().formats if one.id == "silent_minute")
    assert len(silent.steps) >= 4
    assert "minute" in silent.steps[0].say()
