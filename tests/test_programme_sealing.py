from dataclasses import asdict

"""A pair's own answers: not kept without a key, sealed with one, opened by the pair alone."""

import logging
import shutil
import sqlite3
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from rmkit.disclosure.pair_key import new_key, public_content
from rmkit.disclosure.sealing import Label, seal
from rmkit.disclosure.wrapping import Strength
from rmkit.errors import CannotOpen, FaultsFound, FileRefused, NotAllowed, NotReady
from rmkit.exchange.responses import Response as Found
from rmkit.forms.questions_panel import questionnaire as questionnaire_form
from rmkit.instruments import load
from rmkit.instruments.model import Instrument
from rmkit.programme.importing import add_answers
from rmkit.programme.pair_keys import PAIR
from rmkit.programme.programme import Programme, now
from rmkit.programme.sealing import SealingStep
from rmkit.records.model import Pair, Person, Response
from rmkit.records.restoring import restore

CHEAP = Strength(n=16)
ANNS, BOS = "herring at low tide", "seven quiet cranes"
SECRETS = ["To say no to my head of quay", "Learn to splice spreadsheets"]
GOALS = {
    "session_number": 1,
    "date": "2026-11-16",
    "mentee": "Bo Day",
    "ideas": SECRETS[0],
    "goal_1_smart": SECRETS[1],
}


def traces(folder, words):
    """Find words in any spelling that rmkit writes, in every file below a folder."""
    forms = [
        form for w in words for form in (w.encode(), w.encode().hex().encode(), w[:12].encode())
    ]
    files = [path for path in Path(folder).rglob("*") if path.is_file()]
    return [path.name for path in files if any(form in path.read_bytes() for form in forms)]


@pytest.fixture
def handed_over():
    """Collect all that is handed to SQLite, journal and temporary files included."""
    seen = []

    def note(_connection, _cursor, statement, parameters, _context, _many):
        seen.append(repr((statement, parameters)))

    event.listen(Engine, "before_cursor_execute", note)
    yield seen
    event.remove(Engine, "before_cursor_execute", note)


@pytest.fixture(autouse=True)
def everything_below(tmp_path, monkeypatch):
    """Let caches, settings and temporary files lie where the tests look through them."""
    for name in ("XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "TMPDIR"):
        (tmp_path / name).mkdir()
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "TMPDIR"))


@pytest.fixture
def programme(tmp_path):
    made = Programme.create(tmp_path / "harbour.rmkit", name="Harbour", organisation="Port")
    with made.file.change(actor="me", action="Matched.", now=now()) as change:
        change.save_people([Person("7", "Ann Lee", "ann@example.org"), Person("8", "Bo Day")])
        change.save_people([Person("9", "Cy Fox")])
        change.save_matching(
            settings={}, data_digest="d", result={}, total=80, gap=0.0,
            pairs=[Pair("7", "8", 80.0), Pair("9", None)],
        )  # fmt: skip
        change.confirm_pairs(["1-0001"], opened=[])
    with made:
        yield made


@pytest.fixture
def sealed(programme):
    return SealingStep(programme, strength=CHEAP)


@pytest.fixture
def goals():
    return load("goal_setting")


def begun(sealed):
    """Make the key, let both in, and give both recovery codes."""
    first = sealed.begin("1-0001", "7", ANNS)
    second = sealed.join("1-0001", "8", first.invitation_code, BOS)
    assert first.fingerprint == second.fingerprint
    return first.recovery_code, second.recovery_code


def read(sealed, person_id="7", **how):
    opened = sealed.open("1-0001", person_id, **(how or {"passphrase": ANNS}))
    assert opened.not_opened == ()
    return [dict(one.answers) for one in opened.answers]


# Without a key


def with_a_pairs_item():
    """The short questionnaire, and two questions that are not for the coordinator."""
    content = load("candidate", variant="short").model_dump(mode="json")
    more = {"kind": "long_text", "privacy": "free_text"}
    content["sections"][0]["items"] += [
        {"id": "between_us", "text": "Between us", "visibility": "pair", **more},
        {"id": "note_to_me", "text": "Note to me", "visibility": "self", **more},
    ]
    return Instrument.model_validate(content)


ROW = {"name": "Dee Orr", "email": "dee@example.org", "role": "mentee", "between_us": SECRETS[0]}


@pytest.fixture
def asking(programme):
    chosen = with_a_pairs_item()
    programme.save_document("questionnaire", chosen.model_dump(mode="json"), action="Chose")
    required = [f for f in chosen.fields if f.required and f.key not in ROW]
    return {**ROW, **{f.key: f.options[0].value for f in required if f.options}}


@pytest.mark.claim("sealed")
def test_import_keeps_the_coordinators_items_only_and_says_so(
    programme, asking, tmp_path, caplog, handed_over
):
    caplog.set_level(logging.DEBUG)
    chosen = programme.candidates.questionnaire
    headings = {f.key: f.heading() for f in chosen.fields}
    answers = {**asking, "note_to_me": SECRETS[1]}
    file = tmp_path / "arrived" / "answers.csv"
    file.parent.mkdir()
    rows = [[headings[key] for key in answers], [str(value) for value in answers.values()]]
    file.write_text("\n".join(";".join(f'"{cell}"' for cell in row) for row in rows))
    seen = programme.candidates.preview(file)
    said = "2 answers to 2 items are for the pair or the person alone and were not kept."
    assert seen.ok, seen.text()
    assert said in seen.notes
    assert said in seen.text()
    assert not {"between_us", "note_to_me"} & set(seen.table().columns)
    assert said in str(programme.candidates.keep(seen))
    programme.file.backup(now=now())
    file.unlink()
    assert len(programme.file.responses("candidate")) == 1
    assert traces(tmp_path, SECRETS) == []
    assert any("Dee Orr" in one for one in handed_over)
    told = [caplog.text, repr([asdict(r) for r in seen.responses]), *handed_over]
    assert not any(secret in one for secret in SECRETS for one in told)


@pytest.mark.claim("sealed")
def test_form_and_python_keep_the_coordinators_items_only_and_say_so(
    programme, asking, tmp_path, handed_over
):
    added = programme.candidates.answer(asking)
    said = "1 answer to 1 item is for the pair alone and was not kept."
    assert added.not_kept == said
    assert said in str(added)
    panel = questionnaire_form(programme)
    assert panel.view["draft"] is None
    assert not any(SECRETS[0] in one for one in [str(panel.get_state()), *handed_over])
    assert traces(tmp_path, SECRETS) == []


@pytest.mark.claim("sealed")
def test_fault_in_a_pairs_item_does_not_tell_its_value(programme, goals):
    with pytest.raises(FaultsFound) as said:
        SealingStep(programme).answer("1-0001", "8", goals, {**GOALS, "session_number": 777777})
    assert "777777" not in str(said.value)


def test_nothing_of_the_pair_is_kept_while_it_has_no_key(programme, sealed, goals, tmp_path):
    with pytest.raises(NotReady, match="has no key"):
        sealed.answer("1-0001", "8", goals, GOALS)
    assert programme.file.responses() == []
    assert traces(tmp_path, SECRETS) == []


def test_second_barrier_stands_too(programme, goals):
    with programme.file.change(actor="me", action="Tried.", now=now()) as change:
        change.save_instrument(goals)
        with pytest.raises(NotAllowed, match="never kept in clear"):
            change.save_response(Response("8", "goal_setting", 1, {"ideas": SECRETS[0]}))
    assert programme.file.responses() == []


# With a key


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
    label = Label(programme.file.info.id, "1-0001", "goal_setting", 1, "s", "8", "from-a-phone")
    box = seal({"ideas": SECRETS[0]}, label, public)
    assert sealed.receive(label, box, goals) == "from-a-phone"
    assert read(sealed) == [{"ideas": SECRETS[0]}]
    other = Label("other", "1-0001", "goal_setting", 1, "s", "8", "from-elsewhere")
    with pytest.raises(NotAllowed, match="another programme"):
        sealed.receive(other, box, goals)
    taken = Label(programme.file.info.id, "1-0001", "goal_setting", 1, "s", "7", "from-a-phone")
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


# Erasure


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
