"""The command that tells what is due today and why, and writes the reminders for it as drafts."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from datetime import date

    from rmkit.programme.programme import Programme

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(remind)


def remind(
    programme: ProgrammeArgument = None,
    today: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="See it from another day.", show_default=False),
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="Write the reminders as drafts; nothing is sent.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who writes them; the file keeps the name.")] = "",
    to: Annotated[
        Path | None, typer.Option(help="The folder for drafts; else one beside the file.")
    ] = None,
) -> None:
    """Tell what is due of the pairs today and why, and write the reminders for it."""
    if write and not by.strip():
        message = 'Say who writes them: --write --by "Your name".'
        raise typer.BadParameter(message)
    with opened(programme) as found:
        day = today.date() if today else found.today
        _tell(found, day)
        if write:
            screen.say("", *found.meetings.remind(by=by, folder=to, today=day).sentences)
            return
        n = sum(one.is_due for one in found.meetings.reminders(day))
        if n:
            fit = "1 reminder fits" if n == 1 else f"{n} reminders fit"
            screen.say("", f'{fit}; add --write --by "Your name" to have drafts.')


def _tell(programme: Programme, today: date) -> None:
    from rmkit.meetings.due import KINDS
    from rmkit.programme.days import in_words
    from rmkit.programme.read_once import people_once

    due = programme.meetings.due(today)
    screen.say(f"{in_words(today)}: {len(due)} due." if due else f"{in_words(today)}: nothing due.")
    people = people_once(programme)
    for kind, rows in groupby(due, key=lambda one: one.kind):
        screen.heading(KINDS[kind])
        screen.listed(
            " ".join(
                filter(
                    None,
                    (
                        one.pair_id,
                        ", ".join(people[i].name or i if i in people else i for i in one.people),
                        one.why,
                    ),
                )
            )
            for one in rows
        )
