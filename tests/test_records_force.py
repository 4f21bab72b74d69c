"""No acknowledged save is lost: not to other writers, not to a kill at any moment."""

import os
import random
import runpy
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rmkit.records.store import ProgrammeFile

ADAPTER = Path(__file__).with_name("crash_adapter.py")


def saving(path, start, count, tag="k"):
    run = [sys.executable, str(ADAPTER), str(path), str(start), str(count), tag]
    return subprocess.Popen(run, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def acknowledged(output):
    whole = output[: output.rfind("\n") + 1]
    return [line[4:] for line in whole.splitlines() if line.startswith("ACK ")]


@pytest.mark.parametrize(
    ("writers", "saves"), [(8, 20), pytest.param(8, 200, marks=pytest.mark.proof)]
)
def test_eight_writers_lose_no_save(tmp_path, writers, saves):
    path = tmp_path / "shared.rmkit"
    running = [saving(path, 0, saves, f"w{i}-") for i in range(writers)]
    outputs = [process.communicate(timeout=600) for process in running]
    assert [errors for _, errors in outputs] == [""] * writers
    keys = [key for output, _ in outputs for key in acknowledged(output)]
    assert len(keys) == writers * saves
    with ProgrammeFile.open(path) as file:
        assert sorted(keys) == sorted(r.external_id for r in file.responses())
        assert file.check() == []
        assert len(file.history()) == 1 + 2 + writers * saves


def killed(path, start, wait):
    """Save until killed, `wait` seconds after the file was opened (or after the start)."""
    process = saving(path, start, 100_000)
    first = ""
    if wait >= 0:
        first = process.stdout.readline()
        time.sleep(wait)
    else:
        time.sleep(-wait)
    process.kill()
    rest, _ = process.communicate()
    return acknowledged(first + rest)


@pytest.mark.parametrize("kills", [6, pytest.param(150, marks=pytest.mark.proof)])
def test_killed_save_leaves_every_acknowledged_one(tmp_path, kills):
    path = tmp_path / "killed.rmkit"
    draw = random.Random(11)
    keys = []
    for kill in range(kills):
        during_start = kill % 4 == 3
        wait = -draw.uniform(0, 1.5) if during_start else draw.choice([0.002, 0.02, 0.1, 0.4])
        keys += killed(path, len(keys) + 10 * kill, wait)
        if kill % 10 == 9 or kill == kills - 1:
            with ProgrammeFile.open(path) as file:
                there = {r.external_id for r in file.responses()}
                assert set(keys) <= there
                assert file.check() == []
    assert keys


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
@pytest.mark.parametrize("mode", [("kill", "--n", "150"), ("faults",)])
def test_harness_finds_no_broken_promise(mode, tmp_path):
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
