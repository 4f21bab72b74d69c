"""The commands that hand group figures and research data on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(export)
    app.command()(publish)


def export(
    to: Annotated[Path, typer.Option(help="The folder to write.")],
    programme: ProgrammeArgument = None,
) -> None:
    """Write what may leave for research: anonymous records of pairs, or tables, and a statement."""
    with opened(programme) as here, screen.bars() as tell:
        written = here.research.write(
            to, on_progress=lambda done, what: tell("Research export", done, what)
        )
    screen.say(written[0].read_text(encoding="utf-8").rstrip(), "", "Written:")
    screen.listed(str(path) for path in written)


def publish(
    programme: ProgrammeArgument = None,
    groups: Annotated[
        str,
        typer.Option(help="Columns to break down by, with commas; fixed with the first time."),
    ] = "",
) -> None:
    """Show group figures that may be passed on, with nobody given away, and remember them."""
    with opened(programme) as here:
        if groups:
            here.publication.fix_plan([name.strip() for name in groups.split(",") if name.strip()])
        with screen.bars() as tell:
            found = here.publication.publish(
                on_progress=lambda done, what: tell("Group figures", done, what)
            )
        table = found.table()
        screen.show_table(table, [str(name) for name in table.columns])
        screen.say(found.sentence)
