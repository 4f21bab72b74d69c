"""What holds for every way of dividing people, and what holds for each."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from rmkit.profiles.compared import Compared
from rmkit.profiles.methods import gaussian, hierarchy, latent
from rmkit.profiles.methods.categories import Categories
from rmkit.profiles.methods.shelf import METHODS
from rmkit.profiles.widths import silhouette

EVERY = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def levels(seed, *, people=24, gaps=0.0, kinds=("ordinal",) * 4):
    """Answer at random from 1 to 3 (options: 0 or 1), and twice alike now and then."""
    rng = np.random.default_rng(seed)
    values = rng.integers(1, 4, size=(people, len(kinds))).astype(float)
    values[:, [kind == "option" for kind in kinds]] %= 2
    values[-people // 4 :] = values[: people // 4]
    left_out = rng.random(values.shape) < gaps
    left_out[:, 0] = False
    values[left_out] = np.nan
    return Compared.of(values, kinds=kinds)


@EVERY
@settings(max_examples=8)
@example(seed=9243)
@given(seed=st.integers(0, 10_000))
def test_nobody_is_without_a_group_no_group_without_people_and_equals_stay_together(method, seed):
    mixed = ("ordinal", "numeric", "option", "nominal")
    compared = levels(seed) if method.needs_whole else levels(seed, gaps=0.2, kinds=mixed)
    divided = method.divide(compared, range(1, 7))
    assert 1 in divided
    _, first, which = np.unique(
        np.nan_to_num(compared.values, nan=-1), axis=0, return_index=True, return_inverse=True
    )
    for k, one in divided.items():
        assert set(one.groups) == set(range(k))
        assert len(one.groups) == len(compared)
        assert (one.groups == one.groups[first][which]).all()
    again = method.divide(compared.take(np.arange(len(compared))), range(1, 7))
    assert all((one.groups == again[k].groups).all() for k, one in divided.items())
    assert [one.bic for one in divided.values()] == pytest.approx(
        [one.bic for one in again.values()], abs=0, nan_ok=True
    )


@EVERY
def test_the_order_of_people_makes_no_difference(method):
    rng = np.random.default_rng(8)
    values = np.repeat(rng.normal(scale=2, size=(4, 5)), 20, axis=0) + rng.normal(size=(80, 5))
    order = rng.permutation(80)
    one = method.divide(Compared.of(values), range(2, 6))
    other = method.divide(Compared.of(values[order]), range(2, 6))
    assert set(one) == set(other)
    for k in one:
        assert adjusted_rand_score(one[k].groups[order], other[k].groups) == 1.0
        assert one[k].bic == pytest.approx(other[k].bic, nan_ok=True)


@EVERY
def test_clear_kinds_are_found_and_silhouettes_are_scikit_learns(method):
    rng = np.random.default_rng(2)
    truth = np.repeat(np.arange(3), 20)
    answers = np.where(np.arange(9) // 3 == truth[:, None], 4, 1) + rng.integers(0, 2, (60, 9))
    compared = Compared.of(answers.astype(float), kinds=("ordinal",) * 9)
    divided = method.divide(compared, range(1, 6))
    assert adjusted_rand_score(truth, divided[3].groups) == 1.0
    if not np.isnan(divided[3].bic):
        assert min(divided, key=lambda k: divided[k].bic) == 3
    apart = method.apart(compared)
    for k in set(divided) - {1}:
        expected = silhouette_score(apart, divided[k].groups, metric="precomputed")
        assert silhouette(apart, divided[k].groups) == pytest.approx(expected, abs=1e-12)


@EVERY
def test_more_people_than_are_compared_with_each_other_are_all_divided(method):
    rng = np.random.default_rng(0)
    truth = rng.integers(0, 3, size=1_200)
    answers = np.where(np.arange(6) // 2 == truth[:, None], 5, 1) + rng.integers(0, 2, (1_200, 6))
    compared = Compared.of(answers.astype(float), kinds=("ordinal",) * 6)
    groups = method.divide(compared, [3])[3].groups
    assert adjusted_rand_score(truth, groups) == 1.0


def test_the_tree_is_scipys_and_more_groups_are_parts_of_fewer():
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = Compared.of(np.random.default_rng(5).normal(size=(50, 4))).gower
    found = hierarchy.joined(apart, range(1, 9))
    tree = linkage(squareform(apart, checks=False), method="average")
    for k, groups in found.items():
        expected = fcluster(tree, k, criterion="maxclust")
        assert adjusted_rand_score(expected, groups) == 1.0
        if k > 1:
            assert len(set(zip(groups, found[k - 1], strict=True))) == k


def test_equal_people_stay_together_beside_others_who_share_too_little_to_be_apart():
    """The first and the last are equal; each could as well join one of the two between them."""
    values = np.array([[1.0, np.nan], [1.0, 1.0], [1.0, 3.0], [1.0, np.nan]])
    for rows in ([0, 1, 2, 3], [1, 0, 2, 3], [0, 1, 3, 2], [1, 0, 3, 2]):
        groups = METHODS["hierarchy"].divide(Compared.of(values[rows]), [2, 3])
        first, last = rows.index(0), rows.index(3)
        assert all(one.groups[first] == one.groups[last] for one in groups.values())


def test_people_who_are_alike_are_no_reason_for_another_group():
    values = np.array([[1.0, 2.0], [1.0, 2.0], [3.0, 1.0], [3.0, 1.0]])
    for name in ("hierarchy", "k-medoids", "latent-classes"):
        assert list(METHODS[name].divide(Compared.of(values), range(1, 5))) == [1, 2]


@pytest.mark.parametrize("shape", gaussian.SHAPES)
def test_clouds_are_scikit_learns_from_the_same_start(shape):
    from sklearn.mixture import GaussianMixture

    rng = np.random.default_rng(1)
    truth = np.repeat(np.arange(3), 40)
    points = rng.normal(size=(120, 3)) * (1 + truth[:, None]) + 6 * truth[:, None] + 5
    model = gaussian.fitted(points, truth, shape, still=1e-9)
    first = np.array([points[truth == k].mean(axis=0) for k in range(3)])
    spread = {"diag": np.ones((3, 3)), "tied": np.eye(3), "full": np.tile(np.eye(3), (3, 1, 1))}
    peer = GaussianMixture(
        3,
        covariance_type=shape,
        reg_covar=1.0,
        weights_init=np.full(3, 1 / 3),
        means_init=first,
        precisions_init=spread[shape],
        tol=1e-9,
        max_iter=900,
    ).fit(points)
    order = peer.predict(first).argsort()
    assert model.bic(points) == pytest.approx(peer.bic(points), abs=1e-2)
    assert model.means == pytest.approx(peer.means_[order], abs=1e-3)
    assert model.covariances == pytest.approx(
        peer.covariances_[None] if shape == "tied" else peer.covariances_[order], abs=1e-2
    )
    assert model.scored(points)[0] == pytest.approx(peer.predict_proba(points)[:, order], abs=1e-3)


def test_clouds_with_nobody_in_one_of_them_are_passed_over_for_another_shape():
    values = np.random.default_rng(4).integers(1, 4, size=(14, 2)).astype(float)
    compared = Compared.of(values, spans=np.ones(2), weights=np.ones(2))
    points = values / gaussian.scales(values)
    start = METHODS["k-means"].divide(compared, [4])[4].groups
    tied, diag = (gaussian.fitted(points, start, shape) for shape in ("tied", "diag"))
    assert tied.bic(points) < diag.bic(points)
    assert len(np.unique(tied.groups(points))) < 4
    assert set(gaussian.divide(compared, [4])[4][0]) == set(range(4))


def test_clouds_have_the_criterion_of_the_values_in_their_own_units():
    """By hand: one cloud, whose least variance adds a twelfth to the variance of the levels."""
    values = np.array([[1.0], [2.0], [2.0], [3.0]])
    groups, bic = gaussian.divide(Compared.of(values, kinds=("ordinal",)), [1])[1]
    variance = 1 / 2 + 1 / 12
    by_hand = -2 * np.log(2 * np.pi * variance) - (1 + 1) / (2 * variance)
    assert groups.tolist() == [0, 0, 0, 0]
    assert bic == pytest.approx(2 * np.log(4) - 2 * by_hand)


def test_no_cloud_is_tighter_than_answers_are_rounded():
    values = np.repeat([[1.0, 3.0], [2.0, 3.0], [3.0, 1.0], [4.0, 2.0]], [9, 3, 5, 4], axis=0)
    scale = gaussian.scales(values)
    assert scale == pytest.approx(np.sqrt([1 / 12, 1 / 12]))
    model = gaussian.fitted(values / scale, (values[:, 0] > 2).astype(int), "full")
    assert np.linalg.eigvalsh(model.covariances).min() >= 1 - 1e-9


def classes(seed, *, people=4_000):
    """Draw answers from two latent classes; who is of which, and how likely each answer is."""
    rng = np.random.default_rng(seed)
    truth = (rng.random(people) < 0.3).astype(int)
    likely = np.array([[0.9, 0.8, 0.85, 0.9, 0.7], [0.2, 0.1, 0.3, 0.15, 0.25]])
    return (rng.random((people, 5)) < likely[truth]).astype(float), likely, rng


@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_latent_classes_are_recovered_whether_or_not_answers_are_missing(gaps):
    values, likely, rng = classes(3)
    values[rng.random(values.shape) < gaps] = np.nan
    categories = Categories.of(values, ("option",) * 5)
    people = latent.People.of(categories.given(values))
    model = next(latent.fitted(people, categories, 2, guesses=3, least_gain=1e-6))
    order = np.argsort(model.shares)[::-1]
    assert model.shares[order] == pytest.approx([0.7, 0.3], abs=0.04)
    assert model.likely[order][:, 1::2] == pytest.approx(likely, abs=0.06)
    assert model.n_parameters == 11
    posterior, log_likely = model.scored(values)
    assert posterior.sum(axis=1) == pytest.approx(np.ones(len(values)))
    assert log_likely.sum() == pytest.approx(model.log_likelihood, abs=1e-6)


def test_the_likelihood_of_one_class_is_that_of_the_answers_that_were_given():
    """By hand: 2 of 3 said 1 to the first question, 1 of 2 to the second."""
    values = np.array([[1.0, 1.0], [1.0, np.nan], [0.0, 0.0]])
    categories = Categories.of(values, ("option", "option"))
    people = latent.People.of(categories.given(values))
    model = next(latent.fitted(people, categories, 1, guesses=1, least_gain=1e-9))
    by_hand = 2 * np.log(2 / 3) + np.log(1 / 3) + 2 * np.log(1 / 2)
    assert model.log_likelihood == pytest.approx(by_hand)
    assert model.bic == pytest.approx(2 * np.log(3) - 2 * by_hand)
    expected = 2 * (np.log(1 / (2 * 2 / 3 / 2)) + np.log(1 / (2 * 1 / 3 / 2)))
    assert model.g_squared(values) == pytest.approx(expected)


def test_numbers_are_cut_at_their_quartiles_and_answers_never_heard_count_as_left_out():
    values = np.column_stack([np.arange(8.0), [1, 2, 1, 2, 1, 2, 1, np.nan]])
    categories = Categories.of(values, ("numeric", "nominal"))
    assert categories.sizes.tolist() == [4, 2]
    assert categories.given(values)[:, :4].sum(axis=0).tolist() == [2, 2, 2, 2]
    assert categories.given(np.array([[99.0, 7.0], [np.nan, 2.0]])).tolist() == [
        [0, 0, 0, 1, 0, 0],
        [0, 0, 0, 0, 0, 1],
    ]


def test_a_class_is_not_judged_by_a_question_that_nobody_in_it_answered():
    values = np.array([[1.0, np.nan]] * 6 + [[2.0, 1.0]] * 3 + [[2.0, 2.0]] * 3)
    categories = Categories.of(values, ("nominal", "nominal"))
    people = latent.People.of(categories.given(values))
    start = (values[:, 0] == 2).astype(int)
    model = next(latent.fitted(people, categories, 2, start=start, guesses=0, least_gain=1e-6))
    assert model.likely[0].tolist() == pytest.approx([1, 0, 0.5, 0.5], abs=1e-6)
