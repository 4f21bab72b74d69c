"""The panel of the file, by its acts: check, back up, restore, undo, and what it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from rmkit.forms import keeping
from rmkit.programme import chosen
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.programme.stepping_back import lost_by_restoring
from rmkit.records.model import Person


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    monkeypatch.delenv("RMKIT_PROGRAMME", raising=False)


@pytest.fixture
def programme(tmp_path):
    made = Programme.create(tmp_path / "pilot.rmkit", name="Pilot", organisation="Firm")
    yield made
    made.close()


@pytest.fixture
def panel(programme):
    return keeping(programme)


def add(programme, *ids):
    with programme.file.change(actor="Rosa", action="Added people.", now=now()) as change:
        change.save_people([Person(one, name=f"Name {one}") for one in ids])


def ids(programme):
    return [person.person_id for person in programme.file.people()]


def wrong(reply):
    assert reply.notice.kind == "wrong", reply
    assert "mistake" not in reply.notice.text
    return reply.notice.text


def damage(path):
    content = bytearray(path.read_bytes())
    content[4096:] = bytes(len(content) - 4096)
    path.write_bytes(content)


# Whole or not


def test_a_whole_file_is_said_to_be_whole_with_a_mark_to_note(panel, programme):
    assert panel.view["checked"] is None
    assert panel.do("check").notice.kind == "done"
    assert panel.view["checked"]["whole"]
    assert panel.view["checked"]["head"] == programme.file.head_digest()
    assert panel.view["checked"]["newest"] == ""


def test_a_mark_that_was_noted_is_found_again_and_another_one_is_not(panel, programme):
    noted = programme.file.head_digest()
    add(programme, "p1")
    assert panel.do("check", noted=f"  {noted.upper()} ").notice.kind == "done"
    assert panel.view["checked"]["noted"]
    reply = panel.do("check", noted="<b>another</b>")
    assert "not as rmkit wrote it" in wrong(reply)
    assert "not in it" in panel.view["checked"]["problems"][0]
    assert "<b>" not in json.dumps(panel.view)


def test_a_file_that_is_damaged_while_it_is_open_is_told_with_the_backup_to_restore(
    panel, programme
):
    panel.do("back_up")
    add(programme, "p1")
    damage(programme.file.path)
    panel.do("look")
    assert "damaged" in panel.view["problem"]
    assert panel.view["history"] == []
    wrong(panel.do("check"))
    assert panel.view["checked"]["newest"] == panel.view["backups"][0]["path"]
    assert "damaged" in wrong(panel.do("back_up"))
    asked = panel.do("about_restoring", backup=panel.view["backups"][0]["path"])
    assert asked.data["lost"] == {"known": False, "n": 0, "rows": [], "more": 0}
    done = panel.do("restore", backup=asked.data["backup"], by="Rosa Vidal")
    assert done.notice.kind == "done"
    assert "-damaged.rmkit" in done.notice.text
    assert panel.view["problem"] == ""
    assert ids(programme) == []


def test_without_a_programme_the_chosen_file_is_mended_however_damaged_it_is(panel, programme):
    add(programme, "p1")
    panel.do("back_up")
    programme.choose()
    damage(programme.file.path)
    mending = keeping()
    assert "damaged" in mending.view["problem"]
    (backup,) = mending.view["backups"]
    assert mending.do("restore", backup=backup["path"], by="Rosa").notice.kind == "done"
    assert mending.view["problem"] == ""
    assert ids(programme) == ["p1"]


def test_where_the_file_is_gone_its_backups_are_offered(panel, programme):
    panel.do("back_up")
    programme.choose()
    programme.file.path.unlink()
    mending = keeping()
    assert mending.view["problem"]
    backup = mending.view["backups"][0]["path"]
    assert mending.do("restore", backup=backup, by="Rosa").notice.kind == "done"
    assert mending.view["changes"] > 0


def test_while_no_programme_is_chosen_it_says_so_and_refuses_in_a_sentence():
    nobody = keeping()
    assert nobody.view["path"] == ""
    assert "No programme is chosen" in nobody.view["problem"]
    for act in ("check", "back_up", "look", "more"):
        reply = nobody.do(act)
        assert reply.notice is None or "No programme is chosen" in wrong(reply)


# Backups


def test_a_backup_is_made_listed_and_not_made_twice_of_the_same(panel, programme):
    assert panel.view["backups"] == []
    assert panel.do("back_up").notice.kind == "done"
    (backup,) = panel.view["backups"]
    assert backup["when"].startswith("today ")
    assert backup["size"].endswith("kB")
    assert panel.do("back_up").notice.kind == "note"
    assert len(panel.view["backups"]) == 1


def test_before_a_backup_is_restored_it_is_said_what_is_lost_and_afterwards_it_is(panel, programme):
    add(programme, "p1")
    panel.do("back_up")
    backup = panel.view["backups"][0]["path"]
    assert panel.do("about_restoring", backup=backup).data["lost"]["n"] == 0
    add(programme, "p2")
    add(programme, "p3")
    lost = panel.do("about_restoring", backup=backup).data["lost"]
    assert lost["n"] == 2
    assert [row.split(" (")[0] for row in lost["rows"]] == ["Added people", "Added people"]
    assert ids(programme) == ["p1", "p2", "p3"]
    assert panel.do("restore", backup=backup, by="Rosa Vidal").notice.kind == "done"
    assert ids(programme) == ["p1"]
    assert panel.view["history"][0]["who"] == "Rosa Vidal"
    assert "+00:00" not in panel.view["history"][0]["what"]
    back = panel.do("about_restoring", backup=panel.view["backups"][0]["path"]).data["lost"]
    assert back["n"] == 1  # the restoring itself


def test_of_many_lost_changes_the_newest_are_named_and_the_others_counted(panel, programme):
    panel.do("back_up")
    for n in range(11):
        add(programme, f"p{n}")
    backup = panel.view["backups"][0]["path"]
    lost = panel.do("about_restoring", backup=backup).data["lost"]
    assert (lost["n"], len(lost["rows"]), lost["more"]) == (11, 8, 3)


def test_only_a_backup_that_is_shown_can_be_put_in_the_place_of_the_file(
    panel, programme, tmp_path
):
    add(programme, "p1")
    other = tmp_path / "other.rmkit"
    shutil.copy(programme.file.path, other)
    for asked in (str(other), "", "../pilot.rmkit", "x" * 5000):
        wrong(panel.do("restore", backup=asked, by="Rosa"))
        wrong(panel.do("about_restoring", backup=asked))
    assert ids(programme) == ["p1"]


def test_a_backup_that_is_damaged_or_gone_is_told_and_changes_nothing(panel, programme):
    panel.do("back_up")
    backup = panel.view["backups"][0]["path"]
    add(programme, "p1")
    damage(Path(backup))
    assert "damaged" in wrong(panel.do("restore", backup=backup, by="Rosa"))
    wrong(panel.do("about_restoring", backup=backup))
    Path(backup).unlink()
    wrong(panel.do("restore", backup=backup, by="Rosa"))
    assert panel.view["backups"] == []
    assert ids(programme) == ["p1"]


def test_a_backup_of_another_programme_is_refused(panel, programme, tmp_path):
    panel.do("back_up")
    backup = panel.view["backups"][0]["path"]
    with Programme.create(tmp_path / "b.rmkit", name="B", organisation="Firm") as other:
        shutil.copy(other.file.path, backup)
    assert "another programme" in wrong(panel.do("restore", backup=backup, by="Rosa"))
    assert programme.name == "Pilot"


# The history


def test_a_change_is_undone_and_brought_back_in_the_name_of_a_person(panel, programme):
    add(programme, "p1")
    panel.do("look")
    row = panel.view["history"][0]
    assert (row["what"], row["who"], row["touched"]) == ("Added people.", "Rosa", "1 person")
    told = panel.do("about_undoing", change=row["no"]).data
    assert told["effects"] == ["Taken out, because this change added it: 1 person."]
    assert ids(programme) == ["p1"]
    assert panel.do("undo", change=row["no"], by="Rosa Vidal").notice.kind == "done"
    assert ids(programme) == []
    undo, undone = panel.view["history"][:2]
    assert undone["undone_by"] == undo["no"]
    assert not undone["can"]
    assert (undo["undoes"], undo["who"], undo["can"]) == (row["no"], "Rosa Vidal", True)
    told = panel.do("about_undoing", change=undo["no"]).data
    assert told["effects"] == ["Brought back, because this change took it out: 1 person."]
    again = panel.do("undo", change=undo["no"], by="Rosa Vidal").notice
    assert again.text == f"Change {row['no']} is in force again."
    assert ids(programme) == ["p1"]


def test_a_change_that_was_gone_on_from_is_refused_with_the_one_to_undo_first(panel, programme):
    add(programme, "p1")
    panel.do("look")
    first = panel.view["history"][0]["no"]
    with programme.file.change(actor="Rosa", action="Named.", now=now()) as change:
        change.save_people([Person("p1", name="Another")])
    assert "undo that one first" in wrong(panel.do("undo", change=first, by="Rosa"))
    told = panel.do("about_undoing", change=first + 1).data
    assert told["effects"] == ["Put back as before: 1 person."]
    assert ids(programme) == ["p1"]


def test_what_cannot_be_undone_has_no_button_and_is_refused_when_asked_all_the_same(
    panel, programme
):
    add(programme, "p1")
    programme.file.erase_person("p1", actor="Rosa", now=now())
    panel.do("look")
    erased, added = panel.view["history"][:2]
    made = panel.view["history"][-1]
    for row in (erased, added, made):
        assert not row["can"]
        wrong(panel.do("about_undoing", change=row["no"]))
        wrong(panel.do("undo", change=row["no"], by="Rosa"))
    assert ids(programme) == []


def test_nothing_is_done_for_nobody(panel, programme):
    add(programme, "p1")
    panel.do("back_up")
    backup, number = panel.view["backups"][0]["path"], panel.view["history"][0]["no"]
    for by in ("", "  "):
        assert "name" in wrong(panel.do("undo", change=number, by=by))
        assert "name" in wrong(panel.do("restore", backup=backup, by=by))
    assert ids(programme) == ["p1"]


@pytest.mark.parametrize("number", [0, 999, -1, "3", None, True, 2.5, [1]])
def test_a_change_that_is_not_there_is_told(panel, number):
    wrong(panel.do("about_undoing", change=number))
    wrong(panel.do("undo", change=number, by="Rosa"))


@pytest.mark.parametrize("sent", [7, None, ["a"], {"a": 1}, "x" * 70_000])
def test_whatever_a_page_sends_is_answered_in_a_sentence(panel, programme, sent):
    before = programme.file.head_digest()
    wrong(panel.do("check", noted=sent))
    wrong(panel.do("restore", backup=sent, by="Rosa"))
    wrong(panel.do("undo", change=1, by=sent))
    assert programme.file.head_digest() == before


def test_twenty_changes_are_shown_then_more(panel, programme):
    for n in range(25):
        add(programme, f"p{n}")
    panel.do("look")
    assert len(panel.view["history"]) == 20
    assert panel.view["changes"] == 27
    panel.do("more")
    assert len(panel.view["history"]) == 27
    numbers = [row["no"] for row in panel.view["history"]]
    assert numbers == sorted(numbers, reverse=True)


def test_who_was_erased_is_named_nowhere_in_the_history(panel, programme):
    add(programme, "p1")
    programme.file.erase_person("p1", actor="Rosa", now=now())
    panel.do("look")
    assert "p1" not in json.dumps(panel.view)
    assert "Name" not in json.dumps(panel.view)


def test_warnings_of_the_place_are_shown(tmp_path):
    (tmp_path / "Dropbox").mkdir()
    path = tmp_path / "Dropbox" / "pilot.rmkit"
    with Programme.create(path, name="Pilot", organisation="Firm") as synced:
        assert "Dropbox" in keeping(synced).view["warnings"][0]
        damage(path)
        broken = keeping(synced).view
        assert broken["problem"]
        assert "Dropbox" in broken["warnings"][0]


def test_a_panel_shows_no_participant_in_its_repr_or_state(programme):
    add(programme, "p1")
    panel = keeping(programme)
    assert repr(panel) == "<KeepingPanel of rmkit.forms>"
    assert "Name p1" not in json.dumps(panel.view)


def test_what_would_be_lost_is_counted_by_content_and_not_by_the_clock(programme):
    backup = programme.keeping.backup()
    add(programme, "p1")  # in the same second
    lost = lost_by_restoring(programme.file.path, backup.path).changes
    assert [change.action for change in lost] == ["Added people."]


def test_a_temporary_copy_is_said_to_be_one():
    with Programme.sample("six_pairs", until="candidates") as sample:
        assert keeping(sample).view["temporary"]
