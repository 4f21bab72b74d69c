"""What every analysis gives back, and what so few people allow to be said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from rmkit.errors import FaultsFound, TooFewPeople, UnknownName
from rmkit.outcomes import Estimate, Result
from rmkit.outcomes.small_numbers import RULES, weighed
from rmkit.outcomes.values_in import both_waves, enough, one_column
from tests.outside import oracles

ROWS = (
    Estimate(
        "change", "Mean change", 0.4213, 0.1, 0.742,
        se=0.15, statistic=2.8, statistic_name="t", df=9, p=0.0123, unit="levels",
    ),
    Estimate(
        "ratio", "Ratio of variances", 1.5,
        statistic=1.5, statistic_name="F", df=(3, 20), p=0.0004, n=7,
    ),
    Estimate("unknown", "Reliability", float("nan")),
)  # fmt: skip


def result(**more):
    given = {
        "title": "Change between two waves",
        "method": "Paired t-test.",
        "rows": ROWS,
        "n_used": 10,
        "dropped": {"no value after": 3, "no value before": 0},
        "assumptions": ("differences are alike",),
        "warnings": ("10 are few.",),
        "limits": ("A change is not an effect.",),
        "reference": "Student (1908).",
    } | more
    return Result(**given)


def test_a_row_is_found_by_its_id_and_an_unknown_id_is_told():
    assert result()["change"].value == pytest.approx(0.4213)
    assert "ratio" in result()
    assert [row.id for row in result()] == ["change", "ratio", "unknown"]
    with pytest.raises(UnknownName, match=r"chance.*change"):
        result()["chance"]


def test_the_table_holds_every_number_of_every_row():
    table = result().table()
    numbers = ["value", "low", "high", "se", "statistic", "df", "p", "n"]
    assert table.loc["change", numbers].tolist() == [
        0.4213, 0.1, 0.742, 0.15, 2.8, 9.0, 0.0123, 10,
    ]  # fmt: skip
    assert table.loc["ratio", ["df", "df2", "n"]].tolist() == [3, 20, 7]
    assert np.isnan(table.loc["unknown", "value"])


def test_the_text_says_who_was_left_out_and_every_limit():
    text = result().text()
    assert "Mean change 0.42 levels (95 % interval 0.10 to 0.74), p = .012" in text
    assert "reliability cannot be told" in text
    assert "10 people, 3 left out (no value after: 3)." in text
    assert "no value before" not in text
    for part in (
        "10 are few.",
        "A change is not an effect.",
        "differences are alike",
        "Student (1908).",
    ):
        assert part in text


def test_a_result_cannot_be_changed_and_prints_no_table():
    made = result(tables={"weights": pd.DataFrame({"person": ["Ana"]})})
    with pytest.raises(TypeError):
        made.tables["more"] = pd.DataFrame()
    assert "Ana" not in repr(made)
    assert made.warned("10 are few.", "more").warnings == ("10 are few.", "more")


def test_what_is_shown_in_a_notebook_holds_numbers_and_limits_as_text():
    html = result(title="<b>Change</b>")._repr_html_()
    assert "&lt;b&gt;Change" in html
    assert "0.10 to 0.74 (95 %)" in html
    assert "t(9) = 2.80" in html
    assert "F(3, 20) = 1.50" in html
    assert "&lt; .001" in html
    assert "A change is not an effect." in html


def test_too_few_differences_take_the_p_value_and_say_why():
    rows, warnings = weighed(ROWS, differences_not_zero=5)
    assert [row.p for row in rows] == [None, None, None]
    assert rows[0].low == pytest.approx(0.1)
    assert len(warnings) == 1
    assert "5 differences" in warnings[0]
    assert weighed(ROWS, differences_not_zero=6) == (ROWS, ())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.of} {rule.least}")
def test_every_rule_speaks_below_its_number_and_not_from_it_on(rule):
    _, warnings = weighed(ROWS, **{rule.of: rule.least - 1})
    assert warnings
    _, from_there_on = weighed(ROWS, **{rule.of: max(r.least for r in RULES if r.of == rule.of)})
    assert not from_there_on
    with pytest.raises(ValueError, match="no rule counts"):
        weighed(ROWS, nobody=3)


def test_two_series_are_joined_by_id_and_arrays_by_position():
    before = pd.Series([1.0, 2.0, np.nan], index=["a", "b", "c"])
    after = pd.Series([5.0, 4.0, 3.0], index=["c", "a", "d"])
    both = both_waves(before, after)
    assert both.before.tolist() == [1.0]
    assert both.after.tolist() == [4.0]
    assert {k: v for k, v in both.dropped.items() if v} == {
        "only in before": 1, "only in after": 1, "no value before": 1,
    }  # fmt: skip
    assert both_waves([1, None, 3], [2, 3, np.nan]).after.tolist() == [2.0]


def test_every_fault_of_the_input_is_told_by_place_and_never_by_value():
    with pytest.raises(FaultsFound) as told:
        one_column("before", [1, "secret", 9, np.inf, 3], scale=(1, 5))
    assert "values 2, 4 (counted from 1): is not a number" in str(told.value)
    assert "value 3 (counted from 1): does not lie on the scale from 1 to 5" in str(told.value)
    assert "secret" not in str(told.value)
    with pytest.raises(FaultsFound, match="has 2 values, and after has 3"):
        both_waves([1, 2], [1, 2, 3])
    with pytest.raises(FaultsFound, match="index label twice"):
        both_waves(pd.Series([1, 2], index=["a", "a"]), pd.Series([1, 2], index=["a", "b"]))
    with pytest.raises(FaultsFound, match="one value a person"):
        one_column("before", [[1, 2], [3, 4]])
    with pytest.raises(TooFewPeople, match="There are 1 people with both values"):
        enough(1, 2)


def test_there_are_42_reference_entries():
    assert len(oracles()) == 42
