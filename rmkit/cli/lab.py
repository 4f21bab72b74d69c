"""Open JupyterLab on a copy of the notebooks that a person may change."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rmkit.cli import screen
from rmkit.programme.shipped import shipped_folder

__all__ = ["open_lab"]

_QUIET = (  # JupyterLab would ask the internet for news and newer versions
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
)


def open_lab(options: Sequence[str] = ()) -> int:
    """Start JupyterLab in a folder of notebooks under the current one; return its exit code.

    The notebooks that ship are copied once to `rmkit-notebooks`, where a person's changes stay:
    a notebook that is there already is never overwritten.
    """
    folder = Path.cwd() / "rmkit-notebooks"
    source = shipped_folder("notebooks")
    for path in sorted(source.rglob("*.ipynb")):
        target = folder / path.relative_to(source)
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
    screen.say(f"The notebooks are in {folder}. Stop JupyterLab with Ctrl-C.")
    start = ["--LabApp.default_url=/lab/tree/00_start_here.ipynb", *_QUIET]
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}", *start]
    return subprocess.call([*command, *options])
