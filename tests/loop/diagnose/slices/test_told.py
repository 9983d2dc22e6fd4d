"""Slices that are told to a reader: none counts what another one does."""

import pandas as pd
import pytest

from diagnostics.loop.diagnose.slices.told import of_one_dimension, with_own

LEAVES = pd.DataFrame(
    [("a", "x", 10.0, 4.0), ("a", "y", 10.0, 8.0), ("b", "x", 10.0, 9.0), ("b", "y", 10.0, 10.0)],
    columns=["one", "two", "then", "now"],
)


def row(one, two, score, **other):
    return {"slice": {"one": one, "two": two}, "score": score, "p_value": 1e-6, **other}


def own(*rows):
    return [each["own"] for each in with_own(rows, LEAVES, ["one", "two"], ["now"], ["then"])]


def test_what_a_narrower_slice_has_its_wider_one_does_not_count():
    assert own(row("a", None, 9), row("a", "x", 5)) == [-2, -6]


def test_of_two_that_cross_the_stronger_one_has_what_they_share():
    assert own(row("a", None, 9), row(None, "x", 5)) == [-8, -1]
    assert own(row("a", None, 5), row(None, "x", 9)) == [-2, -7]


def test_parts_of_a_ratio_sum_with_the_rest_to_the_gap():
    ratio = LEAVES.assign(cases_then=20.0, cases_now=[20.0, 10.0, 20.0, 30.0])
    rows = [row("a", None, 9), row("a", "x", 5), row("b", "x", 4), row("b", "y", 3)]
    told = with_own(rows, ratio, ["one", "two"], ["now", "cases_now"], ["then", "cases_then"])
    assert sum(each["own"] for each in told) == pytest.approx(31 / 80 - 40 / 80)


def test_three_of_one_dimension_are_kept():
    rows = [row("a", "x", 0), row(None, "x", 0), row("a", None, 0), *(row(None, each, 0) for each in "yzw")]
    assert [each["slice"]["two"] for each in of_one_dimension(rows, [], 0)] == ["x", "y", "z"]
    assert of_one_dimension([row("a", "x", 0)], [], 0) == []
