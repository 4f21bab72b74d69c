"""The command that writes the handouts of the training."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmkit.cli import screen

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(training)


def training(
    to: Annotated[Path, typer.Option(help="The folder for the handouts.")],
    organisation: Annotated[str, typer.Option(help="Stands on every page.")] = "",
    begins: Annotated[str, typer.Option(help="When the half-day begins.")] = "09:00",
) -> None:
    """Write guides, cards, sheets and principles for training mentors and mentees, to print."""
    from rmkit.programme.handouts import half_day, write_handouts

    hours = half_day(begins)
    with screen.bars() as tell:
        tell("Handouts", 0.0, "Writing")
        written = write_handouts(to, organisation=organisation)
        tell("Handouts", 1.0, "Written")
    screen.heading("The half-day")
    screen.listed(f"{when}  {what}" for when, what in hours)
    screen.heading(f"{len(written)} handouts in {to}")
    screen.listed(path.name for path in written)
