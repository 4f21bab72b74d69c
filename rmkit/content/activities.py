"""What a pair can do together: activities by topic, ours and an organisation's own.

An activity says which skills it is for and between which levels, how long it takes, what each of
the two does, a small challenge until next time, and what it means for the mentee's work: a meeting
is more than showing a tool. An organisation's own are read by the same model as ours.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self, get_args

from pydantic import Field as Limit
from pydantic import StrictInt, model_validator

from rmkit.content.topics import known_topics
from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import read_yaml
from rmkit.definitions.texts import Contradictions, Definition, Identifier, Text

__all__ = ["LEVELS", "Activities", "Activity", "Doer", "Step", "known_skills", "read_activities",
           "shipped_activities"]  # fmt: skip

Doer = Literal["mentor", "mentee", "both"]
LEVELS = {1: "none", 2: "basic", 3: "medium", 4: "advanced", 5: "expert"}
"""The levels of the candidate questionnaire, as words."""

_Level = Annotated[StrictInt, Limit(ge=1, le=5)]


class Step(Definition):
    """One step: what the mentor, the mentee or both of them do."""

    mentor: Text | None = None
    mentee: Text | None = None
    both: Text | None = None

    @model_validator(mode="after")
    def _of_one(self) -> Self:
        if sum(getattr(self, name) is not None for name in get_args(Doer)) != 1:
            raise Contradictions(["a step is for one of mentor, mentee and both"])
        return self

    @property
    def who(self) -> Doer:
        """Whose step it is."""
        return "both" if self.both else "mentor" if self.mentor else "mentee"

    @property
    def do(self) -> Text:
        """What is done."""
        return self.both or self.mentor or self.mentee or Text({"en": "-"})


class Activity(Definition):
    """Something to do in a meeting.

    `level` is from where to where it leads, 1 (none) to 5 (expert); `topics` and `skills` are those
    that rmkit knows; `minutes` are of the meeting.
    """

    id: Identifier
    title: Text
    topics: Annotated[tuple[Identifier, ...], Limit(min_length=1, max_length=6)]
    skills: tuple[Identifier, ...] = ()
    level: Annotated[tuple[_Level, ...], Limit(min_length=2, max_length=2)] = (1, 5)
    minutes: Annotated[StrictInt, Limit(ge=5, le=240)]
    bring: Text
    steps: Annotated[tuple[Step, ...], Limit(min_length=3, max_length=5)]
    challenge: Text
    beyond: Text

    @model_validator(mode="after")
    def _of_what_is_known(self) -> Self:
        problems = [
            f"there is no {kind} {name}; there are {', '.join(sorted(known))}"
            for kind, names, known in (
                ("topic", self.topics, set(known_topics())),
                ("skill", self.skills, known_skills()),
            )
            for name in names
            if name not in known
        ]
        if self.level[0] > self.level[1]:
            problems.append(f"level runs backwards, from {self.level[0]} to {self.level[1]}")
        if problems:
            raise Contradictions(problems)
        return self

    def text(self, language: str = "en") -> str:
        """Give all its words one after the other, for a search."""
        parts = (self.title, self.bring, *(s.do for s in self.steps), self.challenge, self.beyond)
        return " ".join(part.say(language) for part in parts)


class Activities(Definition):
    """A file of activities."""

    id: Identifier = "activities"
    title: Text = Text({"en": "Our own activities"})
    covers: tuple[str, ...] = ()
    source: str = ""
    activities: Annotated[tuple[Activity, ...], Limit(min_length=1, max_length=2000)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [one.id for one in self.activities]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise Contradictions([f"the id {name} stands twice" for name in twice])
        return self


def known_skills() -> frozenset[str]:
    """Name the skills that activities can be for: those that belong to a topic."""
    return frozenset(skill for topic in known_topics().values() for skill in topic.skills)


@cache
def shipped_activities() -> tuple[Activity, ...]:
    """Give the activities that come with rmkit, by topic."""
    file = files("rmkit.content") / "pieces" / "activities.yaml"
    return read_activities(file.read_bytes(), source=file.name)


def read_activities(
    text: str | bytes, *, source: str, taken: Iterable[str] = ()
) -> tuple[Activity, ...]:
    """Read a file of activities (YAML).

    Parameters
    ----------
    text
        What stands in the file; bytes must be UTF-8.
    source
        The name of the file, for faults.
    taken
        Ids that the file may not use, because others have them.

    Raises
    ------
    FaultsFound
        Something is missing, unknown or twice; every fault is told, with its line.
    """
    from rmkit.errors import Fault

    document = read_yaml(text, source=source)
    data, used = document.data, set(taken)
    rows = data.get("activities") if isinstance(data, dict) else None
    faults = [
        Fault(
            f"The id {row['id']} belongs to an activity that comes with rmkit.",
            "Choose another id.",
            file=source,
            row=document.line(("activities", number, "id")),
        )
        for number, row in enumerate(rows if isinstance(rows, list) else [])
        if isinstance(row, dict) and row.get("id") in used
    ]
    return read_as(Activities, document, source=source, faults=faults).activities
