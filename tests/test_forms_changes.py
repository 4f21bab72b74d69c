"""What changes while the pairs run, on the panel of changes and the board beside it."""

import shutil

import pytest

from rmkit.forms import changes, pairs
from rmkit.programme.programme import Programme
from tests.boards import chosen, head_of, look, place, say


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """One programme before pairs were confirmed, and the same with pairs that run."""
    folder = tmp_path_factory.mktemp("changes")
    with Programme.sample("six_pairs", until="pairing") as programme:
        before = shutil.copy(programme.file.path, folder / "before.rmkit")
        programme.pairing.solve()
        programme.pairing.open_unmatched()
        programme.pairing.open_flagged()
        programme.pairing.confirm(by="Rosa")
        return {"before": before, "running": shutil.copy(programme.file.path, folder / "r.rmkit")}


@pytest.fixture
def running(files, tmp_path):
    with Programme.open(shutil.copy(files["running"], tmp_path / "a.rmkit")) as programme:
        yield programme


@pytest.fixture
def before(files, tmp_path):
    with Programme.open(shutil.copy(files["before"], tmp_path / "a.rmkit")) as programme:
        yield programme


@pytest.fixture(scope="module")
def untouched(files, tmp_path_factory):
    path = shutil.copy(files["running"], tmp_path_factory.mktemp("untouched") / "a.rmkit")
    with Programme.open(path) as programme:
        yield changes(programme)


def test_before_anybody_answered_and_before_a_pair_runs_the_panel_says_so(tmp_path, before):
    with Programme.create(tmp_path / "n.rmkit", name="New", organisation="Firm") as programme:
        assert changes(programme).view == {"state": "nobody"}
    panel = changes(before)
    assert panel.view["state"] == "before"
    assert panel.view["pairs"] == panel.view["waiting"] == []


def test_a_closed_programme_is_told_in_the_panel_and_not_raised(before):
    before.close()
    assert changes(before).view["state"] == "fault"


def test_a_pair_parts_new_partners_are_found_beside_those_that_run_and_are_confirmed(running):
    panel, board = changes(running), pairs(running)
    assert board.view["state"] == "confirmed"
    gone, words, *_ = panel.view["pairs"][0]
    two = next(place(pair) for pair in board.view["pairs"] if f"{pair['mentor']} with" in words)
    kind, said = say(panel.do("part", pair=gone, by="Rosa"))
    assert kind == "done"
    assert not [i for i in running.candidates.names if i in said]
    assert gone not in [pair[0] for pair in panel.view["pairs"]]
    assert {row["person_id"] for row in panel.view["waiting"]} >= set(two)
    kind, said = say(panel.do("search", reopen=[], again=[]))
    assert (kind, "on the board" in said) == ("done", True)
    assert panel.view["waits"]
    assert board.do("look").notice is None
    assert board.view["state"] == "proposed"
    assert board.view["beside"] == len(panel.view["pairs"])
    assert two not in [place(pair) for pair in board.view["pairs"]]
    assert say(board.do("solve", chosen(board, gently=True)))[0] == "done"
    look(board)
    assert say(board.do("confirm", number=board.view["number"], by="Rosa"))[0] == "done"
    assert board.view["state"] == "confirmed"
    panel.do("look")
    assert not panel.view["waits"]


def test_former_partners_meet_again_only_where_that_is_wanted(running):
    panel = changes(running)
    gone, *_ = panel.view["pairs"][0]
    panel.do("part", pair=gone, by="Rosa")
    one, other, _ = panel.view["former"][0]
    panel.do("search", reopen=[], again=[[one, other]])
    board = pairs(running)
    assert [one, other] in [place(pair) for pair in board.view["pairs"]]


def test_pairs_that_may_change_are_found_again_as_they_were_said_to_be(running):
    panel = changes(running)
    reopened = [pair[0] for pair in panel.view["pairs"][:3]]
    assert say(panel.do("search", reopen=reopened, again=[]))[0] == "done"
    board = pairs(running)
    if board.view["state"] == "proposed":
        assert say(board.do("solve", chosen(board)))[0] == "done"
    assert len(running.file.pairs("confirmed")) == len(panel.view["pairs"])


def test_whoever_leaves_is_in_no_pair_and_in_no_list(running):
    panel = changes(running)
    person = next(row for row in panel.view["people"] if row[3])
    assert say(panel.do("leave", person=person[0], by="Rosa"))[0] == "done"
    assert person[0] not in [row[0] for row in panel.view["people"]]
    assert person[0] not in [row["person_id"] for row in panel.view["waiting"]]


def test_with_fewer_places_the_pair_that_ends_is_to_be_said(running):
    panel = changes(running)
    pair, _, _, mentor = panel.view["pairs"][0]
    asked = {"person": mentor, "places": 0, "by": "Rosa"}
    assert say(panel.do("places", asked, ending=[]))[0] == "wrong"
    assert say(panel.do("places", asked, ending=[pair]))[0] == "done"
    assert next(row[2] for row in panel.view["people"] if row[0] == mentor) == 0


def test_free_partners_are_shown_and_nothing_is_kept(untouched):
    head = head_of(untouched)
    told = untouched.do("candidates", person=untouched.view["people"][0][0]).data["candidates"]
    assert all(set(row) >= {"name", "score", "reason"} for row in told["found"])
    assert head_of(untouched) == head


def test_places_are_drawn_before_pairs_and_the_lottery_can_be_put_away(before):
    panel = changes(before)
    draw = next(one for one in panel.view["draws"] if one["role"] == "mentee")
    n = draw["n"] - 1
    kind, words = say(panel.do("draw", role="mentee", places=n, seed="lot 7", by="Rosa"))
    assert kind == "done"
    assert "lot 7" in words
    held = next(one for one in panel.view["draws"] if one["role"] == "mentee")
    assert (len(held["drawn"]), len(held["comparison"])) == (n, 1)
    pairs(before)
    placed = set(before.pairing.pairs["mentee"])
    assert not placed & set(held["comparison"])
    assert say(panel.do("end_draw", role="mentee", by="Rosa"))[0] == "done"
    assert not any(one["sentence"] for one in panel.view["draws"])


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("part", {"pair": "nothing", "by": "Rosa"}),
        ("part", {"pair": "nothing"}),
        ("part", {"pair": ["x"], "by": "Rosa"}),
        ("leave", {"person": "nobody", "by": "Rosa"}),
        ("leave", {"person": "nobody", "by": " "}),
        ("places", {"person": "nobody", "places": 1, "by": "Rosa"}),
        ("places", {"person": "nobody", "places": "1", "by": "Rosa"}),
        ("places", {"person": "nobody", "places": -1, "by": "Rosa"}),
        ("places", {"person": "nobody", "places": 1, "ending": ["x"], "by": "Rosa"}),
        ("candidates", {"person": "nobody"}),
        ("search", {"reopen": ["x"], "again": []}),
        ("search", {"reopen": [], "again": [["a", "b"]]}),
        ("search", {"reopen": "all", "again": []}),
        ("draw", {"role": "mentee", "places": 10**6, "by": "Rosa"}),
        ("draw", {"role": "both", "places": 1, "by": "Rosa"}),
        ("draw", {"role": "mentee", "places": 1, "seed": "x" * 999, "by": "Rosa"}),
        ("end_draw", {"role": "mentee", "by": "Rosa"}),
        ("erase", {}),
    ],
)
def test_acts_that_a_page_cannot_mean_are_refused(untouched, act, sent):
    head = head_of(untouched)
    notice = untouched.do(act, sent).notice
    assert notice.kind == "wrong"
    assert "mistake" not in notice.text
    assert head_of(untouched) == head


def test_everything_but_looking_is_done_in_somebodys_name(untouched):
    pair = untouched.view["pairs"][0][0]
    person = untouched.view["people"][0][0]
    for act, sent in (
        ("part", {"pair": pair}),
        ("leave", {"person": person}),
        ("places", {"person": person, "places": 1}),
        ("draw", {"role": "mentee", "places": 1}),
        ("end_draw", {"role": "mentee"}),
    ):
        assert "Write your name first" in untouched.do(act, sent).notice.text
