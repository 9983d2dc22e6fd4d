"""Columns of a source that figures are made of 「用到的列」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.meanings import meanings
from diagnostics.data.observe.plan import Batch, batches
from diagnostics.dictionary.expression import parse_time

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine

# So many filters over one column pick different indicators from a long table.
LONG = 4


def used_columns(engine: Engine, source: str) -> tuple[str, ...]:
    """Columns of a source that measures, filters, targets, time and entities use 「用到的列」."""
    columns = engine.facts(source).columns
    named: dict[str, None] = {}
    for batch in _batches(engine, source):
        named |= dict.fromkeys(each for asked in batch.asked for each in asked.columns)
        named |= dict.fromkeys([batch.entity] if batch.entity else [])
        named |= dict.fromkeys(parse_time(batch.time, columns).columns)
    return tuple(each for each in named if each in columns)


def of_one_kind(engine: Engine, source: str) -> tuple[str, ...]:
    """Columns summed or averaged by few filters 「同类数值列」.

    In a long table each filter picks an indicator of its own: its cells are no outliers of another's.
    """
    filters: dict[str, set[str]] = {}
    for batch in _batches(engine, source):
        for asked in batch.asked:
            for name in asked.summed:
                filters.setdefault(name, set()).add(asked.kpi.where or "")
    return tuple(name for name, several in filters.items() if len(several) < LONG)


def _batches(engine: Engine, source: str) -> tuple[Batch, ...]:
    engagement = engine.engagement
    every = (each for kpi in engagement.kpis.values() for each in meanings(kpi, engagement.calendar))
    own = [(each, each.kpi.cycle) for each in every if each.kpi.source == source and each.kpi.measure is not None]
    return batches(engagement, own, ())
