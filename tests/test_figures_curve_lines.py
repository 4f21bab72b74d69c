"""What curves draw and say: steps, strokes where following ended, how many are still followed."""

from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import UnknownName
from rmkit.figures import curve_lines

AXES = ("Time (months)", "Share still there")


def texts(picture):
    return [e.text for e in ET.fromstring(picture.svg("light")).iter() if e.tag.endswith("}text")]


def n_paths(picture):
    return picture.svg("light").count("<path")


def staying(*names):
    at = np.array([0.0, 3, 6, 9, 12])
    parts = [
        pd.DataFrame({"group": name, "at": at, "value": 1 - at / 20 - i / 20,
                      "low": 0.9 - at / 20 - i / 20, "high": [np.nan] + [0.99] * 4,
                      "at_risk": [30, 30, 21, 12, 4], "left": 0.0, "ended": [0.0, 0, 0, 3, 4]})
        for i, name in enumerate(names)
    ]  # fmt: skip
    return pd.concat(parts, ignore_index=True)


def test_each_curve_is_named_and_its_ends_are_told():
    picture = curve_lines(staying("mentored", "not"), axes=AXES, sentence="How many stay.")
    assert {"mentored", "not", "Time (months)", "Share still there"} <= set(texts(picture))
    assert picture.sentence == "How many stay."
    assert "mentored: 1 at 0, 0.4 at 12; not: 0.95 at 0, 0.35 at 12." in picture.alt


def test_how_many_are_still_followed_stands_beneath_and_fewer_than_five_never():
    shown = texts(curve_lines(staying(""), axes=AXES, sentence="."))
    assert "Still followed" in shown
    assert {"30", "21", "12"} <= set(shown[shown.index("Still followed") :])
    assert "<5" in shown
    assert "4" not in shown[shown.index("Still followed") :]
    plain = staying("").drop(columns=["at_risk", "ended"])
    assert "Still followed" not in texts(curve_lines(plain, axes=AXES, sentence="."))


def test_a_curve_of_staying_goes_in_steps_with_strokes_where_following_ended():
    table = staying("")
    strokes = curve_lines(table, axes=AXES, sentence=".")
    none = curve_lines(table.assign(ended=0.0), axes=AXES, sentence=".")
    assert n_paths(strokes) == n_paths(none) + 2
    assert strokes.svg() != curve_lines(table, axes=AXES, sentence=".", steps=False).svg()
    slope = table.drop(columns=["at_risk", "ended"])
    assert (
        curve_lines(slope, axes=AXES, sentence=".", steps=True).svg()
        != curve_lines(slope, axes=AXES, sentence=".").svg()
    )


def test_curves_differ_in_dashes_and_at_most_six_are_drawn():
    many = curve_lines(staying(*"abcdefgh"), axes=AXES, sentence=".")
    shown = texts(many)
    assert {"a", "f"} <= set(shown)
    assert not {"g", "h"} & set(shown)
    two = curve_lines(staying("a", "b"), axes=AXES, sentence=".").svg("light")
    assert "stroke-dasharray" in two
    assert "stroke-dasharray" not in curve_lines(staying("a"), axes=AXES, sentence=".").svg("light")


def test_names_that_end_at_the_same_height_do_not_lie_on_each_other():
    same = pd.concat([staying("a"), staying("b")])
    root = ET.fromstring(curve_lines(same, axes=AXES, sentence=".").svg("light"))
    found = {
        e.text: e.get("transform") or (e.get("x"), e.get("y"))
        for e in root.iter()
        if e.tag.endswith("}text")
    }
    assert found["a"] != found["b"]


def test_a_line_without_a_band_is_drawn_and_zero_stands_out_below_it():
    slope = pd.DataFrame({"group": "", "at": [-1.0, 0, 1], "value": [-0.2, 0.1, 0.4]})
    picture = curve_lines(slope, axes=("Shift", "Mean change"), sentence=".")
    assert "fill-opacity" not in picture.svg("light")
    lifted = curve_lines(slope.assign(value=slope["value"] + 0.3), axes=AXES, sentence=".")
    soft = "stroke: #5b626b"
    assert soft in picture.svg("light")
    assert soft not in lifted.svg("light")


def test_nothing_to_draw_and_a_missing_column_are_told():
    nothing = curve_lines(pd.DataFrame(), axes=AXES, sentence=".")
    assert nothing.sentence == "There is no curve to draw."
    with pytest.raises(UnknownName, match='no column "value"'):
        curve_lines(staying("a").drop(columns="value"), axes=AXES, sentence=".")


def test_one_place_alone_is_drawn_too():
    one = pd.DataFrame({"group": "", "at": [3.0], "value": [0.5], "at_risk": [8], "ended": [8]})
    assert curve_lines(one, axes=AXES, sentence="x").svg("dark")
