"""Open JupyterLab on a copy of the notebooks that a person may change.

JupyterLab starts with three defaults of ours, in `lab_config/`. They hold for this start alone:
nobody's own settings are read, written or overruled. One thing is no default: notebooks are saved
without their outputs (`rmkit.cli.saved_notebooks`), for these show names and answers.

- No question about Jupyter news, and no look for newer versions: nothing asks the internet.
- Cells are never taken off the page while they are out of sight, so a half-filled form stays whole.
- Whoever runs a cell before Python is up is told so; JupyterLab would drop it without a word.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from rmkit.cli import screen
from rmkit.cli.notebook_copies import update_copies
from rmkit.errors import NotReady

__all__ = ["open_lab"]

_CONFIG = Path(__file__).with_name("lab_config")
_SAVES = "rmkit.cli.saved_notebooks.NotebooksWithoutOutputs"


def open_lab(options: Sequence[str] = ()) -> int:
    """Start JupyterLab in a folder of notebooks under the current one; return its exit code.

    The notebooks and the samples' raw files are copied to `rmkit-notebooks`. What a person changed
    there is never overwritten; what nobody changed follows the newer one that ships.

    Raises
    ------
    NotReady
        JupyterLab is not installed.
    NotSaved
        The copies cannot be written.
    """
    if importlib.util.find_spec("jupyterlab") is None:
        message = "JupyterLab is not installed here. Run `pip install jupyterlab`, then this again."
        raise NotReady(message)
    folder, told = update_copies(Path.cwd())
    screen.say(*told, f"The notebooks are in {folder}. Stop JupyterLab with Ctrl-C.")
    start = [
        f"--ServerApp.root_dir={folder}",
        "--LabApp.default_url=/lab/tree/00_start_here.ipynb",
        f"--ServerApp.contents_manager_class={_SAVES}",
    ]
    return _run([sys.executable, "-P", "-m", "jupyterlab", *start, *options])


def _run(command: Sequence[str]) -> int:
    """Run JupyterLab until it ends by itself: at Ctrl-C it asks whether to stop."""
    theirs = os.environ.get("JUPYTER_CONFIG_PATH", "")
    paths = os.pathsep.join([theirs, str(_CONFIG)] if theirs else [str(_CONFIG)])
    variables = {**os.environ, "JUPYTER_CONFIG_PATH": paths}
    process = subprocess.Popen(command, env=variables)  # noqa: S603 - a list, and no shell
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue
