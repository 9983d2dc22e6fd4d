"""Driver decompositions: published numbers, sums, reversals, refusals."""

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.decompose import decompose

SEGMENTS = pd.DataFrame({"segment": ["one", "two"], "a": [1, 4], "b": [10, 5], "c": [2, 3]})
FIRST_STEP = pd.DataFrame({"segment": ["one", "two"], "a": [4, 5], "b": [5, 6], "c": [3, 4]})
SECOND_STEP = pd.DataFrame({"segment": ["one", "two"], "a": [8, 5], "b": [2, 7], "c": [4, 5]})
SHOP = ({"traffic": 10000, "rate": 0.12, "basket": 80}, {"traffic": 8500, "rate": 0.13, "basket": 76})

FORMULAS = {
    "a * b - c * d": lambda a, b, c, d: a * b - c * d,
    "a * b * c * d": lambda a, b, c, d: a * b * c * d,
    "(a + b) * (c - d)": lambda a, b, c, d: (a + b) * (c - d),
}

positive = st.floats(0.01, 1e6)
not_negative = st.one_of(st.just(0.0), positive)
any_sign = st.one_of(not_negative, positive.map(lambda each: -each))


def rows(figures, names="abc"):
    return st.lists(st.tuples(*[figures] * (2 * len(names))), min_size=1, max_size=4).map(
        lambda each: tuple(
            pd.DataFrame(
                [row[side * len(names) : (side + 1) * len(names)] for row in each], columns=list(names)
            ).assign(row=range(len(each)))
            for side in (0, 1)
        )
    )


def contributions(result):
    return result.frame().set_index("factor")["contribution"]


def assert_sums(result):
    parts = contributions(result)
    size = max(abs(result.before), abs(result.after), parts.abs().sum())
    assert parts.sum() == pytest.approx(result.after - result.before, abs=1e-9 * size, rel=0)


@pytest.mark.parametrize(
    ("before", "after", "expected", "total"),
    [
        (SEGMENTS, FIRST_STEP, [69.79006598, -9.45512579, 39.66505981], 100),
        (FIRST_STEP, SECOND_STEP, [42.96021467, -34.31902656, 50.3588119], 59),
    ],
)
def test_published_lmdi_of_three_factors_and_two_subcategories(before, after, expected, total):
    result = decompose(before, after, formula="a * b * c", by=("segment",))
    assert list(contributions(result)) == pytest.approx(expected, abs=5e-9)
    assert result.total == pytest.approx(total)
    assert (result.method, result.reason) == ("lmdi", "")


def test_published_multiplicative_lmdi():
    result = decompose(SEGMENTS, FIRST_STEP, formula="a * b * c", by=("segment",), method="lmdi_multiplicative")
    assert list(contributions(result)) == pytest.approx([1.761117821, 0.926191306, 1.379410116], abs=5e-10)
    assert contributions(result).prod() == pytest.approx(result.total)


def test_published_chain_of_a_shop():
    result = decompose(*SHOP, formula="traffic * rate * basket", method="chain")
    assert list(contributions(result)) == pytest.approx([-14_400, 6_800, -4_420])
    assert (result.before, result.after) == pytest.approx((96_000, 83_980))
    assert list(result.frame()["before"]) == [10000, 0.12, 80]


def test_chain_follows_the_order_of_the_formula():
    turned = decompose(*SHOP, formula="basket * rate * traffic", method="chain")
    assert list(turned.frame()["factor"]) == ["basket", "rate", "traffic"]
    assert contributions(turned)["basket"] == pytest.approx(10000 * 0.12 * -4)


def test_a_quotient_is_a_product_too():
    result = decompose({"won": 20, "asked": 100}, {"won": 30, "asked": 200}, formula="won / asked")
    assert result.method == "lmdi"
    assert contributions(result)["asked"] < 0 < contributions(result)["won"]
    assert_sums(result)


def test_a_sum_is_shared_by_its_parts():
    result = decompose({"a": 1, "b": 5, "c": 2}, {"a": 4, "b": 6, "c": 7}, formula="a + b - c")
    assert (result.method, result.reason) == ("shapley", "sum_of_parts")
    assert list(contributions(result)) == pytest.approx([3, 1, -5])
    mixed = decompose({"a": 1, "b": 5, "c": 2}, {"a": 4, "b": 6, "c": 7}, formula="a + b * c")
    assert (mixed.method, mixed.reason) == ("shapley", "not_a_product")


def test_negative_figures_go_to_shapley_and_it_is_said():
    result = decompose({"a": -2, "b": 3}, {"a": 4, "b": 5}, formula="a * b")
    assert (result.asked, result.method, result.reason) == ("lmdi", "shapley", "negative_values")
    assert list(contributions(result)) == pytest.approx([6 * 4, 2 * 1])


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[any_sign] * 4))
def test_shapley_of_two_factors_is_the_midpoint_rule(figures):
    a0, b0, a1, b1 = figures
    parts = contributions(decompose({"a": a0, "b": b0}, {"a": a1, "b": b1}, formula="a * b", method="shapley"))
    size = max(map(abs, figures)) ** 2
    assert parts["a"] == pytest.approx((a1 - a0) * (b0 + b1) / 2, abs=1e-9 * size)
    assert parts["b"] == pytest.approx((b1 - b0) * (a0 + a1) / 2, abs=1e-9 * size)


@settings(max_examples=20, deadline=None)
@given(rows(not_negative), st.sampled_from(["lmdi", "shapley", "chain"]))
def test_contributions_sum_to_the_gap(frames, method):
    assert_sums(decompose(*frames, formula="a * b * c", by=("row",), method=method))


@settings(max_examples=20, deadline=None)
@given(rows(any_sign), st.sampled_from(["a * b - c", "a * b * c", "(a + b) * c", "a * (b - c) + 2 * a"]))
def test_contributions_sum_to_the_gap_of_any_formula(frames, formula):
    result = decompose(*frames, formula=formula, by=("row",))
    assert result.method == "shapley" or result.reason == ""
    assert_sums(result)


@settings(max_examples=20, deadline=None)
@given(rows(positive, "ab"))
def test_a_quotient_sums_too(frames):
    assert_sums(decompose(*frames, formula="a / b", by=("row",)))


@settings(max_examples=20, deadline=None)
@given(rows(not_negative), st.sampled_from(["lmdi", "shapley"]))
def test_reversing_time_turns_the_signs(frames, method):
    before, after = frames
    there = decompose(before, after, formula="a * b * c", by=("row",), method=method)
    back = decompose(after, before, formula="a * b * c", by=("row",), method=method)
    size = contributions(there).abs().max()
    np.testing.assert_allclose(contributions(there), -contributions(back), atol=1e-9 * max(size, 1e-300))


@settings(max_examples=20, deadline=None)
@given(rows(not_negative))
def test_the_order_of_rows_does_not_matter(frames):
    before, after = frames
    turned = decompose(before.iloc[::-1], after, formula="a * b * c", by=("row",))
    pd.testing.assert_frame_equal(turned.frame(), decompose(before, after, formula="a * b * c", by=("row",)).frame())


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[not_negative] * 6))
def test_a_zero_is_the_limit_of_a_small_figure(figures):
    before, after = dict(zip("abc", figures[:3], strict=True)), dict(zip("abc", figures[3:], strict=True))
    zeros = [side[name] == 0 for side in (before, after) for name in side]
    assume(any(zeros) and sum(zeros) < 6)
    # The limit is reached like 1 / log(small): exact zeros go with a figure that no float is smaller than.
    small = 1e-290
    near = [{name: each or small ** (1 / 3) for name, each in side.items()} for side in (before, after)]
    exact, limit = decompose(before, after, formula="a * b * c"), decompose(*near, formula="a * b * c")
    size = max(exact.before, exact.after, 1e-9)
    np.testing.assert_allclose(contributions(exact) / size, contributions(limit) / size, atol=0.25)


def test_what_comes_from_nothing_belongs_to_the_factor_that_was_zero():
    result = decompose({"a": 0, "b": 5}, {"a": 3, "b": 4}, formula="a * b")
    assert list(contributions(result)) == [12, 0]
    both = decompose({"a": 0, "b": 0}, {"a": 3, "b": 4}, formula="a * b")
    assert list(contributions(both)) == [6, 6]
    gone = decompose({"a": 3, "b": 4}, {"a": 0, "b": 9}, formula="a * b")
    assert list(contributions(gone)) == [-12, 0]


def test_new_and_vanished_rows_have_their_own_lines():
    before = pd.DataFrame({"store": ["x", "gone"], "a": [2, 5], "b": [3, 1]})
    after = pd.DataFrame({"store": ["x", "born"], "a": [4, 7], "b": [3, 2]})
    result = decompose(before, after, formula="a * b", by=("store",))
    assert list(result.frame()["factor"]) == ["a", "b", "(new)", "(vanished)"]
    assert list(contributions(result)) == pytest.approx([6, 0, 14, -5])
    assert result.total == pytest.approx(26 - 11)
    assert set(result.detail.columns) == {"store", "factor", "contribution"}
    assert result.detail["contribution"].sum() == pytest.approx(result.total)


def test_factors_that_do_not_move_cost_nothing():
    names = [f"f{each}" for each in range(30)]
    before = dict.fromkeys(names, 1.0)
    after = {**before, "f3": 2.0, "f7": -1.0}
    parts = contributions(decompose(before, after, formula=" + ".join(names)))
    assert parts["f3"] == pytest.approx(1)
    assert parts["f7"] == pytest.approx(-2)
    everything = dict.fromkeys(names, 2.0)
    assert list(contributions(decompose(before, everything, formula=" + ".join(names)))) == pytest.approx([1] * 30)
    with pytest.raises(InputError, match="17 factors change"):
        decompose({**before, "f0": -1.0}, {**before, **dict.fromkeys(names[:17], 2.0)}, formula=" * ".join(names))


def test_figures_that_cannot_be_decomposed_are_refused():
    with pytest.raises(InputError, match="b == nan before; a decomposition needs finite figures"):
        decompose({"a": 1, "b": None}, {"a": 1, "b": 2}, formula="a * b")
    with pytest.raises(InputError, match="a == inf after in row 'one'"):
        decompose(SEGMENTS, FIRST_STEP.assign(a=[np.inf, 1]), formula="a * b * c", by=("segment",))
    with pytest.raises(
        UnknownNameError, match=r"Unknown column 'basket' in the figures after\. Did you mean 'baskets'"
    ):
        decompose(SHOP[0], {"traffic": 1, "rate": 1, "baskets": 2}, formula="traffic * rate * basket")
    with pytest.raises(InputError, match="Row 'one' is twice in the figures before"):
        decompose(pd.concat([SEGMENTS, SEGMENTS]), FIRST_STEP, formula="a * b * c", by=("segment",))
    with pytest.raises(UnknownNameError, match="Unknown method 'lmd'"):
        decompose(*SHOP, formula="traffic * rate", method="lmd")
    with pytest.raises(InputError, match="'many' before is a text"):
        decompose({"a": "many", "b": 1}, {"a": 1, "b": 1}, formula="a * b")
    with pytest.raises(InputError, match="different lengths"):
        decompose({"a": [1, 2], "b": [1]}, {"a": [1], "b": [1]}, formula="a * b")
    with pytest.raises(InputError, match="must be a DataFrame or a mapping"):
        decompose([1, 2], {"a": 1}, formula="a * b")


def test_rows_that_cannot_be_told_apart_or_paired_are_refused():
    rows = pd.DataFrame({"g": ["x"], "a": [1.0], "b": [2.0]})
    with pytest.raises(InputError, match="Column 'g' is twice in by"):
        decompose(rows, rows, formula="a * b", by=("g", "g"))
    with pytest.raises(InputError, match="Column 'a' is in by and in the formula"):
        decompose(rows, rows, formula="a * b", by=("a",))
    with pytest.raises(InputError, match=r"by is 'g', must be a sequence of columns such as \('g',\)"):
        decompose(rows, rows, formula="a * b", by="g")
    with pytest.raises(InputError, match="holds texts before and no texts after; rows would match nowhere"):
        decompose(rows, rows.assign(g=1), formula="a * b", by=("g",))
    with pytest.raises(InputError, match="no rows before nor after"):
        decompose(rows.iloc[:0], rows.iloc[:0], formula="a * b", by=("g",))
    with pytest.raises(InputError, match="Column 'a' is twice in the figures before"):
        decompose(pd.DataFrame([[1, 2]], columns=["a", "a"]), rows, formula="a")
    alone = decompose(rows.iloc[:0], rows, formula="a * b", by=("g",))
    assert contributions(alone)["(new)"] == 2


def test_a_division_by_zero_is_named_not_computed():
    with pytest.raises(InputError, match=r"The formula has no value before \(a == 1, b == 0\)"):
        decompose({"a": 1, "b": 0}, {"a": 1, "b": 2}, formula="a / b", method="chain")
    with pytest.raises(InputError, match="no value with b after and the other factors before"):
        decompose({"a": 1, "b": 3}, {"a": 4, "b": 1}, formula="1 / (a - b) + a", method="shapley")


def test_a_multiplicative_decomposition_needs_a_positive_product():
    with pytest.raises(InputError, match="this formula is no product"):
        decompose(*SHOP, formula="traffic + rate", method="lmdi_multiplicative")
    with pytest.raises(InputError, match="this formula has a negative figure"):
        decompose({"a": -1, "b": 1}, {"a": 1, "b": 1}, formula="a * b", method="lmdi_multiplicative")
    with pytest.raises(InputError, match="needs positive totals, got 0 before and 1 after"):
        decompose({"a": 0, "b": 1}, {"a": 1, "b": 1}, formula="a * b", method="lmdi_multiplicative")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_summary_names_the_factors(language):
    result = decompose(*SHOP, formula="traffic * rate * basket")
    assert "traffic" in result.summary(language)
    assert result.note(language) == ""
    assert decompose({"a": 1, "b": 1}, {"a": 2, "b": 1}, formula="a + b").note(language)


@settings(max_examples=20, deadline=None)
@given(st.tuples(*[any_sign] * 8), st.sampled_from(list(FORMULAS)))
def test_shapley_is_the_mean_over_every_order(figures, formula):
    before, after = dict(zip("abcd", figures[:4], strict=True)), dict(zip("abcd", figures[4:], strict=True))
    expected = dict.fromkeys("abcd", 0.0)
    for order in itertools.permutations("abcd"):
        state = dict(before)
        for name in order:
            start = FORMULAS[formula](**state)
            state[name] = after[name]
            expected[name] += (FORMULAS[formula](**state) - start) / 24
    parts = contributions(decompose(before, after, formula=formula, method="shapley"))
    size = max(map(abs, figures)) ** (4 if formula.count("*") == 3 else 2)
    for name, each in parts.items():
        assert each == pytest.approx(expected[name], abs=1e-9 * max(size, 1e-300))
