"""The command for meetings: common hours looked for, kept, moved, and invitations written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.meetings.series import Proposal
    from rmkit.programme.programme import Programme

__all__ = ["add_to"]

_DAY = ["%Y-%m-%d"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(schedule)


def schedule(
    programme: ProgrammeArgument = None,
    calendars: Annotated[
        Path | None, typer.Option(help="A folder with one .ics file a person; busy times only.")
    ] = None,
    propose: Annotated[bool, typer.Option("--propose", help="Look for common hours.")] = False,
    keep: Annotated[bool, typer.Option("--keep", help="Propose, and keep the meetings.")] = False,
    write: Annotated[
        bool, typer.Option("--write", help="Write invitations as drafts; nothing is sent.")
    ] = False,
    first: Annotated[
        datetime | None, typer.Option(formats=_DAY, help="The first day.", show_default=False)
    ] = None,
    every: Annotated[int | None, typer.Option(help="Weeks from one meeting to the next.")] = None,
    minutes: Annotated[int | None, typer.Option(help="How long a meeting takes.")] = None,
    room: Annotated[
        list[str] | None, typer.Option(help='"Red", "Red @ Ulm" or "Red: mon_am; tue_pm".')
    ] = None,
    link: Annotated[str, typer.Option(help="A video call, where there is no room.")] = "",
    zone: Annotated[str, typer.Option(help="The organisation's time zone: Europe/Berlin.")] = "",
    holidays: Annotated[str, typer.Option(help="Whose public holidays: DE or DE-BY.")] = "",
    move: Annotated[
        str, typer.Option(help='A meeting and when it is now: "1-0003 2 2027-01-12T10:00".')
    ] = "",
    by: Annotated[str, typer.Option(help="Who does it; the file keeps the name.")] = "",
    to: Annotated[
        Path | None, typer.Option(help="The folder for drafts; else one beside the file.")
    ] = None,
) -> None:
    """Plan the meetings of all pairs from half-days and calendars, and write invitations."""
    if (keep or move) and not by.strip():
        message = 'Say who does it: --by "Your name".'
        raise typer.BadParameter(message)
    with opened(programme) as found:
        step = found.schedule
        if move:
            _move(found, move, by)
        if propose or keep or calendars:
            with screen.bars() as tell:
                proposal = step.propose(
                    calendars,
                    first=first.date() if first else None,
                    rooms=room or None,
                    cadence_weeks=every,
                    minutes=minutes,
                    link=link,
                    zone=zone or None,
                    holidays=holidays or None,
                    on_progress=lambda done, what: tell("Meetings", done, what),
                )
            _say_proposal(found, proposal)
            if keep:
                screen.say("", f"Kept: {len(step.keep(proposal, by=by))} pairs.")
                if zone or holidays:
                    settings = step.settings
                    step.set_settings(
                        zone=zone or settings.zone, holidays=holidays or settings.holidays, by=by
                    )
        else:
            _say_table(found)
        if write:
            written = step.invitations(to)
            n = sum(path.suffix == ".eml" for path in written)
            screen.say("", f"{n} drafts in {written[0].parent}; nothing was sent.")
        elif step.unwritten():
            screen.say("", str(step.unwritten()))


def _move(programme: Programme, text: str, by: str) -> None:
    parts = text.split()
    try:
        pair, number, when = parts[0], int(parts[1]), datetime.fromisoformat(parts[2])
    except (IndexError, ValueError):
        message = '--move needs pair, number and time: --move "1-0003 2 2027-01-12T10:00".'
        raise typer.BadParameter(message) from None
    screen.say("Moved.", *programme.schedule.move(pair, number, when, by=by), "")


def _say_proposal(programme: Programme, proposal: Proposal) -> None:
    """Show those without a common hour first, then each series."""
    names = {p.pair_id: (p.mentor_id, p.mentee_id) for p in programme.file.pairs("confirmed")}
    known = programme.candidates.names

    def two(pair_id: str) -> str:
        return " and ".join(f"{known.get(i or '') or i}" for i in names[pair_id])

    screen.listed(proposal.notes)
    screen.heading(f"Without a common hour: {len(proposal.obstacles)}")
    for one in proposal.obstacles:
        lost = f"{len(one.missing)} of {one.meetings} without a time"
        screen.say(f"  {two(one.pair_id)} ({one.pair_id}), {lost}.")
        screen.say(*(f"    {line}" for line in (*one.why, *one.would_help)))
    screen.heading(f"Proposed: {len(proposal.series)}")
    for series in proposal.series:
        days = ", ".join(f"{one.local:%d %b}" for one in series.meetings)
        screen.say(f"  {two(series.pair_id)} ({series.pair_id}): {series.rhythm}: {days}.")


def _say_table(programme: Programme) -> None:
    table = programme.schedule.table()
    screen.heading(f"Meetings to come: {len(table)} pairs")
    for row in table.to_dict("records"):
        when = f"{row['next']} {row['where']}".strip() or "none"
        flags = f" ({row['flags']})" if row["flags"] else ""
        screen.say(f"  {row['mentor']} and {row['mentee']} ({row['pair_id']}): {when}{flags}")
