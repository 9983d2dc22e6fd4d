"""Facts of whole periods give no figures of shorter ones."""

import pytest

from diagnostics.data.observe import observe
from diagnostics.errors import InputError

SOURCE = {"f": {"file": "f.csv", "time": "day", "entity": "store"}}


@pytest.fixture
def observed(engagement, data):
    def build(days, **settings):
        rows = "".join(f"{day},s1,{number}\n" for number, day in enumerate(days, 1))
        (data / "f.csv").write_text("day,store,v\n" + rows, encoding="utf-8")
        cycle = settings.pop("cycle")
        source = {"f": {**SOURCE["f"], "time": settings.pop("time", "day")}}
        client = engagement([{"id": "v", "measure": "sum(v)", "cycle": cycle}], source, **settings)
        return observe(client, levels=["store"]).table.set_index("period")["value"].to_dict()

    return build


@pytest.mark.parametrize(
    ("days", "cycle", "found"),
    [
        (["2025年1月", "202502", "2025-04"], "month", {"2025-01": 1, "2025-02": 2, "2025-03": 0, "2025-04": 3}),
        (["2025年1月", "202502", "2025-04"], "quarter", {"2025Q1": 3, "2025Q2": 3}),
        (["2025Q1", "2025年二季度"], "quarter", {"2025Q1": 1, "2025Q2": 2}),
        (["2025Q1", "2025年二季度"], "year", {"2025": 3}),
        (["2025年第10周"], "week", {"2025-W10": 1}),
        (["2025年"], "year", {"2025": 1}),
    ],
)
def test_periods_make_up_those_that_hold_them(observed, days, cycle, found):
    figures = observed(days, cycle=cycle)
    assert {key: value for key, value in figures.items() if value} == {
        key: value for key, value in found.items() if value
    }


@pytest.mark.parametrize(
    ("day", "cycle", "grain"),
    [("2025Q1", "month", "quarter"), ("2025年", "quarter", "year"), ("2025-W10", "month", "week"), ("2025年3月", "week", "month"),
     ("2025年3月", "day", "month"), ("2025-W10", "year", "week")],
)  # fmt: skip
def test_periods_are_not_taken_for_their_first_day(observed, day, cycle, grain):
    with pytest.raises(
        InputError, match=rf"KPI 'v' is asked for by {cycle}, but column 'day' .* names a whole {grain}"
    ):
        observed([day], cycle=cycle)


@pytest.mark.parametrize("time", ['"day"', " day ", "date(day)"])
def test_a_column_is_the_same_however_its_time_is_written(observed, time):
    with pytest.raises(InputError, match=r"column 'day' .* names a whole quarter"):
        observed(["2025Q1"], cycle="month", time=time)


def test_quarters_make_up_a_fiscal_year_only_where_they_begin_with_it(observed):
    assert observed(["2025Q1"], cycle="year", calendar={"fiscal_start": 4}) == {"FY2025": 1}
    with pytest.raises(InputError, match="names a whole quarter"):
        observed(["2025Q1"], cycle="year", calendar={"fiscal_start": 2})
