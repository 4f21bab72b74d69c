"""Matching without a table of all pairs: as good as with one, proven, stoppable, repeatable."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.errors import NotReady, Stopped
from rmkit.matching import assign, large
from rmkit.matching.comparing import Codes, Listed
from rmkit.matching.large import LargeTask, solve_large
from rmkit.matching.large.fixed import HALF, SHIFT, UNKNOWN, factors
from tests.large_tasks import best, small_task, table, worth

pytest.importorskip("numba")
pytest.importorskip("ortools")

sizes = st.integers(0, 30)
seeds = st.integers(0, 10_000)


def codes_task(ours, theirs, **facts) -> LargeTask:
    """A pair scores 1,000 where both have the same code, 0 where not."""
    codes = Codes(np.array(ours, dtype=np.int32), np.array(theirs, dtype=np.int32))
    facts.setdefault("capacity", np.ones(len(ours), dtype=np.int64))
    return LargeTask(n_mentees=len(theirs), criteria=((1, codes),), **facts)


def test_multiplying_and_shifting_rounds_as_dividing_does_for_every_amount_up_to_500():
    of = np.arange(1, 501)[:, None]
    amount = np.minimum(np.arange(501)[None, :], of)
    scaled = amount * factors(of).astype(np.int64) + HALF
    assert scaled.max() < 2**32
    assert (scaled >> SHIFT == (2_000 * amount + of) // (2 * of)).all()
    assert (factors(np.zeros(1, dtype=int))[0], UNKNOWN >> SHIFT) == (0, 500)


@settings(max_examples=20, deadline=None)
@given(seed=seeds, n=st.integers(1, 60), m=st.integers(1, 60))
def test_the_loop_gives_every_pair_exactly_the_points_of_the_table(seed, n, m):
    from rmkit.matching.large.lowering import lowered
    from rmkit.matching.large.pricing import Scanner

    task = small_task(seed, n, m)
    points, allowed = table(task)
    scanner = Scanner(lowered(task))
    found = scanner.better(np.zeros(n, dtype=int), np.full(m, -1), most=n)
    seen = np.full((n, m), -1)
    seen[found.mentors, found.mentees] = found.points
    assert (seen == np.where(allowed, points, -1)).all()


@settings(max_examples=120, deadline=None)
@given(seed=seeds, n=sizes, m=sizes)
def test_it_makes_as_many_pairs_with_the_same_total_as_a_table_of_all_pairs(seed, n, m):
    task = small_task(seed, n, m)
    found = solve_large(task)
    values = worth(task)
    mentors = [mentor for mentor, _ in found.pairs]
    total = sum(values[pair] for pair in found.pairs)  # NaN if one of them is impossible
    assert (len(found.pairs), total) == best(task)
    assert len({mentee for _, mentee in found.pairs}) == len(found.pairs)
    assert (np.bincount(mentors, minlength=n) <= task.capacity).all()
    assert (found.points, found.gap_points, found.stopped) == (total, 0, False)
    if task.aim == "participation":
        assert found.most_pairs == len(found.pairs)


@settings(max_examples=40, deadline=None)
@given(seed=seeds, n=st.integers(1, 50), m=st.integers(1, 50), shift=st.integers(-300, 300))
def test_looking_again_at_some_pairs_misses_none_that_a_look_at_all_would_find(seed, n, m, shift):
    from rmkit.matching.large.changes import Watch
    from rmkit.matching.large.lowering import lowered
    from rmkit.matching.large.pricing import Scanner

    rng = np.random.default_rng(seed)
    scanner = Scanner(lowered(small_task(seed, n, m)))
    prices, least = rng.integers(0, 100_000, n), rng.integers(0, 100_000, m)
    watch = Watch(scanner)
    told = watch.better(prices, least, most=3, tell=None)
    known = {*zip(told.mentors.tolist(), told.mentees.tolist(), strict=True)}
    for _ in range(3):
        prices = prices + shift + rng.integers(-9_000, 9_000, n) * (rng.random(n) < 0.1)
        least = least - shift + rng.integers(-9_000, 9_000, m) * (rng.random(m) < 0.1)
        every = scanner.better(prices, least, most=n, tell=None)
        wanted = {*zip(every.mentors.tolist(), every.mentees.tolist(), strict=True)}
        found = watch.better(prices, least, most=n, tell=None)
        known |= {*zip(found.mentors.tolist(), found.mentees.tolist(), strict=True)}
        assert wanted <= known
        assert (every.top[found.mentees] >= found.gains).all()


@settings(max_examples=30, deadline=None)
@given(seed=seeds, n=st.integers(1, 12), m=st.integers(1, 12))
def test_locked_pairs_are_made_and_the_rest_is_the_best_around_them(seed, n, m):
    task = small_task(seed, n, m)
    rng = np.random.default_rng(seed)
    mentor, mentee = int(rng.integers(n)), int(rng.integers(m))
    capacity = task.capacity.copy()
    capacity[mentor] += 1
    found = solve_large(replace(task, capacity=capacity, locked=((mentor, mentee),)))
    points, _ = table(task)
    fixed = points[mentor, mentee] + task.mentor_points[mentor] + task.mentee_points[mentee]
    kept = (task.keep_pairs == (mentor, mentee)).all(axis=1)
    fixed += task.keep_points[kept].sum()
    rest = worth(task)
    rest[:, mentee] = np.nan
    around = assign(rest, task.capacity, aim=task.aim)
    assert (mentor, mentee) in found.pairs
    assert (len(found.pairs), found.points) == (len(around.pairs) + 1, around.total + fixed)
    assert found.gap_points == 0


def test_most_pairs_come_before_any_total_where_that_is_the_aim():
    # Mentor 1 fits mentee 0, but mentee 1 can have mentor 1 alone.
    task = codes_task([0, 1], [1, 0])
    listed = Listed(np.array([0, 0, 1]), np.array([0], dtype=np.int32))
    many = solve_large(replace(task, listed=(listed,)))
    assert (many.pairs, many.points) == (((0, 0), (1, 1)), 0)
    few = solve_large(replace(task, listed=(listed,), aim="score"))
    assert (few.pairs, few.points) == (((1, 0),), 1_000)


def test_nobody_on_one_side_or_nobody_allowed_is_no_error():
    assert solve_large(codes_task([], [0, 1])).pairs == ()
    assert solve_large(codes_task([0, 1], [])).pairs == ()
    assert solve_large(codes_task([0], [0], capacity=np.array([0]))).pairs == ()
    nobody = solve_large(codes_task([0, 1], [0, 1], floor_points=1_001))
    assert (nobody.pairs, nobody.points, nobody.most_pairs, nobody.gap) == ((), 0, 0, 0.0)


def test_two_groups_that_cannot_mix_are_filled_as_far_as_each_goes():
    ours, theirs = [0] * 20 + [1] * 40, [0] * 40 + [1] * 20
    task = codes_task(ours, theirs, floor_points=1)
    found = solve_large(task)
    assert (len(found.pairs), found.most_pairs, found.gap_points) == (40, 40, 0)


def test_worths_that_are_too_large_to_add_up_are_refused_in_a_sentence():
    task = codes_task([0, 1], [0, 1], mentor_points=np.array([1 << 60, 0]))
    with pytest.raises(NotReady, match="no room to tell apart"):
        solve_large(task)


def test_threads_change_nothing(monkeypatch):
    from rmkit.matching.large import pricing

    monkeypatch.setattr(pricing, "_PAIRS_A_CHUNK", 2_000)
    task = small_task(5, 150, 170)
    one, four = (solve_large(task, threads=threads) for threads in (1, 4))
    assert one == four
    assert len(one.pairs) > 20


class TestStopping:
    def stopped_after(self, calls: int, task: LargeTask):
        told = []

        def tell(share: float, message: str) -> None:
            told.append((share, message))
            if len(told) > calls:
                raise Stopped("Enough.")

        return solve_large(task, tell), told

    def test_it_gives_the_best_pairs_so_far_with_a_gap_that_holds(self):
        task = replace(small_task(8, 200, 200), aim="participation", floor_points=0)
        whole = solve_large(task)
        found, _ = self.stopped_after(12, task)
        assert found.stopped
        assert found.pairs
        assert found.most_pairs >= len(whole.pairs)
        values = worth(task)
        assert found.points == sum(values[pair] for pair in found.pairs)
        if len(found.pairs) == len(whole.pairs):
            assert found.points + found.gap_points >= whole.points

    def test_before_there_are_pairs_it_is_stopped(self):
        with pytest.raises(Stopped):
            self.stopped_after(0, small_task(8, 50, 50))

    def test_the_share_rises_and_the_gap_is_told(self):
        task = small_task(8, 200, 200)
        _, told = self.stopped_after(10_000, task)
        shares = [share for share, _ in told]
        assert shares == sorted(shares)
        assert "the first time" in told[0][1]
        assert any("gap" in message and "pairs" in message for _, message in told)


def test_what_is_missing_is_named_with_how_to_install_it(monkeypatch):
    monkeypatch.setattr(large, "_has", lambda module: module != "numba")
    with pytest.raises(NotReady, match=r'need numba, .* pip install "rmkit\[large\]"'):
        solve_large(codes_task([0], [0]))


def test_importing_rmkit_loads_neither_the_large_solver_nor_what_it_needs():
    code = (
        "import sys, rmkit, rmkit.matching; rmkit.match; rmkit.matching.assign;"
        "print([m for m in ('numba', 'ortools', 'rmkit.matching.large') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
