"""Targets beside the figures."""

from datetime import date

import pandas as pd
import pytest

from diagnostics.data.engine import open_engine
from diagnostics.data.observe import observe
from diagnostics.data.observe.target_table import read_target_table
from diagnostics.errors import InputError
from diagnostics.model.period import Calendar
from diagnostics.model.target import SourceTable
from tests.data.conftest import SHOPS

ORDERS = {"id": "orders", "measure": "sum(orders)", "dimensions": ["channel"]}
RATE = {"id": "rate", "measure": "sum(orders) / sum(visits)", "dimensions": ["channel"]}


def card(kpi, targets, **whose):
    return {**(whose or {"role": "shop", "level": "store"}), "items": [{"kpi": kpi, "weight": 1, "targets": targets}]}


def targets(observations, kpi, column="target"):
    rows = observations.of(kpi)
    return {
        (entity, period): None if pd.isna(value) else value
        for entity, period, value in zip(rows["entity"], rows["period"], rows[column], strict=True)
    }


def test_a_stated_target_stands_where_its_scorecard_holds(engagement):
    found = observe(engagement([RATE], scorecards=[card("rate", {"base": 0.1, "target": 0.2, "stretch": 0.3})]))
    assert targets(found, "rate")["s1", "2025-01"] == 0.2
    assert targets(found, "rate", "base")["s3", "2025-02"] == 0.1
    assert targets(found, "rate", "stretch")["s3", "2025-02"] == 0.3
    assert targets(found, "rate")["east", "2025-01"] is None


def test_a_dated_target_changes_with_the_period(engagement):
    dated = [{"from": "2025-01", "value": 5}, {"from": "2025-02", "value": 7}]
    found = observe(engagement([RATE], scorecards=[card("rate", {"target": dated})]))
    assert targets(found, "rate")["s1", "2025-01"] == 5
    assert targets(found, "rate")["s1", "2025-02"] == 7


def test_a_range_target_has_two_ends(engagement):
    found = observe(engagement([RATE], scorecards=[card("rate", {"target": [0.1, 0.3]})]))
    assert targets(found, "rate")["s1", "2025-01"] == 0.1
    assert targets(found, "rate", "target_high")["s1", "2025-01"] == 0.3


def test_a_scorecard_of_an_entity_goes_first_and_only_while_it_holds(engagement):
    cards = [
        card("rate", {"target": 0.2}),
        card("rate", {"target": 0.4}, entity="s1", **{"from": "2025-02"}),
    ]
    found = observe(engagement([RATE], scorecards=cards))
    assert targets(found, "rate")["s1", "2025-01"] == 0.2
    assert targets(found, "rate")["s1", "2025-02"] == 0.4
    assert targets(found, "rate")["s2", "2025-01"] == 0.2


def test_a_target_expression_is_computed_at_every_level(engagement):
    cards = [card("rate", {"target": {"expression": "sum(amount) / sum(visits) / 10"}, "stretch": 1.5})]
    found = observe(engagement([{**RATE, "where": "channel != 'test'"}], scorecards=cards))
    assert targets(found, "rate")["s1", "2025-01"] == pytest.approx(50.75 / 20 / 10)
    assert targets(found, "rate")["group", "2025-01"] == pytest.approx(60.75 / 20 / 10)
    # What a card states is about those it holds for.
    assert targets(found, "rate", "stretch")["s1", "2025-01"] == 1.5
    assert targets(found, "rate", "stretch")["group", "2025-01"] is None


def test_a_target_of_nought_that_means_none_is_missing(engagement, data):
    (data / "sales.csv").write_text("date,store,v,t\n2025-01-01,s1,5,0\n2025-02-01,s1,5,4\n", encoding="utf-8")
    found = observe(
        engagement(
            [{"id": "v", "measure": "mean(v)"}],
            scorecards=[card("v", {"target": {"expression": "mean(nullif(t, 0))"}})],
        )
    )
    assert targets(found, "v")["s1", "2025-01"] is None
    assert targets(found, "v")["s1", "2025-02"] == 4


def test_a_different_expression_elsewhere_is_not_borrowed(engagement):
    cards = [
        card("rate", {"target": {"expression": "mean(visits)"}}),
        card("rate", {"target": {"expression": "max(visits)"}}, role="head", level="region"),
    ]
    found = targets(observe(engagement([RATE], scorecards=cards)), "rate")
    assert (found["s1", "2025-01"], found["east", "2025-02"], found["group", "2025-01"]) == (10, 90, None)


def test_a_formula_has_no_target_expression(engagement):
    kpis = [ORDERS, {"id": "twice", "formula": "orders * 2"}]
    with pytest.raises(InputError, match="target of KPI 'twice' is an expression, but the KPI is a formula"):
        observe(engagement(kpis, scorecards=[card("twice", {"target": {"expression": "sum(orders)"}})]))
    found = observe(engagement(kpis, scorecards=[card("twice", {"target": 9})]))
    assert targets(found, "twice")["s1", "2025-01"] == 9


def test_a_wrong_target_expression_is_refused_with_its_place(engagement):
    with pytest.raises(InputError, match="target of KPI 'rate' on scorecard 'shop' at character"):
        observe(engagement([RATE], scorecards=[card("rate", {"target": {"expression": "sum((select 1))"}})]))
    with pytest.raises(InputError, match=r"column of source 'sales' \(sales.csv\) 'visit' in target"):
        observe(engagement([RATE], scorecards=[card("rate", {"target": {"expression": "sum(visit)"}})]))


def test_targets_of_figures_that_add_up_are_summed_from_below(engagement):
    found = targets(observe(engagement([ORDERS], scorecards=[card("orders", {"target": 4})])), "orders")
    assert found["east", "2025-01"] == 8
    assert found["south", "2025-02"] == 4
    assert found["group", "2025-02"] == 12


def test_a_child_that_holds_a_target_and_lacks_facts_leaves_its_parent_without_one(engagement, data):
    (data / "sales.csv").write_text("date,store,orders,channel\n2025-01-05,s1,105,web\n", encoding="utf-8")
    cards = [card("orders", {"target": 100})]
    found = targets(observe(engagement([ORDERS], scorecards=cards)), "orders")
    assert (found["s1", "2025-01"], found["east", "2025-01"], found["group", "2025-01"]) == (100, None, None)
    own = [card("orders", {"target": 100}, entity="s1")]
    found = targets(observe(engagement([ORDERS], scorecards=own)), "orders")
    assert (found["east", "2025-01"], found["group", "2025-01"]) == (100, 100)


def test_a_child_that_is_not_open_in_the_period_is_not_waited_for(engagement, data):
    (data / "sales.csv").write_text("date,store,orders,channel\n2025-01-05,s1,105,web\n", encoding="utf-8")
    shut = {"s2": {"open": date(2025, 2, 1)}, "s3": {"close": date(2024, 12, 31)}}
    shops = [{**each, **shut.get(each["id"], {})} for each in SHOPS]
    client = engagement([ORDERS], entities=shops, scorecards=[card("orders", {"target": 100})])
    found = targets(observe(client), "orders")
    assert (found["east", "2025-01"], found["group", "2025-01"]) == (100, 100)


def test_targets_are_summed_only_when_every_child_with_facts_has_one(engagement):
    cards = [card("orders", {"target": 4, "stretch": 5}, entity="s1"), card("orders", {"target": 3}, entity="s3")]
    found = observe(engagement([ORDERS], scorecards=cards))
    assert targets(found, "orders")["east", "2025-01"] is None
    assert targets(found, "orders")["south", "2025-02"] == 3
    assert targets(found, "orders")["group", "2025-02"] is None
    assert targets(found, "orders", "stretch")["south", "2025-02"] is None


def test_a_level_with_a_target_of_its_own_keeps_it(engagement):
    cards = [card("orders", {"target": 4}), card("orders", {"base": 1}, entity="east")]
    found = observe(engagement([ORDERS], scorecards=cards))
    assert targets(found, "orders")["east", "2025-01"] is None
    assert targets(found, "orders", "base")["east", "2025-01"] == 1


def test_targets_of_ratios_are_never_summed(engagement):
    found = targets(observe(engagement([RATE], scorecards=[card("rate", {"target": 0.2})])), "rate")
    assert {entity for (entity, _), value in found.items() if value is not None} == {"s1", "s2", "s3"}


def test_what_a_scorecard_states_is_not_about_slices(engagement):
    cards = [card("orders", {"target": 4}), card("rate", {"target": {"expression": "mean(visits)"}})]
    found = observe(engagement([ORDERS, RATE], scorecards=cards), by=["channel"])
    assert found.of("orders")["target"].isna().all()
    rows = found.of("rate", entity="s1")
    assert dict(zip(rows["channel"], rows["target"], strict=True)) == {"web": 10, "shop": 10, "test": 90}


@pytest.fixture
def table(engagement, data):
    def observed(text, **changed):
        (data / "plan.csv").write_text(text, encoding="utf-8")
        (data / "sales.csv").write_text(
            "date,store,v\n2025-01-05,s1,1\n2025-01-05,s2,2\n2025-02-05,s1,3\n", encoding="utf-8"
        )
        tier = {"source": "plan", "entity": "shop", "period": "month", "value": "plan", **changed}
        client = engagement(
            [{"id": "v", "measure": "sum(v)"}],
            {"sales": {"file": "sales.csv", "time": "date", "entity": "store"}, "plan": {"file": "plan.csv"}},
            scorecards=[card("v", {"target": tier})],
        )
        return targets(observe(client), "v")

    return observed


def test_a_table_gives_targets_by_entity_and_period(table):
    found = table("shop,month,plan\n一店,2025-01,10\n二店,2025-01,20\ns1,2025-02,30\neast,2025-02,99\n")
    assert found["s1", "2025-01"] == 10
    assert found["s2", "2025-01"] == 20
    assert found["s1", "2025-02"] == 30
    assert found["east", "2025-01"] == 30
    assert found["east", "2025-02"] == 99


@pytest.mark.parametrize(
    "months",
    [
        ("2025年1月", "2025年2月"),
        ("202501", "202502"),
        ("25年1月", "２０２５-02"),
        ("2025-01-01", "2025-02-28"),
        ("2025/1/31", "2025-2-1"),
        ("2025-01-01 00:00:00", "2025/2/1 0:00"),
        ("2025-01-31T00:00:00.000", " 2025-02-01 00:00 "),
    ],
)
def test_periods_of_a_table_have_any_form_that_facts_may_have(table, months):
    found = table("shop,month,plan\n" + "".join(f"s1,{month},{at}\n" for at, month in enumerate(months, 1)))
    assert found["s1", "2025-01"] == 1
    assert found["s1", "2025-02"] == 2


def test_other_forms_of_a_target_table_are_listed(engagement, data):
    (data / "plan.csv").write_text("month,plan\n2025年1月,1\n2025-02,2\n２０２５年3月,3\n", encoding="utf-8")
    with open_engine(engagement([], {"plan": {"file": "plan.csv"}})) as engine:
        read_target_table(engine, SourceTable(source="plan", period="month", value="plan"))
        told = {each.kind: (each.count, each.examples[0].written, each.examples[0].read) for each in engine.conversions}
    assert told == {"period": (2, "2025年1月", "2025-01"), "full_width": (1, "２０２５年3月", "2025-03")}


def test_blanks_around_names_of_a_target_table_are_trimmed_and_listed(engagement, data):
    (data / "plan.csv").write_text("shop,month,plan\n\u3000s1 ,2025-01,1\ns2,2025-01,2\n", encoding="utf-8")
    with open_engine(engagement([], {"plan": {"file": "plan.csv"}})) as engine:
        tier = SourceTable(source="plan", entity="shop", period="month", value="plan")
        assert read_target_table(engine, tier).values == {("s1", "2025-01"): 1, ("s2", "2025-01"): 2}
        told = [(each.column, each.kind, each.count, each.examples[0].written) for each in engine.conversions]
    assert told == [("shop", "trimmed", 1, "\u3000s1 ")]


@pytest.mark.parametrize(
    "year", ["2025年全年", "2025 全年", "2025年全年目标", "全年", "全年目标", "Full year 2025", "Annual target"]
)
def test_a_years_target_is_that_of_the_year_and_never_divided(engagement, data, year):
    (data / "plan.csv").write_text(f"期间,plan\n2025年1月,1\n{year},24\n", encoding="utf-8")
    tier = SourceTable(source="plan", period="期间", value="plan")
    with open_engine(engagement([], {"plan": {"file": "plan.csv", "layout": {"year": 2025}}})) as engine:
        made = read_target_table(engine, tier)
        assert made.values == {("", "2025-01"): 1, ("", "2025"): 24}
        assert any(each.kind == "period" for each in engine.conversions)
    calendar = made.calendar
    assert made.at("s1", calendar.parse("2025")) == 24
    assert pd.isna(made.at("s1", calendar.parse("2025-02")))


def test_a_year_beside_the_months_of_a_wide_target_table_is_named_to_be_read(engagement, data):
    months = [f"{month}月" for month in range(1, 13)]
    rows = [f"shop,{','.join(months)},全年目标", f"s1,{','.join('1' * 12)},30"]
    (data / "plan.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    tier = SourceTable(source="plan", entity="shop", period="期间", value="v")

    def read(*columns):
        layout = {"year": 2025, "wide": {"name": "期间", "value": "v", "columns": columns}}
        with open_engine(engagement([], {"plan": {"file": "plan.csv", "layout": layout}})) as engine:
            return read_target_table(engine, tier)

    with pytest.raises(InputError, match=r"heads a year beside months that are not part of it; name .* wide.columns"):
        read()
    year, march = (Calendar().parse(each) for each in ("2025", "2025-03"))
    assert read("全年目标").at("s1", year) == 30
    assert len(read(*months).values) == 12
    both = read(*months, "全年目标")
    assert (both.at("s1", year), both.at("s1", march)) == (30, 1)


@pytest.mark.parametrize("suffix", ["xlsx", "parquet"])
def test_moments_at_midnight_are_days_of_a_target_table_and_others_are_refused(engagement, data, suffix):
    def read(*moments):
        frame = pd.DataFrame({"month": [pd.Timestamp(each) for each in moments], "plan": range(len(moments))})
        if suffix == "xlsx":
            frame.to_excel(data / "plan.xlsx", index=False)
        else:
            frame.to_parquet(data / "plan.parquet")
        with open_engine(engagement([], {"plan": {"file": f"plan.{suffix}"}})) as engine:
            tier = SourceTable(source="plan", period="month", value="plan")
            return read_target_table(engine, tier).values

    assert read("2025-01-01", "2025-02-01") == {("", "2025-01-01"): 0, ("", "2025-02-01"): 1}
    with pytest.raises(InputError, match="'2025-02-01 10:30:00' is a moment within a day"):
        read("2025-01-01", "2025-02-01 10:30")


def test_a_table_without_entities_holds_for_all(table):
    found = table("month,plan\n2025-01,10\n", entity=None)
    assert found["s1", "2025-01"] == 10
    assert found["group", "2025-01"] == 10
    assert found["s1", "2025-02"] is None


def test_a_table_may_be_filtered_and_a_year_is_a_text(table):
    found = table(
        "shop,month,plan,kind\ns1,2025-01,10,final\ns1,2025-01,11,draft\ns1,2025,5,final\n", where="kind = 'final'"
    )
    assert found["s1", "2025-01"] == 10


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "shop,month,plan\ns1,2025-01,10\n一店,2025-01,11\n",
            r"Entity .* and period '2025-01' occur twice in targets in source 'plan'",
        ),
        (
            "shop,month,plan\ns9,2025-01,10\n",
            r"1 fact of targets in source 'plan' \(plan.csv\), column 'shop' names no known entity: 's9'",
        ),
        ("shop,month,plan\ns1,Jan,10\n", r"column 'month': Period 'Jan' has no known form; .* 2025年3月"),
        ("shop,month,plan\ns1,1月,10\n", r"column 'month': Period '1月' has no known form"),
        ("shop,month,plan\ns1,全年,10\n", "'全年' names no year; write it .2025年., or say layout.year"),
        ("shop,month,plan\ns1,2025年上半年,10\n", "'2025年上半年' names months 1 to 6 together, and no KPI"),
        ("shop,month,plan\ns1,2025年全年实际,10\n", "is a year's '实际' and no target"),
        (
            "shop,month,plan\ns1,2025年全年,10\n",
            "by month takes its target .* has targets by year; give it rows by month",
        ),
        ("shop,month,plan\ns1,2025.1,10\n", r"Period '2025.1' has no known form"),
        ("shop,month,plan\ns1,2025年1-2月,10\n", r"names two months, and a target holds for one"),
        ("shop,month,plan\ns1,2025-01,10\ns1,2025年1月,11\n", r"'s1' and period '2025年1月' occur twice"),
        (
            "shop,month,plan\ns1,2025Q1,10\n",
            r"by month takes its target .* has targets by quarter; give it rows by month",
        ),
        ("shop,month,plan\ns1,2025-01-01,10\ns1,2025-02,10\n", r"has targets by month and day; give it rows by month"),
        ("shop,month,plan\ns1,2025-01-01,10\ns1,2025-01-15,10\n", r"several days of 2025-01 have a target of 's1'"),
        ("shop,month,plan\ns1,2025-01,ten\n", r"plan.csv:2 has 'ten' in column 'plan', which is no number"),
        ("shop,month,plans\ns1,2025-01,10\n", r"column of source 'plan' \(plan.csv\) 'plan'.*Did you mean 'plans'"),
    ],
)
def test_a_doubtful_table_of_targets_is_refused(table, text, problem):
    with pytest.raises(InputError, match=problem):
        table(text)
