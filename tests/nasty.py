"""A table as unkind as clients' tables are, and every aggregate over it: the same on every engine."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

LABELS = (
    "华东",
    "华南区",
    "测试",
    "",
    " ",
    "a",
    "A",
    "o'brien",
    'say "hi"',
    "back\\slash",
    "100%",
    "{x}",
    "😀",
    "é",
    "e\u0301",
    "ß",
)
BORDERS = ("2023-12-31", "2024-01-01", "2024-02-29", "2024-03-31", "2024-04-01", "2024-06-30", "2024-12-29", "2024-12-30",
           "2024-12-31", "2025-01-01", "2025-01-05", "2025-01-06", "2025-03-01", "2025-09-30", "2026-01-01")  # fmt: skip
NUMBERS = (0.0, -0.0, 0.1, -0.3, 1 / 3, 1e-6, -2.5e-9, 1e12, -123456789.987654321, 9.87e15, 7e18, 2**53 + 1.0)
WHOLE = (0, -1, 7, 2**31, -(2**40), 2**53 + 1, 2**60)
# Column of the table, and its type in PostgreSQL.
KINDS = {
    "day": "date", "store": "text", "label": "text", "x": "double precision", "k": "bigint", "flag": "boolean",
    "at": "timestamp", "written": "text", "digits": "varchar(30)",
}  # fmt: skip
ENTITIES = (
    {"id": "group", "level": "company"},
    {"id": "east", "name": "华东", "level": "region", "parent": "group"},
    {"id": "south", "name": "华南", "level": "region", "parent": "group"},
    *({"id": f"s{at}", "name": f"{at}店", "aliases": (f"00{at}",), "level": "store",
       "parent": "east" if at % 2 else "south"} for at in range(6)),
)  # fmt: skip
AGGREGATES = {
    "sum(x)": "sum(x)", "sum(k)": "sum(k)", "sum(digits)": "sum(digits)", "mean(x)": "mean(x)", "mean(k)": "mean(k)",
    "min(x)": "min(x)", "max(x)": "max(x)", "min(k)": "min(k)", "max(k)": "max(k)", "median(x)": "median(x)",
    "median(k)": "median(k)", "quantile(x, 0.9)": "quantile(x, 0.9)", "quantile(k, 0.25)": "quantile(k, 0.25)",
    "count(*)": "count(*)", "count(x)": "count(x)", "count(label)": "count(label)",
    "count_distinct(x)": "count_distinct(x)", "count_distinct(k)": "count_distinct(k)",
    "count_distinct(label)": "count_distinct(label)", "count_distinct(day)": "count_distinct(day)",
    "count_if(x > 0)": "count_if(x > 0)", "count_if(flag)": "count_if(flag)", "first(x)": "first(x)", "last(k)": "last(k)",
    "last(digits) - first(digits)": "last(digits) - first(digits)", "sum(x) / last(k)": "sum(x) / last(k)",
    "sum(x) / sum(k)": "sum(x) / sum(k)", "sum(x) / count(k)": "sum(x) / count(k)",
    "sum(coalesce(x, 0) * 2 - abs(k) / 4)": "sum(coalesce(x, 0) * 2 - abs(k) / 4)",
    "sum(case when weekday(day) > 5 then x else -1 end)": "sum(case when weekday(day) > 5 then x else -1 end)",
    "sum of parts of days": "sum(year(day) + quarter(day) * 10 + month(day) * 100 + week(day) * 7 + day(day) * 3)",
    "sum of parts of moments": "sum(hour(at) + weekday(at) * 24 + day(at) * 200)",
    "count of texts as days": "count_if(written between '2024-06-30' and '2025-01-05')",
}  # fmt: skip
FILTERS = {
    "": None,
    "text": "label != '测试'",
    "texts": "label in ('华东', 'o''brien', 'back\\slash', '100%', '') or label is null",
    "missing": "x > 0.05 or k is null",
    "logic": "not (flag and x < 1000) and coalesce(k, 1) != 0",
    "days": "day between '2024-12-30' and '2025-03-01' or month(day) = 2",
    "moments": "hour(at) >= 12 and at < '2025-03-01'",
    "exact": "k = 9007199254740993 or digits > 0",
}
CYCLES = ("day", "week", "month", "quarter", "year")
# What a difference is measured by: the sum of |x| behind a figure; where none stands here, the figure itself.
SIZES = {
    "sum(x)": "sum(abs(x))", "sum(k)": "sum(abs(k))", "sum(digits)": "sum(abs(digits))", "mean(x)": "mean(abs(x))",
    "mean(k)": "mean(abs(k))", "first(x)": "first(abs(x))", "last(k)": "last(abs(k))",
    "last(digits) - first(digits)": "last(abs(digits)) + first(abs(digits))", "sum(x) / last(k)": "sum(abs(x)) / last(k)",
    "sum(x) / sum(k)": "sum(abs(x)) / sum(k)", "sum(x) / count(k)": "sum(abs(x)) / count(k)",
    "sum(coalesce(x, 0) * 2 - abs(k) / 4)": "sum(abs(coalesce(x, 0)) * 2 + abs(k) / 4)",
    "sum(case when weekday(day) > 5 then x else -1 end)": "sum(case when weekday(day) > 5 then abs(x) else 1 end)",
}  # fmt: skip


def table(rows: int, seed: int = 0) -> pd.DataFrame:
    """Random facts with missing values, signs of all kinds, numbers large and tiny, and days at borders."""
    draw = np.random.default_rng(seed)

    def some(values: tuple[Any, ...], missing: float = 0.15) -> list[Any]:
        chosen = [values[at] for at in draw.integers(0, len(values), rows)]
        return [None if gone else each for each, gone in zip(chosen, draw.random(rows) < missing, strict=True)]

    days = [dt.date.fromisoformat(BORDERS[at % len(BORDERS)]) if at < len(BORDERS) * 8
            else dt.date(2023, 12, 1) + dt.timedelta(days=13 * int(draw.integers(0, 60))) for at in range(rows)]  # fmt: skip
    moments = [dt.datetime.combine(day, dt.time(0)) + dt.timedelta(microseconds=int(at))
               for day, at in zip(days, draw.choice([0, 1, 43_200_000_000, 86_399_999_999], rows), strict=True)]  # fmt: skip
    spread = draw.normal(0, 1e4, rows).round(2)
    numbers = [each if each is None or use else float(other)
               for each, use, other in zip(some(NUMBERS), draw.random(rows) < 0.5, spread, strict=True)]  # fmt: skip
    texts = [f"{'  ' if at % 7 == 0 else ''}{value:+.3f}" for at, value in enumerate(spread)]
    return pd.DataFrame(
        {
            "day": days,
            "store": [("s0", "1店", "002", "s3", "4店", "s5")[at] for at in draw.integers(0, 6, rows)],
            "label": some(LABELS),
            "x": numbers,
            "k": some(WHOLE),
            "flag": some((True, False)),
            "at": moments,
            "written": [
                None if gone else day.isoformat() for day, gone in zip(days, draw.random(rows) < 0.1, strict=True)
            ],
            "digits": [None if gone else each for each, gone in zip(texts, draw.random(rows) < 0.1, strict=True)],
        },
        dtype="object",
    )


def write_parquet(frame: pd.DataFrame, path: Any) -> None:
    """The table as Parquet, of the same types as in the database."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {"date": pa.date32(), "text": pa.string(), "double precision": pa.float64(), "bigint": pa.int64(),
             "boolean": pa.bool_(), "timestamp": pa.timestamp("us"), "varchar(30)": pa.string()}  # fmt: skip
    arrays = [pa.array(frame[name].tolist(), kinds[kind]) for name, kind in KINDS.items()]
    pq.write_table(pa.table(arrays, names=list(KINDS)), path)


@dataclass(frozen=True)
class Asked:
    """What a KPI of the comparison asks for."""

    aggregate: str
    where: str
    cycle: str
    size: bool


# Every cycle without a filter, every filter by month.
PAIRS = (*(("", cycle) for cycle in CYCLES), *((name, "month") for name in FILTERS if name))
SLICED = (("", "month"), ("missing", "year"))


def asked(pairs: tuple[tuple[str, str], ...] = PAIRS) -> dict[str, Asked]:
    """A KPI for every aggregate at each pair of filter and cycle, and for what its differences are measured by."""
    wanted = product(AGGREGATES, pairs)
    found = {f"k{at}": Asked(aggregate, *pair, size=False) for at, (aggregate, pair) in enumerate(wanted)}
    sizes = {f"{key}_size": replace(each, size=True) for key, each in found.items() if each.aggregate in SIZES}
    return found | sizes


def kpis(wanted: dict[str, Asked]) -> list[dict[str, Any]]:
    """The KPIs as a dictionary has them."""
    return [
        {"id": key, "measure": (SIZES if each.size else AGGREGATES)[each.aggregate], "cycle": each.cycle,
         "dimensions": ["label"], "where": FILTERS[each.where]}
        for key, each in wanted.items()
    ]  # fmt: skip


def beside(one: pd.DataFrame, other: pd.DataFrame, wanted: dict[str, Asked], by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Figures of two engines beside each other: a row for each cell, figure and size."""
    keys = ["kpi", "level", "entity", "cycle", "period", "basis", *by]
    sized = one[one["kpi"].str.endswith("_size")].assign(kpi=lambda each: each["kpi"].str.removesuffix("_size"))
    parts = []
    for name in ("value", "numerator", "denominator", "n"):
        pair = one[[*keys, name]].merge(other[[*keys, name]], on=keys, how="outer", suffixes=("", "_other"))
        pair = pair.merge(sized[[*keys, name]], on=keys, how="left", suffixes=("", "_size"))
        pair.columns = [*keys, "one", "other", "size"]
        parts.append(pair.assign(figure=name))
    found = pd.concat(parts, ignore_index=True)
    found = found[~found["kpi"].str.endswith("_size") & found[["one", "other"]].notna().any(axis=1)]
    size = found["size"].abs().fillna(found["one"].abs())
    apart = (found["one"] - found["other"]).abs()
    # Missing on one side only, or a cell that only one side has.
    apart = apart.where(found[["one", "other"]].notna().all(axis=1), np.inf)
    ratio = (apart / size).where(apart > 0, 0.0).fillna(np.inf)
    aggregate = found["kpi"].map({key: each.aggregate for key, each in wanted.items()})
    return found.assign(aggregate=aggregate, apart=apart, relative=ratio)


def counts(name: str) -> bool:
    """Whether an aggregate counts: then not one may differ."""
    return name.startswith("count")
