"""Sets in one cell: what is written is read back, and nothing else is taken for a set."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.people import parse_set, set_matrix, write_set

codes = st.from_regex(r"[a-z0-9][a-z0-9_\-]{0,8}", fullmatch=True).filter(lambda c: c != "none")


@given(st.none() | st.frozensets(codes, max_size=6))
def test_what_is_written_is_read_back(values):
    assert parse_set(write_set(values)) == values


@given(st.lists(codes, min_size=1, max_size=6), st.randoms())
def test_order_capitals_spaces_and_repeats_make_no_difference(values, random):
    shuffled = [f" {v.upper()} " for v in values * 2]
    random.shuffle(shuffled)
    assert parse_set(";".join(shuffled)) == parse_set(shuffled) == frozenset(values)


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, pd.NaT, "", "  ", ";"])
def test_missing_is_not_the_empty_set(missing):
    assert parse_set(missing) is None
    assert parse_set("none") == parse_set([]) == frozenset()


@pytest.mark.parametrize("wrong", ["en;none", "en,es", "speaks english", 3, {"en": 1}, True])
def test_what_is_no_set_is_refused_with_the_way_to_write_it(wrong):
    with pytest.raises(FaultsFound, match="short codes") as caught:
        parse_set(wrong)
    assert len(caught.value.faults) == 1


def test_a_matrix_tells_nothing_from_not_answered():
    has, known, values = set_matrix(pd.Series(["mon_pm;mon_am", None, "none", "mon_pm"]))
    assert values == ("mon_am", "mon_pm")
    assert has.tolist() == [[True, True], [False, False], [False, False], [False, True]]
    assert known.tolist() == [True, False, True, True]


def test_a_matrix_of_nobody_has_no_rows_and_no_columns():
    has, known, values = set_matrix(pd.Series([], dtype="str"))
    assert (has.shape, known.shape, values) == ((0, 0), (0,), ())
