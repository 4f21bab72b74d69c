import email
import email.policy
import shutil

import openpyxl
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.objective import Objective
from rmkit.programme.overview import write_overview
from rmkit.programme.play import STAGES
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def profiled(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("profiled") / "a.rmkit")


@pytest.fixture
def programme(profiled, tmp_path):
    with Programme.open(shutil.copy(profiled, tmp_path / "a.rmkit")) as opened:
        yield opened


def confirmed(programme):
    programme.pairing.solve()
    programme.pairing.open_unmatched()
    programme.pairing.open_flagged()
    programme.pairing.confirm(by="Rosa Vidal")
    return programme


def test_everybody_is_in_a_pair_or_left_over_with_a_reason(programme):
    programme.pairing.solve()
    pairs, left = programme.pairing.pairs, programme.pairing.unmatched
    placed = [*pairs["mentor_id"], *pairs["mentee_id"], *left["person_id"]]
    assert set(placed) == set(programme.candidates.people["person_id"])
    assert (pairs["reason"] != "").all()
    assert (left["reason"] != "").all()
    assert (left["what_would_help"] != "").all()


def test_pairs_are_not_confirmed_before_those_left_over_were_opened(programme):
    programme.pairing.solve()
    programme.pairing.open_flagged()
    with pytest.raises(NotAllowed, match="open_unmatched"):
        programme.pairing.confirm(by="Rosa Vidal")
    programme.pairing.open_unmatched()
    assert set(programme.pairing.confirm(by="Rosa Vidal")["state"]) == {"confirmed"}


def test_what_was_opened_counts_for_that_proposal_only(programme):
    programme.pairing.solve()
    programme.pairing.open_unmatched()
    programme.pairing.open_flagged()
    programme.pairing.solve(aim="score")
    with pytest.raises(NotAllowed, match="open_unmatched"):
        programme.pairing.confirm(by="Rosa Vidal")


def test_the_file_keeps_who_confirmed_when_and_by_which_rules(programme):
    confirmed(programme)
    pair = programme.file.pairs("confirmed")[0]
    assert pair.confirmed_by == "Rosa Vidal"
    assert pd.Timestamp(pair.confirmed_at).tzinfo is not None
    assert set(programme.pairing.proposal.opened) >= {"unmatched", "flagged"}
    assert programme.pairing.rules
    assert programme.file.check() == []


def test_nobody_confirms_without_a_name(programme):
    programme.pairing.solve()
    with pytest.raises(NotAllowed, match="say who"):
        programme.pairing.confirm(by="  ")


def test_a_proposal_from_older_answers_is_not_confirmed(programme):
    programme.pairing.solve()
    programme.pairing.open_unmatched()
    programme.pairing.open_flagged()
    with programme.file.change(actor="coordinator", action="Declined", now=now()) as change:
        change.set_state(programme.candidates.people["person_id"][0], "declined")
    with pytest.raises(NotReady, match="Propose them again"):
        programme.pairing.confirm(by="Rosa Vidal")


def test_confirmed_pairs_are_not_proposed_over(programme):
    confirmed(programme)
    with pytest.raises(NotAllowed, match="confirmed already"):
        programme.pairing.solve()


def test_a_locked_pair_stays_and_a_forbidden_one_is_not_made(programme):
    programme.pairing.solve()
    first = programme.pairing.pairs.iloc[0]
    ids = (first["mentor_id"], first["mentee_id"])
    programme.pairing.solve(forbidden=[ids])
    pairs = programme.pairing.pairs
    assert ids not in set(zip(pairs["mentor_id"], pairs["mentee_id"], strict=True))
    programme.pairing.solve(locked=[ids])
    pairs = programme.pairing.pairs
    assert ids in set(zip(pairs["mentor_id"], pairs["mentee_id"], strict=True))


def test_letters_wait_for_confirmed_pairs_and_say_all_that_is_missing(programme, tmp_path):
    with pytest.raises(NotReady, match="confirmed pairs"):
        programme.kickoff.write(tmp_path / "outbox")
    assert not (tmp_path / "outbox").exists()


def test_each_mentor_and_mentee_has_a_draft_that_names_the_partner(programme, tmp_path):
    confirmed(programme)
    programme.kickoff.write(tmp_path / "outbox")
    people = {p.person_id: p for p in programme.file.people()}
    for _, pair in programme.pairing.pairs.iterrows():
        for side, other in (("mentor", "mentee"), ("mentee", "mentor")):
            path = tmp_path / "outbox" / f"{pair[f'{side}_id']}-welcome_{side}.eml"
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            assert people[pair[f"{side}_id"]].email in str(mail["To"])
            text = mail.get_body(("plain",)).get_content()
            partner = people[pair[f"{other}_id"]]
            assert partner.name in text
            assert partner.email in text
            assert programme.objective.record.sentence.split(",")[0] in " ".join(text.split())
            names = [part.get_filename() for part in mail.iter_attachments()]
            assert names == ["Principles of reverse mentoring.pdf"]
        first_steps = tmp_path / "outbox" / f"{pair['mentor_id']}-first_steps_mentor.eml"
        mail = email.message_from_bytes(first_steps.read_bytes(), policy=email.policy.default)
        assert [p.get_filename() for p in mail.iter_attachments()] == ["Goal-setting framework.pdf"]


def test_the_mail_merge_table_has_a_row_for_each_draft(programme, tmp_path):
    confirmed(programme)
    written = programme.kickoff.write(tmp_path / "outbox")
    drafts = [path for path in written if path.suffix == ".eml"]
    sheet = openpyxl.load_workbook(tmp_path / "outbox" / "mail_merge.xlsx").active
    assert sheet.max_row == len(drafts) + 1


def test_file_names_of_the_outbox_hold_no_name_of_a_person(programme, tmp_path):
    confirmed(programme)
    written = " ".join(p.name.lower() for p in programme.kickoff.write(tmp_path / "outbox"))
    words = {w.lower() for p in programme.file.people() for w in p.name.split() if len(w) > 3}
    assert not [w for w in words if w in written]


def test_a_letter_is_corrected_once_for_everybody(programme):
    confirmed(programme)
    mentor = programme.pairing.pairs["mentor_id"][0]
    shipped = programme.kickoff.letter("welcome_mentor")
    programme.kickoff.edit("welcome_mentor", body=shipped.body.replace("Dear", "Good morning"))
    assert "Good morning" in programme.kickoff.preview("welcome_mentor", mentor).plain
    with pytest.raises(FaultsFound, match="salary"):
        programme.kickoff.edit("welcome_mentor", body="Dear {{ salary }}")
    assert "Good morning" in programme.kickoff.letter("welcome_mentor").body


def test_the_overview_is_written_for_proposed_and_for_confirmed_pairs(programme, tmp_path):
    programme.pairing.solve()
    write_overview(programme, tmp_path)
    assert "Nobody has confirmed this list yet" in (tmp_path / "pairs.html").read_text("utf-8")
    confirmed(programme)
    overview = write_overview(programme, tmp_path)
    text = (tmp_path / "pairs.html").read_text("utf-8")
    assert "Rosa Vidal" in text
    assert all(name in text for name in programme.pairing.pairs["mentor"])
    assert any("pairs confirmed" in line for line in overview.in_short)


def test_a_sample_is_played_up_to_the_step_named(programme):
    assert programme.file.clustering() is not None
    assert programme.file.pairs() == []
    with pytest.raises(UnknownName, match="pairing"):
        Programme.sample("six_pairs", until="paring")
    steps = ("objective", "candidates", "profiles", "pairing", "kickoff")
    assert (*steps, "training", "meetings", "evaluation", "evaluated") == STAGES


def test_the_objective_is_kept(programme):
    objective = Objective(sentence="Two tools from 2 to 4 in ten sessions.", sessions=10)
    programme.objective.set(objective)
    assert programme.objective.record == objective
