"""Observations with the figures marked that sums would else give back 「观测值的二次抑制」."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.data.suppression.blanks import protect
from diagnostics.data.suppression.breakdowns import below, within
from diagnostics.data.suppression.fewest import Fewest
from diagnostics.data.suppression.linked import link_cells
from diagnostics.data.suppression.partners import Past
from diagnostics.data.suppression.published import WITHHELD, blanked
from diagnostics.data.suppression.single_parts import dominated_rows, own_figures
from diagnostics.dictionary.tree import formula_names
from diagnostics.errors import InputError
from diagnostics.model.engagement import Engagement

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.observations import Observations

_FIGURES = ("value", "numerator", "denominator", "n", "people")
_KEYS = ["kpi", "entity", "period"]


def with_withheld(
    observations: Observations, client: Engagement | Engine, before: pd.DataFrame | None = None
) -> Observations:
    """Observations whose column ``withheld`` marks what is blanked beside figures of few people 「标记互补抑制」.

    Parameters
    ----------
    observations : Observations
        Everything observed.
    client : Engagement or Engine
        Its entities and calendar say what adds up to what, its settings who is few. Of KPIs about pay the parts that
        single people have are read from its data: an engine that is open already saves reading the files again.
    before : DataFrame, optional
        Observations of the newest run before, from which something was published: what it withheld stays withheld, and
        behind what it showed nothing hides any more.

    Returns
    -------
    Observations
        As they are where nothing is to be blanked. ``shareable`` and ``publishable`` blank what is marked.

    Notes
    -----
    KPIs of one source, and those tied by a formula, lose the same entities and periods: else a ratio would lead from
    one that is published to one that is not. KPIs about pay lose theirs apart from the others of their source, as more
    people must stand behind them. Numerators, denominators, numbers of facts and of people count as sums
    over entities and periods wherever they come out to within 20 %, what is left over taken as known. KPIs about nobody
    are left alone. Dimensions are no axis here.
    """
    engagement = client if isinstance(client, Engagement) else client.engagement
    table, fewest = observations.table, Fewest.of(engagement)
    if observations.by or not table["people"].notna().any():
        return observations
    dominated, single = dominated_rows(table, client, fewest), own_figures(table, engagement, fewest)
    marked = table.index[dominated | single]
    few = fewest.few(table) | dominated
    past = _past(table, engagement, before)
    if not few.any() and not single.any() and not past["withheld"].any():
        return observations
    persons = [each.id for each in engagement.entities if each.person]
    about = table[table["people"].notna() & ~table["entity"].isin(persons) & ~single]
    for kpis in _families(engagement, about["kpi"].unique().tolist(), fewest):
        rows = about[about["kpi"].isin(kpis)]
        states = past.loc[rows.index].assign(few=few.loc[rows.index])
        blank = _blank(rows, states, engagement, fewest)
        marked = marked.union(rows.index[blank & ~few.loc[rows.index].to_numpy()])
    return replace(observations, table=table.assign(**{WITHHELD: table.index.isin(marked)}))


def _past(table: pd.DataFrame, engagement: Engagement, before: pd.DataFrame | None) -> pd.DataFrame:
    """By row: whether the run before withheld it (``withheld``), or showed it (``told``)."""
    import pandas as pd

    keys = pd.MultiIndex.from_frame(table[_KEYS])
    if before is None or not {*_KEYS, "people", "value"} <= set(before.columns):
        return pd.DataFrame({"withheld": False, "told": False}, index=table.index)
    shut = blanked(before, Fewest.of(engagement)).to_numpy()
    cells = pd.MultiIndex.from_frame(before[_KEYS])
    told = cells[~shut & before["value"].notna().to_numpy()]
    return pd.DataFrame({"withheld": keys.isin(cells[shut]), "told": keys.isin(told)}, index=table.index)


def _blank(rows: pd.DataFrame, states: pd.DataFrame, engagement: Engagement, fewest: Fewest) -> np.ndarray:
    """Rows of a family of KPIs to blank: the same entities and periods in all of them."""
    import pandas as pd

    wide = rows.pivot_table(index=["entity", "period"], columns="kpi", values=list(_FIGURES), sort=True)
    flags = states.assign(entity=rows["entity"], period=rows["period"]).groupby(["entity", "period"]).any()
    flags = flags.reindex(wide.index)
    # Where pay is tied to other figures, those stay as unsure as they are elsewhere.
    share = max(fewest.share(each) for each in rows["kpi"].unique())
    wide.columns = ["/".join(each) for each in wide.columns]
    wide = wide.T.drop_duplicates().T.astype("float64")
    axes = {"entity": below(engagement), "period": within(rows, engagement.calendar)}
    table = link_cells(wide.reset_index(), axes, list(wide.columns))
    few, withheld, told = (flags[each].to_numpy(dtype=bool) for each in ("few", "withheld", "told"))
    shares = dict.fromkeys(wide.columns, share)
    try:
        found = protect(table, few, shares, Past(withheld, told))
    except InputError:
        # What was shown before leaves nothing to hide behind: then this page at least tells nothing by itself.
        found = protect(table, few | withheld, shares)
    blank = pd.Series(found, index=wide.index)
    return blank.reindex(pd.MultiIndex.from_frame(rows[["entity", "period"]])).to_numpy(dtype=bool)


def _families(engagement: Engagement, kpis: list[str], fewest: Fewest) -> Iterator[set[str]]:
    """KPIs that lead to each other by a ratio: of one source, or tied by formulas; those about pay apart."""
    tied: dict[str, set[str]] = {each: {each} for each in kpis}
    by_source = defaultdict(list)
    for kpi in kpis:
        told = engagement.kpis.get(kpi)
        names = [] if told is None else formula_names(told)
        by_source[getattr(told, "source", None) or kpi, kpi in fewest.kpis].append(kpi)
        for name in (each for each in names if each in tied):
            # What is made of pay is blanked with it: its other parts then tell nothing, and stay.
            if kpi not in fewest.kpis or name in fewest.kpis:
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
