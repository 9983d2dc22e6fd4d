"""Share of facts that somebody typed in 「手工录入占比」."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression import parse_filter
from diagnostics.model.quality import SourceCard

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.data.engine.facts import Facts


def manual(engine: Engine, card: SourceCard, facts: Facts) -> SourceCard:
    """Card of a source with the share of its facts that were typed in by hand 「手工录入占比」.

    Raises
    ------
    InputError
        When the source's ``manual`` is no condition over its columns.
    """
    from diagnostics.dictionary.expression.build import build_condition

    said = engine.engagement.settings.sources[card.source].manual
    if isinstance(said, bool):
        return replace(card, manual=1.0) if said else card
    condition = parse_filter(said, place=f"manual of source {card.source!r}")
    condition.check_columns(facts.columns, facts.place)
    table = facts.table
    found = engine.frame(table.aggregate(n=table.count(), typed=table.count(where=build_condition(condition, facts))))
    n = int(found["n"][0])
    return replace(card, manual=int(found["typed"][0]) / n if n else None)
