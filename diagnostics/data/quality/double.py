"""Facts of an entity beside those of what lies under it: sums may hold both 「上下级重复」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.strangers import entity_columns
from diagnostics.data.quality.columns import of_one_kind
from diagnostics.data.quality.extent import DAY
from diagnostics.data.quality.naming import public_entity
from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts

SHOWN = 6
_NAME, _MONTH = "perfloop_name", "perfloop_month"


def double(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Entities with facts of their own in months in which entities under them have facts too 「上下级同时有数据」.

    Notes
    -----
    ``of`` counts such months, ``count`` those in which a column's sum is the same for the entity as for what lies under
    it: a row of subtotals, most likely. Costs of a head office beside those of its shops are no error.
    """
    entities, found = engine.engagement.entities, list[QualityItem]()
    names = [each for each in of_one_kind(engine, card.source) if facts.family(each) == "number"]
    columns = [column for source, column in entity_columns(engine.engagement) if source == card.source]
    if DAY not in facts.table.columns or not columns:
        return []
    table = facts.table.mutate(
        **{_NAME: facts.value(columns[0]).cast("string"), _MONTH: facts.table[DAY].truncate("M")}
    )
    sums = {f"s{at}": facts.over(table).number(name).cast("float64").sum() for at, name in enumerate(names)}
    told = engine.frame(table.group_by(_NAME, _MONTH).aggregate(n=table.count(), **sums))
    told = told.assign(id=told[_NAME].map(entities.names)).dropna(subset=["id"])
    own = told.groupby(["id", _MONTH])[["n", *sums]].sum().reset_index()
    held = set(own["id"])
    for upper in sorted(held):
        below = (entities.below([upper]) - {upper}) & held
        both = _both(own, upper, below) if below else own.iloc[:0]
        if len(both):
            equal = both[[_equal(row, tuple(sums)) for _, row in both.iterrows()]]
            where = tuple(f"{each:%Y-%m}" for each in both[_MONTH].head(SHOWN))
            named = public_entity(engine.engagement, str(upper))
            found.append(QualityItem("double", card.source, "", "", named, len(equal), len(both), where))
    return found


def _both(own: pd.DataFrame, upper: str, below: set[str] | frozenset[str]) -> pd.DataFrame:
    """Months in which an entity and something under it have facts, with the sums of both."""
    under = own[own["id"].isin(below)].drop(columns="id").groupby(_MONTH).sum().reset_index()
    return (
        own[own["id"] == upper].drop(columns="id").merge(under, on=_MONTH, suffixes=("", "_below")).sort_values(_MONTH)
    )


def _equal(row: pd.Series, names: tuple[str, ...]) -> bool:
    return any(row[each] != 0 and abs(row[each] - row[f"{each}_below"]) <= 1e-9 * abs(row[each]) for each in names)
