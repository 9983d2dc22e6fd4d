"""Trees of drivers: consistent at every level, like the flat methods where those can be held against them."""

import itertools
import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.diagnose.decompose import decompose
from diagnostics.loop.diagnose.decompose_tree import decompose_tree

MIXED = {
    "profit": "revenue - cost",
    "revenue": "traffic * conversion * basket",
    "traffic": "new + old",
    "conversion": "orders / inquiries",
    "cost": "fixed + 0.3 * materials",
}
LEAVES = ("new", "old", "orders", "inquiries", "basket", "fixed", "materials")
METHODS = ("lmdi", "chain", "shapley")
figure = st.floats(0.1, 1000)
signed = st.one_of(figure, figure.map(lambda each: -each))


def rows(values):
    row = st.tuples(*[values] * (2 * len(LEAVES)))
    return st.lists(row, min_size=1, max_size=3).map(
        lambda each: tuple(
            pd.DataFrame([r[at : at + len(LEAVES)] for r in each], columns=list(LEAVES)).assign(row=range(len(each)))
            for at in (0, len(LEAVES))
        )
    )


def assert_consistent(found):
    """Children sum to their parent at every level, to what figures of this size can carry."""
    table = found.frame()
    size = max(abs(found.before), abs(found.after), table["contribution"].abs().sum())
    for path, whole in zip(table["path"], table["contribution"], strict=True):
        below = table[table["path"].str.rpartition("/")[0] == path]
        if len(below):
            assert below["contribution"].sum() == pytest.approx(whole, abs=1e-9 * size, rel=0)
    assert found.leaves()["contribution"].sum() == pytest.approx(found.total, abs=1e-9 * size, rel=0)


@settings(max_examples=20, deadline=None)
@given(rows(figure), st.sampled_from(METHODS))
def test_children_sum_to_their_parent_at_every_level(frames, method):
    assert_consistent(decompose_tree(*frames, formulas=MIXED, root="profit", by=("row",), method=method))


@settings(max_examples=20, deadline=None)
@given(rows(signed), st.sampled_from(["lmdi", "shapley"]))
def test_negative_figures_are_shared_exactly_too(frames, method):
    formulas = {**MIXED, "conversion": "orders * inquiries"}
    assert_consistent(decompose_tree(*frames, formulas=formulas, root="profit", by=("row",), method=method))


@settings(max_examples=20, deadline=None)
@given(rows(st.one_of(st.just(0.0), figure)))
def test_zeros_are_shared_exactly_too(frames):
    formulas = {**MIXED, "conversion": "orders * inquiries"}
    assert_consistent(decompose_tree(*frames, formulas=formulas, root="profit", by=("row",)))


@settings(max_examples=20, deadline=None)
@given(rows(figure))
def test_products_of_products_are_lmdi_of_the_leaves(frames):
    nested = {"revenue": "visits * basket", "visits": "new * conversion", "conversion": "orders / inquiries"}
    tree = decompose_tree(*frames, formulas=nested, root="revenue", by=("row",)).leaves()
    flat = decompose(*frames, formula="new * (orders / inquiries) * basket", by=("row",)).frame()
    size = flat["contribution"].abs().sum()
    for name, each in zip(flat["factor"], flat["contribution"], strict=True):
        assert tree.set_index("factor")["contribution"][name] == pytest.approx(each, abs=1e-9 * size)


@pytest.mark.parametrize("method", ["lmdi", "shapley"])
def test_reversing_time_turns_the_signs(method):
    before = dict(zip(LEAVES, (40, 60, 10, 100, 50, 30, 20), strict=True))
    after = dict(zip(LEAVES, (70, 20, 15, 120, 44, 35, 60), strict=True))
    there, back = (
        decompose_tree(*sides, formulas=MIXED, root="profit", method=method).frame()["contribution"]
        for sides in ((before, after), (after, before))
    )
    assert list(there) == pytest.approx(list(-back))


def test_shapley_of_a_tree_is_the_mean_over_orders_that_keep_families_together():
    formulas = {"revenue": "traffic * basket - cost", "traffic": "new * share"}
    before = {"new": 10.0, "share": 0.5, "basket": 8.0, "cost": 7.0}
    after = {"new": -4.0, "share": 0.9, "basket": 6.0, "cost": 9.0}
    tree = decompose_tree(before, after, formulas=formulas, root="revenue", method="shapley").leaves()

    def value(each):
        return each["new"] * each["share"] * each["basket"] - each["cost"]

    kept = [order for order in itertools.permutations(before) if abs(order.index("new") - order.index("share")) == 1]
    expected = dict.fromkeys(before, 0.0)
    for order in kept:
        state = dict(before)
        for name in order:
            start = value(state)
            state[name] = after[name]
            expected[name] += (value(state) - start) / len(kept)
    assert len(kept) == math.factorial(3) * 2
    assert dict(zip(tree["factor"], tree["contribution"], strict=True)) == pytest.approx(expected)


def test_what_cancels_within_a_node_is_still_told():
    before, after = {"new": 40, "old": 60, "basket": 10.0}, {"new": 70, "old": 30, "basket": 10.0}
    found = decompose_tree(
        before, after, formulas={"revenue": "traffic * basket", "traffic": "new + old"}, root="revenue"
    )
    parts = found.frame().set_index("path")["contribution"]
    assert parts["revenue/traffic"] == parts["revenue"] == 0
    assert parts["revenue/traffic/new"] == pytest.approx(300)
    assert parts["revenue/traffic/old"] == pytest.approx(-300)


def test_a_name_in_two_formulas_is_two_nodes_and_one_leaf():
    formulas = {"revenue": "visits * conversion", "conversion": "orders / visits"}
    found = decompose_tree({"visits": 10, "orders": 5}, {"visits": 20, "orders": 6}, formulas=formulas, root="revenue")
    assert list(found.frame()["path"]).count("revenue/visits") == 1
    leaves = found.leaves().set_index("factor")["contribution"]
    assert leaves["visits"] == pytest.approx(0, abs=1e-12)
    assert leaves["orders"] == pytest.approx(1)


def test_new_and_vanished_rows_stand_below_the_root():
    before = pd.DataFrame({"store": ["x", "gone"], "new": [1.0, 2], "old": [2.0, 2], "basket": [5.0, 5]})
    after = pd.DataFrame({"store": ["x", "born"], "new": [2.0, 3], "old": [2.0, 3], "basket": [5.0, 5]})
    formulas = {"revenue": "traffic * basket", "traffic": "new + old"}
    found = decompose_tree(before, after, formulas=formulas, root="revenue", by=("store",))
    assert_consistent(found)
    parts = found.frame().set_index("node")["contribution"]
    assert (parts["(new)"], parts["(vanished)"], parts["new"]) == pytest.approx((30, -20, 5))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_tree_shows_itself(language):
    before, after = {"new": 40, "old": 60, "basket": 10.0}, {"new": 70, "old": 30, "basket": 11.0}
    found = decompose_tree(
        before, after, formulas={"revenue": "traffic * basket", "traffic": "new + old"}, root="revenue"
    )
    assert "new" in found.summary(language)
    assert found.plot(language).axes
    assert '"kind":"DriverTree"' in found.to_json()


def test_trees_that_cannot_be_walked_are_refused():
    one = {"a": 1, "b": 2, "c": 3}
    with pytest.raises(InputError, match=r"go round in a circle: x → y → x\."):
        decompose_tree(one, one, formulas={"x": "y * a", "y": "x + b"}, root="x")
    with pytest.raises(UnknownNameError, match=r"Unknown root 'revnue'.*Did you mean 'revenue'"):
        decompose_tree(one, one, formulas={"revenue": "a * b"}, root="revnue")
    with pytest.raises(UnknownNameError, match="Unknown method 'kitagawa'"):
        decompose_tree(one, one, formulas={"x": "a * b"}, root="x", method="kitagawa")
    with pytest.raises(UnknownNameError, match="Unknown column 'd'"):
        decompose_tree(one, one, formulas={"x": "a * y", "y": "b + d"}, root="x")
    with pytest.raises(InputError, match=r"y: The formula has no value before \(a == 1, b == 0\)"):
        decompose_tree({**one, "b": 0}, one, formulas={"x": "y + c", "y": "a / b"}, root="x")
    with pytest.raises(InputError, match="more than 50 levels deep"):
        decompose_tree(one, one, formulas={f"n{at}": f"n{at + 1} + a" for at in range(80)}, root="n0")
    doubling = {f"n{at}": f"(n{at + 1} + a) * m{at + 1}" for at in range(12)}
    doubling |= {f"m{at}": f"n{at + 1} + m{at + 1}" for at in range(1, 12)} | {"n12": "a + b", "m12": "b + c"}
    with pytest.raises(InputError, match="tree of more than 1000 nodes"):
        decompose_tree(one, one, formulas=doubling, root="n0")
