"""Figures of KPIs by entity and period 「指标数值网格」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.model.period import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

_NEEDED = ("kpi", "entity", "period", "value")
_FIGURES = ("value", "target", "target_high")


@dataclass(frozen=True, slots=True)
class Cells:
    """Figures of one KPI in its own cycle, entities down and periods across 「网格」.

    Parameters
    ----------
    periods : tuple of Period
        Periods across, in order of time.
    value, target, target_high : numpy.ndarray
        Entity by period; NaN where nothing is known.
    there : numpy.ndarray
        Whether there is a row at all.
    """

    periods: tuple[Period, ...]
    value: Any
    target: Any
    target_high: Any
    there: Any


@dataclass(frozen=True, eq=False)
class FigureGrid:
    """Figures of several KPIs, looked up by KPI 「数值网格」.

    Parameters
    ----------
    table : DataFrame
        Columns ``kpi, entity, period, value``, and where known ``target, target_high``, as Observations have them.
    calendar : Calendar
        How periods are read.
    """

    table: pd.DataFrame
    calendar: Calendar

    def __post_init__(self) -> None:
        """Refuse a table that can't be looked up."""
        if lacking := [each for each in _NEEDED if each not in self.table.columns]:
            raise InputError(f"Figures to score lack the columns {lacking}; they have {list(self.table.columns)}.")

    @property
    def states_targets(self) -> bool:
        """Whether targets stand beside the figures 「是否带目标」."""
        return "target" in self.table.columns

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """Entities of the table, as they come 「考核对象」."""
        return tuple(self._entity_codes[1])

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each entity 「考核对象的位置」."""
        return {each: at for at, each in enumerate(self.entities)}

    def of(self, kpi: str, cycle: str, who: Any) -> Cells:
        """Figures of a KPI in a cycle, for some entities 「某指标的数值」.

        Parameters
        ----------
        who : numpy.ndarray
            Places of the entities, in the order of the rows that are wanted.

        Raises
        ------
        InputError
            When an entity has two figures in a period.
        """
        import numpy as np

        codes, every = self._period_codes
        down = np.full(len(self.entities), -1)
        down[who] = np.arange(len(who))
        rows = self._rows_of.get(kpi, np.empty(0, dtype=np.int64))
        rows = rows[(self._in_cycle(cycle)[codes[rows]]) & (down[self._entity_codes[0][rows]] >= 0)]
        own = sorted({int(each) for each in np.unique(codes[rows])}, key=lambda each: every[each])
        across = np.zeros(len(every), dtype=np.int64)
        across[own] = np.arange(len(own))
        shape = (len(who), len(own))
        at = (down[self._entity_codes[0][rows]], across[codes[rows]])
        there = np.bincount(np.ravel_multi_index(at, shape) if len(rows) else [], minlength=shape[0] * shape[1])
        there = there.reshape(shape)
        if (there > 1).any():
            entity, period = (int(each) for each in np.argwhere(there > 1)[0])
            raise InputError(
                f"KPI {kpi!r} has {there[entity, period]} figures for entity {self.entities[who[entity]]!r} and period"
                f" {every[own[period]].text!r}, must have one; leave out dimensions before scoring."
            )
        value, target, high = (self._spread(each, rows, at, shape) for each in _FIGURES)
        return Cells(tuple(every[each] for each in own), value, target, high, there > 0)

    def _in_cycle(self, cycle: str) -> Any:
        import numpy as np

        return np.array([each.cycle == cycle for each in self._period_codes[1]], dtype=bool)

    def _spread(self, name: str, rows: Any, at: Any, shape: Sequence[int]) -> Any:
        import numpy as np

        if name not in self._columns:
            return np.full(shape, np.nan)
        column = self._columns[name]
        found = np.full(shape, np.nan, dtype=column.dtype if column.dtype.kind == "f" else object)
        found[at] = column[rows]
        return found

    @cached_property
    def _columns(self) -> dict[str, Any]:
        import numpy as np

        told = {each: self.table[each].to_numpy() for each in _FIGURES if each in self.table.columns}
        return {
            each: column.astype(np.float64) if column.dtype.kind in "iu" else column for each, column in told.items()
        }

    @cached_property
    def _rows_of(self) -> dict[str, Any]:
        import numpy as np

        codes, names = _factorized(self.table, "kpi")
        order = np.argsort(codes, kind="stable")
        bounds = np.searchsorted(codes[order], np.arange(len(names) + 1))
        return {name: order[bounds[at] : bounds[at + 1]] for at, name in enumerate(names)}

    @cached_property
    def _entity_codes(self) -> tuple[Any, list[str]]:
        return _factorized(self.table, "entity")

    @cached_property
    def _period_codes(self) -> tuple[Any, list[Period]]:
        codes, names = _factorized(self.table, "period")
        return codes, [self.calendar.parse(each) for each in names]


def _factorized(table: pd.DataFrame, name: str) -> tuple[Any, list[str]]:
    import pandas as pd

    codes, names = pd.factorize(table[name])
    gone = codes < 0
    if gone.any():
        raise InputError(f"Figures to score have no {name} in row {int(gone.argmax())} (from 0), must have one.")
    # Asked for one by one, names kept by Arrow cost much more.
    return codes, [str(each) for each in names.tolist()]
