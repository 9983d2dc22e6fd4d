"""Cells of earlier pairs of periods, which tell how far slices wander 「平时的切片」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from diagnostics.data.observe import observe
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.loop.diagnose.spans import Span
    from diagnostics.model.period import Calendar, Period

    Cells = tuple[pd.DataFrame, pd.DataFrame]

# Earlier pairs of periods looked at.
PAIRS = 6
# Cells of a KPI and period above which the cells compared tell how far they wander as well as earlier ones.
MOST_CELLS = 5_000


def _earlier(calendar: Calendar, now: Period, then: Period) -> list[tuple[Period, Period]]:
    """Pairs of periods as far apart as two, each one period before."""
    return [(calendar.shift(now, -back), calendar.shift(then, -back)) for back in range(1, PAIRS + 1)]


def calm_cells(
    engine: Engine, dimensions: Sequence[str], spans: dict[str, Span], cells: pd.DataFrame, known: Sequence[str]
) -> pd.DataFrame:
    """Cells of KPIs in earlier pairs of periods, as far apart as those compared 「平时的单元格」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement's data.
    dimensions : sequence of str
        Of the KPIs.
    spans : dict of Span
        Of each KPI.
    cells : DataFrame
        Those compared.
    known : sequence of str
        Periods that have figures.

    Returns
    -------
    DataFrame
        As ``cells``; without a row where no KPI has earlier figures, or all have too many cells to need them.
    """
    calendar, there = engine.engagement.calendar, set(known)
    asked: dict[str, dict[str, Period]] = {}
    counts = cells.groupby(["kpi", "period"], observed=True).size()
    for kpi, span in spans.items():
        then = next((then for _, then in span.earlier if (kpi, then.text) in counts.index), None)
        if then is None or counts.get((kpi, span.now.text), 0) > MOST_CELLS:
            continue
        for pair in _earlier(calendar, span.now, then):
            if all(each.text in there for each in pair):
                asked.setdefault(kpi, {}).update({each.text: each for each in pair})
    if not asked:
        return cells.iloc[:0]
    periods = {text: each for of_kpi in asked.values() for text, each in of_kpi.items()}
    levels = sorted(cells["level"].unique())
    return observe(engine, by=tuple(dimensions), levels=levels, periods=periods.values(), kpis=list(asked)).table


def calm_pairs(own: pd.DataFrame, compared: tuple[Period, Period], bases: set[str], calendar: Calendar) -> list[Cells]:
    """Cells of a KPI and entity in the pairs that have figures of both sides, counted as those compared 「平时的两期」.

    Parameters
    ----------
    own : DataFrame
        Earlier cells of the KPI and entity.
    compared : pair of Period
        Those compared: now, and then.
    bases : set of str
        By which basis they are counted.
    """
    found = []
    for pair in _earlier(calendar, *compared):
        sides = [own[own["period"] == each.text] for each in pair]
        alike = all(set(side[BASIS]) == bases and side["value"].notna().any() for side in sides)
        if alike and not any((side["denominator"] < 0).any() for side in sides):
            found.append((sides[0], sides[1]))
    return found
