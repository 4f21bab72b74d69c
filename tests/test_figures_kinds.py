"""What the pictures of kinds say and draw, against the numbers that they were given."""

from xml.etree import ElementTree as ET

import numpy as np
import pandas as pd
import pytest

from rmkit.figures import how_many, kind_plane, silhouette_bars, stability_bars


def texts(picture) -> list[str]:
    return [e.text for e in ET.fromstring(picture.svg("light")).iter() if e.tag.endswith("}text")]


def labelled(*sizes, missing=0):
    kinds = [*np.repeat(np.arange(1, len(sizes) + 1), sizes).tolist(), *[None] * missing]
    index = pd.Index([f"P{i:04}" for i in range(len(kinds))], name="person_id")
    return pd.Series(kinds, index=index, dtype="Int64")


def placed(labels, seed=0):
    rng = np.random.default_rng(seed)
    known = labels.dropna()
    at = rng.normal(size=(len(known), 2)) * 0.05
    at[:, 0] += 0.3 * known.to_numpy(dtype=float)
    return pd.DataFrame(at, index=known.index, columns=["x", "y"])


def plane(labels, **given):
    return kind_plane(placed(labels), labels, **{"stress": 0.183, "kept": 0.61, **given})


def test_the_map_says_how_far_it_is_off_and_names_nobody():
    picture = plane(labelled(12, 9, 5, missing=3))
    assert picture.sentence.startswith("26 people in 3 kinds, near each other where")
    assert "off by about 18 %; about 6 of 10 neighbours on it are near each" in picture.sentence
    assert "near on the map is not always alike" in picture.sentence
    assert {"Kind 1, 12", "Kind 2, 9", "Kind 3, 5"} <= set(texts(picture))
    assert "P0" not in picture.svg("light") + picture.alt
    assert "Kind 1 left" in picture.alt
    assert "Kind 3 right" in picture.alt


@pytest.mark.claim("small-groups")
def test_four_people_are_neither_drawn_nor_counted():
    labels = labelled(12, 9, 4)
    told = plane(labels)
    assert told.sentence.startswith("21 people in 2 kinds")
    assert "Kind 3 has fewer than five people and is not drawn." in told.sentence
    elsewhere = placed(labels)
    elsewhere.loc[labels == 3] = 9.0
    again = kind_plane(elsewhere, labels, stress=0.183, kept=0.61)
    assert again.svg("light") == told.svg("light")
    widths = pd.Series(0.4, index=labels.index).where(labels != 3, -0.9)
    bars = silhouette_bars(widths, labels)
    assert bars.sentence.startswith("None of 21 people sits nearer another kind.")
    assert "Kind 3 has fewer" in bars.sentence
    few = stability_bars(stability(12, 9, 4), np.full((50, 3), 0.8))
    assert "Kind 3 has fewer" in few.sentence
    assert not {"Kind 3", "4 people"} & set(texts(few))


@pytest.mark.claim("small-groups")
def test_pages_for_others_have_outlines_of_ten_people_and_no_person():
    labels = labelled(30, 20, 9)
    picture = plane(labels, people=False)
    assert picture.sentence.startswith("50 people in 2 kinds")
    assert "no person is drawn. Kind 3 has fewer than ten people" in picture.sentence
    one = placed(labels)
    one.loc[labels == 3] += 5.0
    assert kind_plane(one, labels, stress=0.183, kept=0.61, people=False).svg() == picture.svg()
    widths = pd.Series(np.linspace(-0.2, 0.8, 59), index=labels.index)
    outline = silhouette_bars(widths, labels, people=False)
    assert "and no person. Kind 3 has fewer than ten people" in outline.sentence
    assert outline.svg().count("<path") < silhouette_bars(widths, labels).svg().count("<path") / 2


def test_one_kind_is_said_to_be_none():
    picture = plane(labelled(14), kept=float("nan"))
    assert picture.sentence.startswith("There are no kinds to draw: the 14 people are one group")
    assert "neighbours" not in picture.sentence
    assert "people, 14" in texts(picture)
    one = pd.Series(np.nan, index=labelled(14).index)
    assert "There is one kind" in silhouette_bars(one, labelled(14)).sentence
    assert "There is one kind" in stability_bars(stability(14), np.full((1, 1), np.nan)).sentence


def test_marks_of_kinds_differ_in_shape_and_not_in_colour_alone():
    from rmkit.figures.kind_marks import MOST_KINDS, _shape

    shapes = [np.round(_shape(which).vertices, 2).tobytes() for which in range(MOST_KINDS - 1)]
    assert len(set(shapes)) == MOST_KINDS - 1  # the eighth is the first with an open heart
    many = plane(labelled(*[9] * 10))
    assert "Only the 8 largest kinds are drawn." in many.sentence


def test_who_sits_nearer_another_kind_is_counted():
    labels = labelled(40, 24)
    widths = pd.Series([*[0.5] * 40, *[0.3] * 15, *[-0.2] * 9], index=labels.index)
    picture = silhouette_bars(widths, labels)
    assert picture.sentence.startswith("9 of 64 people sit nearer another kind.")
    assert "The mean width is 0.35" in picture.sentence
    assert "Kind 2 is the least clear (0.11)" in picture.sentence
    assert {"0.50", "0.11", "mean of all 0.35", "40 people"} <= set(texts(picture))
    widths.iloc[-6:] = 0.3
    few = silhouette_bars(widths, labels).sentence
    assert few.startswith("Fewer than five of 64 people sit nearer another kind.")


def stability(*people):
    n = len(people)
    words = ["stable", "a pattern", "do not name"][:n] if n > 1 else ["one kind"]
    jaccard = [0.9, 0.7, 0.4][:n] if n > 1 else [np.nan]
    return pd.DataFrame(
        {"kind": range(1, n + 1), "people": people, "jaccard": jaccard, "verdict": words}
    )


def test_how_surely_kinds_come_back_is_put_into_the_three_words():
    returned = np.tile([0.9, 0.7, 0.4], (50, 1))
    returned[:25, 2] = np.nan
    picture = stability_bars(stability(20, 12, 8), returned)
    assert picture.sentence.startswith(
        "Kind 1 is stable; Kind 2 is a pattern, worth a look and no more; Kind 3 does not come back"
    )
    assert "drawn anew 50 times" in picture.sentence
    assert "does not show that it is real" in picture.sentence
    assert {".6", ".75", "0.90", "0.40", "a pattern"} <= set(texts(picture))


def evidence(p, chosen, *, smallest=9, jaccard=np.nan):
    n = len(p)
    rows = pd.DataFrame(
        {
            "k": range(1, n + 2),
            "silhouette": [np.nan, *np.linspace(0.4, 0.3, n)],
            "reference": [np.nan, *[0.2] * n],
            "standardised": 2.0,
            "p": [np.nan, *p],
            "gap": np.linspace(0, 0.1, n + 1),
            "gap_error": 0.02,
            "bic": np.nan,
            "smallest": smallest,
            "jaccard": jaccard,
        }
    )
    rows["margin"] = rows["silhouette"] - rows["reference"]
    rows["gap_rule"] = rows["k"] == 2
    return rows.assign(chosen=rows["k"] == chosen)


def test_the_numbers_that_stand_out_are_told_with_the_one_that_was_taken():
    picture = how_many(evidence([0.01, 0.03, 0.4], 2))
    assert picture.sentence.startswith("2 and 3 kinds stand out from a single kind. With 2 the")
    assert "is 0.40, in a single kind 0.20 (p .01), the widest margin of all." in picture.sentence
    assert "; the margin of 2 is wider." in how_many(evidence([0.01, 0.03, 0.4], 3)).sentence
    assert "The gap statistic's rule takes 2." in picture.sentence
    assert {"p .01", "p .40", "taken", "its rule takes 2"} <= set(texts(picture))
    assert "BIC" not in picture.sentence + " ".join(texts(picture))


def test_where_nothing_stands_out_that_is_the_finding():
    picture = how_many(evidence([0.3, 0.8], 1))
    assert picture.sentence.startswith("Nothing stands out: no number of kinds is clearer than")
    assert "taken: one kind" in texts(picture)
    asked = how_many(evidence([0.3, 0.8], 2)).sentence
    assert "these kinds were asked for, not found" in asked


def test_why_one_kind_is_taken_although_some_stand_out():
    small = how_many(evidence([0.01, 0.02], 1, smallest=3)).sentence
    assert "One kind is the answer all the same: a kind among them has fewer than five" in small
    lost = how_many(evidence([0.01, 0.02], 1, jaccard=0.4)).sentence
    assert "the kinds do not come back when people are drawn anew" in lost


def test_bic_has_its_own_panel():
    table = evidence([0.01, 0.02], 2).assign(bic=[300.0, 250.0, 270.0])
    picture = how_many(table)
    assert "BIC is lowest for 2." in picture.sentence
    assert "lowest for 2" in texts(picture)


@pytest.mark.parametrize(
    "picture",
    [
        kind_plane(pd.DataFrame(), labelled(), stress=0, kept=0),
        plane(labelled(3)),
        silhouette_bars(pd.Series(dtype=float), labelled()),
        stability_bars(pd.DataFrame(), np.empty((0, 0))),
        how_many(pd.DataFrame()),
        how_many(evidence([], 1)),
    ],
)
def test_nothing_given_is_a_picture_with_the_reason(picture):
    assert texts(picture) == ["Nothing to draw yet"]
    assert picture.sentence.endswith(".")
