"""Every notebook, run top to bottom whatever programme is open, and kept to the house style."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from tests.notebook_runs import KINDS, NOTEBOOKS, Run, run_notebook


def is_quick(kind: str, path: Path) -> bool:
    """Tell whether the gate runs it: without a programme, and in turn with one of the small ones.

    The long tests run them all; the 1,200 people of `chamber` take minutes, and a programme that is
    played to its end many seconds.
    """
    small = [name for name in KINDS if name not in {"none", "chamber", "evaluated"}]
    turn = (small.index(kind) + NOTEBOOKS.index(path)) % len(small) if kind in small else 1
    return kind == "none" or turn == 0


def looks_at_samples_alone(path: Path) -> bool:
    """Tell whether a notebook is about people whose truth is known, or skills of a sample."""
    return bool({"teaching", "research"} & set(path.parts))


RUNS = [
    pytest.param(
        kind,
        path,
        id=f"{path.stem}-{kind}",
        marks=[] if is_quick(kind, path) else [pytest.mark.proof],
    )
    for kind in KINDS
    for path in NOTEBOOKS
    if kind == "none" or not looks_at_samples_alone(path)
]
SCRIPT = Path(__file__).with_name("notebook_runs.py")


def made(kind: str, folder: Path) -> Path | None:
    """Make a programme in a process of its own, beside those that run already."""
    path = folder / kind / "programme.rmkit"
    command = [sys.executable, str(SCRIPT), kind, str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return path if path.exists() else None


@pytest.fixture(scope="session")
def runs(request, tmp_path_factory) -> Iterator[dict[tuple[str, Path], Future[Run]]]:
    """Run all that was selected, as many at once as this process has processors."""
    selected = [
        (item.callspec.params["kind"], item.callspec.params["path"])
        for item in request.session.items
        if "runs" in getattr(item, "fixturenames", ())
    ]
    folder = tmp_path_factory.mktemp("programmes")
    places = {key: tmp_path_factory.mktemp(f"{key[1].stem}-{key[0]}") for key in selected}
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    with ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // workers)) as pool:
        # The slowest to make goes first; who waits for a programme stands behind those who make.
        kinds = sorted({kind for kind, _ in selected}, key=list(KINDS).index, reverse=True)
        programmes = {kind: pool.submit(made, kind, folder) for kind in kinds}

        def run(kind: str, path: Path) -> Run:
            return run_notebook(path, programmes[kind].result(), places[kind, path])

        yield {key: pool.submit(run, *key) for key in selected}
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize(("kind", "path"), RUNS)
def test_a_notebook_runs_from_top_to_bottom_whatever_programme_is_open(runs, kind, path):
    run = runs[kind, path].result()
    if run.code:
        pytest.fail(run.said, pytrace=False)
    print(f"{path.stem:<20} {kind:<10} {run.cpu_seconds:5.1f} CPU s")


def test_a_cell_that_fails_is_told_with_its_source_and_message(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.notebook_runs.ROOT", tmp_path)
    (tmp_path / "notebooks").mkdir()
    cells = [nbformat.v4.new_code_cell("assert 1 == 2, 'said by the cell'")]
    notebook = tmp_path / "notebooks" / "broken.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), notebook)
    run = run_notebook(notebook, None, tmp_path / "run")
    assert run.code == 1
    assert "assert 1 == 2" in run.said
    assert "AssertionError: said by the cell" in run.said


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_keeps_to_the_house_style(path):
    cells = nbformat.read(path, as_version=4).cells
    assert "What this does not tell you" in cells[-1].source
    row = 0
    for cell in cells:
        row = row + 1 if cell.cell_type == "code" else 0
        assert row <= 2
        if cell.cell_type == "code":
            assert cell.source.count("\n") < 15
            assert "def " not in cell.source
        else:
            assert len(cell.source.split()) <= 60
