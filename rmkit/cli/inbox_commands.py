"""The command for what people answered through links: what waits, and taking it in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["add_to", "inbox"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(inbox)


def inbox(
    programme: ProgrammeArgument = None,
    take: Annotated[bool, typer.Option("--take", help="Take in all that is sound.")] = False,
    by: Annotated[str, typer.Option(help="Who takes it in; the file keeps the name.")] = "",
) -> None:
    """Show what people answered through links; with --take, take it into the programme."""
    if take and not by.strip():
        message = "--take needs --by: the file keeps who takes answers in."
        raise typer.BadParameter(message)
    with opened(programme) as found:
        sound = _take(found, by) if take else True
        _show(found)
    raise typer.Exit(0 if sound else 1)


def _take(programme: Programme, by: str) -> bool:
    done = programme.questionnaires.take_in(by=by)
    screen.say(*done.sentences)
    return not done.refused


def _show(programme: Programme) -> None:
    import pandas as pd

    waits = programme.questionnaires.waiting()
    if not waits:
        screen.say("Nothing waits in the inbox.")
        return
    names = programme.candidates.names
    rows = [
        (names.get(w.person_id, w.person_id) or "not known here", w.title, w.wave, w.at)
        for w in waits
    ]
    columns = ["From", "Form", "Wave", "Answered (UTC)"]
    screen.heading(f"In the inbox: {len(waits)}")
    screen.show_table(pd.DataFrame(rows, columns=columns), columns)
    screen.say("", "No answer is shown before it is taken in:")
    path = programme.file.path
    screen.say(f'    {screen.command()} inbox "{path}" --take --by "Your name"')
