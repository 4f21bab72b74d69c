"""The programme of a sample, and its `programme.yaml`.

The file says what `rmkit` needs to set the programme up from the sample: name, organisation,
language and coordinator; the objective; the questionnaire with its rows; which raw files hold the
answers and the staff list, and the mapping file of each that needs one; and by which days it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import yaml

from making.calendars import Calendar

__all__ = ["Programme", "write_programme"]


@dataclass(frozen=True)
class Programme:
    """A programme as its coordinator would set it up; paths are relative to the sample."""

    name: str
    organisation: str
    coordinator: tuple[str, str]
    focus: str
    reason: str
    sentence: str
    sessions: int
    months: int
    start: str
    variant: Literal["extended", "short"]
    competences: tuple[str, ...]
    tools: tuple[str, ...]
    languages: tuple[str, ...]
    answers: str
    staff: str
    calendar: Calendar
    staff_mapping: str | None = None
    session_minutes: int = 60
    parts: Mapping[str, object] = field(default_factory=dict, hash=False)
    """The objective part by part, where its coordinator filled that in."""

    @property
    def entries(self) -> dict[str, list[str]]:
        """The rows and options chosen, by item of the questionnaire."""
        chosen = {"competences": self.competences, "tools": self.tools, "languages": self.languages}
        return {item: list(names) for item, names in chosen.items() if names}


def write_programme(path: Path, programme: Programme) -> None:
    """Write `programme.yaml`."""
    data = {
        "name": programme.name,
        "organisation": programme.organisation,
        "language": "en",
        "coordinator": dict(zip(("name", "email"), programme.coordinator, strict=True)),
        "objective": {
            "focus": programme.focus,
            "reason": programme.reason,
            "sentence": programme.sentence,
            **programme.parts,
            "sessions": programme.sessions,
            "session_minutes": programme.session_minutes,
            "months": programme.months,
            "start": programme.start,
        },
        "questionnaire": {"variant": programme.variant, "entries": programme.entries},
        "answers": {"file": programme.answers},
        "staff": dict(_staff(programme)),
        "running": programme.calendar.as_data(),
    }
    text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)
    path.write_text(text, encoding="utf-8", newline="\n")


def _staff(programme: Programme) -> Iterator[tuple[str, str]]:
    yield "file", programme.staff
    if programme.staff_mapping:
        yield "mapping", programme.staff_mapping
