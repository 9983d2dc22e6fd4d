"""Blanks around names, and totals among them, told by the cells of a scan that is made anyway 「扫描中的名称检查」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from diagnostics.data.engine.entity_sums import MOST_FIGURES, sums_of
from diagnostics.data.engine.hidden_totals import refuse_among, sums_wanted
from diagnostics.data.engine.padded_names import is_padded
from diagnostics.data.observe.job import KEY, RAW, START, Job
from diagnostics.data.observe.leaves import ADDITIVE, Leaf
from diagnostics.data.observe.plan import Asked
from diagnostics.data.observe.scan import Partials, Scanned
from diagnostics.dictionary.expression.measure import parse_filter
from diagnostics.dictionary.expression.nodes import Column, Node
from diagnostics.dictionary.expression.refusal import Text
from diagnostics.errors import InputError

# Of the sums that tell totals the scan makes at most this share beside those of the KPIs; else they are made apart.
_BESIDE = 0.25
_GRAINS = ("day", "week", "month")


@dataclass(frozen=True)
class _Sum:
    """A sum of a column, of which facts, and how the cells of the scan bear it."""

    column: str
    where: Node | None
    text: Text
    key: Any = None


def looked(job: Job, leaves: Mapping[Asked, tuple[Leaf, ...]]) -> NamesLooked:
    """Look through names by a scan to come, or at once where its cells will not tell totals 「名称检查方式」."""
    found = NamesLooked(job, leaves)
    if found.is_told:
        return found
    return NamesLooked(replace(job, facts=job.engine.facts(job.batch.source)), leaves)


@dataclass(frozen=True, eq=False)
class NamesLooked:
    """What the cells of a scan tell of the names that facts bear 「扫描中的名称检查」.

    Parameters
    ----------
    job : Job
        What is asked.
    leaves : dict of tuple of Leaf
        Aggregates that each KPI needs.
    """

    job: Job
    leaves: Mapping[Asked, tuple[Leaf, ...]]

    @property
    def is_told(self) -> bool:
        """Whether totals have been looked for, or the cells of the scan tell them 「能否由扫描判断」."""
        return self._is_known or self._sums is not None

    def ask(self, partials: Partials) -> None:
        """Ask the scan for what tells totals 「登记待查合计」."""
        if not self._is_known and self._sums:
            partials.ask_count()
            for each in self._sums.values():
                partials.ask_sum(each.column, each.where, each.text)

    def has_padding(self, scanned: Scanned) -> bool:
        """Whether names stand between blanks that nobody has taken away yet 「名称是否带空格」."""
        job = self.job
        if job.batch.entity is None or job.engine.looks.padded.get(job.batch.source) != job.batch.entity:
            return False
        padded = scanned.table.filter(is_padded(scanned.table[RAW]))
        if int(job.engine.frame(padded.aggregate(n=padded.count()))["n"][0]):
            return True
        if job.span == (None, None):
            del job.engine.looks.padded[job.batch.source]
        return False

    def refuse_totals(self, scanned: Scanned) -> None:
        """Refuse facts among whose entities one is the sum of others' 「拒绝隐藏合计」.

        Raises
        ------
        InputError
            Naming the place, the name, whose figures it repeats, and what to write.
        """
        job, label = self.job, self.job.batch.entity
        if label is None or self._is_known:
            return
        if self._sums:
            frame = job.engine.frame(self._cells(scanned))
            pairs = tuple(self._sums)
            sums = sums_of(job.engine, job.facts, label, pairs, frame)
            refuse_among(job.engine, job.facts, label, pairs, sums)
        job.engine.looks.totals[job.batch.source] = self._end

    def _cells(self, scanned: Scanned) -> Any:
        """Sums by name and month, of the cells that are held."""
        import ibis

        table, partials = scanned.table, scanned.partials
        start = table[START]
        day = (start.year() * 12 + start.month()).cast("int32") if self.job.grain == "day" else start
        found: dict[str, Any] = {}
        for at, each in enumerate((self._sums or {}).values()):
            held = table[partials.ask_sum(each.column, each.where, each.text)]
            own = held if each.key is None else ibis.cases((table[KEY] == each.key, held))
            found[f"s{at}"] = own.sum().cast("float64")
        rows = table[partials.count(None)].sum().cast("int64")
        return table.group_by(name=table[RAW], day=day).aggregate(rows=rows, **found)

    @property
    def _end(self) -> date:
        return self.job.span[1] or date.max

    @property
    def _is_known(self) -> bool:
        return self.job.engine.looks.totals.get(self.job.batch.source, date.min) >= self._end

    @cached_property
    def _sums(self) -> dict[tuple[str, str], _Sum] | None:
        """Sums that tell totals; None where the cells of this scan can't hold them."""
        job = self.job
        if job.batch.entity is None or job.span[0] is not None or job.grain not in _GRAINS:
            return None
        wanted = sums_wanted(job.engine.engagement, job.facts)
        if any(label != job.batch.entity for label in wanted):
            return None
        pairs = wanted.get(job.batch.entity, ())[:MOST_FIGURES]
        found = dict(self._found(pairs))
        held = {
            (leaf.node.argument, leaf.where)
            for each in self.leaves.values()
            for leaf in each
            if "sum" in ADDITIVE.get(leaf.node.function, ())
        }
        missing = [each for each in found.values() if (Column(each.column), each.where) not in held]
        return found if len(found) == len(pairs) and len(missing) <= _BESIDE * len(pairs) else None

    def _found(self, pairs: tuple[tuple[str, str], ...]) -> Iterator[tuple[tuple[str, str], _Sum]]:
        """Each sum whose facts the scan looks at; with a key, those of its own KPIs alone."""
        selector = self.job.selector
        own = {each.kpi.where or "": each for each in self.job.asked}
        for column, where in pairs:
            if where in own:
                asked = own[where]
                text = asked.where.text if asked.where else asked.measure.text
                key = None if selector is None else selector.value(asked)
                yield (column, where), _Sum(column, self.job.rest(asked), text, key)
            elif selector is None:
                try:
                    parsed = parse_filter(where) if where else None
                    if parsed is not None:
                        parsed.check_columns(self.job.facts.columns, self.job.facts.place)
                except InputError:
                    continue
                text = parsed.text if parsed else self.job.asked[0].measure.text
                yield (column, where), _Sum(column, parsed.tree if parsed else None, text)
