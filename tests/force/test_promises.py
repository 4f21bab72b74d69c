"""Nothing lost: the programme file under kills, power cuts, faults and eight writers.

Short here; with `proof` as long as the figures in the README say.
"""

from __future__ import annotations

import shutil

import pytest

from tests.force import faults
from tests.force.copying import copy_while_open
from tests.force.damages import BEYOND_USE, PERHAPS_HARMLESS
from tests.force.disk import Deed, read_log
from tests.force.kills import kill_loop
from tests.force.power import Logged, logger, power_cuts
from tests.force.target import problems
from tests.force.writers import many_writers


@pytest.mark.claim("kill")
@pytest.mark.parametrize("kills", [12, pytest.param(150, marks=pytest.mark.proof)])
def test_a_kill_at_any_moment_loses_no_acknowledged_save(programme_file, tmp_path, unbroken, kills):
    unbroken(kill_loop(programme_file, tmp_path, kills=kills))


@pytest.mark.claim("kill")
@pytest.mark.usefixtures("needs_power")
@pytest.mark.parametrize("step", [4, pytest.param(1, marks=pytest.mark.proof)])
def test_a_save_killed_after_each_single_write_leaves_all_before_it(programme_file, tmp_path, step):
    base, path = tmp_path / "base", tmp_path / "base" / "programme.rmkit"
    base.mkdir()
    acknowledged = programme_file.save(path, 0, 3).acknowledged
    states, promised = [], []
    with Logged(programme_file.adapter, logger(tmp_path), base, tmp_path / "log") as logged:
        code = -9
        while code == -9:
            deed = 1 + step * len(states)
            ended = logged.save(path, 10 * deed, 1, kill_at=deed)
            code, acknowledged = ended.code, acknowledged + ended.acknowledged
            states.append(shutil.copytree(base, tmp_path / f"after{deed}") / path.name)
            promised.append(acknowledged)
    assert code == 0
    assert deed > 10, "a save makes no fewer writes and syncs: were they seen?"
    seen = programme_file.look(*states)
    assert [problems(one, keys) for one, keys in zip(seen, promised, strict=True)] == [
        [] for _ in states
    ]
    deeds = {event.deed for event in read_log(tmp_path / "log")}
    assert {Deed.WRITE, Deed.SYNC, Deed.UNLINK, Deed.SYNC_FOLDER} <= deeds


@pytest.mark.claim("power-cut")
@pytest.mark.usefixtures("needs_power")
@pytest.mark.parametrize(
    ("cuts", "saves"), [(12, 12), pytest.param(60, 60, marks=pytest.mark.proof)]
)
def test_a_power_cut_loses_no_acknowledged_save(programme_file, tmp_path, unbroken, cuts, saves):
    unbroken(power_cuts(programme_file, tmp_path, cuts=cuts, saves=saves))


def tried(bench, fault):
    if reason := faults.missing(fault, bench.folder):
        pytest.skip(reason)
    seen = faults.FAULTS[fault](bench)
    assert seen.broken == [], seen.told
    return seen


@pytest.mark.claim("disk-full")
@pytest.mark.parametrize("fault", ["disk full", "file too large"])
def test_a_full_disk_is_told_and_loses_nothing(bench, fault):
    tried(bench, fault)


@pytest.mark.claim("refuse-damaged")
@pytest.mark.parametrize("fault", ["newer", *BEYOND_USE, *PERHAPS_HARMLESS])
def test_a_damaged_file_is_refused_unchanged_or_read_right(bench, fault):
    tried(bench, fault)


@pytest.mark.parametrize("fault", [*faults.POSIX, "two writers", "missing folder"])
def test_what_the_system_refuses_is_told_and_loses_nothing(bench, fault):
    if fault != "file too large":
        tried(bench, fault)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(1, 6))
def test_no_fault_breaks_a_promise_whatever_is_damaged(programme_file, tmp_path, unbroken, seed):
    unbroken(faults.all_faults(programme_file, tmp_path, seed=seed))


@pytest.mark.claim("eight-writers")
@pytest.mark.parametrize(
    ("saves", "fresh"),
    [
        (5, False),
        pytest.param(40, True, marks=pytest.mark.proof),
        pytest.param(200, True, marks=pytest.mark.proof),
    ],
)
def test_eight_writers_lose_no_save(programme_file, tmp_path, unbroken, saves, fresh):
    unbroken(many_writers(programme_file, tmp_path, writers=8, saves=saves, fresh=fresh))


@pytest.mark.claim("copy-complete")
def test_a_copy_of_the_open_and_idle_file_is_complete(programme_file, tmp_path, unbroken):
    unbroken(copy_while_open(programme_file, tmp_path, saves=10))
