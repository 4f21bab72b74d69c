"""Neither the order of rows or columns nor the ids of people change anything that is found."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.profiles import METHODS, Clustering, cluster, evidence, stability
from rmkit.profiles.methods import gathering, ward_means


@pytest.fixture(autouse=True, scope="module")
def quick():
    """Few draws; and what is for more than 300 or 1,000 people begins at a dozen."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evidence, "DRAWS", 3)
        patch.setattr(evidence, "_USUAL", 2)
        patch.setattr(stability, "_DRAWS", 3)
        yield


@pytest.fixture
def as_if_many(monkeypatch):
    monkeypatch.setattr(evidence, "AT_MOST", 16)
    monkeypatch.setattr(stability, "_AT_MOST", 16)
    monkeypatch.setattr(gathering, "MEDOIDS_AMONG", 12)
    monkeypatch.setattr(ward_means, "_WARD_AT_MOST", 12)


@st.composite
def crowds(draw: st.DrawFn, *, gaps: bool) -> pd.DataFrame:
    """A few answer patterns, most of them of several people, so that twins and ties abound."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, n_features = draw(st.integers(20, 28)), draw(st.integers(2, 4))
    patterns = rng.integers(1, 6, (draw(st.integers(3, n)), n_features)).astype(float)
    levels = patterns[rng.integers(0, len(patterns), n)]
    if gaps:
        levels[rng.random(levels.shape) < 0.15] = np.nan
    names = [f"level_s{j}" for j in range(n_features)]
    table = pd.DataFrame(levels, columns=names)
    table["target_s0"] = rng.integers(1, 6, n)
    table["seniority_years"] = rng.integers(0, 40, n) / 2
    return table.assign(person_id=[f"P{i:02d}" for i in range(n)])


def same(one: Clustering, other: Clustering, ids: dict[str, str] | None = None) -> None:
    """Check that two results are equal to the last bit, person by person."""
    labels = one.labels if ids is None else one.labels.rename(index=ids).sort_index()
    pd.testing.assert_series_equal(labels, other.labels)
    pd.testing.assert_frame_equal(one.evidence, other.evidence, check_exact=True)
    pd.testing.assert_frame_equal(one.stability, other.stability, check_exact=True)
    assert one.sentences() == other.sentences()


def shuffled(table: pd.DataFrame, data: st.DataObject) -> tuple[pd.DataFrame, dict[str, str]]:
    """Mix rows and columns, and give everybody another id."""
    rows = data.draw(st.permutations(range(len(table))))
    columns = data.draw(st.permutations(list(table.columns)))
    mixed = table.iloc[rows][columns]
    new = data.draw(st.permutations([f"Q{i:02d}" for i in range(len(table))]))
    ids = dict(zip(mixed["person_id"], new, strict=True))
    return mixed.assign(person_id=mixed["person_id"].map(ids)), ids


SLOW = {"hierarchy", "gaussian", "latent-classes"}
WAYS = [
    pytest.param(
        id,
        gaps,
        k,
        id=f"{id}-{'gaps' if gaps else 'whole'}-{k}",
        marks=pytest.mark.proof if id in SLOW else (),
    )
    for id, method in METHODS.items()
    for gaps in (False, True)
    for k in (("auto", 3) if id in ("k-means", "k-medoids") else (3,))
    if not (gaps and method.needs_whole)
]


@pytest.mark.parametrize(("method", "gaps", "k"), WAYS)
def test_rows_columns_and_ids_in_another_order_change_nothing(method, gaps, k):
    @settings(max_examples=2, deadline=None, database=None)
    @given(data=st.data(), table=crowds(gaps=gaps))
    def holds(data, table):
        mixed, ids = shuffled(table, data)
        same(cluster(table, k, method=method), cluster(mixed, k, method=method), ids)

    holds()


@pytest.mark.usefixtures("as_if_many")
@pytest.mark.parametrize(("method", "gaps", "k"), WAYS[1::2])
def test_nor_do_they_where_some_speak_for_many(method, gaps, k):
    @settings(max_examples=2, deadline=None, database=None)
    @given(data=st.data(), table=crowds(gaps=gaps))
    def holds(data, table):
        mixed, ids = shuffled(table, data)
        same(cluster(table, k, method=method), cluster(mixed, k, method=method), ids)

    holds()


def test_people_who_answered_alike_are_always_of_one_kind():
    @settings(max_examples=4, deadline=None, database=None)
    @given(table=crowds(gaps=True), k=st.integers(2, 4))
    def holds(table, k):
        answers = table.drop(columns="person_id").fillna(-1)
        labels = cluster(table, k).labels.to_numpy(dtype=float, na_value=0)
        assert pd.Series(labels).groupby([answers[c] for c in answers]).nunique().max() == 1

    holds()
