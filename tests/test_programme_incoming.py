"""A file for any instrument: held against the programme's people, kept whole or not at all."""

import hashlib
import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rmkit.cli import run
from rmkit.errors import NotAllowed, UnknownName
from rmkit.exchange.responses import Response as Found
from rmkit.programme import chosen
from rmkit.programme.clock import now
from rmkit.programme.importing import add_responses
from rmkit.programme.incoming import asked_for, keep_file, preview_file
from rmkit.programme.programme import Programme

PULSE = """
id: trust_check
version: 1
title: Pulse
purpose: Asked in two waves.
source: our own
items:
  - {id: email, kind: text, format: email, text: E-mail, privacy: direct, required: true}
  - {id: trust, kind: number, text: Trust, privacy: none, minimum: 1, maximum: 5, whole: true}
"""
STAFF = """name,email,manager
Bob Roe,bob@example.org,
Ann Lee,ann@example.org,bob@example.org
Eve Oka,eve@example.org,
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(chosen, "user_config_path", lambda *_, **__: tmp_path / "settings")
    monkeypatch.chdir(tmp_path)
    Path("staff.csv").write_text(STAFF, encoding="utf-8")
    Path("pulse.yaml").write_text(PULSE, encoding="utf-8")
    with Programme.create("p.rmkit", name="P", organisation="O") as programme:
        programme.candidates.add("staff.csv", instrument="staff_list")
    return tmp_path / "p.rmkit"


@pytest.fixture
def programme(path):
    with Programme.open(path) as opened:
        yield opened


@pytest.fixture
def rmkit(monkeypatch, capsys):
    """Run one command as a shell would; give its exit code and what it printed."""

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["rmkit", *map(str, words)])
        with pytest.raises(SystemExit) as ended:
            run()
        said = capsys.readouterr()
        return ended.value.code or 0, said.out + said.err

    return call


def told(programme, instrument, *lines, name="given.csv"):
    Path(name).write_text("\n".join([*lines, ""]), encoding="utf-8")
    return "\n".join(map(str, preview_file(programme, name, instrument).faults))


PAIRS = "pair_id,mentor_email,mentee_email"


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("1,ann@example.org,ANN@example.org", "row 2, .*a person can't be their own mentor"),
        ("1,ann@example.org,bob@example.org", '"bob@example.org" is the mentor\'s manager'),
        ("1,bob@example.org,ann@example.org", '"bob@example.org" is the mentee\'s manager'),
        ("1,ghost@example.org,ann@example.org", '"ghost@example.org" is not a participant'),
        ("1,eva@example.org,ann@example.org", 'Did you mean "eve@example.org"'),
        ("1,,ann@example.org", "A required answer is missing"),
        ("1,eve@example.org,ann@example.org\n2,ann@example.org,EVE@example.org", "in row 2 alrea"),
        ("1,eve@example.org,ann@example.org\n1,eve@example.org,bob@example.org", "row 2 already"),
    ],
)
def test_pairs_that_cannot_be_are_told_by_row(programme, row, says):
    import re

    assert re.search(says, told(programme, "pairs", PAIRS, row))


def test_sound_pairs_by_address_or_id_are_checked_and_not_kept(programme, rmkit):
    ids = {person.email: person.person_id for person in programme.file.people()}
    row = f"1,{ids['eve@example.org']},ann@example.org"
    assert told(programme, "pairs", PAIRS, row) == ""
    programme.close()
    code, said = rmkit("import", "p.rmkit", "given.csv", "--instrument", "pairs")
    assert code == 0
    assert "not kept" in said


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("P1,-2,60", '"-2" is outside the range'),
        ("P1,1,-30", '"-30" is outside the range'),
        ("P1,3,100000", '"100000" is outside the range'),
        ("P1,1,900", "impossible for 1 session"),
        ("P1,1,60\np1,2,60", "stands in row 2 already"),
        (",1,60", "A required answer is missing"),
    ],
)
def test_sessions_that_cannot_be_are_told_by_row(programme, row, says):
    assert says in told(programme, "sessions", "pair_id,sessions_held,minutes", row)
    assert told(programme, "sessions", "pair_id,sessions_held,minutes", "P1,3,180") == ""


def test_own_questionnaire_is_kept_by_person_and_wave_and_doubles_nobody(programme):
    Path("a.csv").write_text(
        "email,wave,trust\nann@example.org,1,3\nann@example.org,2,5\nbob@example.org,1,4\n",
        encoding="utf-8",
    )
    added = keep_file(programme, preview_file(programme, "a.csv", "pulse.yaml"))
    assert len(added.new) == 3
    assert keep_file(programme, preview_file(programme, "a.csv", "pulse.yaml")).changed == ()
    kept = programme.file.responses("trust_check")
    assert sorted((r.wave, r.answers["trust"]) for r in kept) == [("1", 3), ("1", 4), ("2", 5)]
    assert programme.candidates.table.empty, "who answers it becomes no candidate"
    assert programme.file.check() == []


def test_same_wave_twice_with_other_answers_is_told(programme):
    rows = ("ann@example.org,1,3", "ann@example.org, 1.0 ,5", "ann@example.org,2,5")
    found = told(programme, "pulse.yaml", "email,wave,trust", *rows)
    assert "rows 2 and 3 for wave 1, and the answers differ (Trust)" in found


def test_anonymous_answers_are_kept_without_a_person(programme):
    text = PULSE.replace("required: true", "required: false")
    Path("pulse.yaml").write_text(text, encoding="utf-8")
    Path("a.json").write_text(json.dumps([{"trust": 3}, {"trust": 4}]), encoding="utf-8")
    keep_file(programme, preview_file(programme, "a.json", "pulse.yaml"))
    assert [r.person_id for r in programme.file.responses("trust_check")] == [None, None]


def test_two_surveys_that_both_count_from_one_do_not_take_each_others_place(programme):
    def kept(name, person, answers, wave):
        found = Found("a.xlsx", 2, answers, external_id="1", person_id=person, wave=wave)
        asked = programme.questionnaires.instrument(name)
        add_responses(programme.file, [found], asked, source="a.xlsx", now=now())
        return programme.file.responses(name)

    ann, bob, _ = [person.person_id for person in programme.file.people()]
    for person, level in ((ann, 4), (bob, 2), (ann, 4)):
        looks = kept("satisfaction_mentee", person, {"objective": level}, "after")
    assert sorted(r.answers["objective"] for r in looks) == [2, 4]
    for wave in ("before", "after", "before"):
        levels = kept("learning_needs", None, {"level_evaluating": 3}, wave)
    assert sorted(r.wave for r in levels) == ["after", "before"]


def test_what_belongs_to_a_pair_is_not_taken_in_from_a_file(programme):
    Path("pulse.yaml").write_text(
        PULSE.replace("privacy: none,", "privacy: none, visibility: pair,"), encoding="utf-8"
    )
    Path("a.csv").write_text("email,trust\nann@example.org,3\n", encoding="utf-8")
    seen = preview_file(programme, "a.csv", "pulse.yaml")
    with pytest.raises(NotAllowed, match="only a pair or a person may see"):
        keep_file(programme, seen)
    assert programme.file.responses("trust_check") == []


def test_instrument_is_one_that_there_is(programme):
    assert asked_for("pairs").id == "pairs"
    with pytest.raises(UnknownName, match="sessions"):
        asked_for("session")
    Path("mine.yaml").write_text(PULSE.replace("id: trust_check", "id: pairs"), encoding="utf-8")
    with pytest.raises(NotAllowed, match="another id"):
        asked_for("mine.yaml")


BAD = {
    "a.csv": b"email,trust\nann@example.org,6\n",
    "b.csv": b"email,trust\nann@example.org,3\nghost@example.org,3\n",
    "c.json": b'[{"email": "ann@example.org", "trust": 3}, {"email": ["x"]}]',
    "d.json": b"[" * 9_999,
    "e.yaml": b"- &a [*a]",
    "f.zip": b"PK\x03\x04",
    "g.xlsx": b"email,trust\n",
    "h.pkl": b"cos\nsystem\n",
    "i.ics": b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "j.pdf": b"%PDF-1.7\n%%EOF",
    "k.docx": b"PK\x05\x06" + b"\0" * 18,
}


@pytest.mark.claim("bad-files")
@pytest.mark.parametrize("name", BAD)
def test_refused_file_ends_with_one_and_leaves_the_programme_as_it_was(path, rmkit, name):
    Path(name).write_bytes(BAD[name])
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    code, said = rmkit("import", path, name, "--instrument", "pulse.yaml")
    assert code == 1, said
    assert "Traceback" not in said
    assert name in said
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_good_file_ends_with_nought_and_wrong_usage_with_two(path, rmkit):
    Path("a.csv").write_text("email,trust\nann@example.org,3\n", encoding="utf-8")
    before = path.read_bytes()
    assert rmkit("import", path, "a.csv", "--instrument", "pulse.yaml", "--dry-run")[0] == 0
    assert path.read_bytes() == before
    assert rmkit("import", path, "a.csv", "--instrument", "pulse.yaml")[0] == 0
    for wrong in ("puls", "gone.yaml"):
        code, said = rmkit("import", path, "a.csv", "--instrument", wrong)
        assert code == 2
        assert "staff_list" in said


def test_calendar_is_shown_and_not_kept(path, rmkit):
    day = datetime.now(UTC).strftime("%Y%m%d")
    Path("busy.ics").write_text(
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:{day}T100000Z\nDTEND:{day}T110000Z\n"
        "SUMMARY:Secret\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    code, said = rmkit("import", path, "busy.ics")
    assert code == 0
    assert "1 busy time" in said
    assert "Secret" not in said


def test_answers_from_a_survey_tool_come_to_the_person_whose_address_it_noted(rmkit, path):
    heading = "Timestamp,Email Address,Would you like a call with the coordinator?"
    rows = ["2026/10/05 7:22:57 AM GMT+2,Eve@example.org,\"Yes, I would like a call\"",
            "2026/10/05 8:22:57 AM GMT+2,,\"No, we are fine\""]  # fmt: skip
    Path("form.csv").write_text("\n".join([heading, *rows, ""]), encoding="utf-8")
    code, said = rmkit("import", path, "form.csv", "--instrument", "pulse")
    assert code == 0, said
    with Programme.open(path) as programme:
        eve = {person.email: person.person_id for person in programme.file.people()}[
            "eve@example.org"
        ]
        kept = {r.person_id: dict(r.answers) for r in programme.file.responses("pulse")}
    assert kept == {eve: {"call": "alone"}, None: {"call": "no"}}
    Path("form.csv").write_text("\n".join([heading, rows[0].replace("Eve", "Eva"), ""]), "utf-8")
    code, said = rmkit("import", path, "form.csv", "--instrument", "pulse")
    assert code == 1
    assert 'Did you mean "eve@example.org"' in said


def saved_form(name, **answers):
    place = Path(f"{name}.json")
    made = {"format": "rmkit answers", "instrument": name, "version": 1, "answers": answers}
    place.write_text(json.dumps(made), encoding="utf-8")
    return place


def test_a_form_that_does_not_ask_who_answers_is_kept_for_the_person_who_is_named(rmkit, path):
    form = saved_form("pulse", respect=4, trust=5, call="alone")
    code, said = rmkit("import", path, form, "--instrument", "pulse", "--dry-run")
    assert code == 0
    assert "1 response does not say whose answers they are" in " ".join(said.split())
    with Programme.open(path) as programme:
        ann = next(p.person_id for p in programme.file.people() if p.name == "Ann Lee")
    code, said = rmkit("import", path, form, "--instrument", "pulse", "--person", ann)
    assert code == 0, said
    assert "does not say whose" not in said
    with Programme.open(path) as programme:
        kept = programme.questionnaires.responses("pulse")
        assert kept["person_id"].tolist() == [ann]
    code, said = rmkit("import", path, form, "--instrument", "pulse", "--person", "nobody")
    assert (code, "nobody" in said) == (1, True)


def test_a_person_is_named_for_one_form_and_not_for_one_that_asks(programme):
    saved_form("pulse", respect=4)
    Path("all").mkdir()
    for name in ("one", "two"):
        shutil.copy("pulse.json", Path("all", f"{name}.json"))
    ann = programme.file.people()[0].person_id
    with pytest.raises(NotAllowed, match="holds 2, of which 2 do not"):
        preview_file(programme, "all", "pulse", person=ann)
    with pytest.raises(NotAllowed, match="leave the person out"):
        preview_file(programme, "staff.csv", "staff_list", person=ann)


def test_a_form_of_another_instrument_says_how_to_read_it(rmkit, path):
    code, said = rmkit("import", path, saved_form("pulse", respect=4))
    assert code == 1
    assert "This is a form of pulse, not of candidate" in said
    assert "--instrument pulse" in said
    assert "--ignore-unknown" not in said
