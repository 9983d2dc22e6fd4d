"""What a new version of a client file lacks that the one before held 「数据缩减」."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.data.versions.jumping import Figures, blanked, figures_of, jumps
from diagnostics.model.period import CYCLES, Cycle
from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine
    from diagnostics.model.engagement import Engagement

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Held:
    """What a source holds: how many facts, of which periods, about whom 「数据源所含」.

    Parameters
    ----------
    rows : int
        Facts.
    cycle : str
        Finest cycle of the KPIs that are counted from it.
    periods : frozenset of str
        Periods of that cycle in which facts lie.
    names : frozenset of str
        Names in its entity column.
    figures : Figures
        What its figures come to.
    """

    rows: int
    cycle: Cycle
    periods: frozenset[str]
    names: frozenset[str]
    figures: Figures = field(default_factory=Figures)


def held(engine: Engine, source: str) -> Held:
    """What a source holds 「数据源所含」."""
    from diagnostics.data.quality.extent import time_of
    from diagnostics.dictionary.expression import parse_time
    from diagnostics.dictionary.expression.build import build_day

    engagement, facts = engine.engagement, engine.facts(source)
    kpis = [each for each in engagement.kpis.values() if each.source == source]
    cycles: list[Cycle] = [each.cycle for each in kpis]
    cycle: Cycle = max(cycles, key=CYCLES.index) if cycles else "month"
    rows = int(engine.frame(facts.table.aggregate(n=facts.table.count()))["n"][0])
    periods: frozenset[str] = frozenset()
    day = None
    if (time := time_of(engine, source)) is not None:
        day = build_day(parse_time(time, facts.columns), facts).cast("date")
        days = engine.frame(facts.table.select(day=day).distinct())["day"].dropna()
        periods = frozenset(engagement.calendar.at(each, cycle).text for each in map(_day, days))
    names: frozenset[str] = frozenset()
    declared = engagement.settings.sources[source].entity
    entity = declared or next((each.entity for each in kpis if each.entity), None)
    if entity is not None:
        column = facts.table.select(name=facts.value(entity).cast("string")).distinct()
        names = frozenset(str(each) for each in engine.frame(column)["name"].dropna())
    figures = figures_of(engine, source, day, lambda each: engagement.calendar.at(_day(each), cycle).text, entity)
    return Held(rows, cycle, periods, names, figures)


def losses(engagement: Engagement, before: Mapping[str, Held], after: Mapping[str, Held]) -> Iterator[str]:
    """What each source would lose, or hold otherwise than any business explains, a line each 「缩减与跳变说明」."""
    for source, old in before.items():
        new = after.get(source)
        if new is None:
            continue
        parts = []
        if new.rows < old.rows:
            parts.append(f"{counted(old.rows - new.rows, 'fact')} fewer ({new.rows:,} instead of {old.rows:,})")
        if gone := old.periods - new.periods:
            parts.append(f"no facts of {counted(len(gone), old.cycle)} it had before ({_listed(gone)})")
        if gone := _gone(engagement, old.names, new.names):
            shown = [each for each in gone if not _is_person(engagement, each)]
            parts.append(
                f"{counted(len(gone), 'name')} of its entity column gone{f' ({_listed(shown)})' if shown else ''}"
            )
        parts += blanked(old.figures, new.figures)
        if parts:
            yield f"source {source!r} shrinks: {'; '.join(parts)}"
        jumped = list(jumps(old.figures, new.figures))
        if jumped:
            yield f"source {source!r} jumps: {'; '.join(jumped)}"


def _gone(engagement: Engagement, before: frozenset[str], after: frozenset[str]) -> frozenset[str]:
    """Names that stood there before and whose entity no name stands for now: one that was renamed is not gone."""
    known = engagement.entities.names
    held = {known.get(each, each) for each in after}
    return frozenset(each for each in before if known.get(each, each) not in held)


def _listed(names: Collection[str]) -> str:
    shown = sorted(names)
    return ", ".join(shown[:_SHOWN]) + (", …" if len(shown) > _SHOWN else "")


def _is_person(engagement: Engagement, name: str) -> bool:
    key = engagement.entities.names.get(name)
    return key is not None and engagement.entities[key].person


def _day(value: object) -> date:
    import pandas as pd

    return pd.Timestamp(value).date()  # type: ignore[arg-type]
