"""What every test can rely on: one thread, no window, and the material beside the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import hypothesis
import pytest

from tests.force.outcome import FIGURES

ROOT = Path(__file__).resolve().parents[1]

# Benchmarks are scripts: they run by themselves, some in environments of their own.
collect_ignore_glob = ["benchmarks/*"]

# Before numpy and matplotlib are first imported: two cores are shared, and no screen is there.
for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(variable, "1")
os.environ["MPLBACKEND"] = "Agg"

# A slow machine is not a fault, and the gate draws the same examples every time.
hypothesis.settings.register_profile("gate", deadline=None, derandomize="CI" in os.environ)
hypothesis.settings.load_profile("gate")


@pytest.fixture(scope="session", autouse=True)
def _settings_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the tests away from the settings, and the chosen programme, of whoever runs them."""
    os.environ["XDG_CONFIG_HOME"] = str(tmp_path_factory.mktemp("settings"))
    os.environ.pop("RMKIT_PROGRAMME", None)


@pytest.fixture(scope="session")
def tracked() -> list[Path]:
    """List the files that git keeps, or skip the test outside of a git checkout."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("this is not a git checkout")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, encoding="utf-8"
    )
    paths = (ROOT / name for name in listed.stdout.split("\0") if name)
    return [path for path in paths if path.is_file()]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder `shared` beside the checkout, or skip the test where there is none."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared is not beside this checkout")
    return folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print one line of figures for everything that was tried by force."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    lines = [
        value for report in reports for name, value in report.user_properties if name == FIGURES
    ]
    if lines:
        terminalreporter.section("tried by force")
        terminalreporter.write_line("\n".join(map(str, lines)))
