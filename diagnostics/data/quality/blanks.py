"""Blank cells in the columns that figures are made of 「空白」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.quality.columns import used_columns
from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts


def blanks(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Blank cells of each column that a KPI uses 「空白单元格」.

    Notes
    -----
    One pass over the facts for all columns. A blank is a missing value after reading; marks such as N/A are listed with
    the conversions too.
    """
    names = used_columns(engine, card.source)
    if not names or not card.rows:
        return []
    counts = {f"c{at}": facts.value(name).isnull().sum() for at, name in enumerate(names)}
    found = engine.frame(
        facts.table.aggregate(n=facts.table.count(), **counts), f"counting blanks of source {card.source!r}"
    )
    of = int(found["n"][0])
    return [
        QualityItem("blanks", card.source, name, count=count, of=of)
        for at, name in enumerate(names)
        if (count := int(found[f"c{at}"].fillna(0)[0]))
    ]
