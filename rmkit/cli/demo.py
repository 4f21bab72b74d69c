"""`rmkit demo`: the whole main job at once, with a progress bar a stage and a summary to read."""

from __future__ import annotations

from pathlib import Path

from rmkit.cli import screen
from rmkit.errors import FaultsFound, NotAllowed
from rmkit.exchange.columns import propose
from rmkit.exchange.mapping import write_mapping
from rmkit.exchange.owned_folder import write_folder
from rmkit.exchange.tables import read_table
from rmkit.instruments import load
from rmkit.programme.overview import Overview, write_overview
from rmkit.programme.play import Export, Recipe, play, sample_recipe
from rmkit.programme.recognition import recognised

__all__ = ["show_demo"]


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
        written = _played(recipe, folder, "programme" if own else sample, confirmed=own is None)
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


def _played(recipe: Recipe, folder: Path, name: str, *, confirmed: bool) -> Overview:
    """Play into a folder that appears whole; one that holds anybody's own work is left alone."""
    overviews: list[Overview] = []

    def fill(made: Path) -> list[str]:
        until = None if confirmed else "kickoff"
        with (
            screen.bars() as bars,
            play(recipe, made / f"{name}.rmkit", until=until, on_progress=bars) as programme,
        ):
            programme.profiles.write_page(
                made, on_progress=lambda done, what: bars("The page of profiles", done, what)
            )
            overviews.append(
                write_overview(programme, made, command=screen.command(), shown_at=folder)
            )
        return sorted(p.relative_to(made).as_posix() for p in made.rglob("*") if p.is_file())

    write_folder(folder, fill)
    return overviews[0]


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
