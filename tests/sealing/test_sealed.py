"""A pair's own answers: sealed with a key of the pair, opened by the pair alone."""

import shutil
import sqlite3
from dataclasses import replace

import pytest

from rmkit.disclosure.pair_key import new_key, public_content
from rmkit.disclosure.sealing import Label, seal
from rmkit.errors import CannotOpen, FileRefused, NotAllowed, NotReady
from rmkit.exchange.responses import Response as Found
from rmkit.programme.clock import now
from rmkit.programme.importing import add_answers
from rmkit.programme.pair_keys import PAIR
from rmkit.programme.programme import Programme
from rmkit.records.model import Person
from rmkit.records.restoring import restore
from tests.sealing.rig import ANNS, BOS, GOALS, SECRETS, begun, read, traces


@pytest.mark.claim("sealed")
def test_pair_reads_what_it_sealed_and_nobody_else_can(
    programme, sealed, goals, tmp_path, handed_over
):
    recovery, bos_recovery = begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS, wave="session 1")
    programme.file.backup(now=now())
    for how in ({"passphrase": ANNS}, {"recovery_code": recovery}):
        assert read(sealed, "7", **how) == [GOALS]
    for how in ({"passphrase": BOS}, {"recovery_code": bos_recovery}):
        assert read(sealed, "8", **how) == [GOALS]
    for person, how in [("7", {"passphrase": BOS}), ("8", {"recovery_code": recovery})]:
        with pytest.raises(CannotOpen, match="does not open"):
            sealed.open("1-0001", person, **how)
    secrets = [*SECRETS, ANNS, BOS, recovery, bos_recovery]
    assert traces(tmp_path, secrets) == []
    assert not any(secret in one for secret in secrets for one in handed_over)
    assert programme.file.check() == []


@pytest.mark.claim("sealed")
def test_coordinator_sees_that_there_is_something_and_not_what(programme, sealed, goals):
    assert sealed.state("1-0001") is None
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    state = sealed.state("1-0001")
    assert (state.opened_by, state.invited, state.answers) == (("7", "8"), (), 1)
    (response,) = programme.file.responses("goal_setting")
    assert response.answers == {}
    assert len(response.sealed) == 4 + 32 + 1024 + 16
    shown = repr(response) + repr(sealed.open("1-0001", "7", passphrase=ANNS))
    assert not any(secret in shown for secret in SECRETS)
    table = programme.file.answers_table("goal_setting")
    assert not any(secret in table.to_csv() for secret in SECRETS)
    with pytest.raises(NotAllowed, match="not in pair"):
        sealed.begin("1-0001", "9", "a third one here")


def test_what_was_sealed_elsewhere_is_received_as_it_is(programme, sealed, goals):
    begun(sealed)
    public = sealed._public("1-0001")
    label = Label(programme.file.info.id, "1-0001", "goal_setting", 2, "s", "8", "from-a-phone")
    box = seal({"ideas": SECRETS[0]}, label, public)
    assert sealed.receive(label, box, goals) == "from-a-phone"
    assert read(sealed) == [{"ideas": SECRETS[0]}]
    other = Label("other", "1-0001", "goal_setting", 2, "s", "8", "from-elsewhere")
    with pytest.raises(NotAllowed, match="another programme"):
        sealed.receive(other, box, goals)
    taken = Label(programme.file.info.id, "1-0001", "goal_setting", 2, "s", "7", "from-a-phone")
    with pytest.raises(NotAllowed, match="another programme"):
        sealed.receive(taken, box, goals)


@pytest.mark.claim("sealed")
def test_answers_exchanged_in_the_file_do_not_open_and_the_others_do(programme, sealed, goals):
    begun(sealed)
    for wave in ("session 1", "session 2", "session 3"):
        sealed.answer("1-0001", "8", goals, GOALS, wave=wave)
    first, second, third = programme.file.responses("goal_setting")
    with programme.file.change(actor="x", action="Swapped.", now=now()) as change:
        change.save_responses(
            [replace(first, sealed=second.sealed), replace(second, sealed=first.sealed)]
        )
    opened = sealed.open("1-0001", "7", passphrase=ANNS)
    assert set(opened.not_opened) == {first.response_id, second.response_id}
    assert [one.response_id for one in opened.answers] == [third.response_id]


@pytest.mark.claim("sealed")
def test_another_public_key_in_the_file_is_noticed_by_members(programme, sealed, goals):
    begun(sealed)
    shown = sealed.state("1-0001").fingerprint
    (public,) = [key for key in programme.file.sealing_keys() if key.person_id is None]
    with programme.file.change(actor="x", action="Swapped.", now=now()) as change:
        change.save_sealing_key(replace(public, content=public_content(new_key())))
    assert sealed.state("1-0001").fingerprint != shown
    with pytest.raises(CannotOpen):
        sealed.open("1-0001", "7", passphrase=ANNS)


@pytest.mark.claim("sealed")
def test_new_passphrase_leaves_no_way_in_by_the_old_one(programme, sealed, goals, tmp_path):
    recovery, _ = begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    programme.file.backup(now=now())
    had = [key for key in programme.file.sealing_keys() if key.person_id == "7"]
    old = [had[0].content[way]["box"] for way in ("passphrase", "recovery")]
    assert len(traces(tmp_path, old)) == 2  # the file and its backup
    codes = sealed.change_passphrase("1-0001", "7", passphrase=ANNS, new="tar and new rope")
    assert codes.not_reached == ()
    assert traces(tmp_path, old) == []
    assert read(sealed, "7", passphrase="tar and new rope") == [GOALS]
    assert read(sealed, "7", recovery_code=codes.recovery_code) == [GOALS]
    for how in ({"passphrase": ANNS}, {"recovery_code": recovery}):
        with pytest.raises(CannotOpen):
            sealed.open("1-0001", "7", **how)
    assert read(sealed, "8", passphrase=BOS) == [GOALS]
    assert programme.file.check() == []


def test_recovery_code_gives_a_new_passphrase(sealed, goals):
    recovery, _ = begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    sealed.change_passphrase("1-0001", "7", recovery_code=recovery, new="tar and new rope")
    assert read(sealed, "7", passphrase="tar and new rope") == [GOALS]


@pytest.mark.claim("sealed")
def test_invitation_is_used_up_and_only_a_member_makes_another(programme, sealed, goals):
    first = sealed.begin("1-0001", "7", ANNS)
    assert sealed.state("1-0001").invited == ("8",)
    sealed.join("1-0001", "8", first.invitation_code, BOS)
    with pytest.raises(CannotOpen):
        sealed.join("1-0001", "8", first.invitation_code, "somebody else's words")
    with pytest.raises(CannotOpen):
        sealed.invite("1-0001", "7", "not my passphrase", whom="8")
    again = sealed.invite("1-0001", "7", ANNS, whom="8")
    with pytest.raises(CannotOpen):
        sealed.open("1-0001", "8", passphrase=BOS)
    sealed.join("1-0001", "8", again.invitation_code, "a new set of words")
    sealed.answer("1-0001", "8", goals, GOALS)
    assert read(sealed, "8", passphrase="a new set of words") == [GOALS]
    with pytest.raises(NotAllowed, match="has a key already"):
        sealed.begin("1-0001", "8", BOS)


def test_key_is_made_for_a_confirmed_pair_and_not_undone(programme, sealed):
    with pytest.raises(NotReady, match="proposed"):
        sealed.begin("1-0002", "9", ANNS)
    with pytest.raises(NotAllowed, match="12 characters"):
        sealed.begin("1-0001", "7", "too short")
    assert programme.file.sealing_keys() == []
    with programme.file.change(actor="me", action="Named.", now=now()) as change:
        change.save_person(Person("9", "Cy Foxe"))
    sealed.begin("1-0001", "7", ANNS)
    assert programme.file.undo(actor="me", now=now()).action == "Named."
    assert len(programme.file.sealing_keys()) == 3
    assert {c.actor for c in programme.file.changes() if "key" in c.action} == {PAIR}


@pytest.mark.claim("sealed")
def test_key_of_an_ended_pair_is_destroyed_for_good(programme, sealed, goals, tmp_path):
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    programme.file.backup(now=now())
    boxes = [
        kept["box"]
        for key in programme.file.sealing_keys()
        for kept in key.content.values()
        if isinstance(kept, dict)
    ]
    assert len(boxes) == 4
    with pytest.raises(NotAllowed, match="has not ended"):
        sealed.destroy("1-0001", by="me")
    with programme.file.change(actor="me", action="Ended.", now=now()) as change:
        change.end_pair("1-0001")
    assert sealed.destroy("1-0001", by="me") == ()
    assert traces(tmp_path, boxes) == []
    with pytest.raises(NotReady):
        sealed.open("1-0001", "7", passphrase=ANNS)
    (backup,) = programme.file.backups()
    restore(programme.file.path, backup.path, actor="me", now=now())
    assert programme.file.sealing_keys() == []
    assert programme.file.check() == []


@pytest.mark.claim("sealed")
def test_backup_that_was_out_of_reach_brings_no_old_key_back(programme, sealed, goals, tmp_path):
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    away = tmp_path / "away.rmkit"
    shutil.copy(programme.file.path, away)
    sealed.change_passphrase("1-0001", "7", passphrase=ANNS, new="tar and new rope")
    restore(programme.file.path, away, actor="me", now=now())
    assert read(sealed, "7", passphrase="tar and new rope") == [GOALS]
    assert read(sealed, "8", passphrase=BOS) == [GOALS]
    with pytest.raises(CannotOpen):
        sealed.open("1-0001", "7", passphrase=ANNS)
    sealed.destroy("1-0001", by="me", person_id="8", passphrase=BOS)
    restore(programme.file.path, away, actor="me", now=now())
    assert programme.file.sealing_keys() == []
    restore(programme.file.path, away, actor="me", now=now())
    assert programme.file.sealing_keys() == []
    assert programme.file.check() == []


def test_member_may_have_the_key_destroyed_at_any_time(programme, sealed):
    begun(sealed)
    with pytest.raises(CannotOpen):
        sealed.destroy("1-0001", by="me", person_id="8", passphrase=ANNS)
    sealed.destroy("1-0001", by="me", person_id="8", passphrase=BOS)
    assert programme.file.sealing_keys() == []


@pytest.mark.claim("sealed")
@pytest.mark.claim("erase")
def test_erasing_a_person_takes_their_sealed_answers_and_keys(programme, sealed, goals, tmp_path):
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    sealed.answer("1-0001", "7", goals, {**GOALS, "ideas": "Mine"})
    programme.file.backup(now=now())
    theirs = [r for r in programme.file.responses() if r.person_id == "8"]
    keys = [key for key in programme.file.sealing_keys() if key.person_id == "8"]
    gone = [keys[0].content[way]["box"] for way in ("passphrase", "recovery")]
    gone.append(theirs[0].sealed[40:80].hex())
    raw = [theirs[0].sealed[40:80]]
    before = [path for path in tmp_path.rglob("*.rmkit") if raw[0] in path.read_bytes()]
    assert len(before) == 2
    programme.candidates.erase("8", by="me")
    assert traces(tmp_path, gone) == []
    assert not [path for path in tmp_path.rglob("*.rmkit") if raw[0] in path.read_bytes()]
    (left,) = read(sealed, "7")
    assert left["ideas"] == "Mine"
    assert sealed.state("1-0001").opened_by == ("7",)
    assert programme.file.check() == []


@pytest.mark.claim("sealed")
def test_erasing_both_leaves_no_key(programme, sealed, goals, tmp_path):
    begun(sealed)
    for person_id in ("7", "8"):
        programme.candidates.erase(person_id, by="me")
    assert programme.file.sealing_keys() == []
    assert programme.file.check() == []
    with pytest.raises(NotReady):
        sealed.open("1-0001", "7", passphrase=ANNS)


def test_importing_does_not_touch_what_is_sealed(programme, sealed, goals):
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    found = Found(file="f.csv", row=2, answers={"ideas": SECRETS[0]}, person_id="8")
    added = add_answers(programme.file, [found], goals, source="f.csv", now=now())
    assert added.not_kept == "1 answer to 1 item is for the pair alone and was not kept."
    assert read(sealed) == [GOALS]


def test_altered_row_is_refused_before_anything_is_opened(programme, sealed, goals, tmp_path):
    begun(sealed)
    sealed.answer("1-0001", "8", goals, GOALS)
    copy = tmp_path / "copy.rmkit"
    shutil.copy(programme.file.path, copy)
    with sqlite3.connect(copy) as raw:
        raw.execute("UPDATE responses SET sealed = substr(sealed, 1, 60)")
    raw.close()
    with pytest.raises(FileRefused):
        Programme.open(copy)
