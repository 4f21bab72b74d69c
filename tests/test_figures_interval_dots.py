"""What estimates with intervals draw and say, and round numbers along a scale."""

from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import UnknownName
from rmkit.figures import interval_dots
from rmkit.figures.scale_ticks import ratio_ticks, ticks


def texts(picture):
    return [e.text for e in ET.fromstring(picture.svg("light")).iter() if e.tag.endswith("}text")]


def estimates(**more):
    table = pd.DataFrame(
        {
            "title": ["Mean change", "Effect", "Test of all", "Unknown"],
            "value": [0.42, 0.8, 9.5, np.nan],
            "low": [0.1, np.nan, np.nan, np.nan],
            "high": [0.74, np.nan, np.nan, np.nan],
            "unit": ["levels", "sd", "", "sd"],
            "statistic": [2.8, np.nan, 9.5, np.nan],
        }
    )
    return table.assign(**more)


def test_each_unit_has_a_scale_of_its_own_and_every_number_is_told():
    picture = interval_dots(estimates(), sentence="Change.")
    assert {"Levels", "Sd", "Mean change", "Effect"} <= set(texts(picture))
    assert "Mean change: 0.42 levels, from 0.1 to 0.74; Effect: 0.8 sd." in picture.alt


def test_what_is_not_known_and_test_statistics_are_in_the_table_alone():
    picture = interval_dots(estimates(), sentence="Change.")
    assert picture.sentence == "Change. 2 numbers are in the table alone."
    assert not {"Test of all", "Unknown"} & set(texts(picture))
    without = estimates().drop(columns="statistic")
    assert "Test of all" in texts(interval_dots(without, sentence="."))


def test_ratios_stand_on_a_scale_where_half_is_as_far_from_1_as_double():
    ends = {"low": [0.4, 1.5, 0.9, 0.9], "high": [0.6, 2.5, 1.1, 1.2]}
    table = estimates(value=[0.5, 2.0, 1.0, 1.0], **ends)
    for unit in ("times the rate", "odds ratio"):
        shown = texts(interval_dots(table.assign(unit=unit), sentence="."))
        assert {"0.25", "0.5", "1", "2", "4"} <= set(shown)
    assert "0.25" not in texts(interval_dots(table.assign(unit="sd"), sentence="."))
    below = table.assign(unit="ratio", low=-0.1)
    assert "0" in texts(interval_dots(below, sentence="."))


def test_on_a_scale_of_ratios_doubling_is_the_same_step_everywhere():
    table = estimates(value=[0.5, 2.0, 1.0, 1.0], low=0.4, high=2.5, unit="ratio")
    root = ET.fromstring(interval_dots(table, sentence=".").svg("light"))
    marks = [e for e in root.iter() if e.tag.endswith("}text") and e.text in {"0.5", "1", "2"}]
    half, one, double = (float(e.get("x") or e.get("transform").split("(")[1].split()[0])
                         for e in sorted(marks, key=lambda e: float(e.text)))  # fmt: skip
    assert one - half == pytest.approx(double - one, abs=0.5)


def test_an_interval_without_an_end_is_drawn_to_the_edge():
    table = estimates(high=[np.inf, np.nan, np.nan, np.nan])
    picture = interval_dots(table, sentence=".")
    assert "Mean change" in texts(picture)
    assert "from 0.1 to inf" in picture.alt


def test_nothing_known_and_a_missing_column_are_told():
    none = interval_dots(estimates(value=np.nan), sentence="Change.")
    assert none.sentence == "Change. No number could be told, so there is nothing to draw."
    assert interval_dots(pd.DataFrame(), sentence=".").sentence == "There is no estimate to draw."
    with pytest.raises(UnknownName, match='no column "unit"'):
        interval_dots(estimates().drop(columns="unit"), sentence=".")


def test_at_most_so_many_are_drawn_and_the_rest_is_counted():
    many = pd.concat([estimates().head(1)] * 50, ignore_index=True)
    assert "10 numbers are in the table alone" in interval_dots(many, sentence=".").sentence
    long = estimates(title="a title " * 30).head(1)
    assert len([t for t in texts(interval_dots(long, sentence=".")) if "title" in t]) == 3


finite = st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6))


@given(low=finite, width=st.floats(1e-3, 1e6))
def test_ticks_are_even_round_and_cover_both_ends(low, width):
    marks = ticks(low, low + width)
    steps = np.diff(marks)
    assert marks[0] <= low + 1e-6 * width
    assert marks[-1] >= low + width - 1e-6 * width
    assert np.allclose(steps, steps[0])
    assert 3 <= len(marks) <= 9


@given(low=st.floats(1e-6, 1e6), times=st.floats(1, 1e6))
def test_ticks_of_ratios_cover_both_ends_and_1_and_are_few(low, times):
    marks = ratio_ticks(low, low * times)
    assert marks[0] <= low * 1.00001
    assert marks[-1] >= low * times * 0.99999
    assert 1.0 in marks
    assert 2 <= len(marks) <= 12
    assert marks == sorted(set(marks))
