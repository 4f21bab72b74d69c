"""CPU seconds of each notebook, kernel included, for each programme that may be open.

Run through nbval as in the tests, one after the other, once each. Over 15 CPU seconds (marked `!`)
a notebook is too slow to be pleasant; on Windows the kernel's share cannot be told.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.notebook_runs import KINDS, LIMIT, NOTEBOOKS, make_programme, run_notebook


def main() -> None:
    """Print a row for each notebook; a run that failed is marked `x`."""
    print(f"{'':<20}", *(f"{kind:>10}" for kind in KINDS))
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        programmes = {kind: Path(made) / kind / "programme.rmkit" for kind in KINDS}
        for kind, path in programmes.items():
            make_programme(kind, path)
        for notebook in NOTEBOOKS:
            cells = []
            for kind, path in programmes.items():
                place = Path(made) / f"{notebook.stem}-{kind}"
                place.mkdir()
                run = run_notebook(notebook, path if path.exists() else None, place)
                mark = "x" if run.code else "!" if run.cpu_seconds > LIMIT else " "
                cells.append(f"{run.cpu_seconds:>8.1f} {mark}")
            print(f"{notebook.stem:<20}", *cells, flush=True)


if __name__ == "__main__":
    main()
