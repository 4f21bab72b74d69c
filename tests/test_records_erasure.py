"""Erasing a person leaves no byte of them where it is promised, and the chain still verifies."""

import dataclasses
import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from rmkit.errors import NotSaved, UnknownName
from rmkit.instruments.model import Instrument
from rmkit.records.model import Pair, Person, Response
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 2, 9, 42, tzinfo=UTC)

TRACES = [
    "Zebedee Quill",
    "Zebedee Old-Name",
    "zebedee@example.org",
    "zeb.private@example.org",
    "example.org/in/zeb",
    "emp.zebedee",
    "wants to learn falconry",
    "used to fear spreadsheets",
    "Both like falconry",
    "falconry club",
]


def instrument():
    items = [
        {"id": "name", "kind": "text", "text": "Name", "privacy": "direct"},
        {"id": "email", "kind": "text", "text": "Mail", "privacy": "direct", "format": "email"},
        {"id": "link", "kind": "text", "text": "Link", "privacy": "direct", "format": "url"},
        {"id": "wish", "kind": "long_text", "text": "Wish", "privacy": "free_text"},
        {"id": "partner", "kind": "text", "text": "Partner", "privacy": "quasi"},
    ]
    return Instrument.model_validate(
        {
            "id": "q",
            "version": 1,
            "title": "Q",
            "purpose": "Tests",
            "source": "made for tests",
            "sections": [{"id": "all", "title": "All", "items": items}],
        }
    )


def changing(file, actor="coordinator"):
    return file.change(actor=actor, action="Tried.", now=NOW)


ZEBEDEE = Person(
    "emp.zebedee",
    "Zebedee Quill",
    "zebedee@example.org",
    "answered",
    {"job_title": "falconry club"},
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "harbour.rmkit"
    with ProgrammeFile.create(path, name="Harbour", organisation="Port", now=NOW) as made:
        with changing(made) as change:
            change.save_instrument(instrument())
            change.save_people(
                [
                    dataclasses.replace(ZEBEDEE, name="Zebedee Old-Name"),
                    Person(
                        "ann", "Ann Lee", "ann@example.org", staff={"manager_id": "emp.zebedee"}
                    ),
                    Person("bo", "Bo Day", staff={"manager": "Zebedee Quill", "site": "Quay"}),
                ]
            )
        with changing(made) as change:
            change.save_person(ZEBEDEE)
            change.save_responses(responses())
            change.save_document("letter", "welcome", {"text": "Ask Zebedee Quill about it."})
            change.save_document("letter", "Zebedee Quill", {"text": "His own."})
            change.save_document("rules", "", {"locked": [["emp.zebedee", "ann"], ["bo", "ann"]]})
            labels = {"emp.zebedee": 1, "ann": 2}
            change.save_clustering(settings={"k": 2}, result={"labels": labels})
        match(made)
        yield made


def responses():
    own = {
        "name": "Zebedee Quill",
        "email": "zeb.private@example.org",
        "link": "https://example.org/in/zeb",
        "wish": "wants to learn falconry",
    }
    return [
        Response(
            "emp.zebedee", "q", 1, {**own, "wish": "used to fear spreadsheets"}, external_id="1"
        ),
        Response("emp.zebedee", "q", 1, own, external_id="1"),
        Response(
            "ann", "q", 1, {"wish": "More time", "partner": "ZEBEDEE  Quill"}, external_id="2"
        ),
        Response("bo", "q", 1, {"wish": "Peace"}, partner_id="emp.zebedee", external_id="3"),
    ]


def match(file):
    with changing(file) as change:
        pairs = [
            Pair("emp.zebedee", "ann", 80.0, {"skills": 4}, "Both like falconry", ("same site",)),
            Pair("bo", None),
        ]
        rows = [{"mentor_id": "emp.zebedee", "reason": "Both like falconry"}, {"mentor_id": "bo"}]
        change.save_matching(
            settings={"locked": [["emp.zebedee", "ann"]], "aim": "score"},
            data_digest="d",
            result={"pairs": rows, "notes": ["Lock of emp.zebedee kept"]},
            total=4,
            gap=0.0,
            pairs=pairs,
        )
        change.confirm_pairs(opened=["unmatched", "emp.zebedee"])
    with changing(file, actor="Zebedee Quill") as change:
        change.end_pair("1-0001")
        change.set_state("ann", "admitted")


def traces(path):
    found = path.read_bytes()
    return [trace for trace in TRACES if trace.encode() in found]


def test_no_byte_of_the_person_is_left_in_the_file(file):
    assert traces(file.path) == TRACES
    head = file.history()[-1]
    done = file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    assert traces(file.path) == []
    assert done.free_text == ()
    assert (done.removed, done.altered) == (3, 9)
    assert [p.name for p in file.path.parent.iterdir()] == ["harbour.rmkit"]
    assert file.check() == []
    assert file.history()[head.seq - 1].digest == head.digest
    assert ProgrammeFile.open(file.path).check() == []


def test_others_keep_what_is_theirs(file):
    file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    ann, bo = file.people()
    assert (ann.staff, bo.staff) == ({"manager_id": None}, {"manager": None, "site": "Quay"})
    assert (ann.state, ann.state_by) == ("admitted", None)
    assert [(r.person_id, r.answers, r.partner_id) for r in file.responses()] == [
        ("ann", {"wish": "More time"}, None),
        ("bo", {"wish": "Peace"}, None),
    ]
    pair, other = file.pairs()
    assert (pair.mentor_id, pair.mentee_id, pair.state) == (None, "ann", "ended")
    assert (pair.score, pair.reason, pair.warnings, pair.ended_by) == (None, "", (), None)
    assert (pair.confirmed_by, other.mentor_id) == ("coordinator", "bo")
    assert file.documents("letter") == {"welcome": {"text": "Ask [erased] about it."}}
    assert file.document("rules") == {"locked": [["bo", "ann"]]}
    assert file.clustering().result == {"labels": {"ann": 2}}
    kept = file.matching()
    assert kept.settings == {"locked": [], "aim": "score"}
    assert kept.result == {"pairs": [{"mentor_id": "bo"}], "notes": ["Lock of [erased] kept"]}
    assert kept.opened == ("unmatched",)


def test_erasure_is_in_the_history_without_saying_of_whom_and_what_named_them_is_gone(file):
    count = len(file.history())
    done = file.erase_person("emp.zebedee", actor="Bo", now=NOW)
    entries = file.history()
    assert sum(e.erased for e in entries[:count]) == done.entries_erased
    assert [e.actor for e in entries[:count] if e.actor not in ("coordinator", "Bo")][-2:] == [
        None,
        None,
    ]
    *new, rewritten = entries[count:]
    assert rewritten.action.startswith("Wrote the file anew")
    assert {(e.kind, e.action, e.actor) for e in new} == {("erasure", "Erased a person.", "Bo")}
    assert all(e.before is None for e in new)
    kept = [e for e in entries if e.table == "people" and e.key == {"person_id": "bo"}]
    assert kept[-1].after["staff"] == {"manager": None, "site": "Quay"}


def test_words_of_others_stay_and_their_responses_are_listed(file):
    with changing(file) as change:
        told = {"wish": "Zebedee Quill was a great help"}
        response_id = change.save_response(Response("ann", "q", 1, told))
    done = file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    assert done.free_text == (response_id,)
    assert traces(file.path) == ["Zebedee Quill"]
    assert file.responses()[-1].answers == told
    assert file.check() == []


def test_name_that_somebody_else_has_too_stays_with_them(file):
    with changing(file) as change:
        change.save_person(Person("zed", "Zebedee Quill", "zed@example.org"))
        change.save_response(Response("zed", "q", 1, {"name": "Zebedee Quill"}))
    file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    assert file.person("zed").name == "Zebedee Quill"
    assert file.responses(person_id="zed")[0].answers == {"name": "Zebedee Quill"}
    assert traces(file.path) == ["Zebedee Quill"]


def test_short_id_takes_nothing_from_others_that_only_looks_like_it(tmp_path):
    path = tmp_path / "short.rmkit"
    with ProgrammeFile.create(path, name="Short", organisation="", now=NOW) as file:
        with changing(file) as change:
            change.save_instrument(instrument())
            change.save_people(
                [Person("7", "Ann Lee"), Person("8", "Bo", staff={"site": "7", "manager_id": "7"})]
            )
            other = Response("8", "q", 1, {"wish": "7"}, wave="7", external_id="7", source="7")
            change.save_response(other)
            change.save_document("plan", "7", {"sessions": "7", "locked": [["7", "8"]]})
            change.save_clustering(settings={}, result={"labels": {"7": 1, "8": 1}})
        done = file.erase_person("7", actor="coordinator", now=NOW)
        assert (done.removed, done.altered, done.free_text) == (1, 3, ())
        assert file.person("8").staff == {"site": "7", "manager_id": None}
        (kept,) = file.responses()
        assert (kept.answers, kept.wave, kept.external_id) == ({"wish": "7"}, "7", "7")
        assert file.document("plan", "7") == {"sessions": "7", "locked": []}
        assert file.clustering().result == {"labels": {"8": 1}}
        assert file.check() == []


def test_nobody_to_erase_is_said_and_changes_nothing(file):
    before = file.path.read_bytes()
    with pytest.raises(UnknownName, match="nobody"):
        file.erase_person("nobody", actor="coordinator", now=NOW)
    assert file.path.read_bytes() == before


def test_work_goes_on_after_an_erasure(file):
    file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    file.erase_person("ann", actor="coordinator", now=NOW)
    with changing(file) as change:
        change.save_person(ZEBEDEE)
        change.save_response(Response("bo", "q", 1, {"wish": "New"}, external_id="3"))
    assert file.check() == []
    assert [p.person_id for p in file.people()] == ["bo", "emp.zebedee"]


def test_erased_but_not_rewritten_says_both(file, monkeypatch):
    def full(engine):
        message = "The disk is full."
        raise NotSaved(message)

    monkeypatch.setattr("rmkit.records.sqlite.rewrite", full)
    with pytest.raises(NotSaved, match=r"The change is saved, but .* The disk is full"):
        file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    monkeypatch.undo()
    with pytest.raises(UnknownName):
        file.person("emp.zebedee")
    file.compact()
    assert traces(file.path) == []


def test_trace_that_sqlite_left_in_unused_space_goes_too(file):
    # secure_delete overwrites what is deleted, but not the copies that rebalancing leaves behind
    data = bytearray(file.path.read_bytes())
    at = data.index(bytes(200)) + 100
    data[at : at + 21] = b"falconry in his youth"
    file.path.write_bytes(data)
    assert file.check() == []
    file.erase_person("emp.zebedee", actor="coordinator", now=NOW)
    assert b"falconry" not in file.path.read_bytes()


def test_nothing_is_left_after_many_changes_of_every_size(tmp_path):
    path = tmp_path / "churn.rmkit"
    draw = random.Random(7)
    with ProgrammeFile.create(path, name="Churn", organisation="", now=NOW) as file:
        ids = [f"person-{i:02d}" for i in range(12)]
        with changing(file) as change:
            change.save_instrument(instrument())
            change.save_people([Person(i, f"Name of {i}") for i in ids])
        for _ in range(12):
            with changing(file) as change:
                for person_id in draw.sample(ids, 6):
                    wish = f"mark-{person_id} " * draw.choice([1, 30, 900])
                    answers = {"wish": wish}
                    change.save_response(
                        Response(person_id, "q", 1, answers, external_id=person_id)
                    )
        for person_id in draw.sample(ids, 4):
            file.erase_person(person_id, actor="coordinator", now=NOW)
            assert person_id.encode() not in path.read_bytes()
        assert file.check() == []


@pytest.mark.claim("erase")
def test_erasure_that_was_interrupted_is_finished_by_the_next_opening(tmp_path):
    path = tmp_path / "harbour.rmkit"
    made = ProgrammeFile.create(path, name="H", organisation="", now=NOW)
    with made as file, file.change(actor="c", action="Listed.", now=NOW) as change:
        change.save_person(Person("p1", "Ann Lee"))
    dying = """
import os, sys
from datetime import UTC, datetime
from rmkit.records import sqlite
from rmkit.records.store import ProgrammeFile
sqlite.rewrite = lambda engine: os._exit(9)
file = ProgrammeFile.open(sys.argv[1])
file.erase_person("p1", actor="c", now=datetime.now(UTC))
"""
    assert subprocess.run([sys.executable, "-c", dying, str(path)], check=False).returncode == 9
    with ProgrammeFile.open(path) as file:
        assert file.changes()[-1].action.startswith("Wrote the file anew")
        assert file.check() == []
        size = len(file.history())
    assert b"Ann Lee" not in path.read_bytes()
    with ProgrammeFile.open(path) as file:
        assert len(file.history()) == size
