"""Letters, links and what is kept when pairs change in mid-programme; two dozen pairs as six."""

import shutil
from datetime import date

import pytest

from rmkit.programme.invitations import opened_inbox
from rmkit.programme.overview import write_overview
from rmkit.programme.programme import Programme
from rmkit.records import schema
from tests.mid_programme import BY, agreed, joined, places, six_running


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    return six_running(tmp_path_factory.mktemp("running"))


@pytest.fixture
def programme(running, tmp_path):
    with Programme.open(shutil.copy(running, tmp_path / "a.rmkit")) as opened:
        yield opened


def test_letters_go_to_the_new_pairs_only_and_the_list_shows_which_are_new(programme, tmp_path):
    pairing, kickoff = programme.pairing, programme.kickoff
    drafted = {"letters": 18, "folder": "box", "at": "2026-01-01", "drafts": []}
    drafted["pairs"] = pairing.pairs["pair_id"].tolist()
    programme.save_document("outbox", drafted, action="Wrote the first letters")
    assert "read the drafts" in str(programme.status()).lower()
    pairing.part("1-0002", by=BY)
    assert any("pairs rematch" in step.shell for step in programme.status().next_steps)
    mentor = joined(programme)
    pairing.rematch()
    new = pairing.pairs.loc[lambda pairs: pairs["state"] == "proposed"]
    write_overview(programme, tmp_path)
    listed = (tmp_path / "pairs.html").read_text("utf-8")
    assert listed.count("new, proposed") == len(new)
    assert "1 pair ended; it is not on this list any more." in listed
    agreed(programme)
    assert any("letters" in step.what for step in programme.status().next_steps)
    files = kickoff.write(tmp_path / "second")
    written = {path.name.partition("-")[0] for path in files if path.suffix == ".eml"}
    assert written == {*new["mentor_id"], *new["mentee_id"]}
    assert mentor in written
    assert {r.person_id for r in kickoff.recipients()} == written
    assert set(programme.file.document("outbox")["pairs"]) == {
        *pairing.pairs["pair_id"], *pairing.ended["pair_id"],
    }  # fmt: skip
    assert not any("Write the letters" in step.what for step in programme.status().next_steps)


def test_an_outbox_from_before_pairs_were_noted_counts_as_written(programme):
    at = max(pair.confirmed_at for pair in programme.file.pairs())
    kept = {"letters": 18, "folder": "box", "at": at, "drafts": []}
    programme.save_document("outbox", kept, action="An older outbox")
    joined(programme)
    programme.pairing.rematch()
    agreed(programme)
    new = programme.pairing.pairs.loc[lambda pairs: pairs["new"]]
    ids = {r.person_id for r in programme.kickoff.recipients()}
    assert ids == {*new["mentor_id"], *new["mentee_id"]}


def test_links_to_forms_of_a_pair_that_ended_do_not_work_any_more(programme):
    pair = programme.pairing.pairs.iloc[0]
    programme.questionnaires.invite("session_receipt", by=BY)
    told = str(programme.pairing.part(pair["pair_id"], by=BY))
    assert "2 links to forms of the pair do not work any more." in told
    with opened_inbox(programme.file) as inbox:
        states = sorted(one.state for one in inbox.invitations())
    assert states.count("revoked") == 2
    assert states.count("open") == len(states) - 2


def test_what_is_kept_of_pairs_ends_with_them(programme):
    pairing = programme.pairing
    pairing.change_places("P001", 2, by=BY)
    pairing.part("1-0002", by=BY)
    programme.rights.end("pairs", by=BY, today=date(2040, 1, 1))
    kinds = {row["kind"] for row in programme.file.rows(schema.documents)}
    assert not kinds & {"mentor_places", "baselines", "lottery", "opened"}
    for table in (pairing.waiting_list, pairing.ended, pairing.pairs):
        assert table.empty
    assert programme.file.check() == []


def test_two_dozen_pairs_change_as_six_do():
    with Programme.sample("harbour", until="profiles") as programme:
        pairing = programme.pairing
        pairing.solve()
        agreed(programme)
        before = pairing.pairs
        left, parted = before.iloc[3], before.iloc[7]
        pairing.leave(left["mentor_id"], by=BY)
        asked = [pairing.candidates_for(parted[side]) for side in ("mentor_id", "mentee_id")]
        pairing.part(parted["pair_id"], by=BY)
        came = joined(programme, _not_yet(programme))
        waiting = set(pairing.waiting_list["person_id"])
        pairing.rematch()
        pairs = pairing.pairs
        new = pairs[pairs["state"] == "proposed"]
        stay = before.drop([3, 7])
        assert places(stay) == places(pairs[pairs["state"] == "confirmed"])
        assert {*new["mentor_id"], *new["mentee_id"]} <= waiting | set(before["mentor_id"])
        assert came in set(new["mentor_id"])
        assert not places(new) & {(parted["mentor_id"], parted["mentee_id"])}
        assert all(len(table) <= 2 for table in asked)
        everybody = {*pairs["mentor_id"], *pairs["mentee_id"], *pairing.unmatched["person_id"]}
        assert everybody >= set(programme.candidates.people["person_id"])
        agreed(programme)
        assert len(pairing.pairs) == len(stay) + len(new)
        assert programme.file.check() == []


def _not_yet(programme):
    staff, there = programme.candidates.staff, programme.candidates.table
    free = staff[~staff["person_id"].isin(there["person_id"]) & staff["email"].ne("")]
    return free["person_id"].iloc[0]
