"""Asking people through links, and taking in what they answer: once, and from nobody else."""

import os
import shutil
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import rmkit.instruments as asked
from rmkit.errors import NotAllowed, NotReady, NotSaved, UnknownName
from rmkit.exchange.inbox import Inbox, inbox_path
from rmkit.exchange.inbox_desk import Desk
from rmkit.exchange.inbox_records import Content
from rmkit.programme import intake
from rmkit.programme.clock import now
from rmkit.programme.invitations import invitations
from rmkit.programme.links_file import address_of
from rmkit.programme.programme import Programme
from rmkit.programme.retention import end

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def six(tmp_path_factory):
    path = tmp_path_factory.mktemp("six") / "six.rmkit"
    with Programme.sample("six_pairs") as programme:
        shutil.copy(programme.file.path, path)
    return path


@pytest.fixture
def programme(six, tmp_path):
    with Programme.open(shutil.copy(six, tmp_path / "six.rmkit")) as opened:
        yield opened


@pytest.fixture
def pair(programme):
    return programme.file.pairs("confirmed")[0]


def answered(programme, token, answers, *, save="one", base=0):
    """Answer through a link, as the page does."""
    with Inbox.open(inbox_path(programme.file.path)) as inbox:
        return Desk(inbox).save(
            token, Content(answers), save=save, device="phone", base=base, keys={}
        )


RECEIPT = {"date": "2026-11-02", "minutes": 60}


@pytest.fixture
def form(programme):
    """Give the ids and good answers of a form that is all for the coordinator."""
    midway = programme.questionnaires.instrument("midway")
    ratings = {f.key: 4 for f in midway.fields if f.is_rating or f.required}
    return {f.key: v for f in midway.fields if (v := ratings.get(f.key)) and f.kind == "choice"}


def links(programme, *people, **how):
    made = programme.questionnaires.invite("midway", people, by=BY, **how)
    return {link.person_id: link for link in made}


def test_the_inbox_knows_no_name_and_the_programme_file_no_link(programme, pair):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    programme.close()
    inbox = inbox_path(programme.file.path).read_bytes()
    for told in (pair.mentor_id, pair.pair_id, link.name, link.email):
        assert told.encode() not in inbox
    for place in Path(programme.file.path).parent.iterdir():
        assert link.token.encode() not in place.read_bytes()


def test_what_is_answered_through_a_link_is_taken_in_once_with_person_pair_and_wave(
    programme, pair, form
):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)
    (waits,) = programme.questionnaires.waiting()
    assert (waits.person_id, waits.wave) == (pair.mentor_id, "during")
    done = programme.questionnaires.take_in(by=BY)
    assert done.kept == ((pair.mentor_id, waits.title, "during"),)
    (kept,) = programme.file.responses("midway")
    assert dict(kept.answers) == form
    assert (kept.pair_id, kept.partner_id) == (pair.pair_id, pair.mentee_id)
    assert programme.questionnaires.waiting() == ()
    assert programme.questionnaires.take_in(by=BY).kept == ()
    assert programme.questionnaires.responses("midway")["how"].tolist() == ["through their link"]
    assert programme.file.changes()[-1].actor == BY


@pytest.mark.parametrize("stops", ["before the inbox is emptied", "after the first"])
def test_a_machine_that_stops_in_between_loses_nothing_and_doubles_nothing(
    programme, form, monkeypatch, stops
):
    people = programme.questionnaires.asked_people("midway")[:4]
    for link in links(programme, *people).values():
        answered(programme, link.token, form)

    def stop(inbox, sorted_out):
        if stops == "after the first":
            inbox.taken([sorted_out.good[0][0].id])
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(intake, "_let_go", stop)
        with pytest.raises(KeyboardInterrupt):
            programme.questionnaires.take_in(by=BY)
    done = programme.questionnaires.take_in(by=BY)
    assert done.kept == ()
    assert done.again in (3, 4)
    assert "had been taken in before" in str(done)
    assert sorted(r.person_id for r in programme.file.responses("midway")) == sorted(people)
    assert programme.questionnaires.waiting() == ()


def test_if_the_programme_cannot_keep_it_it_waits_on(programme, pair, form, monkeypatch):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)

    def fails(*_):
        raise TimeoutError

    with monkeypatch.context() as patch:
        patch.setattr(intake, "save_beside", fails)
        with pytest.raises(TimeoutError):
            programme.questionnaires.take_in(by=BY)
    assert programme.file.responses("midway") == []
    assert len(programme.questionnaires.waiting()) == 1


def test_an_answer_off_the_scale_waits_on_with_its_reason_and_the_others_come_in(programme, form):
    one, two = programme.questionnaires.asked_people("midway")[:2]
    made = links(programme, one, two)
    answered(programme, made[one].token, {**form, next(iter(form)): 9})
    answered(programme, made[two].token, form)
    done = programme.questionnaires.take_in(by=BY)
    assert [who for who, *_ in done.kept] == [two]
    ((who, _, why),) = done.refused
    assert who == one
    assert '"9"' in why
    assert [w.person_id for w in programme.questionnaires.waiting()] == [one]


@pytest.mark.claim("links")
def test_a_key_that_nobody_was_given_brings_nothing_in(programme, pair, form):
    links(programme, pair.mentor_id)
    with Inbox.open(inbox_path(programme.file.path)) as inbox:
        token = inbox.invite(
            programme.questionnaires.instrument("midway"),
            "0" * 32,
            expires_at=datetime(2099, 1, 1, tzinfo=UTC),
        )
    answered(programme, token, form)
    done = programme.questionnaires.take_in(by=BY)
    assert programme.file.responses("midway") == []
    assert "nobody of this programme was asked" in str(done)
    assert [w.person_id for w in programme.questionnaires.waiting()] == [""]


def test_a_form_other_than_the_one_that_was_asked_is_refused(programme, pair, form):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)
    with sqlite3.connect(inbox_path(programme.file.path)) as forged:
        forged.execute("UPDATE definitions SET version = 7")
    assert "not the one that was asked" in str(programme.questionnaires.take_in(by=BY))
    assert programme.file.responses("midway") == []


def test_one_row_that_cannot_be_read_waits_on_and_the_others_come_in(programme, form):
    one, two = programme.questionnaires.asked_people("midway")[:2]
    made = links(programme, one, two)
    for who in (one, two):
        answered(programme, made[who].token, form)
    with sqlite3.connect(inbox_path(programme.file.path)) as forged:
        forged.execute(
            "UPDATE submissions SET answers = '{\"a\": 1', at = 100000000000000000 "
            "WHERE invitation = (SELECT min(invitation) FROM submissions)"
        )
    assert len(programme.questionnaires.waiting()) == 2
    done = programme.questionnaires.take_in(by=BY)
    assert len(done.kept) == 1
    ((who, _, why),) = done.refused
    assert {who, done.kept[0][0]} == {one, two}
    assert "cannot be read" in why


@pytest.mark.parametrize("odd", [{"x": [1]}, [[1], {"y": 2}], True, 10**30, "\x00", [None], 1.5])
def test_an_answer_of_any_kind_is_refused_with_a_reason(programme, pair, form, odd):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, {**form, next(iter(form)): odd})
    done = programme.questionnaires.take_in(by=BY)
    assert done.kept == ()
    assert len(done.refused) == 1


def test_what_was_written_in_anothers_voice_is_refused(programme, pair, form):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)
    with sqlite3.connect(inbox_path(programme.file.path)) as forged:
        forged.execute("UPDATE invitations SET voice = 'mentee'")
    done = programme.questionnaires.take_in(by=BY)
    assert "written as mentee" in str(done)
    assert programme.file.responses("midway") == []


def test_a_save_that_is_sent_again_is_kept_once(programme, pair, form):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    for _ in range(3):
        answered(programme, link.token, form)
    programme.questionnaires.take_in(by=BY)
    assert len(programme.file.responses("midway")) == 1


def test_an_older_version_is_kept_with_its_own_questions_and_told(
    programme, pair, form, monkeypatch
):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)
    newer = programme.questionnaires.instrument("midway").model_copy(update={"version": 2})
    monkeypatch.setattr(intake, "asked_here", lambda *_: newer)
    done = programme.questionnaires.take_in(by=BY)
    assert "answered version 1" in str(done)
    (kept,) = programme.file.responses("midway")
    assert programme.file.asked_in(kept).version == 1


def test_two_who_save_one_sheet_are_both_kept_in_their_own_voice(programme, pair):
    sheet = """
id: own_sheet
version: 1
title: Own sheet
purpose: Both write.
source: our own
step: meetings
filled_by: [mentor, mentee]
items:
  - {id: word, kind: text, text: Word, privacy: free_text, voices: [mentor, mentee]}
"""
    own = Path(programme.file.path).with_name("own.yaml")
    own.write_text(sheet, encoding="utf-8")
    with programme.file.change(actor="test", action="Asked", now=now()) as change:
        change.save_instrument(asked.read_instrument(own))
    both = (pair.mentor_id, pair.mentee_id)
    for link in programme.questionnaires.invite("own_sheet", both, by=BY):
        voice = "mentor" if link.person_id == pair.mentor_id else "mentee"
        answered(programme, link.token, {f"word_{voice}": f"of the {voice}"})
    programme.questionnaires.take_in(by=BY)
    kept = {r.person_id: dict(r.answers) for r in programme.file.responses("own_sheet")}
    assert kept == {
        pair.mentor_id: {"word_mentor": "of the mentor"},
        pair.mentee_id: {"word_mentee": "of the mentee"},
    }


# ---- who is not asked, and who is gone


@pytest.mark.claim("links")
def test_who_is_erased_is_gone_from_the_inbox_and_what_they_sent_is_not_taken_in(
    programme, pair, form
):
    link = links(programme, pair.mentor_id)[pair.mentor_id]
    answered(programme, link.token, form)
    inbox = inbox_path(programme.file.path)
    away = shutil.copy(inbox, inbox.with_suffix(".copy"))
    programme.rights.erase(pair.mentor_id, by=BY)
    assert programme.questionnaires.waiting() == ()
    Path(away).replace(inbox)  # it was elsewhere, and comes back with what was erased
    done = programme.questionnaires.take_in(by=BY)
    assert (done.kept, done.removed) == ((), 1)
    assert programme.questionnaires.waiting() == ()
    assert programme.file.responses("midway") == []
    programme.close()
    assert pair.mentor_id.encode() not in Path(programme.file.path).read_bytes()


def test_an_inbox_that_cannot_be_found_is_named_when_somebody_is_erased(programme, pair):
    links(programme, pair.mentor_id)
    inbox_path(programme.file.path).unlink()
    erased = programme.rights.erase(pair.mentor_id, by=BY)
    assert any("six.inbox" in line for line in erased.to_delete)


@pytest.mark.claim("links")
def test_who_objects_is_not_asked_and_what_they_sent_is_deleted(programme, pair, form):
    made = links(programme, pair.mentor_id, pair.mentee_id)
    answered(programme, made[pair.mentor_id].token, form)
    inbox = inbox_path(programme.file.path)
    away = shutil.copy(inbox, inbox.with_suffix(".copy"))
    programme.rights.object(pair.mentor_id, "participation", by=BY)
    assert programme.questionnaires.waiting() == ()
    Path(away).replace(inbox)  # it was elsewhere, and comes back
    assert programme.questionnaires.take_in(by=BY).removed == 1
    assert programme.questionnaires.waiting() == ()
    assert programme.file.responses("midway") == []
    assert pair.mentor_id not in programme.questionnaires.asked_people("midway")
    with pytest.raises(NotAllowed, match="asked not to have their data used"):
        links(programme, pair.mentor_id)
    programme.rights.object(pair.mentee_id, "matching", by=BY)
    answered(programme, made[pair.mentee_id].token, form)
    assert len(programme.questionnaires.take_in(by=BY).kept) == 1


def test_a_new_link_for_the_same_ends_the_one_before(programme, pair, form):
    first = links(programme, pair.mentor_id)[pair.mentor_id]
    second = links(programme, pair.mentor_id)[pair.mentor_id]
    with pytest.raises(NotAllowed):
        answered(programme, first.token, form)
    answered(programme, second.token, form)
    assert len(programme.questionnaires.take_in(by=BY).kept) == 1


def test_a_candidate_who_answers_through_a_link_takes_part(programme):
    questionnaire = programme.candidates.questionnaire
    given = {f.key: 3 for f in questionnaire.fields if f.is_rating}
    given |= {"name": "Ann Lee", "email": "ann@example.org", "role": "mentor"}
    (link,) = programme.questionnaires.invite("candidate", ["P001"], by=BY)
    answered(programme, link.token, given)
    done = programme.questionnaires.take_in(by=BY)
    assert "answered again" in str(done)
    (kept,) = programme.file.responses("candidate", "", person_id="P001")
    assert kept.source == "link"
    assert programme.file.person("P001").email != "ann@example.org", "the link says who it is"


def test_nobody_is_asked_without_a_reason_to(programme):
    step = programme.questionnaires
    with pytest.raises(NotReady, match="no inbox"):
        step.take_in(by=BY)
    assert step.waiting() == ()
    with pytest.raises(UnknownName):
        step.invite("midway", ["P999"], by=BY)
    with pytest.raises(NotAllowed, match="1 to 366 days"):
        step.invite("midway", ["P001"], by=BY, days=0)
    with pytest.raises(NotAllowed, match="no form for people"):
        step.invite("staff_list", ["P001"], by=BY)
    with pytest.raises(NotAllowed, match="who does it"):
        step.invite("midway", ["P001"], by=" ")
    assert invitations(programme.file) == {}
    assert not inbox_path(programme.file.path).exists()


def test_links_are_written_for_their_owner_alone_and_named_when_somebody_is_erased(programme, pair):
    made = programme.questionnaires.invite("midway", [pair.mentor_id, pair.mentee_id], by=BY)
    path = programme.questionnaires.write_links(made, base_url="https://forms.example.org/")
    text = path.read_text(encoding="utf-8-sig")
    assert address_of(made[0], "https://forms.example.org") in text
    if os.name == "posix":
        assert path.stat().st_mode & 0o077 == 0
    evil = replace(made[0], name='=HYPERLINK("http://evil.example","x")')
    second = programme.questionnaires.write_links([evil])
    assert second != path
    assert "\r\n=HYP" not in second.read_text(encoding="utf-8-sig")
    erased = programme.rights.erase(pair.mentor_id, by=BY)
    assert any(path.name in line for line in erased.to_delete)


def test_links_that_cannot_be_written_are_ended_and_that_is_said(programme, pair, form, tmp_path):
    made = programme.questionnaires.invite("midway", [pair.mentor_id, pair.mentee_id], by=BY)
    answered(programme, made[1].token, form)
    with pytest.raises(NotSaved, match="so they were ended"):
        programme.questionnaires.write_links(made, tmp_path / "none" / "x.csv")
    with pytest.raises(NotAllowed):
        answered(programme, made[0].token, form)
    assert len(programme.questionnaires.take_in(by=BY).kept) == 1


def test_who_was_asked_ends_with_the_answers_and_the_inbox_is_named(programme, pair):
    links(programme, pair.mentor_id)
    done = end(programme, "evaluation answers", by=BY, today=date(2099, 1, 1))
    assert invitations(programme.file) == {}
    assert any("six.inbox" in line for line in done.to_delete)


def test_a_sheet_for_two_goes_to_those_who_begin_it_and_the_receipt_to_both(programme):
    pairs = programme.file.pairs("confirmed")
    mentors, mentees = {p.mentor_id for p in pairs}, {p.mentee_id for p in pairs}
    asked_people = programme.questionnaires.asked_people
    assert set(asked_people("session_worksheet")) == mentors
    assert set(asked_people("goal_setting")) == mentees
    assert set(asked_people("session_receipt")) == mentors | mentees
