"""Months, weeks or days."""

import numpy as np
import pandas as pd
import pytest

from diagnostics.loop.track.effect.panel import Columns
from diagnostics.loop.track.effect.series.finest import finest

DAYS = pd.date_range("2022-01-01", "2024-12-31")


def daily(values, days=DAYS):
    return pd.DataFrame({"shop": "a", "day": days, "sales": values, "open": 1.0})


def asked(frame, exposure="open", start="2024-01-01"):
    return finest(frame, Columns("shop", "day", "sales", exposure), ["a"], start)


def test_weeks_are_taken_where_there_are_few_months_and_weeks_tell_what_months_do():
    days = DAYS[-600:]
    found = asked(daily(np.random.default_rng(2).normal(100, 5, len(days)), days))
    assert (found.cycle, found.why) == ("week", "finer")
    assert found.effective["week"] > 2 * found.effective["month"]


def test_months_stay_where_they_remember_what_a_week_forgets(noise):
    months = np.asarray(DAYS.year * 12 + DAYS.month)
    slow = noise(np.random.default_rng(1), 1, 60, 0.6)[0][months - months[0]]
    found = asked(daily(100 + 3 * slow + np.random.default_rng(3).normal(0, 3, len(DAYS))))
    assert (found.cycle, found.why) == ("month", "long_memory")


def test_sums_and_exposure_are_sums_and_closed_days_count_for_neither():
    frame = daily(np.arange(len(DAYS), dtype=float) % 7 + 1)
    frame.loc[frame["day"].dt.day_of_week == 6, ["sales", "open"]] = 0.0
    frame.loc[3, "sales"] = np.nan
    found = asked(frame)
    whole = found.frame[["sales", "open"]].sum()
    assert whole["open"] == frame.loc[frame["sales"].notna(), "open"].sum()
    assert whole["sales"] == pytest.approx(frame["sales"].sum())


def test_without_exposure_the_days_with_a_value_are_counted():
    frame = daily(np.random.default_rng(4).normal(50, 5, len(DAYS))).drop(columns="open")
    found = asked(frame, exposure=None)
    assert found.columns.exposure == "perfloop_exposure"
    # Weeks have stubs at both ends.
    assert found.frame["perfloop_exposure"].sum() == pytest.approx(len(DAYS), abs=6)


def test_a_stub_of_a_period_at_an_end_is_left_out():
    days = pd.date_range("2022-01-28", "2024-12-31")
    found = asked(daily(np.random.default_rng(5).normal(50, 5, len(days)), days))
    assert "2022-01" not in set(found.frame["day"])


def test_months_and_longer_come_back_as_they_are():
    frame = pd.DataFrame({"month": ["2024-01", "2024-02"], "sales": [1.0, 2.0]})
    found = finest(frame, Columns(None, "month", "sales"), (), "2024-02")
    assert (found.cycle, found.why) == ("month", "as_given")
    assert found.frame is frame


def test_a_source_too_short_for_months_is_looked_at_by_weeks_and_days():
    days = pd.date_range("2024-01-01", periods=200)
    found = asked(daily(np.random.default_rng(6).normal(50, 5, 200), days), start="2024-05-06")
    assert "month" not in found.effective
    assert found.cycle in {"week", "day"}
