"""The research export of a programme, as files that leave."""

import csv

import pytest
from typer.testing import CliRunner

import rmkit
from rmkit.cli.app import app
from rmkit.errors import NotAllowed
from rmkit.programme.clock import now
from rmkit.records.model import Objection


@pytest.fixture(scope="module")
def small():
    with rmkit.Programme.sample("six_pairs", until="kickoff") as programme:
        yield programme


def everything(folder):
    return {
        path.name: path.read_text(encoding="utf-8")
        for path in folder.iterdir()
        if path.is_file() and path.suffix != ".sav"
    }


@pytest.mark.claim("research-export")
def test_a_small_programme_exports_tables_and_no_record_of_anybody(small, tmp_path):
    to = tmp_path / "research"
    written = small.research.write(to)
    assert [path.name for path in written] == [
        "STATEMENT.txt", "tables.csv", "codebook.csv", "datapackage.json", "tables.sav",
    ]  # fmt: skip
    files = everything(to)
    assert "k = 5" in files["STATEMENT.txt"]
    together = " ".join(files.values())
    for person in small.file.people():
        assert person.name not in together
        assert person.person_id not in together.replace(",", " ").split()
    for pair in small.file.pairs():
        assert pair.pair_id not in together
    rows = list(csv.DictReader(files["tables.csv"].splitlines()))
    assert {row["breakdown"] for row in rows} >= {"everybody", "department"}
    assert all(not row["people"] or int(row["people"]) >= 5 for row in rows)
    assert any(not row["mean"] for row in rows)
    assert all(bool(row["people"]) == bool(row["mean"]) for row in rows)


@pytest.mark.claim("research-export")
def test_who_objects_after_figures_are_out_holds_the_export_back(small, tmp_path):
    small.publication.publish()
    person = small.file.responses("candidate")[0].person_id
    with small.file.change(actor="Dana", action="Kept an objection", now=now()) as change:
        change.save_objection(Objection(person, "research", "objected"))
    with pytest.raises(NotAllowed, match="objected since"):
        small.research.write(tmp_path / "research")
    assert not (tmp_path / "research").exists()


@pytest.mark.claim("research-export")
def test_who_objected_is_in_no_record_and_no_table(tmp_path):
    with rmkit.Programme.sample("six_pairs", until="kickoff") as programme:
        people = [r.person_id for r in programme.file.responses("candidate")]
        with programme.file.change(actor="Dana", action="Kept objections", now=now()) as change:
            for person in people[:3]:
                change.save_objection(Objection(person, "research", "objected"))
        counted = programme.publication.publish()
        total = counted.rows.loc[counted.rows["group"] == "everybody", "people"].max()
        assert total <= len(people) - 3
        who = programme.research._pairs()[1]
        assert not set(people[:3]) & {*who["mentor"], *who["mentee"]}
        assert programme.research.prepare().kind == "tables"


def test_tables_from_before_an_erasure_do_not_say_that_nobody_who_objected_is_counted():
    with rmkit.Programme.sample("six_pairs", until="kickoff") as programme:
        assert "Who objected to research is not in it." in programme.research.prepare().statement
        programme.publication.publish()
        person = programme.file.responses("candidate")[0].person_id
        programme.rights.object(person, "research", by="Dana Weber")
        programme.candidates.erase(person, by="Dana Weber")
        told = " ".join(programme.research.prepare().statement)
        assert "Who objected to research is not in it." not in told
        assert "who was erased since is still counted" in told


@pytest.mark.proof
def test_a_chamber_exports_records_of_pairs_and_no_second_cut(tmp_path):
    with rmkit.Programme.sample("chamber", until="kickoff") as programme:
        programme.research.write(tmp_path / "one")
        files = everything(tmp_path / "one")
        assert "pairs.csv" in files
        assert "l = 2" in files["STATEMENT.txt"]
        programme.research.write(tmp_path / "two")
        assert everything(tmp_path / "two") == files
        (pair, *_) = programme.file.pairs("confirmed")
        programme.candidates.erase(pair.mentor_id, by="Dana Weber")
        with pytest.raises(NotAllowed, match="Records left for research before"):
            programme.research.write(tmp_path / "three")


def test_the_shell_writes_the_folder_and_tells_the_statement(small, tmp_path):
    with rmkit.Programme.sample("six_pairs", until="kickoff") as programme:
        path = str(programme.file.path)
        shown = CliRunner().invoke(app, ["publish", path, "--groups", "role"])
        assert shown.exit_code == 0, shown.output
        assert "hidden" in shown.output
        done = CliRunner().invoke(app, ["export", path, "--to", str(tmp_path / "out")])
        assert done.exit_code == 0, done.output
        assert "tables.csv" in done.output


def test_what_looks_like_a_formula_is_text_in_the_table(tmp_path):
    import pandas as pd

    from rmkit.disclosure.audiences import release_about_nobody
    from rmkit.exchange.research_folder import write_research

    groups = pd.DataFrame({"group": ["=cmd|' /C calc'!A0", "a\r\nb"]})
    words = pd.DataFrame(
        {"column": ["group"], "type": "string", "meaning": "=1+1", "values": "=2+2"}
    )
    bad, codes = (release_about_nobody(it, "researcher") for it in (groups, words))
    write_research(tmp_path / "x", name="tables", table=bad, codebook=codes, statement=["One."])
    text = (tmp_path / "x" / "tables.csv").read_bytes().decode()
    assert "'=cmd" in text
    assert text.count("\r\n") == 3


@pytest.mark.claim("small-groups")
def test_what_was_published_is_forgotten_by_no_undo_and_no_restored_backup():
    programme = rmkit.Programme.sample("six_pairs")
    backup = programme.keeping.backup()
    programme.publication.publish()
    out = programme.file.documents("publication")
    assert out
    assert programme.keeping.undo(by="Rosa").action != "Published group figures"
    programme.keeping.restore(backup.path, by="Rosa")
    assert programme.file.documents("publication") == out
    with pytest.raises(NotAllowed, match="plan that stands"):
        programme.publication.fix_plan(["role"])
