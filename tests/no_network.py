"""Everything that rmkit does, played where no other machine can be reached: `no_network.py FOLDER`.

With `all` behind it, every view and every notebook is played too, not the demo alone.

Sockets to anywhere but this machine raise, and so does every look-up of a name; what was tried
is kept, because a caught exception would hide it. At the end one line tells what was tried.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
LOCAL = {"127.0.0.1", "::1", "localhost", "0.0.0.0"}
TRIED: list[str] = []


def refuse(what: str) -> NoReturn:
    TRIED.append(what)
    message = f"no network here: {what}"
    raise OSError(message)


def guarded(name: str, place: Callable[..., object]) -> Callable[..., object]:
    """Let a function of `socket.socket` through to this machine alone."""

    def call(self: socket.socket, address: object, *more: object) -> object:
        host = address[0] if isinstance(address, tuple) else None
        if self.family != getattr(socket, "AF_UNIX", None) and host not in LOCAL:
            refuse(f"{name} {address}")
        return place(self, address, *more)

    return call


def shut() -> None:
    """Close every way out that Python has."""
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, guarded(name, getattr(socket.socket, name)))
    send_to = socket.socket.sendto
    socket.socket.sendto = lambda self, data, *where: (  # type: ignore[method-assign]
        send_to(self, data, *where) if where[-1][0] in LOCAL else refuse(f"sendto {where[-1]}")
    )
    look_up = socket.getaddrinfo

    def getaddrinfo(host: object, *more: object, **named: object) -> object:
        return look_up(host, *more, **named) if host in LOCAL else refuse(f"look up {host}")

    socket.getaddrinfo = getaddrinfo  # type: ignore[assignment]
    for name in ("gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
        setattr(socket, name, lambda host, name=name: refuse(f"{name} {host}"))
    popen = subprocess.Popen.__init__

    def start(self: object, command: object, *more: object, **named: object) -> None:
        if not (isinstance(command, list) and command[0] == "fc-list"):  # which fonts are there
            TRIED.append(f"started {command}")
        popen(self, command, *more, **named)  # type: ignore[arg-type, call-overload]

    subprocess.Popen.__init__ = start  # type: ignore[method-assign]


def demo(folder: Path) -> None:
    """Play the whole main job: imports, kinds, pairs, letters, pages."""
    from rmkit.cli.app import app

    app(["demo", "--sample", "six_pairs", "--to", str(folder / "demo")], standalone_mode=False)


def views(folder: Path) -> None:
    """Make every view of the hostile programme."""
    from tests.hostile import make_hostile
    from tests.views import VIEWS

    (folder / "own").mkdir()
    programme = make_hostile(folder / "own")
    for number, make in enumerate(dict.fromkeys(VIEWS.values())):
        place = folder / str(number)
        place.mkdir()
        for _ in make(programme, place):
            pass
    programme.close()


def notebooks(folder: Path) -> None:
    """Run the code of every notebook in this process, where a kernel would do the same."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    from rmkit.programme.play import play as play_sample
    from rmkit.programme.play import sample_recipe

    play_sample(sample_recipe("six_pairs"), folder / "six.rmkit").close()
    os.environ["RMKIT_PROGRAMME"] = str(folder / "six.rmkit")
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        os.chdir(folder)
        shell = InteractiveShell()
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code":
                result = shell.run_cell(cell.source, store_history=False, silent=True)
                result.raise_error()


if __name__ == "__main__":
    shut()
    target = Path(sys.argv[1])
    os.chdir(target)
    demo(target)
    if "all" in sys.argv[2:]:
        views(target)
        notebooks(target)
    print("TRIED", TRIED)
