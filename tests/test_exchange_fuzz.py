"""The readers hold against changed files of every kind: a sentence of ours, or nothing wrong."""

import importlib.util
import os
import time
from pathlib import Path

import pytest

SPEC = importlib.util.spec_from_file_location("fuzz_door", Path(__file__).with_name("fuzz_door.py"))
door = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(door)


@pytest.mark.proof
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", door.KINDS)
def test_changed_files_are_read_or_refused_in_a_sentence(kind, tmp_path):
    seed = int(os.environ.get("RMKIT_FUZZ_SEED", time.time_ns() % 1_000_000))
    seconds = float(os.environ.get("RMKIT_FUZZ_SECONDS", "40"))
    outcomes = door.fuzz(kind, seconds, seed, keep=tmp_path)
    print(f"{kind}: seed {seed}, {dict(outcomes)}")
    assert set(outcomes) <= {"read", "refused"}, f"{kind}, seed {seed}: {dict(outcomes)}"


@pytest.mark.claim("bad-files")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("kind", ["csv", "json", "ics", "zip"])
def test_a_few_changed_files_are_read_or_refused_in_a_sentence(kind, tmp_path):
    assert set(door.fuzz(kind, 1, 7, keep=tmp_path)) <= {"read", "refused"}
