"""A stretch of days by its first and last day, in cells of a day column: the first counts."""

from datetime import date

import pytest

from diagnostics.data.layout.day_column import DayRules, decide_days
from diagnostics.data.layout.range_text import read_range
from diagnostics.model.period import Calendar


@pytest.mark.parametrize("text", [
    "2024-01-01~2024-01-07", "2024/1/1-2024/1/7", "2024.1.1-1.7", "2024年1月1日至1月7日", "2024-01-01 to 2024-01-07", "2024-01-01 — 2024-01-07",
])  # fmt: skip
def test_a_stretch_of_days_bears_its_first_and_is_listed(text):
    decided = decide_days([text], None, DayRules(Calendar()))
    assert (decided.values[text], decided.kinds[text], decided.wrong) == (date(2024, 1, 1), ("period",), {})


@pytest.mark.parametrize(
    "text", ["2024-01-07~2024-01-01", "2024-02-30~2024-03-01", "2024-01-01", "2024-01-01~", "1/1-1/7"]
)
def test_what_is_no_stretch_of_days_is_not_guessed(text):
    assert read_range(text) is None
