"""What the panels of the library show: topics, activities and starters as plain data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from rmkit.content.activities import LEVELS, Activity
from rmkit.content.starters import Starter, discussion_starters
from rmkit.content.topics import known_topics
from rmkit.programme.library import skill_words

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["activity_row", "formats", "pair_rows", "skills", "starter_rows", "themes", "topics"]

_WHO = {"mentor": "Mentor", "mentee": "Mentee", "both": "Both of you"}


def topics() -> list[dict[str, str]]:
    """List the topics with what belongs to them."""
    return [
        {"id": name, "title": one.title.say(), "help": one.help.say()}
        for name, one in known_topics().items()
    ]


def skills() -> list[dict[str, str]]:
    """List the skills that activities are for, by name."""
    words = skill_words()
    return [{"id": name, "title": words[name]} for name in sorted(words, key=lambda n: words[n])]


def themes() -> list[dict[str, str]]:
    """List the themes of the starters."""
    return [{"id": one.id, "title": one.title.say()} for one in discussion_starters().themes]


def formats() -> list[dict[str, object]]:
    """List the ways to talk about a starter."""
    return [
        {
            "id": one.id,
            "title": one.title.say(),
            "minutes": one.minutes,
            "steps": [step.say() for step in one.steps],
        }
        for one in discussion_starters().formats
    ]


def activity_row(
    one: Activity, why: Iterable[str] = (), *, own: bool = False, words: Mapping[str, str]
) -> dict[str, object]:
    """Describe an activity whole, as it is opened in a panel."""
    titles = known_topics()
    lowest, highest = (LEVELS[level] for level in one.level)
    return {
        "id": one.id,
        "title": one.title.say(),
        "minutes": one.minutes,
        "level": f"{lowest} to {highest}",
        "topics": [titles[name].title.say() for name in one.topics],
        "skills": [words.get(name, name) for name in one.skills],
        "bring": one.bring.say(),
        "steps": [[_WHO[step.who], step.do.say()] for step in one.steps],
        "challenge": one.challenge.say(),
        "beyond": one.beyond.say(),
        "why": list(why),
        "own": own,
    }


def starter_rows(drawn: Iterable[Starter]) -> list[dict[str, str]]:
    """Describe starters with the theme that they belong to."""
    titles = {one.id: one.title.say() for one in discussion_starters().themes}
    return [
        {"id": s.id, "theme": titles[s.theme], "ask": s.ask.say(), "then": s.then.say()}
        for s in drawn
    ]


def pair_rows(programme: Programme) -> list[dict[str, str]]:
    """List the pairs that run, by the names of both."""
    names = programme.candidates.names
    return [
        {
            "id": pair.pair_id,
            "mentee": pair.mentee_id,
            "title": " and ".join(names.get(i) or i for i in (pair.mentor_id, pair.mentee_id)),
            "of": names.get(pair.mentee_id) or pair.mentee_id,
        }
        for pair in programme.file.pairs("confirmed")
        if pair.mentor_id and pair.mentee_id
    ]
