"""From facts to observations."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from diagnostics.data.engine import open_engine
from diagnostics.data.engine.duckdb_store import DuckDbStore
from diagnostics.data.observe import observe
from diagnostics.data.suppress import publishable
from diagnostics.errors import InputError, UnknownNameError
from diagnostics.model.observations import BASIS, FIGURES, KEYS

ORDERS = {"id": "orders", "measure": "sum(orders)", "dimensions": ["channel"]}
VISITS = {"id": "visits", "measure": "sum(visits)"}
RATE = {"id": "rate", "measure": "sum(orders) / sum(visits)", "where": "channel != 'test'", "dimensions": ["channel"]}


def cell(observations, kpi, entity, period, column="value"):
    table = observations.table
    rows = table[(table["kpi"] == kpi) & (table["entity"] == entity) & (table["period"] == period)]
    assert len(rows) == 1, f"{len(rows)} rows for {kpi}, {entity}, {period}"
    value = rows[column].iloc[0]
    return None if pd.isna(value) else value


def test_every_level_and_period_is_aggregated_from_facts(engagement):
    found = observe(engagement([ORDERS, RATE]))
    assert cell(found, "orders", "s1", "2025-01") == 5
    assert cell(found, "orders", "east", "2025-01") == 6
    assert cell(found, "orders", "group", "2025-01") == 6
    assert cell(found, "orders", "group", "2025-02") == 13
    assert cell(found, "rate", "s1", "2025-01") == 0.25
    assert cell(found, "rate", "s1", "2025-01", "numerator") == 5
    assert cell(found, "rate", "s1", "2025-01", "denominator") == 20
    assert cell(found, "rate", "s1", "2025-01", "n") == 2


def test_a_ratio_is_a_sum_over_a_sum_and_division_by_nought_is_missing(engagement):
    found = observe(engagement([RATE]))
    assert cell(found, "rate", "group", "2025-01") == 6 / 20
    assert cell(found, "rate", "s3", "2025-02") is None
    assert cell(found, "rate", "s3", "2025-02", "denominator") == 0
    assert cell(found, "rate", "s3", "2025-02", "n") == 1
    assert cell(found, "rate", "group", "2025-02") == 4 / 5


def test_a_missing_value_stays_missing_and_never_becomes_nought(engagement):
    found = observe(engagement([ORDERS, VISITS]))
    assert cell(found, "orders", "s2", "2025-02") is None
    assert cell(found, "orders", "s2", "2025-02", "n") == 1
    assert cell(found, "visits", "s2", "2025-01") is None


def test_a_cell_without_facts_has_no_row(engagement):
    found = observe(engagement([ORDERS, RATE])).table
    assert not ((found["entity"] == "s3") & (found["period"] == "2025-01")).any()
    # The only fact of that store and month is left out by the filter.
    assert not ((found["kpi"] == "rate") & (found["entity"] == "s1") & (found["period"] == "2025-02")).any()


def test_the_table_has_fixed_columns_order_and_kinds(engagement):
    table = observe(engagement([RATE, ORDERS]), by=["channel"]).table
    assert list(table.columns) == [*KEYS, "channel", *FIGURES, BASIS]
    assert table["n"].dtype == "int64"
    assert table["start"].dtype == "datetime64[us]"
    assert all(table[each].dtype == "float64" for each in FIGURES if each != "n")
    assert all(table[each].dtype == "str" for each in ("kpi", "level", "entity", "cycle", "period", "channel", "basis"))
    keys = ["kpi", "level", "entity", "cycle", "start", "channel"]
    assert table[keys].equals(table[keys].sort_values(keys, kind="stable", ignore_index=True))


def test_an_empty_result_has_the_same_columns(engagement):
    table = observe(engagement([ORDERS]), periods=["2030-01"]).table
    assert not len(table)
    assert list(table.columns) == [*KEYS, *FIGURES, BASIS]


def test_levels_dimensions_and_kpis_are_chosen(engagement):
    client = engagement([ORDERS, VISITS, RATE])
    assert set(observe(client, levels=["region"]).table["level"]) == {"region"}
    sliced = observe(client, by=["channel"])
    assert set(sliced.table["kpi"]) == {"orders", "rate"}
    assert sliced.by == ("channel",)
    rows = sliced.table[(sliced.table["kpi"] == "orders") & (sliced.table["entity"] == "s1")]
    assert dict(zip(rows["channel"], rows["value"], strict=True)) == {"web": 2, "shop": 3, "test": 9}
    assert set(observe(client, kpis=["rate"]).table["kpi"]) == {"rate"}


def test_facts_are_scanned_once_for_all_levels_and_cycles(engagement, monkeypatch):
    held = []
    hold = DuckDbStore.hold
    monkeypatch.setattr(DuckDbStore, "hold", lambda *given: held.append(given) or hold(*given))
    cycles = [
        {**kpi, "id": f"{kpi['id']}_{each}", "cycle": each} for kpi in (ORDERS, RATE) for each in ("month", "year")
    ]
    found = observe(engagement(cycles))
    assert len(held) == 1
    assert len(found.table) > 20


def test_an_open_engine_serves_several_observations(engagement):
    client = engagement([ORDERS, RATE])
    with open_engine(client) as engine:
        both = [observe(engine, kpis=["orders"]), observe(engine, by=["channel"])]
    pd.testing.assert_frame_equal(both[0].table, observe(client, kpis=["orders"]).table)
    pd.testing.assert_frame_equal(both[1].table, observe(client, by=["channel"]).table)


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"levels": ["shop"]}, "Unknown level 'shop'"),
        ({"by": ["chanel"]}, "Unknown dimension 'chanel'.*Did you mean 'channel'"),
        ({"kpis": ["order"]}, "Unknown KPI 'order'.*Did you mean 'orders'"),
        ({"periods": ["2025-13"]}, "Period '2025-13' does not exist"),
        ({"until": "March"}, "Period 'March' has no known form"),
    ],
)
def test_unknown_names_are_named(engagement, wanted, problem):
    with pytest.raises(InputError, match=problem):
        observe(engagement([ORDERS]), **wanted)


def test_facts_after_the_end_are_not_looked_at_and_open_periods_left_out(engagement):
    client = engagement(
        [ORDERS, {**ORDERS, "id": "weekly", "cycle": "week"}, {**ORDERS, "id": "quarterly", "cycle": "quarter"}]
    )
    found = observe(client, until="2025-01").table
    assert set(found.loc[found["kpi"] == "orders", "period"]) == {"2025-01"}
    # The week of 27 January ends in February: it is not over.
    assert set(found.loc[found["kpi"] == "weekly", "period"]) == {"2025-W01", "2025-W04"}
    assert not (found["kpi"] == "quarterly").any()
    assert set(observe(client).of("quarterly")["period"]) == {"2025Q1"}


def test_a_fact_after_the_end_may_be_anything(engagement, data):
    text = "date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n2025-03-01,nowhere,web,1,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    assert cell(observe(engagement([ORDERS]), until="2025-01"), "orders", "group", "2025-01") == 1


def test_periods_are_chosen_by_text_for_each_cycle(engagement):
    client = engagement([ORDERS, {**ORDERS, "id": "daily", "cycle": "day"}])
    found = observe(client, periods=["2025-02", "2025-01-05"]).table
    assert set(zip(found["kpi"], found["period"], strict=True)) == {("orders", "2025-02"), ("daily", "2025-01-05")}


def test_weeks_and_fiscal_years_follow_the_calendar(engagement):
    client = engagement(
        [{**ORDERS, "id": "weekly", "cycle": "week"}, {**ORDERS, "id": "yearly", "cycle": "year"}],
        calendar={"week_start": "sunday", "fiscal_start": 2},
    )
    found = observe(client)
    assert set(found.of("weekly", entity="s1")["period"]) == {"2025-W02", "2025-W04", "2025-W05"}
    assert list(found.of("yearly", entity="group")["period"]) == ["FY2025", "FY2026"]
    assert list(found.of("yearly", entity="group")["value"]) == [6, 13]


def test_names_no_entity_bears_are_listed_with_the_nearest_and_never_guessed(engagement, data):
    rows = "".join(
        f"2025-01-0{each},{name},web,1,1,1,m\n" for each, name in enumerate(["一店 ", "s11", "", "s1", "Nowhere"], 1)
    )
    (data / "sales.csv").write_text("date,store,channel,orders,visits,amount,member\n" + rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        observe(engagement([ORDERS]))
    for part in (
        "3 facts of KPI 'orders'",
        "column 'store'",
        "'s11'",
        "(empty)",
        "'Nowhere'",
    ):
        assert part in str(caught.value)
    # A blank at an edge is no part of a name: it is taken away, and listed.
    assert "一店 " not in str(caught.value)


def test_at_most_ten_unmatched_names_are_listed(engagement, data):
    rows = "".join(f"2025-01-01,stray{each:02d},web,1,1,1,m\n" for each in range(30))
    (data / "sales.csv").write_text("date,store,channel,orders,visits,amount,member\n" + rows, encoding="utf-8")
    with pytest.raises(InputError, match=r"'stray09', … \(30 names in all\)") as caught:
        observe(engagement([ORDERS]))
    assert "stray10" not in str(caught.value)


def test_a_filter_may_leave_out_what_is_no_entity(engagement, data):
    text = "date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n2025-01-01,合计,total,1,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    found = observe(engagement([{**ORDERS, "where": "channel != 'total'"}]))
    assert cell(found, "orders", "group", "2025-01") == 1


def test_facts_about_a_higher_level_count_there_and_above_only(engagement, data):
    text = "date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n2025-01-01,华东,web,10,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    found = observe(engagement([ORDERS]))
    assert [cell(found, "orders", each, "2025-01") for each in ("s1", "east", "group")] == [1, 11, 11]


@pytest.mark.parametrize("day", ["2025-02-30", "01/02/2025", "2025-W03", "x"])
def test_a_cell_that_is_no_day_is_refused_with_its_line(engagement, data, day):
    text = f"date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n{day},s1,web,1,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=rf"sales.csv:3 has '{day}' in column 'date'"):
        observe(engagement([ORDERS]))


@pytest.mark.parametrize("day", ["", "N/A"])
def test_a_fact_without_a_day_is_refused_with_an_example(engagement, data, day):
    text = f"date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n{day},s1,web,1,1,1,m\n{day},s1,test,1,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    with pytest.raises(
        InputError, match=r"2 facts of KPI 'orders', source 'sales' \(sales.csv\) have no day.*'date'"
    ) as caught:
        observe(engagement([ORDERS]))
    assert "(empty)" in str(caught.value)
    assert "left out by 'where: date is not null' in kpis.yaml" in str(caught.value)


def test_a_filter_may_leave_out_facts_without_a_day(engagement, data):
    text = "date,store,channel,orders,visits,amount,member\n2025-01-01,s1,web,1,1,1,m\n,s1,test,1,1,1,m\n"
    (data / "sales.csv").write_text(text, encoding="utf-8")
    assert cell(observe(engagement([RATE])), "rate", "s1", "2025-01") == 1


def test_a_kpi_without_an_entity_column_is_observed_at_the_top_alone(engagement):
    client = engagement([ORDERS], {"sales": {"file": "sales.csv", "time": "date"}})
    found = observe(client)
    assert set(found.table["entity"]) == {"group"}
    assert cell(found, "orders", "group", "2025-02") == 13
    assert not len(observe(client, levels=["store"]).table)


def test_a_kpi_without_an_entity_column_needs_one_top_entity(engagement):
    client = engagement(
        [ORDERS],
        {"sales": {"file": "sales.csv", "time": "date"}},
        entities=[{"id": "a", "level": "store"}, {"id": "b", "level": "store"}],
    )
    with pytest.raises(InputError, match=r"the top level 'store' has 2 entities \(a, b\)"):
        observe(client)


def test_a_kpi_without_a_time_is_refused(engagement):
    client = engagement([ORDERS], {"sales": {"file": "sales.csv", "entity": "store"}})
    with pytest.raises(InputError, match="KPI 'orders' has no time"):
        observe(client)


def test_a_kpi_may_have_its_own_time_and_entity(engagement, data):
    (data / "sales.csv").write_text("y,m,a,b,v\n2025,1,s1,s2,5\n2025,2,s1,s3,7\n", encoding="utf-8")
    client = engagement(
        [
            {"id": "x", "measure": "sum(v)"},
            {"id": "z", "measure": "sum(v)", "entity": "b", "time": "make_date(y - 1, m, 1)"},
        ],
        {"sales": {"file": "sales.csv", "time": "make_date(y, m, 1)", "entity": "a"}},
    )
    found = observe(client)
    assert cell(found, "x", "s1", "2025-01") == 5
    assert cell(found, "z", "s2", "2024-01") == 5


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"measure": "sum(order)"}, r"column of source 'sales' \(sales.csv\) 'order' .*Did you mean 'orders'"),
        ({"where": "chanel = 'web'"}, r"column of source 'sales' \(sales.csv\) 'chanel'.*Did you mean 'channel'"),
        ({"time": "day"}, r"Unknown column 'day' in time"),
        ({"entity": "stor"}, r"column of source 'sales' \(sales.csv\) 'stor'.*Did you mean 'store'"),
        ({"source": "sale"}, r"Unknown source 'sale' in KPI 'orders'"),
        ({"measure": "sum(channel)"}, r"Column 'channel' of source 'sales' \(sales.csv\): 'shop' is no number"),
        ({"time": "orders"}, r"sales.csv:2 has '2' in column 'orders'"),
        ({"time": "make_date(orders, 13, 1)"}, r"A value can't be computed with while"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_place(engagement, changed, problem):
    with pytest.raises(InputError, match=problem):
        observe(engagement([{**ORDERS, **changed}]))


def test_an_unknown_dimension_column_is_refused(engagement):
    with pytest.raises(UnknownNameError, match="column of source 'sales'.*'chanel'"):
        observe(engagement([{**ORDERS, "dimensions": ["chanel"]}]), by=["chanel"])


def test_people_are_counted_where_the_source_names_them(engagement):
    source = {"sales": {"file": "sales.csv", "time": "date", "entity": "store", "person": "member"}}
    found = observe(engagement([ORDERS, RATE], source))
    assert cell(found, "orders", "group", "2025-01", "people") == 2
    assert cell(found, "orders", "group", "2025-02", "people") == 3
    assert cell(found, "rate", "group", "2025-02", "people") == 2
    assert observe(engagement([ORDERS])).table["people"].isna().all()


def test_people_are_counted_where_the_entities_are_people(engagement):
    shops = [{"id": "group", "level": "company"}] + [
        {"id": each, "level": "agent", "parent": "group", "person": True, "aliases": alias}
        for each, alias in (("s1", ("00123",)), ("s2", ("二店",)), ("s3", ("三店",)))
    ]
    found = observe(engagement([ORDERS], entities=shops))
    assert cell(found, "orders", "group", "2025-01", "people") == 2
    assert cell(found, "orders", "group", "2025-02", "people") == 3
    assert cell(found, "orders", "s1", "2025-02", "people") == 1


def test_facts_that_name_nobody_have_no_people_behind_them(engagement):
    shops = [
        {"id": "group", "level": "company"},
        {"id": "s1", "level": "store", "parent": "group", "aliases": ("00123",)},
        {"id": "s2", "level": "store", "parent": "group", "aliases": ("二店",)},
        {"id": "s3", "level": "store", "parent": "group", "aliases": ("三店",), "person": True},
    ]
    client = engagement([ORDERS], entities=shops)
    found = observe(client)
    assert cell(found, "orders", "s1", "2025-02", "people") is None
    assert cell(found, "orders", "group", "2025-01", "people") is None
    # One person among the facts of February: the group's figure less the stores' would be theirs.
    assert cell(found, "orders", "group", "2025-02", "people") == 1
    published = publishable(found.table, client).set_index(["entity", "period"])["suppressed"]
    assert published.to_dict() == {
        ("group", "2025-01"): False, ("group", "2025-02"): True, ("s1", "2025-01"): False, ("s1", "2025-02"): False,
        ("s2", "2025-01"): False, ("s2", "2025-02"): False,
    }  # fmt: skip


def test_nan_is_missing_and_infinite_is_refused(engagement, data):
    days = pd.to_datetime(["2025-01-01", "2025-01-02"])
    source = {"sales": {"file": "sales.parquet", "time": "date", "entity": "store"}}
    frame = pd.DataFrame({"date": days, "store": "s1", "orders": [float("nan"), 2.5], "amount": [-float("inf"), 1]})
    frame.to_parquet(data / "sales.parquet")
    kpis = [
        {"id": "orders", "measure": "sum(orders)"},
        {"id": "counted", "measure": "count(orders)"},
        {"id": "top", "measure": "max(orders)"},
    ]
    found = observe(engagement(kpis, source))
    assert [cell(found, each["id"], "s1", "2025-01") for each in kpis] == [2.5, 1, 2.5]
    with pytest.raises(InputError, match=r"'amount' of source 'sales' \(sales.parquet\) holds an infinite value"):
        observe(engagement([{"id": "amount", "measure": "sum(amount)"}], source))


@pytest.mark.parametrize("written", ["inf", "-inf", "Infinity", "0x10", "1_000", "1e309", "10k"])
def test_what_is_no_number_in_a_csv_file_is_refused_where_a_number_is_needed(engagement, data, written):
    (data / "sales.csv").write_text(
        f"date,store,amount\n2025-01-01,s1,{written}\n2025-01-02,s1,2.5\n", encoding="utf-8"
    )
    problem = rf"sales.csv:2 has '{written}' in column 'amount', which is no number \(source 'sales'\)"
    with pytest.raises(InputError, match=problem):
        observe(engagement([{"id": "amount", "measure": "sum(amount)"}]))


def test_whole_numbers_do_not_hide_a_hexadecimal_one(engagement, data):
    (data / "sales.csv").write_text("date,store,amount\n2025-01-01,s1,0x10\n2025-01-02,s1,2\n", encoding="utf-8")
    with pytest.raises(InputError, match="sales.csv:2 has '0x10' in column 'amount', which is no number"):
        observe(engagement([{"id": "amount", "measure": "sum(amount)"}]))


def test_a_value_that_sums_would_take_for_nought_is_refused(engagement, data):
    (data / "sales.csv").write_text("date,store,a,b\n2025-01-01,s1,4e-13,0.5\n2025-01-02,s1,2.5,2\n", encoding="utf-8")
    for measure in ("sum(a)", "mean(a)", "sum(case when b > 1 then b else a end)"):
        with pytest.raises(InputError, match=r"Column 'a' .*: 4e-13 is too small to be summed.*\(1 of its values\)"):
            observe(engagement([{"id": "x", "measure": measure}]))
    found = observe(engagement([{"id": "x", "measure": "max(a)"}, {"id": "y", "measure": "sum(a * b)"}]))
    assert (cell(found, "x", "s1", "2025-01"), cell(found, "y", "s1", "2025-01")) == (2.5, 5)


def test_parts_of_a_ratio_over_distinct_counts_are_not_shown(engagement):
    found = observe(engagement([{"id": "per_member", "measure": "sum(orders) / count_distinct(member)"}]))
    assert cell(found, "per_member", "group", "2025-01") == 3
    assert found.table["numerator"].isna().all()


def test_kpis_that_pick_rows_of_a_long_table_agree_with_plain_filters(engagement, data):
    rng = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "date": "2025-01-15",
            "store": rng.choice(["s1", "s2", "s3"], 300),
            "indicator": rng.integers(1, 9, 300),
            "name": rng.choice(["x", "y"], 300),
            "v": rng.normal(size=300).round(3),
        }
    )
    frame.to_csv(data / "sales.csv", index=False)
    # 'in' is no key, so the second filter of each pair goes the plain way.
    filters = [(f"indicator == {each}", f"indicator in ({each})") for each in range(1, 7)]
    filters += [("7 = indicator and name = 'x'", "indicator in (7) and name = 'x'")]
    filters += [("name = 'y' and indicator = 8 and v > 0", "name = 'y' and indicator in (8) and v > 0"), (None, None)]
    picked, plain = (
        observe(
            engagement([{"id": f"k{at}", "measure": "mean(v)", "where": each[way]} for at, each in enumerate(filters)])
        )
        for way in (0, 1)
    )
    assert len(picked.table) > 40
    pd.testing.assert_frame_equal(picked.table, plain.table, check_exact=True)


def test_a_key_may_be_text_that_names_something(engagement, data):
    rows = "".join(f"2025-01-15,s1,{code},{each}\n" for each, code in enumerate(["01", "02", "03", "04", "05"]))
    (data / "sales.csv").write_text("date,store,code,v\n" + rows, encoding="utf-8")
    kpis = [
        {"id": f"k{each}", "measure": "sum(v)", "where": f"code == '0{each}'", "dimensions": ["code"]}
        for each in range(1, 6)
    ]
    found = observe(engagement(kpis))
    assert [cell(found, f"k{each}", "s1", "2025-01") for each in range(1, 6)] == [0, 1, 2, 3, 4]


def test_a_formula_is_evaluated_cell_by_cell(engagement):
    client = engagement(
        [ORDERS, VISITS, {"id": "rate", "formula": "orders / visits"}, {"id": "both", "formula": "rate * 100"}]
    )
    found = observe(client)
    assert cell(found, "rate", "s1", "2025-01") == 0.25
    assert cell(found, "both", "s1", "2025-01") == 25
    assert cell(found, "rate", "group", "2025-02") == 13 / 95
    assert cell(found, "rate", "s3", "2025-02") is None
    assert cell(found, "rate", "s1", "2025-01", "n") == 2
    assert math.isnan(found.of("rate")["numerator"].iloc[0])
    assert set(observe(client, kpis=["both"]).table["kpi"]) == {"both"}


def test_a_formula_needs_its_parts_at_its_own_cycle(engagement):
    client = engagement([ORDERS, VISITS, {"id": "rate", "formula": "orders / visits", "cycle": "quarter"}])
    found = observe(client)
    assert cell(found, "rate", "group", "2025Q1") == 19 / 115
    assert set(found.of("orders")["period"]) == {"2025-01", "2025-02"}


def test_a_formula_is_observed_at_the_levels_of_all_its_parts(engagement, data):
    (data / "sales.csv").write_text("date,store,v\n2025-01-01,s1,6\n", encoding="utf-8")
    (data / "staff.csv").write_text("date,heads\n2025-01-01,3\n", encoding="utf-8")
    client = engagement(
        [
            {"id": "v", "measure": "sum(v)", "source": "sales"},
            {"id": "heads", "measure": "sum(heads)", "source": "staff"},
            {"id": "per_head", "formula": "v / heads"},
        ],
        {
            "sales": {"file": "sales.csv", "time": "date", "entity": "store"},
            "staff": {"file": "staff.csv", "time": "date"},
        },
    )
    found = observe(client)
    assert list(found.of("per_head")["entity"]) == ["group"]
    assert cell(found, "per_head", "group", "2025-01") == 2


def test_a_measure_beside_a_formula_gives_the_value(engagement):
    client = engagement([ORDERS, {"id": "x", "measure": "sum(visits)", "formula": "orders * 1000", "source": "sales"}])
    assert cell(observe(client), "x", "s1", "2025-01") == 20


def test_formulas_in_a_circle_are_refused(engagement):
    client = engagement([{"id": "a", "formula": "b + 1"}, {"id": "b", "formula": "a + 1"}])
    with pytest.raises(InputError, match="circle: a → b → a"):
        observe(client)


def test_a_formula_over_an_unknown_kpi_is_refused(engagement):
    with pytest.raises(InputError, match="Unknown KPI 'order' in formula of KPI 'rate'.*Did you mean 'orders'"):
        observe(engagement([ORDERS, {"id": "rate", "formula": "order * 2"}]))


RANDOM_KPIS = [
    {"id": "total", "measure": "sum(v)", "dimensions": ["channel"]},
    {"id": "counted", "measure": "count_if(v > 0)"},
    {"id": "average", "measure": "mean(v)", "where": "channel != 'a'"},
    {"id": "ratio", "measure": "sum(v * w) / sum(w)"},
    {"id": "middle", "measure": "median(v)"},
    {"id": "low", "measure": "min(v)"},
    {"id": "high", "measure": "max(w)"},
    {"id": "members", "measure": "count_distinct(member)"},
    {"id": "balance", "measure": "last(v) - first(w)", "dimensions": ["channel"]},
    {"id": "tenth", "measure": "quantile(w, 0.1)", "cycle": "quarter"},
]


def write_random(data, rows, seed=0):
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "date": pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 400, rows), unit="D"),
            "store": rng.choice(["s1", "s2", "s3", "一店"], rows),
            "channel": rng.choice(["a", "b", "c"], rows),
            "v": rng.normal(0, 1e4, rows),
            "w": rng.lognormal(3, 4, rows),
            "member": rng.integers(0, 500, rows),
        }
    )
    frame.loc[rng.random(rows) < 0.02, "v"] = np.nan
    return frame


def test_one_two_and_eight_threads_give_the_same_bytes(engagement, data, tmp_path):
    write_random(data, 200_000).to_parquet(data / "sales.parquet", row_group_size=10_000)
    client = engagement(
        RANDOM_KPIS, {"sales": {"file": "sales.parquet", "time": "date", "entity": "store", "person": "member"}}
    )
    written = []
    for threads in (1, 2, 8):
        with open_engine(client, threads=threads) as engine:
            for by in ((), ("channel",)):
                path = tmp_path / f"{threads}{len(by)}.parquet"
                observe(engine, by=by).table.to_parquet(path)
                written.append(path.read_bytes())
    assert written[:2] == written[2:4] == written[4:]
    assert len(written[0]) > 10_000


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10_000), st.integers(1, 200))
def test_the_order_of_rows_changes_nothing(engagement, data, seed, rows):
    frame = write_random(data, rows, seed)
    client = engagement(RANDOM_KPIS, {"sales": {"file": "sales.parquet", "time": "date", "entity": "store"}})
    frame.to_parquet(data / "sales.parquet")
    first = observe(client).table
    frame.sample(frac=1, random_state=seed).to_parquet(data / "sales.parquet")
    pd.testing.assert_frame_equal(first, observe(client).table, check_exact=True)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["s1", "s2", "s3"]),
            st.sampled_from(["2025-01-05", "2025-02-05"]),
            st.decimals(-(10**6), 10**6, places=4) | st.none(),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_sums_over_children_equal_the_parent_exactly(engagement, data, rows):
    pd.DataFrame(rows, columns=["store", "date", "v"]).to_csv(data / "sales.csv", index=False)
    kpis = [{"id": "total", "measure": "sum(v)"}, {"id": "counted", "measure": "count(v) + 2 * count(*)"}]
    found = observe(engagement(kpis)).table
    for (kpi, period), part in found.groupby(["kpi", "period"]):
        below = part.loc[part["level"] == "store", "value"]
        whole = part.loc[part["level"] == "company", "value"].iloc[0]
        parts = sum(round(each * 10**4) for each in below.dropna())
        assert pd.isna(whole) == below.isna().all(), (kpi, period)
        assert pd.isna(whole) or round(whole * 10**4) == parts, (kpi, period)
