"""How things look on a terminal: sentences, tables and progress bars.

Text from files is printed as it is, never read as colours or links: neither rich's marks nor a
terminal's own commands in it do anything.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from rmkit.definitions.inert import one_line, plain_lines

if TYPE_CHECKING:
    import pandas as pd

    from rmkit.programme.play import StageProgress

__all__ = ["bars", "command", "complain", "heading", "listed", "say", "show_table"]

_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


def command() -> str:
    """Say how a person starts rmkit here: as start.py passed it on, or by its own name."""
    return os.environ.get("RMKIT_COMMAND", "rmkit")


def say(*lines: object) -> None:
    """Print lines as they are."""
    for line in lines or ("",):
        _out.print(_words(line))


def complain(text: str) -> None:
    """Print what is wrong, to the error stream."""
    _err.print(_words(text))


def heading(text: str) -> None:
    """Print a heading with a blank line before it."""
    _out.print()
    _out.print(Text(one_line(text), style="bold"))


def listed(items: Iterable[object]) -> None:
    """Print items as a list."""
    for item in items:
        say(f"  - {item}")


def show_table(frame: pd.DataFrame, columns: Sequence[str], *, most: int | None = None) -> None:
    """Print a data frame as a table, with the given headings, at most `most` rows of it."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in columns:
        table.add_column(name, overflow="fold")
    rows = frame if most is None else frame.head(most)
    for row in rows.itertuples(index=False):
        table.add_row(*(_words("" if value is None else value) for value in row))
    Console(highlight=False).print(table)
    if len(frame) > len(rows):
        say(f"... and {len(frame) - len(rows)} more.")


@contextmanager
def bars() -> Iterator[StageProgress]:
    """Give a callback that draws one progress bar for each stage of the work."""
    with Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[what]}", style="dim", markup=False),
        console=_out,
    ) as progress:
        tasks: dict[str, int] = {}

        def on_progress(stage: str, done: float, what: str) -> None:
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=1.0, what="")
            progress.update(tasks[stage], completed=done, what=one_line(what))  # type: ignore[arg-type]

        yield on_progress


def _words(text: object) -> Text:
    return Text(plain_lines(str(text)))
