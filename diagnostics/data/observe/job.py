"""What the parts of one aggregation share: facts, and what tells their cells apart 「聚合任务」."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from diagnostics.data.engine import Engine
from diagnostics.data.engine.facts import MOMENT, Facts
from diagnostics.data.observe.cycles import Window, grain_of, start_of
from diagnostics.data.observe.match import CODE, NAME, OWN, PERSON, level_column, name_table, top_entity
from diagnostics.data.observe.plan import Asked, Batch
from diagnostics.data.observe.selector import Selector
from diagnostics.dictionary.expression.build import build_day
from diagnostics.dictionary.expression.measure import Expression
from diagnostics.dictionary.expression.nodes import Node
from diagnostics.model.period import Calendar, Cycle

DAY, START, RAW = "perfloop_day", "perfloop_start", "perfloop_raw"
ENTITY, KEY, BY = "perfloop_entity", "perfloop_key", "perfloop_by"


@dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked of every batch 「观测要求」.

    Parameters
    ----------
    levels : tuple of str
        Levels of entities, from the bottom.
    by : tuple of str
        Dimensions.
    window : Window
        Periods.
    only : frozenset of str, optional
        Entities whose facts count; all, where absent.
    """

    levels: tuple[str, ...]
    by: tuple[str, ...]
    window: Window
    only: frozenset[str] | None = None


@dataclass(frozen=True, eq=False)
class Job:
    """KPIs that one scan of the facts answers 「聚合任务」.

    Parameters
    ----------
    engine : Engine
        Where facts are, and where cells are held.
    batch : Batch
        What the KPIs share.
    wanted : Wanted
        What is asked of them.
    time : Expression
        Time of the facts.
    facts : Facts
        The source's facts.
    asked : tuple of Asked
        The KPIs.
    selector : Selector, optional
        Key by which each picks its rows.
    """

    engine: Engine
    batch: Batch
    wanted: Wanted
    time: Expression
    facts: Facts
    asked: tuple[Asked, ...]
    selector: Selector | None = None

    @property
    def calendar(self) -> Calendar:
        """How the client counts time 「日历」."""
        return self.engine.engagement.calendar

    @property
    def named(self) -> bool:
        """Whether facts name their entities 「是否含对象列」."""
        return self.batch.entity is not None

    @cached_property
    def cycles(self) -> tuple[Cycle, ...]:
        """Cycles asked for 「所需周期」."""
        return tuple(dict.fromkeys(each.cycle for each in self.asked))

    @cached_property
    def grain(self) -> Cycle:
        """Cycle from which those asked for are made up 「共同粒度」."""
        return grain_of(self.cycles, self.calendar)

    @cached_property
    def span(self) -> tuple[date | None, date | None]:
        """First day, and first day after, of what is needed; None where nothing bounds it 「所需时段」."""
        spans = [each for each in (self.wanted.window.span(cycle) for cycle in self.cycles) if each is not None]
        firsts, ends = [first for first, _ in spans], [end for _, end in spans]
        return (
            None if None in firsts else min(each for each in firsts if each),
            None if None in ends else max(each for each in ends if each),
        )

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that tell cells apart, beside entity and period 「单元格键」."""
        return (*((KEY,) if self.selector else ()), *(f"{BY}{at}" for at, _ in enumerate(self.wanted.by)))

    @property
    def grain_keys(self) -> tuple[str, ...]:
        """Columns that tell the finest cells apart 「最细单元格键」."""
        return (*((RAW,) if self.named else ()), START, *self.keys)

    def rest(self, asked: Asked) -> Node | None:
        """What of a KPI's filter the key has not done already 「剩余筛选」."""
        if self.selector is not None:
            return self.selector.rest(asked)
        return asked.where.tree if asked.where else None

    def keyed(self, facts: Facts) -> Facts:
        """Facts of the span, with what tells their cells apart beside them 「带键的事实」."""
        moment = build_day(self.time, facts)
        table = facts.table.mutate(**{MOMENT: moment, DAY: moment.cast("date")})
        first, end = self.span
        if first is not None:
            table = table.filter(table[DAY].isnull() | (table[DAY] >= first))
        if end is not None:
            table = table.filter(table[DAY].isnull() | (table[DAY] < end))
        if self.wanted.window.skipped is not None:
            left, taken_up = self.wanted.window.skipped
            table = table.filter(table[DAY].isnull() | (table[DAY] < left) | (table[DAY] >= taken_up))
        if self.selector is not None:
            table = table.filter(self.selector.condition(facts.over(table)))
        own = facts.over(table)
        beside = {START: start_of(table[DAY], self.grain, self.calendar)}
        if self.selector is not None:
            beside[KEY] = self.selector.key(own)
        if self.batch.entity is not None:
            beside[RAW] = own.value(self.batch.entity).cast("string")
        beside |= {f"{BY}{at}": own.value(name) for at, name in enumerate(self.wanted.by)}
        return facts.over(table.mutate(**beside))

    @cached_property
    def names(self) -> Any:
        """Names of the entities whose facts count, with the entity of each level beside them 「名称对照表」."""
        return self.engine.upload(name_table(self.engine.engagement.entities, self.wanted.levels, self.wanted.only))

    def at(self, table: Any, level: str, cycle: Cycle) -> Any:
        """Finest cells, or facts, with the entity of a level and the period of a cycle they belong to 「归入层级」.

        What no entity of the level holds is left out. Entities stand by their numbers.
        """
        import ibis

        start = start_of(table[START], cycle, self.calendar)
        if not self.named:
            return table.mutate(**{START: start, ENTITY: ibis.literal(self.ids.index(self.top), "int32")})
        mine, theirs = (CODE, CODE) if CODE in table.columns else (RAW, NAME)
        names = self.names.select(theirs, OWN, PERSON, **{ENTITY: self.names[level_column(self.wanted.levels, level)]})
        names = names.filter(names[ENTITY].notnull())
        return table.mutate(**{START: start}).inner_join(names, table[mine] == names[theirs])

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Entities by their numbers 「对象编号」."""
        return tuple(each.id for each in self.engine.engagement.entities)

    def coded(self, table: Any) -> Any:
        """Facts with the number of the name they bear; those of unknown names are left out 「名称编码」."""
        if not self.named:
            return table
        names = self.names.select(NAME, CODE)
        return table.inner_join(names, table[RAW] == names[NAME])

    @property
    def coded_keys(self) -> tuple[str, ...]:
        """Columns that tell the finest cells apart, names by their numbers 「编码后的单元格键」."""
        return tuple(CODE if name == RAW else name for name in self.grain_keys)

    @property
    def top(self) -> str:
        """Entity that holds facts without an entity column 「顶层对象」."""
        return top_entity(self.engine.engagement.entities, self.asked[0].kpi.id)
