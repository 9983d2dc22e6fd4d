"""Versions of a KPI, merged months, and the basis that marks them."""

import pandas as pd
import pytest

from diagnostics.data.observe import observe
from diagnostics.errors import InputError
from diagnostics.model.observations import FIGURES, KEYS, Observations

SPLIT = {"id": "orders", "measure": "sum(orders)", "versions": [{"from": "2025-02", "measure": "sum(orders + visits)"}]}
FORMS = "date,store,v,w,perfloop_months\n"


def rows(observations, kpi, entity="group"):
    found = observations.of(kpi, entity=entity)
    return list(zip(found["period"], found["value"], found["basis"], strict=True))


def merged(engagement, data, text, kpis, **wanted):
    """Observations of facts of which some cover several months."""
    frame = pd.DataFrame([each.split(",") for each in text.split()], columns=["date", "store", "v", "perfloop_months"])
    frame = frame.astype({"v": float, "perfloop_months": "int64"}).assign(date=pd.to_datetime(frame["date"]))
    frame.to_parquet(data / "sales.parquet")
    client = engagement(kpis, {"sales": {"file": "sales.parquet", "time": "date", "entity": "store"}})
    return observe(client, **wanted)


def test_each_definition_measures_its_own_span(engagement):
    found = observe(engagement([SPLIT]))
    assert rows(found, "orders") == [("2025-01", 6, ""), ("2025-02", 103, "2025-02")]
    assert rows(found, "orders", "s1") == [("2025-01", 5, ""), ("2025-02", 99, "2025-02")]


def test_a_period_that_a_version_cuts_belongs_to_the_one_before(engagement):
    found = observe(engagement([{**SPLIT, "cycle": "quarter"}, {**SPLIT, "id": "daily", "cycle": "day"}]))
    assert rows(found, "orders") == [("2025Q1", 19, "")]
    assert [each for _, _, each in rows(found, "daily")] == [""] * 3 + ["2025-02"] * 3


def test_several_versions_build_on_one_another_and_keep_their_filters_apart(engagement):
    kpi = {
        "id": "orders", "measure": "sum(orders)", "cycle": "day",
        "versions": [
            {"from": "2025-01-20", "where": "channel = 'shop'"}, {"from": "2025-01-31", "measure": "sum(orders) * 10"},
            {"from": "2025-02-02", "where": "channel != 'shop'"},
        ],
    }  # fmt: skip
    *found, last = rows(observe(engagement([kpi])), "orders")
    assert found == [
        ("2025-01-05", 2, ""), ("2025-01-20", 3, "2025-01-20"), ("2025-01-31", 10, "2025-01-31"),
        ("2025-02-02", 40, "2025-02-02"),
    ]  # fmt: skip
    assert (last[0], pd.isna(last[1]), last[2]) == ("2025-02-15", True, "2025-02-02")


def test_a_version_may_take_another_source_time_and_entity(engagement, data):
    (data / "old.csv").write_text("date,store,v\n2025-01-05,s1,1\n2025-02-05,s1,2\n", encoding="utf-8")
    (data / "new.csv").write_text("day,shop,v\n2025-01-06,nowhere,9\n2025-02-06,s3,7\n", encoding="utf-8")
    sources = {
        "old": {"file": "old.csv", "time": "date", "entity": "store"},
        "new": {"file": "new.csv", "time": "day", "entity": "store"},
    }
    then = [{"from": "2025-02", "source": "new", "time": "day", "entity": "shop"}]
    found = observe(engagement([{"id": "x", "measure": "sum(v)", "source": "old", "versions": then}], sources))
    # A name that no entity bears is no matter where the definition does not hold.
    assert rows(found, "x") == [("2025-01", 1, ""), ("2025-02", 7, "2025-02")]


def test_a_fact_without_a_day_is_refused_whatever_the_version(engagement, data):
    (data / "sales.csv").write_text("date,store,orders,visits\n,s1,1,1\n2025-02-05,s1,2,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 fact of KPI 'orders'.*has no day"):
        observe(engagement([SPLIT]))


def test_a_formula_changes_by_its_versions_and_with_those_of_its_parts(engagement):
    client = engagement(
        [
            {**SPLIT, "cycle": "day", "versions": [{"from": "2025-01-20", "measure": "sum(orders) * 2"}]},
            {"id": "visits", "measure": "sum(visits)", "cycle": "day"},
            {
                "id": "both", "formula": "orders + visits", "cycle": "day",
                "versions": [{"from": "2025-01-05", "formula": "orders * 1"}, {"from": "2025-02", "formula": "orders / visits"}],
            },
        ]
    )  # fmt: skip
    found = rows(observe(client), "both")
    assert found[:4] == [
        ("2025-01-05", 2, "2025-01-05"), ("2025-01-20", 6, "2025-01-20"), ("2025-01-31", 2, "2025-01-20"),
        ("2025-02-01", 0.2, "2025-02"),
    ]  # fmt: skip


def test_versions_out_of_order_are_refused(engagement):
    kpi = {**SPLIT, "versions": [{"from": "2025-02"}, {"from": "2025Q1"}]}
    with pytest.raises(InputError, match="Version '2025Q1' of KPI 'orders' stands after version '2025-02'"):
        observe(engagement([kpi]))


def test_kpis_of_a_long_table_keep_their_versions_apart(engagement, data):
    text = "".join(f"2025-0{month}-01,s1,{key},{10 * month + key}\n" for month in (1, 2) for key in range(1, 6))
    (data / "sales.csv").write_text("date,store,key,v\n" + text, encoding="utf-8")
    kpis = [{"id": f"k{each}", "measure": "sum(v)", "where": f"key = {each}"} for each in range(1, 5)]
    kpis[0]["versions"] = [{"from": "2025-02", "where": "key = 5"}]
    found = observe(engagement(kpis))
    assert rows(found, "k1", "s1") == [("2025-01", 11, ""), ("2025-02", 25, "2025-02")]
    assert rows(found, "k2", "s1") == [("2025-01", 12, ""), ("2025-02", 22, "")]


def test_two_months_in_one_figure_are_marked_where_the_cell_is_shorter(engagement, data):
    text = "2025-02-01,s1,5,2 2025-03-01,s1,6,1 2025-04-01,s1,7,2 2025-03-01,s3,1,1 2025-02-01,s2,1,1"
    kpis = [
        {"id": "v", "measure": "sum(v)", "versions": [{"from": "2025-04", "measure": "sum(v) + 0"}]},
        {"id": "big", "measure": "sum(v)", "where": "v < 5 or v = 6"},
        *({"id": each, "measure": "sum(v)", "cycle": each} for each in ("quarter", "year", "week")),
        {"id": "per", "formula": "v / big"},
    ]
    found = merged(engagement, data, text, kpis)
    assert rows(found, "v", "s1") == [("2025-02", 5, "+2m"), ("2025-03", 6, ""), ("2025-04", 7, "2025-04+2m")]
    assert rows(found, "v", "east")[0] == ("2025-02", 6, "+2m")
    assert rows(found, "v", "s2") == [("2025-02", 1, "")]
    # Facts that the filter leaves out mark nothing.
    assert rows(found, "big", "east") == [("2025-02", 1, ""), ("2025-03", 6, "")]
    # January and February lie in one quarter, March and April don't.
    assert rows(found, "quarter", "s1") == [("2025Q1", 11, ""), ("2025Q2", 7, "+2m")]
    assert rows(found, "year", "s1") == [("2025", 18, "")]
    assert [each for _, _, each in rows(found, "week", "s1")] == ["+2m", "", "+2m"]
    assert rows(found, "per", "group")[0] == ("2025-02", 6, "+2m")


def test_a_frame_without_a_basis_is_all_of_the_kpi_as_stated():
    row = {**dict.fromkeys(KEYS, "x"), **dict.fromkeys(FIGURES, 1.0), "start": pd.Timestamp("2025-01-01")}
    table = pd.DataFrame([row])
    assert Observations(table).table["basis"].tolist() == [""]
    assert "basis" not in table.columns
    assert Observations(table.assign(basis="2025-01")).table["basis"].tolist() == ["2025-01"]


def test_only_facts_of_the_entities_asked_for_count_at_every_level(engagement):
    client = engagement([{"id": "orders", "measure": "sum(orders)"}])
    found = observe(client, only=["s1", "s3"])
    assert rows(found, "orders", "group") == [("2025-01", 5, ""), ("2025-02", 13, "")]
    assert rows(found, "orders", "s2") == []
    assert rows(found, "orders", "east")[0] == ("2025-01", 5, "")
    assert not len(observe(client, only=[]).table)
    with pytest.raises(InputError, match="Unknown entity 's9'"):
        observe(client, only={"s9"})
    with pytest.raises(InputError, match="only == 's1', must be a collection"):
        observe(client, only="s1")


def test_facts_of_a_kpi_without_an_entity_column_are_those_of_the_top(engagement):
    client = engagement([{"id": "orders", "measure": "sum(orders)"}], {"sales": {"file": "sales.csv", "time": "date"}})
    assert rows(observe(client, only=["group", "s1"]), "orders")[0] == ("2025-01", 6, "")
    assert not len(observe(client, only=["s1"]).table)


def test_a_name_that_no_entity_bears_is_refused_whoever_is_asked_for(engagement, data):
    (data / "sales.csv").write_text("date,store,orders\n2025-01-01,nowhere,1\n2025-01-01,s2,1\n", encoding="utf-8")
    with pytest.raises(InputError, match="'nowhere'"):
        observe(engagement([{"id": "orders", "measure": "sum(orders)"}]), only=["s1"])
