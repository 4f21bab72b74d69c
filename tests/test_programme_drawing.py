"""Places by lottery: drawn once, kept, repeated; who is not drawn is compared with."""

import shutil

import pytest

from rmkit.errors import FaultsFound, NotAllowed, NotReady, UnknownName
from rmkit.programme.clock import now
from rmkit.programme.person_record import person_record
from rmkit.programme.programme import Programme

BY = "Rosa Vidal"


@pytest.fixture(scope="module")
def profiled(tmp_path_factory):
    with Programme.sample("six_pairs", until="profiles") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("profiled") / "a.rmkit")


@pytest.fixture
def programme(profiled, tmp_path):
    with Programme.open(shutil.copy(profiled, tmp_path / "a.rmkit")) as opened:
        yield opened


def agreed(programme):
    programme.pairing.open_unmatched()
    programme.pairing.open_flagged()
    programme.pairing.confirm(by=BY)


def test_only_who_was_drawn_is_matched_and_the_others_are_the_comparison_group(programme):
    pairing = programme.pairing
    kept = pairing.draw_places(5, by=BY, seed="spring")
    assert (len(kept.drawn), len(kept.waiting), kept.listed) == (5, 3, 8)
    pairing.solve()
    assert set(pairing.pairs["mentee_id"]) <= set(kept.drawn)
    assert "P018" in set(pairing.pairs["mentor_id"]) | set(pairing.unmatched["person_id"])
    left = pairing.unmatched.set_index("person_id").loc[list(kept.waiting)]
    assert left["reason"].str.contains("comparison group").all()
    agreed(programme)
    waiting = pairing.waiting_list.set_index("person_id")
    assert set(kept.waiting) <= set(waiting.index)
    assert not waiting.loc[list(kept.waiting), "comes_first"].any()
    pairing.part(pairing.pairs["pair_id"][0], by=BY)
    pairing.rematch()
    assert not set(kept.waiting) & set(pairing.pairs["mentee_id"])
    pairing.end_comparison(by=BY)
    assert pairing.waiting_list.set_index("person_id").loc[list(kept.waiting), "comes_first"].all()
    pairing.rematch()
    assert set(kept.waiting) & set(pairing.pairs["mentee_id"])


def test_a_draw_is_read_again_and_repeated_from_the_file(programme):
    made = programme.pairing.draw_places(3, by=BY)
    with Programme.open(programme.file.path) as reopened:
        kept = reopened.pairing.lottery()
        assert kept == made
        assert kept.is_as_drawn
        assert made.seed in kept.sentence
        assert kept.table()["drawn"].sum() == 3
        told = person_record(reopened, kept.waiting[0], now=now())["waiting"]
        assert [draw["drawn"] for draw in told["lotteries"]] == [False]
        assert told["why"] == "not drawn"
        reopened.candidates.erase(kept.drawn[0], by=BY)
        after = reopened.pairing.lottery()
        assert after.is_as_drawn
        assert after.drawn == kept.drawn[1:]
        assert "1 of the list were erased" in after.sentence
        assert reopened.file.check() == []


def test_a_lottery_is_drawn_once(programme):
    pairing = programme.pairing
    pairing.draw_places(5, by=BY, seed=1)
    with pytest.raises(NotAllowed, match="put_away_draw"):
        pairing.draw_places(5, by=BY, seed=2)
    with pytest.raises(NotAllowed, match="No pair was confirmed"):
        pairing.end_comparison(by=BY)
    pairing.put_away_draw(by=BY)
    assert pairing.lottery() is None
    second = pairing.draw_places(5, by=BY, seed=2)
    last = programme.keeping.changes[-1].change_no
    with pytest.raises(NotAllowed, match="cannot be undone"):
        programme.keeping.undo(last, by=BY)
    assert [draw.stands for draw in pairing.lotteries] == [False, True]
    pairing.solve()
    agreed(programme)
    with pytest.raises(NotAllowed, match="stays as it was drawn"):
        pairing.draw_places(5, by=BY)
    with pytest.raises(NotAllowed, match="end_comparison"):
        pairing.put_away_draw(by=BY)
    assert pairing.lottery().drawn == second.drawn


def test_a_proposal_from_before_a_draw_is_not_confirmed(programme):
    programme.pairing.solve()
    programme.pairing.open_unmatched(), programme.pairing.open_flagged()
    programme.pairing.draw_places(5, by=BY)
    with pytest.raises(NotReady, match="changed since"):
        programme.pairing.confirm(by=BY)


def test_a_draw_for_nothing_is_refused_in_one_sentence(programme):
    draw = programme.pairing.draw_places
    with pytest.raises(NotAllowed, match="everybody has one"):
        draw(8, by=BY)
    with pytest.raises(FaultsFound, match="number of places"):
        draw(2.5, by=BY)
    with pytest.raises(FaultsFound, match="seed"):
        draw(2, by=BY, seed=" ")
    with pytest.raises(UnknownName):
        draw(2, "boss", by=BY)
    with pytest.raises(NotAllowed, match="Say who"):
        draw(2, by=" ")
    assert programme.pairing.lotteries == ()
