"""Which Chromium, Chrome or Edge is on this machine? Prints it: `python tests/browser/chromium.py`.

It ends with 1 where there is none. Nothing is downloaded; the standard library is enough.
`RMKIT_TEST_BROWSER` names another one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

__all__ = ["WANTING", "find_chromium"]

WANTING = "for want of a browser (on Debian: apt install chromium)"

ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
           "microsoft-edge", "msedge")  # fmt: skip
ON_MACOS = ("Chromium", "Google Chrome", "Microsoft Edge")
ON_WINDOWS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)


def find_chromium() -> Path | None:
    """Find the browser that the tests use; None where there is none."""
    named = os.environ.get("RMKIT_TEST_BROWSER", "")
    if named:
        if not Path(named).is_file():
            message = f"RMKIT_TEST_BROWSER names {named}, but there is no such file."
            raise FileNotFoundError(message)
        return Path(named)
    return next((path for path in places() if path.is_file() and answers(path)), None)


def places() -> list[Path]:
    """List where a browser usually is."""
    found = [Path(path) for name in ON_PATH if (path := shutil.which(name))]
    if sys.platform == "darwin":
        found += [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in ON_MACOS]
    if sys.platform == "win32":
        roots = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        bases = [Path(os.environ[root]) for root in roots if root in os.environ]
        found += [base / name for base in bases for name in ON_WINDOWS]
    return found


def answers(browser: Path) -> bool:
    """Tell a browser from Ubuntu's stand-in, which only says where to get one."""
    if sys.platform == "win32":  # it would open a window; a stand-in is not known there
        return True
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    print(find_chromium() or sys.exit(1))
