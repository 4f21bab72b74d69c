"""A programme with a confirmed pair, in a folder that holds all that it writes."""

import tempfile

import pytest
from sqlalchemy import Engine, event

from rmkit.instruments import load
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.programme.sealing import SealingStep
from rmkit.records.model import Pair, Person
from tests.sealing.rig import CHEAP


@pytest.fixture
def handed_over():
    """Collect all that is handed to SQLite, journal and temporary files included."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        seen.append(repr((statement, parameters)))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def everything_below(tmp_path, monkeypatch):
    """Let caches, settings and temporary files lie where the tests look through them."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "TMPDIR"))


@pytest.fixture
def programme(tmp_path):
    made = Programme.create(tmp_path / "harbour.rmkit", name="Harbour", organisation="Port")
    with made.file.change(actor="me", action="Matched.", now=now()) as change:
        change.save_people([Person("7", "Ann Lee", "ann@example.org"), Person("8", "Bo Day")])
        change.save_people([Person("9", "Cy Fox")])
        change.save_matching(
            settings={}, data_digest="d", result={}, total=80, gap=0.0,
            pairs=[Pair("7", "8", 80.0), Pair("9", None)],
        )  # fmt: skip
        change.confirm_pairs(["1-0001"], opened=[])
    with made:
        yield made


@pytest.fixture
def sealed(programme):
    return SealingStep(programme, strength=CHEAP)


@pytest.fixture
def goals():
    return load("goal_setting")
