"""The same people, in any order and any type of column: the same pairs; ties by a lot of ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.matching import Matching, match
from rmkit.people import managers_of

SAMPLES = Path(__file__).resolve().parents[1] / "data_samples"


def shuffled(people: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Put rows and columns in another order, with an index that means nothing."""
    rng = np.random.default_rng(seed)
    other = people.iloc[rng.permutation(len(people)), rng.permutation(people.shape[1])].copy()
    other.index = pd.Index(rng.permutation(10 * len(people))[: len(people)], name="line")
    return other


def as_objects(people: pd.DataFrame) -> pd.DataFrame:
    return people.astype(object).where(people.notna(), None)


def as_categories(people: pd.DataFrame) -> pd.DataFrame:
    """Make texts categories in an order of their own, and numbers floats."""
    made = people.copy()
    for name in made:
        if pd.api.types.is_numeric_dtype(made[name]):
            made[name] = made[name].astype("float64")
        elif name != "person_id":
            made[name] = made[name].astype("category")
    return made


def check_same(one: Matching, other: Matching) -> None:
    pd.testing.assert_frame_equal(one.pairs, other.pairs)
    pd.testing.assert_frame_equal(one.unmatched, other.unmatched)
    assert (one.total, one.gap) == (other.total, other.gap)


@pytest.mark.parametrize("name", ["six_pairs", "harbour", "chamber"])
def test_a_sample_gives_the_same_pairs_in_any_order_and_type(name: str) -> None:
    people = pd.read_csv(SAMPLES / name / "people.csv")
    staff = pd.read_csv(SAMPLES / name / "staff.csv")
    above = managers_of(staff)
    result = match(people, managers=above)
    assert len(result.pairs) > 5
    other = shuffled(as_objects(people), seed=len(name))
    check_same(match(other, managers=above.sample(frac=1.0, random_state=1)), result)
    if name != "chamber":
        check_same(match(as_categories(shuffled(people, seed=2)), managers=above), result)


row = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["mentor", "mentee"]),
        "department": st.sampled_from([None, "ports", "sales"]),
        "slots": st.sampled_from([None, "mon_am", "mon_am;tue_pm"]),
        "languages": st.sampled_from([None, "en", "en;es"]),
        "level_chat": st.sampled_from([None, 2, 4]),
    }
)
ids = st.text("abyzAZ019_é", min_size=1, max_size=5).map(str.strip).filter(bool)


@given(
    rows=st.lists(row, min_size=2, max_size=14),
    names=st.lists(ids, min_size=14, max_size=14, unique=True),
    seed=st.integers(0, 99),
    change=st.sampled_from([as_objects, as_categories, lambda people: people]),
)
@settings(max_examples=20, deadline=None)
def test_people_with_many_ties_get_the_same_partners_in_any_order(
    rows: list[dict[str, object]],
    names: list[str],
    seed: int,
    change: Callable[[pd.DataFrame], pd.DataFrame],
) -> None:
    people = pd.DataFrame(rows).assign(person_id=names[: len(rows)])
    check_same(match(change(shuffled(people, seed))), match(people))


def test_ids_that_are_numbers_and_the_same_ids_as_texts_give_the_same_pairs() -> None:
    people = pd.DataFrame({"person_id": range(1, 41), "role": ["mentor", "mentee"] * 20})
    check_same(match(people.astype({"person_id": str})), match(people))
    check_same(match(people.set_index("person_id")), match(people))


@pytest.mark.parametrize(("one", "other"), [(20, 60), (60, 20)])
def test_no_place_in_the_alphabet_is_better_where_all_are_equal(one: int, other: int) -> None:
    left: list[int] = []
    for seed in range(6):
        names = [f"{chr(97 + k % 26)}{seed}{k // 26}" for k in range(one + other)]
        roles = np.array(["mentor"] * one + ["mentee"] * other)
        roles = np.random.default_rng(seed).permutation(roles)
        result = match(pd.DataFrame({"person_id": names, "role": roles}))
        assert len(result.pairs) == 20
        many = "mentee" if other > one else "mentor"
        crowd = sorted(name for name, role in zip(names, roles, strict=True) if role == many)
        left += [crowd.index(name) for name in result.unmatched["person_id"]]
    halves = np.array(left) < 30
    assert len(left) == 240
    assert 0.42 < halves.mean() < 0.58
    assert 26 < np.mean(left) < 33
