"""Pay in which one person's part shows: the two largest parts of each sum, read from the facts 「单人占比过大」."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.data.suppression.fewest import Fewest
from diagnostics.data.suppression.primary import dominated
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.dictionary.expression.nodes import Aggregate
from diagnostics.model.engagement import Engagement

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.kpi import Kpi

_KEYS = ["kpi", "entity", "period"]
# Aggregates that are one person's own figure.
_SINGLE = {"min", "max", "first", "last"}


def dominated_rows(table: pd.DataFrame, client: Engagement | Engine, fewest: Fewest) -> np.ndarray:
    """Rows about pay in which the second largest part could work out the largest 「p% 规则适用的行」.

    Parameters
    ----------
    table : DataFrame
        Observations.
    client : Engagement or Engine
        Whose data tell what each person has in a figure.

    Returns
    -------
    array of bool
        By the p% rule over what single people have in the sum, of a ratio in its numerator; deductions count by their
        size. Counts of people or of facts never are.
    """
    import numpy as np
    import pandas as pd

    found = np.zeros(len(table), dtype=bool)
    engagement = client if isinstance(client, Engagement) else client.engagement
    present = set(table.loc[table["people"].notna(), "kpi"])
    for kpi in (engagement.kpis[each] for each in sorted(fewest.kpis & present)):
        own = (table["kpi"] == kpi.id).to_numpy() & table["people"].notna().to_numpy()
        if not _is_sum(kpi):
            continue
        person = _person(kpi, engagement)
        parts = _parts(kpi, person, client, table[own]) if person else _parts_of_entities(table[own], engagement)
        keys = pd.MultiIndex.from_frame(table.loc[own, _KEYS])
        ranked = parts.sort_values("part", ascending=False, kind="stable").groupby(_KEYS)["part"]
        places = [ranked.nth(place).index for place in (0, 1)]
        largest = [parts.loc[each].set_index(_KEYS)["part"] for each in places]
        total, first, second = (each.reindex(keys).fillna(0.0) for each in (ranked.sum(), *largest))
        found[own] = dominated(total, first, second) & (total > 0).to_numpy()
    return found


def own_figures(table: pd.DataFrame, engagement: Engagement, fewest: Fewest) -> np.ndarray:
    """Rows about pay that are one person's own, such as the highest: nobody stands beside him in them 「个人数值」."""
    import numpy as np

    told = [each for each in sorted(fewest.kpis) if _functions(engagement.kpis[each]) & _SINGLE]
    return np.asarray((table["kpi"].isin(told) & table["people"].notna()).to_numpy())


def _is_sum(kpi: Kpi) -> bool:
    """Whether a figure is a sum of money, or a ratio with one above."""
    if kpi.measure is None or _functions(kpi) != {"sum"}:
        return False
    measure = parse_measure(kpi.measure)
    return measure.additive or measure.additive_pair


def _functions(kpi: Kpi) -> set[str]:
    """Aggregates of a measure, of a ratio those above."""
    if kpi.measure is None:
        return set()
    measure = parse_measure(kpi.measure)
    top = measure.numerator if measure.is_ratio and measure.numerator is not None else measure.tree
    return {each.function for each in top.walk() if isinstance(each, Aggregate)}


def _person(kpi: Kpi, engagement: Engagement) -> str | None:
    source = engagement.settings.sources.get(kpi.source)
    return None if source is None else source.person


def _parts(kpi: Kpi, person: str, client: Engagement | Engine, rows: pd.DataFrame) -> pd.DataFrame:
    """What each person has in each figure of a KPI, without a sign."""
    from diagnostics.data.observe import observe

    engagement = client if isinstance(client, Engagement) else client.engagement
    sliced = replace(engagement, kpis={**engagement.kpis, kpi.id: kpi.model_copy(update={"dimensions": (person,)})})
    asked: Engagement | Engine = sliced
    if not isinstance(client, Engagement):
        asked = copy(client)
        asked.engagement = sliced
    levels, periods = sorted(rows["level"].unique()), sorted(rows["period"].unique())
    seen = observe(asked, by=(person,), levels=levels, periods=periods, kpis=[kpi.id]).table
    return _sized(seen)


def _parts_of_entities(rows: pd.DataFrame, engagement: Engagement) -> pd.DataFrame:
    """The same where people are entities: what each has in everything above."""
    import pandas as pd

    people = [each.id for each in engagement.entities if each.person]
    pairs = [(each, above.id) for each in people for above in engagement.entities.path(each)[1:]]
    above = pd.DataFrame(pairs, columns=["entity", "above"])
    found = rows.merge(above, on="entity").drop(columns="entity").rename(columns={"above": "entity"})
    return _sized(found)


def _sized(rows: pd.DataFrame) -> pd.DataFrame:
    part = rows["numerator"].where(rows["numerator"].notna(), rows["value"]).abs()
    return rows[_KEYS].assign(part=part).dropna(subset=["part"]).reset_index(drop=True)
