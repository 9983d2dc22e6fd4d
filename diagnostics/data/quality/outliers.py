"""Figures and cells far from all others of their kind 「离群值」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.data.quality.columns import of_one_kind
from diagnostics.data.quality.duplicates import MOST_ROWS
from diagnostics.data.quality.extent import DAY
from diagnostics.data.quality.naming import public_entity
from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

# Six robust standard deviations: a month of a calm process lies as far out less than once in a million.
FAR, FEWEST, SHOWN = 6.0, 12, 6
# More than this share lies apart: the process moved, which is the matter of the control chart.
MOST = 0.1
# Median absolute deviation to standard deviation, for the normal distribution.
TO_DEVIATION = 1.4826
# Interquartile ranges beyond the quartiles; 3 is the textbook's "far out", which money reaches every day.
FENCE = 5.0


def outliers(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """Figures of a KPI and entity far from that entity's own history 「离群的指标值」.

    Notes
    -----
    ``|x - median| > 6 · 1.4826 · MAD`` over the entity's periods up to the run's, at least 12 of them. A series without
    spread has no outliers here.
    """
    found = []
    table = seen.table[seen.table["value"].notna()]
    for (kpi, entity, _), rows in table.groupby(["kpi", "entity", "cycle"], sort=True):
        values = rows["value"]
        if len(rows) < FEWEST:
            continue
        middle = values.median()
        spread = TO_DEVIATION * (values - middle).abs().median()
        far = rows[(values - middle).abs() > FAR * spread] if spread > 0 else rows.iloc[:0]
        if 0 < len(far) <= MOST * len(rows):
            named = public_entity(engagement, str(entity))
            where = tuple(far.sort_values("start")["period"].tail(SHOWN))
            found.append(QualityItem("outliers", "", "", str(kpi), named, len(far), len(rows), where))
    return found


def far_cells(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Cells of a column of numbers far from all its others 「离群的单元格」.

    Notes
    -----
    More than 5 interquartile ranges beyond the quartiles; on the logarithms where nearly all values are above 0, as
    money and times grow by factors.
    """
    if card.rows > MOST_ROWS:
        return [QualityItem("not_checked", card.source, "outliers", of=card.rows)]
    names = [each for each in of_one_kind(engine, card.source) if facts.family(each) == "number"]
    found = []
    for name in names:
        quartiles = _quartiles(engine, facts, name)
        fences = _fences(quartiles)
        if fences is not None:
            count, days = _outside(engine, facts, name, fences)
            if count:
                of = int(quartiles["n"])
                found.append(QualityItem("outliers", card.source, name, count=count, of=of, where=days))
    return found


def _quartiles(engine: Engine, facts: Facts, name: str) -> dict[str, float]:
    """Number of values, of those above 0, and the quartiles of both."""
    values = facts.value(name).cast("float64")
    positive = values > 0
    looked = facts.table.aggregate(
        n=values.count(), above=facts.table.count(where=positive),
        q1=values.quantile(0.25), q3=values.quantile(0.75),
        p1=values.quantile(0.25, where=positive), p3=values.quantile(0.75, where=positive),
    )  # fmt: skip
    told = engine.frame(looked, f"looking at column {name!r} of source {facts.source!r}").iloc[0]
    return {str(key): float(each) for key, each in told.items()}


def _outside(engine: Engine, facts: Facts, name: str, fences: tuple[float, float, bool]) -> tuple[int, tuple[str, ...]]:
    """How many values lie beyond the fences, and the days of the smallest and the largest."""
    low, high, positive_only = fences
    values = facts.value(name).cast("float64")
    beyond = (values < low) | (values > high)
    rows = facts.table.filter(beyond & (values > 0) if positive_only else beyond)
    count = int(engine.frame(rows.aggregate(k=rows.count()))["k"][0])
    if not count or DAY not in rows.columns:
        return count, ()
    cells = facts.over(rows).value(name).cast("float64")
    ends = [engine.frame(rows.order_by([each, rows[DAY]]).select(DAY).limit(1))[DAY] for each in (cells, -cells)]
    days = (each[0] for each in ends if len(each) and each.notna().all())
    return count, tuple(dict.fromkeys(f"{day:%Y-%m-%d}" for day in days))


def _fences(told: dict[str, float]) -> tuple[float, float, bool] | None:
    """Bounds beyond which a value is far from the others; None where the values have no spread."""
    n = told["n"]
    if n < 4 * FEWEST:
        return None
    if told["above"] >= 0.99 * n and told["p1"] > 0:
        first, third = math.log(told["p1"]), math.log(told["p3"])
        reach = FENCE * (third - first)
        # Half of the values equal, or a range that no number fits in.
        if reach <= 0 or third + reach > math.log(1e300):
            return None
        return math.exp(first - reach), math.exp(third + reach), True
    reach = FENCE * (told["q3"] - told["q1"])
    return (told["q1"] - reach, told["q3"] + reach, False) if reach > 0 else None
