"""Targets that a client keeps in a table of their own 「目标表」."""

from __future__ import annotations

import math
from dataclasses import dataclass

from diagnostics.data.engine import Engine
from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.match import unmatched
from diagnostics.dictionary.expression.build import build_condition
from diagnostics.dictionary.expression.measure import parse_filter
from diagnostics.errors import InputError
from diagnostics.model.target import SourceTable


@dataclass(frozen=True, eq=False)
class TargetTable:
    """Targets by entity and period 「目标表」.

    Parameters
    ----------
    values : dict
        Target by (entity id, canonical period text); the entity is empty where the table names none.
    """

    values: dict[tuple[str, str], float]

    def at(self, entity: str, period: str) -> float:
        """Target of an entity in a period, NaN where the table has none 「取目标」."""
        return self.values.get((entity, period), self.values.get(("", period), math.nan))


def read_target_table(engine: Engine, tier: SourceTable) -> TargetTable:
    """Table of targets, read through the engine 「读取目标表」.

    Raises
    ------
    InputError
        When a column is missing, a value is no number, a period has no canonical form, an entity is unknown, or an
        entity and period occur twice.
    """
    facts = engine.facts(tier.source)
    place = f"targets in {facts.place}"
    for name in (tier.period, tier.value, *([tier.entity] if tier.entity else [])):
        facts.check(name)
    rows = _rows(engine, facts, tier)
    calendar, entities = engine.engagement.calendar, engine.engagement.entities
    strays = sorted({each for each in rows["entity"] if each not in entities.names}) if tier.entity else []
    if strays:
        count = sum(each in strays for each in rows["entity"])
        raise unmatched(strays, count, entities, f"{place}, column {tier.entity!r}")
    values: dict[tuple[str, str], float] = {}
    for entity, period, value in zip(rows["entity"], rows["period"], rows["value"], strict=True):
        key = (entities.names[entity] if tier.entity else "", calendar.parse(period).text)
        if key in values:
            raise InputError(f"Entity {entity!r} and period {period!r} occur twice in {place}; one target holds.")
        values[key] = float(value)
    return TargetTable(values)


def _rows(engine: Engine, facts: Facts, tier: SourceTable):  # type: ignore[no-untyped-def]  # noqa: ANN202
    table = facts.table
    if tier.where:
        where = parse_filter(tier.where, place=f"target table {tier.source!r}")
        where.check_columns(facts.columns, facts.place)
        table = table.filter(build_condition(where, facts))
    kept = facts.over(table)
    columns = {"period": kept.value(tier.period).cast("string"), "value": kept.number(tier.value).cast("float64")}
    if tier.entity:
        columns["entity"] = kept.value(tier.entity).cast("string")
    found = engine.frame(table.select(**columns)).dropna(subset=["value"])
    return found.fillna({"period": "", "entity": ""}) if tier.entity else found.assign(entity="").fillna({"period": ""})
