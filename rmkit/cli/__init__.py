"""The same steps from a shell. `rmkit --help` lists them."""

from __future__ import annotations

import sys

__all__ = ["run"]

_STOPPED = "Stopped. What was saved before stays saved; run it again whenever you like."


def run() -> None:
    """Run one command; every error of ours is a sentence and exit code 1, wrong usage is 2."""
    from rmkit.cli.app import app
    from rmkit.cli.screen import complain
    from rmkit.errors import RmkitError

    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        app(prog_name="rmkit")
    except RmkitError as error:
        complain(str(error))
        sys.exit(1)
    except KeyboardInterrupt:
        complain(_STOPPED)
        sys.exit(130)
    except SystemExit as ended:
        if ended.code == 130:
            complain(_STOPPED)
        raise
