"""Topics in what people write: found where they are, and no words of few people among them."""

from __future__ import annotations

import unicodedata
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit import load_sample
from rmkit.people import wish_topics
from rmkit.people.saying_little import SAYING_LITTLE
from tests.hostile import TEXTS

FILMS = ("film", "photo", "camera", "editing", "video")
FIGURES = ("chart", "spreadsheet", "data", "figures", "report")
SAFETY = ("Passwort", "Sicherung", "Datenschutz", "Betrug", "Update")
GARDEN = ("градина", "хор", "плаване", "готвене", "книги")


def planted(*topics: tuple[str, ...], n: int = 60, seed: int = 1) -> pd.Series:
    """Let everybody write three words of one topic."""
    rng = np.random.default_rng(seed)
    texts = [" ".join(rng.choice(topics[i % len(topics)], 3, replace=False)) for i in range(n)]
    return pd.Series(texts, index=[f"P{i:03d}" for i in range(n)], dtype="str")


@pytest.mark.parametrize("topics", [(FILMS, FIGURES), (FILMS, SAFETY, GARDEN)])
def test_topics_that_are_there_are_found_in_any_language_and_said_with_their_words(topics):
    texts = planted(*topics)
    found = wish_topics("I would like to learn more about " + texts + ", bitte.")
    assert {frozenset(words) for words in found.words} == {
        frozenset(word.casefold() for word in topic) for topic in topics
    }
    own = found.shares.to_numpy().argmax(axis=1)
    assert all(len(set(own[i :: len(topics)])) == 1 for i in range(len(topics)))
    assert list(found.shares.columns) == [f"wish_{i + 1}" for i in range(len(topics))]
    assert found.notes[-1] == f"They fall into {len(topics)} topics."


def test_shares_add_up_for_who_wrote_something_that_counts_and_are_unknown_for_others():
    texts = planted(FILMS, FIGURES)
    texts.iloc[:4] = [None, "  ", "unheard", "and about the"]
    found = wish_topics(texts)
    assert found.shares.index.equals(texts.index)
    assert found.shares.iloc[:4].isna().all(axis=None)
    assert np.allclose(found.shares.iloc[4:].sum(axis=1), 1)
    assert found.shares.iloc[4:].ge(0).all(axis=None)
    assert found.notes[0] == (
        "56 or more of 60 people wrote what they would like to talk about."
    ), "of few who wrote nothing the number is not told"


def test_words_dealt_out_by_chance_make_no_topics_however_unequal_they_are():
    rng = np.random.default_rng(3)
    words = [a + b + c for a in "bdfg" for b in "aeou" for c in "lm"]
    often = 1 / np.arange(1, len(words) + 1)
    chance = [" ".join(rng.choice(words, 3, replace=False, p=often / often.sum()))
              for _ in range(300)]  # fmt: skip
    found = wish_topics(pd.Series(chance))
    assert found.words == ()
    assert found.shares.shape == (300, 0)
    assert "Two halves of the people do not write about the same topics" in found.notes[-1]


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (planted(FILMS, FIGURES, n=19), "Topics need at least 20 people who wrote something"),
        (pd.Series([], dtype="str"), "Topics need at least 20 people who wrote something"),
        (pd.Series([None] * 30, dtype="str"), "Topics need at least 20 people"),
        (pd.Series(["video and photo"] * 30), "Too few words are shared"),
        (pd.Series([f"word{chr(97 + i)}" for i in range(26)]), "Too few words are shared"),
        (pd.Series([7.0, True, ["x"]] * 10), "Topics need at least 20 people"),
    ],
)
def test_where_there_is_too_little_to_read_there_are_no_topics_and_it_is_said_why(texts, why):
    found = wish_topics(texts)
    assert found.words == ()
    assert list(found.shares.index) == list(texts.index)
    assert why in found.notes[-1]


@settings(max_examples=3, deadline=None)
@given(order=st.permutations(range(40)))
def test_the_order_of_people_makes_no_difference(order):
    texts = planted(FILMS, FIGURES, n=40)
    texts.iloc[::9] = None
    found, again = wish_topics(texts), wish_topics(texts.iloc[list(order)])
    assert again.words == found.words
    assert again.notes == found.notes
    pd.testing.assert_frame_equal(again.shares.loc[texts.index], found.shares, check_exact=True)


@pytest.mark.claim("small-groups")
@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_a_word_of_fewer_than_five_people_or_of_nearly_all_never_comes_out(data):
    few = data.draw(st.integers(1, 4))
    texts = planted(FILMS, FIGURES, n=40)
    names = data.draw(st.permutations(range(40)))
    texts.iloc[names[:few]] += " Zname zname ZNAME"
    texts.iloc[names[few:]] += " nearlyall"
    found = wish_topics(texts)
    out = {word for words in found.words for word in words}
    people = Counter(word for text in texts for word in set(text.casefold().split()))
    assert out
    assert all(5 <= people[word] <= 35 for word in out)
    assert "zname" not in repr(found) + " ".join(found.notes)


def test_no_addresses_digits_or_empty_words_are_read_as_words():
    texts = planted(FILMS, FIGURES)
    texts += (
        " ana.ruiz@example.org ＠ana ana@ https://example.org/secret www.example.org www.hidden"
        " P0001 room12 v2beta 600 don't"
    )
    texts.iloc[::2] += " ruiz@example.org secret.example hidden@work"
    found = wish_topics(texts)
    out = {word for words in found.words for word in words}
    assert out == {*FILMS, *FIGURES}


def test_hostile_texts_stay_texts_and_are_never_told():
    texts = planted(FILMS, FIGURES)
    for i, (_, text) in enumerate(TEXTS.items()):
        texts.iloc[i] = text * (1 if i else 2_000)
    found = wish_topics(texts)
    told = " ".join([*(word for words in found.words for word in words), *found.notes])
    assert all(unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs"} for c in told)
    assert not any(sign in told for sign in "<>{}$=@|")


def test_what_says_little_is_in_small_letters_and_no_word_of_the_samples_wishes():
    wishes = " ".join(load_sample("harbour")["people"]["topics"].dropna()).casefold()
    assert all(word == word.casefold() for word in SAYING_LITTLE)
    telling = {"films", "photo", "editing", "privacy", "video", "meetings", "ai", "charts"}
    assert telling <= set(wishes.replace(",", " ").split()) - SAYING_LITTLE
