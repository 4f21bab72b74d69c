"""What a kind can give, how many of its people can, and which other kind wants that most."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from rmkit.disclosure.hiding import FEWEST
from rmkit.people.demand import ABLE
from rmkit.people.measures import Feature
from rmkit.people.wording import joined, worded
from rmkit.profiles.kind_words import NOTABLE_LEVELS, Kinds, to_go

__all__ = ["given"]

_HALF, _QUARTER = 0.5, 0.25
_AT_MOST = 3


def given(found: Kinds, kind: int) -> str:
    """Say what at least half of a kind can pass on, and to whom.

    A number of people is told only where neither they, nor those who cannot, nor those of them who
    are no mentors (how many mentors can is told elsewhere), nor what is left of everybody are
    fewer than five; otherwise it is told as "at least half".
    """
    levels = found.asked.get("levels", [])
    if not levels:
        return "What they can give was not asked."
    alone, members = len(found.named) == 1, int((found.labels == kind).sum())
    able = [(f, *_able(found, f, kind)) for f in levels]
    able = [(f, strong, n) for f, strong, n in able if n >= FEWEST]
    if alone:
        able = [
            one for one in able if one[1] >= _HALF * one[2] or kind in _countable(found, one[0])
        ]
    else:
        able = [one for one in able if one[1] >= _HALF * one[2] >= _QUARTER * members]
    able = sorted(able, key=lambda one: -one[1] / one[2])[:_AT_MOST]
    if not able:
        return (
            "In no skill are half of them at level 4 or 5: ask each what they would like to give."
        )
    takers = _takers(found, kind, [feature for feature, _, _ in able])
    return f"They can give {_counted(found, able, kind)}{takers}."


def _able(found: Kinds, feature: Feature, kind: int) -> tuple[int, int]:
    """Count who is at level 4 or 5, and who answered."""
    answered = found.numbers.loc[_members(found, kind), feature.name].dropna()
    return int((answered >= ABLE).sum()), len(answered)


def _members(found: Kinds, kind: int) -> pd.Index:
    return found.labels.index[(found.labels == kind).fillna(value=False)]


def _counted(found: Kinds, able: list[tuple[Feature, int, int]], kind: int) -> str:
    """List skills with how many of the kind are able, those with the same number together."""
    by_number: dict[str, list[str]] = {}
    for feature, strong, n in able:
        exact = kind in _countable(found, feature)
        number = f"{strong:,} of {n:,}" if exact else "at least half of them"
        by_number.setdefault(number, []).append(worded(feature.about, found.words))
    parts: list[str] = []
    for number, names in by_number.items():
        are = "" if parts else " are at level 4 or 5"
        parts.append(f"{joined(names)} ({'in each ' if len(names) > 1 else ''}{number}{are})")
    return joined(parts)


def _countable(found: Kinds, feature: Feature) -> set[int]:
    """Find the kinds whose number can be told, so that no few can be worked out.

    Everybody's number is taken as known, those of no kind counted in.
    """
    everybody = _cells(found, feature, found.numbers.index)
    counts = {kind: _cells(found, feature, _members(found, kind)) for kind in found.comes_back}
    out = {kind: cells for kind, cells in counts.items() if _not_few(cells)}
    while out:
        rest = everybody - np.sum(list(out.values()), axis=0)
        if not rest.any() or _not_few(rest):
            return set(out)
        del out[min(out, key=lambda kind: (int(out[kind][:2].sum()), -kind))]
    return set()


def _cells(found: Kinds, feature: Feature, people: pd.Index) -> NDArray[np.int64]:
    """Count who is able, who is not, and the same of those who are no mentors."""
    answered = found.numbers.loc[people, feature.name].dropna()
    able = (answered >= ABLE).to_numpy()
    others = ~found.mentors.loc[answered.index].to_numpy(dtype=np.bool_)
    return np.array(
        [able.sum(), (~able).sum(), (able & others).sum(), (~able & others).sum()], dtype=np.int64
    )


def _not_few(cells: NDArray[np.int64]) -> bool:
    return bool(cells[:2].min() >= FEWEST and (cells[2] >= FEWEST or not cells[2:].any()))


def _takers(found: Kinds, kind: int, skills: list[Feature]) -> str:
    """Say which other kind wants each of these most."""
    by_taker: dict[int, list[tuple[str, float]]] = {}
    for feature in skills:
        taker, need = _taker(found, kind, feature.about)
        if taker:
            by_taker.setdefault(taker, []).append((worded(feature.about, found.words), need))
    parts = []
    for taker, wanted in by_taker.items():
        if len(by_taker) == 1 and len(wanted) == len(skills):
            what = "that" if len(wanted) == 1 else "these"
        else:
            what = joined([name for name, _ in wanted])
        far = np.mean([need for _, need in wanted])
        parts.append(f"kind {taker} wants {what} most ({to_go(float(far))})")
    return f"; {joined(parts)}" if parts else ""


def _taker(found: Kinds, kind: int, about: str) -> tuple[int, float]:
    needs = pd.Series(
        {other: found.mean(other, f"need_{about}") for other in found.comes_back if other != kind},
        dtype="float64",
    ).dropna()
    if needs.empty or needs.max() < NOTABLE_LEVELS:
        return 0, 0.0
    return int(needs.index[int(np.argmax(needs))]), float(needs.max())
