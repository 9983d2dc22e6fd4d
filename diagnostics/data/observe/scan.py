"""One look at the facts: what adds up, once for each of the finest cells 「一次扫描」."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from diagnostics.data.engine.facts import Facts
from diagnostics.data.observe.cycles import merged_months, start_of
from diagnostics.data.observe.job import DAY, Job
from diagnostics.data.observe.leaves import ADDITIVE, Leaf
from diagnostics.data.observe.plan import Asked
from diagnostics.dictionary.expression.build import EXACT, Builder
from diagnostics.dictionary.expression.nodes import Aggregate, Column, Node
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.model.period import Cycle

_Key = tuple[str, Node | None, Node | None]


@dataclass(eq=False)
class Partials:
    """Figures of the finest cells, each under one name however many KPIs ask for it 「可加部分」.

    Parameters
    ----------
    job : Job
        What is asked.
    facts : Facts
        Facts with what tells their cells apart beside them.
    """

    job: Job
    facts: Facts
    aggregates: dict[str, Any] = field(default_factory=dict)
    _names: dict[_Key, str] = field(default_factory=dict)
    _conditions: dict[Node, Any] = field(default_factory=dict)

    def condition(self, where: Node | None, text: Text) -> Any:
        """Ibis condition of a filter, built once 「筛选条件」."""
        if where is not None and where not in self._conditions:
            self._conditions[where] = Builder(self.facts, text).condition(where)
        return None if where is None else self._conditions[where]

    def filtered(self, leaf: Leaf) -> Facts:
        """Facts that pass the filter of an aggregate 「筛选后的事实」."""
        condition = self.condition(leaf.where, leaf.text)
        return self.facts if condition is None else self.facts.over(self.facts.table.filter(condition))

    def ask(self, asked: Asked, leaves: tuple[Leaf, ...]) -> None:
        """Take up what a KPI needs 「登记指标」."""
        where = self.job.rest(asked)
        text = asked.where.text if asked.where else asked.measure.text
        condition = self.condition(where, text)
        self._add(("count", None, where), lambda: self.facts.table.count(where=condition))
        months = self._merged(asked.cycle)
        if months is not None:
            self._add((f"months {asked.cycle}", None, where), lambda: months.max(where=condition))
        for leaf in leaves:
            builder = Builder(self.facts, leaf.text, condition)
            for part in ADDITIVE.get(leaf.node.function, ()):
                key = (part, leaf.node.argument, where)
                self._add(key, lambda part=part, leaf=leaf, builder=builder: _part(part, leaf, builder, condition))

    def ask_count(self) -> str:
        """Column that counts all facts 「全部计数列」."""
        self._add(("count", None, None), self.facts.table.count)
        return self.count(None)

    def ask_sum(self, column: str, where: Node | None, text: Text) -> str:
        """Column that holds the sum of a column, of a KPI's own where one asks for it 「列合计」."""
        key = ("sum", Column(column), where)
        self._add(key, lambda: self.facts.table[column].cast("float64").sum(where=self.condition(where, text)))
        return self._names[key]

    def _add(self, key: _Key, build: Any) -> None:
        if key not in self._names:
            self._names[key] = f"perfloop_part_{len(self._names)}"
            self.aggregates[self._names[key]] = build()

    def _merged(self, cycle: Cycle) -> Any:
        day = self.facts.table[DAY]
        return merged_months(self.facts.table, day, start_of(day, cycle, self.job.calendar), cycle)

    def count(self, where: Node | None) -> str:
        """Column that counts the facts that pass a filter 「计数列」."""
        return self._names["count", None, where]

    def months(self, cycle: Cycle, where: Node | None) -> str | None:
        """Column of the months that facts of a cell cover beyond its cycle 「合并月份列」."""
        return self._names.get((f"months {cycle}", None, where))

    def rolled(self, leaf: Leaf, table: Any) -> Any:
        """Aggregate of the whole from the parts that a group of finest cells holds 「汇总」."""
        function, argument, where = leaf.node.function, leaf.node.argument, leaf.where
        parts = [table[self._names[part, argument, where]] for part in ADDITIVE[function]]
        if function in {"min", "max"}:
            return getattr(parts[0], function)()
        sums = [each.sum().cast("float64") for each in parts]
        return sums[0] if len(sums) == 1 else sums[0] / sums[1].nullif(0.0)


def _part(part: str, leaf: Leaf, builder: Builder, condition: Any) -> Any:
    """Figure of the finest cells; sums stay exact until the whole is summed."""
    if part != "sum":
        return builder.number(Aggregate(part, leaf.node.argument, at=leaf.node.at))  # type: ignore[arg-type]
    values = builder.number(leaf.node.argument)  # type: ignore[arg-type]
    if values.type().is_integer():
        return values.sum(where=condition).cast("decimal(38, 0)")
    return values.cast(EXACT).sum(where=condition)


@dataclass(frozen=True, eq=False)
class Scanned:
    """Held figures of the finest cells 「扫描结果」.

    Parameters
    ----------
    table : ibis table
        A row for each finest cell, in DuckDB.
    partials : Partials
        What its columns are, and the facts they were made from.
    """

    table: Any
    partials: Partials


@contextmanager
def scanned(
    job: Job, leaves: Mapping[Asked, tuple[Leaf, ...]], beside: Callable[[Partials], None] = lambda _: None
) -> Iterator[Scanned]:
    """Facts aggregated in one scan, held while cells are made of them 「扫描」.

    Parameters
    ----------
    job : Job
        What is asked.
    leaves : dict of tuple of Leaf
        Aggregates that each KPI needs.
    beside : function
        Asks for what else the scan is to hold.

    Raises
    ------
    InputError
        When a value can't be computed with.

    Notes
    -----
    Before it, float columns are looked through once for what must not be summed. As a filter of its own that costs a
    tenth of the scan; counted beside the sums it costs a quarter.
    """
    job.facts.survey(
        (name for each in job.asked for name in each.columns), (name for each in job.asked for name in each.summed)
    )
    partials = Partials(job, job.keyed(job.facts))
    for each in job.asked:
        partials.ask(each, leaves[each])
    beside(partials)
    cells = partials.facts.table.group_by(list(job.grain_keys)).aggregate(**partials.aggregates)
    held = job.engine.hold(cells, f"aggregating source {job.batch.source!r} by {job.grain}")
    try:
        yield Scanned(held, partials)
    finally:
        job.engine.drop(held)
