"""What cannot be grouped is said in a sentence: what was seen, what was needed, what to do next.

Warnings are errors here, so that no library complains in between.
"""

from __future__ import annotations

import shutil
import sys

import numpy as np
import pandas as pd
import pytest

from rmkit.cli import run
from rmkit.errors import FaultsFound, NotAllowed, RmkitError, TooFewPeople, UnknownName
from rmkit.people import BLOCKS
from rmkit.profiles import METHODS, Clustering, cluster, evidence, stability
from rmkit.programme.programme import Programme

SKILLS = ("ai", "chat", "data", "film")
SLOW = {"hierarchy", "gaussian", "latent-classes"}
WAYS = [
    pytest.param(id, marks=pytest.mark.proof if id in SLOW else ()) for id in ("auto", *METHODS)
]
ANY = [id for id, method in METHODS.items() if not (method.needs_whole or id in SLOW)]


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(evidence, "DRAWS", 19)
    monkeypatch.setattr(evidence, "_USUAL", 5)
    monkeypatch.setattr(stability, "_DRAWS", 5)


def people(n: int = 24, **columns: object) -> pd.DataFrame:
    rng = np.random.default_rng(n)
    levels = {f"level_{skill}": rng.integers(1, 6, n) for skill in SKILLS}
    ids = [f"P{i:02d}" for i in range(n)]
    return pd.DataFrame({"person_id": ids, **levels, "sex": "f", **columns})


def refused(error: type[RmkitError], table: object = None, **asked: object) -> str:
    with pytest.raises(error) as told:
        cluster(people() if table is None else table, **asked)
    said = str(told.value)
    assert "Error" not in said
    assert said.rstrip().endswith((".", "?"))
    return said


def spoken(found: Clustering) -> str:
    """Everything that is said of what was found, and its tables, without a warning."""
    assert len(found.table()) == found.k + 1
    assert found.contrasts().empty == (found.k == 1)
    assert found.labels.dropna().between(1, found.k).all()
    said = " ".join(found.sentences())
    assert "nan" not in said
    return said


# ---- what is asked for


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(FaultsFound) as told:
        cluster(
            people(),
            "three",
            method="kmeans",
            weights={"levels": -1, "moods": 2, "needs": "x"},
            choices=None,
            most=0,
            seed=-1,
        )
    assert [fault.column for fault in told.value.faults] == [
        "k", "most", "seed", "levels", "weights", "needs", "choices", "method",
    ]  # fmt: skip
    said = str(told.value)
    assert said.startswith("8 faults were found. Nothing was grouped.")
    for part in ('"three" is not a number of kinds', '"-1" is not a weight', "no block of features",
                 "There is: levels, needs", 'Did you mean "k-means"?'):  # fmt: skip
        assert part in said


@pytest.mark.parametrize("k", [0, -1, 2.0, 2.5, "2", "many", None, True, np.nan, [2], pd.NA])
def test_what_is_no_number_of_kinds_is_refused(k):
    assert 'Ask for a whole number from 1, or for "auto".' in refused(FaultsFound, k=k)
    if k is not None:
        assert "is not a number of kinds. Ask" in refused(FaultsFound, most=k)


@pytest.mark.parametrize("seed", [-1, "x", None, 1.5, True])
def test_what_is_no_seed_is_refused(seed):
    assert "is not a seed. Ask for a whole number from 0." in refused(FaultsFound, seed=seed)


@pytest.mark.parametrize("weight", ["two", -1, np.nan, np.inf, 1e300, None, True, [1], pd.NA])
def test_what_is_no_weight_is_refused(weight):
    said = refused(FaultsFound, weights={"levels": weight})
    assert "is not a weight. Write a number from 0 to 1,000; 0 leaves the block out." in said


@pytest.mark.parametrize("weights", ["levels", ["levels"], 3, {1}])
def test_weights_that_name_no_block_are_refused(weights):
    assert 'Give a number by block, such as {"levels": 1' in refused(FaultsFound, weights=weights)


def test_a_block_that_is_not_there_is_told_with_those_that_are_and_all_0_weigh_nothing():
    said = refused(FaultsFound, weights={"level": 1})
    assert f"There is: {', '.join(BLOCKS)}. Did you mean " in said
    said = refused(FaultsFound, weights=dict.fromkeys(BLOCKS, 0))
    assert "are all 0, so that nothing is compared. Let at least one block count." in said


def test_numbers_of_numpy_and_weights_in_a_series_are_numbers_and_weights():
    plain = cluster(people(), 2, most=3, seed=1, weights={"levels": 2.0})
    other = cluster(people(), np.int64(2), most=np.int64(3), seed=np.int32(1),
                    weights=pd.Series({"levels": np.float64(2)}))  # fmt: skip
    pd.testing.assert_frame_equal(plain.evidence, other.evidence)


@pytest.mark.parametrize("method", ["kmeans", "K-means", ""])
def test_an_unknown_method_is_told_with_those_that_there_are(method):
    said = refused(UnknownName, method=method)
    assert f'There is no method "{method}".' in said
    assert all(id in said for id in METHODS)
    assert "is no method." in refused(FaultsFound, method=None)


@pytest.mark.parametrize("method", [id for id, m in METHODS.items() if m.needs_whole])
def test_a_method_that_needs_every_answer_says_who_left_out_something_and_what_does_not(method):
    gaps = people(level_ai=[None, None, *[1, 4] * 11])
    said = refused(NotAllowed, gaps, method=method)
    assert "needs every answer as a number, and 2 of 24 people left something out." in said
    assert "Nothing was made up for them." in said
    assert METHODS["k-medoids"].title in said


def test_choices_that_are_not_there_or_protected_are_refused():
    said = refused(UnknownName, weights={"choices": 1}, choices=["chat_room"])
    assert 'There is no column "chat_room".' in said
    said = refused(NotAllowed, weights={"choices": 1}, choices=["sex"])
    assert '"sex", a protected trait' in said
    assert "Take it out." in said


# ---- the table of people


@pytest.mark.parametrize("table", [[1, 2], "people.csv", {"person_id": ["a"]}, people()["sex"]])
def test_what_is_no_table_is_refused(table):
    assert "Give a DataFrame with one row a person" in refused(FaultsFound, table)


def test_text_and_infinity_in_levels_and_doubled_people_are_all_told_by_row_and_column():
    table = people(24, seniority_years=1.0).astype({"level_ai": object, "level_chat": float})
    table.loc[3, "level_ai"] = "good"
    table.loc[4, "level_chat"] = np.inf
    table.loc[5, "seniority_years"] = -np.inf
    table.loc[7, "person_id"] = "P06"
    with pytest.raises(FaultsFound) as told:
        cluster(table)
    places = [(fault.row, fault.column) for fault in told.value.faults]
    assert places == [
        (5, "level_ai"), (6, "level_chat"), (7, "seniority_years"), (9, "person_id"),
    ]  # fmt: skip
    assert "Levels run from 1 (none) to 5 (expert)." in str(told.value)


def test_nobody_and_people_without_answers_are_said():
    assert "There is nobody in the table" in refused(TooFewPeople, people(0))
    empty = people(**{f"level_{skill}": [None] * 24 for skill in SKILLS})
    said = refused(TooFewPeople, empty)
    assert "more than half of what counts here: levels, needs, styles, seniority." in said
    assert "Import the answers to the candidate questionnaire first" in said
    assert "counts here: styles." in refused(
        TooFewPeople, weights={"levels": 0, "needs": 0, "seniority": 0}
    )
    said = refused(TooFewPeople, weights={**dict.fromkeys(BLOCKS, 0), "wishes": 1})
    assert "Topics need at least 20 people who wrote something, so there are none." in said


@pytest.mark.parametrize("n", [1, 2, 19])
def test_with_so_few_people_nothing_is_weighed_and_it_is_said(n):
    found = cluster(people(n))
    assert found.k == 1
    assert "kinds cannot be told: below 20 any grouping may be chance" in spoken(found)


@pytest.mark.parametrize("method", WAYS)
def test_people_who_all_answered_alike_are_one_kind_and_no_more_can_be_asked_for(method):
    alike = people(**{f"level_{skill}": 3 for skill in SKILLS})
    assert "answered so much alike that there is nothing to tell apart" in spoken(
        cluster(alike, method=method)
    )
    said = refused(TooFewPeople, alike, k=2, method=method)
    assert "2 kinds need at least as many people whose answers differ, and everybody" in said
    assert 'Ask for fewer, or for "auto".' in said


@pytest.mark.parametrize("method", WAYS)
def test_two_answer_patterns_make_two_kinds_when_asked_and_never_three(method):
    twins = people(**{f"level_{skill}": [1, 5] * 12 for skill in SKILLS})
    spoken(cluster(twins, method=method))
    two = cluster(twins, 2, method=method)
    assert "24 people in 2 kinds of 12 and 12, as asked" in spoken(two)
    assert two.labels.tolist() == [1, 2] * 12
    assert "answers differ, and there are 2." in refused(TooFewPeople, twins, k=3, method=method)


@pytest.mark.parametrize("method", WAYS)
def test_twins_with_a_few_who_stand_apart_are_said_to_be_so(method):
    twins = people(**{f"level_{skill}": [3] * 22 + [1, 5] for skill in SKILLS})
    found = cluster(twins, method=method)
    assert found.k == 1
    spoken(found)
    assert "fewer than 5 people" in spoken(cluster(twins, 2, method=method))


@pytest.mark.parametrize("method", ANY)
def test_twins_with_gaps_and_answers_that_hardly_overlap_are_grouped_without_a_warning(method):
    levels = {f"level_{skill}": [1.0, 5.0] * 12 for skill in SKILLS}
    table = people(**levels)
    for i, skill in enumerate(SKILLS):
        table.loc[i::9, f"level_{skill}"] = np.nan
    spoken(cluster(table, method=method))
    spoken(cluster(table, 2, method=method))


def test_more_kinds_than_people_differ_are_refused_and_as_many_do_not_come_back():
    said = refused(TooFewPeople, k=10**20)
    assert "100,000,000,000,000,000,000 kinds need at least as many people whose answers" in said
    found = cluster(people(), 24)
    assert found.k == 24
    assert found.stability["jaccard"].notna().all()
    assert "A kind has fewer than 5 people: do not show it to others." in spoken(found)


def test_500_features_for_12_people_are_said_to_be_too_many():
    rng = np.random.default_rng(1)
    table = people(12, **{f"level_s{j:03d}": rng.integers(1, 6, 12) for j in range(500)})
    found = cluster(table)
    assert found.k == 1
    assert "504 features for 12 people: groups can then be made of chance alone." in spoken(found)
    two = cluster(table.iloc[:, :100], 2)
    assert spoken(two).startswith("12 people in 2 kinds, as asked")


# ---- the same through a programme and the shell


@pytest.fixture(scope="module")
def programme_file(tmp_path_factory):
    with Programme.sample("six_pairs", until="profiles") as programme:
        return shutil.copy(programme.file.path, tmp_path_factory.mktemp("bad") / "six.rmkit")


def test_a_programme_says_the_same(programme_file):
    with Programme.open(programme_file) as programme:
        before = programme.file.clustering()
        with pytest.raises(FaultsFound, match="3 faults were found"):
            programme.profiles.look(-1, weights={"levels": "x"}, seed="y")
        with pytest.raises(UnknownName, match='no method "kmeans"'):
            programme.profiles.look(method="kmeans")
        with pytest.raises(TooFewPeople, match="99 kinds need at least as many people"):
            programme.profiles.look(99)
        assert programme.file.clustering() == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kinds", "0", "--weight", "levels=-1", "--method", "kmeans"], "3 faults were found."),
        (["--kinds", "99"], "99 kinds need at least as many people"),
    ],
)
def test_the_shell_says_the_same_and_fails(programme_file, words, said, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["rmkit", "profiles", str(programme_file), *words])
    with pytest.raises(SystemExit) as ended:
        run()
    out = capsys.readouterr()
    assert ended.value.code == 1
    assert said in " ".join((out.out + out.err).split())
    assert "Traceback" not in out.err
