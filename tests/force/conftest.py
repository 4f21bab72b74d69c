"""The target and the folders that the tests of force share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.force import power
from tests.force.faults import Bench
from tests.force.outcome import FIGURES, Outcome
from tests.force.target import Target

ADAPTER = Path(__file__).resolve().parents[1] / "crash_adapter.py"

Unbroken = Callable[[Outcome], None]


@pytest.fixture(scope="session")
def programme_file() -> Iterator[Target]:
    """Give rmkit's programme file as a target; what was imported once is forked."""
    with Target(ADAPTER) as target:
        yield target


@pytest.fixture(scope="session")
def bench(programme_file: Target, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """Give the place where faults are tried one after the other."""
    return Bench(programme_file, tmp_path_factory.mktemp("faults"))


@pytest.fixture
def needs_power() -> None:
    """Skip where power cuts cannot be simulated."""
    if reason := power.missing():
        pytest.skip(reason)


@pytest.fixture
def unbroken(record_property: Callable[[str, object], None]) -> Unbroken:
    """Give what notes an outcome's figures and fails with its broken promises."""

    def judge(outcome: Outcome) -> None:
        record_property(FIGURES, str(outcome))
        assert outcome.problems == ()

    return judge
