"""The command that reports what came of a programme, and keeps what was decided over it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.evaluation.deciding import Choice
    from rmkit.programme.programme import Programme

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(report)


def report(
    programme: ProgrammeArgument = None,
    to: Annotated[
        Path | None, typer.Option(help="The folder for the pages; else one beside the file.")
    ] = None,
    decide: Annotated[str, typer.Option(help="Keep a decision: scale, change or stop.")] = "",
    why: Annotated[str, typer.Option(help="The reason for it, for those who come after.")] = "",
    by: Annotated[str, typer.Option(help="Who decided; the file keeps the name.")] = "",
) -> None:
    """Report what came of the programme: for a screen, for paper and for Word."""
    if decide and not (why.strip() and by.strip()):
        message = 'Say why and who: --decide change --why "The reason" --by "Your name".'
        raise typer.BadParameter(message)
    with opened(programme) as found:
        if decide:
            found.evaluation.decide(cast("Choice", decide), why=why, by=by)
        _tell(found)
        with screen.bars() as tell:
            tell("The report", 0.0, "Writing the pages")
            written = found.evaluation.write(to)
            tell("The report", 1.0, "")
        screen.heading("Written")
        screen.listed(written)


def _tell(programme: Programme) -> None:
    from rmkit.report.evaluation.decision import arguments
    from rmkit.report.evaluation.opening import headline, limits

    step, facts = programme.evaluation, programme.evaluation.facts()
    if facts.flow.pairs:
        screen.heading("In three sentences")
        screen.listed(headline(facts))
        screen.heading("How far this can be trusted")
        screen.listed(limits(facts))
        screen.heading("What speaks for which decision, by rule")
        screen.listed(f"{one.choice}: {one.text}" for one in arguments(facts))
    if facts.missing:
        screen.heading("What is missing")
        screen.listed(facts.missing)
    waiting = sum(not one.released for one in step.quotable())
    if waiting:
        screen.say(
            "",
            f"{waiting} sentences may be quoted and were not released: read them one by one in the "
            "notebook 08_evaluate.",
        )
    made = facts.decision
    screen.heading("Decided")
    screen.say(
        f"  {made.choice}: {made.why} ({made.by}, {made.at[:10]})"
        if made
        else '  Nothing yet: --decide scale, change or stop, with --why "..." --by "Your name".'
    )
