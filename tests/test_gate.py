"""The gate itself, with small programs in place of its tools."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest


@pytest.fixture
def gate(monkeypatch):
    path = Path(__file__).parent / "gate.py"
    spec = spec_from_file_location("gate_under_test", path)
    loaded = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, loaded)
    spec.loader.exec_module(loaded)
    said = {"format": "pass", "lint": "pass", "types": "pass", "layers": "pass"}
    tests = "import sys; print(sys.argv[1:]); print('5 passed, 1 skipped in 0.01s')"
    loaded.STAGES = {stage: ["-c", code] for stage, code in {**said, "tests": tests}.items()}
    return loaded


def test_the_last_line_is_what_pytest_counted(gate, capfd):
    assert gate.main(["test", "-k", "a or b", "tests/x.py"]) == 0
    lines = capfd.readouterr().out.splitlines()
    (given,) = [line for line in lines if line.startswith("['-n'")]
    assert given.endswith("'--dist', 'loadfile', '-k', 'a or b', 'tests/x.py']")
    assert lines[-2:] == ["All passed.", "5 passed, 0 failed, 1 skipped"]


def test_every_stage_runs_and_has_its_minutes_even_if_the_first_fails(gate, capfd):
    gate.STAGES["format"] = ["-c", "raise SystemExit(3)"]
    assert gate.main(["test"]) == 1
    told = capfd.readouterr().out
    assert "format   FAILED" in told
    assert [stage for stage in gate.STAGES if f"\n{stage:<8} " in told] == list(gate.STAGES)
    assert "Failed: format.\n5 passed, 0 failed" in told


def test_a_failing_test_closes_the_gate(gate, capfd):
    closing = "print('1 failed, 5 passed, 2 errors in 61.20s (0:01:01)'); raise SystemExit(1)"
    gate.STAGES["tests"] = ["-c", closing]
    assert gate.main(["test"]) == 1
    assert capfd.readouterr().out.endswith("Failed: tests.\n5 passed, 3 failed\n")


def test_a_run_of_no_test_is_not_taken_for_a_pass(gate, capfd):
    gate.STAGES["tests"] = ["-c", "print('no tests ran in 0.01s'); raise SystemExit(5)"]
    assert gate.main(["test", "-k", "nothing"]) == 1
    assert capfd.readouterr().out.endswith("pytest ended before it could count the tests.\n")


def test_proof_runs_the_long_tests_alone(gate, capfd):
    assert gate.main(["proof", "-x"]) == 0
    told = capfd.readouterr().out
    assert "['-m', 'proof', '-x']" in told
    assert "types" not in told


def test_colours_do_not_hide_the_counts(gate):
    coloured = "\x1b[32m\x1b[1m12 passed\x1b[0m, \x1b[33m3 warnings\x1b[0m\x1b[32m in 1.50s\x1b[0m"
    assert gate.counts_of(coloured) == "12 passed, 0 failed"
    assert gate.counts_of("==== 3 xfailed, 1 passed in 0.1s ====") == "1 passed, 0 failed"
