"""Which column, or which columns together, give the day of a fact."""

import pandas as pd
import pytest

from diagnostics.errors import InputError
from diagnostics.run.proposal.times import find_time


def table(**columns):
    return pd.DataFrame({**columns, "销售额": range(1, 1 + len(next(iter(columns.values()))))})


@pytest.mark.parametrize(("columns", "time", "grain"), [
    ({"年": [2024, 2024], "月": [1, 2], "日": [31, 29]}, 'make_date("年", "月", "日")', "day"),
    ({"Year": [2024, 2024], "Month": [1, 2], "Day": [31, 29]}, "make_date(Year, Month, Day)", "day"),
    ({"年份": [2024, 2024], "季度": [1, 4]}, 'make_date("年份", "季度" * 3 - 2, 1)', "quarter"),
    ({"年": [2024, 2024], "月": [1, 2]}, 'make_date("年", "月", 1)', None),
])  # fmt: skip
def test_parts_of_a_day_in_several_columns_make_one(columns, time, grain):
    found, used, _, cycle = find_time(table(**columns), {})
    assert (found, used, cycle) == (time, set(columns), grain)


def test_a_day_that_does_not_exist_is_asked_about_and_never_summed():
    time, used, doubts, _ = find_time(table(年=[2024, 2024], 月=[2, 2], 日=[28, 30]), {})
    assert time == 'make_date("年", "月", 1)'
    assert "日" in used
    assert "2024-2-30" in doubts[0]


@pytest.mark.parametrize("columns", [
    {"年": [2024, 2024], "周": [1, 2]}, {"年份": [2024, 2024], "季度": ["Q1", "Q2"]}, {"年": [2024, 2024], "月": ["1月", "2月"]},
])  # fmt: skip
def test_a_year_beside_a_part_that_no_expression_takes_is_refused_with_both(columns):
    with pytest.raises(InputError, match=r"says 2024 and column .* the two together are the day.*Write both into one"):
        find_time(table(**columns), {})
