"""`rmkit demo`: the whole main job at once, with a progress bar a stage and a summary to read."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

from rmkit.cli import screen
from rmkit.errors import FaultsFound, NotAllowed
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import write_mapping
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.tables import read_table
from rmkit.instruments import load
from rmkit.programme.clock import at
from rmkit.programme.days import in_words
from rmkit.programme.monday import write_monday
from rmkit.programme.overview import Overview, write_overview
from rmkit.programme.play import Export, Recipe, play, play_on, sample_recipe
from rmkit.programme.programme import Programme
from rmkit.programme.recognition import recognised

__all__ = ["show_demo"]


_FIRST_WEEKS = timedelta(days=28)


def show_demo(
    *,
    to: Path | None,
    sample: str,
    answers: Path | None,
    staff: Path | None,
    mapping: Path | None,
    ignore_unknown: bool,
) -> None:
    """Play a sample, or somebody's own files, into a folder, and say what was written."""
    if answers is None and (staff or mapping):
        message = "--staff and --mapping go with your own answers: add --answers FILE."
        raise NotAllowed(message)
    own = None
    if answers is not None:
        own = _own(answers, staff, mapping, ignore_unknown=ignore_unknown)
    recipe = own or sample_recipe(sample)
    folder = to or Path("rmkit-demo") / (sample if own is None else "own")
    screen.heading(f"{recipe.name}, {recipe.organisation}")
    try:
        written = _played(recipe, folder, "programme" if own else sample)
    except FaultsFound:
        if own and not own.answers.mapping:
            _offer_mapping(own.answers.file)
        raise
    screen.heading("In short")
    screen.listed(written.in_short)
    screen.heading(f"Written to {folder}")
    screen.listed(f"{name}: {what}" for name, what in written.files)
    screen.heading("How to go on")
    screen.listed(written.next_steps)


def _played(recipe: Recipe, folder: Path, name: str) -> Overview:
    """Play into a folder that appears whole; one that holds anybody's own work is left alone."""
    overviews: list[Overview] = []

    def fill(made: Path) -> list[str]:
        days = recipe.days
        until = "training" if days else "kickoff"
        with (
            screen.bars() as bars,
            play(recipe, made / f"{name}.rmkit", until=until, on_progress=bars) as programme,
        ):
            with at(days.at(days.kick_off, 12)) if days else nullcontext():
                programme.profiles.write_page(
                    made, on_progress=lambda done, what: bars("The page of profiles", done, what)
                )
                written = write_overview(programme, made, command=screen.command(), shown_at=folder)
                if days:
                    programme.schedule.invitations(
                        made / "invitations", until=days.training + _FIRST_WEEKS
                    )
            if days:
                play_on(programme, recipe, today=days.middle, on_progress=bars)
                with at(days.at(days.middle)):
                    written = _in_the_middle(programme, made, written, folder)
            overviews.append(written)
        return sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())

    write_folder(folder, fill)
    return overviews[0]


def _in_the_middle(programme: Programme, made: Path, written: Overview, folder: Path) -> Overview:
    """Write what a coordinator has before them on a Monday in the middle, and tell of it."""
    write_monday(programme, made)
    reminders = programme.meetings.remind(by=_by(programme), folder=made / "reminders")
    day = in_words(programme.today)
    files = [
        ("invitations", "a calendar invitation for each meeting of the first four weeks"),
        ("monday.html", f"what is due on {day}, who meets that week, how the pairs are"),
        ("reminders", f"drafts for {reminders.people} people of what is due; nothing was sent"),
    ]
    command, path = screen.command(), folder / programme.file.path.name
    status = programme.status()
    return Overview(
        (*written.in_short, f"Played on to {day}: {dict(status.steps)['Meetings']}."),
        (*written.files, *files),
        (
            *written.next_steps[:1],
            f"Open {folder / 'monday.html'}: a Monday in the middle of the meetings.",
            *(step.told(command, path) for step in status.next_steps),
            written.next_steps[-1],
        ),
    )


def _by(programme: Programme) -> str:
    return programme.coordinator.name if programme.coordinator else "Coordinator"


def _offer_mapping(answers: Path) -> None:
    """Write down beside the answers how their columns were understood, for a person to complete."""
    path = answers.with_suffix(".columns.yaml")
    if not path.exists():
        write_mapping(path, propose(read_table(answers), recognised(answers) or load("candidate")))
    screen.complain(
        f"How the columns were understood stands in {path}. Where headings are worded differently, "
        f"complete it in a text editor and add --mapping {path}; to leave out columns that match "
        "no question, add --ignore-unknown."
    )


def _own(
    answers: Path, staff: Path | None, mapping: Path | None, *, ignore_unknown: bool
) -> Recipe:
    return Recipe(
        name="Your programme",
        organisation="Your organisation",
        answers=Export(answers, mapping),
        staff=Export(staff) if staff else None,
        ignore_unknown=ignore_unknown,
    )
