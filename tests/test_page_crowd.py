"""Many people at once lose nothing, and the page's process knows no programme."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

from rmkit.exchange.inbox import Inbox
from rmkit.page.server import hosts_of, listen
from tests.page_samples import check_in, inbox_with
from tests.page_server import PageServer, handed_in, serving

ROOT = Path(__file__).resolve().parents[1]


async def ask(port: int, method: str, path: str, body: object = None) -> int:
    """Send one request on a line of its own; give the status."""
    content = b"" if body is None else json.dumps(body).encode()
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n"
    head += f"Origin: http://127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content)
    await writer.drain()
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1])


async def visit(port: int, token: str, number: int) -> list[int]:
    """Do what a visitor does: look, draft, hand in."""
    sent = handed_in({"name": f"Visitor {number}", "story": "words " * 100})
    return [
        await ask(port, "GET", f"/f/{token}"),
        await ask(port, "PUT", f"/f/{token}/draft", sent),
        await ask(port, "PUT", f"/f/{token}/answers", sent),
    ]


async def come(port: int, tokens: list[str]) -> list[list[int]]:
    """Let all of them come at once."""
    return await asyncio.gather(*(visit(port, t, n) for n, t in enumerate(tokens)))


@pytest.mark.claim("page-durable")
@pytest.mark.parametrize("people", [40, pytest.param(200, marks=pytest.mark.proof)])
def test_people_who_all_come_at_once_lose_nothing(tmp_path, people):
    path, tokens = inbox_with(tmp_path, check_in(), *[f"k{n}" for n in range(people)])
    with serving(path) as server:
        statuses = asyncio.run(come(server.port, tokens))
        server.kill()
    assert statuses == [[200, 200, 200]] * people
    with Inbox.open(path) as inbox:
        came = {s.person_key: s.answers["name"] for s in inbox.waiting()}
    assert came == {f"k{n}": f"Visitor {n}" for n in range(people)}


@pytest.mark.claim("page-durable")
def test_people_save_while_the_facilitator_takes_in_and_nothing_is_lost_or_doubled(tmp_path):
    path, tokens = inbox_with(tmp_path, check_in(), *[f"k{n}" for n in range(24)])
    came: dict[str, list[str]] = {}
    with serving(path) as server, Inbox.open(path) as inbox:

        async def take_in() -> None:
            while len(came) < len(tokens):
                for one in await asyncio.to_thread(inbox.waiting):
                    came.setdefault(one.person_key, []).append(one.answers["name"])
                    await asyncio.to_thread(inbox.taken, [one.id])

        async def both() -> list[list[int]]:
            found, _ = await asyncio.gather(come(server.port, tokens), take_in())
            return found

        statuses = asyncio.run(asyncio.wait_for(both(), 120))
    assert all(s == [200, 200, 200] for s in statuses)
    assert came == {f"k{n}": [f"Visitor {n}"] for n in range(len(tokens))}


@pytest.mark.claim("page-apart")
def test_the_running_page_has_loaded_nothing_that_opens_a_programme():
    code = """
import sys, pkgutil, importlib, rmkit.page
for module in pkgutil.iter_modules(rmkit.page.__path__):
    importlib.import_module(f"rmkit.page.{module.name}")
print([m for m in sys.modules if m.startswith(("rmkit.records", "rmkit.programme", "pandas"))])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.claim("page-apart")
def test_the_import_contract_of_the_page_is_there():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (page,) = [c for c in contracts["contracts"] if c["id"] == "page"]
    assert page["type"] == "forbidden"
    assert "rmkit.page" in page["source_modules"]
    assert {"rmkit.records", "rmkit.programme", "pandas"} <= set(page["forbidden_modules"])
    assert "ignore_imports" not in page


@pytest.mark.skipif(sys.platform == "win32", reason="no limit for open files there")
def test_lines_that_say_nothing_neither_use_up_the_files_nor_fill_the_log(tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    code = "import resource as r, sys; r.setrlimit(r.RLIMIT_NOFILE, (100, 100))\n"
    code += "from rmkit.page.__main__ import main; main(sys.argv[1:])"
    server = PageServer(path, command=[sys.executable, "-c", code])
    try:
        with contextlib.ExitStack() as stack:
            lines = [
                stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
                for _ in range(150)
            ]
            lines[-1].settimeout(5)
            assert lines[-1].recv(1) == b""  # hung up at once
            lines[0].sendall(f"GET /f/{token} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            lines[0].settimeout(5)
            assert lines[0].recv(12) == b"HTTP/1.1 200"
        for _ in range(50):  # until it has seen that they hung up
            with contextlib.suppress(ConnectionError):
                done = server.ask("PUT", f"/f/{token}/answers", handed_in({"name": "Ana"}))
                break
            time.sleep(0.1)
        assert done.status == 200
    finally:
        complaints = server.stop()[1]
    assert complaints == ""


def test_what_goes_wrong_all_the_time_is_told_once_a_minute(tmp_path):
    path, _ = inbox_with(tmp_path, check_in())
    code = """
import asyncio, sys
from rmkit.page.server import listen, serve
def fail():
    raise OSError(24, "Too many open files", "/f/secret")
def ready():
    for n in range(100):
        asyncio.get_running_loop().call_soon(fail)
    asyncio.get_running_loop().call_later(1, __import__("signal").raise_signal, 2)
from pathlib import Path
serve(Path(sys.argv[1]), listen("127.0.0.1", 0), on_ready=ready)
"""
    run = [sys.executable, "-c", code, str(path)]
    done = subprocess.run(run, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == "page: OSError outside of a request (Too many open files)\n"


@pytest.mark.parametrize(
    ("name", "status"),
    [("127.0.0.1", 200), ("localhost", 200), ("LOCALHOST.", 200), ("[::1]", 200),
     ("evil.example.org", 403), ("127.0.0.1.example.org", 403), ("192.0.2.1", 403)],
)  # fmt: skip
def test_another_name_that_leads_here_gets_nothing(at_home, name, status):
    server, token = at_home
    told = server.ask("GET", f"/f/{token}", headers={"Host": f"{name}:{server.port}"})
    assert told.status == status
    assert ("check_in" in told.text) == (status == 200)


@pytest.fixture(scope="module")
def at_home(tmp_path_factory):
    """Run a server that has no address but its own."""
    path, (token,) = inbox_with(tmp_path_factory.mktemp("home"), check_in())
    with serving(path) as server:
        yield server, token


def test_who_listens_everywhere_is_called_by_any_name(tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    with serving(path, "--host", "0.0.0.0") as server:
        host = {"Host": "forms.example.org"}
        assert server.ask("GET", f"/f/{token}", headers=host).status == 200
    sockets = listen("127.0.0.1", 0)
    assert "office.example.org" in hosts_of("Office.example.org", sockets)
    for one in sockets:
        one.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no open file is replaced there")
def test_an_inbox_replaced_under_the_page_is_told_as_that(tmp_path):
    path, (token,) = inbox_with(tmp_path, check_in())
    with serving(path) as server:
        (tmp_path / "copy").write_bytes(path.read_bytes())
        (tmp_path / "copy").replace(path)
        told = server.ask("PUT", f"/f/{token}/answers", handed_in({"name": "Ana"}))
    assert told.status == 503
    assert "The inbox was replaced" in told.data["notice"]["text"]
    assert "started again" in told.data["notice"]["text"]


def test_half_a_character_in_a_draft_stands_in_nobodys_way(at_home):
    server, token = at_home
    half = {"name": "A\ud800na", "story": "x\udc80"}
    assert server.ask("PUT", f"/f/{token}/draft", handed_in(half)).status == 200
    assert server.ask("GET", f"/f/{token}").status == 200
    now = server.ask("GET", f"/f/{token}/now").data
    assert now["drafts"][0]["answers"] == {"name": "A\ufffdna", "story": "x\ufffd"}
    told = server.ask("PUT", f"/f/{token}/answers", handed_in(half))
    assert told.status == 422
    assert "half a character" in told.text


def test_a_link_is_looked_at_before_what_was_sent(at_home):
    server, token = at_home
    for method, part in (("DELETE", "draft"), ("PUT", "draft"), ("PUT", "answers")):
        assert server.ask(method, f"/f/{'N' * 43}/{part}", raw=b"{").status == 404, part
        assert server.ask(method, f"/f/{token}/{part}", raw=b"{").status == 400, part
    assert server.ask("PUT", f"/f/{token}/draft", handed_in({}, base=True)).status == 400
