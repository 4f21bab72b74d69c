"""Every change can be undone, as a change of its own, while nothing later rests on it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from rmkit.errors import NotAllowed, UnknownName
from rmkit.instruments import read_instrument
from rmkit.records.model import Objection, Person, Response
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def file(tmp_path):
    with ProgrammeFile.create(tmp_path / "p.rmkit", name="P", organisation="O", now=NOW) as file:
        yield file


@pytest.fixture
def questionnaire():
    return read_instrument(
        """\
id: mood
version: 1
title: Mood
purpose: To try an undo.
source: tests
items: [{id: q, kind: number, text: How are you?, privacy: none}]
"""
    )


def change(file, action, **people):
    with file.change(actor="Rosa", action=action, now=NOW) as made:
        made.save_people(Person(key, name) for key, name in people.items())


def names(file):
    return {person.person_id: person.name for person in file.people()}


@pytest.mark.claim("undo")
def test_last_change_is_undone_and_logged(file):
    change(file, "First.", a="Ann", b="Bo")
    change(file, "Second.", b="Bob", c="Cem")
    done = file.undo(actor="Rosa", now=NOW + timedelta(minutes=1))
    assert (done.change_no, done.action) == (3, "Second.")
    assert names(file) == {"a": "Ann", "b": "Bo"}
    last = file.changes()[-1]
    assert (last.undoes, last.action, last.actor) == (3, "Undid change 3: Second.", "Rosa")
    assert file.changes()[2].undone_by == 4
    assert file.check() == []


def test_undoing_again_goes_further_back_and_stops_at_the_beginning(file):
    change(file, "First.", a="Ann")
    change(file, "Second.", a="Anna")
    assert file.undo(actor="Rosa", now=NOW).change_no == 3
    assert file.undo(actor="Rosa", now=NOW).change_no == 2
    assert names(file) == {}
    with pytest.raises(NotAllowed, match="nothing to undo"):
        file.undo(actor="Rosa", now=NOW)
    with pytest.raises(NotAllowed, match="made the programme"):
        file.undo(actor="Rosa", now=NOW, change_no=1)


def test_undo_is_undone_by_its_number(file):
    change(file, "First.", a="Ann")
    file.undo(actor="Rosa", now=NOW)
    file.undo(actor="Rosa", now=NOW, change_no=3)
    assert names(file) == {"a": "Ann"}
    with pytest.raises(NotAllowed, match="change 4 undid it already"):
        file.undo(actor="Rosa", now=NOW, change_no=3)
    assert file.undo(actor="Rosa", now=NOW).change_no == 2
    assert names(file) == {}
    assert file.check() == []


def test_earlier_change_is_undone_where_nothing_went_on_from_it(file):
    change(file, "First.", a="Ann")
    change(file, "Second.", b="Bo")
    file.undo(actor="Rosa", now=NOW, change_no=2)
    assert names(file) == {"b": "Bo"}


def test_later_change_of_the_same_row_has_to_be_undone_first(file):
    change(file, "First.", a="Ann")
    change(file, "Second.", a="Anna")
    before = file.path.read_bytes()
    with pytest.raises(NotAllowed, match="change 3 went on from what it left"):
        file.undo(actor="Rosa", now=NOW, change_no=2)
    assert file.path.read_bytes() == before


def test_person_with_answers_is_not_undone_away(file, questionnaire):
    change(file, "Listed.", a="Ann")
    with file.change(actor="Rosa", action="Answered.", now=NOW) as made:
        made.save_instrument(questionnaire)
        made.save_response(Response("a", questionnaire.id, questionnaire.version, {"q": 1}))
    with pytest.raises(NotAllowed, match="rests on what it added"):
        file.undo(actor="Rosa", now=NOW, change_no=2)
    file.undo(actor="Rosa", now=NOW)
    file.undo(actor="Rosa", now=NOW)
    assert (file.people(), file.responses()) == ([], [])
    assert file.check() == []


def test_erasure_is_for_good_and_what_it_emptied_too(file):
    change(file, "First.", a="Ann Lee", b="Bo")
    file.erase_person("a", actor="Rosa", now=NOW)
    for number in (None, 2):
        with pytest.raises(NotAllowed, match="erased data do not come back"):
            file.undo(actor="Rosa", now=NOW, change_no=number)
    with pytest.raises(NotAllowed, match="for good"):
        file.undo(actor="Rosa", now=NOW, change_no=3)


def test_notes_are_passed_over(file):
    change(file, "First.", a="Ann")
    with file.change(actor="Rosa", action="Opened.", now=NOW, kind="note") as made:
        made.note_access("All that is kept about a person", ["a"])
    with pytest.raises(NotAllowed, match="changed nothing"):
        file.undo(actor="Rosa", now=NOW, change_no=3)
    assert file.undo(actor="Rosa", now=NOW).change_no == 2
    assert [one.person_id for one in file.accesses()] == ["a"]


def test_unknown_change_is_named(file):
    with pytest.raises(UnknownName, match="99"):
        file.undo(actor="Rosa", now=NOW, change_no=99)


@pytest.mark.claim("objection")
def test_objection_is_kept_with_who_and_when_and_can_be_lifted(file):
    change(file, "First.", a="Ann", b="Bo")
    for state in ("objected", "objected", "lifted"):
        with file.change(actor="Rosa", action="Noted.", now=NOW) as made:
            made.save_objection(Objection("a", "research", state))
            said = made.objected("research")
    assert said == frozenset()
    assert [entry.table for entry in file.history()].count("objections") == 2
    (kept,) = file.objections("a")
    assert kept == Objection("a", "research", "lifted", "2026-11-22T09:00:00+00:00", "Rosa")
    assert file.objections("b") == []


@pytest.mark.claim("access-log")
def test_access_is_noted_by_person(file):
    change(file, "First.", a="Ann", b="Bo")
    with file.change(actor="Rosa", action="Opened.", now=NOW, kind="note") as made:
        made.note_access("Everything about a person", ["a", "b"])
        made.note_access("The list of candidates")
    assert [(one.person_id, one.what) for one in file.accesses()] == [
        ("a", "Everything about a person"),
        ("b", "Everything about a person"),
        (None, "The list of candidates"),
    ]
    assert [one.actor for one in file.accesses("a")] == ["Rosa"]
    with pytest.raises(UnknownName), file.change(actor="R", action="O.", now=NOW) as made:
        made.note_access("x", ["zz"])


def test_undo_of_a_correction_brings_the_whole_row_back(file):
    change(file, "First.", a="Ann")
    before = file.person("a")
    with file.change(actor="Rosa", action="Corrected.", now=NOW) as made:
        made.save_person(replace(before, email="ann@example.org", staff={"site": "Bilbao"}))
    file.undo(actor="Rosa", now=NOW)
    assert file.person("a") == before
