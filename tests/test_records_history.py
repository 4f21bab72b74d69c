"""Every change is in the history, tampering shows, and what is there suffices to undo it."""

import dataclasses
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest

from rmkit.errors import FileRefused
from rmkit.records import schema
from rmkit.records.digests import row_digest
from rmkit.records.model import Pair, Person
from rmkit.records.rows import from_plain
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 2, 9, 42, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "harbour.rmkit"
    with ProgrammeFile.create(path, name="Harbour", organisation="Port", now=NOW) as made:
        with made.change(actor="coordinator", action="Read the staff list.", now=NOW) as change:
            change.save_people([Person("a", "Ann"), Person("b", "Bo")])
        with made.change(actor="Bo", action="Renamed a person.", now=NOW) as change:
            change.save_person(Person("a", "Anna"))
        yield made


def tampered(path, *statements):
    """Run statements without the triggers, put those back, and say what rmkit finds."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(query).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement, *values in statements:
            connection.execute(statement, values)
        for _, sql in triggers:
            connection.execute(sql)
    return ProgrammeFile.examine(path)


@pytest.mark.claim("logged")
def test_each_touched_row_is_one_entry_with_who_when_and_what(file):
    entries = file.history()
    assert [(e.seq, e.change_no, e.actor, e.table) for e in entries] == [
        (1, 1, "coordinator", "programme"),
        (2, 2, "coordinator", "people"),
        (3, 2, "coordinator", "people"),
        (4, 3, "Bo", "people"),
    ]
    last = entries[-1]
    assert (last.action, last.at) == ("Renamed a person.", "2026-11-02T09:42:00+00:00")
    assert (last.key, last.before["name"], last.after["name"]) == (
        {"person_id": "a"},
        "Ann",
        "Anna",
    )
    assert (entries[1].before, last.erased, last.kind) == (None, False, "change")
    assert file.head_digest() == last.digest


@pytest.mark.claim("logged")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET action = 'Nothing.' WHERE seq = 2",
        "UPDATE history SET payload = '{}' WHERE seq = 2",
        "UPDATE history SET actor = 'Somebody' WHERE seq = 2",
        "UPDATE history SET digest = 'x' WHERE seq = 2",
        "UPDATE history SET payload_digest = 'x' WHERE seq = 2",
        "DELETE FROM history WHERE seq = 4",
        "INSERT OR REPLACE INTO history SELECT * FROM history WHERE seq = 2",
    ],
)
def test_database_itself_lets_nobody_alter_the_history(file, statement):
    with closing(sqlite3.connect(file.path)) as connection:
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            connection.execute(statement)
        connection.execute("UPDATE history SET payload = NULL, payload_salt = NULL WHERE seq = 2")
        connection.rollback()


@pytest.mark.claim("tamper")
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE history SET action = 'Nothing.' WHERE seq = 2", "entry 2 does not follow"),
        ("UPDATE history SET actor = 'Somebody' WHERE seq = 2", "actor of entry 2 was altered"),
        ("UPDATE history SET payload = '{}' WHERE seq = 2", "payload of entry 2 was altered"),
        ("UPDATE history SET payload = NULL WHERE seq = 2", "entry 2 was erased by half"),
        ("UPDATE history SET at = '2020' WHERE seq = 4", "entry 4 does not follow"),
        ("DELETE FROM history WHERE seq = 3", "entry 3 is missing"),
        ("UPDATE history SET seq = 9 WHERE seq = 4", "entry 4 is missing"),
        ("UPDATE people SET name = 'Eve' WHERE person_id = 'a'", '"a" was damaged'),
        ("DELETE FROM people WHERE person_id = 'b'", '"b" is gone'),
        (
            "INSERT INTO people SELECT 'c', NULL, name, NULL, NULL, NULL, staff, digest FROM people"
            " LIMIT 1",
            '"c" was damaged',
        ),
    ],
)
def test_tampering_shows(file, statement, said):
    problems = tampered(file.path, [statement])
    assert any(said in problem for problem in problems), problems


@pytest.mark.claim("tamper")
def test_row_altered_together_with_its_digest_shows_against_the_history(file):
    (row,) = file.rows(schema.people, schema.people.c.person_id == "a")
    row["name"] = "Eve"
    digest = row_digest(schema.people, row)
    change = ("UPDATE people SET name = 'Eve', digest = ? WHERE person_id = 'a'", digest)
    assert tampered(file.path, change) == [
        'people: the row with person_id "a" is not what the history says it is'
    ]


@pytest.mark.claim("tamper")
def test_entries_in_another_order_show(file):
    swap = [[f"UPDATE history SET seq = {new} WHERE seq = {old}"] for old, new in
            ((2, 99), (3, 2), (99, 3))]  # fmt: skip
    problems = tampered(file.path, *swap)
    assert any("entry 2 does not follow" in problem for problem in problems), problems


@pytest.mark.claim("logged")
def test_saving_what_is_there_already_is_no_change_and_all_else_is_one(file):
    before = file.head_digest()
    with file.change(actor="Bo", action="Nothing new.", now=NOW) as change:
        change.save_person(Person("a", "Anna"))
    assert file.head_digest() == before
    with file.change(actor="Bo", action="Something new.", now=NOW) as change:
        change.save_person(Person("a", "Annette"))
    assert file.head_digest() != before
    with closing(sqlite3.connect(file.path)) as connection:
        stored = connection.execute("SELECT count(*) FROM people").fetchone()[0]
    told = {entry.key["person_id"] for entry in file.history() if entry.table == "people"}
    assert stored == len(told)


@pytest.mark.claim("tamper")
def test_cut_off_end_shows_only_by_the_head_digest_noted_elsewhere(file):
    noted = file.head_digest()
    row = from_plain(schema.people, file.history()[3].before)
    undone = "UPDATE people SET name = ?, digest = ? WHERE person_id = 'a'"
    cut = ["DELETE FROM history WHERE seq = 4"]
    assert tampered(file.path, cut, [undone, "Ann", row["digest"]]) == []
    assert ProgrammeFile.open(file.path).head_digest() != noted


def test_missing_trigger_or_a_strange_one_is_a_fault(file):
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("CREATE TRIGGER spy AFTER INSERT ON people BEGIN SELECT 1; END")
        connection.execute("DROP TRIGGER history_is_not_deleted")
        connection.commit()
    assert ProgrammeFile.examine(file.path) == [
        "structure: the trigger history_is_not_deleted is missing",
        "structure: there is a trigger spy that rmkit did not make",
    ]
    with pytest.raises(FileRefused, match="history_is_not_deleted is missing"):
        ProgrammeFile.open(file.path)


@pytest.mark.claim("tamper")
@pytest.mark.claim("no-code")
def test_trigger_that_does_something_else_under_our_name_is_a_fault(file):
    with closing(sqlite3.connect(file.path)) as connection:
        connection.execute("DROP TRIGGER history_is_not_deleted")
        connection.execute(
            "CREATE TRIGGER history_is_not_deleted AFTER UPDATE ON people "
            "BEGIN DELETE FROM retention; END"
        )
        connection.commit()
    told = "the trigger history_is_not_deleted is not the one that rmkit made"
    assert ProgrammeFile.examine(file.path) == [f"structure: {told}"]
    with pytest.raises(FileRefused, match=told):
        ProgrammeFile.open(file.path)


@pytest.mark.claim("tamper")
def test_altered_entry_is_not_shown_as_history(file):
    tampered(file.path, ["UPDATE history SET payload = 'not even JSON' WHERE seq = 2"])
    with pytest.raises(FileRefused, match="1 of 4 entries of its history"):
        file.history()


@pytest.mark.claim("logged")
def test_before_of_every_entry_is_enough_to_undo_it(file):
    with file.change(actor="coordinator", action="Matched.", now=NOW) as change:
        change.save_document("rules", "", {"language": True})
        settings = {"settings": {}, "data_digest": "d", "result": {}, "total": 1, "gap": 0.5}
        change.save_matching(**settings, pairs=[Pair("a", "b", 50.0, {"x": 1}, "Why", ("w",))])
    before = {table: file.rows(table) for table in schema.CONTENT}
    count = len(file.history())
    with file.change(actor="coordinator", action="Worked on.", now=NOW) as change:
        change.confirm_pairs(opened=["unmatched"])
        change.end_pair("1-0001")
        change.save_matching(**settings, pairs=[Pair("b", "a")])
        change.save_matching(**settings)
        change.save_document("rules", "", {"language": False})
        change.save_person(Person("c", "Cy", "c@example.org", "invited", {"site": "Quay"}))
        change.save_info(dataclasses.replace(change.info, name="Haven"))
    now = {
        table: {tuple(row[k] for k in schema.key_columns(table)): row for row in file.rows(table)}
        for table in schema.CONTENT
    }
    for entry in reversed(file.history()[count:]):
        table = schema.metadata.tables[entry.table]
        key = tuple(entry.key[name] for name in schema.key_columns(table))
        if entry.before is None:
            del now[table][key]
        else:
            now[table][key] = from_plain(table, entry.before)
    assert {table: list(rows.values()) for table, rows in now.items()} == before
    assert file.check() == []
