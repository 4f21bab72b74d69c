"""The panel of letters, by its acts: what the page gets, and what it could send."""

from __future__ import annotations

import email
import email.policy
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rmkit.content import letter, letters
from rmkit.content.model import OCCASIONS
from rmkit.forms.letters_panel import LettersPanel
from rmkit.forms.letters_shown import ATTACHED, letter_rows, need, people_by_side
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.letters import Addressee
from rmkit.programme.objective import ObjectiveStep
from rmkit.programme.programme import Programme

NOW = datetime(2026, 11, 2, tzinfo=UTC)
TRAP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def paired(tmp_path_factory):
    path = tmp_path_factory.mktemp("paired") / "six.rmkit"
    with Programme.sample("six_pairs", until="kickoff") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(paired, tmp_path):
    path = tmp_path / "six.rmkit"
    shutil.copy(paired, path)
    with Programme.open(path) as opened:
        yield opened


@pytest.fixture
def empty(tmp_path):
    with Programme.create(tmp_path / "own.rmkit", name="Own", organisation="Firm") as made:
        yield made


@pytest.fixture
def panel(programme):
    return LettersPanel(programme)


def change_person(programme, person_id, **new):
    person = replace(programme.file.person(person_id), **new)
    with programme.file.change(actor="coordinator", action="Test", now=NOW) as change:
        change.save_people([person])


def person_of(panel, side="mentee", place=0):
    return panel.view["people"][side][place][0]


def drafts_in(folder):
    return {
        path.stem: email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
        for path in Path(folder).glob("*.eml")
    }


def test_the_first_letter_is_shown_as_its_reader_gets_it(panel, programme):
    shown = panel.view["shown"]
    reader = programme.file.person(shown["person"])
    assert shown["to"] == f"{reader.name} <{reader.email}>"
    assert f"Dear {reader.name}," in shown["plain"]
    assert shown["html"].startswith("<!doctype html>")
    assert [(row["id"], row["people"]) for row in panel.view["letters"]] == [
        (choice.id, choice.people) for choice in programme.kickoff.letters
    ]


def test_each_person_is_shown_the_letter_that_their_draft_holds(panel):
    written = panel.do("write").data
    drafts = drafts_in(written["folder"])
    assert len(drafts) == written["drafts"]
    for row in panel.view["letters"]:
        for person, _ in panel.view["people"][row["side"]]:
            shown = panel.do("show", letter=row["id"], person=person).data
            draft = drafts[f"{person}-{row['id']}"]
            assert draft["Subject"] == shown["subject"]
            assert draft["To"].addresses[0].addr_spec in shown["to"]
            body = draft.get_body(("html",)).get_content()
            assert body.replace("\r\n", "\n") == shown["html"]
            assert [f.get_filename() for f in draft.iter_attachments()] == row["attached"]


def test_one_persons_letter_travels_at_a_time(panel):
    sent = []
    panel.observe(sent.append, names="view")
    person = person_of(panel, place=1)
    reply = panel.do("show", letter="welcome_mentee", person=person)
    assert reply.data["person"] == person
    assert sent == []
    assert json.dumps(panel.view).count("Dear ") == len(panel.view["letters"]) + 2


def test_words_are_tried_without_being_kept(panel, programme):
    person = person_of(panel)
    reply = panel.do(
        "try_out", letter="welcome_mentee", person=person,
        subject="Hello {{ name }}", body="We meet **soon**.",
    )  # fmt: skip
    assert reply.data["tried"]
    assert reply.data["subject"] == f"Hello {programme.file.person(person).name}"
    assert "<strong>soon</strong>" in reply.data["html"]
    assert programme.kickoff.letter("welcome_mentee") == letter("welcome_mentee")


def test_kept_words_are_shown_at_once_and_can_be_taken_back(panel, programme):
    person = person_of(panel, place=2)
    body = letter("welcome_mentee").body
    given = {"letter": "welcome_mentee", "person": person, "subject": "Welcome", "body": body}
    assert panel.do("keep", given).notice.kind == "done"
    assert panel.view["shown"]["subject"] == "Welcome"
    assert panel.view["shown"]["person"] == person
    assert programme.kickoff.letter("welcome_mentee").body == body
    assert {row["id"]: row["edited"] for row in panel.view["letters"]}["welcome_mentee"]
    assert panel.do("keep", given).notice.kind == "note"
    assert panel.do("restore", letter="welcome_mentee", person=person).notice.kind == "done"
    assert panel.view["shown"]["subject"] != "Welcome"
    assert not any(row["edited"] for row in panel.view["letters"])


@pytest.mark.parametrize("act", ["try_out", "keep"])
def test_faults_are_told_by_their_line_and_nothing_is_kept(panel, programme, act):
    before = panel.view
    reply = panel.do(
        act, letter="welcome_mentor", person=person_of(panel, "mentor"),
        subject="{{ nme }}", body="Dear {{ name }}\n\n{{ partner }}\n{% if why_you %}",
    )  # fmt: skip
    assert reply.notice.kind == "wrong"
    assert "still here" in reply.notice.text
    assert {(fault["in"], fault["line"]) for fault in reply.data["faults"]} == {
        ("subject", None),
        ("body", 4),
    }
    assert panel.view is before
    assert not programme.kickoff.is_edited("welcome_mentor")


@pytest.mark.parametrize(("subject", "body"), [("", "x"), ("x", " \n "), ("x", "y" * 50_001)])
def test_empty_or_endless_words_are_refused(panel, subject, body):
    reply = panel.do("keep", letter="welcome_mentor", person="", subject=subject, body=body)
    assert reply.notice.kind == "wrong"
    assert reply.data["faults"]


def test_an_empty_programme_shows_examples_and_what_is_missing(empty):
    panel = LettersPanel(empty)
    assert panel.view["people"] == {"mentor": [], "mentee": []}
    assert "made up" in panel.view["shown"]["to"]
    assert "Own" in panel.view["shown"]["plain"]
    assert {it["file"] for it in panel.view["missing"]} == {"01_objective.ipynb", "04_pairs.ipynb"}
    for name in letters():
        assert panel.do("show", letter=name).data["html"]
    assert panel.do("keep", letter=letters()[0], subject="Our {{ programme }}", body="Come.")
    reply = panel.do("write")
    assert reply.notice.kind == "wrong"
    assert len(reply.notice.faults) == 3
    assert not list(empty.file.path.parent.glob("*outbox*"))


def test_looking_again_finds_what_was_done_elsewhere(empty):
    panel = LettersPanel(empty)
    before = len(panel.view["missing"])
    with Programme.open(empty.file.path) as elsewhere:
        elsewhere.set_coordinator(Coordinator(name="Rosa", email="rosa@example.org"))
    panel.do("look_again", letter="first_steps_mentor")
    assert len(panel.view["missing"]) == before - 1
    assert panel.view["shown"]["letter"] == "first_steps_mentor"
    assert "Rosa" in panel.view["shown"]["plain"]


def test_without_an_objective_confirmed_pairs_are_shown_with_an_example(programme, monkeypatch):
    monkeypatch.setattr(ObjectiveStep, "record", None)
    panel = LettersPanel(programme)
    assert panel.view["people"] == {"mentor": [], "mentee": []}
    assert "made up" in panel.view["shown"]["to"]
    assert [it["file"] for it in panel.view["missing"]] == ["01_objective.ipynb"]


def test_who_cannot_be_mailed_is_told_and_printed_for(programme):
    ids = [who.person_id for who in programme.kickoff.recipients()][:2]
    for person_id in ids:
        change_person(programme, person_id, email=f"{person_id} at home")
    panel = LettersPanel(programme)
    assert panel.view["missing"] == []
    assert all(any(person_id in told for told in panel.view["held"]) for person_id in ids)
    assert (
        panel.do("show", letter="welcome_mentor", person=ids[0]).data["to"].endswith(", on paper")
    )
    written = panel.do("write")
    assert written.data["paper"] == "To print.pdf"
    assert "printed for" in written.notice.text


MEETING = {"when": "8 December, 10:00", "where": "Room 2.14"}


@pytest.mark.parametrize("occasion", [o for o in OCCASIONS if o != "kick_off"])
def test_every_occasion_shows_its_letters_as_people_get_them(programme, occasion):
    panel = LettersPanel(programme, occasion)
    assert panel.view["occasion"] == occasion
    for row in panel.view["letters"]:
        people = panel.view["people"][row["side"]]
        assert len(people) == row["people"]
        for person, _ in people[:2]:
            shown = panel.do("show", letter=row["id"], person=person).data
            assert "refused" not in shown
            assert "{{" not in shown["plain"]


def test_a_letter_of_another_occasion_is_filled_in_and_written(programme):
    panel = LettersPanel(programme)
    panel.do("turn", occasion="training")
    row = panel.view["letters"][0]
    assert [it["name"] for it in row["asked"]] == ["when", "where"]
    person = panel.view["people"][row["side"]][0][0]
    shown = panel.do("show", letter=row["id"], person=person, more=MEETING).data
    assert "Room 2.14" in shown["plain"]
    refused = panel.do("write", letter=row["id"], person="", more={"when": "8 December"})
    assert refused.notice.kind == "wrong"
    assert "where" in str(refused.notice.faults)
    one = panel.do("write", letter=row["id"], person=person, more=MEETING).data
    assert one["drafts"] == 1
    assert panel.do("write", letter=row["id"], more=MEETING).data["drafts"] == row["people"]
    assert panel.do("turn", occasion="nothing").notice.kind == "wrong"


def test_what_mentors_send_is_shown_for_their_pair_and_goes_to_them(programme):
    panel = LettersPanel(programme, "session")
    row = next(it for it in panel.view["letters"] if it["id"] == "mentor_next_date")
    person = panel.view["people"][row["side"]][0][0]
    shown = panel.do("show", letter=row["id"], person=person).data
    mentor = programme.file.person(person)
    assert shown["to"] == f"the mentee of {mentor.name}, who sends it"
    (draft,) = drafts_in(panel.do("write", letter=row["id"], person=person).data["folder"]).values()
    assert draft["To"].addresses[0].addr_spec == mentor.email


def test_drafts_that_somebody_touched_are_left_alone(panel):
    folder = Path(panel.do("write").data["folder"])
    assert panel.do("write").notice.kind == "done"
    draft = next(folder.glob("*.eml"))
    draft.write_text("mine")
    notice = panel.do("write").notice
    assert notice.kind == "wrong"
    assert "changed" in notice.text
    assert draft.read_text() == "mine"


def test_what_people_typed_stays_words(programme):
    person_id = programme.kickoff.recipients()[0].person_id
    change_person(programme, person_id, name=TRAP)
    panel = LettersPanel(programme)
    shown = panel.do("show", letter="welcome_mentor", person=person_id).data
    assert TRAP in shown["plain"]
    assert "<img" not in shown["html"]
    words = {
        "subject": "<script>alert(2)</script>",
        "body": "Hello <b onclick=x>all</b> {{ name }}",
    }
    tried = panel.do("try_out", letter="welcome_mentor", person=person_id, **words).data
    assert "<script" not in tried["html"]
    assert "<b" not in tried["html"].split("<body", 1)[1][5:]
    assert words["subject"] == tried["subject"]


@pytest.mark.parametrize("act", ["show", "try_out", "keep", "restore", "look_again", "nothing"])
@pytest.mark.parametrize(
    "given",
    [
        {"letter": 3},
        {"letter": "no_such_letter"},
        {"letter": "../welcome_mentor"},
        {"letter": "welcome_mentor", "person": ["P001"]},
        {"letter": "welcome_mentor", "person": "nobody", "subject": {}, "body": None},
    ],
)
def test_a_hostile_page_gets_a_sentence_and_changes_nothing(panel, programme, act, given):
    head = programme.file.head_digest()
    reply = panel.do(act, given)
    told = f"{reply.notice} {dict(reply.data)}"
    assert "mistake" not in told
    assert programme.file.head_digest() == head or act == "look_again"


def test_a_letter_is_not_shown_for_the_other_side(panel):
    reply = panel.do("show", letter="welcome_mentor", person=person_of(panel, "mentee"))
    assert "does not go to" in reply.data["refused"]["text"]


def test_every_placeholder_can_be_inserted_and_is_then_understood(programme):
    for row in letter_rows(programme.letters, programme.kickoff.letters):
        plain = [slot["insert"] for slot in row["slots"] if "inside" not in slot]
        inside = [slot["insert"] for slot in row["slots"] if "inside" in slot]
        loop = next(words for words in plain if words.startswith("{% for"))
        body = "\n\n".join(plain) + loop.replace("- ", "- " + " ".join(inside))
        programme.kickoff.edit(row["id"], body=body)
        assert all(slot["description"] for slot in row["slots"])


def test_every_attachment_has_a_name():
    for name in letters():
        assert all(kind in ATTACHED for kind in letter(name).attachments)


def test_people_of_the_same_name_are_told_apart_and_stand_in_the_order_of_names():
    people = [
        Addressee("P3", "zoe", "mentor", ()),
        Addressee("P2", "Ana\u202e Ruiz", "mentor", ()),
        Addressee("P1", "Ana Ruiz", "mentor", ()),
        Addressee("P4", "P4", "mentee", ()),
    ]
    assert people_by_side(people) == {
        "mentor": [["P1", "Ana Ruiz (P1)"], ["P2", "Ana Ruiz (P2)"], ["P3", "zoe"]],
        "mentee": [["P4", "P4"]],
    }


def test_what_is_missing_leads_to_its_notebook():
    told = need("No pairs yet: notebook 04 Pairs.")
    assert told == {"text": "No pairs yet", "file": "04_pairs.ipynb", "link": "04 Pairs"}
    assert need("Something else.") == {"text": "Something else.", "file": "", "link": ""}


def test_the_panel_shows_nobody_in_its_representation(panel):
    assert repr(panel) == "<LettersPanel of rmkit.forms>"


def test_a_pair_of_which_somebody_objects_is_shown_as_getting_no_letters(panel, programme):
    pair = programme.file.pairs("confirmed")[0]
    assert panel.view["held"] == []
    programme.rights.object(pair.mentee_id, "matching", by="Rosa Vidal")
    held = LettersPanel(programme).view["held"]
    assert len(held) == 1
    assert pair.pair_id in held[0]
