"""Days that exist, told by their form: not every engine can try a cast and go on."""

import datetime as dt
import re
from itertools import product

import pytest

from diagnostics.data.engine import moments


def exists(year, month, day):
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True


def test_a_text_is_a_day_exactly_where_the_calendar_has_it():
    form = re.compile(moments._NAIVE)
    years = (*range(0, 10_000, 97), 0, 1, 4, 100, 400, 1900, 2000, 2023, 2024, 2100, 9999)
    for year, month, day in product(years, range(14), (0, 1, 27, 28, 29, 30, 31, 32)):
        assert bool(form.match(f"{year:04}-{month:02}-{day:02}")) == exists(year, month, day)


@pytest.mark.parametrize(
    "text", ["2025-01-01 24:00", "2025-01-01 23:60", "2025-01-01T08:00:60", "2025-01-01 8:00", "2025-01-01T"]
)
def test_a_time_of_day_that_does_not_exist_is_none(text):
    assert not re.match(moments._NAIVE, text)


@pytest.mark.parametrize("text", ["2025-01-01T08:00Z", "2025-01-01 08:00:01.5+0800", "2025-01-01T08:00-05:30"])
def test_offsets_are_told(text):
    assert re.match(moments._AWARE, text)
    assert not re.match(moments._NAIVE, text)
