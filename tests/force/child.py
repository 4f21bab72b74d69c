"""The process that is killed: carries out orders on an adapter and tells what it did, line by line.

    python -m tests.force.child ADAPTER.py          orders on standard input, one JSON object a line

On POSIX every order is carried out in a fork of its own (or in several: `writers`), so that a
thousand kills pay for the imports once: `PID <n>` comes first, `ENDED <exit code>` last. Elsewhere,
and if the order says `fresh`, one process carries out one order.

It tells `OPEN`, `ACK <key>` after each save that *returned*, `LOOK <JSON>` for each file that was
looked at, and `ERR <class>|<friendly>|<message>`.
"""

from __future__ import annotations

import ctypes
import json
import os
import runpy
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tests.force.payload import answers_of, is_whole

Adapter = dict[str, Any]
Order = dict[str, Any]

LONGEST_SECONDS = 900


def say(line: str) -> None:
    os.write(1, (line + "\n").encode("utf-8", "replace"))


def told(adapter: Adapter, error: BaseException) -> str:
    """Put an error in one line; friendly are those that the program words itself."""
    name = type(error).__name__
    friendly = "FRIENDLY" not in adapter or name in adapter["FRIENDLY"]
    return f"{name}|{int(friendly)}|{' '.join(str(error).split())[:300]}"


def save(adapter: Adapter, order: Order) -> None:
    handle = adapter["open"](order["path"])
    say("OPEN")
    for i in range(order["start"], order["start"] + order["count"]):
        key = f"{order.get('tag', 'k')}{i:07d}"
        adapter["save"](handle, key, answers_of(key))
        say(f"ACK {key}")
    time.sleep(order.get("stay_seconds", 0))


def open_only(adapter: Adapter, order: Order) -> None:
    adapter["open"](order["path"])
    say("OPEN")


def look(adapter: Adapter, order: Order) -> None:
    for path in order["paths"]:
        seen: dict[str, Any] = {"keys": [], "altered": [], "check": "ok", "error": ""}
        try:
            there = adapter["load"](path)
            seen["keys"] = sorted(there)
            seen["altered"] = sorted(k for k, answers in there.items() if not is_whole(k, answers))
            seen["check"] = adapter.get("check", lambda path: "ok")(path)
        except Exception as error:  # noqa: BLE001 - whatever an adapter raises is what is looked for
            seen["error"] = told(adapter, error)
        say("LOOK " + json.dumps(seen))


def newer(adapter: Adapter, order: Order) -> None:
    adapter.get("make_newer", _newer_sqlite)(order["path"])


def _newer_sqlite(path: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version={version + 1000}")


DEEDS: dict[str, Callable[[Adapter, Order], None]] = {
    "open": open_only,
    "save": save,
    "look": look,
    "newer": newer,
}


def hinder(order: Order) -> None:
    """Take from this process what the order says it shall do without, and time without end."""
    if hasattr(signal, "alarm"):
        signal.alarm(LONGEST_SECONDS)
    if "file_bytes" in order:
        import resource

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["file_bytes"], order["file_bytes"]))
    if order.get("powerless") and os.geteuid() == 0:  # rights to a file then count for root too
        libc = ctypes.CDLL(None, use_errno=True)
        header = (ctypes.c_uint32 * 2)(0x20080522, 0)
        if libc.capset(header, (ctypes.c_uint32 * 6)()):
            raise OSError(ctypes.get_errno(), "capset")
    if "kill_at" in order:  # powerlog.c counts and kills
        os.environ["POWERLOG_KILL_AT"] = str(order["kill_at"])


def carry_out(adapter: Adapter, order: Order) -> int:
    """Do what is ordered; return the exit code."""
    try:
        hinder(order)
        DEEDS[order["do"]](adapter, order)
    except Exception as error:  # noqa: BLE001 - the parent judges it
        say("ERR " + told(adapter, error))
        return 3
    return 0


def _forked(adapter: Adapter, order: Order, number: int) -> int:
    pid = os.fork()
    if pid == 0:
        if "writers" in order:
            order["tag"] = f"w{number}-"
        os._exit(carry_out(adapter, order))  # no clean-up: an adapter's buffers stay unwritten
    return pid


def main(path: str) -> None:
    sys.path.insert(0, str(Path(path).parent))
    adapter = runpy.run_path(path, run_name="adapter")
    if hasattr(os, "fork"):
        adapter.get("warm", lambda: None)()
    for line in sys.stdin:
        order = json.loads(line)
        if order.get("fresh") or not hasattr(os, "fork"):
            os._exit(carry_out(adapter, order))
        pids = [_forked(adapter, order, i) for i in range(order.get("writers", 1))]
        say(f"PID {pids[0]}")
        codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        say(f"ENDED {next((code for code in codes if code), 0)}")


if __name__ == "__main__":
    main(sys.argv[1])
