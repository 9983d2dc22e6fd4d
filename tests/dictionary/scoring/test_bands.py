import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.dictionary.scoring import score
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring


def bands(*pairs, **options):
    return Scoring(rule="bands", bands=[{"at": at, "points": points} for at, points in pairs], **options)


RISING = ((80, 60), (90, 80), (95, 100))
FALLING = ((1, 100), (3, 80), (5, 60))


@pytest.mark.parametrize(
    ("scoring", "direction", "actuals", "points"),
    [
        (bands(*RISING), "higher", [79.9, 80, 89.9, 90, 95, 99], [0, 60, 60, 80, 100, 100]),
        (bands(*RISING[::-1]), "higher", [85, 97], [60, 100]),
        (bands(*FALLING), "lower", [-1, 1, 1.1, 3, 5, 5.1], [100, 100, 80, 80, 60, 0]),
        (bands((10, 50), (20, 100), (30, 50), (40, 0)), "range", [9, 10, 25, 30, 41], [0, 50, 100, 50, 0]),
        (bands(*RISING, between="linear"), "higher", [70, 85, 92.5, 99], [60, 70, 90, 100]),
        (bands(*FALLING, between="linear"), "lower", [0, 2, 9], [100, 90, 60]),
        (bands(*RISING, floor=0.3), "higher", [10], [30]),
        (bands((7, 100)), "higher", [6, 7], [0, 100]),
    ],
)
def test_points_follow_the_band(scoring, direction, actuals, points):
    assert score(actuals, None, scoring, direction) == pytest.approx(points)


def test_bands_of_the_target_count_the_share():
    scoring = bands((0.8, 60), (0.9, 80), (1, 100), of="target")
    assert 0.16 / 0.2 < 0.8
    assert score([0.15, 0.16, 0.18, 0.2], 0.2, scoring).tolist() == [0, 60, 80, 100]
    falling = bands((1, 100), (1.1, 80), of="target")
    assert score([20, 22, 22.1], 20, falling, "lower").tolist() == [100, 80, 0]


def test_a_band_is_reached_as_on_paper():
    assert 0.1 + 0.2 > 0.3
    assert score(0.1 + 0.2, None, bands((0.3, 100)), "lower") == 100
    assert score(1 - 0.9, None, bands((0.1, 100))) == 100


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(0, 200)), min_size=2, max_size=6), st.data())
def test_bands_never_reward_getting_worse(pairs, data):
    marks = sorted({at for at, _ in pairs})
    points = sorted(worth for _, worth in pairs)[: len(marks)]
    between = data.draw(st.sampled_from(["steps", "linear"])) if len(marks) > 1 else "steps"
    one, two = sorted(data.draw(st.tuples(st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))))
    rising = bands(*zip(marks, points, strict=True), between=between)
    falling = bands(*zip(marks, points[::-1], strict=True), between=between)
    assert score(one, None, rising) <= score(two, None, rising) + 1e-9
    assert score(one, None, falling, "lower") >= score(two, None, falling, "lower") - 1e-9


@pytest.mark.parametrize(
    ("scoring", "direction", "target", "rule"),
    [
        (bands(*RISING), "lower", None, "where lower is better, points must not fall as figures get better"),
        (bands(*FALLING), "higher", None, "where higher is better, points must not fall"),
        (bands((1, 50), (2, 20), (3, 50)), "range", None, "points must rise up to the range and fall beyond it"),
        (bands(*RISING, of="target"), "range", (1, 2), "bands of a range count the actual"),
        (bands(*RISING, of="target"), "higher", 0, "target == 0, must be above 0 for rule 'bands'"),
    ],
)
def test_bands_that_can_not_score_are_refused(scoring, direction, target, rule):
    with pytest.raises(InputError, match=rule):
        score(1, target, scoring, direction)
