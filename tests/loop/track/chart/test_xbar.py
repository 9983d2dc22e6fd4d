"""Charts of means of subgroups: textbook case, ragged sizes, refusals."""

import numpy as np
import pytest

from diagnostics.errors import InputError, UnknownNameError
from diagnostics.loop.track.chart import xbar_chart
from diagnostics.loop.track.chart.factors import c4, d2_d3


def test_piston_rings_have_the_published_limits_and_three_later_samples_outside(published):
    rings = published("pistonrings.txt", sep=r"\s+")
    chart = xbar_chart(rings["diameter"], rings["sample"], "none", baseline=25)
    limits = chart.limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((74.00118, 73.98805, 74.01430), abs=5e-6)
    frame = chart.frame()
    outside = frame.index[frame["rule"].str.startswith("outside")]
    assert list(outside) == [37, 38, 39]
    within = chart.within.limits[0]
    assert (chart.within.kind, within.mean, within.upper) == (
        "r",
        pytest.approx(0.02276),
        pytest.approx(0.0481, abs=5e-5),
    )


def test_piston_rings_by_deviations_have_the_published_limits(published):
    rings = published("pistonrings.txt", sep=r"\s+")
    chart = xbar_chart(rings["diameter"], rings["sample"], "none", baseline=25, spread="s")
    assert (chart.limits[0].lower, chart.limits[0].upper) == pytest.approx((73.98799, 74.01436), abs=5e-6)
    assert (chart.within.limits[0].mean, chart.within.limits[0].upper) == pytest.approx((0.00924, 0.01930), abs=5e-6)


@pytest.mark.parametrize(
    ("size", "d2", "d3", "c"), [(2, 1.128, 0.853, 0.7979), (5, 2.326, 0.864, 0.9400), (10, 3.078, 0.797, 0.9727)]
)
def test_factors_are_those_of_the_tables(size, d2, d3, c):
    assert d2_d3(size) == pytest.approx((d2, d3), abs=6e-4)
    assert c4(size) == pytest.approx(c, abs=5e-5)


def test_subgroups_of_different_sizes_have_limits_of_their_own():
    values = [10, 12, 11, 13, 12, 11, 10, 14, 15]
    chart = xbar_chart(values, ["a", "a", "b", "b", "b", "c", "d", "d", "d"])
    frame = chart.frame()
    assert frame["size"].tolist() == [2, 3, 1, 3]
    assert frame["mean"].iloc[0] == pytest.approx(np.mean(values))
    sigma = np.mean([2 / d2_d3(2)[0], 2 / d2_d3(3)[0], 5 / d2_d3(3)[0]])
    reach = 3 * sigma / np.sqrt([2, 3, 1, 3])
    np.testing.assert_allclose(frame["upper"] - frame["mean"], reach, rtol=1e-9)
    assert np.isnan(frame["spread"].iloc[2])


def test_a_period_whose_members_differ_unusually_is_told():
    values = np.tile([10.0, 11, 12], (12, 1))
    values[4] = [0, 11, 22]
    chart = xbar_chart(values)
    assert chart.within.frame()["rule"].iloc[4] == "outside_high"
    assert "In 1 period members differ unusually" in chart.summary("en")


def test_means_that_move_more_than_members_differ_are_not_told_as_cases():
    values = np.repeat(np.arange(20.0), 3).reshape(20, 3) * 5 + [0, 1, 2]
    said = [xbar_chart(values, laney=each).summary("en") for each in (False, True)]
    assert all("differences between members" in each and "cases" not in each for each in said)


def test_larger_subgroups_are_charted_by_deviations():
    random = np.random.default_rng(1)
    assert xbar_chart(random.normal(size=(8, 12))).within.kind == "s"
    assert xbar_chart(random.normal(size=(8, 12)), spread="r").within.kind == "r"


@pytest.mark.parametrize(
    ("make", "error", "match"),
    [
        (
            lambda: xbar_chart([1, 2, 3], ["a", "b", "c"]),
            InputError,
            "No subgroup that fixes the limits has two members",
        ),
        (lambda: xbar_chart([1, 2, 3], ["a", "b"]), InputError, "There are 3 values and 2 subgroups"),
        (lambda: xbar_chart([1, 2, 3], ["a", None, "b"]), InputError, "Value 1 has no subgroup"),
        (lambda: xbar_chart([[1], [2]]), InputError, "Subgroups have one member each"),
        (lambda: xbar_chart([[1, 2], [2, 3]], spread="d"), UnknownNameError, "Unknown spread 'd'"),
        (lambda: xbar_chart([[1, 2], [2, float("inf")]]), InputError, "infinite"),
    ],
)
def test_what_has_no_subgroups_is_refused(make, error, match):
    with pytest.raises(error, match=match):
        make()
