"""Where a programme stands: five steps with a tick or a count, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.clock import now
from rmkit.programme.days import in_words, when
from rmkit.programme.five_steps import Stand, five_steps
from rmkit.programme.read_once import people_once
from rmkit.programme.todo import NextStep, next_steps

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["NextStep", "Status", "line_of", "local", "standing"]

_TODAY = 3
"""So many things are for today; there is more only once these are done."""


@dataclass(frozen=True)
class Status:
    """Where a programme stands.

    `line` is the sentence that every notebook opens with ("Harbour pilot, 64 candidates, 24 pairs,
    saved 10:42", on this machine's clock); `stands` holds the five steps of the method, each with
    how far it is and its notebooks; `next_steps` the three things to do today, most urgent first.
    """

    line: str
    stands: tuple[Stand, ...]
    next_steps: tuple[NextStep, ...]

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """Each step with how far it is, in a few words."""
        return tuple((one.step, one.at) for one in self.stands)

    def table(self) -> pd.DataFrame:
        """Give the steps as a table."""
        return pd.DataFrame(self.steps, columns=["step", "stands_at"])

    def __str__(self) -> str:
        steps = [f"  {step}: {at}" for step, at in self.steps]
        return "\n".join([self.line, *steps, "Next:", *(f"  - {n}" for n in self.next_steps)])


def standing(programme: Programme) -> Status:
    """Read a programme's file and say how far it is."""
    todo = tuple(islice(next_steps(programme), _TODAY))
    return Status(line_of(programme), five_steps(programme), todo)


def line_of(programme: Programme) -> str:
    """Say in a line which programme it is; of a played sample, which day it has got to."""
    file = programme.file
    candidates = sum(1 for person in people_once(programme).values() if person.is_candidate)
    pairs = len(file.pairs("confirmed")) + len(file.pairs("proposed"))
    counted = f"{file.info.name}, {candidates} candidates, {pairs} pairs"
    if file.document("played"):
        return f"{counted}, played to {in_words(programme.today)}"
    at = file.last_change
    saved = f", saved {when(datetime.fromisoformat(at), now=local(now()))}" if at else ""
    return counted + saved


def local(moment: datetime) -> datetime:
    """Turn a moment to the clock of this machine."""
    return moment.astimezone()
