"""Samples to try things on, played with progress: as a file to keep, or as a temporary copy.

Playing Harbour as far as the pairs takes many seconds, and every notebook begins with a copy while
no programme is chosen. So a played copy is kept in the user's cache folder and used again as long
as it is fresh and neither rmkit nor the sample has changed. Everybody in it is made up.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_cache_path

from rmkit.errors import NotSaved, RmkitError, UnknownName
from rmkit.programme.play import STAGES, StageProgress, play, sample_recipe
from rmkit.programme.programme import Programme
from rmkit.programme.shipped import sample_folder

__all__ = ["PLACES", "Place", "new_sample", "one_bar", "temporary_harbour"]

Tell = Callable[[float, str], None]
_FRESH_DAYS = 30
# How long each part takes, in parts of each other, and the step that it belongs to.
_PARTS = {
    "Objective": ("objective", 3),
    "Staff list": ("candidates", 1),
    "Answers": ("candidates", 1),
    "Kinds of candidates": ("profiles", 9),
    "Pairs": ("pairing", 5),
    "Letters": ("kickoff", 2),
    "Half-year": ("training", 8),
    "Evaluation": ("evaluation", 2),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the programme of a sample somebody wants to look; `until` is the step before it."""

    id: str
    words: str
    until: str
    is_middle: bool = False


PLACES = (
    Place("answers", "Answers are in, profiles come next", "profiles"),
    Place("kickoff", "At the kick-off: the pairs are confirmed", "kickoff"),
    Place("middle", "In the middle of it: pairs have met for two months", "evaluation", True),
    Place("end", "After the last meeting", "evaluation"),
    Place("answered", "At the end: what came of it is told and can be decided over", "evaluated"),
)
"""The places to choose from, in their order."""


def one_bar(tell: Tell, *, until: str) -> StageProgress:
    """Turn the news of a played sample, part by part, into that of one bar from 0 to 1."""
    before = STAGES[: STAGES.index(until)]
    sizes = {part: size for part, (stage, size) in _PARTS.items() if stage in before}
    starts = {part: sum([*sizes.values()][:at]) for at, part in enumerate(sizes)}
    whole = sum(sizes.values())

    def news(stage: str, done: float, what: str) -> None:
        tell((starts[stage] + sizes[stage] * done) / whole, stage)

    return news


def new_sample(name: str, folder: Path, *, place: str, tell: Tell) -> Programme:
    """Play a sample into a new file in a folder, to one of the `PLACES`.

    The file is there when it is whole, under the sample's name or the next one that is free.

    Raises
    ------
    UnknownName
        There is no such sample or place.
    NotSaved
        The folder cannot be written to.
    Stopped
        `tell` stopped it; nothing is left behind.
    """
    recipe = sample_recipe(name)
    where = next((one for one in PLACES if one.id == place), None)
    if where is None:
        raise UnknownName(kind="place", name=place, known=[one.id for one in PLACES])
    today = recipe.days.middle if recipe.days and where.is_middle else None
    news = one_bar(tell, until=where.until)
    try:
        with tempfile.TemporaryDirectory(prefix=".rmkit-", dir=folder) as beside:
            made = Path(beside) / f"{name}.rmkit"
            play(recipe, made, until=where.until, today=today, on_progress=news).close()
            return Programme.open(made.rename(_free(folder, name)))
    except OSError as error:
        message = (
            f"Nothing can be written to {folder} ({error.strerror or error}). Start JupyterLab in "
            "a folder of your own."
        )
        raise NotSaved(message) from error


def _free(folder: Path, name: str) -> Path:
    path, n = folder / f"{name}.rmkit", 2
    while path.exists():
        path, n = folder / f"{name}-{n}.rmkit", n + 1
    return path


def temporary_harbour(until: str, *, tell: Tell) -> Programme:
    """Give a temporary copy of Harbour, played up to a step; before `meetings`, in their middle.

    Raises
    ------
    UnknownName
        There is no such step.
    """
    if until not in STAGES:
        raise UnknownName(kind="step", name=until, known=STAGES)
    kept = _cache() / f"harbour-{until}-{_edition()}.rmkit"
    with contextlib.suppress(OSError, RmkitError):  # missing, stale or damaged: played again
        if time.time() - kept.stat().st_mtime < _FRESH_DAYS * 24 * 3600:
            copy = shutil.copy(kept, Path(tempfile.mkdtemp(prefix="rmkit-")) / "harbour.rmkit")
            programme = Programme.open(copy)
            programme.is_temporary = True
            return programme
    today = None
    if until == "meetings" and (days := sample_recipe("harbour").days):
        until, today = "evaluation", days.middle  # who looks at meetings wants to see some
    programme = Programme.sample(
        "harbour", until=until, today=today, on_progress=one_bar(tell, until=until)
    )
    with contextlib.suppress(OSError):  # no cache is no harm
        _keep(programme.file.path, kept, replacing=f"harbour-{until}-*.rmkit")
    return programme


def _keep(path: Path, kept: Path, *, replacing: str) -> None:
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob(replacing):
        old.unlink()
    with tempfile.TemporaryDirectory(dir=kept.parent) as beside:
        shutil.copy(path, beside)
        (Path(beside) / path.name).replace(kept)


def _cache() -> Path:
    return user_cache_path("rmkit", appauthor=False)


def _edition() -> str:
    """Tell this rmkit and this sample from any other, by the sizes and dates of their files."""
    told = [f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in _sources()]
    return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()[:16]


def _sources() -> Iterator[Path]:
    for folder in (Path(__file__).resolve().parents[1], sample_folder("harbour")):
        for path in folder.rglob("*"):
            if path.suffix in {".py", ".yaml", ".csv", ".xlsx"} and path.is_file():
                yield path
