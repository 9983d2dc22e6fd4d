"""What does not add up, made from the facts for every level: distinct counts, medians, balances 「不可加的度量」."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from diagnostics.data.observe.ends import balances, moments
from diagnostics.data.observe.job import ENTITY, RAW, START, Job
from diagnostics.data.observe.leaves import ENDS, VALUE, Leaf
from diagnostics.data.observe.scan import Partials, Scanned
from diagnostics.dictionary.expression.build import Builder
from diagnostics.model.period import Cycle


@dataclass(eq=False)
class Apart:
    """Aggregates that don't follow from those of the parts 「不可加的聚合项」.

    Parameters
    ----------
    job : Job
        What is asked.
    scanned : Scanned
        Figures of the finest cells, and the facts with what tells their cells apart beside them.
    """

    job: Job
    scanned: Scanned
    _held: dict[Any, Any] = field(default_factory=dict)

    @property
    def partials(self) -> Partials:
        """What the facts give 「可加部分」."""
        return self.scanned.partials

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that facts bear 「事实中的名称」."""
        found = self.job.engine.frame(self.scanned.table.select(RAW).distinct())
        return tuple(each for each in found[RAW] if isinstance(each, str))

    def tables(self, leaves: tuple[Leaf, ...], named: dict[Leaf, str], at: tuple[str, Cycle]) -> Iterator[Any]:
        """Ibis tables in DuckDB that hold aggregates of the cells of a level and cycle 「不可加部分」.

        Parameters
        ----------
        leaves : tuple of Leaf
            Aggregates that don't add up.
        named : dict of str
            Column of each aggregate.
        at : tuple of str
            Level and cycle.
        """
        direct = []
        for leaf in leaves:
            if leaf.node.function in ENDS:
                yield balances(self.job, self._kept("moments", leaf), leaf, at, named[leaf])
            elif leaf.node.function == "count_distinct" and self.job.engine.in_duckdb(self.job.facts.table):
                table = self.job.at(self._kept("distinct", leaf), *at)
                # Where each of the finest cells is a cell of its own, its values are distinct already.
                counted = table[VALUE].count() if self._finest(at) else table[VALUE].nunique()
                yield self._grouped(table, {named[leaf]: counted.cast("float64")})
            else:
                direct.append(leaf)
        if direct:
            yield self._from_facts(direct, named, at)

    def put_down(self, cells: Any) -> Any:
        """Table that holds cells as they are so far 「暂存单元格」."""
        key = ("cells", len(self._held))
        self._held[key] = self.job.engine.hold(cells, self._about)
        return self._held[key]

    def _kept(self, what: str, leaf: Leaf) -> Any:
        """Table of which the cells of every level and cycle are made, held once."""
        key = (what, leaf.argument, leaf.where)
        if key not in self._held:
            table = moments(self.job, self.partials, leaf) if what == "moments" else self._distinct(leaf)
            self._held[key] = self.job.engine.hold(table, self._about)
        return self._held[key]

    @property
    def _about(self) -> str:
        return f"aggregating source {self.job.batch.source!r}"

    def _finest(self, at: tuple[str, Cycle]) -> bool:
        """Whether no cell of a level and cycle holds two of the finest cells."""
        level, cycle = at
        if cycle != self.job.grain:
            return False
        if not self.job.named:
            # Without entities the facts bear no names.
            return True
        entities = self.job.engine.engagement.entities
        above = [entities.above(entities.names[each], level) for each in self.names if each in entities.names]
        held = [each for each in above if each is not None]
        return len(set(held)) == len(held)

    def _distinct(self, leaf: Leaf) -> Any:
        """Each value once for each of the finest cells: what is distinct in a whole is so in its parts."""
        facts = self.partials.filtered(leaf)
        builder = Builder(facts, leaf.text)
        builder.number(leaf.node)  # refuses what can't be counted
        table = facts.table.mutate(**{VALUE: builder.build(leaf.argument, builder.family(leaf.argument))})
        table = self.job.coded(table.filter(table[VALUE].notnull()))
        return table.select(*self.job.coded_keys, VALUE).distinct()

    def _from_facts(self, leaves: list[Leaf], named: dict[Leaf, str], at: tuple[str, Cycle]) -> Any:
        table = self.job.at(self.partials.facts.table, *at)
        facts = self.partials.facts.over(table)
        found = {}
        for leaf in leaves:
            where = None if leaf.where is None else Builder(facts, leaf.text).condition(leaf.where)
            found[named[leaf]] = Builder(facts, leaf.text, where).number(leaf.node).cast("float64")
        cells = self._grouped(table, found)
        if self.job.engine.in_duckdb(self.job.facts.table):
            return cells
        self._held[at] = self.job.engine.hold(cells, f"{self._about} at level {at[0]!r}")
        return self._held[at]

    def _grouped(self, table: Any, figures: dict[str, Any]) -> Any:
        return table.group_by([ENTITY, START, *self.job.keys]).aggregate(**figures)

    def drop(self) -> None:
        """Free what was held 「释放」."""
        for each in self._held.values():
            self.job.engine.drop(each)


@contextmanager
def apart(job: Job, scanned: Scanned) -> Iterator[Apart]:
    """Aggregates that don't add up, what they are made of held for the while 「不可加部分」."""
    found = Apart(job, scanned)
    try:
        yield found
    finally:
        found.drop()
