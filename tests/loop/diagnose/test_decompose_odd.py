"""Odd figures and constant factors: refused by name, or shared as everything else."""

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.decompose_tree import decompose_tree

BEFORE, AFTER = {"a": [2.0, 3.0], "b": [5.0, 4.0]}, {"a": [4.0, 3.0], "b": [6.0, 1.0]}


def parts(result):
    return result.frame().set_index("factor")["contribution"]


@pytest.mark.parametrize(("formula", "times"), [("a * b * 2", 2), ("-0.5 * a * b", -0.5), ("-a * b", -1)])
@pytest.mark.parametrize("method", ["lmdi", "lmdi_multiplicative"])
def test_a_constant_factor_scales_the_contributions_and_has_none(formula, times, method):
    plain = decompose(BEFORE, AFTER, formula="a * b", method=method)
    scaled = decompose(BEFORE, AFTER, formula=formula, method=method)
    assert (scaled.method, scaled.reason) == (method, "")
    # What multiplies up to a ratio is the same ratio.
    expected = parts(plain) * (times if method == "lmdi" else 1)
    assert parts(scaled).to_dict() == pytest.approx(expected.to_dict())
    whole = parts(scaled).sum() if method == "lmdi" else parts(scaled).prod()
    assert whole == pytest.approx(scaled.total)


def test_a_constant_stays_in_price_volume_and_mix():
    plain = decompose(BEFORE, AFTER, formula="a * b", method="price_volume_mix")
    scaled = decompose(BEFORE, AFTER, formula="100 * a * b", method="price_volume_mix")
    assert parts(scaled).to_dict() == pytest.approx((100 * parts(plain)).to_dict())


def test_a_constant_stays_in_the_factors_of_a_rate():
    plain = decompose(BEFORE, AFTER, formula="sum(a * b) / sum(b)")
    scaled = decompose(BEFORE, AFTER, formula="sum(3 * a * b) / sum(2 * b)")
    assert list(parts(scaled).index) == ["a", "(mix)"]
    assert parts(scaled).to_dict() == pytest.approx((1.5 * parts(plain)).to_dict())
    assert parts(scaled).sum() == pytest.approx(scaled.total)


@pytest.mark.parametrize("formula", ["2 * 3 * a", "a * b / 4", "-a * b * 2", "c * 2 + (2 * 3) * a"])
def test_a_constant_stays_in_a_tree(formula):
    before, after = ({**side, "c": [1.0, 2.0]} for side in (BEFORE, AFTER))
    found = decompose_tree(before, after, formulas={"root": formula}, root="root")
    nodes = found.frame()
    assert nodes.loc[nodes["leaf"], "contribution"].sum() == pytest.approx(nodes["contribution"].iloc[0])


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        ("1", "a == '1' before is a text"),
        (1 + 2j, r"a == .*1\+2j.* before is complex"),
        (np.complex64(1j), "is complex"),
        (10**400, "'a' before holds a number that is too large"),
        (pd.Timestamp("2025-01-01"), "no number"),
    ],
)
def test_what_is_no_real_number_is_refused(figure, problem):
    with pytest.raises(InputError, match=problem):
        decompose({"a": figure, "b": 1}, {"a": 1, "b": 1}, formula="a * b")


@pytest.mark.parametrize("kind", ["object", "string", "category"])
def test_digits_in_a_column_of_texts_are_refused_with_their_row(kind):
    before = pd.DataFrame({"a": pd.Series(["1", "2"], dtype=kind), "b": [1, 2]}).set_axis(["x", "y"])
    with pytest.raises(InputError, match="a == '1' before in row 'x' is a text"):
        decompose(before, before.assign(a=1), formula="a * b")


@pytest.mark.parametrize(
    "figures", [[Decimal(2), 3], np.array([2, 3], dtype="float32"), pd.array([2, 3], dtype="Int64")]
)
def test_numbers_of_any_kind_are_read(figures):
    assert decompose({"a": figures, "b": [1, 1]}, {"a": [5, 5], "b": [1, 1]}, formula="a * b").total == 5


@pytest.mark.parametrize("method", ["lmdi", "shapley", "chain", "price_volume_mix"])
def test_rows_that_sum_beyond_the_range_of_floats_are_refused(method):
    before, after = ({"b": [1.0, 1.0], "a": [each, each]} for each in (1.0, 1.7e308))
    with pytest.raises(InputError, match="beyond the range of floats"):
        decompose(before, after, formula="b * a", method=method)


def test_figures_too_far_apart_for_a_logarithm_are_refused():
    before, after = {"a": 1e-300, "b": 1}, {"a": 1e300, "b": 1}
    with pytest.raises(InputError, match="contribution of a is beyond the range of floats"):
        decompose(before, after, formula="a * b")
    with pytest.raises(InputError, match="contribution of root.* is beyond the range of floats"):
        decompose_tree(before, after, formulas={"root": "a * b"}, root="root")


def test_a_product_that_underflows_is_not_taken_for_nothing():
    with pytest.raises(InputError, match="product of a, b is beyond the range of floats"):
        decompose({"a": 1e-200, "b": 1e-200}, {"a": 1, "b": 1}, formula="a * b")


@pytest.mark.parametrize("kind", ["object", "category"])
def test_groups_keep_rows_whose_key_is_missing(kind):
    keys = pd.DataFrame({"k": pd.Series(["x", None, "z"], dtype=kind), "q": [None, "s", "s"]})
    before, after = keys.assign(a=[1.0, 2, 3], b=1.0), keys.assign(a=[4.0, 7, 3], b=1.0)
    found = decompose(before, after, formula="a * b", by=("k", "q"))
    wide = found.groups()
    assert list(wide.columns) == ["k", "q", "a", "b", "total"]
    assert sorted(wide["total"]) == [0, 3, 5]
    assert wide.loc[wide["k"].isna(), ["q", "total"]].to_numpy().tolist() == [["s", 5.0]]
    assert wide["total"].sum() == pytest.approx(found.total)


def test_without_keys_all_rows_are_one_group():
    found = decompose(BEFORE, AFTER, formula="a * b")
    assert list(found.detail.columns) == ["factor", "contribution"]
    assert found.groups()["total"].tolist() == pytest.approx([found.total])


def test_money_without_volume_is_refused_rather_than_dropped():
    before = pd.DataFrame({"product": ["a", "service"], "revenue": [100.0, 500], "units": [10.0, 0]})
    after = pd.DataFrame({"product": ["a", "service"], "revenue": [110.0, 900], "units": [10.0, 0]})
    with pytest.raises(InputError, match="500 over a volume of 0 before: it has no price"):
        decompose(before, after, formula="revenue", volume="units", by=["product"], method="price_volume_mix")
