"""Who may read what, and that every view insists on it."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pytest

import rmkit
from rmkit.content import letter
from rmkit.disclosure.audiences import (
    AUDIENCES,
    PARTNER_READS,
    may_read,
    opened,
    readable,
    release_answers,
    release_columns,
    release_own,
    release_partner,
    release_to_coordinator,
)
from rmkit.errors import NotAllowed
from rmkit.exchange.merge import merge_table
from rmkit.exchange.outbox import write_outbox
from rmkit.exchange.research_folder import write_research
from rmkit.instruments import load
from rmkit.programme.coordinator import Coordinator
from rmkit.programme.letter_values import Frame, letter_values
from rmkit.records.model import Person
from rmkit.report.pairs import pairs_page
from rmkit.report.summary import summary_page

SECRET = "what nobody else may read"
ROOT = Path(__file__).resolve().parents[1]
MOMENT = datetime(2026, 11, 22, tzinfo=UTC)


def fields(name="candidate", variant="extended"):
    return load(name, variant=variant).fields


@pytest.mark.claim("audiences")
def test_each_audience_reads_what_the_questions_allow_and_no_more():
    everything = {f.key for f in fields()}
    partner = set(readable(fields(), "pair"))
    research = set(readable(fields(), "researcher"))
    assert set(readable(fields(), "self")) == everything
    assert set(readable(fields(), "coordinator")) == everything
    assert partner == {"name", "email", "job_function", "job_title", "profile_link", "role"}
    assert not research & {
        f.key for f in fields() if f.privacy in ("direct", "free_text", "sensitive")
    }
    assert "level_evaluating" in research
    assert "seniority_years" in research
    assert not research & {"job_function", "job_title", "languages", "position_since"}


@pytest.mark.claim("audiences")
def test_what_is_the_pairs_own_is_read_by_the_two_and_nobody_else():
    own = [f for f in fields("goal_setting", None) if f.visibility == "pair"]
    assert own
    for asked in own:
        assert [a for a in AUDIENCES if may_read(asked, a)] == ["pair", "self"]


@pytest.mark.claim("audiences")
def test_free_text_and_sensitive_answers_do_not_reach_the_partner():
    given = {f.key: SECRET for f in fields()}
    told = release_answers(given, fields(), "pair").content
    assert set(told) <= set(PARTNER_READS)
    assert release_partner({"name": "Ana", "challenges": SECRET}).content == {"name": "Ana"}


FRAME = Frame(
    "Pilot", "Firm", "Aim.", Coordinator(name="Ro", email="ro@example.org"), date(2026, 11, 2)
)
TABLE = pd.DataFrame({"person": [SECRET], "mentor": [SECRET], "mentee": [SECRET]})
OWN, FOR_COORDINATOR = release_own(SECRET), release_to_coordinator(TABLE)
BOTH = {"pairs": FOR_COORDINATOR, "unmatched": FOR_COORDINATOR}
PARTNER = release_partner({"name": "Jan", "email": "jan@example.org"})


def _letter(partners, why):
    person = Person("p1", name="Ana", email="ana@example.org")
    return letter_values(letter("welcome_mentor"), FRAME, person, partners, why=why)


def _summary(**changed):
    words = {"programme": "P", "organisation": "O", "made": "", "facts": [], "kinds": []}
    return summary_page(
        **words, **{"pairs": FOR_COORDINATOR, "unmatched": FOR_COORDINATOR, **changed}
    )


def _pairs(**changed):
    words = {"programme": "P", "organisation": "O", "rules": [], "audit": pd.DataFrame()}
    return pairs_page(
        **words, **{"pairs": FOR_COORDINATOR, "unmatched": FOR_COORDINATOR, **changed}
    )


DOORS = {
    "letter, partner": lambda it: _letter([it], OWN),
    "letter, oneself": lambda it: _letter([PARTNER], it),
    "summary, pairs": lambda it: _summary(pairs=it),
    "summary, left over": lambda it: _summary(unmatched=it),
    "list, pairs": lambda it: _pairs(pairs=it),
    "list, left over": lambda it: _pairs(unmatched=it),
    "merge": lambda it: merge_table(it, date=MOMENT),
    "outbox": lambda it: write_outbox("never", [it], date=MOMENT),
    "research": lambda it: write_research("never", name="t", table=it, codebook=it, statement=[]),
}


@pytest.mark.claim("audiences")
@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["nothing said", "somebody else", "one's own words"])
def test_no_view_mail_or_export_takes_what_was_not_released(door, kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    handed = {
        "nothing said": TABLE,
        "somebody else": release_partner({"name": SECRET})
        if "partner" not in door
        else FOR_COORDINATOR,
        "one's own words": SECRET,
    }[kind]
    with pytest.raises(NotAllowed) as refused:
        DOORS[door](handed)
    assert SECRET not in str(refused.value)
    assert not (tmp_path / "never").exists()


@pytest.mark.claim("audiences")
def test_what_was_released_is_told_without_its_content():
    for it in (OWN, FOR_COORDINATOR, PARTNER):
        assert SECRET not in repr(it)
        assert SECRET not in f"{it} {[it]} {it!s}"
    with pytest.raises(NotAllowed, match="for research come from"):
        release_columns(TABLE, ["mentor"], "researcher")
    assert opened(OWN, "self", where="A test") == SECRET


@pytest.mark.claim("audiences")
def test_only_the_room_of_disclosure_makes_released_values():
    makers = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "rmkit").rglob("*.py")
        if re.search(r"\bReleased\(", path.read_text(encoding="utf-8"))
    ]
    assert makers
    assert all(path.startswith("rmkit/disclosure/") for path in makers), makers


@pytest.mark.claim("audiences")
def test_a_pair_hears_why_and_of_nobody_else_no_level_and_no_prohibition():
    with rmkit.Programme.sample("six_pairs", until="pairing") as programme:
        people = programme.candidates.people
        mentor = people.loc[people["role"] == "mentor", "person_id"].iloc[0]
        mentee = people.loc[people["role"] == "mentee", "person_id"].iloc[0]
        programme.pairing.solve(forbidden=[(mentor, mentee)])
        names = programme.candidates.names
        for row in programme.pairing.pairs.to_dict("records"):
            told = opened(
                programme.pairing.told_to_pair(row["mentor_id"], row["mentee_id"]),
                "pair",
                where="A test",
            )
            assert not re.search(r"\d|forbid|never|rule|warning|score", told)
            assert not any(name in told for name in names.values())
