"""The command that reads the profiles: what kinds there are, how sure, what will be missing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import pandas as pd
import typer

from rmkit.cli import screen
from rmkit.cli.opening import ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["add_to"]


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(profiles)


def profiles(
    programme: ProgrammeArgument = None,
    kinds: Annotated[
        int | None, typer.Option(help="How many; without it, told by the evidence.")
    ] = None,
    method: Annotated[
        str | None, typer.Option(help="How people are divided; without it, as suits the answers.")
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(help="What a block of answers counts: levels=2, needs=0. Can be repeated."),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Of chance; 0 without it.", min=0)] = None,
    keep_reason: Annotated[
        str, typer.Option(help="Keep these kinds as your choice, for this reason.")
    ] = "",
    to: Annotated[
        Path | None, typer.Option(help="Write profiles.html, for the steering group, there.")
    ] = None,
) -> None:
    """Look for kinds of candidates, and show what is wanted and who can give it."""
    weights = _weights(weight or ()) or None
    number: int | Literal["auto"] | None = kinds
    if kinds is None and (method or weights or seed is not None):
        number = "auto"
    with opened(programme) as found:
        with screen.bars() as tell:
            look = found.profiles.read(
                number,
                method=method,
                weights=weights,
                seed=seed,
                on_progress=lambda done, what: tell("Kinds of candidates", done, what),
            )
        words = found.candidates.words
        if keep_reason.strip():
            found.profiles.keep(look, reason=keep_reason)
        screen.heading("What kinds of candidates there are")
        screen.listed(look.sentences(words))
        _say_kept(found, stands=found.profiles.holds(look))
        _show_demand(found)
        if to is not None:
            _write(found, to)


def _weights(texts: list[str] | tuple[()]) -> dict[str, float]:
    weights = {}
    for text in texts:
        block, _, number = text.partition("=")
        try:
            weights[block.strip()] = float(number)
        except ValueError as error:
            message = "--weight needs BLOCK=NUMBER, for example --weight levels=2 --weight needs=0."
            raise typer.BadParameter(message) from error
    return weights


def _say_kept(programme: Programme, *, stands: bool) -> None:
    kept = programme.profiles.kept
    if kept is None or not kept.is_choice:
        return
    screen.say("", kept.sentence)
    if not stands:
        screen.say(
            "What is shown above was only looked at; your choice stands. To keep this one instead, "
            'add --keep-reason "Why".'
        )


def _show_demand(programme: Programme) -> None:
    from rmkit.disclosure.hiding import told

    words, demand = programme.candidates.words, programme.candidates.demand
    screen.heading("What will be missing")
    screen.listed(programme.candidates.shortages.sentences(words))
    screen.heading("What is wanted, and who can give it")
    table = pd.DataFrame(
        {
            "skill": [words.get(s, s) for s in demand["skill"]],
            "wanting": list(map(told, demand["wanting_mentees"], demand["mentees"])),
            "able": list(map(told, demand["able"], demand["mentors"])),
        }
    )
    if programme.candidates.assumed_target is not None:
        screen.say("Wanted levels were not asked; level 4 is taken as wanted.")
    screen.show_table(table, ["Competence or tool", "Mentees who want it", "Mentors at level 4-5"])


def _write(programme: Programme, folder: Path) -> None:
    from rmkit.programme.profiles_page import ONE_VERSION

    with screen.bars() as tell:
        path = programme.profiles.write_page(
            folder, on_progress=lambda done, what: tell("The page", done, what)
        )
    screen.say("", f"Written: {path}", ONE_VERSION)
