"""What candidates answer in the questionnaire, by the keys of its fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final

import pandas as pd

from rmkit.synthetic.candidates import Candidate
from rmkit.synthetic.dice import Dice
from rmkit.synthetic.phrases import LOCAL, PHRASES, TOPICS

__all__ = ["answers_table"]

_SHORT_TEXTS: Final = (
    "strengths", "develop", "first_wish", "self_description", "challenges", "meaning",
)  # fmt: skip
_SHARE_WRITTEN: Final[dict[str, float]] = {
    "strengths": 0.9,
    "develop": 0.85,
    "first_wish": 0.9,
    "self_description": 0.75,
    "challenges": 0.7,
    "meaning": 0.75,
    "responsibilities": 0.7,
    "experiences": 0.5,
    "ideal_partner": 0.6,
    "three_year_wish": 0.5,
    "passions": 0.5,
    "work_life_balance": 0.3,
    "time_available": 0.6,
}
_SHARE_RELEASED: Final[dict[str, float]] = {
    "first_wish": 0.8,
    "topics": 0.8,
    "meaning": 0.4,
    "ideal_partner": 0.4,
    "strengths": 0.6,
    "develop": 0.7,
    "challenges": 0.4,
    "self_description": 0.6,
    "responsibilities": 0.6,
    "experiences": 0.6,
    "three_year_wish": 0.4,
    "passions": 0.3,
    "work_life_balance": 0.1,
    "time_available": 0.4,
}
"""How many of those who wrote something would let their mentor read it."""


def answers_table(
    candidates: Sequence[Candidate],
    *,
    extended: bool,
    languages: Sequence[str],
    whole: Collection[str],
    today: date,
    talkative: float,
    seed: int,
) -> pd.DataFrame:
    """Let candidates answer, one row each, sorted by `person_id`.

    Parameters
    ----------
    candidates
        Who answers.
    extended
        Whether the extended questionnaire is put to them, or the short one.
    languages
        The languages the questionnaire offers, in its order.
    whole
        Ids of those who rate every skill; others leave out a row now and then.
    today
        The day of answering; positions began before it.
    talkative
        How much of the usual free text people write, 0 (none) to 1.
    seed
        Decides what is written, and nothing else.
    """
    rows = []
    for candidate in candidates:
        dice = Dice(seed, 1_000 + int(candidate.post.person_id[1:]))
        row = dict(_about(candidate, dice))
        row |= dict(_short(candidate, dice, talkative))
        if extended:
            row |= dict(_extended(candidate, dice, languages, today, talkative))
        row |= dict(_ratings(candidate, dice, extended, whole=candidate.post.person_id in whole))
        if extended:
            row["shared_with_mentor"] = _released(candidate, row, dice)
        rows.append(row)
    return _typed(pd.DataFrame(rows, dtype="object"))


def _about(candidate: Candidate, dice: Dice) -> Iterator[tuple[str, object]]:
    post = candidate.post
    yield "person_id", post.person_id
    yield "name", post.named.name
    yield "email", post.named.email
    yield "role", candidate.role
    work = f"{post.job_title} ({post.department})"
    yield "job_function", work if dice.chance(0.9) else None
    page = "https://example.org/people/" + post.named.email.split("@")[0]
    yield "profile_link", page if dice.chance(0.4) else None


def _short(candidate: Candidate, dice: Dice, talkative: float) -> Iterator[tuple[str, object]]:
    for key in _SHORT_TEXTS:
        yield key, _written(candidate, key, dice, talkative)


def _extended(
    candidate: Candidate, dice: Dice, languages: Sequence[str], today: date, talkative: float
) -> Iterator[tuple[str, object]]:
    post = candidate.post
    yield "job_title", post.job_title
    since = _month(today, back=dice.whole(1, max(1, (today - post.started).days // 31)))
    day = since.replace(day=15 if dice.chance(0.3) else 1)
    yield "position_since", day.isoformat() if dice.chance(0.85) else None
    yield "seniority_years", post.half_years / 2 if dice.chance(0.95) else None
    yield "communication", list(candidate.communication)
    for key in _SHARE_WRITTEN:
        if key not in _SHORT_TEXTS:
            yield key, _written(candidate, key, dice, talkative)
    yield "topics", _topics(candidate, dice) if dice.chance(0.8) else None
    yield "languages", sorted(candidate.languages, key=list(languages).index)
    yield "slots", None if candidate.slots is None else list(candidate.slots)
    yield "capacity", candidate.capacity if dice.chance(0.9) else None


def _month(day: date, *, back: int) -> date:
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _ratings(
    candidate: Candidate, dice: Dice, extended: bool, *, whole: bool
) -> Iterator[tuple[str, object]]:
    left_out = {skill for skill in candidate.levels if dice.chance(0.02) and not whole}
    for skill, level in candidate.levels.items():
        yield f"level_{skill}", None if skill in left_out else level
    for skill, target in candidate.targets.items() if extended else ():
        yield f"target_{skill}", None if skill in left_out else target


def _written(candidate: Candidate, key: str, dice: Dice, talkative: float) -> str | None:
    written = dice.chance(_SHARE_WRITTEN[key] * talkative)
    phrase = dice.pick(_of_role(PHRASES[key], candidate, dice))
    own = LOCAL.get(candidate.post.named.language)
    in_own_words = key == "first_wish" and own is not None and dice.chance(0.4)
    return (own if in_own_words else phrase) if written else None


def _released(candidate: Candidate, row: dict[str, object], dice: Dice) -> list[str] | None:
    """Choose what the mentor may read of what was written; mentors are not asked."""
    released = [key for key, share in _SHARE_RELEASED.items() if dice.chance(share) and row[key]]
    return None if candidate.role == "mentor" else released or None


def _topics(candidate: Candidate, dice: Dice) -> str:
    return ", ".join(dice.some(_of_role(TOPICS, candidate, dice), dice.whole(1, 3)))


def _of_role(
    choices: dict[str, tuple[str, ...]], candidate: Candidate, dice: Dice
) -> tuple[str, ...]:
    role = dice.pick(("mentor", "mentee")) if candidate.role == "either" else candidate.role
    return choices[role]


def _typed(answers: pd.DataFrame) -> pd.DataFrame:
    """Give columns their types: whole numbers, numbers, texts; lists stay objects."""
    whole = [n for n in answers.columns if n.startswith(("level_", "target_")) or n == "capacity"]
    lists = {"communication", "languages", "slots", "shared_with_mentor"}
    types: dict[str, str] = {}
    for name in answers.columns:
        if name in whole:
            types[name] = "Int64"
        elif name == "seniority_years":
            types[name] = "Float64"
        elif name not in lists:
            types[name] = "str"
    return answers.astype(types)
