"""Which activities fit what a mentee wants, and why: a few plain points, no search engine.

Three points for each skill in which the activity leads further, two for each topic that was ticked,
one for each word that was looked for, two where it is in the title. Whoever asks gets the reasons,
not the points.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from rmkit.content.activities import LEVELS, Activity
from rmkit.content.topics import known_topics
from rmkit.definitions.discreet import discreet

__all__ = ["Need", "Suggestion", "suggested"]

_SKILL, _TOPIC, _WORD = 3, 2, 1
_TOP = 5


@discreet("skills", "topics")
@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for.

    `skills` has the level now and the level wanted (1 to 5) of each skill; a level now of None is
    not known. `minutes` is how long there is, None is no limit. `words` are free.
    """

    skills: Mapping[str, tuple[int | None, int]] = field(default_factory=dict)
    topics: Collection[str] = ()
    minutes: int | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for but the time."""
        return not (self.skills or self.topics or self.words.strip())


@discreet("activity", "points")
@dataclass(frozen=True, slots=True)
class Suggestion:
    """An activity, and why it fits, in sentences; no reason where nothing was looked for."""

    activity: Activity
    why: tuple[str, ...] = ()
    points: int = 0


def suggested(
    activities: Iterable[Activity],
    need: Need,
    *,
    skill_words: Mapping[str, str] | None = None,
    done: Collection[str] = (),
    language: str = "en",
) -> tuple[Suggestion, ...]:
    """Find the activities that fit, the best first.

    Parameters
    ----------
    activities
        Those there are; the order decides where points are equal.
    need
        What is looked for. Where it is empty, all that fit the time come as they stand.
    skill_words
        What skills are called; their ids stand in for what is missing.
    done
        Ids of activities that the pair has had: they come last.
    language
        In which words are looked for.

    Returns
    -------
    tuple of Suggestion
        Those that take longer than there is time are not among them, nor those for which nothing
        speaks.
    """
    names = skill_words or {}
    found = []
    for one in activities:
        if need.minutes is not None and one.minutes > need.minutes:
            continue
        reasons = [*_skills(one, need, names), *_topics(one, need, language)]
        reasons += _words(one, need, language)
        if reasons or need.is_empty:
            why = tuple(words for words, _ in reasons)
            found.append(Suggestion(one, why, sum(points for _, points in reasons)))
    had = set(done)
    return tuple(sorted(found, key=lambda s: (s.activity.id in had, -s.points)))


def _skills(one: Activity, need: Need, names: Mapping[str, str]) -> list[tuple[str, int]]:
    lowest, highest = one.level
    told = []
    for skill in one.skills:
        if skill not in need.skills:
            continue
        level, target = need.skills[skill]
        begins = level if level is not None else lowest
        if begins < highest and lowest < target and begins >= lowest - 1:
            top = LEVELS[min(highest, target, _TOP)]
            words = f"{names.get(skill, skill)}: leads from {LEVELS[max(lowest, begins)]} to {top}"
            told.append((words, _SKILL))
    return told


def _topics(one: Activity, need: Need, language: str) -> list[tuple[str, int]]:
    titles = known_topics()
    return [
        (f"Your topic: {titles[name].title.say(language)}", _TOPIC)
        for name in one.topics
        if name in need.topics
    ]


def _words(one: Activity, need: Need, language: str) -> list[tuple[str, int]]:
    wanted = dict.fromkeys(re.findall(r"\w{2,}", need.words.casefold()))
    found = _beginning(wanted, one.text(language))
    named = _beginning(wanted, one.title.say(language))
    told = []
    if found:
        listed = ", ".join(f'"{word}"' for word in found)
        told.append((f"Has {listed} in it", _WORD * (len(found) + len(named))))
    titles = (known_topics()[name].title.say(language) for name in one.topics)
    about = [title for title in titles if _beginning(wanted, title)]
    if about and not set(one.topics) & set(need.topics):
        told.append((f"Is about: {'; '.join(about)}", _WORD))
    return told


def _beginning(words: Iterable[str], text: str) -> list[str]:
    """Give the words with which a word of the text begins."""
    folded = text.casefold()
    return [word for word in words if re.search(rf"\b{re.escape(word)}", folded)]
