"""Days as client files write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.data.layout.day_text import AmbiguousDay, DayRead, read_day, read_serial

WIDE = str.maketrans({chr(each): chr(each + 0xFEE0) for each in range(0x21, 0x7F)})
DAY = dt.date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "value", "kinds"),
    [
        ("2024-03-04", DAY, ()),
        ("2024-03-04T15:00:00", dt.datetime(2024, 3, 4, 15), ()),
        ("2024-03-04 15:00", dt.datetime(2024, 3, 4, 15), ()),
        ("2024-3-4", DAY, ("day",)),
        ("2024/3/4", DAY, ("day",)),
        ("2024.03.04", DAY, ("day",)),
        ("20240304", DAY, ("day",)),
        ("2024年3月4日", DAY, ("day",)),
        ("24年3月4日", DAY, ("day",)),
        ("2024年3月4日 星期一", DAY, ("day",)),
        ("\uff12\uff10\uff12\uff14-03-04", DAY, ("full_width", "day")),
        ("2024/3/4 下午3:00", dt.datetime(2024, 3, 4, 15), ("day",)),
        ("2024/3/4 上午12:30", dt.datetime(2024, 3, 4, 0, 30), ("day",)),
        ("2024/3/4 3:00 PM", dt.datetime(2024, 3, 4, 15), ("day",)),
        ("2024年3月4日15时30分", dt.datetime(2024, 3, 4, 15, 30), ("day",)),
        ("4 Mar 2024", DAY, ("day",)),
        ("March 4, 2024", DAY, ("day",)),
        ("2024-03-04T20:00:00Z", dt.datetime(2024, 3, 5, 4), ("aware_time",)),
        ("2024-03-04T20:00:00-05:00", dt.datetime(2024, 3, 5, 9), ("aware_time",)),
        ("2024-03-10T03:30:00 America/New_York", dt.datetime(2024, 3, 10, 15, 30), ("day", "aware_time")),
        ("13/03/2024", dt.date(2024, 3, 13), ("day",)),
        ("05/05/2024", dt.date(2024, 5, 5), ("day",)),
    ],
)
def test_a_day_is_read_as_it_was_meant(text, value, kinds):
    read = read_day(text)
    assert (read.value, read.kinds) == (value, kinds)


@pytest.mark.parametrize(
    "text",
    [
        "", "2024-02-30", "0000-00-00", "2024-13-01", "农历二月", "week 53", "2024-W10", "2024-3", "45355", "13/13/2024", "MARCH1",
        "2024-03-0412:00", "2024-03/04", "2024/3/4 25:00", "2024年3月4日 星期二", "3月4日", "2024-03-04x", "1800-01-01",
        "2024-03-10T02:30:00 America/New_York", "2024-11-03T01:30:00 America/New_York", "2024-03-04T15:00:00 Mars/Base", "NaT",
        "2024-03-04 & 03/04/2024", "\u0662\u0660\u0662\u0664-03-04",
    ],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text):
    assert read_day(text) is None


@pytest.mark.parametrize("text", ["03/04/2024", "3-4-2024", "03.04.2024", "03/04/24"])
def test_figures_that_fit_two_orders_are_ambiguous_until_one_is_declared(text):
    assert isinstance(read_day(text), AmbiguousDay)
    assert read_day(text, "dmy").value == dt.date(2024, 4, 3)
    assert read_day(text, "mdy").value == DAY
    assert read_day("13/04/2024", "mdy") is None


def test_a_year_is_taken_where_it_is_given():
    assert read_day("3月4日", year=2024).value == DAY


def test_serials_count_from_the_date_system_of_the_workbook():
    assert read_serial(45355) == DAY
    assert read_serial(45355 - 1462, since_1904=True) == DAY
    assert read_serial(45355.5) == dt.datetime(2024, 3, 4, 12)
    assert read_serial(60) is read_serial(-1) is read_serial(1e9) is read_serial(float("nan")) is None


@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)), st.times())
def test_what_is_printed_in_any_form_is_read_back(day, time):
    y, m, d = day.year, day.month, day.day
    forms = [
        day.isoformat(),
        f"{y}/{m}/{d}",
        f"{y}.{m}.{d}",
        f"{y}年{m}月{d}日",
        f"{y:04d}{m:02d}{d:02d}",
        f"{y % 100:02d}年{m}月{d}日",
    ]
    forms += [f"{day:%d %b %Y}", f"{day:%B %d, %Y}"]
    for text in forms:
        assert read_day(text).value == day, text
        assert read_day(text.translate(WIDE)).value == day, text
    assert read_day(f"{d}/{m}/{y}", "dmy").value == day
    assert read_day(f"{m}/{d}/{y}", "mdy").value == day
    assert read_day(f"{day}T{time:%H:%M:%S.%f}").value == dt.datetime.combine(day, time)
    half, hour = ("下午" if time.hour >= 12 else "上午"), (time.hour + 11) % 12 + 1
    assert read_day(f"{y}/{m}/{d} {half}{hour}:{time:%M}").value == dt.datetime.combine(
        day, dt.time(time.hour, time.minute)
    )
    assert read_serial((day - dt.date(1899, 12, 30)).days) == day


@given(st.text(max_size=20) | st.text(alphabet="0123456789-/.年月日 T:上下午周一Z+", max_size=20))
def test_any_text_gives_a_day_an_ambiguous_one_or_none(text):
    assert isinstance(read_day(text), DayRead | AmbiguousDay | None)


def test_a_named_month_with_a_short_year_is_a_day_where_the_year_can_be_no_day():
    assert read_day("2-Jan-24").value == dt.date(2024, 1, 2)
    assert read_day("24-Jan-02") is None
    assert read_day("2-Jan-245") is None
