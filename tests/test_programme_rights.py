"""Purposes can be objected to one by one, and what is promised then is what happens."""

import shutil

import pytest

from rmkit.errors import NotAllowed, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme
from rmkit.records.model import Response
from rmkit.records.restoring import restore


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    with Programme.sample("six_pairs") as programme:
        path = tmp_path_factory.mktemp("played") / "six.rmkit"
        return shutil.copy(programme.file.path, path)


@pytest.fixture
def six(played, tmp_path):
    with Programme.open(shutil.copy(played, tmp_path / "six.rmkit")) as programme:
        yield programme


@pytest.fixture
def proposed(tmp_path):
    with Programme.sample("six_pairs", until="pairing") as programme:
        yield programme


def somebody(programme):
    return str(programme.candidates.people["person_id"][0])


@pytest.mark.claim("objection")
def test_whoever_objects_to_matching_is_not_paired_and_is_named_with_a_neutral_reason(proposed):
    gone = somebody(proposed)
    heard = proposed.rights.object(gone, "matching", by="Rosa Vidal")
    assert heard.changed
    assert gone not in set(proposed.candidates.people["person_id"])
    found = proposed.pairing.solve()
    assert gone not in {*found.pairs["mentor_id"], *found.pairs["mentee_id"]}
    left = proposed.pairing.unmatched.set_index("person_id")
    assert left.loc[gone, "reason"] == "Asked not to be matched."
    assert left.loc[gone, "name"] == proposed.candidates.names[gone]
    assert gone not in set(proposed.profiles.people["person_id"])


@pytest.mark.claim("objection")
def test_a_proposal_made_with_somebody_who_objects_cannot_be_confirmed(proposed):
    proposed.pairing.solve()
    proposed.pairing.open_unmatched()
    proposed.pairing.open_flagged()
    heard = proposed.rights.object(somebody(proposed), "matching", by="Rosa Vidal")
    assert "Propose the pairs again" in str(heard)
    with pytest.raises(NotReady, match="objections changed"):
        proposed.pairing.confirm(by="Rosa Vidal")
    proposed.rights.lift(somebody(proposed), "matching", by="Rosa Vidal")


@pytest.mark.claim("objection")
def test_a_confirmed_pair_is_shown_to_be_looked_at_and_gets_no_letters(six, tmp_path):
    pair = six.file.pairs("confirmed")[0]
    before = tmp_path / "before"
    six.kickoff.write(before)
    heard = six.rights.object(pair.mentee_id, "matching", by="Rosa Vidal")
    assert heard.pairs == (pair.pair_id,)
    assert pair.pair_id in set(six.pairing.flagged["pair_id"])
    assert six.rights.pairs_to_look_at["pair_id"].tolist() == [pair.pair_id]
    assert "confirmed pairs with a warning" in six.status().next_steps[0].what
    assert pair.pair_id in six.kickoff.held[0]
    assert any(str(before.resolve()) in line for line in heard.sentences)
    assert len(six.rights.drafts_to_delete) == 1
    written = six.kickoff.write(tmp_path / "outbox")
    assert [str(before.resolve()) in line for line in six.rights.drafts_to_delete] == [True]
    names = [path.name for path in written if path.suffix == ".eml"]
    assert names
    assert [name for name in names if name.startswith(f"{pair.mentee_id}-")] == []
    with pytest.raises(NotReady, match="asked not to be matched"):
        six.kickoff.preview("welcome_mentee", pair.mentee_id)
    six.rights.lift(pair.mentee_id, "matching", by="Rosa Vidal")
    assert six.kickoff.held == ()
    assert six.pairing.flagged.empty == six.pairing.pairs["warnings"].eq("").all()


@pytest.mark.claim("objection")
def test_each_purpose_is_separate_and_leaving_ends_all_of_them(six):
    one, other = six.candidates.people["person_id"][:2]
    six.rights.object(one, "evaluation", by="Rosa Vidal")
    six.rights.withdraw(other, "participation", by="Rosa Vidal")
    assert one in set(six.candidates.people["person_id"])
    assert six.rights.left_out("evaluation") == tuple(sorted([one, other]))
    assert six.rights.left_out("research") == (other,)
    assert six.file.objected("matching") == {other}
    assert six.file.person(other).state == "answered"


@pytest.mark.claim("objection")
def test_answers_of_whoever_objects_are_left_out_of_results_and_named(six):
    one = somebody(six)
    before = six.rights.usable("evaluation", "candidate")
    assert before.left_out == ()
    six.rights.object(one, "evaluation", by="Rosa Vidal")
    after = six.rights.usable("evaluation", "candidate")
    assert after.left_out == (one,)
    assert len(after.table) == len(before.table) - 1
    assert len(six.rights.usable("research", "candidate").table) == len(before.table)


def test_an_anonymous_answer_is_nobodys_and_stays(six):
    one = somebody(six)
    with six.file.change(actor="c", action="Tried.", now=now()) as change:
        change.save_response(Response(None, "candidate", 1, {"role": "mentor"}, wave="after"))
    six.rights.object(one, "evaluation", by="Rosa Vidal")
    assert len(six.rights.usable("evaluation", "candidate", "after").table) == 1


def test_saying_it_twice_changes_nothing_and_nobody_says_it_for_nobody(six):
    one = somebody(six)
    six.rights.object(one, "research", by="Rosa Vidal")
    head = six.file.head_digest()
    assert not six.rights.object(one, "research", by="Rosa Vidal").changed
    assert six.file.head_digest() == head
    with pytest.raises(NotAllowed, match="Say who"):
        six.rights.object(one, "research", by=" ")
    with pytest.raises(UnknownName):
        six.rights.object("nobody", "research", by="Rosa Vidal")
    with pytest.raises(UnknownName):
        six.rights.object(one, "marketing", by="Rosa Vidal")


@pytest.mark.claim("objection")
def test_an_objection_can_be_undone_like_any_change(six):
    one = somebody(six)
    six.rights.object(one, "research", by="Rosa Vidal")
    six.file.undo(actor="Rosa Vidal", now=now())
    assert six.rights.left_out("research") == ()


def test_every_purpose_says_what_for_with_which_data_and_how_to_get_out(six):
    for purpose in six.rights.purposes:
        assert purpose.text
        assert purpose.data
        assert "Article 6(1)" in purpose.basis
        assert purpose.way_out


@pytest.mark.claim("access-log")
def test_who_opened_what_is_logged_once_for_each_act_and_undo_passes_over_it(six):
    one, other = six.candidates.people["person_id"][:2]
    six.rights.object(one, "research", by="Rosa Vidal")
    answers = six.rights.answers_of(one, by="Rosa Vidal")
    assert answers["candidate"]
    six.rights.opened("The research export", by="Ann Researcher")
    log = six.rights.accesses()
    assert log["who"].tolist() == ["Rosa Vidal", "Ann Researcher"]
    assert log["what"].tolist() == ["The answers of one person", "The research export"]
    assert len(six.rights.accesses(one)) == 2
    assert six.rights.accesses(other)["what"].tolist() == ["The research export"]
    six.file.undo(actor="Rosa Vidal", now=now())
    assert six.rights.left_out("research") == ()
    assert len(six.rights.accesses()) == 2
    with pytest.raises(NotAllowed):
        six.rights.answers_of(one, by="")


@pytest.mark.claim("access-log")
def test_opening_a_programme_and_looking_at_its_lists_writes_nothing(six):
    head = six.file.head_digest()
    _ = six.candidates.table, six.candidates.people, six.pairing.pairs, six.status()
    assert six.file.head_digest() == head


@pytest.mark.claim("objection")
@pytest.mark.claim("access-log")
def test_a_restored_backup_does_not_forget_what_people_said_since_nor_who_looked(six):
    one, other = six.candidates.people["person_id"][:2]
    six.rights.object(other, "research", by="Rosa Vidal")
    backup = six.file.backup(now=now())
    six.rights.object(one, "matching", by="Rosa Vidal")
    six.rights.lift(other, "research", by="Rosa Vidal")
    six.rights.opened("All that is kept about a person", [one], by="Ann Other")
    path = six.file.path
    six.close()
    restore(path, backup.path, actor="Rosa Vidal", now=now())
    with Programme.open(path) as restored:
        assert restored.rights.left_out("matching") == (one,)
        assert restored.rights.left_out("research") == ()
        assert restored.rights.accesses()["who"].tolist() == ["Ann Other"]
        assert restored.file.check() == []


@pytest.mark.claim("access-log")
def test_an_export_for_research_is_logged(six, tmp_path):
    six.research.write(tmp_path / "out")
    assert six.rights.accesses()["what"].tolist() == ["The research export"]
