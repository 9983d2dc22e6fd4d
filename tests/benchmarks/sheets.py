"""Real files with known totals, through the product's own reading and observing: file, what, expected, got.

``make sheets`` prints the table; exit code 1 when a figure differs. The files lie in ../shared/data, beside the checkout.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import diagnostics as dx
from diagnostics.model.engagement import Engagement, Settings
from diagnostics.model.entity import Entities, Entity
from diagnostics.model.kpi import Kpi

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
WIDE = {"first_row": 2, "header_rows": 2, "fill": ["地区"], "wide": {"name": "月份", "value": "销售额"}}
FACTORS = tuple(f"Downtime factor/{each}" for each in range(1, 13))
MATRIX = {"header_rows": 2, "wide": {"name": "factor", "value": "minutes", "columns": FACTORS}}
# The matrix bears no day of its own: all its batches are of these days.
DAY = "make_date(2024, 9, 1)"


@dataclass(frozen=True)
class Row:
    """A figure that a file is known to hold, and what the product gives."""

    file: str
    what: str
    expected: float
    got: float
    digits: int = 6

    @property
    def right(self) -> bool:
        """Whether both agree to the digits that were published."""
        return round(self.got, self.digits) == round(self.expected, self.digits)


@dataclass(frozen=True)
class File:
    """A file as a source, and its measures."""

    name: str
    source: dict[str, Any]

    def total(self, measure: str, where: str | None = None, cycle: str = "year") -> float:
        """Sum of a measure over all periods, company level."""
        return float(self.observed(measure, where, cycle)["value"].sum())

    def observed(self, measure: str, where: str | None = None, cycle: str = "year", by: tuple[str, ...] = ()) -> Any:
        """Rows of one measure."""
        kpi = Kpi(
            id="x", name="某指标", unit="number", direction="none", source="s", measure=measure, where=where, cycle=cycle,
            dimensions=by,
        )  # fmt: skip
        settings = Settings(
            id="sheets", client="sheets", data_folder=str(DATA), sources={"s": {"file": self.name, **self.source}}
        )
        entities = Entities((Entity(id="all", level="company"),))
        engagement = Engagement(DATA, settings, {"x": kpi}, (), entities, (), {})
        return dx.observe(engagement, by=list(by)).of("x")


def wide() -> Iterator[Row]:
    """A two-row merged header, months side by side, 万元, a row and a column of totals."""
    file = File("cn_superstore_wide_wanyuan.xlsx", {"layout": WIDE, "time": "月份"})
    yield Row(file.name, "sales, 万元", 1611.67, file.total("sum(销售额)") / 10_000)
    yield Row(file.name, "cells: 18 rows × 48 months", 864, file.total("count(*)"))
    yield Row(file.name, "blanks", 37, file.total("count_if(销售额 is null)"))


def cashiers() -> Iterator[Row]:
    """A workbook of several sheets, people in it."""
    file = File("cn_supermarket_cashiers.xlsx", {"sheet": "Sheet1", "time": "日期", "person": "工号"})
    rows = file.total("count(*)")
    yield Row(file.name, "rows", 249, rows)
    yield Row(file.name, "blanks", 3, file.total("count_if(交易额 is null)"))
    yield Row(file.name, "duplicates", 1, rows - _distinct(file))


def _distinct(file: File) -> float:
    """Rows that differ in any column."""
    from diagnostics.data.engine import open_engine

    settings = Settings(
        id="sheets", client="sheets", data_folder=str(DATA), sources={"s": {"file": file.name, **file.source}}
    )
    bare = Engagement(DATA, settings, {}, (), Entities((Entity(id="all", level="company"),)), (), {})
    with open_engine(bare) as engine:
        return float(len(engine.frame(engine.facts("s").table.distinct())))


def downtime() -> Iterator[Row]:
    """A matrix: factors side by side below a merged header."""
    file = File("manufacturing_line_downtime.xlsx", {"sheet": "Line downtime", "layout": MATRIX, "time": DAY})
    minutes = file.total("sum(minutes)")
    yield Row(file.name, "minutes lost", 1388, minutes)
    by = file.observed("sum(minutes)", by=("factor",)).groupby("factor")["value"].sum().sort_values()
    yield Row(file.name, "five largest causes, %", 80.4, 100 * float(by.iloc[-5:].sum()) / minutes, 1)
    errors = _operator_errors()
    yield Row(file.name, "operator error, minutes", 776, float(by[[each for each in by.index if each in errors]].sum()))
    batches = File(file.name, {"sheet": "Line productivity", "time": "Date"})
    yield Row(file.name, "batches", 38, batches.total("count(Batch)"))


def _operator_errors() -> set[str]:
    """Factors that the workbook's own sheet calls operator errors."""
    source = {"sheet": "Downtime factors", "time": DAY}
    file = File("manufacturing_line_downtime.xlsx", source)
    found = file.observed("count(*)", "\"Operator Error\" = 'Yes'", by=("Factor",))
    return {str(each).removesuffix(".0") for each in found["Factor"]}


def tables() -> Iterator[Row]:
    """Text files."""
    orders = File("cn_superstore_orders.csv", {"time": "订单日期"})
    yield Row(orders.name, "sales", 16_117_548.237, orders.total("sum(销售额)"), 3)
    yield Row(orders.name, "profit", 2_156_559.517, orders.total("sum(利润)"), 3)
    yield Row(orders.name, "sales of 华东", 4_692_465, orders.total("sum(销售额)", "地区 = '华东'"), 0)
    yield Row(orders.name, "profit of 桌子", -133_405.671, orders.total("sum(利润)", "子类别 = '桌子'"), 3)
    yield Row(orders.name, "profit of 美术", -19_089.756, orders.total("sum(利润)", "子类别 = '美术'"), 3)
    crm = File("crm_sales_pipeline.csv", {"time": "close_date"})
    yield Row(crm.name, "won", 4238, crm.total("count(*)", "deal_stage = 'Won'"))
    yield Row(crm.name, "worth", 10_005_534, crm.total("sum(close_value)", "deal_stage = 'Won'"))
    every = File("crm_sales_pipeline.csv", {"time": "make_date(2017, 1, 1)"})
    yield Row(crm.name, "opportunities", 8800, every.total("count(*)"))
    walmart = File("walmart_weekly.csv", {"time": "Date"})
    yield Row(walmart.name, "sales", 6_737_218_987.11, walmart.total("sum(Weekly_Sales)", cycle="week"), 2)
    mta = File("mta_nyct_monthly.csv", {"time": "make_date(PERIOD_YEAR, PERIOD_MONTH, 1)"})
    yield Row(mta.name, "rows", 9213, mta.total("count(*)"))
    yield Row(mta.name, "targets of 0 that mean none", 750, mta.total("count_if(MONTHLY_TARGET = 0)"))
    garment = File("garment_productivity.csv", {"time": "date"})
    reached = "count_if(actual_productivity >= targeted_productivity)"
    share = 100 * garment.total(reached) / garment.total("count(*)")
    yield Row(garment.name, "team-days", 1197, garment.total("count(*)"))
    yield Row(garment.name, "that reach target, %", 73.10, share, 2)
    for team, right in ((3, 88.4), (8, 55.0)):
        own = f"team = {team}"
        part = 100 * garment.total(reached, own) / garment.total("count(*)", own)
        yield Row(garment.name, f"team {team}, %", right, part, 1)
    yield Row(garment.name, "blanks in wip", 506, garment.total("count_if(wip is null)"))
    rossmann = File("rossmann_sales_stores_001_050.csv", {"time": "Date"})
    yield Row(rossmann.name, "closed days with sales", 0, rossmann.total("count(*)", "Open = 0 and Sales > 0"))


PARTS: tuple[Callable[[], Iterator[Row]], ...] = (wide, cashiers, downtime, tables)


def main() -> int:
    """Print the table; 1 when a figure differs."""
    if not DATA.is_dir():
        print("../shared/data is not there")
        return 0
    rows = [row for part in PARTS for row in part()]
    for each in rows:
        mark = "ok" if each.right else "DIFFERS"
        print(f"{each.file:36} {each.what:32} {each.expected:>18,.10g} {each.got:>20,.10g}  {mark}")
    wrong = sum(not each.right for each in rows)
    print(f"{len(rows)} figures of {len({each.file for each in rows})} files, {wrong} differ")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
