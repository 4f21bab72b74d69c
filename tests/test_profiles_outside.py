"""What R finds, and what is published: distances, medoids, silhouettes, gaps, latent classes.

The figures are those of R 4.2.2 with cluster 2.1.4, fpc 2.2-10 and poLCA 1.6.0.2.
"""

import csv
from pathlib import Path

import numpy as np
import pytest

from rmkit.profiles.compared import Compared
from rmkit.profiles.distance import gower
from rmkit.profiles.estimators import LatentClasses
from rmkit.profiles.gap import first_within_one_error, gaps
from rmkit.profiles.methods import medoids
from rmkit.profiles.methods.shelf import METHODS
from rmkit.profiles.stability import returning
from rmkit.profiles.widths import dispersion, silhouette

GOLDEN = Path(__file__).parent / "golden"
ELSEWHERE = Path(__file__).parents[2] / "shared" / "oracles" / "data"
"""Data that may be looked at and not passed on."""


def read(path, columns=None):
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return np.array([[float(row[c]) for c in columns or rows[0]] for row in rows])


def test_distances_between_flowers_are_rs():
    """`daisy(flower, type = list(asymm = 3))` and, with types, as in `?daisy` and more."""
    plain, typed = flowers(("nominal", "nominal", "option")), flowers(asymmetric_first=True)
    pairs = np.triu_indices(18, 1)
    assert plain[1, 0] == pytest.approx(0.88754084967, abs=1e-6)
    assert plain[pairs].mean() == pytest.approx(0.50976154623, abs=1e-6)
    first = [0.91115196078, 0.62955182073, 0.43697478992, 0.47829131653]
    assert typed[1:5, 0] == pytest.approx(first, abs=1e-6)
    assert typed[pairs].mean() == pytest.approx(0.53206832842, abs=1e-6)


def flowers(binary=("option", "nominal", "option"), *, asymmetric_first=False):
    """Compare the flowers; with all types `daisy` ranks the last two columns in one pool."""
    values = read(GOLDEN / "flower.csv")
    if asymmetric_first:
        values[:, 6:] = np.searchsorted(np.unique(values[:, 6:]), values[:, 6:])
    kinds = (*binary, "nominal", "ordinal", "ordinal", "numeric", "numeric")
    return gower(values, kinds=kinds)


def test_medoids_among_flowers_are_rs():
    apart = flowers(asymmetric_first=True)
    found = medoids.around(apart, range(2, 6))
    widths = [silhouette(apart, one.groups) for one in found.values()]
    assert widths == pytest.approx(
        [0.14501341406, 0.15202013948, 0.20761511681, 0.23745855828], abs=1e-6
    )
    assert (found[3].medoids + 1).tolist() == [14, 17, 9]
    groups = [1, 2, 3, 1, 3, 1, 1, 2, 3, 2, 1, 1, 3, 1, 3, 2, 2, 3]
    assert (found[3].groups + 1).tolist() == groups


@pytest.fixture(scope="module")
def ruspini():
    return Compared.of(read(GOLDEN / "ruspini.csv"), spans=np.ones(2))


def test_medoids_among_ruspinis_points_are_rs(ruspini):
    """Kaufman & Rousseeuw (1990): k = 4, average silhouette 0.74, sizes 20, 23, 17, 15."""
    apart = ruspini.euclid
    found = medoids.around(apart, range(2, 9))
    widths = [silhouette(apart, one.groups) for one in found.values()]
    expected = [
        0.58272642082, 0.63270471403, 0.73765699088, 0.7134788293, 0.59935285038, 0.48844777481,
        0.45108434828,
    ]  # fmt: skip
    assert widths == pytest.approx(expected, abs=1e-4)
    four = found[4]
    order = np.argsort(four.medoids)
    assert np.bincount(four.groups)[order].tolist() == [20, 23, 17, 15]
    assert (four.medoids[order] + 1).tolist() == [10, 32, 52, 70]


def test_the_gap_statistic_finds_four_groups_as_rs_does(ruspini):
    """`clusGap(ruspini, pam)`: points drawn evenly from the box along the principal axes."""
    rng = np.random.default_rng(4)
    centred = ruspini.values - ruspini.values.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    turned = centred @ axes.T
    even = [rng.uniform(turned.min(axis=0), turned.max(axis=0), turned.shape) for _ in range(30)]
    gap, error = gaps(within(turned), [within(points) for points in even])
    assert 1 + first_within_one_error(gap, error) == 4
    top = next(i for i in range(len(gap) - 1) if gap[i] > gap[i + 1])
    assert 1 + next(i for i in range(top + 1) if gap[i] >= gap[top] - error[top]) == 4


def within(points):
    apart = Compared.of(points, spans=np.ones(2)).euclid
    return [dispersion(apart, one.groups) for one in medoids.around(apart, range(1, 8)).values()]


@pytest.mark.parametrize("name", ["k-means", "k-medoids", "hierarchy"])
def test_every_method_finds_ruspinis_four_groups_and_they_come_back(ruspini, name):
    """fpc's `clusterboot` gives Jaccard 1 for each."""
    method = METHODS[name]
    divided = method.divide(ruspini, range(2, 9))
    widths = {k: silhouette(ruspini.euclid, one.groups) for k, one in divided.items()}
    assert max(widths, key=widths.__getitem__) == 4
    assert widths[4] == pytest.approx(0.73765699088, abs=1e-10)
    again = returning(ruspini, method, divided[4].groups, rng=np.random.default_rng(1))
    assert again.mean(axis=0) == pytest.approx(np.ones(4), abs=0.01)


def test_clouds_find_ruspinis_four_groups_too(ruspini):
    divided = METHODS["gaussian"].divide(ruspini, range(2, 9))
    widths = {k: silhouette(ruspini.euclid, one.groups) for k, one in divided.items()}
    assert max(widths, key=widths.__getitem__) == 4
    assert widths[4] == pytest.approx(0.73765699088, abs=1e-10)


CARCINOMA = {
    1: (-524.4648179386, 1082.3244282484, 1062.9296358771, 476.7813906411),
    2: (-317.2568372996, 706.0739439662, 664.5136745992, 62.3654293631),
    3: (-293.7049787808, 697.1357039242, 633.4099575615, 15.2617123254),
    4: (-289.2858488114, 726.4629209813, 640.5716976228, 6.4234523868),
}
"""By number of classes: log-likelihood, BIC, AIC and G squared."""


@pytest.mark.skipif(not ELSEWHERE.exists(), reason="this data set is not here")
@pytest.mark.parametrize("k", CARCINOMA)
def test_latent_classes_of_pathologists_are_rs(k):
    """Linzer & Lewis (2011), section 5.1; Agresti (2002), page 542: shares .374, .445, .182."""
    ratings = read(ELSEWHERE / "carcinoma.csv")
    model = LatentClasses(k, kinds="nominal").fit(ratings)
    found = (model.log_likelihood_, model.bic(ratings), model.aic(ratings), model.g_squared_)
    assert found == pytest.approx(CARCINOMA[k], abs=1e-3)
    if k == 3:
        shares = [0.1817078311, 0.37356458743, 0.44472758147]
        assert sorted(model.shares_) == pytest.approx(shares, abs=1e-4)


@pytest.mark.skipif(not ELSEWHERE.exists(), reason="this data set is not here")
def test_latent_classes_of_cheating_are_rs():
    """Dayton (1998), pages 33 and 85: shares .16 and .84."""
    told = read(ELSEWHERE / "cheating.csv", ["LIEEXAM", "LIEPAPER", "FRAUD", "COPYEXAM"])
    model = LatentClasses(2, kinds="nominal").fit(told)
    found = (model.log_likelihood_, model.bic(told), model.g_squared_)
    assert found == pytest.approx((-440.0271124132, 931.9409447514, 7.7642421817), abs=1e-3)
    assert sorted(model.shares_) == pytest.approx([0.16056238914, 0.83943761086], abs=1e-3)
