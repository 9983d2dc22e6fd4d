"""Which KPIs one scan of a source answers together 「聚合计划」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from diagnostics.data.observe.meanings import Meaning
from diagnostics.dictionary.expression.measure import Expression, Measure, parse_filter, parse_measure, parse_time
from diagnostics.dictionary.expression.nodes import Aggregate, Call, Case, Column, Node, columns
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Cycle
from diagnostics.model.target import TIERS, SourceExpression


@dataclass(frozen=True, eq=False)
class Asked:
    """A KPI to aggregate from facts 「待聚合的指标」.

    Parameters
    ----------
    meaning : Meaning
        The KPI, and when it is counted so.
    cycle : {"year", "quarter", "month", "week", "day"}
        Length of the periods.
    measure : Measure
        Its figure.
    where : Expression, optional
        Its filter.
    targets : dict of Measure
        Target expressions of its scorecards, by their text.
    """

    meaning: Meaning
    cycle: Cycle
    measure: Measure
    where: Expression | None
    targets: dict[str, Measure]

    @property
    def kpi(self) -> Kpi:
        """KPI as it is counted here 「指标」."""
        return self.meaning.kpi

    @property
    def columns(self) -> tuple[str, ...]:
        """Columns that its expressions use 「用到的列」."""
        parts = [self.measure, *self.targets.values(), *([self.where] if self.where else [])]
        return tuple(dict.fromkeys(name for each in parts for name in columns(each.tree)))

    @property
    def summed(self) -> tuple[str, ...]:
        """Columns whose values as they stand are summed or averaged 「直接求和的列」."""
        found: dict[str, None] = {}
        for each in (self.measure, *self.targets.values()):
            for node in each.tree.walk():
                if isinstance(node, Aggregate) and node.function in ("sum", "mean") and node.argument is not None:
                    found |= dict.fromkeys(_as_they_stand(node.argument))
        return tuple(found)


def _as_they_stand(node: Node) -> Iterator[str]:
    """Columns whose values a node may give; rounding noise of arithmetic is no value of a column."""
    if isinstance(node, Column):
        yield node.name
    elif isinstance(node, Case | Call):
        for each in node.children:
            yield from _as_they_stand(each)


@dataclass(frozen=True, eq=False)
class Batch:
    """KPIs that share source, time and entity column: one scan answers them 「一次扫描的指标」."""

    source: str
    time: str
    entity: str | None
    asked: tuple[Asked, ...]


def batches(engagement: Engagement, wanted: Iterable[tuple[Meaning, Cycle]], by: tuple[str, ...]) -> tuple[Batch, ...]:
    """Batches for measured KPIs at their cycles 「划分批次」.

    Parameters
    ----------
    engagement : Engagement
        With its dictionary.
    wanted : iterable of (Meaning, cycle)
        KPIs with a measure.
    by : tuple of str
        Dimensions; a KPI that does not declare them all is left out.

    Raises
    ------
    InputError
        When a KPI names an unknown source or no time, or an expression is not part of the language.
    """
    groups: dict[tuple[str, str, str | None], list[Asked]] = {}
    for meaning, cycle in wanted:
        kpi = meaning.kpi
        if set(by) <= set(kpi.dimensions):
            source = engagement.settings.sources.get(kpi.source)
            if source is None:
                raise unknown("source", kpi.source, engagement.settings.sources, _place(engagement, kpi))
            time = kpi.time or source.time
            if time is None:
                about = f"{_place(engagement, kpi)} has no time"
                raise InputError(f"{about}: neither it nor source {kpi.source!r} names the day of a fact.")
            key = (kpi.source, time, kpi.entity or source.entity)
            groups.setdefault(key, []).append(_asked(engagement, meaning, cycle))
    return tuple(Batch(*key, tuple(asked)) for key, asked in groups.items())


def time_of(batch: Batch, names: Iterable[str], place: str) -> Expression:
    """Time of a batch's facts 「批次的时间」."""
    found = parse_time(batch.time, tuple(names))
    found.check_columns(names, place)
    return found


def _asked(engagement: Engagement, meaning: Meaning, cycle: Cycle) -> Asked:
    kpi = meaning.kpi
    place = _place(engagement, kpi)
    where = parse_filter(kpi.where, place=place) if kpi.where else None
    targets = {}
    for card in engagement.scorecards:
        for item in card.items:
            if item.kpi == kpi.id and item.targets is not None:
                for tier in (getattr(item.targets, name) for name in TIERS):
                    if isinstance(tier, SourceExpression):
                        told = f"{place} on scorecard {card.id!r}"
                        targets[tier.expression] = parse_measure(tier.expression, place=told, kind="target")
    for change in engagement.changes:
        if change.kpi == kpi.id and isinstance(change.new, SourceExpression):
            told = f"{place} in change request {change.id!r}"
            targets[change.new.expression] = parse_measure(change.new.expression, place=told, kind="target")
    return Asked(meaning, cycle, parse_measure(kpi.measure or "", place=place), where, targets)


def _place(engagement: Engagement, kpi: Kpi) -> str:
    stands = engagement.places.get(("kpi", kpi.id))
    return f"KPI {kpi.id!r}" + (f" ({stands})" if stands else "")
