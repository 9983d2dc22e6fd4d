"""Which cycle, which periods."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.loop.track.effect.timeline import timeline


@pytest.mark.parametrize(
    ("times", "cycle", "places", "following"),
    [
        (["2024-11", "2025-01", "2024-12"], "month", [0, 2, 1], "2025-02"),
        (["2024Q3", "2025Q1"], "quarter", [0, 2], "2025Q2"),
        (["2020-W52", "2021-W01"], "week", [0, 2], "2021-W02"),
        (["2024-02-28", "2024-03-01"], "day", [0, 2], "2024-03-02"),
        (["2023", "2024"], "year", [0, 1], "2025"),
        ([1988, 1990], "year", [0, 2], "1991"),
        ([7, 8, 10], "month", [0, 1, 3], "11"),
        ([7.0, 8.0], "month", [0, 1], "9"),
        (list(pd.to_datetime(["2024-01-01", "2024-02-01", "2024-04-01"])), "month", [0, 1, 3], "2024-05"),
        (list(pd.to_datetime(["2024-01-31", "2024-02-29"])), "month", [0, 1], "2024-03"),
        ([date(2024, 1, 1), date(2024, 1, 8), date(2024, 1, 22)], "week", [0, 1, 3], "2024-W05"),
        ([date(2020, 1, 1), date(2021, 1, 1)], "year", [0, 1], "2022"),
        (list(pd.period_range("2024-11", periods=3, freq="M")), "month", [0, 1, 2], "2025-02"),
    ],
)
def test_a_timeline_knows_its_cycle_and_counts_missing_periods(times, cycle, places, following):
    line, found = timeline(pd.Series(times, name="time"))
    assert (line.cycle, found) == (cycle, places)
    assert line.text(line.count) == following


def test_a_day_within_a_period_names_the_next_whole_one_and_the_one_that_holds_it():
    line, _ = timeline(pd.Series(["2024-01", "2024-12"]))
    assert (line.place("2024-05"), line.place("2024-05-01"), line.place("2024-05-02")) == (4, 4, 5)
    assert (line.holding("2024-05-02"), line.holding(date(2024, 5, 31))) == (4, 4)
    assert line.place(np.datetime64("2024-06-01").astype(object)) == 5


def test_plain_numbers_may_be_given_another_cycle():
    assert timeline(pd.Series([1, 2, 3]), "week")[0].cycle == "week"


def test_what_is_no_period_is_refused():
    with pytest.raises(InputError, match="different cycles"):
        timeline(pd.Series(["2024-01", "2024Q1"]))
    with pytest.raises(InputError, match="has rows without a period"):
        timeline(pd.Series(["2024-01", None], name="month"))
    with pytest.raises(InputError, match="Period 'May' has no known form"):
        timeline(pd.Series(["May"]))
    with pytest.raises(InputError, match=r"\(1, 2\) names no period"):
        timeline(pd.Series([(1, 2)]))
    with pytest.raises(InputError, match="'May' is no number"):
        timeline(pd.Series([1, 2]))[0].place("May")
