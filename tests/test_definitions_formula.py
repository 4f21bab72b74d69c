"""Formulas over answers: what may stand in them, and what they give."""

import ast
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rmkit.definitions.formula import Formula


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("8 / 4 / 2", 1),
        ("10 - 3 - 2", 5),
        ("-a + 5", 3),
        ("- - a", 2),
        ("mean(a, b)", 3),
        ("sum(a, b, 1.5)", 7.5),
        ("min(a, b) * 10 + max(a, b)", 24),
        ("reverse(a) + b", 8),
        ("a / (b - 4)", None),
        ("gone + a", None),
        ("mean(gone, a)", 2),
        ("sum(gone)", None),
        ("mean(gone + a, b)", 4),
        ("max(a, 2 * b) - gone", None),
        ("9" * 299 + " * " + "9" * 299, None),
    ],
)
def test_a_formula_gives_what_arithmetic_gives(text, expected):
    formula = Formula.parse(text, names={"a", "b", "gone"})
    values = {"a": 2, "b": 4.0, "gone": None}
    assert formula.value(values, bounds={"a": (1, 5)}) == expected


def test_nan_counts_as_missing():
    assert Formula.parse("mean(a, b)").value({"a": float("nan"), "b": 4}) == 4
    assert Formula.parse("a + b").value({"a": float("nan"), "b": 4}) is None


def test_the_names_of_a_formula_are_known():
    formula = Formula.parse("mean(trust, reverse(waste)) + sum(trust)")
    assert formula.names == {"trust", "waste"}
    assert formula.turned == {"waste"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("__import__('os').system('touch PWNED')", "only names of questions"),
        ("a.b", "is not allowed"),
        ("a[0]", "is not allowed"),
        ("a ** b", "something is missing before *"),
        ("a b", "b is not expected"),
        ("eval(a)", "eval( ) is not known"),
        ("mean()", "something is missing before )"),
        ("mean(a", "a ) is missing"),
        ("(a", "a ) is missing"),
        ("a +", "breaks off"),
        ("", "breaks off"),
        ("reverse(a + b)", "reverse( ) takes the name of one question"),
        ("reverse(3)", "reverse( ) takes the name of one question"),
        ("lambda: a", "is not allowed"),
        ("a if b else c", "is not expected"),
        ("A", "is not allowed"),
        ("trist + a", 'there is no question trist. Did you mean "trust"?'),
        ("(" * 200 + "a" + ")" * 200, "more than 300 names"),
        ("(" * 40 + "a" + ")" * 40, "nested more than"),
        ("-" * 100 + "a", "nested more than"),
        ("+".join(["a"] * 1000), "more than 300 names"),
    ],
)
def test_nothing_else_can_stand_in_a_formula(text, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        Formula.parse(text, names={"a", "b", "c", "trust"})


@given(st.text("ab12.+-*/(), meansumireverse_'[]", max_size=40))
@settings(max_examples=200)
def test_any_text_is_a_formula_or_refused(text):
    try:
        formula = Formula.parse(text)
    except ValueError:
        return
    value = formula.value({"a": 1, "b": 2}, bounds=dict.fromkeys(formula.names, (1, 5)))
    assert value is None or isinstance(value, float | int)


expressions = st.recursive(
    st.sampled_from(["a", "b", "3", "0.5"]),
    lambda inner: (
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})")
        | inner.map(lambda x: f"-{x}")
    ),
    max_leaves=8,
)


@given(expressions, st.integers(-5, 5), st.integers(-5, 5))
@settings(max_examples=200)
def test_arithmetic_agrees_with_python(text, a, b):
    formula = Formula.parse(text)
    try:
        expected = eval(compile(ast.parse(text, mode="eval"), "", "eval"), {"a": a, "b": b})
    except ZeroDivisionError:
        assert formula.value({"a": a, "b": b}) is None
    else:
        assert formula.value({"a": a, "b": b}) == pytest.approx(expected)
