"""CPU of the participants' page: a form shown and saved, beside a bare tornado with a bare SQLite.

Every server is a process of its own, asked by one client over one line after the other; what is
measured is the CPU time of the server alone. The rival sends the same bytes from a file (the static
handler of tornado), and puts what it is sent into a table of SQLite, durable with one commit each:
no link to look up, nothing checked, nobody told apart. Medians of rounds that take turns.
"""

from __future__ import annotations

import asyncio
import contextlib
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

import rmkit.instruments as asked
from rmkit.exchange.inbox import Inbox
from rmkit.instruments.model import Instrument
from tests.page_samples import check_in, inbox_with
from tests.page_server import PageServer, handed_in
from tests.test_page_crowd import come

FORMS = ("pulse", "session_receipt", "candidate")
ROUNDS = 5
TRIES = 40  # below what one link may ask at once
VISITORS = 200

RIVAL = """
import asyncio, sqlite3, sys
from tornado.web import Application, RequestHandler, StaticFileHandler
folder = sys.argv[1]
db = sqlite3.connect(folder + "/bare.db", isolation_level=None)
db.execute("PRAGMA synchronous=EXTRA")
db.execute("CREATE TABLE IF NOT EXISTS answers (content TEXT)")
class Put(RequestHandler):
    def put(self):
        db.execute("INSERT INTO answers VALUES (?)", (self.request.body.decode(),))
        self.write("{}")
async def main():
    application = Application([("/put", Put), ("/(.*)", StaticFileHandler, {"path": folder})],
                              log_function=lambda handler: None)
    server = application.listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]
    print(f"Listening on http://127.0.0.1:{port}/", flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""


class Rival(PageServer):
    """A bare tornado that serves a folder and inserts what it is sent."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, command=[sys.executable, "-c", RIVAL])


@contextlib.contextmanager
def servers(folder: Path, instrument: Instrument) -> Iterator[tuple[PageServer, Rival, list[str]]]:
    """Run both, with the same page to give."""
    folder.mkdir()
    path, tokens = inbox_with(folder, instrument, *[f"k{n}" for n in range(2 * ROUNDS)])
    ours, rival = PageServer(path), Rival(folder)
    try:
        page = ours.ask("GET", f"/f/{tokens[0]}").text
        (folder / "page.html").write_text(page, encoding="utf-8")
        yield ours, rival, tokens
    finally:
        ours.stop()
        rival.kill()


def cpu_ms(server: PageServer, *requests: tuple[str, str, object]) -> float:
    """Give the CPU milliseconds of a server for each of some requests, all of which succeed."""
    process = psutil.Process(server.process.pid)
    before = process.cpu_times()
    for method, path, body in requests:
        reply = server.ask(method, path, body)
        assert reply.status == 200, (reply.status, reply.text[:300])
    after = process.cpu_times()
    used = after.user + after.system - before.user - before.system
    return 1000 * used / len(requests)


def answers_to(instrument: Instrument) -> dict[str, object]:
    """Answer everything with what fits."""
    given: dict[str, object] = {}
    for field in instrument.fields:
        if field.kind == "multiple_choice":
            given[field.key] = [str(field.options[0].value)]
        elif field.kind == "choice":
            given[field.key] = str(field.options[-1].value)
        elif field.kind == "number":
            given[field.key] = str(int(field.item.minimum or 1))
        elif field.kind == "date":
            given[field.key] = "2026-11-22"
        else:
            given[field.key] = {"email": "ana@example.org", "url": "https://example.org"}.get(
                field.item.format, "Some words about it"
            )
    return given


def main() -> None:
    """Print CPU milliseconds a request, ours and theirs, and the ratio."""
    print(
        f"{'form':<16} {'kB':>4}  {'GET':>6} {'bare':>6} {'ratio':>6}  {'PUT':>6} {'bare':>6} ratio"
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made:
        for name in FORMS:
            compare(Path(made) / name, asked.load(name))
        crowd(Path(made))


def compare(folder: Path, instrument: Instrument) -> None:
    given = answers_to(instrument)
    with servers(folder, instrument) as (ours, rival, tokens):
        shown: list[tuple[float, float]] = []
        saved: list[tuple[float, float]] = []
        for token in tokens[:ROUNDS]:
            path = f"/f/{token}"
            puts = [("PUT", f"{path}/answers", handed_in(given, base=n)) for n in range(TRIES)]
            bare = [("PUT", "/put", body) for _, _, body in puts]
            shown.append(
                (cpu_ms(ours, *[("GET", path, None)] * TRIES),
                 cpu_ms(rival, *[("GET", "/page.html", None)] * TRIES))
            )  # fmt: skip
            saved.append((cpu_ms(ours, *puts), cpu_ms(rival, *bare)))
        kilobytes = (folder / "page.html").stat().st_size / 1000
    columns = []
    for pairs in (shown, saved):
        mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
        columns.append(f"{mine:>6.2f} {theirs:>6.2f} {mine / theirs:>6.1f}")
    print(f"{instrument.id:<16} {kilobytes:>4.0f}  {'  '.join(columns)}   CPU ms", flush=True)


def crowd(folder: Path) -> None:
    """Let many come at once; say how long it took and that nothing was lost."""
    (folder / "crowd").mkdir()
    path, tokens = inbox_with(folder / "crowd", check_in(), *map(str, range(VISITORS)))
    server = PageServer(path)
    begin = time.monotonic()
    statuses = asyncio.run(come(server.port, tokens))
    seconds = time.monotonic() - begin
    used = psutil.Process(server.process.pid).cpu_times()
    server.kill()
    with Inbox.open(path) as inbox:
        kept = len(inbox.waiting())
    good = sum(one == [200, 200, 200] for one in statuses)
    print(f"{VISITORS} visitors at once (look, draft, hand in): {good} served in {seconds:.1f} s, "
          f"{used.user + used.system:.1f} CPU s of the server, {kept} answers kept")  # fmt: skip


if __name__ == "__main__":
    main()
