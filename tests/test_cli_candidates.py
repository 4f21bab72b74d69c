"""Candidates on a shell: listed with their state, admitted, and what goes out to them."""

from typer.testing import CliRunner

from rmkit.cli.app import app
from rmkit.programme.programme import Programme


def run(*words, code=0):
    found = CliRunner().invoke(app, [str(word) for word in words])
    assert found.exit_code == code, (found.output, found.exception)
    return found.output


def test_candidates_are_listed_admitted_and_refused_with_the_reason(tmp_path):
    with Programme.sample("six_pairs", until="pairing") as programme:
        path = programme.file.path
    assert "answered" in run("candidates", path)
    assert "1 person was admitted." in run("candidates", path, "admit", "P001", "--by", "Rosa")
    run("candidates", path, "admit", "P001", "--by", "Rosa", code=1)
    run("candidates", path, "decline", "P001", code=1)
    with Programme.open(path) as programme:
        states = {p.person_id: p.state for p in programme.file.people()}
    assert states["P001"] == "admitted"
    assert "--to" in run("candidates", path, "announce", code=2)
    assert "poster.pdf" in run("candidates", path, "announce", "--to", tmp_path / "out")
