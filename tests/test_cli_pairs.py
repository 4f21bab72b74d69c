"""The commands for pairs in mid-programme, as a coordinator types them."""

import pytest
from typer.testing import CliRunner

from rmkit.cli.app import app
from rmkit.programme.programme import Programme


@pytest.fixture
def path():
    with Programme.sample("six_pairs", until="profiles") as programme:
        return programme.file.path


def run(*words, code=0):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == code, (found.output, found.exception)
    return found.output


def test_a_coordinator_parts_pairs_and_matches_again_on_a_shell(path):
    run("match", path)
    run("match", path, "--confirm", "--by", "Rosa Vidal")
    assert "No reason was asked" in run("pairs", "part", path, "1-0002", "--by", "Rosa Vidal")
    left = run("pairs", "leave", path, "P001", "--by", "Rosa Vidal")
    assert "pairs rematch" in left
    listed = run("pairs", "waiting", path)
    assert "P003, mentee" in listed
    assert "Comes first next time." in listed
    assert "P010" in run("pairs", "partners", path, "P004", "--number", "1")
    assert "2 mentees from now on" in run("pairs", "places", path, "P010", 2, "--by", "Rosa Vidal")
    shown = run("pairs", "rematch", path)
    assert "4 pairs run on as they are" in shown
    assert "New pairs: 2" in shown
    run("match", path, "--confirm", "--by", "Rosa Vidal")
    with Programme.open(path) as programme:
        assert (programme.pairing.pairs["state"] == "confirmed").sum() == 6
    run("pairs", "rematch", path, "--again", "P010", code=2)
    assert "takes part again" in run("pairs", "leave", path, "P001", "--back", "--by", "Rosa")


def test_places_are_drawn_on_a_shell_before_anybody_is_matched(path):
    told = run("pairs", "draw", path, 5, "--seed", "spring", "--by", "Rosa Vidal")
    assert "Drawn: 5" in told
    assert 'with the seed "spring"' in told
    assert "comparison group" in run("pairs", "waiting", path)
    run("pairs", "draw", path, 5, "--end", "--by", "Rosa Vidal", code=2)
    assert "put away" in run("pairs", "draw", path, "--end", "--by", "Rosa Vidal")
    run("match", path)
    run("match", path, "--confirm", "--by", "Rosa Vidal")
    assert "nothing to confirm" in run("pairs", "rematch", path)
