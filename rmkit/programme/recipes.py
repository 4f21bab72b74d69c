"""What a programme is played from: a data sample with its days, or somebody's own files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field as Limit

from rmkit.definitions.reading import read_as
from rmkit.definitions.safe_yaml import read_yaml
from rmkit.definitions.texts import Definition
from rmkit.programme.aim import Objective
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.shipped import sample_folder

__all__ = ["Export", "Questions", "Recipe", "RunningDays", "sample_recipe"]


@dataclass(frozen=True)
class Export:
    """A file to read, and how its columns are worded where rmkit cannot tell."""

    file: Path
    mapping: Path | None = None


class Questions(Definition):
    """Which questionnaire a sample's candidates answered."""

    variant: str
    entries: dict[str, tuple[str, ...]] = Limit(default_factory=dict)


class Source(Definition):
    """A raw file of a sample, and its mapping file where it needs one."""

    file: str
    mapping: str | None = None

    def within(self, folder: Path) -> Export:
        """Give the paths, inside the sample's folder."""
        return Export(folder / self.file, folder / self.mapping if self.mapping else None)


class RunningDays(Definition):
    """By which days a sample is played, on the clock of its zone; `middle` is a busy Monday.

    What people answered about the end is read on `returned`, the rest on `evaluated`.
    """

    zone: str
    set_up: date
    answers_read: date
    interviewed: date | None = None
    confirmed: date
    kick_off: date
    training: date
    middle: date
    parted: date
    rematched: date | None = None
    last_day: date
    returned: date | None = None
    evaluated: date | None = None

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """Give a moment of a day, with its zone."""
        return datetime.combine(day, time(hour, minute), ZoneInfo(self.zone))


class SampleProgramme(Definition):
    """What `programme.yaml` of a data sample says."""

    name: str
    organisation: str
    language: str = "en"
    coordinator: Coordinator | None = None
    objective: Objective
    questionnaire: Questions
    staff: Source
    answers: Source
    running: RunningDays


@dataclass(frozen=True)
class Recipe:
    """What a programme is played from; `folder` and `days` are those of a sample."""

    name: str
    organisation: str
    answers: Export
    staff: Export | None = None
    ignore_unknown: bool = False
    coordinator: Coordinator | None = None
    objective: Objective | None = None
    questionnaire: Questions | None = None
    folder: Path | None = None
    days: RunningDays | None = None


def sample_recipe(name: str) -> Recipe:
    """Read the recipe of a data sample; raise `UnknownName` if there is none."""
    folder = sample_folder(name)
    text = (folder / "programme.yaml").read_text(encoding="utf-8")
    said = read_as(
        SampleProgramme, read_yaml(text, source="programme.yaml"), source="programme.yaml"
    )
    return Recipe(
        name=said.name,
        organisation=said.organisation,
        answers=said.answers.within(folder),
        staff=said.staff.within(folder),
        coordinator=said.coordinator,
        objective=said.objective,
        questionnaire=said.questionnaire,
        folder=folder,
        days=said.running,
    )
