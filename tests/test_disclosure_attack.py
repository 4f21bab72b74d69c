"""What is published, against attackers who try everything: in fractions, and answer by answer."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.disclosure import attack
from rmkit.disclosure.attack import Crowd, few_people, shared_answer
from rmkit.disclosure.hiding import Screen, shown_bars
from tests.attackers import fewest_by_force


def told_by_force(crowd: Crowd, answers, among) -> bool:
    """Whether every set of answers that fits the counts agrees about somebody's answer."""
    seen = [(crowd.sums @ (answers == a)).tolist() for a in among]
    worlds = [
        world
        for world in product(among, repeat=len(answers))
        if [(crowd.sums @ (np.array(world) == a)).tolist() for a in among] == seen
    ]
    counted = crowd.sums.any(axis=0)
    return any(len({w[i] for w in worlds}) == 1 for i in np.flatnonzero(counted))


def crowds(most_people=9, most_sums=6):
    return st.integers(2, most_people).flatmap(
        lambda n: st.lists(
            st.lists(st.integers(0, 1), min_size=n, max_size=n), min_size=1, max_size=most_sums
        ).map(lambda rows: Crowd(np.array(rows, dtype=float), np.arange(n)))
    )


@given(crowds(), st.integers(2, 5))
@settings(max_examples=150)
def test_few_people_are_found_exactly_when_trying_everything_finds_them(crowd, fewest):
    found = few_people(crowd, fewest)
    assert (found is None) == (fewest_by_force(crowd, fewest) is None)
    if found is not None:
        reached = found @ crowd.sums
        assert 1 <= (np.abs(reached) > 1e-6).sum() < fewest


@given(crowds(), st.integers(2, 5), st.data())
@settings(max_examples=80)
def test_somebody_with_an_earlier_and_a_later_answer_is_one_person(crowd, fewest, data):
    n = crowd.sums.shape[1]
    owners = data.draw(st.lists(st.integers(0, n - 1), min_size=n, max_size=n))
    twice = Crowd(crowd.sums, np.array(owners))
    assert (few_people(twice, fewest) is None) == (fewest_by_force(twice, fewest) is None)


def test_a_search_that_would_take_too_long_says_yes(monkeypatch):
    rows = np.array([[1.0] * 40, [1.0, 0.0] * 20])
    assert few_people(Crowd(rows, np.arange(40))) is None
    monkeypatch.setattr(attack, "_PATIENCE", 0)
    rows = np.array([[1.0] * 4 + [0.0] * 16, [0.0, 1.0] * 10, [1.0, 1.0, 0.0, 0.0] * 5])
    assert few_people(Crowd(rows, np.arange(20)), 3).tolist() == [1.0, 1.0, 1.0]


def test_what_follows_only_in_whole_people_is_found():
    rows = np.array([[1.0, 0, 0, 1], [0, 1, 1, 1], [1, 1, 0, 0]])
    answers = np.array([2.0, 1, 2, 1])
    assert told_by_force(Crowd(rows, np.arange(4)), answers, (1, 2))
    assert shared_answer(Crowd(rows, np.arange(4)), answers) is not None


@given(crowds(7, 4), st.data())
@settings(max_examples=120)
def test_nobodys_answer_follows_from_counts_that_were_found_safe(crowd, data):
    n = crowd.sums.shape[1]
    answers = np.array(data.draw(st.lists(st.integers(1, 2), min_size=n, max_size=n)), dtype=float)
    told = told_by_force(crowd, answers, (1, 2))
    assert (shared_answer(crowd, answers) is not None) == told


@pytest.mark.claim("small-groups")
@given(st.data())
@settings(max_examples=60)
def test_what_is_left_after_hiding_tells_of_nobody(data):
    n = data.draw(st.integers(4, 9))
    groups = [
        data.draw(st.lists(st.integers(0, 2), min_size=n, max_size=n), label="who is where")
        for _ in range(2)
    ]
    rows = [[1] * n] + [[int(g == k) for g in group] for group in groups for k in range(3)]
    crowd = Crowd(np.array(rows, dtype=float), np.arange(n))
    answers = np.array(data.draw(st.lists(st.integers(1, 3), min_size=n, max_size=n)), dtype=float)
    hidden = Screen(fewest=3).hidden(crowd, answers)
    shown = crowd.only(np.flatnonzero(~hidden).tolist())
    if shown.n_sums:
        assert fewest_by_force(shown, 3) is None
        if n <= 7:
            assert not told_by_force(shown, answers, (1, 2, 3))


@pytest.mark.claim("small-groups")
def test_hiding_only_the_small_groups_leaks_and_ours_does_not():
    group = np.repeat([0, 1, 2], [8, 6, 2])
    rows = np.array([np.ones(16), *(group == k for k in range(3))], dtype=float)
    crowd, answers = Crowd(rows, np.arange(16)), np.tile([1.0, 2, 3, 4], 4)

    naive = [i for i, row in enumerate(rows) if row.sum() >= 5]
    sums = crowd.only(naive).sums @ answers
    assert sums[0] - sums[1] - sums[2] == answers[group == 2].sum()  # the two, read off
    assert few_people(crowd.only(naive)) is not None

    hidden = Screen().hidden(crowd, answers, last=np.array([True, False, False, False]))
    assert hidden.tolist() == [False, False, True, True]
    assert fewest_by_force(crowd.only(np.flatnonzero(~hidden).tolist()), 5) is None


def test_a_group_in_which_all_but_one_agree_is_hidden_where_that_is_asked_for():
    rows = np.array([[1.0] * 12, [1.0] * 6 + [0.0] * 6, [0.0] * 6 + [1.0] * 6])
    crowd, answers = Crowd(rows, np.arange(12)), np.array([3.0] * 5 + [1, 1, 2, 3, 4, 5, 1])
    assert not Screen().hidden(crowd, answers).any()
    assert Screen(alike=True).hidden(crowd, answers)[1]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=6), st.booleans())
def test_hidden_bars_cannot_be_had_back_from_the_total_and_the_mean(counts, mean_told):
    shown = shown_bars(counts, mean_told=mean_told)
    assert all(count == 0 or count >= 5 for count, s in zip(counts, shown, strict=True) if s)
    n = len(counts)
    rows = [np.ones(n), *([np.arange(1, n + 1)] if mean_told else []), *np.eye(n)[shown]]
    person = np.repeat(np.arange(n), counts)
    matrix = np.array(rows, dtype=float)[:, person]
    some_left = any(count and s for count, s in zip(counts, shown, strict=True))
    if len(person) and some_left:
        assert few_people(Crowd(matrix, np.arange(len(person)))) is None
