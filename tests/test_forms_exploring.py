"""Kinds explored on a panel: what can be chosen, what a look says, and what is kept of it."""

import base64
import json
import re
import shutil

import pandas as pd
import pytest

from rmkit.forms import explore, exploring_looks
from rmkit.forms.exploring_told import beside, some_of
from rmkit.people.measures import BLOCKS
from rmkit.profiles import METHODS, evidence, stability
from rmkit.programme.programme import Programme
from tests.boards import head_of, say

USUAL = {name: block.weight for name, block in BLOCKS.items()}


@pytest.fixture(autouse=True)
def few_draws(monkeypatch):
    """Draw next to nothing, where the evidence does not matter."""
    monkeypatch.setattr(evidence, "DRAWS", 1)
    monkeypatch.setattr(evidence, "_USUAL", 2)
    monkeypatch.setattr(stability, "_DRAWS", 3)


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """64 people who answered."""
    with Programme.sample("harbour", until="profiles") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("exploring") / "h.rmkit")


@pytest.fixture
def harbour(answered, tmp_path):
    with Programme.open(shutil.copy(answered, tmp_path / "a.rmkit")) as programme:
        yield programme


@pytest.fixture(scope="module")
def looked(answered, tmp_path_factory):
    """Look once as usual and once for four kinds, in a programme that no test changes."""
    path = shutil.copy(answered, tmp_path_factory.mktemp("looked") / "a.rmkit")
    with Programme.open(path) as programme, pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "DRAWS", 29)
        patch.setattr(evidence, "_USUAL", 8)
        patch.setattr(stability, "_DRAWS", 10)
        panel = explore(programme)
        head = head_of(panel)
        weigh(panel)
        weigh(panel, k=4)
        assert head_of(panel) == head, "nothing is kept by looking"
        yield panel


def at(panel, look):
    panel.do("show", look=look)
    return panel.view["shown"]


def weigh(panel, *, k=None, method="auto", **weights):
    reply = panel.do("weigh", k=k, method=method, weights={**USUAL, **weights})
    assert reply.notice.kind == "note", reply.notice
    return panel.view["shown"]


def test_before_anybody_answered_and_in_a_closed_file_the_panel_says_so(tmp_path, harbour):
    with Programme.create(tmp_path / "n.rmkit", name="New", organisation="Firm") as programme:
        assert explore(programme).view == {"state": "nobody"}
    harbour.close()
    assert explore(harbour).view["state"] == "fault"


def test_among_a_few_people_nothing_is_offered_and_nothing_is_looked_at():
    with Programme.sample("six_pairs", until="profiles") as programme:
        panel = explore(programme)
        assert set(panel.view) == {"state", "told", "kept"}
        assert panel.view["told"].startswith("All 14 people answered")
        assert "any grouping may be chance" in panel.view["told"]
        kind, said = say(panel.do("weigh", k=3, method="auto", weights={}))
        assert (kind, "fewer than 20" in said) == ("wrong", True)
        assert panel.view["state"] == "few"


def test_what_can_count_is_said_with_how_many_answered_and_what_nobody_was_asked(harbour):
    view = explore(harbour).view
    blocks = {block["id"]: block for block in view["blocks"]}
    assert list(blocks) == list(BLOCKS)
    assert [name for name, block in blocks.items() if not block["asked"]] == ["styles"]
    assert blocks["levels"]["made_of"] == "7 features, answered by all 64 people."
    assert "Spreadsheets" in blocks["levels"]["which"]
    assert "nearly all" in blocks["seniority"]["made_of"]
    assert "53 of 64" in blocks["wishes"]["made_of"]
    assert blocks["choices"]["which"] == []
    assert (view["kept"], view["shown"], view["count"]) == (None, None, 0)


def test_every_method_is_listed_with_why_it_is_not_possible(harbour):
    panel = explore(harbour)
    methods = panel.view["methods"]
    assert [one["id"] for one in methods["all"]] == list(METHODS)
    why = {one["id"]: one["why_not"] for one in methods["all"]}
    assert "23 of 64 people left one out" in why["k-means"]
    assert not why["k-medoids"]
    assert methods["suits"]["id"] == "k-medoids"
    assert "missing" in methods["suits"]["reason"]
    other = panel.do("possible", weights={"choices": 1}).data["methods"]
    assert "ticks" in other["suits"]["reason"]


def test_a_look_says_what_was_found_and_nothing_of_anybody(looked):
    shown = at(looked, 1)
    assert shown["lead"].startswith("64 people")
    assert [kind["title"].split(":")[0] for kind in shown["kinds"]] == [
        "Kind 1",
        "Kind 2",
        "Kind 3",
    ]
    assert shown["kinds"][0]["crowd"].startswith("42 people")
    marked = [row for row in shown["rows"] if row["mark"]]
    assert [(row["k"], row["mark"]) for row in marked] == [(3, "what the evidence says")]
    assert all(re.fullmatch(r"-?\d\.\d\d", marked[0][name]) for name in ("silhouette", "p"))
    assert shown["usual"]
    assert not shown["beside"]
    whole = json.dumps(looked.view)
    people = looked._programme.candidates.everybody
    assert not [w for w in (*people["person_id"], *people["name"]) if w in whole]


def test_a_number_that_was_asked_for_stands_beside_what_speaks_against_it(looked):
    shown = at(looked, 2)
    assert shown["warnings"][0].startswith("3 kinds stand out more clearly than the 4 that you")
    assert "first look" in shown["lead"]
    assert [row["k"] for row in shown["rows"] if row["mark"] == "as you asked"] == [4]
    assert not shown["usual"]
    ((what, told),) = shown["beside"]
    assert what == "Beside look 1"
    assert re.fullmatch(r"4 kinds instead of 3; \d+ of 64 people moved\.", told)


def test_every_picture_of_a_look_is_drawn_and_names_nobody(looked):
    for name, title in at(looked, 1)["pictures"]:
        drawn = looked.do("picture", look=1, picture=name).data
        assert drawn["sentence"]
        assert drawn["alt"]
        for theme in ("light", "dark"):
            kind, _, data = drawn[theme].partition(",")
            svg = base64.b64decode(data).decode()
            assert kind == "data:image/svg+xml;base64"
            assert svg.startswith("<svg"), title
            assert 'xmlns="http://www.w3.org/2000/svg"' in svg
            assert not [i for i in looked._programme.candidates.names if i in svg]


def test_no_group_under_five_is_told_nor_what_it_is_like(harbour):
    panel = explore(harbour)
    shown = weigh(panel, k=8, needs=0, seniority=0)
    few = panel._looks.of(1).found.stability["people"] < 5
    assert few.sum() > 1
    told = [kind for kind, small in zip(shown["kinds"], few, strict=True) if small]
    assert {kind["crowd"] for kind in told} == {"a few people"}
    assert not any(kind["lines"] for kind in told)
    assert shown["rows"][-1]["smallest"] == "fewer than five"


def test_what_other_settings_would_change_is_told_when_it_is_asked_for(looked):
    told = looked.do("hangs", look=1).data
    assert told["sentence"]
    assert len(told["rows"]) > len(METHODS)
    assert any(words.endswith("would move") for _, words in told["rows"])


def test_looks_are_counted_gone_back_to_and_not_taken_twice(harbour, monkeypatch):
    monkeypatch.setattr(exploring_looks, "MOST_LISTED", 2)
    panel = explore(harbour)
    for k in (2, 3):
        weigh(panel, k=k)
    again = panel.do("weigh", k=2, method="auto", weights=USUAL).notice.text
    assert "already: it is look 1" in again
    assert (panel.view["count"], panel.view["shown"]["number"]) == (2, 1)
    panel = explore(harbour)  # the cell is run again
    assert panel.view["shown"]["number"] == 1
    assert panel.view["settings"]["k"] == 2
    weigh(panel, k=4)
    assert panel.view["count"] == 3
    assert [one["number"] for one in panel.view["looks"]] == [2, 3]
    assert say(panel.do("show", look=1))[0] == "wrong"


def test_a_choice_against_the_evidence_is_kept_with_its_reason_alone(harbour):
    panel = explore(harbour)
    weigh(panel, k=2)
    head = head_of(panel)
    kind, said = say(panel.do("keep", look=1, reason=" "))
    assert (kind, "Write why" in said) == ("wrong", True)
    assert head_of(panel) == head
    kind, said = say(panel.do("keep", look=1, reason="Two groups\nare enough"))
    assert kind == "done"
    assert "Two groups are enough" in said
    assert harbour.profiles.kept.k == 2
    opened = explore(harbour).view
    assert "2 kinds" in opened["kept"]["told"]
    assert "Two groups are enough" in opened["kept"]["told"]
    assert opened["shown"]["is_kept"]
    shown = weigh(panel)
    assert shown["beside"][0][0] == "Beside what is kept"
    assert shown["beside"][0][1] == "no kinds instead of 2."
    assert not shown["is_kept"]
    assert say(panel.do("keep", look=2, reason=""))[0] == "done"
    assert harbour.profiles.kept.k == 1


def test_answers_that_changed_since_a_look_are_said_and_it_is_not_kept(harbour):
    panel = explore(harbour)
    weigh(panel)
    harbour.candidates.erase(harbour.candidates.people["person_id"].iloc[0], by="Rosa")
    panel.do("look")
    assert panel.view["shown"]["old"]
    assert panel.view["looks"][0]["old"]
    kind, said = say(panel.do("keep", look=1, reason="x"))
    assert (kind, "changed since" in said) == ("wrong", True)
    assert harbour.profiles.kept is None
    assert weigh(panel)["number"] == 2
    assert not panel.view["shown"]["old"]


def test_a_look_can_be_stopped_and_counts_as_none(harbour, monkeypatch):
    panel = explore(harbour)
    panel._tell = lambda done, what: panel._stop.set()
    kind, said = say(panel.do("weigh", k=None, method="auto", weights=USUAL))
    assert (kind, "Stopped" in said) == ("note", True)
    assert (panel.view["count"], panel.view["shown"]) == (0, None)


@pytest.mark.parametrize(
    ("act", "sent"),
    [
        ("weigh", {"weights": {"levels": -1}}),
        ("weigh", {"weights": {"levels": "?"}}),
        ("weigh", {"weights": {"levels": True}}),
        ("weigh", {"weights": {"levels": float("nan")}}),
        ("weigh", {"weights": {"levels": 1e9}}),
        ("weigh", {"weights": dict.fromkeys(BLOCKS, 0)}),
        ("weigh", {"weights": {"sex": 1}}),
        ("weigh", {"weights": []}),
        ("weigh", {"method": "magic"}),
        ("weigh", {"method": "k-means"}),
        ("weigh", {"k": 1}),
        ("weigh", {"k": 9}),
        ("weigh", {"k": "3"}),
        ("possible", {"weights": {"levels": -1}}),
        ("show", {"look": 3}),
        ("keep", {"look": 3, "reason": "x"}),
        ("keep", {"look": "1"}),
        ("keep", {"look": 2, "reason": "x" * 2001}),
        ("picture", {"look": 3, "picture": "levels"}),
        ("picture", {"look": 1, "picture": "magic"}),
    ],
)
def test_acts_that_a_page_cannot_mean_are_refused(looked, act, sent):
    head = head_of(looked)
    notice = looked.do(act, sent).notice
    assert notice.kind == "wrong"
    assert "mistake" not in notice.text
    assert head_of(looked) == head
    assert looked.view["count"] == 2


def test_kinds_are_matched_so_that_as_few_people_as_possible_move():
    before = pd.Series({str(i): i % 2 + 1 for i in range(20)})
    turned, one = 3 - before, before * 0 + 1
    assert beside(turned, before) == "2 kinds, as before; nobody moved."
    some = turned.where(turned.index.astype(int) > 5, before)
    assert beside(some, before) == "2 kinds, as before; 6 of 20 people moved."
    some = turned.where(turned.index.astype(int) > 0, before)
    assert beside(some, before) == "2 kinds, as before; fewer than five people moved."
    assert beside(one, before) == "no kinds instead of 2."
    assert beside(before, one) == "2 kinds instead of none."
    assert beside(one, one) == "no kinds, as before."


def test_fewer_than_five_are_not_told_on_either_side():
    told = {n: some_of(n, 11) for n in range(12)}
    assert [n for n, said in told.items() if said.startswith(str(n))] == [5, 6]
    assert (told[0], told[4], told[7]) == (
        "nobody",
        "fewer than five people",
        "nearly all of 11 people",
    )
    assert told[11] == "all 11 people"
