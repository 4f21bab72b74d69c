import dataclasses
import shutil

import pytest

from rmkit.forms import pairs
from rmkit.forms.board_view import board_view
from rmkit.matching import CRITERIA, RULES
from rmkit.programme.clock import now
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


# Nothing of what follows may change it, so one serves all of them.
@pytest.fixture(scope="module")
def untouched(profiled, tmp_path_factory):
    path = shutil.copy(profiled, tmp_path_factory.mktemp("untouched") / "a.rmkit")
    with Programme.open(path) as programme:
        yield pairs(programme)


# What is shown


def test_before_anybody_answered_the_panel_says_so(tmp_path):
    with Programme.create(tmp_path / "n.rmkit", name="New", organisation="Firm") as programme:
        board = pairs(programme)
        assert board.view == {"state": "nobody", "number": 0}
        assert board.do("look", number=0, what="unmatched").notice.kind == "wrong"


def test_pairs_are_proposed_at_once_and_bind_nobody(board, programme):
    assert board.view["state"] == "proposed"
    assert len(board.view["pairs"]) == len(programme.pairing.pairs) > 0
    assert not programme.file.pairs("confirmed")
    assert not programme.pairing.is_looked_at


def test_pairs_are_not_proposed_where_that_is_not_wanted(programme):
    board = pairs(programme, propose=False)
    assert board.view["state"] == "none"
    assert len(board.view["rules"]) == len(RULES)
    assert programme.file.matching() is None
    kind, words = say(board.do("solve", chosen(board)))
    assert kind == "done"
    assert "They are a proposal" in words
    assert board.view["state"] == "proposed"


def test_a_proposal_that_stands_is_shown_and_not_made_anew(programme):
    programme.pairing.solve(aim="score")
    board = pairs(programme)
    assert board.view["aim"] == "score"
    assert board.view["number"] == programme.pairing.proposal.matching_id == 1


def test_everybody_stands_in_a_pair_or_among_those_left_over(board, programme):
    view = board.view
    placed = {person for pair in view["pairs"] for person in place(pair)}
    assert len(placed) + len(view["left"]) == len(programme.candidates.people)
    assert {key for key, _ in view["people"]} == set(programme.candidates.people["person_id"])
    assert all(row["reason"] and row["what_would_help"] and row["name"] for row in view["left"])
    assert view["line"].startswith(f"{len(view['pairs'])} pairs, ")
    assert view["proof"].startswith("Proven: no other list that these rules allow")


def test_with_a_locked_pair_no_list_is_called_the_best_of_all(programme):
    programme.pairing.solve()
    one = programme.pairing.pairs.iloc[0]
    programme.pairing.solve(locked=[(one.mentor_id, one.mentee_id)])
    proof = pairs(programme).view["proof"]
    assert "no other list" not in proof
    assert "as far as the rules and your locks allow" in proof


def test_the_text_of_a_panel_names_nobody(board):
    assert repr(board) == "<PairsPanel of rmkit.forms>"


def test_a_closed_programme_is_told_in_the_panel_and_not_raised(programme):
    programme.close()
    board = pairs(programme)
    assert board.view["state"] == "fault"
    assert "was closed" in board.view["told"]["text"]


def test_pairs_by_criteria_of_ones_own_are_shown_with_a_word_on_finding_them_again(programme):
    programme.pairing.solve(criteria=[dataclasses.replace(CRITERIA[0], id="ours")])
    with Programme.open(programme.file.path) as again:
        board = pairs(again)
        assert "criteria of your own (ours)" in board.view["own_rules"]
        one = board.view["pairs"][0]
        asked = {"mentor": one["mentor_id"], "mentee": one["mentee_id"]}
        notice = board.do("why", asked, number=board.view["number"]).notice
        assert "of your own (ours)" in notice.text
        assert say(board.do("solve", chosen(board)))[0] == "done"
        assert board.view["own_rules"] == ""


# Why


def test_why_tells_both_directions_the_points_and_what_others_would_cost(board):
    pair = board.view["pairs"][0]
    asked = {"mentor": pair["mentor_id"], "mentee": pair["mentee_id"]}
    told = board.do("why", asked, number=board.view["number"]).data
    assert told["reason"] == pair["reason"]
    assert set(told) >= {"in_return", "warnings", "locked"}
    score = 100 * sum(r["points"] for r in told["points"]) / sum(r["of"] for r in told["points"])
    assert score == pytest.approx(pair["score"], abs=1)
    assert told["others"]
    assert all(other["cost"].endswith(".") and other["mentor"] for other in told["others"])


def test_why_not_names_people(board):
    one = board.view["pairs"][0]
    other = next(p for p in board.view["pairs"] if p != one)
    asked = {"mentor": one["mentor_id"], "mentee": other["mentee_id"]}
    kind, words = say(board.do("why_not", asked, number=board.view["number"]))
    assert kind == "note"
    assert one["mentor_id"] not in words


# Asking again


def test_a_locked_pair_is_made_and_a_forbidden_one_is_not(board):
    pair = board.view["pairs"][0]
    told = board.do("why", number=board.view["number"], mentor=pair["mentor_id"],
                    mentee=pair["mentee_id"]).data  # fmt: skip
    instead = told["others"][0]
    reply = board.do("solve", chosen(board, locked=[place(instead)], forbidden=[place(pair)]))
    assert say(reply)[0] == "done"
    now = [place(p) for p in board.view["pairs"]]
    assert place(instead) in now
    assert place(pair) not in now
    assert [place(p) for p in board.view["locked"]] == [place(instead)]
    assert board.view["forbidden"][0]["mentor"] in {pair["mentor"], pair["mentee"]}
    assert [p["locked"] for p in board.view["pairs"] if place(p) == place(instead)] == [True]


def test_what_changed_is_told_and_the_new_pairs_are_to_be_looked_at_again(board):
    look(board)
    before = {tuple(place(p)) for p in board.view["pairs"]}
    pair = board.view["pairs"][0]
    _, words = say(board.do("solve", chosen(board, forbidden=[place(pair)])))
    after = {tuple(place(p)) for p in board.view["pairs"]}
    assert words.startswith(f"{len(before & after)} pair")
    assert f"{len(before - after)} " in words
    assert not board.view["opened"]["unmatched"] or not board.view["left"]
    assert say(board.do("solve", chosen(board)))[1].startswith("The pairs are the same as before.")


def test_weighing_changes_nothing(board, programme):
    number = programme.pairing.proposal.matching_id
    rules = {rule["id"]: "off" for rule in board.view["rules"] if len(rule["can"]) > 1}
    kind, words = say(board.do("weigh", chosen(board, rules=rules)))
    assert kind == "note"
    assert words.startswith("With these choices ")
    assert words.endswith("Nothing was changed.")
    assert programme.pairing.proposal.matching_id == number == board.view["number"]


def test_a_lock_that_a_rule_forbids_is_refused_with_names(board):
    pair = board.view["pairs"][0]
    both = chosen(board, locked=[place(pair)], forbidden=[place(pair)])
    before = board.view
    for act in ("solve", "weigh"):
        notice = board.do(act, both).notice
        assert (notice.kind, notice.text) == ("wrong", "Nobody was paired.")
        assert pair["mentor"] in str(notice.faults[0])
        assert "forbade" in str(notice.faults[0])
    assert board.view == before


def test_long_work_can_be_stopped_and_nothing_is_changed(board, programme):
    board._stop.set()
    notice = board.do("solve", chosen(board, aim="score")).notice
    assert (notice.kind, notice.text) == ("note", "Stopped; nothing was changed.")
    assert programme.pairing.choices.aim == "participation"


# Confirming


def test_pairs_are_confirmed_by_a_name_after_all_was_opened(board, programme, tmp_path):
    number = board.view["number"]
    assert "write your name" in say(board.do("confirm", number=number, by="  "))[1]
    kind, words = say(board.do("confirm", number=number, by="Rosa Vidal"))
    assert kind == "wrong"
    assert words.startswith("Before the pairs are confirmed, open ")
    look(board)
    assert say(board.do("confirm", number=number, by="Rosa Vidal"))[0] == "done"
    assert board.view["state"] == "confirmed"
    assert board.view["confirmed"]["by"] == "Rosa Vidal"
    with Programme.open(programme.file.path) as again:
        assert set(again.pairing.pairs["state"]) == {"confirmed"}
    kind, words = say(board.do("write"))
    assert kind == "done"
    assert str(tmp_path / "pairs.html") in words
    assert "Rosa Vidal" in (tmp_path / "pairs.html").read_text(encoding="utf-8")
    assert (tmp_path / "summary.html").exists()
    assert "audit.html" in words
    assert (tmp_path / "audit.html").exists()


def test_confirmed_pairs_stay_as_they_are(board, programme):
    look(board)
    board.do("confirm", number=board.view["number"], by="Rosa Vidal")
    assert say(board.do("solve", chosen(board)))[0] == "wrong"
    assert say(board.do("confirm", number=board.view["number"], by="Rosa Vidal"))[0] == "wrong"
    assert pairs(programme).view["state"] == "confirmed"
    assert set(programme.pairing.pairs["state"]) == {"confirmed"}


def test_a_list_is_not_written_before_it_is_definitive(board, tmp_path):
    assert say(board.do("write"))[0] == "wrong"
    assert not (tmp_path / "pairs.html").exists()


def test_pairs_that_were_found_anew_elsewhere_are_neither_opened_nor_confirmed(board, programme):
    look(board)
    old = board.view["number"]
    programme.pairing.solve(aim="score")
    for act, more in (("look", {"what": "unmatched"}), ("confirm", {"by": "Rosa Vidal"})):
        kind, words = say(board.do(act, more, number=old))
        assert kind == "wrong"
        assert "found anew elsewhere" in words
    assert board.view["number"] == old + 1
    assert not programme.pairing.is_looked_at
    assert not programme.file.pairs("confirmed")


def test_where_answers_changed_the_pairs_are_to_be_found_again(board, programme):
    look(board)
    gone = board.view["pairs"][0]["mentee_id"]
    with programme.file.change(actor="coordinator", action="Declined", now=now()) as change:
        change.set_state(gone, "declined")
    assert pairs(programme).view["stale"]
    assert say(board.do("confirm", number=board.view["number"], by="Rosa"))[0] == "wrong"
    assert say(board.do("solve", chosen(board)))[0] == "done"
    assert not board.view["stale"]
    assert gone not in {person for pair in board.view["pairs"] for person in place(pair)}


def test_the_partner_of_somebody_erased_is_among_those_left_over(board, programme):
    look(board)
    board.do("confirm", number=board.view["number"], by="Rosa Vidal")
    gone = board.view["pairs"][0]
    programme.candidates.erase(gone["mentee_id"], by="Rosa Vidal")
    shown = board_view(programme).content
    assert place(gone) not in [place(pair) for pair in shown["pairs"]]
    assert gone["mentor_id"] in {row["id"] for row in shown["left"]}


# A hostile page


@pytest.mark.parametrize(
    "sent",
    [
        {"locked": [["nobody", "P999"]]},
        {"forbidden": [["nobody", "P999"]]},
        {"locked": [["P001"]]},
        {"locked": [[1, 2]]},
        {"locked": "P001"},
        {"locked": [[f"x{i}", f"y{i}"] for i in range(10_000)]},
        {"weights": {"needs_covered": "6"}},
        {"weights": {"needs_covered": True}},
        {"weights": {"needs_covered": -1}},
        {"weights": {"needs_covered": 10**30}},
        {"weights": {"nothing": 3}},
        {"weights": {criterion.id: 0 for criterion in CRITERIA}},
        {"weights": [1]},
        {"rules": {"same_person": "off"}},
        {"rules": {"same_department": "sometimes"}},
        {"rules": {"nothing": "hard"}},
        {"rules": {"same_department": None}},
        {"aim": "chaos"},
        {"floor": "high"},
        {"floor": 101},
        {"floor": -1},
        {"floor": [1]},
        {"floor": "9" * 400},
        {"rules": {"no_shared_slot": {"strength": "hard", "n": "x"}}},
        {"rules": {"no_shared_slot": {"strength": "hard", "n": 0}}},
        {"rules": {"no_shared_slot": {"n": 1}}},
        {"own": []},
        {"own": {"ours": "hard"}},
        {"own": {"ours": {"kind": "codes"}}},
        {"own": {"ours": {"kind": "code", "column": "site"}}},
        {"own": {"ours": {"kind": "codes", "column": "nothing"}}},
        {"own": {"ours": {"kind": "codes", "column": "gender"}}},
        {"own": {"ours": {"kind": "listed", "pairs": [["a"]]}}},
        {"own": {"same_person": {"kind": "codes", "strength": "off"}}},
        {"own": {f"r{i}": {"kind": "codes", "column": "site"} for i in range(99)}},
        {"aim": ["score"]},
    ],
)
@pytest.mark.parametrize("act", ["solve", "weigh"])
def test_choices_that_a_page_cannot_mean_are_refused_and_nothing_changes(untouched, act, sent):
    before, head = untouched.view, head_of(untouched)
    notice = untouched.do(act, chosen(untouched, **sent)).notice
    assert notice.kind == "wrong"
    assert "mistake" not in notice.text
    assert len(str(notice.for_page())) < 2_000
    assert untouched.view == before
    assert head_of(untouched) == head


def test_every_pair_of_people_locked_at_once_is_refused(untouched):
    people = [key for key, _ in untouched.view["people"]]
    every = [[one, other] for one in people for other in people if one != other]
    notice = untouched.do("solve", chosen(untouched, locked=every)).notice
    assert (notice.kind, "more locked pairs than people" in notice.text) == ("wrong", True)


def test_two_mentors_cannot_be_locked_together(untouched):
    one, other = untouched.view["pairs"][:2]
    locked = [[one["mentor_id"], other["mentor_id"]]]
    notice = untouched.do("solve", chosen(untouched, locked=locked)).notice
    assert notice.kind == "wrong"
    assert one["mentor"] in " ".join(map(str, notice.faults))


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("look", {"what": "everything"}),
        ("look", {}),
        ("look", {"what": "unmatched", "number": "1"}),
        ("why", {"mentor": "x", "mentee": "y"}),
        ("why", {"mentor": None, "mentee": []}),
        ("why_not", {"mentor": "x", "mentee": "y"}),
        ("confirm", {"by": 3}),
        ("left_over", {"person": "nobody"}),
        ("left_over", {"person": ["x"]}),
        ("places", {"person": "nobody", "places": 1, "by": "Rosa"}),
        ("places", {"person": "nobody", "places": 10**9, "by": "Rosa"}),
        ("take_back", {}),
        ("take_back", {"number": 0}),
        ("swap", {}),
        ("swap", {"pairs": [["a", "b"]]}),
        ("swap", {"pairs": [["a", "b"], ["c", "d"]]}),
        ("swap", {"pairs": "all"}),
        ("costs", {"aim": "score"}),
        ("own_rule", {"kind": "codes", "column": "nothing"}),
        ("own_rule", {"kind": "magic", "column": "site"}),
        ("own_rule", {"kind": "listed", "pairs": []}),
        ("own_rule", {"kind": "listed", "pairs": [["P1", "P1", "P1"]]}),
        ("own_rule", {"kind": "codes", "column": "site", "want": "better"}),
        ("own_rule", {"kind": "codes", "column": "site", "taken": [1]}),
        ("confirm", {"by": "Rosa", "number": -1}),
        ("delete", {}),
    ],
)
def test_acts_that_a_page_cannot_mean_are_refused(untouched, act, sent):
    head = head_of(untouched)
    notice = untouched.do(act, {"number": untouched.view["number"], **sent}).notice
    assert notice.kind == "wrong"
    assert "mistake" not in notice.text
    assert head_of(untouched) == head
