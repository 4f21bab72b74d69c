"""Notebooks run by nbval against programmes in different states.

`run_notebook` runs one notebook in a process and a folder of its own and tells what it cost.
`make_programme` makes the programme; as a program it makes one: `notebook_runs.py KIND FILE`.
"""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("*.ipynb"))
LIMIT = 15  # CPU seconds a notebook may take

# The last line tells the CPU seconds of pytest and of the kernel, which ended before it.
RUNNER = """
import os, sys, pytest
code = pytest.main(sys.argv[1:])
spent = os.times()
print("CPU", spent.user + spent.system + spent.children_user + spent.children_system)
sys.exit(code)
"""
OPTIONS = ["-q", "--color=no", "-p", "no:cacheprovider", "-p", "nbval.plugin", "--nbval-lax",
           "--nbval-current-env", "--nbval-cell-timeout=300"]  # fmt: skip


@dataclass(frozen=True)
class Run:
    """How a notebook ran: pytest's exit code, what it said, and CPU seconds, kernel included."""

    code: int
    said: str
    cpu_seconds: float


def run_notebook(notebook: Path, programme: Path | None, folder: Path) -> Run:
    """Run every cell of a notebook, asserts included, on a copy of a programme."""
    place = folder / "notebooks"
    copied = place / notebook.relative_to(ROOT / "notebooks")
    shutil.copytree(ROOT / "notebooks", place, ignore=shutil.ignore_patterns(".*"))
    (place / "pytest.ini").write_text("[pytest]\n")
    taken = {"XDG_CONFIG_HOME": "config", "IPYTHONDIR": "ipython", "TMPDIR": "tmp", "TEMP": "tmp",
             "TMP": "tmp", "JUPYTER_RUNTIME_DIR": "run"}  # fmt: skip
    for name in taken.values():
        (folder / name).mkdir(exist_ok=True)
    variables = {**os.environ, **{key: str(folder / name) for key, name in taken.items()}}
    variables |= {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    variables.pop("RMKIT_PROGRAMME", None)
    if programme:
        variables["RMKIT_PROGRAMME"] = str(shutil.copy(programme, place / "programme.rmkit"))
    command = [sys.executable, "-c", RUNNER, *OPTIONS, "-c", str(place / "pytest.ini"), copied.name]
    done = subprocess.run(
        command, cwd=copied.parent, env=variables, capture_output=True, text=True, encoding="utf-8"
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
    spent = re.findall(r"^CPU ([\d.]+)$", said, re.MULTILINE)
    return Run(done.returncode, said, float(spent[-1]) if spent else float("nan"))


# ---- the programmes


def make_programme(kind: str, path: Path) -> None:
    """Make a programme of one of the `KINDS` in a new file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    KINDS[kind](path)


def _sample(name: str, until: str | None = None) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        from rmkit.programme.play import play, sample_recipe

        play(sample_recipe(name), path, until=until).close()

    return make


def _middle(path: Path) -> None:
    """Play six pairs to the Monday in the middle of their meetings."""
    from rmkit.programme.play import play, sample_recipe

    recipe = sample_recipe("six_pairs")
    play(recipe, path, today=recipe.days.middle).close()


def _empty(path: Path) -> None:
    from rmkit.programme.programme import Programme

    Programme.create(path, name="Pilot", organisation="My firm").close()


def _survey(path: Path) -> None:
    """Make a programme from the export of a small form, without a staff list."""
    from rmkit.programme.play import Export, Recipe, play

    export = path.with_name("form.csv")
    write_google_form(export)
    recipe = Recipe(name="Pilot", organisation="My firm", answers=Export(export))
    play(recipe, path, until="pairing").close()


def write_google_form(path: Path, n: int = 14) -> None:
    """Write what Google Forms gives for the short questionnaire: every second is a mentor."""
    from rmkit.instruments import load

    fields = load("candidate").fields
    rows = [["Timestamp", *(field.heading().replace(" [", "  [") for field in fields)]]
    for i in range(n):
        mentor = i % 2 == 0
        own = {"name": f"Person {i}", "email": f"person{i}@example.org"}
        own["role"] = "Mentor" if mentor else "Mentee"
        row = [f"2026/09/14 4:{i + 10}:28 PM GMT+2"]
        for j, field in enumerate(fields):
            levels = [option.label.say() for option in field.options]
            level = (3 + (i + j) % 2) if mentor else (i + j) % 3
            answer = levels[min(level, len(levels) - 1)] if field.is_rating else ""
            row.append(own.get(field.key, answer))
        rows.append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)


# What a facilitator may have open when a notebook starts. For "none", no programme was chosen.
KINDS: dict[str, Callable[[Path], None]] = {
    "none": lambda path: None,
    "empty": _empty,
    "half": _sample("harbour", until="pairing"),
    "survey": _survey,
    "six_pairs": _sample("six_pairs"),
    "middle": _middle,
    "evaluated": _sample("six_pairs", until="evaluated"),
    "chamber": _sample("chamber"),
}

if __name__ == "__main__":
    make_programme(sys.argv[1], Path(sys.argv[2]))
