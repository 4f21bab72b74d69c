"""Groups, how clearly they stand apart and whether they come back: against other software."""

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.cluster.hierarchy import cut_tree, linkage
from scipy.spatial.distance import pdist, squareform
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score, silhouette_score

from rmkit.profiles.compared import Compared
from rmkit.profiles.distance import gower
from rmkit.profiles.methods import medoids
from rmkit.profiles.methods.ward_means import divide, mended
from rmkit.profiles.one_kind import OneKind, one_peak
from rmkit.profiles.stability import jaccard
from rmkit.profiles.widths import silhouette


@given(st.integers(0, 10_000), st.integers(2, 6), st.booleans())
def test_silhouette_is_scikit_learns(seed, k, alone):
    rng = np.random.default_rng(seed)
    points = rng.integers(1, 6, size=(15, 3)).astype(float)
    groups = np.concatenate([np.arange(k), rng.integers(0, k - alone, size=15 - k)])
    expected = silhouette_score(points, groups)
    assert silhouette(squareform(pdist(points)), groups) == pytest.approx(expected, abs=1e-12)


def test_groups_before_mending_are_wards():
    from rmkit.profiles.methods.ward_means import _cut

    points = np.random.default_rng(3).normal(size=(60, 4))
    expected = cut_tree(linkage(points, method="ward"), n_clusters=[2, 5, 9])
    for column, (k, groups) in enumerate(_cut(points, [2, 5, 9]).items()):
        assert groups.max() + 1 == k
        assert adjusted_rand_score(groups, expected[:, column]) == 1.0


@given(st.integers(0, 10_000))
def test_every_group_that_is_given_has_somebody_in_it(seed):
    points = np.random.default_rng(seed).integers(0, 2, size=(12, 2)).astype(float)
    different = len(np.unique(points, axis=0))
    divided = divide(points, range(1, 7))
    assert list(divided) == list(range(1, min(different, 6) + 1))
    assert all(set(groups) == set(range(k)) for k, groups in divided.items())


def test_means_are_mended_as_scikit_learn_does():
    rng = np.random.default_rng(4)
    for n, k in [(40, 3), (200, 6), (600, 9)]:
        points = rng.random((n, 5))
        start = points[rng.choice(n, k, replace=False)]
        expected = KMeans(k, init=start, n_init=1).fit(points).labels_
        assert mended(points, start).tolist() == expected.tolist()


def test_a_centre_that_nobody_is_near_takes_the_farthest_person():
    points = np.array([[0.0], [0.1], [0.2], [5.0], [9.0]])
    start = np.array([[0.1], [0.2], [-50.0]])
    assert sorted(np.bincount(mended(points, start))) == [1, 1, 3]
    twins = np.array([[0.0], [0.0], [5.0], [5.0], [5.5]])
    assert mended(twins, np.array([[-9.0], [5.2], [99.0]])).tolist() == [0, 0, 1, 1, 2]


@given(st.integers(0, 10_000), st.integers(2, 4))
def test_medoids_cannot_be_bettered_by_one_exchange_and_do_not_hang_on_rounding(seed, k):
    rng = np.random.default_rng(seed)
    apart = squareform(pdist(rng.integers(1, 4, size=(14, 3)) / 4, "cityblock"))
    found = medoids.around(apart, [k])[k]
    assert apart[found.medoids].min(axis=0).mean() == pytest.approx(found.mean_distance)
    for group, person in np.ndindex(k, 14):
        other = found.medoids.copy()
        other[group] = person
        assert apart[other].min(axis=0).mean() >= found.mean_distance - 1e-12
    rounded = apart + np.triu(rng.normal(scale=1e-16, size=apart.shape), 1)
    again = medoids.exchanged(rounded, medoids.built(rounded, k))
    assert again.medoids.tolist() == found.medoids.tolist()


def test_more_than_a_thousand_people_are_all_divided():
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, size=2_500)
    points = np.eye(3)[truth] + rng.normal(scale=0.1, size=(2_500, 3))
    assert adjusted_rand_score(truth, divide(points, [3])[3]) == 1.0


def test_people_are_as_far_from_each_other_as_from_the_same_people_again():
    rng = np.random.default_rng(6)
    values = rng.integers(0, 3, size=(400, 6)).astype(float)
    values[rng.random(values.shape) < 0.2] = np.nan
    kinds = ("ordinal", "numeric", "option", "option", "nominal", "ordinal")
    options = {"kinds": kinds, "spans": np.full(6, 2.0)}
    apart = gower(values, **options)
    assert np.array_equal(apart, apart.T, equal_nan=True)
    again = gower(values, values.copy(), **options)
    assert apart == pytest.approx(again, abs=1e-14, nan_ok=True)


def test_jaccard_by_hand():
    """Hennig (2007), section 2: people in both, divided by people in either; the best match."""
    found = jaccard(np.array([0, 0, 0, 1, 1, 3]), np.array([0, 0, 1, 1, 1, 1]))
    assert found.tolist() == pytest.approx([2 / 3, 2 / 4, np.nan, 1 / 4], nan_ok=True)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_smoothing_leaves_one_peak_and_the_same_area(heights):
    smooth = one_peak(np.array(heights))
    rises = np.diff(smooth)
    first_fall = next((i for i, rise in enumerate(rises) if rise < -1e-9), len(rises))
    assert (rises[first_fall:] <= 1e-9).all()
    assert smooth.sum() == pytest.approx(sum(heights), abs=1e-9)


def test_one_peak_is_left_as_it_is():
    assert one_peak(np.array([0.1, 0.3, 0.4, 0.2])).tolist() == [0.1, 0.3, 0.4, 0.2]


@pytest.mark.parametrize("r", [0.3, 0.9])
def test_made_up_people_have_the_spread_and_the_correlations_of_the_real_ones(r):
    rng = np.random.default_rng(5)
    common = rng.normal(size=(20_000, 1))
    latent = np.sqrt(r) * common + np.sqrt(1 - r) * rng.normal(size=(20_000, 3))
    levels = np.clip(np.rint(latent * 1.2 + [3, 2, 1.5]), 1, 5)
    years = np.exp(-latent[:, :1])
    real = np.hstack([levels, years])
    made = OneKind.fitted(Compared.of(real)).draw(20_000, rng)
    assert np.corrcoef(made.T) == pytest.approx(np.corrcoef(real.T), abs=0.03)
    assert made.mean(axis=0) == pytest.approx(real.mean(axis=0), abs=0.03)
    assert made[:, :3].std(axis=0) == pytest.approx(levels.std(axis=0), abs=0.03)
    assert set(np.unique(made[:, :3])) <= {1, 2, 3, 4, 5}


def test_correlations_of_noise_are_drawn_to_nothing():
    noise = np.random.default_rng(2).integers(1, 6, size=(40, 12)).astype(float)
    single = OneKind.fitted(Compared.of(noise))
    correlation = single.root @ single.root.T - np.eye(12)
    assert np.abs(correlation).max() < 0.2


def test_profiles_load_heavy_libraries_only_when_they_are_used():
    code = "import sys, rmkit.profiles; print({'sklearn', 'scipy'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "set()"
