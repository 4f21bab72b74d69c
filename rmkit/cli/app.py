"""The commands. Each is a few lines over a step of `rmkit.programme`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from rmkit.cli import (
    audit_command,
    candidates_command,
    export_commands,
    inbox_commands,
    keeping_commands,
    library_commands,
    profiles_command,
    remind_command,
    report_command,
    rights_commands,
    schedule_command,
    screen,
    serve_command,
    training_command,
)
from rmkit.cli.instruments_commands import instruments_app
from rmkit.cli.letters_commands import letters_app
from rmkit.cli.opening import NamedProgramme, ProgrammeArgument, opened
from rmkit.cli.pairs_commands import pairs_app
from rmkit.errors import RmkitError

if TYPE_CHECKING:
    from rmkit.programme.programme import Programme

__all__ = ["app"]

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    help="An open workbench for reverse mentoring programmes, step by step.",
)
app.add_typer(instruments_app, name="instruments")
app.add_typer(pairs_app, name="pairs")
app.add_typer(letters_app, name="letters")
audit_command.add_to(app)
candidates_command.add_to(app)
profiles_command.add_to(app)
keeping_commands.add_to(app)
rights_commands.add_to(app)
remind_command.add_to(app)
report_command.add_to(app)
schedule_command.add_to(app)
export_commands.add_to(app)
serve_command.add_to(app)
inbox_commands.add_to(app)
library_commands.add_to(app)
training_command.add_to(app)


def _checked(text: str) -> str:
    """Refuse what is no name with an address, before anything is made."""
    from rmkit.programme.coordinator import Coordinator

    try:
        if text:
            Coordinator.parse(text)
    except RmkitError as error:
        raise typer.BadParameter(str(error)) from error
    return text


def _instrument(name: str) -> str:
    from rmkit.cli.importing import check_instrument

    return check_instrument(name)


CoordinatorOption = Annotated[
    str, typer.Option(help='Who coordinates: "Name <mail@...>".', callback=_checked)
]
IgnoreUnknown = Annotated[bool, typer.Option(help="Leave out columns that match no question.")]
_ROWS = "Ids or codes with commas, for example {}; empty leaves them out."
ObjectiveOption = Annotated[str, typer.Option(help="The general objective, in a sentence.")]


@app.command()
def demo(
    to: Annotated[Path | None, typer.Option(help="Folder to write to.")] = None,
    sample: Annotated[str, typer.Option(help="harbour, chamber or six_pairs.")] = "harbour",
    answers: Annotated[Path | None, typer.Option(help="Your own form's export instead.")] = None,
    staff: Annotated[Path | None, typer.Option(help="Your own staff list.")] = None,
    mapping: Annotated[Path | None, typer.Option(help="A mapping file for your form.")] = None,
    ignore_unknown: IgnoreUnknown = False,
) -> None:
    """Play the whole main job: from answers to pairs and mails, with nothing to prepare."""
    from rmkit.cli.demo import show_demo

    show_demo(
        to=to,
        sample=sample,
        answers=answers,
        staff=staff,
        mapping=mapping,
        ignore_unknown=ignore_unknown,
    )


@app.command()
def new(
    path: Annotated[Path, typer.Argument(help="The file to make, for example pilot.rmkit.")],
    name: Annotated[str, typer.Option(help="The programme's name.")],
    organisation: Annotated[str, typer.Option(help="The organisation's name.")],
    coordinator: CoordinatorOption = "",
    objective: ObjectiveOption = "",
) -> None:
    """Start a programme of your own: one file, which is yours to keep."""
    from rmkit.programme.programme import Programme

    with Programme.create(path, name=name, organisation=organisation) as programme:
        _introduce(programme, coordinator, objective)
        programme.choose()
        screen.say(f"Made {programme.file.path}.", "")
        _say_next(programme)


@app.command()
def describe(
    programme: NamedProgramme,
    coordinator: CoordinatorOption = "",
    objective: ObjectiveOption = "",
    plan: Annotated[
        str, typer.Option(help="A ready plan: pilot, six_hours, ten_sessions or year.")
    ] = "",
    start: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The first day: 2027-01-11.")
    ] = None,
    to: Annotated[
        Path | None, typer.Option(help="Write charter, brief and evaluation plan to this folder.")
    ] = None,
) -> None:
    """Say what a programme is for, by which plan, and who coordinates it."""
    from rmkit.cli.describing import keep_plan, tell_objective

    with opened(programme) as found:
        _introduce(found, coordinator, objective)
        keep_plan(found, plan, start.date() if start else None)
        tell_objective(found, to)
        _say_next(found)


@app.command()
def choose(
    programme: NamedProgramme,
    variant: Annotated[str, typer.Option(help="short or extended.")] = "short",
    competences: Annotated[str | None, typer.Option(help=_ROWS.format("2.6,identity"))] = None,
    tools: Annotated[str | None, typer.Option(help=_ROWS.format("chat,spreadsheets"))] = None,
    languages: Annotated[str | None, typer.Option(help=_ROWS.format("en,es"))] = None,
) -> None:
    """Choose what candidates are asked: the variant, and the rows that matter here."""
    from rmkit.cli.pages import choose_questions

    rows = {"competences": competences, "tools": tools, "languages": languages}
    with opened(programme) as found:
        choose_questions(found, variant, {k: v for k, v in rows.items() if v is not None})


@app.command()
def status(programme: ProgrammeArgument = None) -> None:
    """Show where a programme stands and what to do next."""
    with opened(programme) as found:
        standing = found.status()
        screen.say(standing.line, "")
        screen.show_table(standing.table(), ["Step", "Stands at"])
        screen.heading("Next")
        _say_next(found)


@app.command("import")
def import_file(
    programme: NamedProgramme,
    file: Annotated[
        Path, typer.Argument(help="The export, staff list, or folder or ZIP of forms.")
    ],
    instrument: Annotated[
        str,
        typer.Option(
            help="What it answers: candidate, staff_list, another id, or a YAML file of your own.",
            callback=_instrument,
        ),
    ] = "candidate",
    wave: Annotated[
        str, typer.Option(help="before, kick_off, during or after, where the form is asked again.")
    ] = "",
    person: Annotated[
        str, typer.Option(help="Whose answers one form holds (id), where it does not ask.")
    ] = "",
    mapping: Annotated[Path | None, typer.Option(help="A mapping file (YAML).")] = None,
    sheet: Annotated[str | None, typer.Option(help="The sheet of a workbook.")] = None,
    encoding: Annotated[str | None, typer.Option(help="How a CSV file is encoded.")] = None,
    ignore_unknown: IgnoreUnknown = False,
    write_mapping: Annotated[
        Path | None, typer.Option(help="Write down what was understood, and stop.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Show what would be imported, and stop.")] = False,
) -> None:
    """Read answers or a staff list: all of it or, when something is wrong, nothing."""
    from rmkit.cli.importing import import_answers

    with opened(programme) as found:
        done = import_answers(
            found,
            file,
            instrument=instrument,
            wave=wave,
            person=person,
            mapping=mapping,
            sheet=sheet,
            encoding=encoding,
            ignore_unknown=ignore_unknown,
            write_mapping=write_mapping,
            dry_run=dry_run,
        )
    raise typer.Exit(0 if done else 1)


@app.command("match")
def match_pairs(
    programme: ProgrammeArgument = None,
    aim: Annotated[
        Literal["participation", "score"] | None,
        typer.Option(help="As many pairs as possible (participation), or the highest total."),
    ] = None,
    lock: Annotated[
        list[str] | None, typer.Option(help="Keep this pair: MENTOR:MENTEE (ids).")
    ] = None,
    forbid: Annotated[
        list[str] | None, typer.Option(help="Never this pair: MENTOR:MENTEE (ids).")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option(help="A file of rules and criteria (YAML) to go by.")
    ] = None,
    write_rules: Annotated[
        Path | None, typer.Option(help="Write the rules and criteria to a file, and stop.")
    ] = None,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Confirm the pairs shown last.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who confirms.")] = "",
) -> None:
    """Propose the pairs with their reasons, and everyone left over; then let a person confirm."""
    from rmkit.cli.pages import confirm_pairs, show_pairs, write_rules_down

    if confirm and not by.strip():
        message = "--confirm needs --by: a person confirms the pairs, and the file keeps who."
        raise typer.BadParameter(message)
    locked, forbidden = _pairs(lock, "--lock"), _pairs(forbid, "--forbid")
    with opened(programme) as found:
        if confirm:
            confirm_pairs(found, by)
        elif write_rules is not None:
            write_rules_down(found, write_rules)
        else:
            chosen = found.pairing.read_rules(rules) if rules is not None else {}
            if aim is not None:
                chosen["aim"] = aim
            show_pairs(found, chosen=chosen, locked=locked, forbidden=forbidden)


@app.command()
def kickoff(
    to: Annotated[Path, typer.Option(help="The folder for the drafts.")],
    programme: ProgrammeArgument = None,
    coordinator: CoordinatorOption = "",
    objective: ObjectiveOption = "",
) -> None:
    """Write the welcome letters as mail drafts. Nothing is sent."""
    with opened(programme) as found:
        _introduce(found, coordinator, objective)
        written = found.kickoff.write(to)
        drafts = sum(path.suffix == ".eml" for path in written)
        screen.say(f"{drafts} letters in {to}; nothing was sent. The files:")
        screen.listed(path.relative_to(to.resolve()) for path in written[:12])
        if len(written) > 12:
            screen.say(f"  ... and {len(written) - 12} more.")


@app.command()
def erase(
    programme: NamedProgramme,
    person: Annotated[str, typer.Argument(help="The person's id, as `match` shows it.")],
    by: Annotated[str, typer.Option(help="Who erases.")],
) -> None:
    """Take a person out for good: answers, pairs, name, history, backups, files written."""
    with opened(programme) as found:
        screen.say(*found.candidates.erase(person, by=by).sentences)


@app.command()
def lab(
    options: Annotated[
        list[str] | None, typer.Argument(help="Options of JupyterLab, after --.")
    ] = None,
) -> None:
    """Open JupyterLab on the notebooks."""
    from rmkit.cli.lab import open_lab

    raise typer.Exit(open_lab(options or ()))


def _say_next(programme: Programme) -> None:
    command, path = screen.command(), programme.file.path
    screen.listed(step.told(command, path) for step in programme.status().next_steps)


def _introduce(programme: Programme, coordinator: str, objective: str) -> None:
    """Keep who coordinates and what for, where that was said."""
    from rmkit.programme.coordinator import Coordinator
    from rmkit.programme.objective import Objective

    if coordinator:
        programme.set_coordinator(Coordinator.parse(coordinator))
    if objective:
        before = programme.objective.record
        kept = before.model_dump() if before else {}
        programme.objective.set(Objective.model_validate({**kept, "sentence": objective}))


def _pairs(texts: list[str] | None, option: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for text in texts or ():
        mentor, colon, mentee = text.partition(":")
        if not (colon and mentor.strip() and mentee.strip()):
            message = f"{option} needs MENTOR:MENTEE, for example {option} M012:E034."
            raise typer.BadParameter(message)
        pairs.append((mentor.strip(), mentee.strip()))
    return tuple(pairs)
