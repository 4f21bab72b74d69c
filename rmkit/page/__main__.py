"""`python -m rmkit.page INBOX`: what `rmkit serve` starts, in a process that knows no programme."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rmkit.errors import RmkitError
from rmkit.page.server import listen, serve


def main(arguments: list[str]) -> int:
    """Serve an inbox; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m rmkit.page", description=__doc__)
    parser.add_argument("inbox", type=Path)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--base-url", default="")
    given = parser.parse_args(arguments)
    try:
        sockets = listen(given.host, given.port)
        port = sockets[0].getsockname()[1]
        serve(
            given.inbox,
            sockets,
            base_url=given.base_url,
            host=given.host,
            on_ready=lambda: _say(f"Listening on http://{given.host}:{port}/ - stop with Ctrl-C."),
        )
    except RmkitError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    _say("Stopped. What was acknowledged is in the inbox.")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
