"""The participants' page as a process of its own, as `rmkit serve` starts it."""

from __future__ import annotations

import contextlib
import http.client
import json
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parents[1]

__all__ = ["PageServer", "Reply", "handed_in", "serving"]


class Reply(NamedTuple):
    """What the server answered."""

    status: int
    headers: http.client.HTTPMessage
    text: str

    @property
    def data(self) -> Any:
        return json.loads(self.text)


def handed_in(answers: dict[str, object], *, base: int = 0, **more: object) -> dict[str, object]:
    """Make what the page sends when somebody hands in."""
    sent = {"answers": answers, "pair": None, "own": None, "keys": {}, "base": base}
    return {**sent, "device": "d" * 32, "save": secrets.token_hex(16), **more}


class PageServer:
    """A running server on a free port of this machine."""

    def __init__(self, inbox: Path, *options: str, command: Sequence[str] = ()) -> None:
        start = [*(command or (sys.executable, "-m", "rmkit.page")), str(inbox)]
        self.process = subprocess.Popen(
            [*start, "--port", "0", *options], cwd=ROOT, text=True, encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        line = self.process.stdout.readline() if self.process.stdout else ""
        found = re.search(r":(\d+)/", line)
        if not found:
            raise RuntimeError(self.stop()[1])
        self.port = int(found[1])
        self.url = f"http://127.0.0.1:{self.port}"

    def ask(
        self, method: str, path: str, body: object = None, *, raw: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:  # fmt: skip
        """Send one request as the page's own script would."""
        sent = {"Origin": self.url, "Content-Type": "application/json"} if method != "GET" else {}
        content = (
            raw if raw is not None else json.dumps(body).encode() if body is not None else None
        )
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with contextlib.closing(line):
            line.request(method, path, content, {**sent, **(headers or {})})
            answer = line.getresponse()
            return Reply(answer.status, answer.headers, answer.read().decode())

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.communicate()

    def stop(self) -> tuple[str, str]:
        """End it as Ctrl-C would; give what it said and what it complained of."""
        if self.process.poll() is None and sys.platform != "win32":
            self.process.send_signal(signal.SIGINT)
        elif self.process.poll() is None:
            self.process.terminate()
        return self.process.communicate(timeout=30)


@contextlib.contextmanager
def serving(inbox: Path, *options: str) -> Iterator[PageServer]:
    """Run a server as long as it is needed."""
    server = PageServer(inbox, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
