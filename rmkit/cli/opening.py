"""Opening the programme that a command is about, and saying first what endangers its file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmkit.cli import screen

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["NamedProgramme", "ProgrammeArgument", "opened"]

ProgrammeArgument = Annotated[
    Path | None,
    typer.Argument(
        help="The programme's file; without it, the one chosen last.", show_default=False
    ),
]
NamedProgramme = Annotated[Path, typer.Argument(help="The programme's file.", show_default=False)]


@contextmanager
def opened(path: Path | None) -> Iterator[Programme]:
    """Open a programme; warnings about where its file lies go to the error stream."""
    from rmkit.programme.programme import Programme

    with Programme.open(path) as programme:
        for warning in programme.warnings:
            screen.complain(warning)
        yield programme
