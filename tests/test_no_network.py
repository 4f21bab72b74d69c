"""rmkit asks nothing of any other machine: tried with every way out shut, and read in its code."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.page_samples import check_in, inbox_with
from tests.page_server import PageServer, handed_in

ROOT = Path(__file__).resolve().parents[1]
PLAYED = [sys.executable, str(ROOT / "tests" / "no_network.py")]
# Modules that reach other machines; the two that read mails' addresses and headers do not.
REACHING = {
    "aiohttp", "ftplib", "http", "httpx", "imaplib", "nntplib", "poplib", "requests", "smtplib",
    "socket", "socketserver", "ssl", "telnetlib", "tornado", "urllib", "urllib3", "webbrowser",
    "websocket", "xmlrpc",
}  # fmt: skip
HARMLESS = {"urllib.parse", "tornado.web"}
# The participants' page listens, once somebody starts it; it asks no other machine.
# Letters are sent by a mail server when a person asks for it; until then this is not even loaded.
ON_REQUEST = {"exchange/smtp.py": {"smtplib", "ssl"}}
LISTENING = {"tornado.httpserver", "tornado.iostream", "tornado.netutil"}


def settings(folder: Path) -> dict[str, str]:
    names = ("XDG_CONFIG_HOME", "IPYTHONDIR", "MPLCONFIGDIR", "TMPDIR")
    for name in names:
        (folder / name).mkdir()
    return {**os.environ, **{name: str(folder / name) for name in names}, "MPLBACKEND": "Agg"}


def played(folder: Path, *parts: str, alone: tuple[str, ...] = ()) -> str:
    variables = settings(folder)
    (folder / "work").mkdir()
    done = subprocess.run(
        [*alone, *PLAYED, str(folder / "work"), *parts],
        env=variables, capture_output=True, text=True, encoding="utf-8", errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout.splitlines()[-1]


@pytest.mark.claim("no-network")
def test_the_whole_main_job_asks_no_other_machine(tmp_path):
    assert played(tmp_path) == "TRIED []"


@pytest.mark.proof
@pytest.mark.claim("no-network")
def test_no_view_and_no_notebook_asks_another_machine(tmp_path):
    assert played(tmp_path, "all") == "TRIED []"


@pytest.mark.proof
@pytest.mark.claim("no-network")
def test_all_of_it_works_in_a_machine_that_has_no_network_at_all(tmp_path):
    alone = ("unshare", "--net", "--map-root-user")
    tool = shutil.which("unshare")
    if not tool or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("this machine lets nobody take the network away")
    assert played(tmp_path, "all", alone=alone) == "TRIED []"


@pytest.mark.claim("no-network")
def test_the_page_answers_those_who_come_and_asks_nobody(tmp_path):
    code = "import sys, tests.no_network as n; n.shut(); from rmkit.page.__main__ import main\n"
    code += "main(sys.argv[1:]); print('TRIED', n.TRIED)"
    path, (token,) = inbox_with(tmp_path, check_in())
    server = PageServer(path, command=[sys.executable, "-c", code])
    try:
        assert server.ask("GET", f"/f/{token}").status == 200
        assert server.ask("PUT", f"/f/{token}/answers", handed_in({"name": "Ana"})).status == 200
    finally:
        said, _ = server.stop()
    assert said.splitlines()[-1] == "TRIED []"


@pytest.mark.claim("no-network")
@pytest.mark.parametrize(
    "act",
    ["import socket; socket.create_connection(('192.0.2.1', 9))",
     "import urllib.request as u; u.urlopen('http://evil.example/')",
     "import socket as s; s.socket(s.AF_INET, s.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 9))"],
)  # fmt: skip
def test_a_look_at_another_machine_would_be_seen(act):
    code = f"import tests.no_network as n; n.shut()\ntry:\n    {act}\nexcept OSError: pass\n"
    done = subprocess.run(
        [sys.executable, "-c", code + "print(n.TRIED)"], cwd=ROOT, capture_output=True, text=True
    )
    assert re.search(r"192\.0\.2\.1|evil\.example", done.stdout), done.stderr


@pytest.mark.claim("no-network")
def test_no_module_loads_what_reaches_another_machine():
    found = []
    for path in sorted((ROOT / "rmkit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found += [
                f"{path.relative_to(ROOT)}: {name}"
                for name in names
                if name.split(".")[0] in REACHING
                and name not in HARMLESS
                and not (path.parent.name == "page" and name in LISTENING)
                and name not in ON_REQUEST.get(path.relative_to(ROOT / "rmkit").as_posix(), ())
            ]
    assert sorted(found) == []
