"""How far kinds hang on chance, method and weights: what agrees, and who moves."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from rmkit.profiles import METHODS, cluster
from rmkit.profiles import sensitivity as room
from rmkit.profiles.preparing import prepare
from rmkit.profiles.sensitivity import adjusted_rand, in_a_sentence, moved, other_settings

K_MEANS, K_MEDOIDS = METHODS["k-means"], METHODS["k-medoids"]


def two_crowds(n=60, holes=0.0, seed=0):
    """Make two kinds that levels and styles tell apart and wanted levels do not."""
    rng = np.random.default_rng(seed)
    truth = np.arange(n) % 2
    columns = {f"level_{x}": 2 + 2 * truth + rng.integers(0, 2, n) for x in "abcd"}
    columns |= {f"style_{x}": 2 + 2 * truth + rng.integers(-1, 2, n) for x in "ab"}
    columns |= {f"target_{x}": np.clip(columns[f"level_{x}"] + 2, 1, 5) for x in "abcd"}
    answers = pd.DataFrame(columns).astype("Float64")
    answers = answers.mask(rng.random(answers.shape) < holes)
    people = pd.DataFrame({"person_id": [f"p{i:04d}" for i in range(n)], "role": "mentor"})
    return people.join(answers), truth


def looked_at(people, truth, method=K_MEDOIDS, **options):
    basis = prepare(people, **options)
    number = dict(zip(people["person_id"], truth, strict=True))
    groups = np.array([number[person] for person in basis.used])
    return other_settings(basis, method, groups, seed=0).set_index("what")


@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 5))
def test_agreement_is_scikit_learns_adjusted_rand_index(seed, k, other):
    rng = np.random.default_rng(seed)
    one, two = rng.integers(0, k, 12), rng.integers(0, other, 12)
    assert adjusted_rand(one, two) == pytest.approx(adjusted_rand_score(one, two), abs=1e-12)


@given(st.permutations(range(4)), st.integers(0, 10_000), st.integers(0, 3))
def test_names_of_groups_do_not_matter_and_each_person_who_changes_counts_once(order, seed, some):
    groups = np.repeat(np.arange(4), 9)
    other = np.array(order)[groups]
    who = np.random.default_rng(seed).choice(36, some, replace=False)
    other[who] = (other[who] + 1) % 4
    assert moved(groups, other) == some
    assert moved(groups, groups) == 0


def test_kinds_that_everything_but_needs_tells_hold_under_every_setting():
    rows = looked_at(*two_crowds())
    others = [f"method: {name}" for name in METHODS if name != "k-medoids"]
    blocks = [f"{a}{b}{c}" for b in ("levels", "needs", "styles")
              for a, c in (("without ", ""), ("", " counts double"))]  # fmt: skip
    assert rows.index.tolist() == ["seed", *others, *blocks]
    assert rows.loc["seed", ["moved", "people"]].tolist() == [0, 60]
    sure = rows.loc[["seed", "method: k-means", "method: hierarchy", *blocks]]
    assert sure["moved"].max() <= 1
    assert sure["agreement"].min() > 0.9


def test_kinds_that_hang_on_one_block_fall_apart_without_it_and_it_is_said():
    people, truth = two_crowds()
    rng = np.random.default_rng(1)
    styles = [c for c in people if c.startswith("style_")]
    people[styles] = rng.integers(1, 6, (60, 2))
    for skill in "abcd":
        people[f"target_{skill}"] = people[f"level_{skill}"]
    rows = looked_at(people, truth, K_MEANS)
    assert rows.loc["levels counts double", "moved"] == 0
    assert rows.loc["without levels", "moved"] > 15
    assert rows.loc["without levels", "agreement"] < 0.3
    said = in_a_sentence(rows.reset_index(), 60)
    count = rows.loc["without levels", "moved"]
    assert said.startswith("The kinds hang on how they are made: ")
    assert f"without levels, {count} of 60 people change kind" in said


def test_what_cannot_be_done_with_gaps_or_one_block_is_listed_with_the_reason():
    rows = looked_at(*two_crowds(holes=0.15))
    assert not rows.loc[["method: k-means", "method: gaussian"], "possible"].any()
    assert "left something out" in rows.loc["method: k-means", "why_not"]
    assert rows.loc["method: hierarchy", "possible"]
    assert rows["moved"].isna().tolist() == (~rows["possible"]).tolist()
    people, truth = two_crowds()
    one = looked_at(people[["person_id", "role", "level_a", "level_b"]], truth, K_MEANS)
    assert one.loc["without levels", "why_not"] == "Nothing else is compared."
    tree = looked_at(people, truth, METHODS["hierarchy"])
    assert "the same place every time" in tree.loc["seed", "why_not"]


def test_who_answered_nothing_but_the_block_is_left_out_where_that_is_gone():
    people, truth = two_crowds()
    silent = people["person_id"].isin(["p0003", "p0008"])
    people.loc[silent, [c for c in people if c.startswith("style_")]] = pd.NA
    rows = looked_at(people, truth, weights={"needs": 0, "seniority": 0})
    assert rows.loc["without levels", "people"] == 58
    assert rows.loc["without styles", "people"] == 60


def test_of_many_people_some_are_drawn_and_the_same_seed_draws_the_same(monkeypatch):
    monkeypatch.setattr(room, "AT_MOST", 40)
    people, truth = two_crowds(90, seed=3)
    first, again = looked_at(people, truth), looked_at(people, truth)
    pd.testing.assert_frame_equal(first, again)
    assert first["people"].dropna().unique().tolist() == [40]
    assert "Of 90 people 40 were drawn" in in_a_sentence(first.reset_index(), 90)


def test_one_kind_hangs_on_nothing_and_few_changes_are_nearly_the_same():
    people, truth = two_crowds()
    none = looked_at(people, np.zeros_like(truth)).reset_index()
    assert none.empty
    assert "one kind" in in_a_sentence(none, 60)
    rows = looked_at(people, truth).reset_index()[:1]
    assert in_a_sentence(rows, 60) == "With other settings the very same kinds come out."
    one = rows.assign(moved=1)
    assert "nearly the same kinds come out: under 5 of 60 people change" in in_a_sentence(one, 60)
    six = in_a_sentence(rows.assign(moved=6), 60)
    assert "nearly the same kinds come out: at most 6 of 60 people change" in six


def test_kinds_tell_it_themselves_of_everybody_who_was_grouped(monkeypatch):
    monkeypatch.setattr("rmkit.profiles.evidence.DRAWS", 9)
    people, _ = two_crowds()
    people.loc[5, [c for c in people if c.startswith(("level_", "style_"))]] = pd.NA
    found = cluster(people.sample(frac=1, random_state=1), 2, method="k-medoids")
    rows = found.sensitivity().set_index("what")
    assert rows.loc["seed", ["people", "moved"]].tolist() == [59, 0]
    assert rows.loc["method: hierarchy", "moved"] == 0
    assert found.sensitivity_sentence() == in_a_sentence(rows.reset_index(), 59)
    mine = found.sensitivity()
    mine["moved"] = 3
    assert found.sensitivity()["moved"].tolist() != [3] * len(rows)
