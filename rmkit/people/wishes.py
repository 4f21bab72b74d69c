"""What people write that they would like to talk about, as a few topics.

Texts come in, a few topics with their words come out, and how much each person wrote about each.
A word counts only where at least five people wrote it, and not where nearly all did, so that no
words of one person come out. Words are compared, not meanings: two languages make two topics, and
so do two words for one thing. Digits, addresses and names with an @ are never read.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.definitions.discreet import discreet
from rmkit.disclosure.hiding import FEWEST, told
from rmkit.people.saying_little import SAYING_LITTLE

__all__ = ["WishTopics", "wish_topics"]

FEWEST_WRITERS: Final = 20
"""Of fewer texts no topics are made."""

_NUMBERS: Final = range(2, 7)
_FEWEST_WORDS: Final = 6
_MOST_WORDS: Final = 100
_TOLD: Final = 5
_WORTH_TELLING: Final = 0.2
_SPLITS: Final = 8
_AGREED, _BEYOND_CHANCE = 0.7, 0.25
_AT_MOST: Final = 250
"""Of more people than twice this, so many are drawn for each half."""

_PLACE: Final = re.compile(r"[@\d]|://|[^\W_]\.[^\W_]")
_WORD: Final = re.compile(r"[^\W\d_]{2,40}")

_Numbers = NDArray[np.float64]


@discreet("words", "shares")
@dataclass(frozen=True, eq=False)
class WishTopics:
    """What people write about.

    Attributes
    ----------
    words
        For each topic its words, the most telling one first; at least five people wrote each.
    shares
        One row a person, in the order of the texts, and one column a topic (`wish_1`, ...): how
        much of what counts in their text is about it, 0 to 1, together 1; NaN for who wrote
        nothing that counts.
    notes
        What was read and what was left out, as sentences.
    """

    words: tuple[tuple[str, ...], ...]
    shares: pd.DataFrame
    notes: tuple[str, ...]


def wish_topics(texts: pd.Series, *, seed: int = 0) -> WishTopics:
    """Find a few topics in what people write.

    Parameters
    ----------
    texts
        One text a person; missing and blank cells, and cells that are no text, are nothing
        written. Languages may be mixed.
    seed
        Of the samples in which topics are sought again.

    Returns
    -------
    WishTopics
        From 2 to 6 topics, or none: where fewer than 20 people wrote, fewer than 6 words are
        shared, or no topics come back. The order of people makes no difference.

    Notes
    -----
    A word counts once a person. It is left out where fewer than five people wrote it, or all but
    fewer than five of those who wrote. Topics are non-negative factors of the words weighted by
    TF-IDF. How many is chosen by what two halves of the people agree on: eight times the people are
    split and the topics of one half are compared with those of the other (mean cosine, best one
    to one), and the same is done with every word dealt out to people by chance. The number whose
    agreement is highest beyond chance is taken, where it agrees to .7 and .25 beyond chance:
    among words dealt out by chance so much does not come about.

    References
    ----------
    Lee & Seung (1999), Nature 401:788-791. Greene, O'Callaghan & Cunningham (2014), Machine
    Learning and Knowledge Discovery in Databases, LNCS 8724:498-513, for choosing by agreement.

    Examples
    --------
    >>> wish_topics(pd.Series(["short films", None])).notes[-1]
    'Topics need at least 20 people who wrote something, so there are none.'
    """
    written = [_words_in(text) for text in texts.astype(object).tolist()]
    wrote = sum(words is not None for words in written)
    notes = [f"{told(wrote, len(texts))} of {len(texts):,} people wrote what they would like to "
             "talk about."]  # fmt: skip
    counted = _counted([words for words in written if words], wrote)
    if wrote < FEWEST_WRITERS:
        why = f"Topics need at least {FEWEST_WRITERS} people who wrote something"
        return _none(texts, (*notes, f"{why}, so there are none."))
    notes.append(
        f"A word counts where at least {FEWEST} people wrote it and not nearly all; words of "
        f"fewer than {FEWEST} people are left out."
    )
    if len(counted) < _FEWEST_WORDS:
        return _none(texts, (*notes, "Too few words are shared, so there are no topics."))
    number = {word: j for j, word in enumerate(counted)}
    held = [sorted(number[w] for w in words or () if w in number) for words in written]
    rows = np.array([i for i, row in enumerate(held) if row], dtype=np.intp)
    order = rows[sorted(range(len(rows)), key=lambda i: held[rows[i]])]
    has = _held([held[i] for i in order], len(counted))
    k = _number_of_topics(has, seed)
    if not k:
        said = "Two halves of the people do not write about the same topics: there are none."
        return _none(texts, (*notes, said))
    notes.append(f"They fall into {k} topics.")
    return _found(texts, counted, order, *_factors(_weighted(has), k), tuple(notes))


def _words_in(text: object) -> frozenset[str] | None:
    """Read the words of a text that may count; None where nothing is written."""
    if not isinstance(text, str) or not text.strip():
        return None
    plain = unicodedata.normalize("NFKC", text).casefold()
    pieces = (piece for piece in plain.split() if not _PLACE.search(piece))
    words = {word for piece in pieces for word in _WORD.findall(piece)}
    return frozenset(words - SAYING_LITTLE)


def _counted(written: list[frozenset[str]], wrote: int) -> list[str]:
    """List the words that count, the most frequent where there are very many, by alphabet."""
    people: dict[str, int] = {}
    for words in written:
        for word in words:
            people[word] = people.get(word, 0) + 1
    shared = [word for word, n in people.items() if FEWEST <= n <= wrote - FEWEST]
    return sorted(sorted(shared, key=lambda word: (-people[word], word))[:_MOST_WORDS])


def _held(rows: list[list[int]], n_words: int) -> _Numbers:
    has = np.zeros((len(rows), n_words))
    for i, row in enumerate(rows):
        has[i, row] = 1.0
    return has


def _weighted(has: _Numbers) -> _Numbers:
    from sklearn.feature_extraction.text import TfidfTransformer

    return np.asarray(TfidfTransformer().fit_transform(has).toarray(), dtype=np.float64)


def _factors(weights: _Numbers, k: int) -> tuple[_Numbers, _Numbers]:
    """Fit `k` topics: how much of each a person wrote, and its words, one row a topic.

    The start is fixed, so the same texts give the same topics.
    """
    from sklearn import config_context
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(k, init="nndsvda", solver="cd", max_iter=200, tol=1e-2, random_state=0)
    quick = config_context(assume_finite=True, skip_parameter_validation=True)
    with quick, warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        about = model.fit_transform(weights)
    return np.asarray(about, dtype=np.float64), np.asarray(model.components_, dtype=np.float64)


def _number_of_topics(has: _Numbers, seed: int) -> int:
    """Find on how many topics two halves of the people agree most beyond chance; 0 on none."""
    rng = np.random.default_rng([seed, len(has)])
    half = min(len(has) // 2, _AT_MOST)
    numbers = [k for k in _NUMBERS if 3 * k <= has.shape[1] and k < half]
    real, chance = np.zeros(len(numbers)), np.zeros(len(numbers))
    for _ in range(_SPLITS if numbers else 0):
        people = has[rng.permutation(len(has))[: 2 * half]]
        dealt = rng.permuted(people, axis=0)
        real += [_agreement(people, half, k) / _SPLITS for k in numbers]
        chance += [_agreement(dealt, half, k) / _SPLITS for k in numbers]
    enough = (real >= _AGREED) & (real - chance >= _BEYOND_CHANCE)
    best = int(np.argmax(np.where(enough, real - chance, 0))) if enough.any() else None
    return 0 if best is None else numbers[best]


def _agreement(has: _Numbers, half: int, k: int) -> float:
    one, other = (_factors(_weighted(part), k)[1] for part in (has[:half], has[half:]))
    return float(_alike(one, other).mean())


def _alike(topics: _Numbers, again: _Numbers) -> _Numbers:
    """Give the cosine of each topic with its counterpart, the best one to one."""
    from scipy.optimize import linear_sum_assignment

    one, other = (
        t / np.maximum(np.linalg.norm(t, axis=1, keepdims=True), 1e-12) for t in (topics, again)
    )
    cosine = one @ other.T
    ours, theirs = linear_sum_assignment(-cosine)
    return np.asarray(cosine[ours, theirs], dtype=np.float64)


def _found(
    texts: pd.Series,
    counted: list[str],
    order: NDArray[np.intp],
    wrote: _Numbers,
    topics: _Numbers,
    notes: tuple[str, ...],
) -> WishTopics:
    about = wrote * topics.sum(axis=1)
    total = about.sum(axis=1, keepdims=True)
    shares = np.full((len(texts), len(topics)), np.nan)
    shares[order] = np.divide(about, total, out=np.full_like(about, np.nan), where=total > 0)
    words = [_most_telling(topic, counted) for topic in topics]
    heard = np.nansum(shares[order], axis=0).round(6)
    ranked = sorted(range(len(topics)), key=lambda t: (-heard[t], words[t]))
    names = [f"wish_{i}" for i in range(1, len(topics) + 1)]
    table = pd.DataFrame(shares[:, ranked], index=texts.index, columns=names)
    return WishTopics(tuple(words[t] for t in ranked), table, notes)


def _most_telling(topic: _Numbers, counted: list[str]) -> tuple[str, ...]:
    share = (topic / topic.max()).round(6)
    ranked = sorted(range(len(counted)), key=lambda j: (-share[j], counted[j]))
    return tuple(counted[j] for j in ranked[:_TOLD] if share[j] >= _WORTH_TELLING)


def _none(texts: pd.Series, notes: tuple[str, ...]) -> WishTopics:
    return WishTopics((), pd.DataFrame(index=texts.index), notes)
