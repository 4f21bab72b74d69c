"""The command that audits the pairs and writes the audit page."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(audit)


def audit(
    to: Annotated[Path, typer.Option(help="The folder in which audit.html is written.")],
    programme: ProgrammeArgument = None,
    by: Annotated[
        str, typer.Option(help="Columns to compare groups by, with commas; else the usual ones.")
    ] = "",
    groups: Annotated[
        Path | None,
        typer.Option(help="A table (person_id or email, and columns) for this audit alone."),
    ] = None,
) -> None:
    """Audit the pairs: rules kept, best, even, firm under other weights, better than chance."""
    from rmkit.programme.audit_columns import columns_for_audit
    from rmkit.programme.auditing import audited, keep_audit

    columns = [name.strip() for name in by.split(",") if name.strip()]
    with opened(programme) as found:
        given = columns_for_audit(found, groups) if groups else None
        with screen.bars() as tell:
            result = audited(
                found,
                by=columns or None,
                groups=given,
                on_progress=lambda done, what: tell("Audit", done, what),
            )
        screen.listed(result.sentences)
        screen.say("", f"Written: {keep_audit(found, result, to)}")
