"""What `tests/force` cannot see from outside, and the adapter by which it, and others, look."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

from rmkit.records.store import ProgrammeFile

ADAPTER = Path(__file__).with_name("crash_adapter.py")


@pytest.mark.claim("kill")
def test_save_that_died_half_way_is_taken_back_when_the_file_is_opened(tmp_path):
    path = tmp_path / "half.rmkit"
    dying = """
import os, sys
from datetime import UTC, datetime
from rmkit.records.model import Person
from rmkit.records.store import ProgrammeFile
file = ProgrammeFile.create(sys.argv[1], name="Half", organisation="", now=datetime.now(UTC))
with file.change(actor="c", action="Tried.", now=datetime.now(UTC)) as change:
    change.connection.exec_driver_sql("PRAGMA cache_size = 1")
    change.connection.exec_driver_sql("PRAGMA cache_spill = 1")
    change.save_people([Person(f"p{i}", "x" * 500) for i in range(500)])
    os._exit(9)
"""
    run = subprocess.run([sys.executable, "-c", dying, str(path)], check=False)
    assert run.returncode == 9
    assert (tmp_path / "half.rmkit-journal").stat().st_size > 0
    with ProgrammeFile.open(path) as file:
        assert file.people() == []
        assert file.check() == []
    assert [p.name for p in tmp_path.iterdir()] == ["half.rmkit"]


def harness():
    for above in Path(__file__).resolve().parents:
        if (above / "shared" / "harness" / "crash.py").exists():
            return above / "shared" / "harness" / "crash.py"
    return None


@pytest.mark.proof
@pytest.mark.skipif(harness() is None, reason="the crash harness is not beside the repository")
@pytest.mark.skipif(os.name == "nt", reason="the crash harness needs POSIX")
@pytest.mark.parametrize("mode", [("kill", "--n", "20"), ("faults",)])
def test_an_outside_harness_of_the_same_contract_finds_no_broken_promise(mode, tmp_path):
    run = [sys.executable, str(harness()), mode[0], str(ADAPTER), *mode[1:], "--dir", str(tmp_path)]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_adapter_offers_what_the_harness_calls(tmp_path):
    adapter = runpy.run_path(str(ADAPTER))
    path = str(tmp_path / "adapter.rmkit")
    file = adapter["open"](path)
    payload = {"q0": None, "q1": 5, "text": "é🙂 \n\"'", "sum": "x"}
    adapter["save"](file, "k1", payload)
    assert adapter["load"](path) == {"k1": payload}
    assert adapter["check"](path) == "ok"
