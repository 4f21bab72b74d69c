import shutil

import pytest

from rmkit.errors import NotAllowed
from rmkit.programme.clock import now
from rmkit.programme.programme import Programme


@pytest.fixture(scope="module")
def proposed(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        programme.pairing.solve()
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("proposed") / "a.rmkit")


@pytest.fixture
def programme(proposed, tmp_path):
    with Programme.open(shutil.copy(proposed, tmp_path / "a.rmkit")) as opened:
        yield opened


def places(frame):
    return list(zip(frame["mentor_id"], frame["mentee_id"], strict=True))


def test_what_a_swap_is_said_to_bring_is_what_it_brings(programme):
    pairing = programme.pairing
    stand = places(pairing.pairs)
    scores = dict(zip(stand, pairing.pairs["score"], strict=True))
    one = stand[0]
    weighed = [(other, pairing.swap(one, other)) for other in stand[1:]]
    assert {found.is_possible for _, found in weighed} == {True, False}
    other, found = next((other, found) for other, found in weighed if found.is_possible)
    assert found.before == pytest.approx(scores[one] + scores[other])
    assert set(found.made) == {(one[0], other[1]), (other[0], one[1])}
    pairing.solve(**{**pairing.choices, "locked": found.made, "keep": stand})
    after = dict(zip(places(pairing.pairs), pairing.pairs["score"], strict=True))
    assert set(after) == {*stand, *found.made} - {one, other}
    assert found.after == pytest.approx(sum(after[pair] for pair in found.made))


def test_a_swap_that_breaks_a_rule_is_told_with_the_rule_and_refused_when_it_is_made(programme):
    pairing = programme.pairing
    stand = places(pairing.pairs)
    found = next(f for f in (pairing.swap(stand[0], o) for o in stand[1:]) if not f.is_possible)
    assert "not possible" in str(found)
    assert "cannot exchange" in found.sentences[-1]
    assert not [i for i in programme.candidates.names if i in str(found)]
    with pytest.raises(NotAllowed):
        pairing.solve(locked=found.made)


def test_only_two_pairs_that_stand_exchange_partners(programme):
    one, other = places(programme.pairing.pairs)[:2]
    for wrong in ((one[0], other[1]), ("nobody", "P1"), one):
        with pytest.raises(NotAllowed):
            programme.pairing.swap(one, wrong)


def test_proposals_come_back_one_after_the_other_as_they_were(programme):
    pairing = programme.pairing
    first = pairing.pairs
    pairing.open_unmatched()
    pairing.solve(forbidden=places(first)[:1])
    second = pairing.pairs
    pairing.open_flagged()
    pairing.solve(aim="score")
    assert pairing.n_to_take_back == 2
    pairing.take_back()
    assert pairing.pairs.equals(second)
    assert pairing.choices.forbidden
    pairing.take_back()
    assert pairing.pairs.equals(first)
    assert not pairing.is_stale
    assert pairing.n_to_take_back == 0
    with pytest.raises(NotAllowed, match="no earlier proposal"):
        pairing.take_back()
    with Programme.open(programme.file.path) as again:
        assert again.pairing.pairs.equals(first)
        assert again.keeping.check().is_whole


def test_nothing_but_proposals_is_taken_back_on_the_way(programme):
    pairing = programme.pairing
    person = programme.candidates.people["person_id"][0]
    with programme.file.change(actor="coordinator", action="Declined", now=now()) as change:
        change.set_state(person, "declined")
    pairing.solve()
    assert pairing.n_to_take_back == 0
    with pytest.raises(NotAllowed):
        pairing.take_back()
    pairing.solve(aim="score")
    assert pairing.n_to_take_back == 1
