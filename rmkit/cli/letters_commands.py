"""The commands for letters: which there are, how one reads, drafts, and sending on request."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import screen
from rmkit.cli.opening import NamedProgramme, ProgrammeArgument, opened

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["letters_app"]

letters_app = typer.Typer(
    no_args_is_help=True, help="Letters by occasion: list, show, write; send them on request."
)

Name = Annotated[str, typer.Argument(help="Which letter, as `list` shows it.", show_default=False)]
People = Annotated[
    list[str] | None,
    typer.Option("--person", help="Whom, by id; may be repeated. Left out: all it is due for."),
]
More = Annotated[
    list[str] | None,
    typer.Option("--with", help='What the letter asks for: --with "when=8 December, 10:00".'),
]
By = Annotated[str, typer.Option(help="Who does it; the file keeps the name.")]


@letters_app.command("list")
def list_letters(
    programme: ProgrammeArgument = None,
    occasion: Annotated[str, typer.Option(help="Only those of one occasion.")] = "",
) -> None:
    """List the letters by occasion, each with how many people get it now."""
    import pandas as pd

    from rmkit.content.model import OCCASIONS
    from rmkit.errors import UnknownName

    with opened(programme) as found:
        wanted = next((it for it in OCCASIONS if it == occasion), None)
        if occasion and wanted is None:
            raise UnknownName(kind="occasion", name=occasion, known=OCCASIONS)
        shelf = found.letters.shelf(wanted)
        columns = ["Letter", "What it is", "Occasion", "People now"]
        rows = [(it.id, it.title, OCCASIONS[it.occasion], it.people) for it in shelf]
        screen.show_table(pd.DataFrame(rows, columns=columns), columns)


@letters_app.command()
def show(
    programme: NamedProgramme,
    name: Name,
    person: Annotated[str, typer.Option(help="As this person would get it, by id.")] = "",
    more: More = None,
) -> None:
    """Show a letter and who gets it; with --person as they would get it."""
    with opened(programme) as found:
        letters = found.letters
        filled = letters.preview(name, person, _more(more)) if person else letters.example(name)
        screen.say(f"Subject: {filled.subject}", "", filled.plain.rstrip(), "")
        slots = letters.letter(name).placeholders.items()
        asked = [f"{slot}: {it.description}" for slot, it in slots if it.asked]
        if asked:
            screen.heading("It asks for")
            screen.listed(asked)
        screen.say(str(letters.recipients(name, [person] if person else None)))


@letters_app.command()
def write(
    programme: NamedProgramme,
    name: Name,
    person: People = None,
    to: Annotated[Path | None, typer.Option(help="The folder for the drafts.")] = None,
    more: More = None,
) -> None:
    """Write a letter as drafts, text, a table and a file to print. Nothing is sent."""
    with opened(programme) as found:
        written = found.letters.write(name, person or None, folder=to, more=_more(more))
        drafts = sum(path.suffix == ".eml" for path in written)
        folder = next(path.parent for path in written if path.name == "README.txt")
        counted = "1 draft" if drafts == 1 else f"{drafts} drafts"
        screen.say(f"{counted} in {folder}; nothing was sent.")
        screen.listed(path.name for path in written if path.suffix != ".eml")
        screen.say(*found.letters.recipients(name, person or None).sentences)


@letters_app.command()
def send(
    programme: NamedProgramme,
    name: Name,
    by: By,
    host: Annotated[str, typer.Option(help="The mail server, for example mail.example.org.")],
    port: Annotated[int, typer.Option(help="Its port: usually 587, or 465 for tls.")] = 587,
    security: Annotated[Literal["starttls", "tls", "none"], typer.Option()] = "starttls",
    user: Annotated[str, typer.Option(help="As whom to log in; the password is asked for.")] = "",
    test: Annotated[bool, typer.Option("--test", help="Send it to yourself first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask once more.")] = False,
    person: People = None,
    again: Annotated[
        list[str] | None, typer.Option(help="Who gets it again, by id; may be repeated.")
    ] = None,
    more: More = None,
) -> None:
    """Send a letter by your own mail server: first --test, to yourself; then to each once."""
    from rmkit.exchange.smtp import Server

    server = Server(host, port, security, user)
    with opened(programme) as found:
        letters, given, people = found.letters, _more(more), person or None
        if not test and not yes:
            n = len(letters.recipients(name, people).readers)
            typer.confirm(f"Send {name} to {n} people by {server}?", abort=True)
        password = _password(user)
        if test:
            screen.say(
                letters.send_test(name, people, server=server, by=by, password=password, more=given)
            )
            return
        done = letters.send(
            name, people, server=server, by=by, password=password, more=given, again=again or ()
        )
        screen.say(*done.sentences)
        clear = not (done.refused or done.unsure or done.not_tried)
    raise typer.Exit(0 if clear else 1)


@letters_app.command()
def settle(
    programme: NamedProgramme,
    name: Name,
    person: Annotated[str, typer.Argument(help="To whom, by id.", show_default=False)],
    by: By,
    went_out: Annotated[bool, typer.Option("--went-out/--did-not", help="Whether they got it.")],
) -> None:
    """Keep what you found out about a letter of which it was not known whether it went out."""
    with opened(programme) as found:
        found.letters.settle(name, person, went_out=went_out, by=by)
        screen.say("Kept." if went_out else "Kept: it may be sent again.")


@letters_app.command()
def log(
    programme: ProgrammeArgument = None,
    name: Annotated[str, typer.Option(help="Only this letter.")] = "",
) -> None:
    """List the letters that were written or sent: when, which, to whom, by whom."""
    with opened(programme) as found:
        table = found.letters.log(name or None)
        if table.empty:
            screen.say("No letter was written or sent yet.")
            return
        screen.show_table(table, list(table.columns))
        _say_unsure(found)


def _say_unsure(programme: Programme) -> None:
    for one in programme.letters.unsure:
        screen.say(f"Not known whether it went out: {one.letter} to {one.person_id}.")


def _more(given: list[str] | None) -> dict[str, str]:
    """Read "name=words" options."""
    found: dict[str, str] = {}
    for one in given or ():
        name, sign, words = one.partition("=")
        if not sign or not name.strip():
            message = f'"{one}" is not name=words, for example "when=8 December, 10:00".'
            raise typer.BadParameter(message)
        found[name.strip()] = words.strip()
    return found


def _password(user: str) -> str:
    """Ask for the password, which is shown nowhere and kept nowhere."""
    if not user:
        return ""
    known = os.environ.get("RMKIT_MAIL_PASSWORD")
    return known if known is not None else str(typer.prompt(f"Password of {user}", hide_input=True))
