"""Shared values and words as bits, the rare ones as lists of the mentors who have them.

A bit is looked at for every pair, a list only for those who have the word: common words are bits,
rare ones lists, whichever is less work. What only one side has is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from rmkit.matching.comparing import Sets, Words
from rmkit.matching.large.fixed import factors
from rmkit.matching.large.program import Valued

__all__ = ["Shared", "lowered_shared"]

_WORD_BITS: Final = 32
_WORTH_BITS: Final = 0.15
"""Steps a pair that 32 bits may cost: as much as counting them costs beside a step of a list."""

Has = NDArray[np.bool_]


@dataclass(frozen=True)
class Shared:
    """One comparison of values or words, its weight and the fewest that must be shared."""

    comparison: Sets | Words
    weight: int
    fewest: int


@dataclass(frozen=True)
class _Lists:
    """Who has which word: positions of people, word after word, and words, mentee after mentee."""

    word_starts: NDArray[np.int64]
    mentors: NDArray[np.int32]
    mentee_starts: NDArray[np.int64]
    words: NDArray[np.int32]


@dataclass(frozen=True)
class _Side:
    """One question laid out: bits of both sides as words of 32, shape (words, n), and lists."""

    ours: NDArray[np.uint32]
    theirs: NDArray[np.uint32]
    known: Has
    asked: Has
    lists: _Lists


def lowered_shared(questions: Sequence[Shared], n: int, m: int) -> Valued:
    """Lay out all questions about shared values and words."""
    sides = [
        _of_sets(q.comparison) if isinstance(q.comparison, Sets) else _of_words(q.comparison)
        for q in questions
    ]
    facts = [
        [q.weight, q.comparison.plenty, q.fewest, _one_look(q, side)]
        for q, side in zip(questions, sides, strict=True)
    ]
    ours = [
        np.where(side.known, side.ours, np.uint32(0xFFFFFFFF)) if fact[3] else side.ours
        for side, fact in zip(sides, facts, strict=True)
    ]
    plenty = np.array([fact[1] for fact in facts], dtype=np.int64)
    return Valued(
        first=np.cumsum([0, *(len(side.ours) for side in sides)], dtype=np.int64),
        ours=_rows(ours, n, np.uint32),
        theirs=_rows([side.theirs for side in sides], m, np.uint32),
        known=_rows([side.known for side in sides], n, np.uint8),
        asked=_rows([side.asked for side in sides], m, np.uint8),
        facts=np.array(facts, dtype=np.int32).reshape(len(facts), 4),
        factor=factors(plenty),
        **_joined([side.lists for side in sides], m),
    )


def _of_sets(sets: Sets) -> _Side:
    ours, theirs = (
        np.unpackbits(
            np.ascontiguousarray(side, dtype="<u8").view(np.uint8), axis=1, bitorder="little"
        )
        for side in (sets.ours, sets.theirs)
    )
    useful = ours.any(axis=0) & theirs.any(axis=0)
    bits = [_packed(side[:, useful].astype(np.bool_)) for side in (ours, theirs)]
    return _Side(bits[0], bits[1], sets.ours_known, sets.theirs_known, _nothing(len(theirs)))


def _of_words(words: Words) -> _Side:
    n, m = len(words.ours_starts) - 1, len(words.theirs_starts) - 1
    mentor = np.repeat(np.arange(n, dtype=np.int32), np.diff(words.ours_starts))
    mentee = np.repeat(np.arange(m, dtype=np.int32), np.diff(words.theirs_starts))
    by_mentors = np.bincount(words.ours, minlength=words.n_words)
    by_mentees = np.bincount(words.theirs, minlength=words.n_words)
    steps = by_mentors * by_mentees / max(n * m, 1)
    common = np.zeros(0, dtype=np.int64)
    order = np.argsort(-steps, kind="stable")
    for begin in range(0, len(order), _WORD_BITS):
        group = order[begin : begin + _WORD_BITS]
        if steps[group].sum() < _WORTH_BITS:
            break
        common = np.concatenate([common, group])
    number = np.full(words.n_words, -1, dtype=np.int64)
    number[common] = np.arange(len(common))
    ours = _bits(n, mentor, number[words.ours], len(common))
    theirs = _bits(m, mentee, number[words.theirs], len(common))
    rare = (number < 0) & (by_mentors > 0)
    known, asked = np.diff(words.ours_starts) > 0, np.diff(words.theirs_starts) > 0
    return _Side(ours, theirs, known, asked, _lists(words, rare, mentor, mentee))


def _lists(words: Words, rare: Has, mentor: NDArray[np.int32], mentee: NDArray[np.int32]) -> _Lists:
    of_mentors, of_mentees = rare[words.ours], rare[words.theirs]
    order = np.argsort(words.ours[of_mentors], kind="stable")
    had = np.bincount(words.ours[of_mentors], minlength=words.n_words)
    asked = np.bincount(mentee[of_mentees], minlength=len(words.theirs_starts) - 1)
    return _Lists(
        np.concatenate([[0], np.cumsum(had)]).astype(np.int64),
        mentor[of_mentors][order],
        np.concatenate([[0], np.cumsum(asked)]).astype(np.int64),
        words.theirs[of_mentees],
    )


def _nothing(m: int) -> _Lists:
    none = np.zeros(0, dtype=np.int32)
    return _Lists(np.zeros(1, dtype=np.int64), none, np.zeros(m + 1, dtype=np.int64), none)


def _bits(
    n: int, person: NDArray[np.int32], number: NDArray[np.int64], n_bits: int
) -> NDArray[np.uint32]:
    has = np.zeros((n, n_bits), dtype=np.bool_)
    is_bit = number >= 0
    has[person[is_bit], number[is_bit]] = True
    return _packed(has)


def _packed(has: Has) -> NDArray[np.uint32]:
    """Pack truths, shape (n, values), into words of 32, shape (words, n)."""
    n_words = max(-(-has.shape[1] // _WORD_BITS), 1)
    padded = np.zeros((len(has), n_words * _WORD_BITS), dtype=np.bool_)
    padded[:, : has.shape[1]] = has
    packed = np.packbits(padded, axis=1, bitorder="little").view("<u4").astype(np.uint32)
    return np.ascontiguousarray(packed.reshape(len(has), n_words).T)


def _one_look(question: Shared, side: _Side) -> bool:
    """Say whether it is enough to see that some bit is shared."""
    lists = side.lists.mentors.size > 0
    return question.weight == 0 and question.fewest == 1 and len(side.ours) == 1 and not lists


def _rows(rows: Sequence[NDArray[Any]], width: int, kind: type) -> NDArray[Any]:
    if not rows:
        return np.zeros((0, width), dtype=kind)
    return np.ascontiguousarray(np.vstack(rows).astype(kind))


def _joined(lists: Sequence[_Lists], m: int) -> dict[str, Any]:
    """Put the lists of all questions behind one another."""
    word_starts, asked_starts, asked = [np.zeros(1, dtype=np.int64)], [], []
    n_words, n_mentors, n_asked = 0, 0, 0
    for one in lists:
        word_starts.append(one.word_starts[1:] + n_mentors)
        asked_starts.append(one.mentee_starts + n_asked)
        asked.append(one.words + n_words)
        n_words += len(one.word_starts) - 1
        n_mentors += len(one.mentors)
        n_asked += len(one.words)
    none = np.zeros(0, dtype=np.int32)
    return {
        "word_starts": np.concatenate(word_starts).astype(np.int64),
        "mentors": np.concatenate([none, *(one.mentors for one in lists)]),
        "asked_starts": _rows(asked_starts, m + 1, np.int64),
        "words": np.concatenate([none, *asked]).astype(np.int32),
    }
