"""What a client is asked for, and what is lost without it."""

from datetime import date

import pytest

from diagnostics.dictionary.request.items import items_of
from diagnostics.dictionary.request.lost import impossible, lost_kpis
from diagnostics.dictionary.request.reach import reach_words
from tests.dictionary.conftest import folder  # noqa: F401 (a whole engagement in which a test breaks one thing)


def item(opened, name):
    return next(each for each in items_of(opened) if each.id == name)


def test_a_source_is_asked_for_with_every_column_that_anything_uses(folder):  # noqa: F811
    fields = {each.column: each.kind for each in item(folder.open(), "source:visits").fields}
    assert fields == {
        "date": "day", "store": "entity", "sales": "money", "visits": "number", "orders": "number", "channel": "text",
    }  # fmt: skip


def test_what_it_is_for_and_what_is_lost_without_it_name_the_kpis(folder):  # noqa: F811
    found = item(folder.open(), "source:visits")
    assert found.why.zh == "计算营收、客流、转化率。"
    assert found.without.en == "Revenue, 客流, 转化率 can't be counted."
    assert found.keeper.zh == "运营部"


def test_facts_reach_two_years_back_and_to_before_the_first_measure(folder):  # noqa: F811
    reach = item(folder.open(), "source:visits").reach
    # One sister is too few to compare with: the company's own 36 months before the day on which the measure began.
    assert (reach.cycle, reach.count, reach.since) == ("month", 24, date(2022, 5, 1))
    assert "2022-05-01" in reach_words(reach).zh
    folder.remove("ledger.yaml")
    assert item(folder.open(), "source:visits").reach.since is None


@pytest.mark.parametrize(("cycle", "count"), [("quarter", 8), ("week", 104), ("year", 3), ("day", 730)])
def test_periods_are_those_of_the_finest_cycle(folder, cycle, count):  # noqa: F811
    text = (folder.path / "kpis.yaml").read_text(encoding="utf-8")
    folder.remove("ledger.yaml").write("kpis.yaml", text.replace("  unit:", f"  cycle: {cycle}\n  unit:"))
    reach = item(folder.open(), "source:visits").reach
    assert (reach.cycle, reach.count) == (cycle, count)


def test_without_a_driver_there_is_no_split_and_the_gap_is_still_shown(folder):  # noqa: F811
    told = impossible(folder.open(), {"visits": frozenset({"visits"})})
    assert told.en == (
        "客流, 转化率 can't be counted. No driver split of Revenue by 客流, 转化率; the gap is still shown."
    )
    assert told.zh == "算不出客流、转化率。营收不能按客流、转化率拆解；差距本身照样显示。"


def test_a_kpi_that_is_only_a_formula_falls_with_any_of_its_factors(folder):  # noqa: F811
    folder.write(
        "kpis.yaml", (folder.path / "kpis.yaml").read_text(encoding="utf-8").replace("  measure: sum(sales)\n", "")
    )
    opened = folder.open()
    assert set(lost_kpis(opened, {"visits": frozenset({"visits"})})) == {"revenue", "traffic", "conversion_rate"}
    # The day and the entity are needed by all, a column that a filter names by its own KPI.
    assert len(lost_kpis(opened, {"visits": frozenset({"date"})})) == 3
    assert "conversion_rate" in lost_kpis(opened, {"visits": frozenset({"channel"})})


def test_slices_targets_and_pay_are_lost_one_by_one(folder):  # noqa: F811
    folder.replace("kpis.yaml", "  formula: traffic", "  dimensions: [service]\n  formula: traffic")
    folder.replace("scorecards.yaml", "targets: {target: 100, from: history}",
                   "targets: {target: {source: plan, period: month, value: aim}, from: history}")  # fmt: skip
    folder.replace(
        "engagement.yaml",
        "sources:\n",
        "sources:\n  plan: {file: plan.csv}\n  pay: {file: pay.csv, time: month, entity: store}\n",
    )
    folder.replace("engagement.yaml", "focus:", "records: {pay: {source: pay, fixed: base_pay}}\nfocus:")
    opened = folder.open()
    assert "can't be shown by 'service'" in impossible(opened, {"visits": frozenset({"service"})}).en
    assert "No target to hold Revenue against" in impossible(opened, {"plan": None}).en
    assert impossible(opened, {"pay": None}).en == "Whether pay follows results can't be seen."
    assert impossible(opened, {"pay": frozenset({"store"})}).en == ""
    assert {each.column: each.kind for each in item(opened, "source:plan").fields} == {"month": "day", "aim": "number"}


@pytest.mark.parametrize(
    ("change", "privacy"),
    [
        (("sources:\n  visits: {", "sources:\n  visits: {"), "internal"),
        (("owner: 运营部}", "owner: 运营部, person: card}"), "personal"),
        (("goals:", "records: {pay: {source: visits, fixed: base}}\ngoals:"), "pay"),
    ],
)
def test_privacy_is_that_of_the_most_delicate_column(folder, change, privacy):  # noqa: F811
    folder.replace("engagement.yaml", *change)
    assert item(folder.open(), "source:visits").privacy == privacy


@pytest.mark.parametrize(
    ("column", "privacy"),
    [
        ("员工姓名", "personal"),
        ("phone", "personal"),
        ("bonus", "pay"),
        ("payments", "internal"),
        ("telephony", "internal"),
    ],
)
def test_a_heading_tells_that_a_column_is_about_people_or_pay(folder, column, privacy):  # noqa: F811
    text = (folder.path / "kpis.yaml").read_text(encoding="utf-8")
    folder.write("kpis.yaml", text.replace("measure: sum(visits)", f"measure: 'count(*) + sum(\"{column}\")'"))
    assert item(folder.open(), "source:visits").privacy == privacy
