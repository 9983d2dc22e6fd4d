"""Whom and when a scorecard is scored for, and against which targets 「计分范围」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from diagnostics.dictionary.scoring.grid import Cells, FigureGrid
from diagnostics.dictionary.targets import is_stated, value_in
from diagnostics.errors import InputError
from diagnostics.model.period import Period
from diagnostics.model.scorecard import Item


@dataclass(frozen=True, eq=False)
class Scope:
    """Everyone and every period of a grid, with the targets beside the figures, or else stated 「计分范围」.

    Parameters
    ----------
    grid : FigureGrid
        Figures.
    who : numpy.ndarray
        Places of the entities to score.
    """

    grid: FigureGrid
    who: Any

    def holds(self, periods: Sequence[Period]) -> Any:
        """Whether the card holds for an entity (down) in a period (across) 「是否适用」."""
        import numpy as np

        return np.ones((len(self.who), len(periods)), dtype=bool)

    def with_targets(self, item: Item, cells: Cells) -> Cells:
        """Cells with the targets that the card is held against 「带目标的数值」.

        Raises
        ------
        InputError
            When a target is computed from data and none stands beside the figures.
        """
        import numpy as np

        if self.grid.states_targets:
            return cells
        tier = item.targets.target if item.targets is not None else None
        if tier is not None and not is_stated(tier):
            raise InputError(
                f"The target of KPI {item.kpi!r} is computed from data; give figures with a column 'target'."
            )
        values = [value_in(tier, each, self.grid.calendar.parse) for each in cells.periods]
        ends = np.array([each if isinstance(each, tuple) else (each, np.nan) for each in values], dtype=np.float64)
        low, high = (np.broadcast_to(ends.reshape(-1, 2)[:, at], cells.value.shape) for at in (0, 1))
        return Cells(cells.periods, cells.value, low, high, cells.there)
