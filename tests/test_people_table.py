"""The table of people: one form for what is right, every fault at once for what is wrong."""

import contextlib

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rmkit.errors import FaultsFound
from rmkit.people import validate


def people(**columns):
    n = max((len(v) for v in columns.values() if isinstance(v, list)), default=2)
    base = {"person_id": [f"p{i}" for i in range(n)], "role": ["mentor"] * n}
    return pd.DataFrame(base | columns)


def faults(table, **kwargs):
    with pytest.raises(FaultsFound) as caught:
        validate(table, **kwargs)
    return caught.value.faults


def test_every_known_column_is_there_with_its_type():
    table = validate(people(level_b=[1, None], target_a=[4, 5], style_calm=["2", " "], x=[[1], 2]))
    assert list(table.columns) == [
        "person_id", "role", "organisation", "site", "department", "manager_id", "languages",
        "slots", "communication", "capacity", "level_b", "target_a", "topics", "expectations",
        "style_calm", "seniority_years", "cluster", "x",
    ]  # fmt: skip
    whole = ["capacity", "level_b", "target_a", "style_calm", "cluster"]
    assert {str(table[name].dtype) for name in whole} == {"Int64"}
    assert str(table["seniority_years"].dtype) == "Float64"
    assert {str(table[name].dtype) for name in table.columns[:9]} == {"str"}
    assert table["style_calm"].tolist() == [2, pd.NA]


def test_all_faults_are_told_at_once_with_row_column_and_value():
    table = people(
        person_id=["a", "a", None, "d"],
        role=["Mentor", "boss", "mentee", None],
        level_ai=[6, "three", 3.5, 4],
        capacity=[1, -2, True, 3],
        languages=["en", "en,es", "none;en", None],
        seniority_years=[np.inf, 200, 3.5, "7"],
        manager_id=["b", None, None, "d"],
    )
    found = {(f.row, f.column, f.value) for f in faults(table)}
    assert found == {
        (3, "person_id", "a"),
        (4, "person_id", None),
        (2, "role", "Mentor"),
        (3, "role", "boss"),
        (5, "role", None),
        (2, "level_ai", "6"),
        (3, "level_ai", "three"),
        (4, "level_ai", "3.5"),
        (3, "capacity", "-2"),
        (4, "capacity", "True"),
        (3, "languages", "en,es"),
        (4, "languages", "none;en"),
        (2, "seniority_years", "inf"),
        (3, "seniority_years", "200"),
        (5, "manager_id", "d"),
    }


def test_a_fault_says_what_to_do():
    (fault,) = faults(people(level_ai=[6, 1]))
    expected = (
        'row 2, column "level_ai": "6" is not a level. Levels run from 1 (none) to 5 (expert).'
    )
    assert str(fault) == expected
    (fault,) = faults(people(role=["mentro", "mentor"]))
    assert 'Did you mean "mentor"?' in fault.fix


def test_what_somebody_wrote_is_never_told():
    (fault,) = faults(people(topics=[["my divorce"], "x"]))
    assert fault.value is None
    assert "divorce" not in str(fault)


def test_missing_and_doubled_columns_are_faults():
    assert [f.column for f in faults(pd.DataFrame({"role": ["mentor"]}))] == ["person_id"]
    (fault,) = faults(pd.DataFrame({"person": ["a"], "role": ["mentor"]}))
    assert "Did you mean" not in str(fault) or "person" in fault.fix
    doubled = pd.DataFrame([["a", "mentor", "mentor"]], columns=["person_id", "role", "role"])
    assert [f.column for f in faults(doubled)] == ["role"]


def test_nobody_is_a_valid_table():
    table = validate(pd.DataFrame(columns=["person_id", "role", "level_ai"]))
    assert len(table) == 0
    assert str(table["level_ai"].dtype) == "Int64"


def test_the_role_need_not_be_there_where_it_is_not_asked_for():
    table = validate(pd.DataFrame({"person_id": ["a"]}), required=["person_id"])
    assert table["role"].isna().all()


def test_ids_that_a_program_read_as_numbers_are_texts_again():
    frame = pd.DataFrame({"role": "mentee"}, index=pd.Index([7.0, 10.0], name="person_id"))
    assert validate(frame)["person_id"].tolist() == ["10", "7"]


def test_the_same_letters_composed_differently_are_the_same_person():
    assert [f.column for f in faults(people(person_id=["José", "José"]))] == ["person_id"]


def test_the_table_that_was_given_is_not_changed():
    given_table = people(languages=["es; en", ""])
    before = given_table.copy()
    validate(given_table)
    pd.testing.assert_frame_equal(given_table, before)


levels = st.none() | st.integers(1, 5)


@given(
    st.lists(st.tuples(levels, levels, st.sampled_from(["en", "es;en", "none", None])), max_size=6),
    st.randoms(),
)
def test_validating_twice_or_in_another_order_gives_the_same(rows, random):
    table = people(
        person_id=[f"p{i}" for i in range(len(rows))],
        role=["either"] * len(rows),
        level_ai=[r[0] for r in rows],
        target_ai=[r[1] for r in rows],
        languages=[r[2] for r in rows],
    )
    once = validate(table)
    order = list(range(len(rows)))
    random.shuffle(order)
    columns = list(table.columns)
    random.shuffle(columns)
    pd.testing.assert_frame_equal(validate(once), once)
    pd.testing.assert_frame_equal(validate(table.iloc[order][columns]), once)


@given(
    st.lists(
        st.one_of(
            st.integers(), st.floats(), st.text(max_size=5), st.booleans(), st.just(10**400),
            st.just("9" * 400), st.lists(st.integers(), max_size=1), st.just(pd.Timestamp(0)),
        ),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_any_cell_is_a_level_or_missing_or_a_fault(cells):
    table = people(level_ai=cells)
    kept = None
    with contextlib.suppress(FaultsFound):
        kept = validate(table)["level_ai"]
    assert kept is None or kept.dropna().between(1, 5).all()
