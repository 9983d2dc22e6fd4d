"""Figures of drivers: of the period, and of what it is held against 「驱动因素取数」."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from diagnostics.data.observe.meanings import counted_in
from diagnostics.data.suppress import Fewest, blanked
from diagnostics.loop.diagnose.pooled import peers_of, pooled
from diagnostics.model.basis import break_between, months_of
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    from diagnostics.loop.diagnose.spans import Span
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period


@dataclass(frozen=True, eq=False)
class Figures:
    """Figures of observations by KPI, entity and period 「按键取数」.

    Parameters
    ----------
    rows : mapping
        (kpi, entity, period) to the row's value, target and whether it may not be published.
    bases : mapping
        How each was counted, by the same key.
    """

    rows: Mapping[tuple[str, str, str], tuple[float, float, bool]]
    bases: Mapping[tuple[str, str, str], str]

    @classmethod
    def of(cls, observations: Observations, entities: Sequence[str], fewest: Fewest) -> Figures:
        """Figures of a few entities 「按键取数」."""
        table = observations.table[observations.table["entity"].isin(entities)]
        keys = list(zip(table["kpi"], table["entity"], table["period"], strict=True))
        figures = zip(table["value"], table["target"], blanked(table, fewest), strict=True)
        return cls(dict(zip(keys, figures, strict=True)), dict(zip(keys, table[BASIS], strict=True)))

    def value(self, kpi: str, entity: str, period: Period) -> float:
        """Value, NaN where there is none 「实际值」."""
        return self._row(kpi, entity, period)[0]

    def target(self, kpi: str, entity: str, period: Period) -> float:
        """Target, NaN where there is none 「目标值」."""
        return self._row(kpi, entity, period)[1]

    def hidden(self, kpi: str, entity: str, period: Period) -> bool:
        """Whether too few people stand behind the figure, or one that it would give back 「是否须抑制」."""
        return self._row(kpi, entity, period)[2]

    def basis(self, kpi: str, entity: str, period: Period) -> str:
        """How the figure was counted, empty where there is none 「口径标记」."""
        return self.bases.get((kpi, entity, period.text), "")

    def broken(self, kpis: Iterable[str], entity: str, now: Period, then: Period) -> bool:
        """Whether any KPI was counted otherwise in one of two periods 「口径是否断开」."""
        return any(
            break_between(self.basis(each, entity, now), self.basis(each, entity, then))
            for each in kpis
            if not math.isnan(self.value(each, entity, then))
        )

    def _row(self, kpi: str, entity: str, period: Period) -> tuple[float, float, bool]:
        return self.rows.get((kpi, entity, period.text), (math.nan, math.nan, False))


@dataclass(frozen=True, eq=False)
class Reference:
    """What the figures of a period are held against 「参照」.

    Parameters
    ----------
    comparison : {"year_ago", "previous", "target", "peers"}
        Which comparison.
    period : str
        Period of its figures.
    value : callable
        KPI to its figure there, NaN where there is none.
    broken : callable
        KPIs to whether any was counted otherwise there, so that they are not compared.
    hidden : callable
        KPI to whether too few people stand behind its figure.
    """

    comparison: str
    period: str
    value: Callable[[str], float]
    broken: Callable[[Sequence[str]], bool]
    hidden: Callable[[str], bool]


def own_references(span: Span, entity: str, figures: Figures) -> Iterator[Reference]:
    """A year ago, the period before, the target, in order of preference 「自身参照」."""
    for comparison, then in span.earlier:
        yield Reference(
            comparison,
            then.text,
            lambda name, then=then: figures.value(name, entity, then),  # type: ignore[misc]
            lambda names, then=then: figures.broken(names, entity, span.now, then),  # type: ignore[misc]
            lambda name, then=then: figures.hidden(name, entity, then),  # type: ignore[misc]
        )

    def merged(names: Sequence[str]) -> bool:
        # A target is for one month; figures of merged months are held against none.
        return any(months_of(figures.basis(each, entity, span.now)) > 1 for each in names)

    yield Reference(
        "target", span.now.text, lambda name: figures.target(name, entity, span.now), merged, lambda _: False
    )


def peer_reference(engagement: Engagement, observations: Observations, entity: str, span: Span) -> Reference | None:
    """A typical peer in the same period, nothing without enough peers 「同类参照」."""
    peers = peers_of(engagement, entity, span.now)
    table = observations.table
    rows = table[table["entity"].isin(peers) & (table["period"] == span.now.text)]
    rows = rows[~blanked(rows, Fewest.of(engagement))]
    if rows.empty:
        return None
    # A peer whose figure covers another number of months is no yardstick.
    here = table[(table["entity"] == entity) & (table["period"] == span.now.text)]
    rows = rows[rows[BASIS] == rows["kpi"].map(dict(zip(here["kpi"], here[BASIS], strict=True)))]

    @cache
    def value(name: str) -> float:
        kpi = counted_in(engagement.kpis[name], span.now, engagement.calendar)
        return pooled(kpi, rows[rows["kpi"] == name])

    return Reference("peers", span.now.text, value, lambda _: False, lambda _: False)
