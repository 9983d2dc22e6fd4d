"""Balances, medians and distinct counts at every level, by numbers worked out by hand."""

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from tests.data.observe.test_meanings import rows

# Headcount and stock of three shops at the end of weeks; s1 is called by two names, s2 has no figure on the last day.
STOCK = """\
date,store,kind,stock,heads
2025-01-10,s1,a,10,3
2025-01-31,一店,a,12,4
2025-01-31,s1,b,5,4
2025-01-20,s2,a,7,2
2025-01-31,s2,a,,2
2025-02-28,s2,a,9,2
2025-02-14,s3,a,1,1
2025-02-28,s3,b,2,1
"""
SOURCE = {"stock": {"file": "stock.csv", "time": "date", "entity": "store"}}


@pytest.fixture
def stock(engagement, data):
    """Observe KPIs over the stock of the shops."""
    (data / "stock.csv").write_text(STOCK, encoding="utf-8")

    def observed(*kpis, source=None, **wanted):
        return observe(engagement(list(kpis), source or SOURCE), **wanted)

    return observed


def values(found, kpi, entity):
    return {period: None if pd.isna(value) else value for period, value, _ in rows(found, kpi, entity)}


def test_a_balance_adds_over_stores_and_never_over_time(stock):
    found = stock(
        {"id": "end", "measure": "last(stock)"},
        {"id": "start", "measure": "first(stock)"},
        {"id": "quarter", "measure": "last(stock)", "cycle": "quarter"},
        {"id": "year_start", "measure": "first(stock)", "cycle": "year"},
    )
    # s1 under both names: 12 + 5 on its last day. s2: the last day that has a figure.
    assert values(found, "end", "s1") == {"2025-01": 17}
    assert values(found, "end", "s2") == {"2025-01": 7, "2025-02": 9}
    assert values(found, "end", "east") == {"2025-01": 24, "2025-02": 9}
    assert values(found, "end", "group") == {"2025-01": 24, "2025-02": 11}
    assert values(found, "start", "s1") == {"2025-01": 10}
    assert values(found, "start", "s3") == {"2025-02": 1}
    assert values(found, "start", "group") == {"2025-01": 17, "2025-02": 10}
    assert values(found, "quarter", "group") == {"2025Q1": 17 + 9 + 2}
    assert values(found, "year_start", "group") == {"2025": 10 + 7 + 1}


def test_a_balance_of_a_slice_looks_at_the_facts_of_the_slice(stock):
    kpi = {"id": "end", "measure": "last(stock)", "dimensions": ["kind"]}
    table = stock(kpi, by=["kind"]).of("end", entity="east").set_index(["period", "kind"])["value"]
    assert table.to_dict() == {("2025-01", "a"): 12 + 7, ("2025-01", "b"): 5, ("2025-02", "a"): 9}
    filtered = stock({**kpi, "where": "kind = 'a'"})
    assert values(filtered, "end", "group") == {"2025-01": 19, "2025-02": 10}


def test_a_balance_takes_part_in_arithmetic_and_in_formulas(stock):
    found = stock(
        {"id": "turn", "measure": "sum(heads) / last(stock)"},
        {"id": "change", "measure": "last(stock) - first(stock)"},
        {"id": "double", "formula": "change * 2"},
    )
    assert values(found, "turn", "east") == {"2025-01": 15 / 24, "2025-02": 2 / 9}
    assert found.of("turn")["numerator"].isna().all()
    assert values(found, "change", "group") == {"2025-01": 7, "2025-02": 1}
    assert values(found, "double", "group") == {"2025-01": 14, "2025-02": 2}


def test_a_balance_without_an_entity_column_is_that_of_the_whole_cell(stock):
    source = {"stock": {"file": "stock.csv", "time": "date"}}
    found = stock({"id": "end", "measure": "last(stock)"}, source=source)
    assert values(found, "end", "group") == {"2025-01": 17, "2025-02": 11}


def test_a_balance_of_chosen_shops_leaves_the_others_out(stock):
    found = stock({"id": "end", "measure": "last(stock)"}, only=["s1", "s3"])
    assert values(found, "end", "group") == {"2025-01": 17, "2025-02": 2}


def test_the_last_moment_of_a_day_is_told_by_the_clock(engagement, data):
    frame = pd.DataFrame(
        {
            "at": pd.to_datetime(["2025-01-31 08:00", "2025-01-31 20:30", "2025-01-31 20:30", "2025-01-31 21:00"]),
            "store": ["s1", "s1", "s1", "s2"],
            "v": [1.0, 2.5, 4.0, 8.0],
        }
    )
    frame.to_parquet(data / "till.parquet")
    source = {"till": {"file": "till.parquet", "time": "at", "entity": "store"}}
    found = observe(engagement([{"id": "v", "measure": "last(v)", "cycle": "day"}], source))
    assert values(found, "v", "s1") == {"2025-01-31": 6.5}
    assert values(found, "v", "group") == {"2025-01-31": 14.5}


def test_medians_and_quantiles_are_those_of_the_facts(stock):
    found = stock(
        {"id": "middle", "measure": "median(heads)"},
        {"id": "low", "measure": "quantile(heads, 0.25)", "cycle": "quarter"},
    )
    assert values(found, "middle", "s1") == {"2025-01": 4}
    assert values(found, "middle", "s2") == {"2025-01": 2, "2025-02": 2}
    # 3 4 4 2 2, not the middle of 4 and 2.
    assert values(found, "middle", "east")["2025-01"] == 3
    assert values(found, "middle", "group") == {"2025-01": 3, "2025-02": 1}
    # 1 1 2 2 2 3 4 4: at 1.75 of the order.
    assert values(found, "low", "group") == {"2025Q1": 1.75}


def test_who_comes_twice_is_counted_once_in_each_cell(engagement, data):
    text = """\
date,store,channel,member
2025-01-05,s1,web,m1
2025-01-06,一店,web,m1
2025-01-07,s2,shop,m1
2025-01-07,s2,shop,m2
2025-02-01,s1,web,m1
2025-02-01,s3,web,m2
2025-02-02,s3,web,
"""
    (data / "sales.csv").write_text(text, encoding="utf-8")
    kpis = [
        {"id": each, "measure": "count_distinct(member)", "cycle": each, "dimensions": ["channel"]}
        for each in ("month", "quarter")
    ]
    kpis += [{"id": "each", "measure": "count(*) / count_distinct(member)"}]
    found = observe(engagement(kpis))
    assert values(found, "month", "s1") == {"2025-01": 1, "2025-02": 1}
    assert values(found, "month", "east") == {"2025-01": 2, "2025-02": 1}
    assert values(found, "month", "group") == {"2025-01": 2, "2025-02": 2}
    assert values(found, "quarter", "s1") == {"2025Q1": 1}
    assert values(found, "quarter", "group") == {"2025Q1": 2}
    assert values(found, "each", "group") == {"2025-01": 2, "2025-02": 1.5}
    sliced = observe(engagement(kpis), by=["channel"]).of("quarter", entity="east").set_index("channel")["value"]
    assert sliced.to_dict() == {"web": 1, "shop": 2}


def test_nobody_is_counted_as_nought_where_facts_name_nobody(engagement, data):
    (data / "sales.csv").write_text("date,store,v,member\n2025-01-05,s1,1,\n2025-01-05,s2,1,m\n", encoding="utf-8")
    kpis = [{"id": "members", "measure": "count_distinct(member)"}, {"id": "middle", "measure": "median(v)"}]
    found = observe(engagement(kpis))
    assert [values(found, "members", each)["2025-01"] for each in ("s1", "s2", "group")] == [0, 1, 1]


def test_a_missing_dimension_is_a_slice_of_its_own(engagement, data):
    frame = pd.DataFrame(
        {"date": pd.Timestamp("2025-01-05"), "store": "s1", "channel": ["web", None, None], "v": [1.0, 2, 4]}
    )
    frame.to_parquet(data / "sales.parquet")
    kpis = [
        {"id": each.split("(")[0], "measure": each, "dimensions": ["channel"]}
        for each in ("sum(v)", "median(v)", "last(v)", "count_distinct(v)")
    ]
    client = engagement(kpis, {"sales": {"file": "sales.parquet", "time": "date", "entity": "store"}})
    table = observe(client, by=["channel"], levels=["company"]).table
    missing = table[table["channel"].isna()].set_index("kpi")["value"]
    assert missing.to_dict() == {"sum": 6, "median": 3, "last": 6, "count_distinct": 2}


def test_what_is_held_is_freed(stock, engagement):
    kpis = [{"id": "a", "measure": "last(stock) + count_distinct(kind)"}, {"id": "b", "measure": "sum(stock)"}]
    stock(*kpis)
    with open_engine(engagement(kpis, SOURCE)) as engine:
        observe(engine)
        names = engine.frame(engine.facts("stock").table.limit(0)).columns
        held = engine.raw.execute("SELECT table_name FROM duckdb_tables() WHERE table_name LIKE 'held%'").fetchall()
    assert list(names) == ["date", "store", "kind", "stock", "heads"]
    assert held == []


def test_many_balances_are_put_down_in_between_and_come_out_the_same(stock, monkeypatch):
    kpis = [{"id": f"end{at}", "measure": f"last(stock + {at})"} for at in range(5)]
    whole = stock(*kpis).table
    monkeypatch.setattr("diagnostics.data.observe.cells._MOST_JOINS", 2)
    pd.testing.assert_frame_equal(stock(*kpis).table, whole)
    assert whole["kpi"].nunique() == 5
