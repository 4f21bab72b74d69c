"""The harness itself can fail: each broken program is caught, by the mode that should see it."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.force import __main__ as by_hand
from tests.force import faults
from tests.force.copying import copy_while_open
from tests.force.disk import Deed, Disk, Event
from tests.force.faults import Bench
from tests.force.kills import kill_loop
from tests.force.power import power_cuts
from tests.force.target import Target
from tests.force.writers import many_writers

BROKEN = Path(__file__).with_name("broken")
posix = pytest.mark.skipif(os.name == "nt", reason="this fault is tried on POSIX only")


@pytest.fixture
def broken():
    """Give the target of a broken program."""
    opened = []

    def target(name):
        opened.append(Target(BROKEN / f"{name}.py"))
        return opened[-1]

    yield target
    for one in opened:
        one.__exit__(None, None, None)


def test_a_save_acknowledged_from_a_buffer_is_caught_by_a_kill(broken, tmp_path):
    found = kill_loop(broken("buffered"), tmp_path, kills=6).problems
    assert any("acknowledged saves are lost" in problem for problem in found)


@pytest.mark.usefixtures("needs_power")
def test_a_missing_sync_is_caught_by_a_power_cut_and_by_no_kill(broken, tmp_path):
    target = broken("never_synced")
    (tmp_path / "kill").mkdir()
    (tmp_path / "power").mkdir()
    assert kill_loop(target, tmp_path / "kill", kills=6).problems == ()
    found = power_cuts(target, tmp_path / "power", cuts=12, saves=12).problems
    assert any("acknowledged saves are lost" in problem for problem in found)


@pytest.mark.usefixtures("needs_power")
def test_a_file_rewritten_in_place_is_caught_by_a_power_cut(broken, tmp_path):
    found = power_cuts(broken("in_place"), tmp_path, cuts=12, saves=12).problems
    assert any("does not open" in problem for problem in found)


@posix
def test_a_swallowed_full_disk_is_caught(broken, tmp_path):
    bench = Bench(broken("swallows_full_disk"), tmp_path)
    seen = faults.FAULTS["file too large"](bench)
    assert "no error in words of its own: none" in seen.broken
    assert any("acknowledged saves are lost" in problem for problem in seen.broken)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("text under our name", "a save was accepted"),
        ("emptied", "it was read"),
        ("page zeroed, 0", "acknowledged saves are lost"),
    ],
)
def test_a_damaged_file_that_is_opened_is_caught(broken, tmp_path, fault, problem):
    seen = faults.FAULTS[fault](Bench(broken("opens_damaged"), tmp_path))
    assert any(problem in told for told in seen.broken)


def test_writers_that_undo_each_other_are_caught(broken, tmp_path):
    found = many_writers(broken("last_writer_wins"), tmp_path, writers=8, saves=10).problems
    assert any("acknowledged saves are lost" in problem for problem in found)


def test_a_file_that_is_not_complete_by_itself_is_caught_by_a_copy(broken, tmp_path):
    found = copy_while_open(broken("write_ahead"), tmp_path, saves=10).problems
    assert "it is not" in " ".join(found) or "lost" in found[0] or "open" in found[0]
    assert found[-1].startswith("the idle file is not alone: programme.rmkit-")


def events(*deeds):
    return [Event(deed, inode, offset, data) for deed, inode, offset, data in deeds]


def left(log, *, forgiving, seed=1, keep=0.0):
    disk = Disk({}, forgiving=forgiving)
    for event in log:
        disk.follow(event)
    return disk.after_cut(random.Random(seed), keep)


def test_the_disk_keeps_what_was_synced_and_tears_what_was_not():
    log = events(
        (Deed.OPEN, 7, 0, b"a"),
        (Deed.WRITE, 7, 0, b"1" * 1024),
        (Deed.SYNC, 7, 0, b""),
        (Deed.WRITE, 7, 0, b"2" * 1024),
    )
    assert left(log, forgiving=True) == {"a": b"1" * 1024}
    torn = {left(log, forgiving=True, seed=seed, keep=0.5)["a"] for seed in range(30)}
    assert torn == {a * 512 + b * 512 for a in (b"1", b"2") for b in (b"1", b"2")}


def test_the_disk_keeps_a_name_once_its_folder_was_synced():
    made = events((Deed.OPEN, 7, 0, b"a"), (Deed.WRITE, 7, 0, b"x"), (Deed.SYNC, 7, 0, b""))
    moved = events((Deed.RENAME, 0, 0, b"a\0b"))
    synced = events((Deed.OPEN_FOLDER, 2, 0, b"."), (Deed.SYNC_FOLDER, 2, 0, b""))
    assert {tuple(left(made, forgiving=False, seed=s)) for s in range(9)} == {(), ("a",)}
    assert {tuple(left(made, forgiving=True, seed=s)) for s in range(9)} == {("a",)}
    half = made + synced + moved
    assert {tuple(left(half, forgiving=False, seed=s)) for s in range(9)} == {("a",), ("b",)}
    assert left(half + synced, forgiving=False) == {"b": b"x"}


def test_the_disk_keeps_a_file_only_in_a_folder_that_it_keeps():
    made = events((Deed.MAKE_FOLDER, 0, 0, b"in"), (Deed.OPEN, 7, 0, b"in/a"))
    inner = events((Deed.OPEN_FOLDER, 3, 0, b"in"), (Deed.SYNC_FOLDER, 3, 0, b""))
    outer = events((Deed.OPEN_FOLDER, 2, 0, b"."), (Deed.SYNC_FOLDER, 2, 0, b""))
    assert {tuple(left(made + inner, forgiving=False, seed=s)) for s in range(9)} == {(), ("in/a",)}
    assert left(made + inner + outer, forgiving=False) == {"in/a": b""}


def test_the_harness_by_hand_ends_with_1_where_a_promise_is_broken(capsys):
    assert by_hand.main(["kill", str(BROKEN / "buffered.py"), "--n", "3"]) == 1
    assert "kill buffered: 3 kills" in capsys.readouterr().out
    assert by_hand.main(["copy", str(BROKEN / "last_writer_wins.py"), "--n", "3"]) == 0


def test_a_program_that_cannot_be_imported_is_told(tmp_path):
    adapter = tmp_path / "nothing.py"
    adapter.write_text("import sys\nsys.exit(1)\n", encoding="utf-8")
    with Target(adapter) as target, pytest.raises(RuntimeError, match=r"nothing\.py cannot be"):
        target.save(tmp_path / "x", 0, 1)
