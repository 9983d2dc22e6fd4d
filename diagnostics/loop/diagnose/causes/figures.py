"""Figures of results and drivers, within the slice in which a cause acts 「检验用数据」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.data.suppress import shareable
from diagnostics.dictionary.evidence.parts import formula_kpis
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.causes.whole import cut_starts, fact_days
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import BASIS
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Cycle

COLUMN = "perfloop_driver"


@dataclass(eq=False)
class CauseFigures:
    """Where tests of causes find their figures 「检验用数据」.

    Parameters
    ----------
    seen : Observations
        Without dimensions, up to the period of the run.
    until : str
        That period; facts after it are not looked at.
    engagement : Engagement, optional
        Whose figures they are: tells units from people, KPIs from columns.
    engine : Engine, optional
        Open on its data; slices and columns are aggregated there. Without one they can't be had.
    """

    seen: Observations
    until: str
    engagement: Engagement | None = None
    engine: Engine | None = None
    _cache: dict[tuple[Any, ...], pd.DataFrame] = field(default_factory=dict)
    _days: dict[tuple[str, str], Sequence[date]] = field(default_factory=dict)

    def kpi(self, name: str) -> Kpi | None:
        """KPI with this id; None for a column, and where figures were handed in as a table 「取指标」."""
        return None if self.engagement is None else self.engagement.kpis.get(name)

    def rows(self, name: str, slice_: Mapping[str, str], of: str = "") -> pd.DataFrame:
        """Figures of a KPI, or of a column of the source of KPI ``of``, within a slice 「取数」.

        Returns
        -------
        DataFrame
            Columns of observations; none about people, of the last definition alone.

        Raises
        ------
        InputError
            When no column has this name, or it holds no numbers.
        """
        kpi = self.kpi(name)
        wanted = {each: slice_[each] for each in sorted(slice_) if kpi is None or each in kpi.dimensions}
        key = (name, of if kpi is None else "", tuple(wanted.items()))
        if key not in self._cache:
            self._cache[key] = self._whole(self._plain(self._found(name, wanted, of)), name, of)
        return self._cache[key]

    def cells(self, name: str, dimensions: tuple[str, ...]) -> pd.DataFrame:
        """Figures of a KPI by dimensions 「按维度取数」."""
        key = (name, "by", dimensions)
        if key not in self._cache:
            self._cache[key] = self._whole(self._plain(self._sliced(self._client(), name, dimensions)), name)
        return self._cache[key]

    def _found(self, name: str, wanted: Mapping[str, str], of: str) -> pd.DataFrame:
        table = self._visible.table
        there = table["kpi"] == name
        if not wanted and (self.kpi(name) is not None or there.any()):
            return table[there]
        if self.kpi(name) is not None:
            cells = self.cells(name, tuple(wanted))
        else:
            client = self._client()
            made, dimensions = _of_column(client.kpis[of], name), tuple(wanted)
            cells = self._plain(self._sliced(replace(client, kpis={**client.kpis, COLUMN: made}), COLUMN, dimensions))
        for dimension, value in wanted.items():
            cells = cells[cells[dimension] == value]
        return cells

    @cached_property
    def _visible(self) -> Observations:
        return self._shared(self.seen)

    def _shared(self, observed: Observations) -> Observations:
        """Figures behind enough people."""
        return observed if self.engagement is None else shareable(observed, self.engagement)

    def _client(self) -> Engagement:
        if self.engagement is None or self.engine is None:
            raise InputError("Slices and columns need the client's data; open the engagement rather than observations.")
        return self.engagement

    def _sliced(self, client: Engagement, name: str, dimensions: tuple[str, ...]) -> pd.DataFrame:
        from copy import copy

        from diagnostics.data.observe import observe

        assert self.engine is not None
        engine = copy(self.engine)
        engine.engagement = client
        seen = observe(engine, by=dimensions, until=self.until, kpis=[name])
        return self._shared(seen).table

    def _whole(self, rows: pd.DataFrame, name: str, of: str = "") -> pd.DataFrame:
        """Rows of complete cycles: the last one counts only as far as the facts reach."""
        if self.engagement is None or self.engine is None or not len(rows):
            return rows
        kpis, days = self.engagement.kpis, {each.date() for each in rows["start"]}
        own = name if name in kpis else of
        sources = {
            (each.source, each.time or self.engagement.settings.sources[each.source].time)
            for each in (kpis[one] for one in {own, *formula_kpis(own, kpis)} if one in kpis)
            if each.source
        }
        cut: set[tuple[str, date]] = set()
        for cycle in rows["cycle"].unique():
            for source, time in sources:
                cut |= {(cycle, day) for day in self._cut(source, time, cycle) if day in days}
        if not cut:
            return rows
        told = [(cycle, start.date()) not in cut for cycle, start in zip(rows["cycle"], rows["start"], strict=True)]
        return rows[told]

    def _cut(self, source: str, time: str | None, cycle: Cycle) -> frozenset[date]:
        if time is None or self.engine is None or self.engagement is None:
            return frozenset()
        if (source, time) not in self._days:
            self._days[source, time] = fact_days(self.engine, source, time)
        return cut_starts(self._days[source, time], cycle, self.engagement.calendar)

    def _plain(self, table: pd.DataFrame) -> pd.DataFrame:
        """Rows of units, by the latest definition and of whole periods: nothing else compares."""
        people = {each.id for each in self.engagement.entities if each.person} if self.engagement else set()
        rows = table[~table["entity"].isin(people) & table["value"].notna()]
        if not len(rows):
            return rows
        whole = rows[~rows[BASIS].str.endswith("+2m")]
        latest = whole.sort_values("start", kind="stable")[BASIS].iloc[-1] if len(whole) else ""
        return whole[whole[BASIS] == latest]


def _of_column(known: Kpi, name: str) -> Kpi:
    """KPI that is the mean of a column over the facts of another one."""
    column = '"' + name.replace('"', "") + '"'
    words = Text(zh=name, en=name)
    return Kpi(
        id=COLUMN, name=words, unit="number", direction="none", source=known.source, measure=f"mean({column})",
        where=known.where, time=known.time, entity=known.entity, cycle=known.cycle, dimensions=known.dimensions,
        definition=words, owner=known.owner,
    )  # fmt: skip
