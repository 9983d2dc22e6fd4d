"""Charts of shares and counts: textbook cases, formulas, dispersion, refusals."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.chart import c_chart, p_chart, u_chart

# Montgomery, Introduction to Statistical Quality Control: nonconforming cans of juice in samples of 50 (table 7.1),
# faults of circuit boards in units of 100 (table 7.7), and of dyed cloth per 50 m² (table 7.11).
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22, 8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16, 19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]
CLOTH = ([14, 12, 20, 11, 7, 10, 21, 16, 19, 23], [10, 8, 13, 10, 9.5, 10, 12, 10.5, 12, 12.5])


def outside(chart) -> list[int]:
    return [at + 1 for at, rule in enumerate(chart.frame()["rule"]) if str(rule).startswith("outside")]


def test_the_cans_of_the_textbook_have_its_limits_and_two_samples_outside():
    chart = p_chart(CANS, [50] * 30, improvement="lower")
    limits = chart.limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((0.2313, 0.0524, 0.4102), abs=5e-5)
    assert outside(chart) == [15, 23]
    assert chart.variation == "common_cause"


def test_limits_without_the_two_explained_samples_are_those_of_the_textbook():
    marks = [at not in (14, 22) for at in range(30)]
    limits = p_chart(CANS, [50] * 30, baseline=marks).limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((0.2150, 0.0407, 0.3893), abs=5e-5)


def test_the_boards_of_the_textbook_have_its_limits_and_two_units_outside():
    chart = c_chart(BOARDS)
    limits = chart.limits[0]
    assert (limits.mean, limits.lower, limits.upper) == pytest.approx((19.846, 6.481, 33.211), abs=5e-4)
    assert outside(chart) == [6, 20]


def test_the_cloth_of_the_textbook_has_limits_that_follow_its_area():
    frame = u_chart(*CLOTH).frame()
    assert frame["mean"].iloc[0] == pytest.approx(153 / 107.5)
    assert frame["upper"].iloc[:3].tolist() == pytest.approx([2.555, 2.689, 2.416], abs=5e-4)
    assert (frame["flag"] == "common_cause").all()


def test_phases_baselines_and_directions_are_those_of_single_values():
    chart = p_chart([5] * 12 + [20] * 8, [100] * 20, "lower", target=0.04, baseline=12)
    assert set(chart.frame()["rule"].iloc[12:]) == {"outside_high"}
    assert chart.variation_icon == "concern_high"
    assert chart.assurance == "inconsistent"
    anew = p_chart([5] * 12 + [20] * 8, [100] * 20, "lower", rebase=[12])
    assert [each.mean for each in anew.limits] == [0.05, 0.20]


def test_a_share_is_sum_over_sum_and_limits_end_where_no_share_can_lie():
    frame = p_chart([1, 0, 30], [10, 5, 40]).frame()
    assert frame["mean"].tolist() == pytest.approx([31 / 55] * 3)
    assert (frame["lower"].min(), frame["upper"].max()) == (0.0, 1.0)


def test_a_missing_part_leaves_the_point_missing():
    frame = p_chart([5, None, 6], [50, 50, 50]).frame()
    assert frame["flag"].isna().tolist() == [False, True, False]
    assert frame["mean"].iloc[0] == pytest.approx(11 / 100)


@pytest.mark.parametrize("phi", [0.0, 0.04])
def test_more_movement_than_cases_explain_is_told_and_allowed_for(phi):
    random = np.random.default_rng(3)
    sizes = random.integers(800, 1200, 60)
    shares = np.clip(0.2 + phi * random.normal(size=60), 0, 1)
    cases = random.binomial(sizes, shares)
    plain, wide = p_chart(cases, sizes), p_chart(cases, sizes, laney=True)
    assert plain.dispersion.more == (phi > 0)
    if phi:
        assert len(outside(plain)) > 5 > len(outside(wide))
        assert "widened" in wide.summary("en")
    halves = [(each.frame()["upper"] - each.frame()["mean"]).iloc[7] for each in (wide, plain)]
    assert halves[0] / halves[1] == pytest.approx(wide.dispersion.ratio)


def test_limits_that_allow_for_movement_are_laneys():
    cases, sizes = np.array([5, 9, 3, 12, 7]), np.array([50, 60, 40, 70, 55])
    mean = cases.sum() / sizes.sum()
    sigma = np.sqrt(mean * (1 - mean) / sizes)
    ratio = np.abs(np.diff((cases / sizes - mean) / sigma)).mean() / (2 / np.sqrt(np.pi))
    frame = p_chart(cases, sizes, laney=True).frame()
    np.testing.assert_allclose(frame["upper"], mean + 3 * ratio * sigma, rtol=1e-12)


@pytest.mark.parametrize(
    ("make", "match"),
    [
        (lambda: p_chart([1, 2], [5, 0]), r"Denominator 0 at position 1 \('1'\) must be at least 1"),
        (lambda: p_chart([1, 2], [5, -4]), "Denominator -4 at position 1"),
        (lambda: p_chart([1, 6], [5, 5]), "Numerator 6 at position 1 .* is above its denominator"),
        (lambda: p_chart([1, -2], [5, 5]), "Numerator -2 at position 1 .* must not be negative"),
        (lambda: p_chart([1, 2.5], [5, 5]), "Numerator 2.5 at position 1 .* must be a whole number"),
        (lambda: p_chart([1], [5, 5]), "There are 1 numerators and 2 denominators"),
        (lambda: p_chart([1, None], [None, 5]), "No point has both numerators and denominators"),
        (
            lambda: p_chart(pd.Series([1, 2]), pd.Series([5, 5], index=[1, 2])),
            "The labels of numerators and denominators",
        ),
        (lambda: p_chart([1, 2], [5, 5], target=20), r"target == 20.0, must be a share in \[0, 1\]"),
        (lambda: c_chart([1, -1]), "Count -1 at position 1"),
        (lambda: c_chart([]), "None of the 0 counts is there"),
        (lambda: c_chart([1, float("inf")]), "infinite"),
        (lambda: u_chart([1, 2], [5, 0]), "Exposure 0 at position 1 .* must be above 0"),
    ],
)
def test_what_is_no_count_is_refused_by_value_and_place(make, match):
    with pytest.raises(InputError, match=match):
        make()
