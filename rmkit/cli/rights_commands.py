"""The commands for people's rights: objections, accesses, and what is kept about a person."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme
    from rmkit.records.ends import Ended

__all__ = ["add_to"]

PersonId = Annotated[str, typer.Argument(help="The person's id.", show_default=False)]
By = Annotated[str, typer.Option(help="Who does it; the file keeps the name.")]
Purpose = Literal["participation", "matching", "evaluation", "research"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("object")(object_to)
    for command in (objections, accesses, retention, person, correct, papers):
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


def person(
    programme: NamedProgramme,
    who: PersonId,
    to: Annotated[Path, typer.Option(help="The folder to write to.")],
    by: By = "",
) -> None:
    """Write all that is kept about one person: a page to read and print, and JSON."""
    with opened(programme) as found:
        coordinator = found.coordinator
        opener = by or (coordinator.name if coordinator else "coordinator")
        written = found.rights.person_file(who, to, by=opener)
        screen.say(f"All that is kept about {who}; that {opener} opened it is logged. For them:")
        screen.listed(written)


def correct(
    programme: NamedProgramme,
    who: PersonId,
    field: Annotated[str, typer.Argument(help="For example department, or candidate.level_chat.")],
    value: Annotated[str, typer.Argument(help="What is right; empty takes the value out.")],
    by: By,
    why: Annotated[str, typer.Option(help="The reason; the person reads it too.")],
) -> None:
    """Correct one thing about a person, checked as an import is; the history keeps what was."""
    with opened(programme) as found:
        screen.say(found.rights.correct(who, field, value, by=by, why=why))


def papers(
    to: Annotated[Path, typer.Option(help="The folder to write to.")],
    programme: ProgrammeArgument = None,
) -> None:
    """Write drafts for the data-protection officer and the works council, to edit and to read."""
    with opened(programme) as found:
        written = found.rights.papers(to)
        screen.say("Drafts, and no legal advice. Written:")
        screen.listed(path.name for path in written.files)
        screen.heading("Only you can complete")
        for name, gaps in written.gaps.items():
            for gap in gaps:
                screen.say(f"  - {name}: {gap}")


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
    drafts = rights.drafts_to_delete
    if drafts:
        screen.heading("Drafts of letters that are still there")
        screen.listed(drafts)


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


def retention(
    programme: ProgrammeArgument = None,
    keep: Annotated[
        str | None, typer.Option(help="Change until when this class is kept.", show_default=False)
    ] = None,
    until: Annotated[
        datetime | None,
        typer.Option(help="The last day.", formats=["%Y-%m-%d"], show_default=False),
    ] = None,
    why: Annotated[str, typer.Option(help="The reason; it stands in the papers.")] = "",
    end: Annotated[
        str | None,
        typer.Option(help="Delete this class for good; its time must be over.", show_default=False),
    ] = None,
    by: By = "",
) -> None:
    """Show what is kept, what for and until when; change a date, or delete what is due."""
    if keep and until is None:
        message = "--keep needs --until, --why and --by."
        raise typer.BadParameter(message)
    with opened(programme) as found:
        if keep and until is not None:
            found.rights.keep_until(keep, until.date(), why=why, by=by)
        if end:
            _say_ended(found.rights.end(end, by=by), end)
        _show_retention(found)


def _say_ended(done: Ended, data_class: str) -> None:
    screen.say(
        f"Deleted for good: {data_class}. {done.removed} rows removed, {done.altered} altered, "
        f"{done.entries_erased} entries of the history emptied; {done.backups} backups reached."
    )
    if done.not_reached:
        screen.say("Not reached; delete them:")
        screen.listed(done.not_reached)
    if done.to_delete:
        screen.say("Files that were written still tell of it:")
        screen.listed(done.to_delete)


def _show_retention(programme: Programme) -> None:
    import pandas as pd

    kept = programme.rights.retention()
    rows = [(one.data_class, one.items, f"{one.ends_on}", one.purpose) for one in kept]
    columns = ["Class of data", "There are", "Kept until", "What for"]
    screen.show_table(pd.DataFrame(rows, columns=columns), columns)
    due = [one for one in kept if one.is_due]
    if due:
        screen.heading("Due")
        path, command = programme.file.path, screen.command()
        for one in due:
            screen.say(f"  {one.data_class}: {one.what_to_do}")
            screen.say(
                f'    {command} retention "{path}" --end "{one.data_class}" --by "Your name"'
            )
