import numpy as np
import pytest

from diagnostics.dictionary.scoring import score
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring


def deduction(**options):
    return Scoring(rule="deduction", **options)


@pytest.mark.parametrize(
    ("direction", "target", "points"),
    [("higher", 90, [0, 100, 100]), ("lower", 90, [100, 100, 0]), ("range", (90, 95), [0, 100, 0])],
)
def test_a_threshold_gives_all_or_nothing(direction, target, points):
    assert score([89, 90, 96], target, "threshold", direction).tolist() == points


def test_a_threshold_may_leave_a_floor():
    assert score(89, 90, Scoring(rule="threshold", floor=0.6)) == 60


@pytest.mark.parametrize("target", [0, -5])
def test_a_threshold_takes_any_target(target):
    assert score([target - 1, target], target, "threshold").tolist() == [0, 100]


@pytest.mark.parametrize(
    ("scoring", "direction", "target", "actuals", "points"),
    [
        (deduction(per_event=5), "lower", None, [0, 1, 3, 30], [100, 95, 85, 0]),
        (deduction(per_event=5), "lower", 0, [0, 1], [100, 95]),
        (deduction(per_event=5, free=2), "lower", None, [0, 2, 3], [100, 100, 95]),
        (deduction(per_event=2, every=0.01), "higher", 0.9, [0.95, 0.9, 0.87], [100, 100, 94]),
        (deduction(per_event=2, every=0.01, bonus=1), "higher", 0.9, [0.95, 0.9, 0.87], [105, 100, 94]),
        (deduction(per_event=2, bonus=1, cap=1.02), "lower", 10, [5, 9, 12], [102, 101, 96]),
        (deduction(per_event=10, floor=-0.5), "lower", 0, [20], [-50]),
        (deduction(per_event=5), "range", (10, 20), [8, 15, 22], [90, 100, 90]),
        (deduction(per_event=5, bonus=1), "range", (10, 20), [8, 15, 22], [90, 100, 90]),
        (deduction(per_event=1), "higher", -5, [-7, -5], [98, 100]),
    ],
)
def test_each_event_takes_its_points(scoring, direction, target, actuals, points):
    assert score(actuals, target, scoring, direction) == pytest.approx(points)


def test_without_a_target_where_higher_is_better_nothing_can_be_deducted_from():
    assert np.isnan(score(1, None, deduction(per_event=5)))


def test_a_start_needs_a_target_to_be_a_share_of():
    with pytest.raises(InputError, match="target == 0, must be above 0 for rule 'deduction'; its share"):
        score(1, 0, deduction(per_event=5, start=0.5), "lower")
