"""Formulas over KPIs."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.expression import parse_formula
from diagnostics.errors import InputError, UnknownNameError


def test_a_formula_is_evaluated_on_numbers_arrays_and_series():
    formula = parse_formula("(a + b) * c / 2 - 1")
    assert formula.evaluate({"a": 1, "b": 2.0, "c": 4}) == 5.0
    array = formula.evaluate({"a": np.array([1.0, 2.0]), "b": 2.0, "c": 4})
    assert array.tolist() == [5.0, 7.0]
    series = formula.evaluate({"a": pd.Series([1.0, 2.0], index=[7, 9]), "b": 2.0, "c": 4})
    assert series.to_dict() == {7: 5.0, 9: 7.0}


@pytest.mark.parametrize("zero", [0, 0.0, -0.0])
def test_a_division_by_nought_is_missing_and_never_infinite(zero):
    formula = parse_formula("a / b")
    assert math.isnan(formula.evaluate({"a": 1.0, "b": zero}))
    assert np.isnan(formula.evaluate({"a": np.array([1.0, 0.0]), "b": np.array([zero, zero])})).all()
    assert formula.evaluate({"a": pd.Series([1.0, 4.0]), "b": pd.Series([zero, 2.0])}).tolist()[1] == 2.0
    assert formula.evaluate({"a": pd.Series([1.0]), "b": pd.Series([zero])}).isna().all()


def test_a_missing_part_makes_the_value_missing():
    assert math.isnan(parse_formula("a + b").evaluate({"a": None, "b": 1.0}))
    assert parse_formula("a + b").evaluate({"a": pd.Series([math.nan, 1.0]), "b": 1.0}).isna().tolist() == [True, False]


def test_an_overflow_is_missing():
    assert np.isnan(parse_formula("a / b").evaluate({"a": np.array([1.0]), "b": np.array([2.2e-313])})).all()
    assert math.isnan(parse_formula("a * a").evaluate({"a": 1e200}))
    assert math.isnan(parse_formula("a / b").evaluate({"a": 1e300, "b": 1e-300}))


def test_a_kpi_without_a_value_is_named():
    with pytest.raises(UnknownNameError, match="Unknown KPI 'basket' in formula 'traffic \\* basket'"):
        parse_formula("traffic * basket").evaluate({"traffic": 1.0})


@pytest.mark.parametrize(
    ("text", "factors"),
    [
        ("a * b * c", (("a", 1), ("b", 1), ("c", 1))),
        ("a / b", (("a", 1), ("b", -1))),
        ("a / (b / c)", (("a", 1), ("b", -1), ("c", 1))),
        ("a", (("a", 1),)),
        ("a + b", None),
        ("a * b * 100", (("a", 1), ("b", 1))),
        ("-a / 2 * b", (("a", 1), ("b", 1))),
        ("a / 0", None),
        ("a * 1e300 * 1e300", None),
        ("a * b + 2", None),
        ("a * a", None),
        ("a * (b - c)", None),
    ],
)
def test_factors_are_those_of_a_pure_product(text, factors):
    assert parse_formula(text).factors() == factors


@pytest.mark.parametrize(
    ("text", "coefficient"),
    [
        ("a * b", 1),
        ("a / b * 100", 100),
        ("-2 * a / 4", -0.5),
        ("-a * -(b / 2)", 0.5),
        ("2 / a", 2),
        ("a / (2 / b)", 0.5),
    ],
)
def test_the_constants_of_a_product_are_its_coefficient(text, coefficient):
    formula = parse_formula(text)
    values = {"a": 3.0, "b": 5.0}
    product = math.prod(values[name] ** power for name, power in formula.factors())
    assert formula.coefficient == coefficient
    assert formula.evaluate(values) == pytest.approx(coefficient * product)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("sum(a)", "Unknown function 'sum'"),
        ("a > b", r"\+ - \* /"),
        ("a + 'x'", "got a text"),
        ("a is null", r"\+ - \* /"),
        ("case when a > 1 then a else b end", r"\+ - \* /"),
        ("1 + 2", "at least one KPI"),
        ("", "is empty"),
        ("a b", "can't be read"),
        ("a; b", "one expression only"),
        ("a -- b", "Comments"),
        ("true", r"\+ - \* /"),
    ],
)
def test_anything_but_arithmetic_over_kpis_is_refused(text, problem):
    with pytest.raises(InputError, match=problem):
        parse_formula(text)


@given(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3))
def test_scalars_arrays_and_series_agree(values):
    formula = parse_formula("a * b / c - a")
    names = dict(zip("abc", values, strict=True))
    scalar = formula.evaluate(names)
    array = formula.evaluate({key: np.array([each]) for key, each in names.items()})[0]
    series = formula.evaluate({key: pd.Series([each]) for key, each in names.items()})[0]
    np.testing.assert_equal([array, series], [scalar, scalar])


@given(st.lists(st.floats(0.1, 1e3), min_size=3, max_size=3))
def test_a_product_equals_its_factors(values):
    formula = parse_formula("a * b / c")
    names = dict(zip("abc", values, strict=True))
    product = math.prod(names[name] ** power for name, power in formula.factors())
    assert formula.evaluate(names) == pytest.approx(product)
