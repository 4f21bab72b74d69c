"""What a person changes on the board of pairs: numbers, own rules, swaps, steps back."""

import shutil

import pytest

from rmkit.forms import pairs
from rmkit.programme.programme import Programme
from tests.boards import chosen, head_of, look, place, say


@pytest.fixture(scope="module")
def profiled(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("profiled") / "a.rmkit")


@pytest.fixture
def programme(profiled, tmp_path):
    with Programme.open(shutil.copy(profiled, tmp_path / "a.rmkit")) as opened:
        yield opened


@pytest.fixture
def board(programme):
    return pairs(programme)


@pytest.fixture(scope="module")
def untouched(profiled, tmp_path_factory):
    path = shutil.copy(profiled, tmp_path_factory.mktemp("untouched") / "a.rmkit")
    with Programme.open(path) as programme:
        yield pairs(programme)


# Rules with numbers, of one's own, and what they cost


def test_each_rule_and_what_it_costs_is_told_before_anything_is_solved(programme):
    board = pairs(programme, propose=False)
    head = head_of(board)
    told = board.do("costs", chosen(board)).data
    assert set(told["rules"]) == {rule["id"] for rule in board.view["rules"]}
    found = programme.pairing.rule_costs()
    assert told["summary"] == found.summary
    assert told["rules"]["same_department"] == found.sentence("same_department")
    rules = {"no_shared_slot": {"strength": "hard", "n": "3"}}
    more = board.do("costs", chosen(board, rules=rules)).data
    assert "at least three half-days" in more["sentences"]["no_shared_slot"]
    assert head_of(board) == head


def test_a_rule_with_a_number_a_floor_and_a_rule_of_ones_own_are_gone_by(board, programme):
    added = board.do("own_rule", kind="codes", column="department", want="different", taken=[]).data
    assert added["sentence"] == "The two should differ in department."
    rules = {"no_shared_slot": {"strength": "warning", "n": 2}}
    own = {added["id"]: added["data"]}
    assert say(board.do("solve", chosen(board, rules=rules, own=own, floor="12.5")))[0] == "done"
    choices = programme.pairing.choices
    assert choices.floor == 12.5
    assert next(rule.n for rule in choices.rules if rule.id == "no_shared_slot") == 2
    row = next(rule for rule in board.view["rules"] if rule["id"] == added["id"])
    assert row["data"]["column"] == "department"
    assert board.view["floor"] == 12.5
    again = board.do("own_rule", kind="codes", column="department", taken=[added["id"]]).data
    assert again["id"] != added["id"]


def test_own_rules_of_several_kinds_are_read(untouched):
    people = [key for key, _ in untouched.view["people"]][:2]
    for sent in (
        {"kind": "difference", "column": "level_spreadsheets", "want": "apart", "n": "1,5"},
        {"kind": "listed", "pairs": [people]},
        {"kind": "codes", "column": "manager", "want": "same"},
    ):
        told = untouched.do("own_rule", sent).data
        assert told["sentence"]
        assert told["data"]["kind"] == sent["kind"]


def test_a_protected_trait_is_refused_as_a_rule_with_the_sentence(untouched, monkeypatch):
    from rmkit.programme.choosing_rules import ChoosingRules, RuleColumn

    columns = (RuleColumn("gender", "gender", ("codes",)),)
    monkeypatch.setattr(ChoosingRules, "rule_columns", columns)
    notice = untouched.do("own_rule", kind="codes", column="gender", want="same").notice
    assert notice.kind == "wrong"
    assert "protected trait" in notice.text


# What would help somebody left over


def left_with(board, kind):
    """Find somebody left over whom a change of one kind would help, and that change."""
    for row in board.view["left"]:
        told = board.do("left_over", number=board.view["number"], person=row["id"]).data
        for change in told["changes"]:
            if change["take"] and [step["kind"] for step in change["take"]] == [kind]:
                return row, told, change["take"][0]
    raise AssertionError(kind)


def test_who_is_left_over_is_told_which_rules_removed_partners_and_a_place_helps(board, programme):
    row, told, step = left_with(board, "place")
    assert all(set(rule) == {"side", "about", "removes", "alone"} for rule in told["rules"])
    sent = {"number": board.view["number"], "person": step["person"], "places": int(step["n"])}
    assert "Write your name" in say(board.do("places", sent))[1]
    assert say(board.do("places", sent, by="Rosa"))[0] == "done"
    assert board.view["stale"]
    assert say(board.do("solve", chosen(board, gently=True)))[0] == "done"
    assert row["id"] not in {left["id"] for left in board.view["left"]}


# Swapping, keeping, taking back


def test_a_swap_is_weighed_and_taken_while_all_others_stay(board):
    one, *others = [place(pair) for pair in board.view["pairs"]]
    for other in others:
        told = board.do("swap", number=board.view["number"], pairs=[one, other]).data
        if told["possible"]:
            break
    assert told["sentences"][-1].endswith(("of 200.", "together."))
    made = [place(pair) for pair in told["made"]]
    kind, words = say(board.do("solve", chosen(board, locked=made, gently=True)))
    assert kind == "done"
    assert "2 are new, 2 are gone" in words


def test_the_last_proposals_come_back_one_by_one(board):
    first = board.view["pairs"]
    for pair in first[:2]:
        board.do("solve", chosen(board, forbidden=[place(pair)]))
    assert board.view["back"] == 2
    for left in (1, 0):
        kind, words = say(board.do("take_back", number=board.view["number"]))
        assert (kind, board.view["back"]) == ("done", left)
        assert words.startswith("Taken back. ")
    assert board.view["pairs"] == first
    assert say(board.do("take_back", number=board.view["number"]))[0] == "wrong"


def test_a_page_that_shows_a_proposal_taken_back_elsewhere_confirms_nothing(board, programme):
    look(board)
    board.do("solve", chosen(board, aim="score"))
    old = dict(board._shown)
    programme.pairing.take_back()
    programme.pairing.solve(forbidden=[tuple(place(old["pairs"][0]))])
    assert programme.pairing.proposal.matching_id == old["number"]
    at = {**old["record"], "at": "2026-01-01T00:00:00+00:00"}
    board._shown = {**old, "record": at}
    assert "found anew elsewhere" in say(board.do("confirm", number=old["number"], by="Ro"))[1]


def test_what_stays_on_record_is_shown(board, programme):
    record = board.view["record"]
    kept = programme.pairing.proposal
    assert kept.data_digest.startswith(record["data"])
    assert record["rules"] == list(programme.pairing.rules)
