"""The panel of people's rights, by its acts, on a small programme that is played to its end."""

from __future__ import annotations

import json
import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from rmkit.forms import rights
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.records.model import Retention

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    path = tmp_path_factory.mktemp("played") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "six.rmkit")) as opened:
        yield opened


@pytest.fixture
def panel(programme):
    return rights(programme)


@pytest.fixture
def mentor(programme):
    """Give the id of a mentor in a confirmed pair."""
    return programme.file.pairs("confirmed")[0].mentor_id


def wrong(reply):
    assert reply.notice is not None, reply
    assert reply.notice.kind == "wrong", reply
    assert "mistake" not in reply.notice.text
    return reply.notice.text


def purpose(panel, name):
    return next(one for one in panel.view["person"]["purposes"] if one["id"] == name)


# Choosing somebody


def test_everybody_is_found_by_name_and_id_and_nothing_else_stands_in_the_widget(panel, programme):
    known = {(p.person_id, p.name) for p in programme.file.people()}
    assert {(row[0], row[1]) for row in panel.view["people"]} == known
    assert panel.view["person"] is None
    kept = json.dumps(panel.get_state(), default=str)
    addresses = [p.email for p in programme.file.people() if p.email]
    assert addresses
    assert not any(address in kept for address in addresses)
    assert repr(panel) == "<RightsPanel of rmkit.forms>"


def test_who_is_chosen_is_shown_without_any_answer(panel, programme, mentor):
    assert panel.do("pick", person=mentor).notice is None
    person = panel.view["person"]
    assert person["id"] == mentor
    assert "1 answered questionnaire" in person["about"]
    assert [one["act"] for one in person["purposes"]] == [
        "withdrawn", "objected", "objected", "withdrawn",
    ]  # fmt: skip
    (response,) = programme.file.responses(person_id=mentor)
    texts = [a for a in response.answers.values() if isinstance(a, str) and len(a) > 20]
    assert texts
    assert not any(text in json.dumps(panel.view, ensure_ascii=False) for text in texts)
    assert panel.view["looks"] == 0
    panel.do("pick", person="")
    assert panel.view["person"] is None


@pytest.mark.parametrize("sent", ["nobody", "<b>", 7, None, ["P001"], "x" * 70_000])
def test_who_is_not_there_is_told(panel, sent):
    for act in ("field", "about_erasing"):
        wrong(panel.do(act, person=sent, field="name"))
    for act in ("write_file", "erase", "say", "look_up", "correct"):
        more = {"purpose": "research", "state": "objected", "field": "name", "why": "w"}
        wrong(panel.do(act, person=sent, by=BY, **more))
    if sent is not None:  # nobody is chosen where nothing is sent
        wrong(panel.do("pick", person=sent))


@pytest.mark.parametrize("by", ["", "   ", 7, ["Rosa"]])
def test_nothing_is_done_for_nobody(panel, programme, mentor, by):
    before = programme.file.head_digest()
    for act, more in {
        "write_file": {},
        "say": {"purpose": "research", "state": "withdrawn"},
        "look_up": {"field": "candidate.name"},
        "correct": {"field": "name", "value": "Another", "why": "Married."},
        "erase": {},
        "keep_until": {"class": "answers", "until": "2030-01-01", "why": "w"},
        "end": {"class": "answers"},
    }.items():
        wrong(panel.do(act, person=mentor, by=by, **more))
    assert programme.file.head_digest() == before
    assert not list(programme.file.path.parent.glob("*-person-files"))


# What they ask


def test_everything_about_a_person_is_written_and_that_it_was_is_shown(panel, programme, mentor):
    panel.do("pick", person=mentor)
    reply = panel.do("write_file", person=mentor, by=BY)
    assert reply.notice.kind == "done"
    folder = Path(reply.data["folder"])
    assert folder.parent == programme.file.path.with_name("six-person-files")
    assert sorted(path.suffix for path in folder.iterdir() if path.name[0] != ".") == [
        ".html", ".json",
    ]  # fmt: skip
    (row,) = panel.view["accesses"]
    assert (row["who"], row["whom"]) == (BY, programme.candidates.names[mentor])
    panel.do("pick", person="")
    assert panel.view["looks"] == 1


def test_a_page_below_the_notebook_is_linked_to(panel, programme, mentor, monkeypatch):
    monkeypatch.chdir(programme.file.path.parent)
    data = panel.do("write_file", person=mentor, by=BY).data
    assert data["link"] == f"six-person-files/person-{mentor}/{mentor}.html"
    assert Path(data["link"]).is_file()


def test_a_folder_that_somebody_changed_is_left_alone(panel, mentor):
    folder = Path(panel.do("write_file", person=mentor, by=BY).data["folder"])
    (folder / "note.txt").write_text("mine")
    wrong(panel.do("write_file", person=mentor, by=BY))
    assert (folder / "note.txt").read_text() == "mine"


def test_an_objection_is_noted_shown_and_lifted(panel, programme, mentor):
    panel.do("pick", person=mentor)
    name = programme.candidates.names[mentor]
    said = {"person": mentor, "purpose": "matching", "by": BY}
    reply = panel.do("say", state="objected", **said)
    assert reply.notice.kind == "done"
    assert name in reply.notice.text
    assert "Talk with both" in reply.notice.text
    assert purpose(panel, "matching")["state"] == "Objected"
    assert purpose(panel, "matching")["noted"].endswith(f"by {BY}")
    assert len(panel.view["pairs"]) == 1
    assert name in panel.view["pairs"][0]
    assert panel.do("say", state="objected", **said).notice.kind == "note"
    assert panel.do("say", state="lifted", **said).notice.kind == "done"
    assert purpose(panel, "matching")["state"] == ""
    assert panel.view["pairs"] == []


@pytest.mark.parametrize(
    ("what", "state"), [("all", "objected"), ("research", "erased"), ("", ""), (7, "lifted")]
)
def test_a_purpose_or_a_state_that_is_not_there_is_told(panel, mentor, what, state):
    wrong(panel.do("say", person=mentor, purpose=what, state=state, by=BY))


def test_an_answer_is_shown_only_when_asked_for_and_that_is_logged(panel, programme, mentor):
    panel.do("pick", person=mentor)
    told = panel.do("field", person=mentor, field="candidate.role").data
    assert told["kind"] == "choice"
    assert "mentor" in [value for value, _ in told["options"]]
    assert panel.view["looks"] == 0
    found = panel.do("look_up", person=mentor, field="candidate.role", by=BY)
    assert found.data["value"]
    assert panel.view["looks"] == 1
    name = programme.candidates.names[mentor]
    assert panel.do("look_up", person=mentor, field="name", by=BY).data["value"] == name
    assert panel.view["looks"] == 1  # what is on the staff list stands in lists anyway


def test_something_is_corrected_with_a_reason_and_checked_as_an_import_is(panel, programme, mentor):
    panel.do("pick", person=mentor)
    asked = {"person": mentor, "field": "department", "by": BY}
    assert "why" in wrong(panel.do("correct", value="Bindery", why=" ", **asked))
    assert panel.do("correct", value="Bindery", why="They moved.", **asked).notice.kind == "done"
    assert programme.file.person(mentor).staff["department"] == "Bindery"
    assert "Bindery" in panel.view["person"]["about"]
    assert panel.do("correct", value="Bindery", why="Again.", **asked).notice.kind == "note"
    address = {"person": mentor, "field": "email", "by": BY, "why": "Typed wrong."}
    before = programme.file.person(mentor).email
    wrong(panel.do("correct", value="not an address", **address))
    assert programme.file.person(mentor).email == before
    nothing = {"person": mentor, "field": "salary", "by": BY, "why": "w", "value": "1"}
    wrong(panel.do("correct", **nothing))


def test_every_value_that_can_be_chosen_is_one_that_is_taken(panel, mentor):
    panel.do("pick", person=mentor)
    names = [name for group in panel.view["person"]["fields"] for name, _ in group["fields"]]
    kinds = set()
    for name in names:
        told = panel.do("field", person=mentor, field=name).data
        for value, _ in told["options"][:2]:
            kinds.add(told["kind"])
            sent = [value] if told["kind"] == "multiple_choice" else value
            made = {"person": mentor, "field": name, "value": sent, "why": "w", "by": BY}
            assert panel.do("correct", **made).notice.kind in ("done", "note")
    assert "choice" in kinds


@pytest.mark.parametrize("value", [7, None, {"a": 1}, [["x"]], ["x" * 70_000], "x" * 70_000])
def test_a_value_that_no_page_of_ours_sends_is_refused(panel, programme, mentor, value):
    before = programme.file.head_digest()
    sent = {"person": mentor, "field": "department", "by": BY, "why": "w", "value": value}
    wrong(panel.do("correct", **sent))
    assert programme.file.head_digest() == before


def test_before_somebody_is_erased_it_is_said_what_is_reached_and_afterwards_it_was(
    panel, programme, mentor
):
    name = programme.candidates.names[mentor]
    (pair,) = [p for p in programme.file.pairs("confirmed") if p.mentor_id == mentor]
    partner = programme.candidates.names[pair.mentee_id]
    programme.keeping.backup()
    written = Path(panel.do("write_file", person=mentor, by=BY).data["folder"])
    panel.do("pick", person=mentor)
    told = panel.do("about_erasing", person=mentor).data
    assert name in told["gone"][0]
    assert any("1 of rmkit's own backups" in line for line in told["gone"])
    assert any(str(written) in line for line in told["gone"])
    assert any(partner in line for line in told["hand"])
    assert programme.file.person(mentor)
    reply = panel.do("erase", person=mentor, by=BY)
    assert reply.notice.kind == "done"
    assert any("1 of rmkit's own backups reached" in line for line in reply.data["sentences"])
    assert not written.exists()
    assert panel.view["person"] is None
    kept = json.dumps(panel.view, ensure_ascii=False)
    assert name not in kept
    assert panel.view["accesses"][0]["whom"] == "Everybody, or somebody erased"
    wrong(panel.do("pick", person=mentor))


def test_who_was_erased_elsewhere_is_let_go_at_the_next_look(panel, programme, mentor):
    panel.do("pick", person=mentor)
    programme.rights.erase(mentor, by=BY)
    panel.do("look")
    assert panel.view["person"] is None
    assert panel.view["problem"] == ""


# Until when, who looked, papers


def test_what_is_due_is_named_first_and_deleted_for_good(panel, programme):
    assert not any(row["due"] for row in panel.view["retention"])
    yesterday = (now().date() - timedelta(days=1)).isoformat()
    until = {"class": "staff list", "until": yesterday, "by": BY}
    assert "why" in wrong(panel.do("keep_until", why="", **until))
    assert "is over" in wrong(panel.do("keep_until", why="The pairs stand.", **until))
    until["until"] = now().date().isoformat()
    assert panel.do("keep_until", why="The pairs stand.", **until).notice.kind == "done"
    with programme.file.change(actor="c", action="A day went by.", now=now()) as change:
        change.save_retention(Retention("staff list", "For tests", yesterday))
    panel.do("look")
    first = panel.view["retention"][0]
    assert (first["id"], first["due"], first["why"]) == ("staff list", True, "The pairs stand.")
    assert "rights_and_file.ipynb" in [s.notebook for s in programme.status().next_steps]
    programme.keeping.backup()
    reply = panel.do("end", **{"class": "staff list"}, by=BY)
    assert reply.notice.kind == "done"
    assert "1 backup was reached" in reply.notice.text
    assert not any(row["due"] for row in panel.view["retention"])
    assert not any(person.staff for person in programme.file.people())


def test_what_is_not_due_is_not_deleted_and_an_odd_date_is_told(panel, programme):
    before = programme.file.head_digest()
    assert "are kept until" in wrong(panel.do("end", **{"class": "answers"}, by=BY))
    for until in ("", "tomorrow", "2026-02-30", 7, None):
        wrong(panel.do("keep_until", **{"class": "answers", "until": until}, why="w", by=BY))
    for name in ("everything", "", 7):
        wrong(panel.do("end", **{"class": name}, by=BY))
        wrong(panel.do("keep_until", **{"class": name}, until="2030-01-01", why="w", by=BY))
    assert programme.file.head_digest() == before


def test_an_end_date_is_shown_in_words_and_changed(panel, programme):
    sent = {"class": "answers", "until": "2031-03-02", "why": "A second wave.", "by": BY}
    panel.do("keep_until", **sent)
    row = next(row for row in panel.view["retention"] if row["id"] == "answers")
    assert (row["until"], row["why"], row["due"]) == ("2 March 2031", "A second wave.", False)
    kept = {one.data_class: one.ends_on for one in programme.rights.retention()}
    assert kept["answers"] == date(2031, 3, 2)


def test_twenty_looks_are_shown_then_more(panel, programme, mentor):
    for n in range(23):
        programme.rights.opened(f"Export {n}", by=BY)
    panel.do("look")
    assert (len(panel.view["accesses"]), panel.view["looks"]) == (20, 23)
    assert panel.view["accesses"][0]["what"] == "Export 22"
    assert panel.view["accesses"][0]["whom"] == "Everybody"
    panel.do("more")
    assert len(panel.view["accesses"]) == 23
    panel.do("pick", person=mentor)
    assert len(panel.view["accesses"]) == 20


def test_the_papers_are_written_with_what_is_left_to_fill_in(panel, programme):
    reply = panel.do("write_papers")
    assert reply.notice.kind == "done"
    folder = Path(reply.data["folder"])
    assert folder == programme.file.path.with_name("six-papers")
    assert all((folder / paper["file"]).is_file() for paper in reply.data["papers"])
    assert any(paper["gaps"] for paper in reply.data["papers"])
    (folder / reply.data["papers"][0]["file"]).write_text("mine")
    wrong(panel.do("write_papers"))


# Where there is nothing, or nothing can be read


def test_an_empty_programme_has_nobody_to_choose(tmp_path):
    with Programme.create(tmp_path / "p.rmkit", name="Pilot", organisation="Firm") as empty:
        panel = rights(empty)
        assert panel.view["people"] == []
        assert panel.view["problem"] == ""
        assert panel.view["retention"]


def test_without_a_file_that_can_be_opened_it_says_so_and_does_nothing():
    panel = rights(None)
    assert "Mend it below" in panel.view["problem"]
    for act in ("pick", "erase", "say", "write_file", "end", "write_papers"):
        wrong(panel.do(act, person="p", by=BY, state="lifted", **{"class": "answers"}))


def test_names_that_would_act_as_markup_stay_text_in_the_view(programme, mentor):
    from dataclasses import replace

    hostile = "<img src=x onerror=alert(1)>"
    with programme.file.change(actor=BY, action="Named.", now=now()) as change:
        change.save_person(replace(programme.file.person(mentor), name=hostile))
    panel = rights(programme)
    panel.do("pick", person=mentor)
    assert panel.view["person"]["name"] == hostile
