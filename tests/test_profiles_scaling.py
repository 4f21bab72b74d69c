"""A map of people against R, scikit-learn and sums by hand, and what it says of its distortion."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import pdist, squareform
from sklearn.manifold import smacof
from sklearn.metrics import silhouette_samples

from rmkit.profiles import Compared, cluster, evidence
from rmkit.profiles.methods.shelf import METHODS
from rmkit.profiles.preparing import prepare
from rmkit.profiles.scaling import classical, neighbours_kept, plane, refined, stress
from rmkit.profiles.widths import belonging

CITIES = Path(__file__).parent / "golden" / "city_distances.json"


@pytest.fixture(scope="module")
def cities():
    told = json.loads(CITIES.read_text(encoding="utf-8"))
    return squareform(np.array(told["distances"], dtype=float)), np.array(told["cmdscale"])


def test_classical_scaling_of_21_cities_is_that_of_r(cities):
    apart, published = cities
    places = classical(apart)
    places *= np.sign(places[0] / published[0])
    assert np.abs(places - published).max() < 1e-5


def test_refining_ends_where_scikit_learn_ends_and_never_above_the_start(cities):
    apart, _ = cities
    start = classical(apart)
    theirs, _ = smacof(
        apart, init=start, n_init=1, max_iter=3000, eps=1e-12, normalized_stress=False
    )
    ours = stress(apart, refined(apart, start))
    assert ours == pytest.approx(stress(apart, theirs), abs=1e-5)
    assert ours < stress(apart, start)


def test_stress_is_the_sum_by_hand():
    apart = np.array([[0.0, 3, 4], [3, 0, 5], [4, 5, 0]])
    flat = np.array([[0.0, 0], [3, 0], [-4, 0]])
    # On the line the third side is 7 instead of 5: 2^2 of 3^2 + 4^2 + 7^2.
    assert stress(apart, flat) == pytest.approx(np.sqrt(4 / 74))
    assert stress(apart, np.array([[0.0, 0], [3, 0], [0, 4]])) == 0
    assert stress(apart, np.zeros((3, 2))) == 1


def test_what_lies_on_a_plane_is_drawn_without_distortion():
    points = np.random.default_rng(0).normal(size=(40, 2))
    apart = squareform(pdist(points))
    found = refined(apart, classical(apart))
    assert stress(apart, found) < 1e-7
    assert neighbours_kept(apart, found) == 1


def test_neighbours_are_counted_by_hand():
    """Six in a row but for the first and the last, who change places on the map."""
    true = np.array([[0.0, 0], [1, 0], [2, 0], [10, 0], [11, 0], [12, 0]])
    seen = true[[5, 1, 2, 3, 4, 0]]
    apart = squareform(pdist(true))
    # Nearest on the map: 5, 5, 3, ... and so on; of each person's nearest one in truth kept:
    # 0 sees 4 (truth 1), 1 sees 2 or 5 (truth 0 or 2), 2 sees 1, 3 sees 4, 4 sees 0 or 3, 5 sees 1.
    assert neighbours_kept(apart, seen, nearest=1) == pytest.approx(3 / 6)
    assert np.isnan(neighbours_kept(apart, seen))


def levels(n, seed=3):
    rng = np.random.default_rng(seed)
    kind = rng.integers(0, 2, n)
    values = np.clip(np.round(2 + 2 * kind[:, None] + rng.normal(size=(n, 6)) * 0.7), 1, 5)
    table = pd.DataFrame(values.astype(int), columns=[f"level_s{i}" for i in range(6)])
    return table.assign(person_id=[f"P{i:03}" for i in range(n)], role="mentee")


def test_the_same_people_in_any_order_are_the_same_map():
    ready = prepare(levels(60))
    one = plane(ready.compared, METHODS["k-medoids"], ready.used)
    for seed in range(4):
        order = np.random.default_rng(seed).permutation(60)
        people = [ready.used[i] for i in order]
        other = plane(ready.compared.take(order), METHODS["k-medoids"], people)
        assert one.points.loc[people].to_numpy() == pytest.approx(other.points.to_numpy(), abs=1e-6)
        assert (one.stress, one.kept, one.n) == pytest.approx((other.stress, other.kept, 60))
    assert one.points["x"].var() > one.points["y"].var()


def test_of_many_people_six_hundred_evenly_spread_are_placed():
    values = np.sort(np.random.default_rng(1).integers(1, 6, (1500, 2)).astype(float), axis=0)
    found = plane(Compared.of(values), METHODS["k-means"], [f"P{i}" for i in range(1500)])
    assert (found.n, len(found.points)) == (1500, 600)
    assert {"P0", "P1499"} <= set(found.points.index)
    assert found.stress < 0.01


def test_twins_and_a_few_people_have_a_map_too():
    method = METHODS["k-means"]
    twins = Compared.of(np.array([[1.0, 2.0]] * 3 + [[4.0, 3.0]] * 3))
    found = plane(twins, method, list("abcdef"))
    assert found.points["x"].nunique() <= 2 or np.ptp(found.points["x"].iloc[:3]) < 1e-9
    assert found.stress < 1e-6
    assert np.isnan(found.kept)
    for n in (1, 2):
        alone = plane(twins.take(np.arange(n)), method, list("ab")[:n])
        assert len(alone.points) == n
        assert np.isfinite(alone.points.to_numpy()).all()


def test_widths_are_scikit_learns_in_blocks_and_by_person(monkeypatch):
    monkeypatch.setattr(evidence, "DRAWS", 1)
    people = levels(24)
    people.loc[0, [f"level_s{i}" for i in range(5)]] = None
    found = cluster(people, 2, most=2)
    monkeypatch.setattr("rmkit.profiles.widths._AT_ONCE", 7)
    widths = found.widths()
    used = list(found.basis.used)
    theirs = silhouette_samples(
        found.method.apart(found.basis.compared), found.labels.loc[used], metric="precomputed"
    )
    assert widths.loc[used].to_numpy() == pytest.approx(theirs)
    assert widths.isna().sum() == len(found.left_out) == 1
    mean = found.evidence.set_index("k").loc[2, "silhouette"]
    assert widths.mean() == pytest.approx(mean)
    whole = Compared.of(np.random.default_rng(0).normal(size=(30, 3)))
    groups = np.repeat([0, 1, 2], 10)
    ours = belonging(whole, METHODS["k-means"], groups)
    assert ours == pytest.approx(silhouette_samples(whole.euclid, groups, metric="precomputed"))


def test_one_kind_has_no_widths():
    assert cluster(levels(15), 1).widths().isna().all()
