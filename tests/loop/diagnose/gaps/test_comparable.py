"""A chain in which stores open and close: full and comparable figures, worked out by hand."""

import pytest

from diagnostics.dictionary.load import load_engagement
from diagnostics.loop.diagnose.step import diagnose

ENGAGEMENT = """\
id: chain
client: 连锁
sources:
  sales: {file: sales.csv, time: date, entity: store%s}
"""
KPIS = """\
- {id: revenue, name: 营收, unit: money, direction: higher, source: sales, measure: sum(amount), owner: li, mother: true}
- {id: ticket, name: 客单价, unit: money, direction: higher, source: sales, measure: sum(amount) / sum(orders), owner: li, parent: revenue}
"""
# n opened in March 2025, z closed in January 2025, u came in 2025 and nobody wrote when.
ENTITIES = """\
id,name,level,parent,open,close
chain,连锁,company,,,
east,东区,region,chain,,
west,西区,region,chain,,
a,甲店,store,east,2015-01-01,
n,新店,store,east,2025-03-10,
z,旧店,store,east,2015-01-01,2025-01-20
b,乙店,store,west,2016-01-01,
u,丙店,store,west,,
"""
SALES = """\
date,store,amount,orders,clerk
2024-06-10,a,100,10,c1
2024-06-10,z,40,8,c2
2024-06-10,b,60,6,c3
2025-05-10,a,95,10,c1
2025-05-10,n,30,2,c4
2025-05-10,b,66,6,c3
2025-05-10,u,50,5,c5
2025-06-10,a,90,9,c1
2025-06-10,n,70,4,c4
2025-06-10,b,63,6,c3
2025-06-10,u,50,5,c5
"""


@pytest.fixture
def diagnosed(tmp_path, gaps_alone):
    def run(person="", entities=ENTITIES, sales=SALES, **options):
        (tmp_path / "data").mkdir()
        for name, text in (
            ("engagement.yaml", ENGAGEMENT % person), ("kpis.yaml", KPIS), ("entities.csv", entities), ("data/sales.csv", sales),
        ):  # fmt: skip
            (tmp_path / name).write_text(text, encoding="utf-8")
        return diagnose(load_engagement(tmp_path), "2025-06", **options)

    return run


def row(table, kpi, entity, comparison):
    found = table[(table["kpi"] == kpi) & (table["entity"] == entity) & (table["comparison"] == comparison)]
    (only,) = found.to_dict("records")
    return only


def figures(record):
    return tuple(record[f"comparable_{each}"] for each in ("actual", "reference", "absolute"))


def test_what_opened_and_closed_since_last_year_is_left_out(diagnosed):
    table = diagnosed().gaps.table
    region = row(table, "revenue", "east", "year_ago")
    # In full 90 + 70 = 160 against 100 + 40 = 140, up 14 %; shop a alone 90 against 100, down 10 %.
    assert (region["actual"], region["reference"]) == (160, 140)
    assert figures(region) == (90, 100, -10)
    assert region["comparable_relative"] == pytest.approx(-0.1)
    assert (region["left_out"], region["left_out_opened"], region["left_out_closed"]) == (2, 1, 1)
    # The company keeps u, whose opening nobody wrote down: 90 + 63 + 50 against 100 + 60.
    company = row(table, "revenue", "chain", "year_ago")
    assert figures(company) == (203, 160, 43)
    assert (company["left_out"], company["undated"]) == (2, 1)


def test_a_ratio_is_divided_after_the_openings_are_left_out(diagnosed):
    region = row(diagnosed().gaps.table, "ticket", "east", "year_ago")
    assert (region["actual"], region["reference"]) == (pytest.approx(160 / 13), pytest.approx(140 / 18))
    assert figures(region) == (10, 10, 0)


def test_against_the_month_before_nothing_changed_and_both_figures_are_one(diagnosed):
    region = row(diagnosed().gaps.table, "revenue", "east", "previous")
    # n was open through all of May and June: 160 against 125 either way.
    assert figures(region) == (160, 125, 35)
    assert (region["left_out"], region["undated"]) == (0, 0)


def test_a_region_without_openings_keeps_its_figures(diagnosed):
    region = row(diagnosed().gaps.table, "revenue", "west", "year_ago")
    assert figures(region) == (113, 60, 53)
    assert (region["left_out"], region["undated"]) == (0, 1)


def test_stores_have_no_comparable_figure_nor_have_targets_and_peers(diagnosed):
    table = diagnosed().gaps.table
    others = table[(table["level"] == "store") | table["comparison"].isin(["target", "peers"])]
    assert len(others)
    assert others[["comparable_actual", "left_out"]].isna().all(axis=None)


def test_where_one_person_is_enough_the_comparable_figure_is_told(diagnosed):
    told = diagnosed(", person: clerk}\nmin_group: 1 #")
    assert figures(row(told.published, "revenue", "east", "year_ago")) == (90, 100, -10)


def test_what_few_people_in_a_store_left_out_sold_is_not_told_by_subtraction(diagnosed):
    sales = SALES + "".join(f"{day},a,0,0,p{n}\n" for day in ("2024-06-11", "2025-06-11") for n in range(6))
    told = diagnosed(", person: clerk}\nmin_group: 2 #", sales=sales)
    region = row(told.published, "revenue", "east", "year_ago")
    # Seven people stand behind a, but one clerk behind n: 160 − 90 would tell what n sold.
    assert region["actual"] == 160
    assert all(each != each for each in figures(region))
    assert figures(row(told.gaps.table, "revenue", "east", "year_ago")) == (90, 100, -10)


def test_where_only_some_levels_are_looked_at_days_alone_count_what_is_left_out(diagnosed):
    region = row(diagnosed(levels=["region"]).gaps.table, "revenue", "east", "year_ago")
    assert figures(region) == (90, 100, -10)
    assert region["left_out"] == 2


def test_growth_that_openings_make_is_no_signal(diagnosed):
    gaps = diagnosed().gaps.table
    made = gaps[(gaps["left_out"] > 0) & ~(gaps["comparable_absolute"] / gaps["absolute"] >= 0.5)]
    assert len(made)
    assert made["signal"].isna().all()
