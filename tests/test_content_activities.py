"""The library of activities: enough of each kind, well made, in own words, and found by a need."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit import instruments
from rmkit.content.activities import known_skills, read_activities, shipped_activities
from rmkit.content.starters import discussion_starters
from rmkit.content.suggesting import Need, suggested
from rmkit.content.topics import known_topics
from rmkit.errors import FaultsFound

ALL = shipped_activities()
OWN = """
activities:
  - id: our_intranet
    title: Our intranet
    topics: [together]
    skills: [sharing]
    level: [1, 3]
    minutes: 20
    bring: A laptop
    steps:
      - mentor: Show it.
      - mentee: Find the holiday form.
      - both: What is missing?
    challenge: Find one thing a day.
    beyond: Who reads it?
"""


def test_the_library_has_enough_for_every_topic_and_every_skill_asked_about():
    assert len(ALL) >= 60
    topics = Counter(topic for one in ALL for topic in one.topics)
    skills = Counter(skill for one in ALL for skill in one.skills)
    assert set(topics) == set(known_topics())
    assert min(topics.values()) >= 3, topics
    libraries = instruments.libraries()
    asked = {entry.id for name in ("digcomp_3_0", "tools") for entry in libraries[name].entries}
    assert set(skills) == asked == known_skills()
    assert min(skills.values()) >= 2, skills


def test_every_activity_has_a_part_for_each_of_the_two_and_asks_what_it_means_for_the_work():
    for one in ALL:
        who = {step.who for step in one.steps}
        assert {"mentor", "mentee"} <= who or {"both", "mentee"} <= who, one.id
        assert one.beyond.say().endswith("?"), one.id
        assert 20 <= one.minutes <= 60, one.id
    assert len({one.title.say() for one in ALL}) == len(ALL)


def test_words_are_our_own_and_not_those_of_the_documents_the_method_comes_from(shared):
    texts = [one.text() for one in ALL]
    texts += [f"{one.ask.say()} {one.then.say()}" for one in discussion_starters().starters]
    documents = list(shared.glob("sources/*.txt"))
    assert documents
    for path in documents:
        many = 6 if "guide" in path.name else 8
        theirs = _runs(path.read_text(encoding="utf-8"), many)
        assert [run for text in texts for run in _runs(text, many) & theirs] == []


def _runs(text, many):
    words = re.findall(r"[a-z0-9]+", text.casefold())
    return {tuple(words[at : at + many]) for at in range(len(words) - many + 1)}


def test_what_leads_further_in_a_wanted_skill_comes_first_and_says_why():
    need = Need(skills={"spreadsheets": (2, 4)}, topics=["data"])
    found = suggested(ALL, need, skill_words={"spreadsheets": "Spreadsheets"})
    assert found[0].activity.id in {"rows_to_summary", "ten_minutes_back", "three_questions_table"}
    assert found[0].why[0] == "Spreadsheets: leads from basic to " + (
        "medium" if found[0].activity.level[1] == 3 else "advanced"
    )
    assert "Your topic: Reading and using data" in found[0].why
    points = [one.points for one in found]
    assert points == sorted(points, reverse=True)


def test_nothing_is_suggested_that_is_beneath_or_far_above_somebody():
    expert = suggested(ALL, Need(skills={"ai_assistants": (4, 5)}))
    assert {one.activity.level[1] for one in expert} == {5}
    beginner = suggested(ALL, Need(skills={"ai_assistants": (1, 2)}))
    assert {one.activity.level[0] for one in beginner} == {1}
    far = suggested(ALL, Need(skills={"ai_assistants": (1, 5)}))
    assert {one.activity.level[0] for one in far} == {1, 2}
    unknown = suggested(ALL, Need(skills={"ai_assistants": (None, 3)}))
    assert len(unknown) > len(beginner) - 1


def test_time_is_kept_to_and_words_are_found_at_their_beginning():
    short = suggested(ALL, Need(minutes=30))
    assert short
    assert all(one.activity.minutes <= 30 for one in short)
    found = suggested(ALL, Need(words="Passw"))
    assert "one_password" in [one.activity.id for one in found]
    assert found[0].activity.id == "one_password"
    for one in found:
        in_it = "passw" in one.activity.text().casefold()
        assert in_it == any(why.startswith("Has ") for why in one.why)
        assert in_it or one.why == ("Is about: Privacy, passwords and safety",)
    assert suggested(ALL, Need(words="xyzzy")) == ()


def test_what_the_pair_has_done_comes_last_and_is_not_lost():
    first = suggested(ALL, Need(topics=["ai"]))
    again = suggested(ALL, Need(topics=["ai"]), done=[first[0].activity.id])
    assert again[-1].activity == first[0].activity
    assert len(again) == len(first)


@given(
    st.dictionaries(
        st.sampled_from(sorted(known_skills())),
        st.tuples(st.one_of(st.none(), st.integers(1, 4)), st.integers(2, 5)),
        max_size=4,
    ),
    st.sets(st.sampled_from(sorted(known_topics()))),
    st.one_of(st.none(), st.integers(0, 90)),
)
def test_each_suggestion_has_a_reason_unless_nothing_was_looked_for(skills, topics, minutes):
    need = Need(skills=skills, topics=topics, minutes=minutes)
    found = suggested(ALL, need)
    assert all(bool(one.why) != need.is_empty for one in found)
    assert len({one.activity.id for one in found}) == len(found)


def test_an_own_file_is_read_and_every_fault_in_it_told_with_its_line():
    assert read_activities(OWN, source="own.yaml")[0].steps[1].who == "mentee"
    bad = OWN.replace("[together]", "[togther]").replace("minutes: 20", "minutes: 2")
    bad = bad.replace("mentee: Find the holiday form.", "boss: Find it.")
    with pytest.raises(FaultsFound) as error:
        read_activities(bad, source="own.yaml")
    told = str(error.value)
    assert "own.yaml, row 8" in told
    assert "boss" in told
    assert len(error.value.faults) >= 2
    with pytest.raises(FaultsFound, match="there is no topic togther"):
        read_activities(OWN.replace("[together]", "[togther]"), source="own.yaml")


def test_an_own_activity_may_not_take_the_id_of_one_of_ours():
    with pytest.raises(FaultsFound, match=r"row 3.*comes with rmkit"):
        read_activities(OWN, source="own.yaml", taken=["our_intranet"])
