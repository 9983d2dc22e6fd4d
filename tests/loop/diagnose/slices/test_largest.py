"""Largest slices of a gap, beyond chance or not."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.loop.diagnose.slices.largest import largest

PAIRS = ("won1", "asked1"), ("won0", "asked0")
SUMS = ("actual",), ("expected",)


def cube(change, sizes=(3, 4)):
    """Leaves of 100 each before; ``change`` gives the share by which each leaf moves."""
    rows = [
        {"region": f"r{one}", "channel": f"c{two}", "expected": 100.0, "actual": 100.0 * (1 + change(one, two))}
        for one in range(sizes[0])
        for two in range(sizes[1])
    ]
    return pd.DataFrame(rows)


def named(table, dimensions=("region", "channel")):
    return [" · ".join(row[each] for each in dimensions if isinstance(row[each], str)) for _, row in table.iterrows()]


def test_a_region_that_fell_everywhere_is_named_once_and_not_by_its_channels():
    slices = largest(cube(lambda region, _: -0.2 if region == 1 else 0), ["region", "channel"], *SUMS)
    first = slices.iloc[0]
    assert first["region"] == "r1"
    assert pd.isna(first["channel"])
    assert (first["before"], first["after"], first["contribution"], first["share"]) == (400, 320, -80, 1)
    assert not any("r1 ·" in each for each in named(slices))


def test_a_single_leaf_at_fault_is_named_beside_the_wider_slices_that_hold_it():
    slices = largest(
        cube(lambda region, channel: -0.5 if (region, channel) == (1, 2) else 0), ["region", "channel"], *SUMS
    )
    top = slices.head(3)
    assert set(named(slices)[:3]) == {"r1", "c2", "r1 · c2"}
    assert (top["contribution"] == -50).all()


def test_a_pair_that_is_its_wider_slice_under_another_name_is_left_out():
    leaves = pd.DataFrame({"city": ["x", "y"], "store": ["s1", "s2"], "actual": [5, 9], "expected": [8, 9]})
    assert named(largest(leaves, ["city", "store"], *SUMS), ("city", "store")) == ["x", "s1", "y", "s2"]


def test_a_dimension_of_one_value_is_no_slice():
    leaves = cube(lambda region, _: -0.2 if region == 1 else 0).assign(country="c", empty="a")
    leaves = pd.concat([leaves, leaves.assign(empty="b", actual=0.0, expected=np.nan)])
    slices = largest(leaves, ["country", "region", "empty"], *SUMS)
    assert slices["region"].notna().all()
    assert slices[["country", "empty"]].isna().all(axis=None)
    assert largest(leaves, ["country"], *SUMS).empty


def test_gains_and_losses_are_ordered_by_size():
    slices = largest(cube(lambda region, _: {0: 0.3, 1: -0.1, 2: 0}[region]), ["region"], *SUMS)
    assert named(slices, ["region"]) == ["r0", "r1", "r2"]
    assert list(slices["contribution"].round(9)) == [120, -40, 0]


def test_new_and_vanished_leaves_contribute_what_they_are_and_have_no_other_side():
    leaves = pd.DataFrame({"shop": ["old", "new"], "expected": [10, np.nan], "actual": [np.nan, 4]})
    frame = largest(leaves, ["shop"], *SUMS).set_index("shop")
    assert list(frame["contribution"]) == [-10, 4]
    assert np.isnan(frame.loc["old", "after"])
    assert np.isnan(frame.loc["new", "before"])


def test_an_empty_dimension_value_is_a_slice_of_its_own():
    leaves = pd.DataFrame({"region": ["east", None, None], "expected": [1, 2, 3], "actual": [1, 2, 9]})
    assert named(largest(leaves, ["region"], *SUMS), ["region"])[0] == "–"


def test_a_ratio_splits_into_rate_and_mix():
    leaves = pd.DataFrame(
        {"channel": ["shop", "web"], "won0": [60, 10], "asked0": [100, 100], "won1": [30, 20], "asked1": [50, 150]}
    )
    frame = largest(leaves, ["channel"], *PAIRS).set_index("channel")
    assert frame.loc["shop", "rate"] == pytest.approx(0)
    assert frame.loc["shop", "mix"] == pytest.approx(-0.25 * (0.6 - 0.3))
    assert frame.loc["web", "rate"] == pytest.approx(0.625 * (20 / 150 - 0.1))
    assert frame["contribution"].sum() == pytest.approx(-0.1)


def test_a_slice_whose_base_appears_moves_the_whole_by_its_weight():
    leaves = pd.DataFrame(
        {
            "channel": ["shop", "web"],
            "won0": [50, np.nan],
            "asked0": [100, np.nan],
            "won1": [50, 10],
            "asked1": [100, 100],
        }
    )
    frame = largest(leaves, ["channel"], *PAIRS).set_index("channel")
    assert frame.loc["web", "rate"] == pytest.approx(0)
    assert frame["contribution"].sum() == pytest.approx(0.3 - 0.5)
    assert np.isnan(frame.loc["web", "before"])


counts = st.integers(0, 50)


def one_value(leaves, name, *figures):
    """Whether all that is there has one value of a dimension."""
    return leaves.loc[leaves[list(figures)].ne(0).any(axis=1), name].nunique() < 2


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), *[counts] * 4), min_size=1, max_size=12))
def test_the_values_of_each_dimension_sum_to_the_gap(rows):
    leaves = pd.DataFrame(rows, columns=["one", "two", "won0", "asked0", "won1", "asked1"])
    whole = leaves[["won0", "asked0", "won1", "asked1"]].sum()
    additive = largest(leaves, ["one", "two"], ["won1"], ["won0"])
    if one_value(leaves, "one", "won0", "won1"):
        assert additive["one"].isna().all()
    else:
        single = additive[additive["two"].isna()]
        assert single["contribution"].sum() == pytest.approx(whole["won1"] - whole["won0"])
    frame = largest(leaves, ["one", "two"], *PAIRS)
    if whole["asked0"] == 0 or whole["asked1"] == 0:
        assert frame.empty
        return
    gap = whole["won1"] / whole["asked1"] - whole["won0"] / whole["asked0"]
    for name, other in (("one", "two"), ("two", "one")):
        if one_value(leaves, name, "won0", "asked0", "won1", "asked1"):
            assert frame[name].isna().all()
            continue
        single = frame[frame[name].notna() & frame[other].isna()]
        assert single["contribution"].sum() == pytest.approx(gap, abs=1e-9)
        assert (single["rate"] + single["mix"]).sum() == pytest.approx(gap, abs=1e-9)


@settings(max_examples=20, deadline=None)
@given(st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(order):
    leaves = cube(lambda one, two: 0.1 * one - 0.05 * two * one)
    first = largest(leaves, ["region", "channel"], *SUMS)
    pd.testing.assert_frame_equal(first, largest(leaves.iloc[list(order)], ["region", "channel"], *SUMS))
