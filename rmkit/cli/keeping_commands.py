"""The commands that keep the programme's file in order: check, backup, restore, undo, history."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened
from rmkit.errors import RmkitError
from rmkit.programme.clock import now

__all__ = ["add_to"]

By = Annotated[str, typer.Option(help="Who does it; the history keeps the name.")]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    for command in (check, backup, restore, undo, history):
        app.command()(command)


def check(
    programme: ProgrammeArgument = None,
    head: Annotated[
        str | None,
        typer.Option(help="A head of the history that you noted before.", show_default=False),
    ] = None,
) -> None:
    """Check that the programme's file is whole and unaltered, and say what to do if not."""
    from rmkit.programme.chosen import chosen_path
    from rmkit.programme.keeping import check_file
    from rmkit.records.surroundings import dangers

    if head is not None and not head.strip():
        message = "--head is empty: give the 64 letters and digits that you noted, or leave it out."
        raise typer.BadParameter(message)
    found = check_file(programme or chosen_path(), now=now(), noted=head or "")
    if not found.is_whole:
        told = "\n".join(f"  - {problem}" for problem in found.problems)
        message = f"The file is not as rmkit wrote it:\n{told}\n" + "\n".join(found.advice)
        if found.newest_backup is not None:
            message += (
                f'\n{screen.command()} restore "{found.path}" "{found.newest_backup.path}" '
                '--by "Your name"'
            )
        raise RmkitError(message)
    screen.say("The file is whole: every row and the history are as they were written.")
    known = "; the one you noted is in it" if head else " (note it elsewhere; see --head)"
    screen.say(f"Head of the history: {found.head}{known}")
    if found.newest_backup is None:
        screen.say(f'There is no backup yet: {screen.command()} backup "{found.path}"')
    else:
        screen.say(f"Newest whole backup: {found.newest_backup.path.name}")
    for danger in dangers(found.path):
        screen.complain(danger)


def backup(
    programme: ProgrammeArgument = None,
    to: Annotated[
        Path | None, typer.Option(help="Another folder; it must be there.", show_default=False)
    ] = None,
    by: By = "coordinator",
) -> None:
    """Copy the file whole, while it may be in use, and look whether the copy is."""
    with opened(programme) as found:
        made = found.keeping.backup(to, by=by)
        screen.say(f"Whole: {made.path}")
        screen.say("It holds what the programme holds: keep it where only you can read it.")


def restore(
    programme: Annotated[Path, typer.Argument(help="The programme's file.", show_default=False)],
    backup: Annotated[Path, typer.Argument(help="The backup.", show_default=False)],
    by: By = "coordinator",
) -> None:
    """Put a backup in the file's place; what is there now is kept first."""
    from rmkit.programme.keeping import restore_file, told_restored

    screen.say(*told_restored(restore_file(programme, backup, by=by)))


def undo(
    programme: ProgrammeArgument = None,
    change: Annotated[
        int | None,
        typer.Option(help="Its number, as `history` shows it; without, the last.", min=1),
    ] = None,
    by: By = "coordinator",
) -> None:
    """Take a change back; the history keeps that it was made and undone."""
    with opened(programme) as found:
        done = found.keeping.undo(change, by=by)
        screen.say(f"Undone: change {done.change_no}, {done.action}")
        screen.say(
            f"To have it back, undo the last number that `{screen.command()} history` shows."
        )


def history(
    programme: ProgrammeArgument = None,
    last: Annotated[int, typer.Option(help="How many changes to show.", min=1)] = 20,
) -> None:
    """Show who changed what, and when; the newest first."""
    with opened(programme) as found:
        changes = found.keeping.changes
        for change in list(reversed(changes))[:last]:
            when = datetime.fromisoformat(change.at).astimezone()
            rows = ", ".join(f"{n} in {table}" for table, n in change.touched.items())
            undone = f"; undone by {change.undone_by}" if change.undone_by else ""
            who = change.actor or "(erased)"
            screen.say(f"{change.change_no:>4}  {when:%Y-%m-%d %H:%M}  {who}: {change.action}")
            screen.say(f"      {rows}{undone}")
        if len(changes) > last:
            screen.say(f"... and {len(changes) - last} before; --last shows more.")
