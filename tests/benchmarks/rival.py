"""Other tools beside ours: each in an environment of its own, made for the run and thrown away.

A rival is asked by a script `rivals/ask_<noun>.py` that reads JSON from standard input and writes
JSON to standard output. What it needs never becomes a dependency of rmkit.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "rivals"


def environment(folder: Path, *requirements: str) -> Path | None:
    """Make a virtual environment with some libraries; None, and a sentence, where that fails."""
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for command in (
        [sys.executable, "-m", "venv", str(folder)],
        [str(python), "-m", "pip", "install", "--quiet", *requirements],
    ):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            why = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
            print(f"Left out: {', '.join(requirements)} could not be installed ({why}).")
            return None
    return python


def answer(python: Path, noun: str, question: dict[str, Any]) -> dict[str, Any]:
    """Put a question to a rival and read its answer."""
    told = subprocess.run(
        [str(python), str(FOLDER / f"ask_{noun}.py")],
        input=json.dumps(question),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(told.stdout)
    return found
