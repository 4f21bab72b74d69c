from __future__ import annotations

import hashlib
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.matching import lottery

ids = st.lists(st.text("abcé:1", min_size=1, max_size=3), min_size=1, max_size=12, unique=True)
labels = st.sampled_from(["a", "b", "c", "", None])
SIZES = {"large": 8, "alone": 1, "one more": 1}


def lot(person_id: str, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{person_id}".encode()).hexdigest()


@given(people=ids, places=st.integers(0, 14), seed=st.integers(0, 99), data=st.data())
@settings(max_examples=60, deadline=None)
def test_places_go_by_lot_nobody_vanishes_and_the_order_of_people_changes_nothing(
    people: list[str], places: int, seed: int, data: st.DataObject
) -> None:
    draw = lottery(people, places, seed)
    assert [*draw.drawn, *draw.waiting] == sorted(people, key=lambda name: lot(name, str(seed)))
    assert len(draw.drawn) == min(places, len(people))
    assert draw.listed == tuple(sorted(people))
    assert draw == lottery(data.draw(st.permutations(people)), places, str(seed))


@given(people=ids, places=st.integers(0, 14), seed=st.integers(0, 99), data=st.data())
@settings(max_examples=60, deadline=None)
def test_each_group_has_its_share_and_within_it_lots_decide(
    people: list[str], places: int, seed: int, data: st.DataObject
) -> None:
    strata = {name: data.draw(labels) for name in people}
    draw = lottery(people, places, seed, strata=strata)
    assert sorted([*draw.drawn, *draw.waiting]) == sorted(people)
    assert len(draw.drawn) == min(places, len(people))
    for group in draw.groups:
        share = len(draw.drawn) * len(group.listed) / len(people)
        assert abs(group.places - share) < 1
        assert all((strata[name] or "") == group.label for name in group.listed)
        first = sorted(group.listed, key=lambda name: lot(name, str(seed)))[: group.places]
        assert sorted(first) == sorted({*draw.drawn} & {*group.listed})
    assert draw == lottery(data.draw(st.permutations(people)), places, seed, strata=strata)


@given(people=ids, seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_who_joins_the_list_leaves_the_order_of_the_others_as_it_was(
    people: list[str], seed: int
) -> None:
    before = lottery(people, 0, seed).waiting
    after = lottery([*people, "somebody else"], 0, seed).waiting
    assert tuple(name for name in after if name != "somebody else") == before


@pytest.mark.parametrize("in_groups", [False, True])
def test_everybody_has_the_same_chance_alone_in_a_group_or_among_many(in_groups: bool) -> None:
    strata = {f"{label} {k}": label for label, size in SIZES.items() for k in range(size)}
    drawn: Counter[str] = Counter()
    for seed in range(2_000):
        drawn.update(lottery(strata, 3, seed, strata=strata if in_groups else None).drawn)
    expected = 2_000 * 3 / len(strata)
    chi_square = sum((drawn[name] - expected) ** 2 / expected for name in strata)
    assert chi_square < 23.6  # exceeded once in 200 times with 9 degrees of freedom


def test_a_lot_is_what_any_other_program_works_out() -> None:
    """Printed by `printf 'spring 2027:ann' | sha256sum`, and so on."""
    assert lot("di", "spring 2027").startswith("065eefa4")
    assert lot("ann", "spring 2027").startswith("0690071d")
    draw = lottery(["ann", "bo", "cy", "di"], 1, " spring 2027 ")
    assert (draw.drawn, draw.waiting) == (("di",), ("ann", "bo", "cy"))
    assert '("spring 2027:ID")' in draw.method
    assert "The first 1 of 4 have a place." in draw.method


def test_the_method_in_words_gives_the_places_of_the_groups() -> None:
    strata = {f"{label} {k}": label for label, size in SIZES.items() for k in range(size)}
    for seed in range(30):
        draw = lottery(strata, 3, seed, strata=strata)
        start = int(lot("start", str(seed)), 16) / 2**256
        end, expected = 0.0, {}
        for label in sorted(SIZES, key=lambda label: lot(f"group:{label}", str(seed))):
            begin, end = end, end + 3 * SIZES[label] / 10
            expected[label] = sum(begin <= start + k < end for k in range(3))
        assert {group.label: group.places for group in draw.groups} == expected
        assert "Each group's share is 3 x its people / 10" in draw.method


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"person_ids": []}, "nobody on the list"),
        ({"person_ids": "P001"}, "one text"),
        ({"person_ids": ["a", "b", "a"]}, '"a" is on the list 2 times'),
        ({"person_ids": ["a", " "]}, "the first is number 2"),
        ({"person_ids": ["a", "\ud800"]}, "the first is number 2"),
        ({"person_ids": [None, 1]}, "2 are blank"),
        ({"places": -1}, '"-1" is not a number of places'),
        ({"places": 2.0}, '"2.0" is not a number of places'),
        ({"places": "2"}, '"2" is not a number of places'),
        ({"places": True}, '"True" is not a number of places'),
        ({"places": None}, '"None" is not a number of places'),
        ({"seed": None}, "There is no seed"),
        ({"seed": " "}, "There is no seed"),
        ({"seed": 1.5}, "of the kind float"),
        ({"seed": True}, "of the kind bool"),
        ({"seed": "a\u200bb"}, "cannot be seen"),
        ({"seed": 10**5_000}, "longer than 100"),
        ({"seed": "9" * 101}, "longer than 100"),
        ({"strata": {"a": "x"}}, '1 have no label; the first is "b"'),
        ({"strata": {"a": "x", "b": 1}}, "1 are not text"),
        ({"person_ids": [], "places": -1, "seed": ""}, "3 faults"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(change: dict[str, Any], words: str) -> None:
    asked: dict[str, Any] = {"person_ids": ["a", "b"], "places": 1, "seed": 1, **change}
    with pytest.raises(FaultsFound, match="Nobody was drawn") as told:
        lottery(**asked)
    assert words in str(told.value)
