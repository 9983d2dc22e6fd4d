import math

import pytest

from diagnostics.dictionary.scoring.table import points_line, points_table
from diagnostics.errors import InputError
from diagnostics.model.scoring import Scoring


@pytest.mark.parametrize(
    ("rule", "direction", "target", "line"),
    [
        ("ratio", "higher", 100, "80/90/100/110/120"),
        (Scoring(cap=1.1, start=0.85), "higher", 100, "0/90/100/110/110"),
        ("inverse_ratio", "lower", 20, "125/111/100/91/83"),
        ("complement", "lower", 20, "120/110/100/90/80"),
        ("difference", "higher", -5, "80/90/100/110/120"),
        ("difference", "lower", -5, "120/110/100/90/80"),
        ("threshold", "higher", 0.9, "0/0/100/100/100"),
        ("ratio", "range", (10, 20), "80/90/100/91/83"),
        (Scoring(rule="deduction", per_event=2, every=0.01), "higher", 0.9, "64/82/100/100/100"),
        (Scoring(rule="deduction", per_event=5, free=1), "lower", None, "100/100/95/90/85/80"),
        (Scoring(rule="bands", bands=({"at": 5, "points": 60}, {"at": 1, "points": 100})), "lower", None, "100/60"),
        ("level", "higher", None, "80/90/100"),
        (Scoring(rule="level", full=100), "higher", 85, "68/76/85/94/102"),
        ("ratio", "higher", None, ""),
        ("ratio", "higher", math.nan, "–/–/–/–/–"),
    ],
)
def test_points_stand_beside_the_shares_of_the_target(rule, direction, target, line):
    assert points_line(points_table(rule, direction, target)) == line


def test_a_row_tells_share_actual_and_points():
    row = points_table("complement", "lower", 20)[0]
    assert (row.share, row.actual, row.points) == (0.8, 16, 120)


def test_levels_of_behaviour_are_rows_of_their_own():
    scoring = Scoring(rule="anchors", anchors=({"level": "优秀", "points": 100}, {"level": "良好", "points": 80}))
    rows = points_table(scoring, "higher", 85)
    assert [(each.actual, each.points, each.share) for each in rows] == [("优秀", 100, None), ("良好", 80, None)]


def test_a_rule_that_does_not_fit_has_no_table():
    with pytest.raises(InputError, match="does not fit direction 'lower'"):
        points_table("level", "lower", 1)
