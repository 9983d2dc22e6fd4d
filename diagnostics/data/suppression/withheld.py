"""Observations with the figures marked that sums would else give back 「观测值的二次抑制」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from diagnostics.data.suppression.blanks import protect
from diagnostics.data.suppression.linked import link_cells
from diagnostics.data.suppression.published import WITHHELD
from diagnostics.dictionary.tree import formula_names
from diagnostics.model.period import Calendar, Cycle

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.data.suppression.linked import Breakdowns
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

_FIGURES = ("value", "numerator", "denominator", "n", "people")


def with_withheld(observations: Observations, engagement: Engagement) -> Observations:
    """Observations whose column ``withheld`` marks what is blanked beside figures of few people 「标记互补抑制」.

    Parameters
    ----------
    observations : Observations
        Everything observed.
    engagement : Engagement
        Its entities and calendar say what adds up to what, its ``min_group`` who is few.

    Returns
    -------
    Observations
        As they are where nobody is few. ``shareable`` and ``publishable`` blank what is marked.

    Notes
    -----
    KPIs of one source, and those tied by a formula, lose the same entities and periods: else a ratio would lead from
    one that is published to one that is not. Numerators, denominators, numbers of facts and of people count as sums
    over entities and periods wherever they come out to within 20 %, what is left over taken as known. KPIs about nobody
    are left alone. Dimensions are no axis here.
    """
    table = observations.table
    least = engagement.settings.min_group
    if not (table["people"] < least).any() or observations.by:
        return observations
    about = table[
        table["people"].notna() & ~table["entity"].isin([each.id for each in engagement.entities if each.person])
    ]
    marked = table.index[:0]
    for kpis in _families(engagement, about["kpi"].unique().tolist()):
        rows = about[about["kpi"].isin(kpis)]
        blank = _blank(rows, engagement, least)
        marked = marked.union(rows.index[blank & ~(rows["people"] < least).to_numpy()])
    return replace(observations, table=table.assign(**{WITHHELD: table.index.isin(marked)}))


def _blank(rows: pd.DataFrame, engagement: Engagement, least: int) -> np.ndarray:
    """Rows of a family of KPIs to blank: the same entities and periods in all of them."""
    import pandas as pd

    wide = rows.pivot_table(index=["entity", "period"], columns="kpi", values=list(_FIGURES), sort=True)
    few = rows.assign(few=rows["people"] < least).groupby(["entity", "period"])["few"].any()
    wide.columns = ["/".join(each) for each in wide.columns]
    wide = wide.T.drop_duplicates().T.astype("float64")
    axes = {"entity": _below(engagement), "period": _within(rows, engagement.calendar)}
    table = link_cells(wide.reset_index(), axes, list(wide.columns))
    blank = pd.Series(protect(table, few.reindex(wide.index).to_numpy(dtype=bool)), index=wide.index)
    return blank.reindex(pd.MultiIndex.from_frame(rows[["entity", "period"]])).to_numpy(dtype=bool)


def _families(engagement: Engagement, kpis: list[str]) -> Iterator[set[str]]:
    """KPIs that lead to each other by a ratio: of one source, or tied by formulas."""
    tied: dict[str, set[str]] = {each: {each} for each in kpis}
    by_source = defaultdict(list)
    for kpi in kpis:
        told = engagement.kpis.get(kpi)
        names = [] if told is None else formula_names(told)
        by_source[getattr(told, "source", None) or kpi].append(kpi)
        for name in (each for each in names if each in tied):
            _tie(tied, kpi, name)
    for several in by_source.values():
        for each in several[1:]:
            _tie(tied, several[0], each)
    seen: set[str] = set()
    for kpi in kpis:
        if kpi not in seen:
            seen |= tied[kpi]
            yield tied[kpi]


def _tie(tied: dict[str, set[str]], one: str, other: str) -> None:
    both = tied[one] | tied[other]
    for each in both:
        tied[each] = both


def _below(engagement: Engagement) -> Breakdowns:
    """Entities below each, people left out."""
    below = defaultdict(list)
    for each in engagement.entities:
        if each.parent is not None and not each.person:
            below[each.parent].append(each.id)
    return {parent: [parts] for parent, parts in below.items()}


def _within(rows: pd.DataFrame, calendar: Calendar) -> Breakdowns:
    """Periods of each finer cycle within each longer one: months in years, days in weeks."""
    cycles = [each for each in get_args(Cycle) if each in set(rows["cycle"])]
    length = {"day": 0, "week": 1, "month": 1, "quarter": 2, "year": 3}
    within: dict[str, list[list[str]]] = {}
    periods = rows[["cycle", "period", "start"]].drop_duplicates(["cycle", "period"])
    for long in cycles:
        for short in (each for each in cycles if length[each] < length[long] and each != "week"):
            parts = defaultdict(list)
            for each in periods[periods["cycle"] == short].itertuples(index=False):
                parts[calendar.at(each.start.date(), long).text].append(each.period)
            for whole, several in parts.items():
                within.setdefault(whole, []).append(several)
    return within
