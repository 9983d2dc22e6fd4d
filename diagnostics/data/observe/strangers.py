"""Names in the facts that no entity bears, all of them, and facts outside an entity's life 「未匹配名称」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.data.engine import Engine
from diagnostics.data.observe.match import NAME
from diagnostics.dictionary.entity_proposal import Proposal, propose
from diagnostics.dictionary.expression import parse_time
from diagnostics.dictionary.expression.build import build_day
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi, Reading

if TYPE_CHECKING:
    import pyarrow as pa

_RAW, _FACTS, _OPEN, _CLOSE, _DAY = "perfloop_raw", "perfloop_facts", "perfloop_open", "perfloop_close", "perfloop_day"


@dataclass(frozen=True, slots=True)
class Stranger:
    """A name that no entity bears 「未匹配名称」.

    Parameters
    ----------
    source, column : str
        Where it stands.
    name : str or None
        The name; None for an empty cell.
    facts : int
        Rows that bear it, before any filter.
    proposal : Proposal, optional
        Entity that it may mean.
    """

    source: str
    column: str
    name: str | None
    facts: int
    proposal: Proposal | None


@dataclass(frozen=True, slots=True)
class OutOfLife:
    """Facts of an entity before it opened or after it closed 「存续期外的数据」."""

    source: str
    entity: str
    before: int
    after: int
    first: date
    last: date


def entity_columns(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    """Sources with the columns that name entities in them, of KPIs and of readings 「对象列」."""
    found: dict[tuple[str, str], None] = {}
    for kpi in engagement.kpis.values():
        meanings = (kpi, *(kpi.counted(each.since) for each in kpi.versions))
        counted: list[Kpi | Reading] = [each for each in meanings if each.measure is not None]
        for each in (*counted, *kpi.readings):
            declared = engagement.settings.sources.get(each.source)
            column = each.entity or (declared.entity if declared is not None else None)
            if column is not None:
                found[each.source, column] = None
    return tuple(found)


def strangers(engine: Engine) -> tuple[Stranger, ...]:
    """Every name in the sources that no entity bears, the most frequent first 「未匹配名称」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement.

    Raises
    ------
    InputError
        When a source or its column can't be read.
    """
    known = engine.engagement.entities.names
    found = []
    for source, column in entity_columns(engine.engagement):
        facts = engine.facts(source)
        facts.check(column)
        table = facts.table.select(**{_RAW: facts.value(column).cast("string")})
        counts = engine.frame(table.group_by(_RAW).aggregate(**{_FACTS: lambda each: each.count()}))
        for name, number in zip(counts[_RAW], counts[_FACTS], strict=True):
            text = name if isinstance(name, str) else None
            if text not in known:
                proposal = propose(text, engine.engagement.entities) if text is not None else None
                found.append(Stranger(source, column, text, int(number), proposal))
    return tuple(sorted(found, key=lambda each: (each.source, each.column, -each.facts, each.name or "")))


def facts_out_of_life(engine: Engine) -> tuple[OutOfLife, ...]:
    """Facts dated before their entity opened or after it closed, counted and never dropped 「存续期外的数据」.

    Where a source has one day a month at most, that day stands for its month: a month that holds the opening or the
    closing is no contradiction.
    """
    if not any(each.open is not None or each.close is not None for each in engine.engagement.entities):
        return ()
    return tuple(
        each for source, column in entity_columns(engine.engagement) for each in _of_source(engine, source, column)
    )


def _of_source(engine: Engine, source: str, column: str) -> Iterator[OutOfLife]:
    facts, declared = engine.facts(source), engine.engagement.settings.sources[source]
    if declared.time is None:
        return
    time = parse_time(declared.time, facts.columns)
    day = build_day(time, facts).cast("date")
    table = facts.table.mutate(**{_DAY: day, _RAW: facts.value(column).cast("string")})
    table = table.filter(table[_DAY].notnull())
    monthly = _is_monthly(engine, table)
    lives = engine.upload(_lives(engine.engagement, monthly=monthly))
    joined = table.inner_join(lives, table[_RAW] == lives[NAME])
    early, late = joined[_DAY] < joined[_OPEN], joined[_DAY] > joined[_CLOSE]
    counts = joined.filter(early.fill_null(False) | late.fill_null(False))
    counts = counts.group_by("perfloop_id").aggregate(
        before=lambda each: (each[_DAY] < each[_OPEN]).fill_null(False).sum(),
        after=lambda each: (each[_DAY] > each[_CLOSE]).fill_null(False).sum(),
        first=lambda each: each[_DAY].min(),
        last=lambda each: each[_DAY].max(),
    )
    for row in engine.frame(counts.order_by("perfloop_id")).to_dict("records"):
        days = (row["first"], row["last"])
        first, last = (each.date() if hasattr(each, "date") else each for each in days)
        yield OutOfLife(source, row["perfloop_id"], int(row["before"]), int(row["after"]), first, last)


def _is_monthly(engine: Engine, table: Any) -> bool:
    """Whether no month has more than one day: then a day stands for its month."""
    days = table.select(day=table[_DAY], month=table[_DAY].truncate("M")).distinct()
    found = engine.frame(days.aggregate(days=days.day.nunique(), months=days.month.nunique()))
    return int(found["days"][0]) <= int(found["months"][0])


def _lives(engagement: Engagement, *, monthly: bool) -> pa.Table:
    """Every name with the entity's days of opening and closing; in months their first and last day."""
    import pyarrow as pa

    rows = []
    for name, key in engagement.entities.names.items():
        first, last = engagement.entities.life(key)
        if first is not None or last is not None:
            rows.append((name, key, *(_whole(first, last, engagement) if monthly else (first, last))))
    names, ids, opens, closes = (list(each) for each in zip(*rows, strict=True))
    return pa.table(
        {
            NAME: pa.array(names, pa.string()),
            "perfloop_id": pa.array(ids, pa.string()),
            _OPEN: pa.array(opens, pa.date32()),
            _CLOSE: pa.array(closes, pa.date32()),
        }
    )


def _whole(first: date | None, last: date | None, engagement: Engagement) -> tuple[date | None, date | None]:
    calendar = engagement.calendar
    return (
        calendar.at(first, "month").start if first is not None else None,
        calendar.at(last, "month").last_day if last is not None else None,
    )
