import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.look.charts.periods import ticks


def months(start, count):
    return [str(each) for each in pd.period_range(start, periods=count, freq="M")]


def test_short_series_name_every_month_and_the_year_where_it_changes():
    assert ticks(months("2025-11", 3), "zh", 5) == [(0, "11月\n2025"), (1, "12月"), (2, "1月\n2026")]


def test_longer_series_name_the_same_months_of_each_year():
    assert ticks(months("2023-01", 36), "en", 10) == [
        (0, "Jan\n2023"), (6, "Jul"), (12, "Jan\n2024"), (18, "Jul"), (24, "Jan\n2025"), (30, "Jul"),
    ]  # fmt: skip


def test_years_alone_where_one_month_of_each_is_named():
    assert ticks(months("2023-01", 36), "zh", 3) == [(0, "2023"), (12, "2024"), (24, "2025")]


@pytest.mark.parametrize(
    ("periods", "expected"),
    [
        (["2024Q4", "2025Q1"], [(0, "Q4\n2024"), (1, "Q1\n2025")]),
        (["2024", "2025"], [(0, "2024"), (1, "2025")]),
        (["2025-W01", "2025-W02"], [(0, "W01\n2025"), (1, "W02")]),
        (["2025-12-31", "2026-01-01"], [(0, "12-31\n2025"), (1, "01-01\n2026")]),
        (["FY2024", "FY2025"], [(0, "FY2024"), (1, "FY2025")]),
        (["2025-03"], [(0, "3月\n2025")]),
    ],
)
def test_each_cycle_has_its_form(periods, expected):
    assert ticks(periods, "zh", 10) == expected


@given(st.integers(1, 400), st.integers(2, 12), st.integers(1, 12))
def test_there_are_never_more_ticks_than_there_is_room(count, most, month):
    found = ticks(months(f"2001-{month:02d}", count), "zh", most)
    assert 1 <= len(found) <= most
    assert [place for place, _ in found] == sorted({place for place, _ in found})
