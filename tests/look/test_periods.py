from datetime import date

import pytest

from diagnostics.look.periods import show_day, show_period


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("2025", "2025年", "2025"),
        ("FY2025", "2025财年", "fiscal year 2025"),
        ("2025Q3", "2025年第3季度", "Q3 2025"),
        ("2025-11", "2025年11月", "November 2025"),
        ("2025-W05", "2025年第5周", "week 5 of 2025"),
        ("2025-03-09", "2025年3月9日", "9 March 2025"),
        ("someday", "someday", "someday"),
    ],
)
def test_periods_are_said_as_readers_say_them(text, zh, en):
    assert (show_period(text, "zh"), show_period(text, "en")) == (zh, en)


def test_days_are_said_as_readers_say_them():
    assert show_day(date(2025, 12, 1), "zh") == "2025年12月1日"
