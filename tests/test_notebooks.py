from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
NOTEBOOKS = sorted(FOLDER.rglob("*.ipynb"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
def test_a_notebook_runs_from_top_to_bottom_untouched(path, tmp_path):
    notebook = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.outputs]
    assert shown
    printed = str([cell.outputs for cell in notebook.cells if cell.cell_type == "code"])
    assert "Traceback" not in printed


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
