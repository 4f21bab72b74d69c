"""The command that lists candidates with their state, and invites, admits or declines them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["add_to"]

Act = Literal["list", "invite", "interviewed", "admit", "wait", "decline", "announce", "guides"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(candidates)


def candidates(
    programme: NamedProgramme,
    act: Annotated[Act, typer.Argument(help="What to do.")] = "list",
    people: Annotated[
        list[str] | None, typer.Argument(help="Ids; without any, all for whom it is due.")
    ] = None,
    by: Annotated[str, typer.Option(help="Who does it; the file keeps the name.")] = "",
    department: Annotated[
        list[str] | None, typer.Option(help="Invite only those of a department.")
    ] = None,
    to: Annotated[Path | None, typer.Option(help="The folder for `announce`, `guides`.")] = None,
) -> None:
    """List the candidates with their state; invite, admit, decline, or write what goes out."""
    with opened(programme) as found:
        if act == "list":
            _list(found)
        elif act in ("announce", "guides"):
            _write(found, act, people, to)
        else:
            _decide(found, act, people, by, department)


def _list(programme: Programme) -> None:
    step = programme.candidates
    screen.heading("Candidates")
    screen.listed(f"{n:,} {state}" for state, n in step.counts.items() if n)
    table = step.standing
    screen.show_table(
        table[table["standing"] != "not invited"],
        ["person_id", "name", "department", "standing", "since", "by"],
    )


def _write(programme: Programme, act: str, people: list[str] | None, to: Path | None) -> None:
    if to is None:
        message = "Say where to write it: --to FOLDER."
        raise typer.BadParameter(message)
    step = programme.candidates
    guides = act == "guides"
    files = step.write_interview_guides(to, people) if guides else step.write_announcement(to)
    screen.heading(f"{len(files)} files in {to}")
    screen.listed(path.name for path in files)


def _decide(
    programme: Programme, act: str, people: list[str] | None, by: str, places: list[str] | None
) -> None:
    step = programme.candidates
    if act == "invite":
        where = {"department": places} if places else {}
        done = step.invite(people or None, by=by, **where)
    elif act == "interviewed":
        done = step.mark_interviewed(people or None, by=by)
    else:
        acts = {"admit": step.admit, "wait": step.put_on_waiting_list, "decline": step.decline}
        done = acts[act](people or [], by=by)
    screen.say(*done.sentences)
