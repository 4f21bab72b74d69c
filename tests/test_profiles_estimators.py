"""The methods as scikit-learn's estimators: its own checks, and what they say of wrong input."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks

from rmkit.profiles.compared import Compared
from rmkit.profiles.estimators import (
    GaussianProfiles,
    GowerHierarchy,
    GowerKMedoids,
    LatentClasses,
    WardKMeans,
)
from rmkit.profiles.methods.shelf import METHODS

EVERY = [GowerKMedoids(), GowerHierarchy(), WardKMeans(), GaussianProfiles(), LatentClasses()]
QUICK = [*EVERY[:-1], LatentClasses(n_init=1, tol=1e-3)]


def do_not_apply(estimator):
    """Name the checks of scikit-learn that do not apply, each with its reason."""
    if isinstance(estimator, GowerKMedoids | GowerHierarchy):
        why = "its rows have gaps such that some share no value, and these are refused, not filled"
        return {"check_estimators_pickle": why}
    return {}


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.SkipTestWarning")
@parametrize_with_checks(QUICK, expected_failed_checks=do_not_apply)
def test_scikit_learns_own_checks_pass(estimator, check):
    check(estimator)


PLAIN = np.array([[1.0, 5.0], [1.0, 4.0], [2.0, 5.0], [5.0, 1.0], [4.0, 1.0], [5.0, 2.0]])


@pytest.mark.parametrize("estimator", EVERY, ids=lambda e: type(e).__name__)
def test_an_estimator_finds_what_is_there_and_places_new_rows(estimator):
    model = clone(estimator).set_params(n_clusters=2).fit(np.tile(PLAIN, (3, 1)))
    assert sorted(np.bincount(model.labels_)) == [9, 9]
    assert model.n_features_in_ == 2
    if hasattr(model, "predict"):
        assert (model.predict(PLAIN) == model.labels_[:6]).all()
    if hasattr(model, "predict_proba"):
        assert (model.predict_proba(PLAIN).argmax(axis=1) == model.labels_[:6]).all()


def test_estimators_agree_with_the_methods_that_candidates_are_read_with():
    rng = np.random.default_rng(3)
    values = np.repeat(rng.normal(scale=2, size=(3, 4)), 15, axis=0) + rng.normal(size=(45, 4))
    compared = Compared.of(values)
    pairs = {
        "k-means": WardKMeans(),
        "k-medoids": GowerKMedoids(),
        "hierarchy": GowerHierarchy(),
        "gaussian": GaussianProfiles(),
    }
    for name, estimator in pairs.items():
        found = METHODS[name].divide(compared, [3])[3]
        assert (estimator.fit(values).labels_ == found.groups).all()
        if hasattr(estimator, "bic"):
            assert estimator.bic(values) == pytest.approx(found.bic)


def test_medoids_are_rows_and_gaps_stay_gaps():
    rows = np.array([[1, np.nan, 3], [1, 1, 3], [2, 1, np.nan], [9, 8, 7], [9, np.nan, 7.0]])
    model = GowerKMedoids(2, kinds="ordinal").fit(rows)
    assert model.labels_[0] == model.labels_[2] != model.labels_[3] == model.labels_[4]
    np.testing.assert_array_equal(model.cluster_centers_, rows[model.medoid_indices_])
    assert model.predict([[np.nan, 1, np.nan]]).tolist() == [model.labels_[1]]
    assert model.inertia_ == pytest.approx(1 / 16)


def test_a_feature_without_weight_is_left_out_even_where_it_is_missing():
    rows = np.column_stack([PLAIN, np.full(6, np.nan)])
    for estimator in (GowerKMedoids(2), GowerHierarchy(2), LatentClasses(2)):
        labels = estimator.set_params(weights=[1, 1, 0]).fit_predict(rows)
        assert len(set(labels[:3])) == len(set(labels[3:])) == 1


def test_estimators_stand_in_a_pipeline():
    pipeline = make_pipeline(FunctionTransformer(np.log), GowerKMedoids(2))
    assert pipeline.fit(PLAIN).predict(PLAIN[:1]) == pipeline[-1].labels_[0]


WRONG = {
    "n_clusters=0 is no number": GowerKMedoids(0),
    "n_samples=6 is fewer than n_clusters=7": GowerHierarchy(7),
    "kinds has 1 entries for 2 features": GowerKMedoids(kinds=["ordinal"]),
    "kinds has text; there are": GowerKMedoids(kinds="text"),
    "weights are all 0": LatentClasses(weights=[0, 0]),
    r"weights has shape \(3,\) for 2 features": WardKMeans(weights=[1, 1, 1]),
    "weights has an entry that is not 0 or more": WardKMeans(weights=[1, -1]),
    "spans has an entry that is not more than 0": WardKMeans(spans=[0, 1]),
    "names that have no mean": GaussianProfiles(kinds="nominal"),
    "linkage='ward' is none of": GowerHierarchy(linkage="ward"),
}


@pytest.mark.parametrize("said", WRONG)
def test_wrong_settings_are_named_in_a_sentence(said):
    with pytest.raises(ValueError, match=said):
        WRONG[said].fit(PLAIN)


def test_rows_that_cannot_be_compared_are_refused_in_a_sentence():
    apart = np.array([[1, np.nan], [np.nan, 1], [1, 2.0]])
    with pytest.raises(ValueError, match="2 rows have no value in common with some other row"):
        GowerKMedoids(2).fit(apart)
    with pytest.raises(ValueError, match="feature 1 has no value in any row"):
        GowerKMedoids(2).fit([[1, np.nan], [2, np.nan]])
    with pytest.raises(ValueError, match="of which too few differ"):
        GowerKMedoids(2).fit([[1, 1], [1, 1], [1, 1]])
    model = GowerKMedoids(2).fit(PLAIN)
    with pytest.raises(ValueError, match="1 rows have no value in common with any medoid"):
        model.predict([[np.nan, np.nan]])
