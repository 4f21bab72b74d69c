"""Kinds are found where they were planted, and nowhere else."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from rmkit.errors import FaultsFound, Stopped, TooFewPeople
from rmkit.profiles import cluster, evidence, stability
from rmkit.profiles.describing import contrasts, means


def people(levels, **columns):
    names = {f"level_s{j:02d}": levels[:, j] for j in range(levels.shape[1])}
    ids = [f"p{i:04d}" for i in range(len(levels))]
    return pd.DataFrame({"person_id": ids, "role": "mentor"} | names | columns)


def rounded(values):
    return np.clip(np.rint(values), 1, 5)


def planted(n, seed, *, kinds=3, skills=12, spread=0.8):
    """Make people of some kinds, each strong (4) in skills of its own and weak (2) elsewhere."""
    rng = np.random.default_rng([seed, 1])
    truth = rng.integers(0, kinds, size=n)
    usual = np.where(np.arange(skills) % kinds == truth[:, None], 4.0, 2.0)
    return people(rounded(usual + rng.normal(scale=spread, size=usual.shape))), truth


def continuum(n, seed, *, loading, skills=12, spread=1.0, middle=3.0):
    """Make people who differ in one common thing only, by degrees."""
    rng = np.random.default_rng([seed, 2])
    common, own = rng.normal(size=(n, 1)), rng.normal(size=(n, skills))
    latent = loading * common + np.sqrt(1 - loading**2) * own
    return people(rounded(middle + spread * latent))


def noise(n, seed):
    return people(np.random.default_rng([seed, 3]).integers(1, 6, size=(n, 10)).astype(float))


@pytest.fixture
def quick(monkeypatch):
    """Fewer draws, where the figures are not what is tested."""
    monkeypatch.setattr(evidence, "DRAWS", 19)
    monkeypatch.setattr(stability, "_DRAWS", 10)


@pytest.fixture(scope="module")
def three():
    table, truth = planted(64, 0)
    return cluster(table), truth, table


def test_three_planted_kinds_are_found_and_everybody_is_in_theirs(three):
    found, truth, _ = three
    assert found.k == 3
    assert adjusted_rand_score(truth, found.labels.astype(int)) >= 0.8
    chosen = found.evidence[found.evidence["chosen"]].iloc[0]
    assert chosen["k"] == 3
    assert chosen["p"] <= 0.05
    assert found.stability["jaccard"].min() > 0.75
    assert set(found.stability["verdict"]) == {"stable"}


def test_planted_kinds_are_found_though_every_sixth_answer_is_missing():
    table, truth = planted(64, 1)
    holes = np.random.default_rng(1).random((64, 12)) < 1 / 6
    table.iloc[:, 2:] = table.iloc[:, 2:].mask(holes)
    found = cluster(table)
    assert found.k == 3
    assert adjusted_rand_score(truth, found.labels.astype(int)) >= 0.8


@pytest.mark.parametrize(
    "table",
    [
        pytest.param(continuum(64, 4, loading=0.6), id="varying together"),
        pytest.param(continuum(64, 5, loading=0.95, spread=1.2), id="long and thin"),
        pytest.param(continuum(64, 6, loading=0.6, middle=1.5), id="piled up at the bottom"),
        pytest.param(noise(64, 7), id="noise"),
    ],
)
def test_a_continuum_has_no_kinds(table):
    found = cluster(table)
    assert found.k == 1
    assert found.labels.tolist() == [1] * 64
    assert found.sentences()[0].startswith("No kinds, a continuum")
    assert found.evidence.loc[found.evidence["chosen"], "k"].tolist() == [1]


def test_kinds_are_numbered_by_size_and_nobody_is_lost(three):
    found, _, table = three
    sizes = found.labels.value_counts().sort_index()
    assert sizes.index.tolist() == [1, 2, 3]
    assert sizes.is_monotonic_decreasing
    assert sizes.tolist() == found.stability["people"].tolist()
    assert sorted(found.labels.index) == sorted(table["person_id"])
    assert str(found.labels.dtype) == "Int64"


@pytest.mark.usefixtures("quick")
def test_the_order_of_rows_and_columns_makes_no_difference():
    table, _ = planted(40, 2)
    rng = np.random.default_rng(0)
    mixed = table.iloc[rng.permutation(40)][rng.permutation(table.columns)]
    one, other = cluster(table, seed=5), cluster(mixed, seed=5)
    pd.testing.assert_series_equal(one.labels, other.labels)
    pd.testing.assert_frame_equal(one.evidence, other.evidence)
    pd.testing.assert_frame_equal(one.stability, other.stability)


@pytest.mark.usefixtures("quick")
def test_another_seed_draws_other_people():
    table, _ = planted(40, 2)
    assert cluster(table, seed=1).evidence["reference"].tolist() != (
        cluster(table, seed=2).evidence["reference"].tolist()
    )


def test_who_answered_too_little_is_left_out_and_named(three):
    _, _, table = three
    silent = table.copy()
    silent.loc[[3, 8], [c for c in table if c.startswith("level_")][:8]] = np.nan
    less = cluster(silent)
    assert less.left_out == ("p0003", "p0008")
    assert less.n_used == 62
    assert less.labels[["p0003", "p0008"]].isna().all()
    assert less.labels.notna().sum() == 62
    assert any("2 of 64 people" in warning for warning in less.warnings)


@pytest.mark.usefixtures("quick")
def test_what_few_answered_is_not_compared_and_named():
    table, _ = planted(40, 3)
    table["style_calm"] = [3.0] * 10 + [np.nan] * 30
    found = cluster(table, 3)
    assert "style_calm" not in found.table().columns
    assert any("style: calm" in warning for warning in found.warnings)


@pytest.mark.parametrize("n", [1, 2, 10, 19])
def test_so_few_people_have_no_kinds_and_it_says_why(n):
    found = cluster(planted(19, 0)[0].head(n))
    assert found.k == 1
    assert "kinds cannot be told" in found.sentences()[0]


def test_nobody_and_nobody_who_answered_are_too_few():
    with pytest.raises(TooFewPeople, match="nobody in the table"):
        cluster(pd.DataFrame(columns=["person_id", "role", "level_ai"]))
    with pytest.raises(TooFewPeople, match="answered enough"):
        cluster(people(np.full((30, 4), np.nan)))
    with pytest.raises(TooFewPeople, match="answered enough"):
        cluster(pd.DataFrame({"person_id": ["a", "b"], "role": "mentor"}))


def test_people_who_are_all_alike_are_one_kind():
    found = cluster(people(np.full((30, 4), 3.0)))
    assert found.k == 1
    assert "so much alike" in found.sentences()[0]
    with pytest.raises(TooFewPeople, match="2"):
        cluster(people(np.full((30, 4), 3.0)), 2)


@pytest.mark.usefixtures("quick")
def test_a_column_in_which_all_are_alike_changes_nothing():
    table, _ = planted(40, 2)
    same = table.assign(level_zz=3)
    pd.testing.assert_series_equal(cluster(table).labels, cluster(same).labels)


@pytest.mark.usefixtures("quick")
def test_a_number_that_was_asked_for_is_made_with_a_warning():
    found = cluster(noise(40, 1), 4)
    assert found.k == 4
    assert "as asked" in found.sentences()[0]
    assert any("does not speak for 4 kinds" in warning for warning in found.warnings)
    few = cluster(noise(8, 1), 3)
    assert few.k == 3
    assert any("fewer than 5 people" in warning for warning in few.warnings)
    assert cluster(noise(40, 1), 1).k == 1


@pytest.mark.parametrize("k", [0, -1, 2.5, True, "three", None])
def test_what_is_no_number_of_kinds_is_refused(k):
    with pytest.raises(FaultsFound, match="not a number of kinds"):
        cluster(noise(30, 0), k)


def test_two_camps_with_nobody_between_them_are_two_kinds():
    found = cluster(people(np.repeat([[1.0] * 6, [5.0] * 6], 20, axis=0)))
    assert found.k == 2
    assert found.stability["people"].tolist() == [20, 20]


@pytest.mark.usefixtures("quick")
def test_a_few_people_apart_are_no_kind():
    levels = np.random.default_rng(2).integers(1, 4, size=(40, 10)).astype(float)
    levels[:3] = 5
    found = cluster(people(levels))
    assert found.k == 1
    assert "fewer than 5 are no kind" in found.sentences()[0]


@pytest.mark.usefixtures("quick")
def test_progress_rises_to_the_end_and_can_stop_the_work():
    told = []
    table, _ = planted(30, 2)
    cluster(table, on_progress=lambda share, doing: told.append((share, doing)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)

    def stop(share, doing):
        if share > 0.3:
            raise Stopped(doing)

    with pytest.raises(Stopped):
        cluster(table, on_progress=stop)


def test_the_table_gives_means_of_kinds_and_of_everybody(three):
    found, _, table = three
    means = found.table().set_index("kind")
    assert list(means.index) == ["Kind 1", "Kind 2", "Kind 3", "Everybody"]
    assert means["people"].tolist() == [*found.stability["people"], 64]
    members = found.labels.index[found.labels == 2]
    rows = table.set_index("person_id")
    assert means.loc["Kind 2", "level_s04"] == pytest.approx(rows.loc[members, "level_s04"].mean())
    assert means.loc["Everybody", "level_s04"] == pytest.approx(rows["level_s04"].mean())


def test_a_kind_is_told_in_words_against_the_rest():
    low, high = np.array([[1.0, 3.0], [2.0, 4.0]] * 8), np.array([[3.0, 3.0], [4.0, 4.0]] * 6)
    table = people(
        np.vstack([low, high]),
        target_s00=[5, 4] * 14,
        seniority_years=[19.0, 21.0] * 8 + [3.0, 5.0] * 6,
        style_calm=[1, 3] * 8 + [3, 5] * 6,
        role=["mentee"] * 16 + ["mentor", "mentee"] * 6,
    )
    found = cluster(table, 2, weights={"levels": 1, "needs": 0, "styles": 0, "seniority": 0})
    sentences = found.sentences({"s00": "video calls", "calm": "calmness"})
    assert sentences[1:4] == [
        "Kind 1 (16 people, mostly mentees), short of video calls: they are about 2 levels below "
        "the others in video calls (1.5 on average); they have been there about 16 years longer "
        "(20 on average); they rate themselves 2.0 points lower on calmness.",
        "Kind 1: most of all they want video calls (3.0 levels to go on average, the others 1.0).",
        "Kind 1: they can give s01 (8 of 16 are at level 4 or 5).",
    ]
    assert sentences[4].startswith(
        "Kind 2 (12 people, about as many mentors as mentees), strong in v"
    )
    assert "not a label for a person" in sentences[-1]


@pytest.mark.claim("small-groups")
def test_a_kind_of_few_or_of_people_who_agree_has_no_mean_and_none_can_be_worked_out():
    numbers = pd.DataFrame({"level_a": [1.0, 2] * 10, "level_b": [3.0] * 8 + [1.0, 2] * 6})
    numbers.index = pd.Index([f"p{i}" for i in range(20)])
    labels = pd.Series([1] * 8 + [2] * 8 + [3] * 4, index=numbers.index, dtype="Int64")
    table = means(numbers, labels).set_index("kind")
    assert table.loc["Kind 3", ["level_a", "level_b"]].isna().all()
    assert table.loc["Everybody", ["level_a", "level_b"]].isna().all()
    assert table["level_a"].notna().tolist() == [True, True, False, False]
    assert pd.isna(table.loc["Kind 1", "level_b"])
    rest = contrasts(numbers, labels).set_index(["kind", "about"])["rest"]
    assert rest[1, "a"] == 1.5
    assert pd.isna(rest[2, "b"])  # one kind agrees, one is too small: nobody is left to set against


@pytest.mark.proof
@pytest.mark.parametrize("n", [40, 64, 200])
def test_kinds_are_rarely_seen_in_a_continuum(n):
    for make in (
        lambda seed: continuum(n, seed, loading=0.6),
        lambda seed: continuum(n, seed, loading=0.92, spread=1.2),
        lambda seed: continuum(n, seed, loading=0.7, spread=2.2),
        lambda seed: noise(n, seed),
    ):
        assert sum(cluster(make(seed), seed=seed).k == 1 for seed in range(20)) >= 18


@pytest.mark.proof
@pytest.mark.parametrize(("n", "kinds"), [(40, 3), (64, 3), (64, 4), (200, 3)])
def test_planted_kinds_are_nearly_always_found(n, kinds):
    recovered = []
    for seed in range(20):
        table, truth = planted(n, seed, kinds=kinds)
        found = cluster(table, seed=seed)
        recovered.append(adjusted_rand_score(truth, found.labels.astype(int)) >= 0.8)
    assert sum(recovered) >= 18
