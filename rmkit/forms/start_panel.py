"""The first panel: a programme is chosen or made, and from then on it says where that one stands.

It keeps nothing of its own: which programme is chosen stands in the user's settings, and everything
else in the programme's file, which is opened for each look and let go.
"""

from __future__ import annotations

import contextlib
import os
from datetime import UTC, datetime
from pathlib import Path

from rmkit.errors import Fault, FaultsFound, FileRefused, NotAllowed, shown
from rmkit.forms.given import Given
from rmkit.forms.notice import Notice, notice_of
from rmkit.forms.panel import Panel, act, long_act, script, style
from rmkit.forms.sample import PLACES, new_sample
from rmkit.programme.chosen import found_programmes, is_named_outside, meant_path
from rmkit.programme.days import when
from rmkit.programme.programme import Programme
from rmkit.programme.status import local

__all__ = ["StartPanel", "start"]

_SAMPLES = (
    ("harbour", "Harbour", "a made-up port authority", 64),
    ("six_pairs", "Lantern", "a made-up print shop", 14),
    ("chamber", "Westmoor", "a made-up chamber of 30 small companies", 1200),
)
_MOST_FILES = 12
_LONGEST_NAME = 120


class StartPanel(Panel):
    """Where a programme is chosen, and where the chosen one stands.

    `folder` is where new files go and where others are looked for.
    """

    _esm = script("start")
    _css = style("start")

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(self._seen())

    @act
    def look(self, _: Given) -> None:
        """Look again at the chosen programme."""
        self.view = self._seen()

    @act
    def another(self, _: Given) -> None:
        """Offer other programmes than the chosen one."""
        self._refuse_if_named()
        self.view = self._seen(choosing=True)

    @long_act
    def try_sample(self, given: Given) -> Notice:
        """Make a file of a sample, played to where somebody wants to look, and choose it."""
        self._refuse_if_named()
        place = given.text("place") or PLACES[0].id
        made = new_sample(given.text("sample"), self.folder, place=place, tell=self.on_progress)
        with made:
            made.choose()
        self.view = self._seen()
        return Notice("done", _made(made.file.path))

    @act
    def start_own(self, given: Given) -> Notice:
        """Make the file of a new programme, and choose it."""
        self._refuse_if_named()
        name, organisation, file = (given.text(key) for key in ("name", "organisation", "file"))
        faults = [
            *_faults_of(name, "name", "the programme"),
            *_faults_of(organisation, "organisation", "the organisation"),
            *([] if file else [Fault("The file has no name.", "Type one.", key="file")]),
        ]
        if faults:
            raise FaultsFound(faults, "Nothing was made.")
        path = self._path(file)
        if path.name in ("", "..") or path.is_dir():
            message = f'"{shown(file)}" is a folder. Type a name for the file behind it.'
            raise FileRefused(message)
        path = path if path.suffix == ".rmkit" else path.with_name(f"{path.name}.rmkit")
        with Programme.create(path, name=name, organisation=organisation) as made:
            made.choose()
        self.view = self._seen()
        return Notice("done", _made(path))

    @act
    def open_one(self, given: Given) -> Notice:
        """Choose a programme that is there."""
        self._refuse_if_named()
        file = given.text("file")
        if not file:
            fault = Fault("No file is named.", "Type where it is.", key="path")
            raise FaultsFound([fault], "Nothing was opened.")
        with Programme.open(self._path(file)) as opened:
            opened.choose()
        self.view = self._seen()
        return Notice("done", "Every notebook opens it from now on.")

    def _refuse_if_named(self) -> None:
        if is_named_outside():
            message = "RMKIT_PROGRAMME decides which programme is open, so none can be chosen here."
            raise NotAllowed(message)

    def _path(self, text: str) -> Path:
        """Read where a file is: in full, or from the folder on."""
        with contextlib.suppress(OSError, RuntimeError, ValueError):  # too long, "~name" of nobody
            path = self.folder / Path(text).expanduser()
            path.exists()
            if text.isprintable():
                return path
        message = "This is not where a file can be. Type its folder and its name."
        raise FileRefused(message)

    def _seen(self, *, choosing: bool = False) -> dict[str, object]:
        """Describe all that is shown."""
        path, standing, problem = meant_path(), None, ""
        if path is not None:
            standing, problem = _standing_of(path)
        view: dict[str, object] = {
            "standing": standing,
            "problem": problem,
            "named": is_named_outside(),
            "choosing": choosing or standing is None,
            "folder": str(self.folder),
            "separator": os.sep,
            "samples": [
                dict(zip(("id", "name", "what", "candidates"), one, strict=True))
                for one in _SAMPLES
            ],
            "places": [{"id": one.id, "words": one.words} for one in PLACES],
            "files": [],
            "more": 0,
        }
        if choosing or standing is None:
            view |= _files_in(self.folder)
        return view


def _made(path: Path) -> str:
    return f"{path.name} is made, and every notebook opens it from now on."


def _faults_of(text: str, key: str, whose: str) -> list[Fault]:
    """Say what is wrong with a name."""
    if not text:
        what = f"{whose.capitalize()} has no name."
        return [Fault(what, "Type it as participants will read it.", key=key)]
    if len(text) > _LONGEST_NAME or not text.isprintable():
        return [
            Fault(
                f"The name of {whose} is too long, or more than one line.",
                f"Use {_LONGEST_NAME} characters at most.",
                key=key,
            )
        ]
    return []


def _standing_of(path: Path) -> tuple[dict[str, object] | None, str]:
    """Say where a programme stands, or in a sentence why that cannot be told."""
    try:
        if not path.is_file():
            who = "RMKIT_PROGRAMME names it" if is_named_outside() else "It was chosen"
            return None, f"{who}, but there is no file {path} any more."
        with Programme.open(path) as programme:
            return _standing(programme), ""
    except Exception as error:  # noqa: BLE001 - told in the panel; the cell must not fail
        return None, notice_of(error).text


def _standing(programme: Programme) -> dict[str, object]:
    status, file = programme.status(), programme.file
    return {
        "line": status.line.removesuffix(".") + ".",
        "name": programme.name,
        "path": str(file.path),
        "steps": [
            {
                "step": one.step,
                "mark": one.mark,
                "at": one.at,
                "parts": [
                    {"title": part.title, "file": part.notebook, "mark": part.mark, "at": part.at}
                    for part in one.parts
                ],
            }
            for one in status.stands
        ],
        "todo": [{"what": step.what, "file": step.notebook} for step in status.next_steps],
    }


def _files_in(folder: Path) -> dict[str, object]:
    """List the programmes in a folder, the one that was changed last first."""
    try:
        found = found_programmes(folder)
        now = local(datetime.now(UTC))
        files = [
            {
                "file": path.name,
                "when": when(datetime.fromtimestamp(path.stat().st_mtime, UTC), now=now),
            }
            for path in found[:_MOST_FILES]
        ]
    except (OSError, FileRefused):  # told by whatever is tried there next
        return {"files": [], "more": 0}
    return {"files": files, "more": len(found) - len(files)}


def start(folder: str | Path | None = None) -> StartPanel:
    """Choose or make a programme, and see where it stands.

    Parameters
    ----------
    folder
        Where new files go and others are looked for; without it, the folder of the notebook.

    Returns
    -------
    StartPanel
        A widget. While no programme is chosen it offers the samples, a programme of one's own and
        the files in the folder. From then on it shows the five steps and what to do next.
    """
    return StartPanel(Path(folder or ".").expanduser().absolute())
