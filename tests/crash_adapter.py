"""The programme file as a target for a crash and fault harness, and for the tests' killed saves.

The harness runs it by path (`python crash.py kill tests/crash_adapter.py`) and calls `open`,
`save`, `load` and `check`; `save` returns only when the record is durable. As a script it saves
and prints `ACK <key>` after each save: python tests/crash_adapter.py FILE START COUNT [TAG]
"""

import sys
import tempfile
from datetime import UTC, datetime

from rmkit.errors import FileRefused
from rmkit.instruments.model import Instrument
from rmkit.records.model import Person, Response
from rmkit.records.store import ProgrammeFile

FRIENDLY = ("FileRefused", "NotSaved", "NotAllowed")
NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def _instrument():
    def item(name, kind):
        return {"id": name, "kind": kind, "text": name, "privacy": "none"}

    items = [item(f"q{i}", "number") for i in range(30)]
    items += [item("text", "long_text"), item("sum", "text")]
    section = {"id": "all", "title": "All", "items": items}
    return Instrument.model_validate(
        {
            "id": "crash",
            "version": 1,
            "title": "Crash",
            "purpose": "Try the file",
            "source": "made for tests",
            "sections": [section],
        }
    )


def open(path):
    """Open the file, or make it where there is none, with one person and one instrument."""
    try:
        file = ProgrammeFile.create(path, name="Crash", organisation="Test", now=NOW)
    except FileRefused:  # there is one already
        file = ProgrammeFile.open(path)
    with file.change(actor="test", action="Made ready.", now=NOW) as change:
        change.save_instrument(_instrument())
        change.save_person(Person("p1", name="Person One"))
    return file


def save(file, key, payload):
    with file.change(actor="test", action="Saved one response.", now=NOW) as change:
        change.save_response(Response("p1", "crash", 1, payload, external_id=key))


def load(path):
    with ProgrammeFile.open(path) as file:
        return {r.external_id: dict(r.answers) for r in file.responses("crash")}


def check(path):
    with ProgrammeFile.open(path) as file:
        return "; ".join(file.check()) or "ok"


def warm():
    """Save and load once in a folder that goes away, so that no fork has to prepare statements."""
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/warm.rmkit"
        file = open(path)
        save(file, "k", {"q1": 1})
        file.close()
        assert load(path)
        assert check(path) == "ok"


def _main(path, start, count, tag="k"):
    file = open(path)
    print("OPEN", flush=True)
    for i in range(int(start), int(start) + int(count)):
        key = f"{tag}{i:06d}"
        save(file, key, {"q1": i, "text": key * 50})
        print(f"ACK {key}", flush=True)


if __name__ == "__main__":
    _main(*sys.argv[1:])
