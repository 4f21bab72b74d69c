"""Many people at once lose nothing, and the page's process knows no programme."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from rmkit.exchange.inbox import Inbox
from tests.page_samples import check_in, inbox_with
from tests.page_server import handed_in, serving

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
