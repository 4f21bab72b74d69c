"""A programme with a thousand pairs: people of a made-up cohort, answered and matched once."""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["thousand_pairs"]

N = 1_000


def thousand_pairs(folder: Path) -> Path:
    """Make it and give its file."""
    from rmkit.programme.play import Export, Recipe, play
    from tests.notebook_runs import write_google_form

    export = folder / "form.csv"
    write_google_form(export, n=2 * N)
    _vary(export)
    recipe = Recipe(name="Large", organisation="My firm", answers=Export(export))
    path = folder / "large.rmkit"
    play(recipe, path, until="pairing").close()
    return path


def _vary(path: Path) -> None:
    """Let levels differ from person to person, so that scores do."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = csv.reader(file)
    for i, row in enumerate(rows):
        other = rows[(i * 7 + 2 * (i % 5)) % len(rows) // 2 * 2 + i % 2]
        row[-3:] = other[-3:]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([heading, *rows])
