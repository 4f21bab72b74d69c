"""What a change saves comes back as it was, and what must not be saved is refused."""

import dataclasses
import sqlite3
from datetime import datetime, timedelta, timezone

import pandas as pd
import pytest

from rmkit.errors import NotAllowed, NotSaved, UnknownName
from rmkit.instruments.model import Instrument
from rmkit.records.model import Pair, Person, Response, Retention
from rmkit.records.store import ProgrammeFile

NOW = datetime(2026, 11, 2, 10, 42, tzinfo=timezone(timedelta(hours=1)))
STAMP = "2026-11-02T09:42:00+00:00"


def instrument(version=1, *, extra=()):
    items = [
        {"id": "name", "kind": "text", "text": "Name", "privacy": "direct"},
        {"id": "wish", "kind": "long_text", "text": "Wish", "privacy": "free_text"},
        {"id": "years", "kind": "number", "text": "Years", "privacy": "quasi"},
        {"id": "capacity", "kind": "number", "whole": True, "text": "How many", "privacy": "none"},
        {
            "id": "role",
            "kind": "choice",
            "text": "Role",
            "privacy": "none",
            "options": [{"value": v, "label": v} for v in ("mentor", "mentee")],
        },
        {
            "id": "slots",
            "kind": "multiple_choice",
            "text": "Slots",
            "privacy": "none",
            "options": [{"value": v, "label": v} for v in ("mon_am", "tue_am")],
        },
        {
            "id": "skills",
            "kind": "matrix",
            "text": "Skills",
            "privacy": "none",
            "scale": "level",
            "asks": [{"id": "level", "text": "Now"}],
            "rows": [{"id": "chat", "text": "Chat"}],
        },
        {
            "id": "notes",
            "kind": "long_text",
            "text": "Notes",
            "privacy": "sensitive",
            "visibility": "pair",
        },
        *extra,
    ]
    levels = {"options": [{"value": v, "label": str(v)} for v in (1, 2, 3)]}
    return Instrument.model_validate(
        {
            "id": "candidate",
            "version": version,
            "title": "Candidates",
            "purpose": "Tests",
            "source": "made for tests",
            "scales": {"level": levels},
            "sections": [{"id": "all", "title": "All", "items": items}],
        }
    )


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "harbour.rmkit"
    with ProgrammeFile.create(path, name="Harbour", organisation="Port", now=NOW) as made:
        yield made


def changing(file, action="Tried."):
    return file.change(actor="coordinator", action=action, now=NOW)


def fill(file):
    with changing(file) as change:
        change.save_instrument(instrument())
        change.save_people([Person("a", "Ann Lee", "Ann@Example.org", "answered"), Person("b")])


def test_people_come_back_as_they_were_saved(file):
    staff = {"department": "Sales", "manager_id": "b", "started": "2020-01-01"}
    with changing(file) as change:
        change.save_people(
            [Person("b", "Bo"), Person("a", "Ann", " Ann@Example.ORG ", None, staff)]
        )
    assert [p.person_id for p in file.people()] == ["a", "b"]
    ann = file.person("a")
    assert (ann.email, ann.staff, ann.is_candidate) == ("ann@example.org", staff, False)
    with pytest.raises(UnknownName, match='no person "x"'):
        file.person("x")


def test_state_keeps_who_set_it_and_when_and_only_a_new_state_changes_that(file):
    with changing(file) as change:
        change.save_person(Person("a", "Ann", state="answered"))
    later = NOW + timedelta(days=1)
    with file.change(actor="Bo", action="Tried.", now=later) as change:
        change.save_person(dataclasses.replace(change.person("a"), name="Anna"))
    ann = file.person("a")
    assert (ann.name, ann.state_at, ann.state_by) == ("Anna", STAMP, "coordinator")
    with file.change(actor="Bo", action="Tried.", now=later) as change:
        change.set_state("a", "admitted")
    assert (file.person("a").state_by, file.person("a").state_at[:10]) == ("Bo", "2026-11-03")
    assert file.state_counts() == {
        "invited": 0,
        "answered": 0,
        "interviewed": 0,
        "admitted": 1,
        "declined": 0,
        "left": 0,
    }
    with pytest.raises(UnknownName, match="state of a person"), changing(file) as change:
        change.set_state("a", "promoted")


def test_address_belongs_to_one_person_whatever_its_case(file):
    fill(file)
    taken = '"c" has the e-mail address of person "a"'
    with pytest.raises(NotSaved, match=taken), changing(file) as change:
        change.save_person(Person("c", email="ANN@example.org"))
    both = [Person("c", email="x@example.org"), Person("d", email="x@example.org")]
    with pytest.raises(NotSaved, match='"d" has the e-mail'), changing(file) as change:
        change.save_people(both)
    assert [p.person_id for p in file.people()] == ["a", "b"]


def test_saving_what_is_there_changes_nothing(file):
    fill(file)
    answers = {"role": "mentor", "slots": ["mon_am"], "years": 3.5}
    with changing(file) as change:
        change.save_response(Response("a", "candidate", 1, answers, external_id="7"))
        change.save_document("rules", "", {"language": True})
    before, head = file.path.read_bytes(), file.head_digest()
    with file.change(actor="Bo", action="Again.", now=NOW + timedelta(days=3)) as change:
        assert not change.save_instrument(instrument())
        assert not change.save_people(file.people())
        change.save_response(Response("a", "candidate", 1, answers, external_id="7"))
        assert not change.save_document("rules", "", {"language": True})
        assert not change.save_info(file.info)
    assert file.head_digest() == head
    assert file.path.read_bytes() == before


def test_answers_that_the_coordinator_may_not_see_are_never_kept_in_clear(file):
    fill(file)
    with pytest.raises(NotAllowed, match="notes in candidate") as caught, changing(file) as change:
        change.save_response(Response("a", "candidate", 1, {"notes": "in confidence"}))
    assert "in confidence" not in str(caught.value)
    with pytest.raises(NotAllowed, match="is not asked"), changing(file) as change:
        change.save_response(Response("a", "candidate", 1, {"diary": "in confidence"}))
    with changing(file) as change:
        change.save_response(Response("a", "candidate", 1, {"role": "mentor"}, sealed=b"\x00\xff"))
    assert file.responses()[0].sealed == b"\x00\xff"
    assert b"in confidence" not in file.path.read_bytes()


def test_response_needs_its_person_instrument_and_pair(file):
    fill(file)
    wrong = [
        Response("x", "candidate", 1, {}),
        Response("a", "candidate", 2, {}),
        Response("a", "other", 1, {}),
        Response("a", "candidate", 1, {}, partner_id="x"),
        Response("a", "candidate", 1, {}, pair_id="1-0001"),
    ]
    for response in wrong:
        with pytest.raises(UnknownName), changing(file) as change:
            change.save_response(response)
    assert file.responses() == []


def test_survey_tool_id_finds_the_response_of_its_instrument_again(file):
    fill(file)
    with changing(file) as change:
        change.save_instrument(instrument().model_copy(update={"id": "other"}))
        first = change.save_response(
            Response("a", "candidate", 1, {"role": "mentor"}, external_id="1")
        )
        other = change.save_response(Response("a", "other", 1, {"role": "mentee"}, external_id="1"))
    assert first != other
    with changing(file) as change:
        same, new = change.save_responses(
            [
                Response("b", "candidate", 1, {"role": "mentee"}, external_id="1"),
                Response("b", "candidate", 1, {"role": "mentee"}, external_id="2"),
            ]
        )
    assert same == first
    assert new not in (first, other)
    assert [(r.person_id, r.answers["role"]) for r in file.responses("candidate")] == [
        ("b", "mentee"),
        ("b", "mentee"),
    ]
    assert [r.response_id for r in file.responses(person_id="a")] == [other]
    with pytest.raises(NotSaved, match="contradicts"), changing(file) as change:
        change.save_response(
            Response("b", "candidate", 1, {}, external_id="2", response_id="another")
        )


def test_definition_is_never_altered_and_answers_stay_with_the_one_they_answered(file):
    fill(file)
    with changing(file) as change:
        change.save_response(Response("a", "candidate", 1, {"role": "mentor"}))
    extra = {"id": "site", "kind": "text", "text": "Site", "privacy": "quasi"}
    with changing(file) as change:
        assert change.save_instrument(instrument(extra=[extra]))
        change.save_response(Response("b", "candidate", 1, {"site": "Quay"}))
        assert change.save_instrument(instrument(2))
    assert file.instrument("candidate") == instrument(2)
    assert file.instrument("candidate", 1) == instrument(extra=[extra])
    assert file.instrument("other") is None
    assert [r.definition_id for r in file.responses()] == [1, 2]
    with sqlite3.connect(file.path) as raw, pytest.raises(sqlite3.IntegrityError, match="never"):
        raw.execute("UPDATE instruments SET definition = '{}'")
    raw.close()
    table = file.answers_table("candidate")
    assert list(table["person_id"]) == ["a", "b"]
    assert table["site"].isna().tolist() == [True, False]


def test_answers_table_has_a_row_a_person_the_last_answer_and_na_for_missing(file):
    fill(file)
    given = [
        Response("b", "candidate", 1, {"role": "mentee", "level_chat": 2, "slots": ["tue_am"]}),
        Response("a", "candidate", 1, {"years": 1.5, "capacity": 2}, wave="start"),
        Response(None, "candidate", 1, {"wish": "Quiet"}, wave="start"),
        Response(None, "candidate", 1, {"wish": "Loud"}, wave="start"),
        Response("b", "candidate", 1, {"role": "mentor", "name": "Bo"}),
    ]
    with changing(file) as change:
        change.save_responses(given)
    table = file.answers_table("candidate")
    assert list(table.columns) == [
        "person_id",
        "name",
        "wish",
        "years",
        "capacity",
        "role",
        "slots",
        "level_chat",
    ]
    assert table["person_id"].tolist() == ["a", "b", pd.NA, pd.NA]
    assert table["role"].tolist() == [pd.NA, "mentor", pd.NA, pd.NA]
    assert table["slots"].isna().all()
    assert table["wish"].tolist()[2:] == ["Quiet", "Loud"]
    assert {str(table[c].dtype) for c in ("capacity", "level_chat")} == {"Int64"}
    assert str(table["years"].dtype) == "Float64"
    assert len(file.answers_table("candidate", "start")) == 3
    assert file.answers_table("candidate", "end").empty
    assert "role" in file.answers_table("candidate", "end")


def test_documents_count_their_versions_by_kind_and_name(file):
    with changing(file) as change:
        change.save_document("letter", "welcome", {"subject": "Welcome"})
        change.save_document("letter", "thanks", {"subject": "Thanks"})
        change.save_document("plan", "", {"months": 6})
    with changing(file) as change:
        change.save_document("letter", "welcome", {"subject": "Hello"})
    assert file.document("letter", "welcome") == {"subject": "Hello"}
    assert file.document("letter") is None
    assert list(file.documents("letter")) == ["thanks", "welcome"]
    changed = file.history()[-1]
    assert (changed.before["version"], changed.after["version"]) == (1, 2)


def matched(file, *pairs):
    with changing(file, "Matched.") as change:
        return change.save_matching(
            settings={"aim": "participation"},
            data_digest="d",
            result={"unmatched": []},
            total=7,
            gap=0.0,
            pairs=pairs,
        )


def test_one_proposal_at_a_time_and_confirming_keeps_who_when_and_what_was_opened(file):
    with changing(file) as change:
        change.save_people([Person(x) for x in "abcd"])
    assert file.matching() is None
    matched(file, Pair("a", "b"))
    number = matched(
        file, Pair("a", "c", 81, {"skills": 5}, "Both ...", ("same site",)), Pair("b", "d")
    )
    assert [(p.pair_id, p.mentor_id, p.state) for p in file.pairs()] == [
        ("2-0001", "a", "proposed"),
        ("2-0002", "b", "proposed"),
    ]
    with file.change(actor="Bo", action="Confirmed.", now=NOW) as change:
        (pair,) = change.confirm_pairs(["2-0001"], opened=["unmatched", "flagged"])
    assert pair == file.pair("2-0001")
    assert (pair.score, pair.points, pair.warnings) == (81.0, {"skills": 5}, ("same site",))
    assert (pair.state, pair.confirmed_by, pair.confirmed_at) == ("confirmed", "Bo", STAMP)
    assert file.matching(number).opened == ("unmatched", "flagged")
    assert file.matching(1).opened == ()
    with pytest.raises(NotAllowed, match="is confirmed, not proposed"), changing(file) as change:
        change.confirm_pairs(["2-0002", "2-0001"], opened=[])
    assert [p.state for p in file.pairs()] == ["confirmed", "proposed"]
    matched(file)
    assert [p.pair_id for p in file.pairs()] == ["2-0001"]


def test_only_a_confirmed_pair_ends(file):
    with changing(file) as change:
        change.save_people([Person("a"), Person("b")])
    matched(file, Pair("a", "b"))
    with pytest.raises(NotAllowed, match="is proposed, not confirmed"), changing(file) as change:
        change.end_pair("1-0001")
    with changing(file) as change:
        change.confirm_pairs(opened=[])
        ended = change.end_pair("1-0001")
    assert file.pairs("ended") == [ended]
    assert ended.ended_by == "coordinator"
    with pytest.raises(UnknownName), changing(file) as change:
        change.end_pair("9")
    with pytest.raises(UnknownName, match='no person "x"'):
        matched(file, Pair("a", "x"))


def test_clusterings_and_retention_come_back(file):
    assert file.clustering() is None
    with changing(file) as change:
        change.save_clustering(settings={"k": 2}, result={"labels": {"a": 1}})
        change.save_clustering(settings={"k": 3}, result={"labels": {"a": 2}})
        change.save_retention(Retention("answers", "matching", "2027-12-31"))
    assert file.clustering().settings == {"k": 3}
    assert file.retention() == [Retention("answers", "matching", "2027-12-31")]
    with pytest.raises(ValueError, match="isoformat"):
        Retention("answers", "matching", "some day")


def test_programme_can_be_renamed_but_keeps_its_id(file):
    before = file.info
    with changing(file) as change:
        change.save_info(dataclasses.replace(before, name="Haven", id="x", created_at="y"))
    assert file.info == dataclasses.replace(before, name="Haven")
