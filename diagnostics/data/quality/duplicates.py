"""Rows that occur more than once 「重复行」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.quality import QualityItem, SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts

# Telling rows apart needs all of them at once; beyond this many the card says that it did not look.
MOST_ROWS = 5_000_000


def duplicates(engine: Engine, card: SourceCard, facts: Facts) -> list[QualityItem]:
    """Rows equal to an earlier one in every column 「重复行」.

    Notes
    -----
    Each row beyond the first of its kind counts. Facts without a key of their own may be equal and right: two sales of
    the same thing in one hour.
    """
    if card.rows > MOST_ROWS:
        return [QualityItem("not_checked", card.source, "duplicates", of=card.rows)]
    names = [each for each in facts.columns if not each.startswith("perfloop_")]
    groups = facts.table.group_by(names).aggregate(perfloop_n=lambda t: t.count())
    again = groups.filter(groups.perfloop_n > 1)
    found = engine.frame(
        again.aggregate(rows=(again.perfloop_n - 1).sum()),
        f"looking for equal rows in source {card.source!r}",
    )
    count = int(found["rows"].fillna(0)[0])
    return [QualityItem("duplicates", card.source, count=count, of=card.rows)] if count else []
