"""What a programme is for, on the shell: objective, plan, first day, and the papers about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rmkit.cli import screen
from rmkit.errors import NotReady

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["keep_plan", "tell_objective"]


def keep_plan(programme: Programme, plan: str, start: date | None) -> None:
    """Keep the first day and take a ready plan, where they were given.

    Raises
    ------
    NotReady
        There is no objective yet.
    UnknownName
        There is no such plan.
    """
    step = programme.objective
    record = step.record
    if record is None and (plan or start):
        message = "There is no objective yet, and the plan follows from it. Add --objective."
        raise NotReady(message)
    if record is not None and start is not None:
        step.set(record.model_copy(update={"start": start}))
    if plan:
        step.choose_plan(plan)


def tell_objective(programme: Programme, to: Path | None) -> None:
    """Say how the objective stands: its sentence, what is open, what fits; and write the papers."""
    step = programme.objective
    record = step.record
    if record is None:
        return
    screen.say(record.sentence)
    if missing := record.missing():
        screen.heading("Worth a second look")
        screen.listed(missing)
    if found := step.reach:
        screen.heading("The plan, by a rule of thumb")
        screen.listed((found.sentence, *found.helps))
    if to is not None:
        files = [*step.write_charter(to), *step.write_brief(to), *step.write_evaluation_plan(to)]
        screen.heading(f"Written to {to}")
        screen.listed(path.name for path in files)
