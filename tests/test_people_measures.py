"""What of a person can be compared: units, spans, blocks, and what is refused."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import NotAllowed, UnknownName
from rmkit.people import BLOCKS, features, measured, validate
from rmkit.people.protected import is_protected


def table(**columns: list[object]) -> pd.DataFrame:
    ids = [f"P{i}" for i in range(len(next(iter(columns.values()))))]
    return validate(pd.DataFrame({"person_id": ids, **columns}), required=["person_id"])


def everything(n: int = 60) -> pd.DataFrame:
    """People with something in every block."""
    wishes = ["film photo video camera", "chart figures data report"]
    return table(
        level_ai=[1 + i % 5 for i in range(n)],
        target_ai=[1 + i % 4 for i in range(n)],
        level_chat=[2 + i % 3 for i in range(n)],
        style_calm=[1 + i % 5 for i in range(n)],
        seniority_years=[i / 2 for i in range(n)],
        topics=[" ".join(wishes[i % 2].split()[i % 3 :][:3]) for i in range(n)],
        languages=[["en", "en;de", "none", None][i % 4] for i in range(n)],
        communication=["video" if i % 2 else "phone;video" for i in range(n)],
        role=["mentor" if i % 2 else "mentee" for i in range(n)],
        department=[f"D{i % 3}" for i in range(n)],
    )


def test_every_feature_says_its_block_unit_span_and_what_more_of_it_means():
    found = measured(everything(), BLOCKS)
    told = {f.name: (f.block, f.about, f.kind, f.unit, f.span, f.higher) for f in found.features}
    wishes = {name: told.pop(name) for name in ("wish_1", "wish_2")}
    assert told == {
        "level_ai": ("levels", "ai", "ordinal", "level", 4.0, "can do more"),
        "level_chat": ("levels", "chat", "ordinal", "level", 4.0, "can do more"),
        "need_ai": ("needs", "ai", "ordinal", "levels to go", 4.0, "wants more"),
        "style_calm": ("styles", "calm", "ordinal", "point", 4.0, "agrees more"),
        "seniority_years": ("seniority", "", "numeric", "years", 40.0, "there for longer"),
        "languages=de": ("choices", "de", "option", "ticked", 1.0, "ticked"),
        "languages=en": ("choices", "en", "option", "ticked", 1.0, "ticked"),
        "communication=phone": ("choices", "phone", "option", "ticked", 1.0, "ticked"),
        "communication=video": ("choices", "video", "option", "ticked", 1.0, "ticked"),
    }
    assert {(block, *rest) for block, _, *rest in wishes.values()} == {
        ("wishes", "numeric", "share", 1.0, "writes more")
    }
    assert {frozenset(about.split(", ")) for _, about, *_ in wishes.values()} == {
        frozenset(("film", "photo", "video", "camera")),
        frozenset(("chart", "figures", "data", "report")),
    }
    assert [f.block for f in found.features] == sorted(
        (f.block for f in found.features), key=list(BLOCKS).index
    )


def test_values_are_floats_by_person_in_the_order_of_the_features():
    found = measured(everything(), BLOCKS)
    assert list(found.values.columns) == [f.name for f in found.features]
    assert found.values.index.name == "person_id"
    assert set(found.values.dtypes) == {np.dtype("float64")}
    spans = {f.name: f.span for f in found.features}
    assert all(found.values[name].max() - found.values[name].min() <= spans[name] for name in spans)


def test_role_place_and_what_was_not_asked_for_are_never_measured():
    people = everything()
    assert set(features(people).columns) == {
        "level_ai", "level_chat", "need_ai", "style_calm", "seniority_years",
    }  # fmt: skip
    assert list(measured(people, ["seniority"]).values.columns) == ["seniority_years"]
    assert measured(people, []).values.shape == (60, 0)


def test_a_need_is_the_way_to_go_and_never_below_zero_nor_made_up():
    people = table(level_ai=[1, 5, 3, None, 2], target_ai=[4, 2, 3, 5, None])
    assert features(people)["need_ai"].fillna(-1).tolist() == [3, 0, 0, -1, -1]
    assert "need_ai" not in features(table(level_ai=[1, 2]))


def test_a_level_that_is_only_wanted_is_neither_a_level_nor_a_need():
    assert list(measured(table(target_ai=[1, 2])).values.columns) == []


def test_what_everybody_left_out_is_left_out_and_the_people_stay():
    found = measured(table(level_ai=[None, None], style_calm=[1, None]))
    assert list(found.values.columns) == ["style_calm"]
    assert found.values["style_calm"].isna().tolist() == [False, True]


def test_of_a_set_every_option_is_a_feature_and_none_is_not_the_same_as_missing():
    people = table(languages=["en", "en;de", "none", None])
    found = measured(people, ["choices"]).values
    assert found["languages=en"].fillna(-1).tolist() == [1, 1, 0, -1]
    assert found["languages=de"].fillna(-1).tolist() == [0, 1, 0, -1]
    assert measured(table(languages=["none", "none"]), ["choices"]).features == ()


def test_a_column_of_names_is_nominal_and_its_codes_do_not_depend_on_the_order_of_people():
    names = ["red", None, "blue", "red", "green"]
    found = measured(table(colour_of_team=names), ["choices"], choices=["colour_of_team"])
    (feature,) = found.features
    assert (feature.kind, feature.about, feature.higher) == ("nominal", "colour of team", "")
    codes = found.values["colour_of_team"]
    assert codes.isna().tolist() == [False, True, False, False, False]
    assert codes.iloc[0] == codes.iloc[3]
    assert codes.dropna().nunique() == 3
    again = measured(table(colour_of_team=names[::-1]), ["choices"], choices=["colour_of_team"])
    assert again.values["colour_of_team"].tolist()[::-1] == pytest.approx(
        codes.tolist(), nan_ok=True
    )


@pytest.mark.parametrize(
    "odd", [[1, "a", None, "a"], [["x"], ["y"], None, ["y"]], [True, 2.5, pd.NA, 2.5]]
)
def test_a_column_of_anything_is_compared_by_what_is_alike(odd):
    codes = measured(table(any=odd), ["choices"], choices=["any"]).values["any"]
    assert codes.isna().tolist() == [False, False, True, False]
    assert codes.iloc[1] == codes.iloc[3] != codes.iloc[0]


@pytest.mark.parametrize("name", ["sex", "Gender", "age_group", "nationality"])
def test_a_protected_trait_is_never_compared(name):
    assert is_protected(name)
    people = table(**{name: ["a", "b"], "level_ai": [1, 2]})
    assert list(measured(people, BLOCKS).values.columns) == ["level_ai"]
    with pytest.raises(NotAllowed, match=f'"{name}", a protected trait.*who is alike'):
        measured(people, ["choices"], choices=[name])


def test_blocks_and_columns_that_are_not_there_are_told_with_those_that_are():
    people = table(level_ai=[1, 2], languages=["en", "de"])
    with pytest.raises(UnknownName, match='no block of features "level"') as told:
        measured(people, ["level"])
    assert '"levels"' in str(told.value)
    with pytest.raises(UnknownName, match='no column "langauges"') as told:
        measured(people, ["choices"], choices=["langauges"])
    assert '"languages"' in str(told.value)


def test_the_usual_choices_may_be_missing_and_wishes_that_nobody_was_asked_for_are_said():
    people = pd.DataFrame({"person_id": ["a", "b"], "level_ai": [1, 2]})
    found = measured(people, ["wishes", "choices"])
    assert found.features == ()
    assert found.notes == ("Nobody was asked what they would like to talk about.",)


def test_naming_a_column_twice_measures_it_once():
    people = table(languages=["en", "de"])
    found = measured(people, ["choices", "choices"], choices=["languages", "languages"])
    assert found.features == measured(people, ["choices"], choices="languages").features
    assert [f.name for f in found.features] == ["languages=de", "languages=en"]


def test_a_part_of_the_features_keeps_its_values_and_notes():
    found = measured(everything(), ["levels", "wishes"])
    part = found.of({"level_chat", "wish_1"})
    assert [f.name for f in part.features] == ["level_chat", "wish_1"] == list(part.values.columns)
    assert part.notes == found.notes
    assert repr(part) == "<Measured: features 2>"
