"""Every reference entry is held by a test, on every number of it."""

from pathlib import Path

import pytest

from tests.outside import oracles

TESTS = Path(__file__).parent
KINDS = {"flower_gower", "ruspini_pam", "carcinoma_lca", "cheating_lca"}


def numbers(expected):
    if isinstance(expected, dict):
        return [n for value in expected.values() for n in numbers(value)]
    return (
        [n for value in expected for n in numbers(value)]
        if isinstance(expected, list)
        else [expected]
    )


@pytest.fixture(scope="module")
def texts():
    return "\n".join(p.read_text(encoding="utf-8") for p in TESTS.glob("test_outcomes_*.py"))


@pytest.mark.parametrize("name", sorted(oracles()))
def test_a_reference_entry_is_held(name, texts):
    if name not in KINDS:
        assert f'agrees("{name}"' in texts or f'"{name}"' in texts
        return
    held = (TESTS / "test_profiles_outside.py").read_text(encoding="utf-8")
    decimals = [n for n in numbers(oracles()[name]["expected"]) if n != int(n)]
    assert decimals
    assert [n for n in decimals if repr(n) not in held] == []
