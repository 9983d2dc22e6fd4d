"""Targets that a client keeps in a table of their own 「目标表」."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, time

from diagnostics.data.engine import Engine
from diagnostics.data.engine.facts import Facts
from diagnostics.data.engine.name_remedies import has_cells
from diagnostics.data.layout.day_text import DayRead, read_day
from diagnostics.data.layout.period_text import read_period
from diagnostics.data.observe.match import unmatched
from diagnostics.data.observe.target_year import year_of
from diagnostics.dictionary.expression.build import build_condition
from diagnostics.dictionary.expression.measure import parse_filter
from diagnostics.errors import InputError
from diagnostics.model.conversion import Conversion, ConversionKind, Example
from diagnostics.model.layout import Layout
from diagnostics.model.period import CYCLES, Calendar, Cycle, Period
from diagnostics.model.target import SourceTable

_EXAMPLES = 5
_Values = dict[tuple[str, str], float]


@dataclass(frozen=True, eq=False)
class TargetTable:
    """Targets by entity and period 「目标表」.

    Parameters
    ----------
    values : dict
        Target by (entity id, canonical period text); the entity is empty where the table names none.
    calendar : Calendar
        How the client counts time.
    place : str
        Source and files, for errors.
    """

    values: _Values
    calendar: Calendar
    place: str
    _by_cycle: dict[Cycle, _Values] = field(default_factory=dict)

    def at(self, entity: str, period: Period) -> float:
        """Target of an entity in a period, NaN where the table has none 「取目标」.

        Raises
        ------
        InputError
            When the table has rows, and none of the period's cycle.
        """
        if period.cycle not in self._by_cycle:
            self._by_cycle[period.cycle] = self._of(period.cycle)
        found = self._by_cycle[period.cycle]
        return found.get((entity, period.text), found.get(("", period.text), math.nan))

    def _of(self, cycle: Cycle) -> _Values:
        """Targets of a cycle; in a table of days alone each stands for the period that holds it, as in facts."""
        periods = {text: self.calendar.parse(text) for _, text in self.values}
        cycles = {each.cycle for each in periods.values()}
        if not cycles or (cycle in cycles and ("day" not in cycles or cycle == "day")):
            return self.values
        if cycles != {"day"}:
            known = " and ".join(each for each in CYCLES if each in cycles)
            raise InputError(
                f"A figure by {cycle} takes its target from {self.place}, which has targets by {known};"
                f" give it rows by {cycle} and no days, or state the target on the scorecard."
            )
        found: _Values = {}
        for (entity, text), value in self.values.items():
            key = (entity, self.calendar.at(periods[text].start, cycle).text)
            if key in found:
                raise InputError(f"{self.place}: several days of {key[1]} have a target of {key[0] or 'all'!r}.")
            found[key] = value
        return found


def read_target_table(engine: Engine, tier: SourceTable) -> TargetTable:
    """Table of targets, read through the engine 「读取目标表」.

    Raises
    ------
    InputError
        When a column is missing, a value is no number, a period can't be told, an entity is unknown, or an entity and
        period occur twice.

    Notes
    -----
    Periods may have any form that facts may have (``2025-03``, ``2025年3月``, ``一季度`` with ``layout.year``); what is
    not canonical is listed among the conversions.
    """
    facts = engine.facts(tier.source)
    place = f"targets in {facts.place}"
    for name in (tier.period, tier.value, *([tier.entity] if tier.entity else [])):
        facts.check(name)
    rows = _rows(engine, facts, tier)
    entities = engine.engagement.entities
    if tier.entity:
        rows["entity"] = _trimmed(engine, tier, tier.entity, list(rows["entity"]))
    strays = sorted({each for each in rows["entity"] if each not in entities.names}) if tier.entity else []
    if strays:
        count = sum(each in strays for each in rows["entity"])
        column = "" if has_cells(engine, tier.source) else tier.entity or ""
        raise unmatched(strays, count, entities, f"{place}, column {tier.entity!r}", column)
    texts = _periods(engine, tier, list(rows["period"]), f"{place}, column {tier.period!r}")
    values: _Values = {}
    for entity, period, value in zip(rows["entity"], rows["period"], rows["value"], strict=True):
        key = (entities.names[entity] if tier.entity else "", texts[period])
        if key in values:
            raise InputError(f"Entity {entity!r} and period {period!r} occur twice in {place}; one target holds.")
        values[key] = float(value)
    return TargetTable(values, engine.engagement.calendar, place)


def _periods(engine: Engine, tier: SourceTable, written: list[str], place: str) -> dict[str, str]:
    """Canonical text of each period as it is written; other forms are listed."""
    texts: dict[str, str] = {}
    told: dict[ConversionKind, list[tuple[str, str]]] = {}
    layout = engine.engagement.settings.sources[tier.source].layout or Layout()
    for each in dict.fromkeys(written):
        texts[each], kinds = _period(each, engine.engagement.calendar, layout, place)
        for kind in kinds:
            told.setdefault(kind, []).append((each, texts[each]))
    for kind, several in told.items():
        _list(engine, (tier.source, tier.period), kind, several, Counter(written))
    return texts


def _trimmed(engine: Engine, tier: SourceTable, column: str, written: list[str]) -> list[str]:
    """Names without blanks around them, as in facts; those that had any are listed."""
    padded = [(each, each.strip()) for each in dict.fromkeys(written) if each != each.strip()]
    if padded:
        _list(engine, (tier.source, column), "trimmed", padded, Counter(written))
    return [each.strip() for each in written]


def _list(
    engine: Engine,
    told: tuple[str, str],
    kind: ConversionKind,
    several: list[tuple[str, str]],
    counts: Counter[str],
) -> None:
    """Note texts of a column that were read otherwise than they were written."""
    source, column = told
    file = ", ".join(engine.facts(source).files[:1])
    shown = tuple(
        Example(f"{'period' if kind != 'trimmed' else 'name'} {one.strip()}", one, read)
        for one, read in several[:_EXAMPLES]
    )
    count = sum(counts[each] for each, _ in several)
    engine.conversions.append(Conversion(source, file, "", column, kind, count, shown))


def _period(text: str, calendar: Calendar, layout: Layout, place: str) -> tuple[str, tuple[ConversionKind, ...]]:
    """Canonical text of a period, and how it was written otherwise."""
    try:
        return calendar.parse(text).text, ()
    except InputError as error:
        refused = error
    found = read_period(text, calendar, layout.year)
    if found is not None and found.months == 2:
        raise InputError(f"{place}: {text!r} names two months, and a target holds for one period; write one row each.")
    if found is not None:
        return calendar.at(found.start, found.cycle).text, found.kinds
    if (year := year_of(text, calendar, layout.year, place)) is not None:
        return year, ("period",)
    day = read_day(text, layout.date_order, year=layout.year, timezone=calendar.timezone)
    if isinstance(day, DayRead) and not isinstance(day.value, datetime):
        return day.value.isoformat(), day.kinds
    if isinstance(day, DayRead) and isinstance(day.value, datetime):
        # What a database or a workbook shows of a day that it keeps as a moment.
        if day.value.time() == time.min:
            return day.value.date().isoformat(), tuple(dict.fromkeys((*day.kinds, "day")))
        raise InputError(f"{place}: {text!r} is a moment within a day, and a target holds for a period; give its day.")
    raise InputError(f"{place}: {str(refused).rstrip('.')}; forms such as 2025年3月 and 2025年一季度 are read too.")


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
