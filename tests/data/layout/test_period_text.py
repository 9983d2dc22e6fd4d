"""Periods as client files and their headers write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.layout.period_text import PeriodRead, read_period
from diagnostics.model.period import Calendar

WIDE = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})
PLAIN = Calendar()
NUMERALS = "一二三四五六七八九十"


@pytest.mark.parametrize(
    ("text", "start", "months", "cycle"),
    [
        ("2025年3月", "2025-03-01", 1, "month"),
        ("2025年03月", "2025-03-01", 1, "month"),
        ("25年3月", "2025-03-01", 1, "month"),
        ("2025/3", "2025-03-01", 1, "month"),
        ("2025.03", "2025-03-01", 1, "month"),
        ("202503", "2025-03-01", 1, "month"),
        ("2025年三月份", "2025-03-01", 1, "month"),
        ("Mar 2025", "2025-03-01", 1, "month"),
        ("2025年一季度", "2025-01-01", 3, "quarter"),
        ("2025年第1季度", "2025-01-01", 3, "quarter"),
        ("2025 Q2", "2025-04-01", 3, "quarter"),
        ("Q3 2025", "2025-07-01", 3, "quarter"),
        ("2025年", "2025-01-01", 12, "year"),
        ("2025财年", "2025-01-01", 12, "year"),
        ("2025年第10周", "2025-03-03", 0, "week"),
        ("2025W10", "2025-03-03", 0, "week"),
        ("2025年3月4日", "2025-03-04", 0, "day"),
        ("20250304", "2025-03-04", 0, "day"),
    ],
)
def test_a_period_is_read_as_it_was_meant_and_told(text, start, months, cycle):
    read = read_period(text, PLAIN)
    assert (read.start.isoformat(), read.months, read.cycle) == (start, months, cycle)
    assert read.kinds in (("period",), ("day",))


@pytest.mark.parametrize("text", ["2025", "FY2025", "2025Q1", "2025-03", "2025-W05", "2025-03-09"])
def test_the_canonical_text_is_no_conversion(text):
    read, known = read_period(text, PLAIN), PLAIN.parse(text)
    assert (read.start, read.end, read.kinds, read.cycle) == (known.start, known.end, (), known.cycle)


@pytest.mark.parametrize(
    "text", ["1-2月", "1\u20132月", "1-2月合并", "2025年1-2月", "1月至2月", "1~2月(合并)", "一、二月"]
)
def test_merged_months_are_two_and_lie_on_the_last(text):
    read = read_period(text, PLAIN, 2025)
    assert (read.start, read.end, read.months) == (dt.date(2025, 1, 1), dt.date(2025, 3, 1), 2)
    assert read.day == dt.date(2025, 2, 1)
    assert read.kinds[-1] == "merged_months"


@pytest.mark.parametrize(("text", "start"), [("一季度", 1), ("Q2", 4), ("第3季度", 7), ("3月", 3), ("十二月", 12)])
def test_a_period_without_a_year_needs_one(text, start):
    assert read_period(text, PLAIN) is None
    assert read_period(text, PLAIN, 2025).start == dt.date(2025, start, 1)


@pytest.mark.parametrize(
    "text",
    [
        "", "上半年", "2025H1", "2025-13", "202513", "2025Q5", "2025-W54", "2025-W53", "week 53", "农历二月", "1-3月", "2-1月", "12-1月",
        "2025.1", "3", "25", "45355", "MARCH1", "0000-00", "9999-01", "2024-02-30", "03/04/2024", "2025年13月", "本月", "1-2月累计",
    ],
)  # fmt: skip
def test_what_is_no_period_is_not_guessed(text):
    assert read_period(text, PLAIN) is None


def test_the_fiscal_year_is_the_client_s():
    april = Calendar(fiscal_start=4)
    assert read_period("2025财年", april).start == dt.date(2024, 4, 1)
    assert read_period("FY25Q1", april).start == dt.date(2024, 4, 1)
    assert read_period("2025Q1", april).start == dt.date(2025, 1, 1)
    assert read_period("2025年", april) is None
    assert read_period("FY25Q1", Calendar(fiscal_start=2)) is None


@pytest.mark.parametrize(
    "text", ["2025财年Q1", "2025财年一季度", "2025财年第一季度", "FY2025Q1", "FY25 一季度", "2025会计年度Q1"]
)
def test_a_quarter_of_a_fiscal_year_is_counted_from_its_start(text):
    read = read_period(text, Calendar(fiscal_start=4))
    assert (read.start, read.end, read.cycle) == (dt.date(2024, 4, 1), dt.date(2024, 7, 1), "quarter")
    assert read_period(text, PLAIN).start == dt.date(2025, 1, 1)


@given(st.integers(1970, 2069), st.integers(1, 12))
def test_what_is_printed_in_any_form_is_read_back(year, month):
    short, quarter = f"{year % 100:02d}", (month + 2) // 3
    name = NUMERALS[month - 1] if month <= 10 else "十" + NUMERALS[month - 11]
    months = [
        f"{year}年{month}月",
        f"{year}年{month:02d}月",
        f"{short}年{month}月",
        f"{year}-{month:02d}",
        f"{year}/{month}",
    ]
    months += [f"{year}.{month:02d}", f"{year}{month:02d}", f"{year}年{name}月", f"{dt.date(year, month, 1):%b %Y}"]
    quarters = [
        f"{year}Q{quarter}",
        f"{year}年{NUMERALS[quarter - 1]}季度",
        f"{year}年第{quarter}季度",
        f"{short}年Q{quarter}",
    ]
    for text in months + [each.translate(WIDE) for each in months]:
        read = read_period(text, PLAIN)
        assert (read.start, read.months, read.day) == (dt.date(year, month, 1), 1, dt.date(year, month, 1)), text
    for text in quarters:
        assert read_period(text, PLAIN).start == dt.date(year, 3 * quarter - 2, 1), text
    for text in (f"{month}月", f"{name}月", f"{month:02d}月份"):
        assert read_period(text, PLAIN, year).start == dt.date(year, month, 1), text


@given(st.dates(dt.date(1971, 1, 1), dt.date(2068, 12, 31)), st.sampled_from(["monday", "sunday", "saturday"]))
def test_weeks_are_read_back_on_every_calendar(day, first):
    calendar = Calendar(week_start=first)
    week = calendar.at(day, "week")
    year, number = week.text.split("-W")
    for text in (week.text, f"{year}W{number}", f"{year}年第{int(number)}周", f"{year}年{number}周"):
        assert (read_period(text, calendar).start, read_period(text, calendar).end) == (week.start, week.end)


@given(
    st.text(max_size=20) | st.text(alphabet="0123456789-/.年月季度第周合并QqWFY ", max_size=14),
    st.none() | st.just(2025),
)
def test_any_text_gives_a_period_or_none(text, year):
    read = read_period(text, PLAIN, year)
    assert read is None or (isinstance(read, PeriodRead) and read.start < read.end)
