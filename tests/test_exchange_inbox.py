"""Answers from the page wait in the inbox: durable, apart from each other, and gone when taken."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
import subprocess
import sys
from datetime import timedelta

import pytest

from rmkit.errors import FileRefused, NotAllowed, NotSaved
from rmkit.exchange.inbox import NOT_PAIRED, Inbox, inbox_path
from rmkit.exchange.inbox_desk import MOST_DEVICES, MOST_SHEETS, Desk, LinkOver, OtherKey
from rmkit.exchange.inbox_records import Conflict, Content, Kept
from tests.page_samples import SOON, check_in, inbox_with, mixed, sheet

ANA = Content({"name": "Ana Ruiz"})


@pytest.fixture
def desk(tmp_path):
    """Give a desk on an inbox in which two people were asked, with their tokens."""
    path, tokens = inbox_with(tmp_path, check_in(), "k1", "k2")
    with Inbox.open(path) as inbox:
        yield Desk(inbox), inbox, tokens


def save(desk, token, content=ANA, *, name="s1", device="d1", base=0, keys=None, now=None):
    return desk.save(token, content, save=name, device=device, base=base, keys=keys or {}, now=now)


def test_what_was_saved_waits_with_what_was_asked_and_by_whom(desk):
    desk, inbox, (first, second) = desk
    assert save(desk, first) == Kept(1, desk.look(first).saved.at)
    (waiting,) = inbox.waiting()
    assert (waiting.person_key, waiting.instrument_id, waiting.version) == ("k1", "check_in", 3)
    assert waiting.answers == {"name": "Ana Ruiz"}
    assert [i.state for i in inbox.invitations()] == ["answered", "open"]
    assert desk.look(second).saved is None
    assert "Ana" not in repr(waiting) + repr(desk.look(first))


def test_what_is_taken_in_leaves_the_file_and_closes_the_link(desk):
    desk, inbox, (first, _) = desk
    desk.keep_draft(first, Content({"name": "Ana Draft"}), device="d2", base=0, keys={})
    save(desk, first)
    inbox.taken([inbox.waiting()[0].id])
    assert inbox.waiting() == []
    with pytest.raises(LinkOver) as closed:
        desk.look(first)
    assert closed.value.why == "taken"
    assert b"Ana" not in inbox.file.path.read_bytes()


def test_what_is_saved_while_the_facilitator_takes_in_waits_for_the_next_time(desk):
    desk, inbox, (first, _) = desk
    save(desk, first)
    before = inbox.waiting()[0].id
    save(desk, first, Content({"name": "Ana Ruiz Gil"}), name="s2", base=1)
    inbox.taken([before])
    assert [s.answers["name"] for s in inbox.waiting()] == ["Ana Ruiz Gil"]
    assert desk.look(first).state == "answered"


def test_a_save_that_is_sent_twice_counts_once(desk):
    desk, inbox, (first, _) = desk
    save(desk, first)
    once = inbox.waiting()
    again = save(desk, first, Content({"name": "Somebody else"}))
    assert again.again
    assert inbox.waiting() == once


def test_of_two_devices_the_later_is_told_and_both_texts_are_kept(desk):
    desk, _, (first, _) = desk
    save(desk, first)
    told = save(desk, first, Content({"name": "Ana at home"}), name="s2", device="d2")
    assert isinstance(told, Conflict)
    assert told.content.answers == {"name": "Ana Ruiz"}
    seen = desk.look(first)
    assert seen.saved.content.answers == {"name": "Ana Ruiz"}
    assert [d.content.answers for d in seen.drafts] == [{"name": "Ana at home"}]
    assert save(desk, first, Content({"name": "Ana at home"}), name="s3", device="d2", base=1)
    assert desk.look(first).drafts == ()


def test_each_device_has_one_draft_and_the_oldest_goes(desk):
    desk, _, (first, _) = desk
    for number in range(MOST_DEVICES + 2):
        for text in ("a", f"draft {number}"):
            desk.keep_draft(first, Content({"name": text}), device=f"d{number}", base=0, keys={})
    drafts = [d.content.answers["name"] for d in desk.look(first).drafts]
    assert drafts == ["draft 5", "draft 4", "draft 3", "draft 2"]
    desk.drop_draft(first, device="d5")
    assert len(desk.look(first).drafts) == MOST_DEVICES - 1


def test_a_link_that_is_unknown_revoked_or_over_takes_nothing(desk):
    desk, inbox, (first, second) = desk
    inbox.revoke(person_key="k2")
    late = SOON + timedelta(seconds=1)
    for token, now, why in ((first + "A", None, "unknown"), ("", None, "unknown"),
                            (second, None, "revoked"), (first, late, "expired")):  # fmt: skip
        for act in (
            lambda token=token, now=now: desk.look(token, now),
            lambda token=token, now=now: save(desk, token, now=now),
            lambda token=token, now=now: desk.keep_draft(
                token, ANA, device="d", base=0, keys={}, now=now
            ),
            lambda token=token, now=now: desk.next_sheet(token, now),
            lambda token=token, now=now: desk.begin_anew(token, now),
        ):
            with pytest.raises(LinkOver) as told:
                act()
            assert told.value.why == why
    assert inbox.waiting() == []


def test_the_file_holds_no_token_and_only_its_owner_can_read_it(desk):
    _, inbox, tokens = desk
    content = inbox.file.path.read_bytes()
    assert not any(token.encode() in content for token in tokens)
    assert len(set(tokens)) == 2
    assert all(len(token) == 43 for token in tokens)
    if os.name == "posix":
        assert stat.S_IMODE(inbox.file.path.stat().st_mode) == 0o600


def test_what_the_pair_or_a_person_keeps_is_never_handed_out_and_ends_with_the_link(tmp_path):
    path, (token,) = inbox_with(tmp_path, mixed())
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        content = Content({"minutes": 60}, pair="1.a.b", own="1.c.d")
        save(desk, token, content, keys={"pair": "p1", "own": "o1"})
        (waiting,) = inbox.waiting()
        assert waiting.answers == {"minutes": 60}
        inbox.taken([waiting.id])
        assert desk.look(token).saved.content == content  # goes on until its last day
        assert inbox.waiting() == []
        assert inbox.end_expired(SOON + timedelta(days=1)) == 1
        assert b"1.a.b" not in path.read_bytes()


def test_a_sheet_that_is_all_the_pairs_own_never_waits(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor")
    with Inbox.open(path) as inbox:
        save(Desk(inbox), token, Content({}, pair="1.a.b"), keys={"pair": "p"})
        assert inbox.waiting() == []


def test_the_partner_reads_what_is_for_both_and_writes_apart(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor", partner_key="k2")
    partner = "P" * 43
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        save(desk, token, Content({}, pair="1.a.b", own="1.mine"), keys={"pair": "p", "own": "o"})
        for _ in range(2):
            desk.admit(token, partner, voice="mentee", key="p")
        seen = desk.look(partner)
        assert (seen.voice, seen.other.pair, seen.saved) == ("mentee", "1.a.b", None)
        assert seen.keys == {"pair": "p"}
        save(desk, partner, Content({}, pair="1.c.d"), keys={"pair": "p"})
        assert desk.look(token).other.pair == "1.c.d"
        assert desk.look(token).saved.content.pair == "1.a.b"
        assert [i.person_key for i in inbox.invitations()] == ["k1", "k2"]
        with pytest.raises(OtherKey):
            save(desk, partner, Content({}, pair="x"), name="s2", base=1, keys={"pair": "other"})
        with pytest.raises(OtherKey):
            desk.admit(token, "Q" * 43, voice="mentee", key="p")
        with pytest.raises(NotAllowed, match="Only the one who began"):
            desk.begin_anew(partner)


def test_the_partner_never_gets_what_is_for_the_writer_alone(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor")
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        save(desk, token, Content({}, "1.pair", "1.own"), keys={"pair": "p", "own": "o"})
        desk.admit(token, "P" * 43, voice="mentee", key="p")
        assert desk.look("P" * 43).other.own is None


def test_a_next_sheet_is_empty_and_has_a_link_of_its_own(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor")
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        save(desk, token, Content({}, pair="1.a.b"), keys={"pair": "p"})
        later = desk.look(desk.next_sheet(token))
        assert (later.number, later.saved, later.keys) == (2, None, {})
        for _ in range(58):
            desk.next_sheet(token)
        with pytest.raises(NotAllowed, match="60 sheets"):
            desk.next_sheet(token)


def test_a_form_that_repeats_is_answered_again_through_its_link_and_nothing_is_put_over(tmp_path):
    often = check_in().model_copy(update={"repeats": True})
    path, (token,) = inbox_with(tmp_path, often)
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        save(desk, token)
        desk.begin_another(token)
        desk.begin_another(token)  # there is nothing to lay aside
        again = desk.look(token)
        assert (again.saved, again.state) == (None, "open")
        save(desk, token, Content({"name": "Ana Again"}), name="s2", base=again.revision)
        waiting = inbox.waiting()
        assert {one.answers["name"] for one in waiting} == {"Ana Ruiz", "Ana Again"}
        assert len({one.person_key for one in waiting}) == 1
        inbox.taken([one.id for one in waiting])
        assert inbox.waiting() == []
        assert desk.look(token).saved is None
    assert b"Ana" not in path.read_bytes()


def test_a_sheet_whose_key_was_lost_begins_anew_and_the_partners_link_ends(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor")
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        save(desk, token, Content({}, pair="1.a.b"), keys={"pair": "p"})
        desk.admit(token, "P" * 43, voice="mentee", key="p")
        desk.begin_anew(token)
        assert desk.look(token).saved is None
        assert desk.look(token).keys == {}
        with pytest.raises(LinkOver):
            desk.look("P" * 43)


def test_forgetting_a_person_leaves_no_byte_of_theirs(desk):
    desk, inbox, (first, second) = desk
    save(desk, first, Content({"name": "Zebulon Q"}))
    desk.keep_draft(first, Content({"name": "Zebulon D"}), device="d", base=1, keys={})
    save(desk, second)
    assert inbox.forget("k1") == 1
    assert b"Zebulon" not in inbox.file.path.read_bytes()
    assert [s.person_key for s in inbox.waiting()] == ["k2"]


def test_once_a_partner_is_forgotten_nobody_is_let_in_in_their_place(tmp_path):
    path, (token,) = inbox_with(tmp_path, sheet(), voice="mentor", partner_key="k2")
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        desk.admit(token, "P" * 43, voice="mentee", key="p")
        inbox.forget("k2")
        for act in (token, desk.next_sheet(token)):
            with pytest.raises(NotAllowed, match="takes part no more"):
                desk.admit(act, "Q" * 43, voice="mentee", key="p")
        assert {one.person_key for one in inbox.invitations()} == {"k1"}


def test_who_has_no_partner_in_the_programme_can_share_and_nothing_comes_in_as_theirs(tmp_path):
    voiced = sheet().model_copy(update={"sections": mixed().sections})
    path, (token,) = inbox_with(tmp_path, voiced)
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        desk.admit(token, "P" * 43, voice="mentee", key="p")
        save(desk, "P" * 43, Content({"minutes": 5}))
        (came,) = inbox.waiting()
        assert came.person_key.startswith(NOT_PAIRED)


@pytest.mark.parametrize(
    "bad", ["answers = '{\"name\": \"Zed'", "answers = '[1]'", "answers = x'ff7b'",
            "answers = replace(hex(zeroblob(50000)), '0', '[')", "at = 100000000000000000"],
)  # fmt: skip
def test_a_row_that_cannot_be_read_is_told_and_stops_no_other(desk, bad):
    desk, inbox, (first, second) = desk
    save(desk, first)
    save(desk, second)
    with inbox.file.change() as change:
        change.execute(f"UPDATE submissions SET {bad} WHERE invitation = 1")
    by_key = {one.person_key: one for one in inbox.waiting()}
    assert (by_key["k2"].answers, by_key["k2"].fault) == (ANA.answers, "")
    assert "cannot be read" in by_key["k1"].fault
    assert by_key["k1"].answers == {}
    with pytest.raises(NotAllowed, match="cannot be read") as told:
        desk.look(first)
    assert "Zed" not in str(told.value)
    assert desk.look(second).saved.content == ANA


def test_a_definition_that_cannot_be_read_is_told(desk):
    desk, inbox, _ = desk
    with inbox.file.change() as change:
        change.execute("UPDATE definitions SET content = '[]'")
    with pytest.raises(NotAllowed, match="cannot be read"):
        desk.definition(1)


def test_links_that_reached_nobody_are_ended_and_no_other(desk):
    desk, inbox, (first, second) = desk
    save(desk, second)
    assert inbox.end([first, second, "unknown"]) == 1
    assert [one.state for one in inbox.invitations()] == ["revoked", "answered"]


def test_an_inbox_of_an_earlier_version_is_refused_at_once_with_what_to_do(tmp_path):
    path, _ = inbox_with(tmp_path, check_in())
    with contextlib.closing(sqlite3.connect(path)) as older:
        older.execute("ALTER TABLE definitions DROP COLUMN repeats")
    with pytest.raises(FileRefused, match=r"earlier version of rmkit.*make new links"):
        Inbox.open(path)


def test_a_table_that_goes_missing_is_no_fault_of_the_disk(desk):
    _, inbox, _ = desk
    inbox.file.rows("DROP TABLE about")
    with pytest.raises(NotSaved, match="another version of rmkit") as told:
        inbox.describe(organisation="Harbour")
    assert "disk" not in str(told.value)


def test_a_form_that_repeats_cannot_be_begun_without_end(tmp_path):
    path, (token, _) = inbox_with(tmp_path, check_in(), "k1", "k2")
    with Inbox.open(path) as inbox:
        desk = Desk(inbox)
        for number in range(MOST_SHEETS - 1):
            save(desk, token, name=f"s{number}", base=desk.look(token).revision)
            desk.begin_another(token)
        save(desk, token, name="last", base=desk.look(token).revision)
        with pytest.raises(NotAllowed, match="60 already"):
            desk.begin_another(token)
        assert len(inbox.waiting()) == MOST_SHEETS


def test_a_list_is_nothing_to_fill_in(tmp_path):
    listed = check_in().model_copy(update={"kind": "list"})
    with pytest.raises(NotAllowed, match="not a form"):
        inbox_with(tmp_path, listed)


def test_a_missing_foreign_damaged_or_newer_file_is_refused_and_left_alone(tmp_path):
    path, _ = inbox_with(tmp_path, check_in())
    whole = path.read_bytes()
    other = tmp_path / "other.db"
    sqlite3.connect(other).execute("CREATE TABLE t (a)").connection.close()
    newer = whole[:60] + (99).to_bytes(4, "big") + whole[64:]
    for content, told in (
        (b"", "no inbox"), (b"PK\x03\x04" * 50, "no inbox"),
        (other.read_bytes(), "another program"),
        (newer, "newer rmkit"), (whole[:4096] + b"\xff" * (len(whole) - 4096), "damaged"),
    ):  # fmt: skip
        path.write_bytes(content)
        with pytest.raises(FileRefused, match=told):
            Inbox.open(path)
        assert path.read_bytes() == content
    path.unlink()
    with pytest.raises(FileRefused, match="There is no inbox"):
        Inbox.open(path)


def test_nothing_is_overwritten_and_a_read_only_inbox_says_so(tmp_path):
    path, _ = inbox_with(tmp_path, check_in())
    with pytest.raises(FileRefused, match="already a file"):
        Inbox.create(path)
    assert inbox_path(tmp_path / "pilot.rmkit") == path


def test_a_full_disk_is_said_and_what_was_acknowledged_stays(desk):
    desk, inbox, (first, _) = desk
    save(desk, first)
    inbox.file.rows("PRAGMA max_page_count = 20")
    with pytest.raises(NotSaved, match="The disk is full"):
        save(desk, first, Content({"story": "x" * 90_000}), name="s2", base=1)
    assert desk.look(first).saved.content == ANA
    inbox.file.rows("PRAGMA max_page_count = 100000")
    assert save(desk, first, name="s3", base=1).revision == 2


def test_one_act_that_fails_takes_no_other_of_the_same_moment_with_it(desk):
    desk, inbox, (first, second) = desk
    with desk.together():
        save(desk, first)
        with pytest.raises(LinkOver):
            save(desk, "forged")
        save(desk, second)
    assert len(inbox.waiting()) == 2


def test_the_inbox_loads_neither_the_programme_file_nor_pandas():
    code = "import sys, rmkit.exchange.inbox, rmkit.exchange.inbox_desk\n"
    code += "print([m for m in ('pandas', 'rmkit.records', 'rmkit.programme') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
