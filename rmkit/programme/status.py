"""Where a programme stands: five steps with a tick or a count, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from rmkit.programme.retention import overdue

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["Status", "standing"]


@dataclass(frozen=True)
class Status:
    """Where a programme stands.

    `line` is the sentence that every notebook opens with; `steps` holds each step with how far
    it is; `next_steps` what to do next, most urgent first.
    """

    line: str
    steps: tuple[tuple[str, str], ...]
    next_steps: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """Give the steps as a table."""
        return pd.DataFrame(self.steps, columns=["step", "stands_at"])

    def __str__(self) -> str:
        steps = [f"  {step}: {at}" for step, at in self.steps]
        return "\n".join([self.line, *steps, "Next:", *(f"  - {n}" for n in self.next_steps)])


def standing(programme: Programme) -> Status:
    """Read a programme's file and say how far it is."""
    from rmkit.programme.programme import now

    file = programme.file
    people = file.people()
    listed = sum(1 for p in people if p.staff)
    candidates = sum(1 for p in people if p.is_candidate)
    answered = len(file.responses("candidate"))
    proposed, confirmed = len(file.pairs("proposed")), len(file.pairs("confirmed"))
    kinds = file.clustering()
    drafted = file.document("outbox")
    objective = programme.objective.record
    steps = (
        ("Objective", "set" if objective else "not set yet"),
        ("Candidates", f"{answered} answered, {listed} on the staff list"),
        ("Profiles", _kinds_read(kinds.result["k"]) if kinds else "not read yet"),
        ("Pairs", f"{confirmed} confirmed" if confirmed else f"{proposed} proposed"),
        ("Kick-off", f"{drafted['letters']} letters drafted" if drafted else "no letters yet"),
    )
    ended = overdue(file.retention(), now().date())
    todo = (
        (bool(ended), f"The time for keeping {', '.join(ended)} has ended: erase or extend."),
        (objective is None, "State the general objective; letters and evaluation go back to it."),
        (programme.coordinator is None, "Name the coordinator; letters come from them."),
        (listed == 0, "Import the staff list: departments and reporting lines come from there."),
        (answered == 0, "Import the candidates' answers."),
        (answered > 0 and kinds is None, "Read the profiles: what kinds, what will be missing."),
        (answered > 0 and not (proposed or confirmed), "Propose the pairs."),
        (proposed > 0, "Look at the proposed pairs and at those left over, then confirm."),
        (confirmed > 0 and not drafted, "Write the letters for the kick-off."),
        (bool(drafted), "Read the drafts in the outbox, then send them from your mail program."),
    )
    pairs = confirmed or proposed
    line = f"{file.info.name}, {candidates} candidates, {pairs} pairs"
    return Status(line, steps, tuple(text for due, text in todo if due)[:3])


def _kinds_read(k: object) -> str:
    return "one kind: a continuum" if k == 1 else f"{k} kinds"
