"""Rules and criteria as data: kept, read again, counted, written to a file and read from it."""

import json
import shutil
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.cli import run
from rmkit.errors import FaultsFound, FileRefused, NotReady
from rmkit.matching import RULES, match
from rmkit.matching.costs import rule_costs
from rmkit.matching.pairing import posed
from rmkit.programme.choices import choices_of, first_choices
from rmkit.programme.programme import Programme
from rmkit.programme.rules_file import read_rules_file, write_rules_file

PEOPLE = pd.DataFrame(
    {
        "person_id": ["a", "b", "c", "d", "e", "f"],
        "role": ["mentor", "mentor", "either", "mentee", "mentee", "mentee"],
        "team": ["x", "y", "y", "x", "y", None],
        "hobbies": ["q;r", "q", "none", "r", "q;r", None],
        "grade": [1, 2, 3, 2, 4, None],
        "department": ["s", "t", "t", "s", "s", "t"],
        "level_chat": [5, 4, 4, 1, 2, 1],
    }
)
OWN = {
    "teams": {"kind": "codes", "column": "team", "strength": "warning"},
    "ahead": {"kind": "difference", "column": "grade", "want": "above", "n": 0.5,
              "strength": "warning"},
    "hobby": {"kind": "sets", "column": "hobbies", "n": 2, "strength": "warning"},
    "never": {"kind": "listed", "pairs": [["a", "e"]], "sentence": "A quarrel: \"'{}: #"},
}  # fmt: skip
CRITERIA = {"same_hobby": {"kind": "sets", "column": "hobbies", "plenty": 2, "weight": 3}}


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    with Programme.sample("six_pairs", until="pairing") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("rules") / "a.rmkit")


@pytest.fixture
def programme(answered, tmp_path):
    with Programme.open(shutil.copy(answered, tmp_path / "a.rmkit")) as opened:
        yield opened


def kept(found):
    return json.loads(json.dumps(found.settings()))


# What is kept


def test_all_that_decides_comes_back_from_what_is_kept():
    rules = {**OWN, "same_department": "hard", "reporting_line": {"strength": "warning", "n": 2}}
    found = match(PEOPLE, rules=rules, criteria=CRITERIA, floor=12.5, keep=[("a", "d")])
    choices = choices_of(kept(found))
    again = match(PEOPLE, **choices.settings)
    assert kept(again) == kept(found)
    assert again.pairs.equals(found.pairs)
    assert choices.floor == 12.5
    assert {rule.id for rule in choices.rules if rule.own} == set(OWN)
    assert not next(c for c in choices.criteria if c.id == "shared_slots").asked


def test_settings_that_an_older_rmkit_kept_are_read():
    old = {
        "aim": "score",
        "criteria": [{"id": "needs_covered", "title": "Needs", "weight": 4}],
        "rules": [{"id": "same_department", "sentence": "Old.", "strength": "hard"}],
        "locked": [["a", "f"]],
        "forbidden": [],
    }
    choices = choices_of(old)
    strength = {rule.id: rule.strength for rule in choices.rules}
    assert strength["same_department"] == "hard"
    assert strength["former_pair"] == "hard"  # it did not exist, so it holds as it ships
    assert strength["same_manager"] == "off"  # it did, and was off
    assert {c.id: c.weight for c in choices.criteria if c.weight} == {"needs_covered": 4}
    assert match(PEOPLE, **choices.settings).pairs["locked"].sum() == 1


def test_a_proposal_with_own_rules_is_explained_again_after_the_file_was_closed(programme):
    sites = {"kind": "codes", "column": "site", "strength": "warning"}
    programme.pairing.solve(rules={"sites": sites}, floor=5)
    made = programme.pairing.matching().settings()
    with Programme.open(programme.file.path) as again:
        assert again.pairing.matching().settings() == made
        assert "The two should differ in site." in " ".join(again.pairing.rules)


def test_pairs_are_disturbed_as_little_as_can_be_where_they_are_to_be_kept(programme):
    pairing = programme.pairing
    before = pairing.solve().pairs
    stood = list(zip(before["mentor_id"], before["mentee_id"], strict=True))
    anew = pairing.weigh(forbidden=stood[:1], criteria={"shared_slots": 50}).pairs
    gently = pairing.weigh(forbidden=stood[:1], criteria={"shared_slots": 50}, keep=stood).pairs
    assert len(gently) == len(anew)
    assert gently["stands"].sum() > anew["stands"].sum()


# What rules cost


def brute(problem, rule):
    """Count by asking of each pair: how many break the rule, and how many it alone."""
    pairs = alone = 0
    for i, mentor in enumerate(problem.mentor_ids):
        for j, mentee in enumerate(problem.mentee_ids):
            if mentor == mentee:
                continue
            others = any(problem.broken[r.id][i, j] for r in problem.hard if r.id != rule.id)
            pairs += bool(problem.broken[rule.id][i, j])
            alone += bool(problem.broken[rule.id][i, j]) and not others
    return pairs, alone


def test_costs_are_what_asking_of_each_pair_gives():
    problem = posed(PEOPLE, rules={**OWN, "same_department": "hard"}, floor=40)
    costs = rule_costs(problem)
    for rule in problem.rules:
        cost = costs.rules[rule.id]
        if rule.id != "same_person":
            assert (cost.pairs, cost.alone) == brute(problem, rule)
    assert costs.possible == 3 * 4 - 1
    assert costs.left == int(problem.allowed.sum())
    assert costs.possible - costs.left - costs.floor == sum(
        any(problem.broken[r.id][i, j] for r in problem.hard if r.id != "same_person")
        for i, mentor in enumerate(problem.mentor_ids)
        for j, mentee in enumerate(problem.mentee_ids)
        if mentor != mentee
    )
    assert "common_topics" in costs.unasked


def test_of_many_pairs_a_part_is_looked_at_and_that_is_said():
    n = 80
    crowd = pd.DataFrame(
        {
            "person_id": [f"p{i:03}" for i in range(2 * n)],
            "role": ["mentor"] * n + ["mentee"] * n,
            "department": ["s", "t"] * n,
        }
    )
    problem = posed(crowd, rules={"same_department": "hard"})
    whole, part = rule_costs(problem), rule_costs(problem, most=n * n // 4)
    assert not whole.is_estimate
    assert part.is_estimate
    assert "about" in part.sentence("same_department")
    assert "about" not in whole.sentence("same_department")
    one, other = (found.rules["same_department"].pairs for found in (whole, part))
    assert abs(one - other) / one < 0.1


def test_rules_that_are_off_say_what_they_would_remove(programme):
    costs = programme.pairing.rule_costs(rules={"same_department": "off"})
    assert set(costs.rules) == {rule.id for rule in RULES}
    assert costs.rules["same_department"].strength == "off"
    assert costs.sentence("same_department").startswith("If it must hold, ")
    hard = programme.pairing.rule_costs(rules={"same_department": "hard"})
    assert hard.left == costs.left - costs.rules["same_department"].alone
    assert hard.sentence("same_department").startswith("Removes ")


def test_nothing_is_counted_before_anybody_answered(tmp_path):
    with (
        Programme.create(tmp_path / "n.rmkit", name="New", organisation="Firm") as programme,
        pytest.raises(NotReady),
    ):
        programme.pairing.rule_costs()


# The file


def test_a_file_of_rules_holds_each_with_its_sentence_and_is_read_as_it_was_written(tmp_path):
    rules = {**OWN, "no_shared_slot": {"strength": "hard", "n": 2}}
    choices = choices_of(kept(match(PEOPLE, rules=rules, criteria=CRITERIA, floor=7.5)))
    path = write_rules_file(choices, tmp_path / "rules.yaml")
    text = path.read_text(encoding="utf-8")
    assert all(rule.sentence in text for rule in choices.rules)
    assert all(criterion.why in text for criterion in choices.criteria)
    read = read_rules_file(path)
    assert read == {name: choices.settings[name] for name in read}
    assert set(read) == {"aim", "floor", "rules", "criteria"}


@settings(max_examples=40, deadline=None)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_whatever_words_a_rule_has_the_file_gives_them_back(tmp_path_factory, words, name):
    pairs = [["p1", "p2"]]
    own = {f"our {name}": {"kind": "listed", "pairs": pairs, "sentence": f"x{words}x"}}
    found = match(PEOPLE, rules=own)
    path = write_rules_file(choices_of(kept(found)), tmp_path_factory.mktemp("r") / "r.yaml")
    assert read_rules_file(path)["rules"][f"our {name}"]["sentence"] == f"x{words}x"


def test_all_faults_of_a_file_are_told_at_once_with_their_lines(tmp_path):
    path = tmp_path / "rules.yaml"
    path.write_text(
        "aim: best\nfloor: 200\nrulez: {}\nrules:\n  same_department: sometimes\n"
        "  reporting_line: {strength: hard, m: 3}\n  no_shared_slot: {strength: hard, number: x}\n"
        '  same_person: "off"\n  nothing: hard\n  mine: {kind: codes, column: gender}\n'
        "  ours: {kind: lists}\ncriteria:\n  needs_covered: 1.5\n  o: {kind: sets, column: age}\n",
        encoding="utf-8",
    )
    with pytest.raises(FaultsFound) as raised:
        read_rules_file(path)
    faults = raised.value.faults
    assert [fault.row for fault in faults] == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 13, 14]
    told = [str(fault) for fault in faults]
    assert all(line.startswith("rules.yaml, row") for line in told)
    assert sum("protected trait" in line for line in told) == 2


@pytest.mark.parametrize(
    "text",
    ["", "rules: [1]\n", "- 1\n", "rules: &a {}\nb: *a\n", "criteria:\n  needs_covered: x\n"],
)
def test_a_file_that_holds_no_rules_is_refused(tmp_path, text):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsFound):
        read_rules_file(path)


def test_a_file_in_which_nothing_counts_is_refused(tmp_path):
    path = tmp_path / "rules.yaml"
    weights = "".join(f"  {c.id}: 0\n" for c in first_choices(None).criteria)
    path.write_text(f"criteria:\n{weights}", encoding="utf-8")
    with pytest.raises(FaultsFound, match="No criterion counts"):
        read_rules_file(path)


def test_a_folder_is_no_file_of_rules(tmp_path):
    with pytest.raises(FileRefused):
        read_rules_file(tmp_path)
    with pytest.raises(FileRefused):
        write_rules_file(first_choices(None), tmp_path)


def test_rules_are_written_changed_and_gone_by_on_a_shell(programme, tmp_path, capsys, monkeypatch):
    def main(words):
        monkeypatch.setattr(sys, "argv", ["rmkit", *words])
        with pytest.raises(SystemExit) as ended:
            run()
        return ended.value.code

    file = str(programme.file.path)
    programme.close()
    path = tmp_path / "rules.yaml"
    assert main(["match", file, "--write-rules", str(path)]) == 0
    text = path.read_text(encoding="utf-8")
    text = text.replace("same_department: warning", "same_department: hard")
    path.write_text(text.replace("aim: participation", "aim: score"), encoding="utf-8")
    capsys.readouterr()
    assert main(["match", file, "--rules", str(path)]) == 0
    told = capsys.readouterr().out
    assert "What the rules cost" in told
    assert "The two should come from different departments. Removes" in told
    with Programme.open(file) as again:
        choices = again.pairing.choices
        assert choices.aim == "score"
        assert choices["rules"]["same_department"] == "hard"
    path.write_text("rules: {nothing: hard}\n", encoding="utf-8")
    assert main(["match", file, "--rules", str(path)]) == 1
    assert "rules.yaml, row 1" in capsys.readouterr().err
