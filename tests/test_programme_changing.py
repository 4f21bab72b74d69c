"""Change in mid-programme: leavers, parting pairs, fewer places, joiners, and who waits."""

import shutil

import pytest

from rmkit.disclosure.audiences import opened
from rmkit.errors import NotAllowed, NotReady, UnknownName
from rmkit.programme.programme import Programme
from tests.mid_programme import BY, agreed, joined, places, six_running, waiting


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    return six_running(tmp_path_factory.mktemp("running"))


@pytest.fixture
def programme(running, tmp_path):
    with Programme.open(shutil.copy(running, tmp_path / "a.rmkit")) as opened:
        yield opened


def test_whoever_leaves_ends_their_pair_and_the_partner_comes_first_next_time(programme):
    pair = programme.pairing.pairs.iloc[0]
    done = programme.pairing.leave(pair["mentor_id"], by=BY)
    assert done.pair_ids == (pair["pair_id"],)
    assert done.free == (pair["mentee_id"],)
    assert pair["pair_id"] not in set(programme.pairing.pairs["pair_id"])
    assert pair["mentor_id"] not in set(programme.candidates.people["person_id"])
    waits = waiting(programme).loc[pair["mentee_id"]]
    assert waits["because"] == "Their pair ended."
    assert waits["comes_first"]
    with pytest.raises(NotAllowed, match="takes no part"):
        programme.pairing.leave(pair["mentor_id"], by=BY)
    programme.pairing.come_back(pair["mentor_id"], by=BY)
    assert pair["mentor_id"] in set(programme.candidates.people["person_id"])


def test_a_pair_parts_without_a_reason_and_never_meets_again_unless_wanted(programme):
    pairing = programme.pairing
    pair = pairing.pairs.iloc[4]
    ids = (pair["mentor_id"], pair["mentee_id"])
    told = str(pairing.part(pair["pair_id"], by=BY))
    assert "No reason was asked" in told
    words = [opened(pairing.told_of_ending(pair["pair_id"], one), "self", where="T") for one in ids]
    lines = [text.splitlines()[4:] for text in words]
    assert lines[0] == lines[1]
    assert pair["mentee"] in words[0]
    with pytest.raises(NotReady, match="has not ended"):
        pairing.told_of_ending("1-0001", ids[0])
    ended = pairing.ended.iloc[0]
    assert (ended["mentor_id"], ended["mentee_id"]) == ids
    pairing.rematch()
    assert ids not in places(pairing.pairs)
    pairing.rematch(again=[ids[::-1]], locked=[ids])
    assert ids in places(pairing.pairs)
    agreed(programme)
    assert ids in places(pairing.pairs)
    joined(programme)
    pairing.rematch()
    table = pairing.pairs
    assert places(table[table["locked"]]) == {ids}
    assert pairing.ended["pair_id"].tolist() == [pair["pair_id"]]
    with pytest.raises(NotAllowed, match="No pair of theirs ended"):
        pairing.rematch(again=[("P001", "P004")])
    with pytest.raises(NotAllowed, match="ended, not confirmed"):
        pairing.part(pair["pair_id"], by=BY)


def test_running_pairs_stay_as_they_are_and_only_new_ones_are_proposed(programme):
    pairing = programme.pairing
    first = pairing.pairs
    gone, parted = first.iloc[0], first.iloc[1]
    pairing.leave(gone["mentor_id"], by=BY)
    pairing.part(parted["pair_id"], by=BY)
    mentor = joined(programme)
    stay = first.iloc[2:].set_index("pair_id")
    found = pairing.rematch()
    pairs = pairing.pairs.set_index("pair_id")
    new = pairs[pairs["state"] == "proposed"]
    assert pairs.loc[stay.index, ["mentor_id", "mentee_id", "score"]].equals(
        stay[["mentor_id", "mentee_id", "score"]]
    )
    assert set(new["mentor_id"]) == {mentor, parted["mentor_id"]}
    assert new["new"].all()
    assert not pairs.loc[stay.index, "new"].any()
    assert not pairs["locked"].any()
    assert places(found.pairs) == places(pairs)
    checks = pairing.audit.set_index("check")
    assert checks.loc["Pairs that run stay as they are.", "detail"].startswith("4 run on")
    assert checks.loc["Pairs that ended do not meet again.", "outcome"] == "kept"
    agreed(programme)
    after = pairing.pairs
    assert set(after["state"]) == {"confirmed"}
    assert len(after) == 6
    assert {p.matching_id for p in programme.file.pairs("confirmed")} == {1, 2}
    assert programme.file.check() == []
    assert str(pairing.explain(*next(iter(places(new))))) != ""
    with pytest.raises(NotAllowed, match="rematch"):
        pairing.solve()


def test_who_waited_comes_before_who_joined_and_the_list_goes_on_over_searches(programme):
    pairing = programme.pairing
    before = waiting(programme)
    assert before["because"].eq("Was left over when the pairs were confirmed.").all()
    late = joined(programme, "P002", role="mentee")
    mentor = joined(programme, level=3)
    best = pairing.candidates_for(mentor, n=9).set_index("person_id")["score"]
    assert best[late] > best.drop(late).max()
    assert not waiting(programme).loc[[late, mentor], "comes_first"].any()
    pairing.rematch()
    pairs = pairing.pairs
    (mentee,) = pairs.loc[pairs["mentor_id"] == mentor, "mentee_id"]
    assert mentee in before.index
    left = pairing.unmatched.set_index("person_id")
    assert "comes first next time" in left.loc[before.index.drop(mentee)[0], "what_would_help"]
    agreed(programme)
    after = waiting(programme)
    assert after.loc[late, "comes_first"]
    assert after.loc[before.index.drop(mentee), "since"].eq(before["since"].iloc[0]).all()


def test_each_joiner_is_compared_from_their_own_first_answers(programme):
    before = programme.pairing.baselines.set_index("person_id")
    assert before["kept"].all()
    assert not before["joined_later"].any()
    late = joined(programme)
    row = programme.pairing.baselines.set_index("person_id").loc[late]
    assert (row["joined_later"], row["kept"]) == (True, False)
    assert row["baseline"] > before["baseline"].max()
    programme.pairing.rematch()
    agreed(programme)
    kept = programme.pairing.baselines.set_index("person_id")
    assert kept.loc[late, "kept"]
    assert kept.loc[late, "joined_later"]
    assert kept.loc[before.index, "baseline"].equals(before["baseline"])


def test_with_fewer_places_the_coordinator_says_which_pair_ends(programme):
    pairing = programme.pairing
    mentor = pairing.pairs["mentor_id"][0]
    assert pairing.change_places(mentor, 2, by=BY).pair_ids == ()
    pairing.rematch()
    theirs = pairing.pairs.loc[lambda frame: frame["mentor_id"] == mentor]
    assert len(theirs) == 2
    agreed(programme)
    one, other = theirs["pair_id"]
    head = programme.file.head_digest()
    with pytest.raises(NotAllowed, match=f"{one} with .*{other} with"):
        pairing.change_places(mentor, 1, by=BY)
    with pytest.raises(NotAllowed, match="no pair of the mentor"):
        pairing.change_places(mentor, 1, by=BY, ending=["1-0003"])
    with pytest.raises(NotAllowed, match="whole number"):
        pairing.change_places(mentor, 1.5, by=BY)
    assert programme.file.head_digest() == head
    done = pairing.change_places(mentor, 1, by=BY, ending=[other])
    assert done.pair_ids == (other,)
    assert "goes on with 1 other pair" in str(done)
    pairing.rematch()
    assert (pairing.pairs["mentor_id"] == mentor).sum() == 1


def test_two_candidates_are_shown_for_each_of_a_pair_that_wants_to_part(programme):
    pairing = programme.pairing
    joined(programme), joined(programme, "P002"), joined(programme, "P014")
    pair = pairing.pairs.iloc[1]
    for_mentee = pairing.candidates_for(pair["mentee_id"])
    assert len(for_mentee) == 2
    assert for_mentee["score"].is_monotonic_decreasing
    assert set(for_mentee["person_id"]) <= {"P002", "P009", "P014"}
    assert (for_mentee["reason"] != "").all()
    for_mentor = pairing.candidates_for(pair["mentor_id"])
    assert set(for_mentor["person_id"]) <= set(waiting(programme).index)
    assert pair["mentee_id"] not in set(for_mentor["person_id"])
    pairing.part(pair["pair_id"], by=BY)
    again = pairing.candidates_for(pair["mentee_id"])
    assert pair["mentor_id"] not in set(again["person_id"])
    assert again.equals(for_mentee)
    with pytest.raises(UnknownName):
        pairing.candidates_for("nobody")


def test_whoever_asked_for_a_pause_is_not_matched_until_you_say_so(programme):
    pairing = programme.pairing
    pair, other = pairing.pairs.iloc[0], pairing.pairs.iloc[1]
    wish = {"wish": "pause", "until_then": "stop", "telling": "coordinator"}
    programme.questionnaires.answer("reassignment", wish, person=pair["mentor_id"], by=BY)
    asked = pairing.wishes
    assert asked[["person_id", "pair_id", "wish"]].values.tolist() == [
        [pair["mentor_id"], pair["pair_id"], "pause"]
    ]
    for one in (pair, other):
        pairing.part(one["pair_id"], by=BY)
    assert pairing.wishes.empty
    pairing.rematch()
    assert pair["mentor_id"] not in set(pairing.pairs["mentor_id"])
    left = pairing.unmatched.set_index("person_id")
    assert "pause" in left.loc[pair["mentor_id"], "reason"]
    pairing.rematch(without=[other["mentor_id"]])
    assert pair["mentor_id"] in set(pairing.pairs["mentor_id"])
    assert other["mentor_id"] not in set(pairing.pairs["mentor_id"])


def test_a_reopened_pair_goes_on_until_a_better_list_is_confirmed(programme):
    pairing = programme.pairing
    pair = pairing.pairs.iloc[4]
    ids = (pair["mentor_id"], pair["mentee_id"])
    pairing.rematch(reopen=[pair["pair_id"]])
    assert places(pairing.pairs) >= {ids}
    assert not pairing.pairs["ends"].any()
    pairing.rematch(reopen=[pair["pair_id"]], forbidden=[ids])
    row = pairing.pairs.set_index("pair_id").loc[pair["pair_id"]]
    assert (row["state"], row["ends"]) == ("confirmed", True)
    agreed(programme)
    assert ids not in places(pairing.pairs)
    assert pairing.ended["pair_id"].tolist() == [pair["pair_id"]]
    with pytest.raises(UnknownName):
        pairing.rematch(reopen=[pair["pair_id"]])


def test_a_proposal_made_before_a_pair_parted_is_not_confirmed(programme):
    pairing = programme.pairing
    joined(programme)
    pairing.rematch()
    pairing.open_unmatched(), pairing.open_flagged()
    pairing.part("1-0003", by=BY)
    with pytest.raises(NotReady, match="rematch"):
        pairing.confirm(by=BY)
    pairing.rematch()
    agreed(programme)


def test_running_pairs_that_break_a_rule_by_now_go_on_all_the_same(programme):
    pairing = programme.pairing
    pair, joiner = pairing.pairs.iloc[0], joined(programme)
    programme.rights.correct(
        pair["mentee_id"], "manager", pair["mentor_id"], by=BY, why="Moved to another team."
    )
    programme.rights.object("P022", "matching", by=BY)
    pairing.rematch()
    pairs = pairing.pairs
    assert len(pairs) == 7
    assert (pairs.loc[pairs["state"] == "proposed", "mentor_id"] == joiner).all()
    assert not {pair["mentor_id"], pair["mentee_id"], "P022"} & set(pairing.unmatched["person_id"])


def test_each_change_can_be_undone_and_redone(programme):
    pairing, undo = programme.pairing, programme.keeping.undo
    before = pairing.pairs
    pairing.leave(before["mentor_id"][0], by=BY)
    undo(by=BY)
    assert pairing.pairs.equals(before)
    assert before["mentor_id"][0] in set(programme.candidates.people["person_id"])
    pairing.part("1-0002", by=BY)
    pairing.rematch(again=[("P010", "P003")])
    agreed(programme)
    undo(by=BY)
    assert (pairing.pairs["state"] == "proposed").any()
    assert programme.file.check() == []


def test_an_erased_partner_leaves_nobody_bound(programme):
    pairing = programme.pairing
    pair, other = pairing.pairs.iloc[0], pairing.pairs.iloc[1]
    joined(programme)
    pairing.part(other["pair_id"], by=BY)
    pairing.rematch()
    agreed(programme)
    programme.candidates.erase(pair["mentor_id"], by=BY)
    assert waiting(programme).loc[pair["mentee_id"], "comes_first"]
    pairing.rematch()
    assert pair["mentor_id"] not in programme.file.path.read_bytes().decode("latin-1")
    assert programme.file.check() == []


def test_before_anything_ran_one_sentence_says_so(tmp_path):
    with Programme.create(tmp_path / "a.rmkit", name="Pilot", organisation="Firm") as empty:
        with pytest.raises(NotReady, match="Nobody answered yet"):
            empty.pairing.rematch()
        with pytest.raises(UnknownName):
            empty.pairing.part("1-0001", by=BY)
        with pytest.raises(UnknownName):
            empty.pairing.leave("P001", by=BY)
        for table in (empty.pairing.waiting_list, empty.pairing.wishes, empty.pairing.ended):
            assert table.empty
