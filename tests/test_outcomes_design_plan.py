"""A plan of analysis: frozen before the answers are in, and known for what it is afterwards."""

from __future__ import annotations

import copy
import hashlib
import json
from datetime import UTC, date, datetime

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady
from rmkit.outcomes import AnalysisPlan, PlannedOutcome, analysis_plan
from tests.hostile import TEXTS, marks_of
from tests.inert_checks import check, no_acting_characters

FOLLOW_UP = date(2027, 7, 11)
OUTCOMES = [
    {"id": "ai", "title": "AI assistants", "method": "paired_change", "primary": True,
     "measure": "learning_needs, mentors, kick-off and after", "smallest": "half a level"},
    {"id": "video", "title": "Video calls", "method": "paired_change"},
    {"id": "stay", "title": "Staying", "method": "two_shares", "family": "work"},
]  # fmt: skip


def plan(**more):
    given = {
        "follow_up": FOLLOW_UP,
        "comparison": "Pairs drawn to begin in January with pairs drawn to begin in July.",
        "exclusions": ["Pairs that never met."],
        "pairs": 34,
        "why_so_many": "Power .80 for half a standard deviation.",
    } | more
    return analysis_plan(
        "Do mentors rate their skills higher?", given.pop("outcomes", OUTCOMES), **given
    )


FROZEN = plan().freeze(on=date(2027, 1, 10))


def test_a_frozen_plan_verifies_and_reads_back_equal_from_json():
    again = AnalysisPlan.from_dict(json.loads(json.dumps(FROZEN.to_dict())))
    assert again == FROZEN
    assert again.verify()
    assert again.verify(FROZEN.digest.upper())
    assert not again.verify("0" * 64)
    assert again.frozen_on == date(2027, 1, 10)
    assert AnalysisPlan.from_dict(plan().to_dict()) == plan()


def test_the_digest_is_that_of_the_canonical_json_which_anybody_can_work_out():
    held = {k: v for k, v in FROZEN.to_dict().items() if k != "digest"}
    written = json.dumps(held, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert FROZEN.digest == hashlib.sha256(written.encode()).hexdigest()
    assert plan().freeze(on=date(2027, 1, 10)).digest == FROZEN.digest
    assert plan().freeze(on=date(2027, 1, 9)).digest != FROZEN.digest


def test_every_part_that_is_altered_after_freezing_shows():
    data = FROZEN.to_dict()
    for name, value in (
        ("title", "Another"), ("comparison", ""), ("exclusions", []), ("missing", "x"),
        ("pairs", 20), ("why_so_many", ""), ("alpha", 0.1), ("adjustment", "none"),
        ("follow_up", "2027-08-01"), ("outcomes", data["plan"]["outcomes"][:1]),
    ):  # fmt: skip
        altered = copy.deepcopy(data)
        altered["plan"][name] = value
        read = AnalysisPlan.from_dict(altered)
        assert not read.verify(), name
        assert "Altered" in read.text()
        assert "Altered" in read.html()
    altered = data | {"frozen_on": "2027-01-09"}
    assert not AnalysisPlan.from_dict(altered).verify()
    assert set(data["plan"]) == {
        "title", "comparison", "exclusions", "missing", "pairs", "why_so_many", "alpha",
        "adjustment", "follow_up", "outcomes",
    }  # fmt: skip


def test_nothing_is_frozen_once_the_follow_up_has_begun():
    for day in (FOLLOW_UP, date(2027, 9, 1), datetime(2027, 7, 11, 8, tzinfo=UTC)):
        with pytest.raises(NotAllowed, match="they can be told as such"):
            plan().freeze(on=day)
    assert plan().freeze(on=date(2027, 7, 10)).verify()
    late = FROZEN.to_dict() | {"frozen_on": "2027-07-11"}
    with pytest.raises(FaultsFound, match="follow-up had begun"):
        AnalysisPlan.from_dict(late)


def test_a_frozen_plan_stays_and_a_new_one_tells_what_is_new():
    with pytest.raises(NotAllowed, match="Make a new one"):
        FROZEN.freeze(on=date(2027, 1, 11))
    with pytest.raises(NotReady, match="Freeze it first"):
        plan().verify()
    changed = [
        {**OUTCOMES[0], "method": "signed_rank_change"},
        OUTCOMES[1],
        {"id": "new", "title": "New", "method": "x"},
    ]
    other = plan(outcomes=changed, pairs=40)
    assert FROZEN.differences(other) == (
        "pairs differs", "outcome stay is left out", "outcome new is new", "outcome ai differs",
    )  # fmt: skip
    assert FROZEN.differences(plan()) == ()


def test_families_and_standing_follow_from_what_is_primary():
    assert {k: [o.id for o in v] for k, v in FROZEN.families.items()} == {
        "primary": ["ai"], "secondary": ["video"], "work": ["stay"],
    }  # fmt: skip
    assert [outcome.id for outcome in FROZEN.primary] == ["ai"]
    own = PlannedOutcome("a", "A", "paired_change", primary=True, family="mine")
    assert plan(outcomes=[own]).outcomes == (own,)


def test_the_page_says_every_part_and_that_nothing_is_claimed_without_a_comparison():
    text = FROZEN.text()
    for said in ("AI assistants (ai)", "half a level", "family work", "Pairs that never met.",
                 "34. Power .80", "Holm", "2027-07-11", FROZEN.digest):  # fmt: skip
        assert said in text
        assert said in FROZEN.html()
    assert "no effect of mentoring will be claimed" not in text
    assert "no effect of mentoring will be claimed" in plan(comparison="").text()
    assert "Not frozen" in plan().text()
    check("html", FROZEN.html())


def test_what_people_typed_into_a_plan_does_not_act():
    words = marks_of(*TEXTS)
    evil = analysis_plan(
        words,
        [dict.fromkeys(("id", "title", "method", "family", "measure", "smallest"), words)
         | {"primary": True}],
        follow_up=FOLLOW_UP, comparison=words, exclusions=[words], missing=words, why_so_many=words,
    ).freeze(on=date(2027, 1, 1))  # fmt: skip
    seen = check("html", evil.html())
    assert all(mark in str(seen) for mark in TEXTS)
    no_acting_characters(evil.text())
    assert "Zscript" not in repr(evil) + repr(evil.outcomes[0].primary)
    assert evil.verify()


def test_everything_that_is_missing_is_told_at_once():
    with pytest.raises(FaultsFound) as found:
        analysis_plan(
            " ", [{"id": "a", "title": "A", "method": ""}, {"id": "a", "title": "", "method": "x"}],
            follow_up=FOLLOW_UP, alpha=5, adjustment="magic", pairs=0,
        )  # fmt: skip
    assert len(found.value.faults) == 8
    with pytest.raises(FaultsFound, match="outcomes"):
        plan(outcomes=[])
    with pytest.raises(FaultsFound, match="An outcome has: family, id"):
        plan(outcomes=[{"id": "a", "name": "A"}])
    for bad in ({}, {"format": 2, "plan": {}}, [], FROZEN.to_dict() | {"format": 2},
                FROZEN.to_dict() | {"frozen_on": "soon"}):  # fmt: skip
        with pytest.raises(FaultsFound):
            AnalysisPlan.from_dict(bad)
