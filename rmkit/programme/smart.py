"""The general objective part by part: what each part says, what is open, and the sentence of it.

The parts are those of a SMART objective, after the questions in the guide for trainers. A check
looks whether a part is there and fits to the others. Whether the objective is a good one is for
people to judge.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from textwrap import shorten as _shorten
from typing import TYPE_CHECKING

from rmkit.definitions.discreet import discreet
from rmkit.instruments import definition
from rmkit.meetings.reach import Reach, reach, spelt
from rmkit.programme.days import in_words

if TYPE_CHECKING:
    from rmkit.programme.aim import Objective

__all__ = [
    "PartChecked",
    "begun",
    "checked_parts",
    "ends_late",
    "listed",
    "measures_said",
    "n_skills",
    "others_of",
    "reach_of",
    "written_sentence",
]

_MOST_NAMED = 12
_LONGEST = 60
_GRACE_DAYS = 14
"""A plan is told in whole months; so many days more are no delay."""
_LEVELS = ("", "none", "basic", "medium", "advanced", "expert")


@discreet("mark", "good")
@dataclass(frozen=True, slots=True)
class PartChecked:
    """One part: its letter and name, what is written there, and a plain sentence about it."""

    mark: str
    title: str
    said: str
    good: bool
    sentence: str


def begun(objective: Objective) -> bool:
    """Whether any part was filled in, beside a sentence of one's own."""
    return bool(
        n_skills(objective)
        or objective.who
        or objective.from_level
        or objective.to_level
        or objective.measures
        or objective.matters
        or objective.indicator
        or objective.by
    )


def n_skills(objective: Objective) -> int:
    """Count the competences and tools that each mentee takes up; 0 where that is not known."""
    counted = (
        (objective.competences, objective.named_competences),
        (objective.tools, objective.named_tools),
    )
    known = sum(len(names) if number is None else number for number, names in counted)
    return known + len(others_of(objective))


def others_of(objective: Objective) -> list[str]:
    """Split what was typed beside the questionnaire's competences and tools.

    A comma or a semicolon ends one.
    """
    return [w for part in objective.other_skills.split(",") for w in _cut(part)]


def _cut(part: str) -> list[str]:
    return [shorten(word.strip(), _LONGEST) for word in part.split(";") if word.strip()]


def reach_of(objective: Objective) -> Reach | None:
    """Weigh the plan against the objective; None where one of the numbers is not known."""
    skills, low, high = n_skills(objective), objective.from_level, objective.to_level
    sessions, minutes = objective.sessions, objective.session_minutes
    if not (skills and low and high and low < high and sessions and minutes):
        return None
    return reach(
        skills=skills, levels=high - low, sessions=sessions, minutes=minutes, weeks=objective.weeks
    )


def written_sentence(objective: Objective, words: Mapping[str, str]) -> str:
    """Write the objective as one sentence from its parts; empty while no skill is named.

    Parameters
    ----------
    objective
        Its own `sentence` is not looked at.
    words
        What competences and tools are called, by id.
    """
    what = _skills_said(objective, words)
    if not what:
        return ""
    who = shorten(objective.who.strip().rstrip("."), 200) or "every mentee"
    low, high = objective.from_level, objective.to_level
    way = f"from {_level(low)} to {_level(high)}" if low and high else "further"
    start = f"by {in_words(objective.by)}, we bring" if objective.by else "we bring"
    said = f"{start} {who} {way} in {what}"
    if objective.sessions:
        said += f", in {spelt(objective.sessions)} meeting{'s' if objective.sessions > 1 else ''}"
        said += f" of {objective.session_minutes} minutes" if objective.session_minutes else ""
    if objective.measures:
        said += f", shown by {listed(measures_said(objective))}"
    return f"{said[:1].upper()}{said[1:]}."


def measures_said(objective: Objective) -> list[str]:
    """Give the ways of measuring in words."""
    options = definition("objective").items
    asked = next(item for item in options if item.id == "measures").options
    labels = {option.value: option.label.say() for option in asked}
    return [labels.get(name, name) for name in objective.measures]


def shorten(words: str, most: int) -> str:
    """Cut words that are longer than a sentence can bear."""
    return _shorten(words, most, placeholder=" …") or words[:most]


def _level(level: int) -> str:
    return f"level {level} ({_LEVELS[level]})"


def _skills_said(objective: Objective, words: Mapping[str, str]) -> str:
    """Say in what people get further: numbers of their choice, or names."""
    free, named = [], []
    for number, ids, one in (
        (objective.competences, objective.named_competences, "competence"),
        (objective.tools, objective.named_tools, "tool"),
    ):
        names = [_inside(shorten(words.get(name, name), _LONGEST)) for name in ids]
        if names and number is not None and number < len(names):
            named.append(f"{spelt(number)} of {listed(names, 'or')}")
        elif names:
            named += names
        elif number:
            free.append(f"{spelt(number)} {one}{'' if number == 1 else 's'}")
    choice = [f"{listed(free)} of their choice"] if free else []
    named += others_of(objective)
    if len(named) > _MOST_NAMED:
        return f"{n_skills(objective)} competences and tools"
    return listed([*choice, *named])


def _inside(words: str) -> str:
    """Write the first word as inside of a sentence, unless it is an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def listed(words: Sequence[str], last: str = "and") -> str:
    """Put words one after the other.

    >>> listed(["a", "b", "c"]), listed(["a", "b"], "or")
    ('a, b and c', 'a or b')
    """
    *head, tail = words or [""]
    return f"{', '.join(head)} {last} {tail}" if head else tail


def checked_parts(
    objective: Objective, words: Mapping[str, str], *, asked: Collection[str]
) -> tuple[PartChecked, ...]:
    """Check each part of an objective.

    Parameters
    ----------
    objective
        As it is kept.
    words
        What competences and tools are called, by id.
    asked
        Ids of the competences and tools that the programme's questionnaire asks.

    Returns
    -------
    tuple of PartChecked
        Specific, measurable, achievable, relevant, time; each with one sentence.
    """
    return (
        _specific(objective, words, asked),
        _measurable(objective),
        _achievable(objective),
        _relevant(objective),
        _time(objective),
    )


def _specific(
    objective: Objective, words: Mapping[str, str], asked: Collection[str]
) -> PartChecked:
    said = _skills_said(objective, words)
    gone = [name for name in _named(objective) if name not in asked]
    unasked = [words.get(name, name) for name in gone] + others_of(objective)
    if not said:
        told = "No skills yet: in which competences and tools are they to get further?"
    elif unasked:
        told = (
            f"The questionnaire does not ask about {listed(unasked)}, so it cannot tell levels "
            "there. Add it in notebook 02, or measure it in another way."
        )
    else:
        who = objective.who.strip()
        told = f"It is clear who gets further and in what: {who or 'every mentee'}."
    return PartChecked("S", "Specific", said, bool(said) and not unasked, told)


def _named(objective: Objective) -> tuple[str, ...]:
    return (*objective.named_competences, *objective.named_tools)


def _measurable(objective: Objective) -> PartChecked:
    said = measures_said(objective)
    if not said:
        told = "No measure yet: how will you know that they got there?"
    elif len(said) == 1:
        told = "It can be measured. A second way that agrees would make it firmer."
    else:
        told = "It can be measured in more ways than one."
    return PartChecked("M", "Measurable", listed(said), bool(said), told)


def _achievable(objective: Objective) -> PartChecked:
    low, high, found = objective.from_level, objective.to_level, reach_of(objective)
    said = f"from {_level(low)} to {_level(high)}" if low and high else ""
    if not said:
        told = "No levels yet: from which to which?"
    elif found is None:
        told = "Whether the plan carries it is told once skills, meetings and minutes are known."
    else:
        told = found.sentence
    return PartChecked("A", "Achievable", said, bool(said) and (not found or found.enough), told)


def _relevant(objective: Objective) -> PartChecked:
    said = objective.indicator.strip() or " ".join(objective.matters.split())
    if not objective.matters.strip():
        told = "Nothing yet on why it matters for their work."
    elif not objective.indicator.strip():
        told = "It is said why it matters. Which figure of their own work would show it?"
    else:
        told = "It is tied to their work, with a figure that would show it."
    good = bool(objective.matters.strip() and objective.indicator.strip())
    return PartChecked("R", "Relevant", said, good, told)


def _time(objective: Objective) -> PartChecked:
    by, late = objective.by, ends_late(objective)
    if by is None:
        told = "No date yet: by when?"
    elif late:
        told = late
    else:
        told = "It has a day on which somebody will ask whether it came true."
    return PartChecked("T", "Time", in_words(by) if by else "", by is not None and not late, told)


def ends_late(objective: Objective) -> str:
    """Say that the plan ends after the day of the objective; empty where it does not."""
    from rmkit.meetings.plan import months_later

    start, months, by = objective.start, objective.months, objective.by
    if start is None or months is None or by is None:
        return ""
    end = months_later(start, months)
    if end <= by + timedelta(days=_GRACE_DAYS):
        return ""
    return f"The plan ends on {in_words(end)}, after the day of the objective, {in_words(by)}."
