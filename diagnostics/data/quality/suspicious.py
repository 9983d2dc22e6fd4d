"""Patterns that figures of a living process rarely show 「数字特征」.

Each is a feature of the data to verify, and each has innocent explanations: a rounding rule, a limit of the process,
a price list. None is a verdict on anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.data.quality.columns import of_one_kind
from diagnostics.data.quality.naming import public_entity
from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

# Chance at which each of two tests must fail before a pattern is named: over a thousand KPIs none by luck.
CHANCE = 1e-3
# Width of the strips beside the target, in robust standard deviations.
STRIP = 0.25
SAME, LATE, EARLY, CALM = 4, 8, 16, 0.2
ROUND, ROUND_FROM, ROUND_SHARE = 100, 1000, 0.5
FEWEST = 40


def bunching(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """Figures that crowd just beyond the target, with few just short of it 「压线达标」.

    Notes
    -----
    Distance to the target in the KPI's direction, in strips a quarter of a robust standard deviation wide: the strip
    just beyond must hold more than both its neighbours, each by a one-sided binomial test at 0.001.

    References
    ----------
    McCrary, J. (2008), Manipulation of the running variable in the regression discontinuity design.
    """
    from scipy.stats import binomtest

    found = []
    table = _finest(engagement, seen)
    for kpi, rows in table[table["target"].notna()].groupby("kpi", sort=True):
        noun = engagement.kpi(str(kpi))
        if noun.direction not in ("higher", "lower") or len(rows) < FEWEST:
            continue
        away = (rows["value"] - rows["target"]) * (1 if noun.direction == "higher" else -1)
        width = STRIP * (away.quantile(0.75) - away.quantile(0.25)) / 1.349
        if not width > 0:
            continue
        short, just, beyond = (
            int(((away >= start * width) & (away < (start + 1) * width)).sum()) for start in (-1, 0, 1)
        )
        sides = [binomtest(just, just + side, alternative="greater").pvalue for side in (short, beyond) if just]
        if sides and max(sides) < CHANCE:
            found.append(QualityItem("bunching", kpi=str(kpi), count=just, of=len(rows), detail=float(short)))
    return found


def repeats(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """The same figure in four periods or more in a row, where it otherwise moves 「数值重复」.

    Notes
    -----
    Zeros, full shares and counts below 20 repeat by nature and are left out.
    """
    found = []
    for (kpi, entity), rows in _finest(engagement, seen).groupby(["kpi", "entity"], sort=True):
        values = rows.sort_values("start")["value"]
        share = engagement.kpi(str(kpi)).unit == "share"
        small = (values == values.round()) & (values.abs() < 20)
        natural = small | (values.isin([0.0, 1.0]) & share)
        # A series of which half are repetitions is constant by design: a rate fixed by contract.
        if len(values) < 2 * SAME or values.nunique() <= len(values) / 2:
            continue
        runs = (values != values.shift()).cumsum()[~natural]
        lengths = runs.groupby(runs).transform("size")
        longest = int(lengths.max()) if len(lengths) else 0
        if longest >= SAME:
            where = tuple(rows.sort_values("start").loc[lengths[lengths == longest].index, "period"])[:1]
            named = public_entity(engagement, str(entity))
            found.append(QualityItem("repeats", "", "", str(kpi), named, longest, len(values), where))
    return found


def calm(engagement: Engagement, seen: Observations) -> list[QualityItem]:
    """A spread that suddenly shrinks to a fifth of what it was 「波动骤降」.

    Notes
    -----
    Mean moving range of the last 8 periods against that of the 16 or more before; for figures of a steady process the
    ratio falls below 0.2 less than once in ten thousand series.
    """
    found = []
    for (kpi, entity), rows in _finest(engagement, seen).groupby(["kpi", "entity"], sort=True):
        values = rows.sort_values("start")["value"]
        if len(values) < LATE + EARLY:
            continue
        moves = values.diff().abs().dropna()
        before, late = moves.iloc[: -(LATE - 1)].mean(), moves.iloc[-(LATE - 1) :].mean()
        if before > 0 and late < CALM * before:
            named = public_entity(engagement, str(entity))
            where = (str(rows.sort_values("start")["period"].iloc[-LATE]),)
            found.append(QualityItem("calm", "", "", str(kpi), named, LATE, len(values), where, float(late / before)))
    return found


def rounding(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Columns in which more than half of the larger numbers are whole hundreds 「整数偏多」.

    Notes
    -----
    One in a hundred numbers is, where digits fall by chance. Columns in which all are, such as budgets and price lists,
    are left out: there a hundred is the unit.
    """
    names = [each for each in of_one_kind(engine, card.source) if facts.family(each) == "number"]
    if not names:
        return []
    asked: dict[str, Any] = {}
    for at, name in enumerate(names):
        values = facts.value(name)
        large = values.abs() >= ROUND_FROM
        whole = values.cast("float64") % float(ROUND) == 0
        asked |= {f"n{at}": facts.table.count(where=large), f"k{at}": facts.table.count(where=large & whole)}
    told = engine.frame(facts.table.aggregate(**asked), f"looking at the digits of source {card.source!r}").iloc[0]
    found = []
    for at, name in enumerate(names):
        n, k = int(told[f"n{at}"]), int(told[f"k{at}"])
        if n >= FEWEST and ROUND_SHARE < k / n < 1:
            found.append(QualityItem("rounding", card.source, name, count=k, of=n, detail=k / n))
    return found


def _finest(engagement: Engagement, seen: Observations) -> pd.DataFrame:
    """Figures of each KPI at the lowest level that has any."""
    table = seen.table[seen.table["value"].notna()]
    order = {each: at for at, each in enumerate(engagement.entities.levels)}
    depth = table["level"].map(order)
    return table[depth == depth.groupby(table["kpi"]).transform("min")]
