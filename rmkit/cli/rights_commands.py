"""The commands for people's rights: objections, accesses, and what is kept about a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["add_to"]

PersonId = Annotated[str, typer.Argument(help="The person's id.", show_default=False)]
By = Annotated[str, typer.Option(help="Who does it; the file keeps the name.")]
Purpose = Literal["participation", "matching", "evaluation", "research"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("object")(object_to)
    for command in (objections, accesses):
        app.command()(command)


def object_to(
    programme: NamedProgramme,
    person: PersonId,
    purpose: Annotated[Purpose, typer.Argument(help="What their data are not to be used for.")],
    by: By,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="They take back their consent.")
    ] = False,
    lift: Annotated[bool, typer.Option("--lift", help="They take the objection back.")] = False,
) -> None:
    """Note that somebody objects to a purpose, and say what follows; no reason is asked."""
    if withdraw and lift:
        message = "Choose one of --withdraw and --lift."
        raise typer.BadParameter(message)
    with opened(programme) as found:
        rights = found.rights
        act = rights.withdraw if withdraw else rights.lift if lift else rights.object
        screen.say(*act(person, purpose, by=by).sentences)


def objections(programme: ProgrammeArgument = None) -> None:
    """Show who objected to what, and the confirmed pairs to look at because of it."""
    with opened(programme) as found:
        _show_objections(found)


def _show_objections(programme: Programme) -> None:
    rights = programme.rights
    said = rights.objections
    if said.empty:
        screen.say("Nobody objected to anything.")
        return
    columns = ["person_id", "name", "purpose", "state", "at", "by"]
    screen.show_table(said[columns], ["Id", "Name", "Purpose", "What they said", "When", "By"])
    pairs = rights.pairs_to_look_at
    if not pairs.empty:
        screen.heading(f"Confirmed pairs to look at: {len(pairs)}")
        screen.listed(
            f"{row['pair_id']}: {row['mentor']} with {row['mentee']}; no letter is written to them."
            for row in pairs.to_dict("records")
        )


def accesses(
    programme: ProgrammeArgument = None,
    person: Annotated[
        str | None, typer.Option(help="Only what is about this person.", show_default=False)
    ] = None,
) -> None:
    """Show who opened what about whom; which acts are logged stands in PRIVACY.md."""
    with opened(programme) as found:
        seen = found.rights.accesses(person)
        if seen.empty:
            screen.say("Nobody opened anything that is logged.")
            return
        told = seen.assign(person_id=seen["person_id"].where(seen["person_id"].notna(), "all"))
        screen.show_table(told, ["When", "Who", "About", "What"])
