"""Figures and cells far from all others of their kind 「离群值」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from diagnostics.data.quality.columns import of_one_kind
from diagnostics.data.quality.duplicates import MOST_ROWS
from diagnostics.data.quality.extent import DAY
from diagnostics.data.quality.naming import public_entity
from diagnostics.data.suppress import Fewest, blanked
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
# Columns that one query looks at: quartiles hold all values of each of them.
_TOGETHER = 8


def outliers(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """Figures of a KPI and entity far from that entity's own history 「离群的指标值」.

    Notes
    -----
    ``|x - median| > 6 · 1.4826 · MAD`` over the entity's periods up to the run's, at least 12 of them. A series without
    spread has no outliers here.
    """
    found = []
    # That a figure lies far off tells something of it: none is named that is not published.
    table = seen.table[seen.table["value"].notna() & ~blanked(seen.table, Fewest.of(engagement))]
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
    for first in range(0, len(names), _TOGETHER):
        quartiles = _quartiles(engine, facts, names[first : first + _TOGETHER])
        fences = {name: each for name, told in quartiles.items() if (each := _fences(told)) is not None}
        for name, count in _counts(engine, facts, fences).items():
            if count:
                of, days = int(quartiles[name]["n"]), _days(engine, facts, name, fences[name])
                found.append(QualityItem("outliers", card.source, name, count=count, of=of, where=days))
    return found


def _quartiles(engine: Engine, facts: Facts, names: list[str]) -> dict[str, dict[str, float]]:
    """Number of values of each column, of those above 0, and the quartiles of both."""
    asked: dict[str, Any] = {}
    for at, name in enumerate(names):
        values = facts.value(name).cast("float64")
        positive = values > 0
        figures = {
            "n": values.count(), "above": facts.table.count(where=positive),
            "q1": values.quantile(0.25), "q3": values.quantile(0.75),
            "p1": values.quantile(0.25, where=positive), "p3": values.quantile(0.75, where=positive),
        }  # fmt: skip
        asked |= {f"{key}_{at}": each for key, each in figures.items()}
    listed = ", ".join(map(repr, names))
    told = engine.frame(facts.table.aggregate(**asked), f"looking at columns {listed} of source {facts.source!r}")
    keys = ("n", "above", "q1", "q3", "p1", "p3")
    return {name: {key: float(told[f"{key}_{at}"][0]) for key in keys} for at, name in enumerate(names)}


def _beyond(facts: Facts, name: str, fences: tuple[float, float, bool]) -> Any:
    """Ibis condition: which values lie beyond the fences."""
    low, high, positive_only = fences
    values = facts.value(name).cast("float64")
    beyond = (values < low) | (values > high)
    return beyond & (values > 0) if positive_only else beyond


def _counts(engine: Engine, facts: Facts, fences: dict[str, tuple[float, float, bool]]) -> dict[str, int]:
    """How many values of each column lie beyond its fences."""
    if not fences:
        return {}
    counts = {f"k{at}": facts.table.count(where=_beyond(facts, *each)) for at, each in enumerate(fences.items())}
    told = engine.frame(facts.table.aggregate(**counts))
    return {name: int(told[f"k{at}"][0]) for at, name in enumerate(fences)}


def _days(engine: Engine, facts: Facts, name: str, fences: tuple[float, float, bool]) -> tuple[str, ...]:
    """Days of the smallest and the largest value beyond the fences."""
    rows = facts.table.filter(_beyond(facts, name, fences))
    if DAY not in rows.columns:
        return ()
    cells = facts.over(rows).value(name).cast("float64")
    ends = [engine.frame(rows.order_by([each, rows[DAY]]).select(DAY).limit(1))[DAY] for each in (cells, -cells)]
    days = (each[0] for each in ends if len(each) and each.notna().all())
    return tuple(dict.fromkeys(f"{day:%Y-%m-%d}" for day in days))


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
