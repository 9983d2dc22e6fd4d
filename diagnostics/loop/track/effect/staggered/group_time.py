"""Effect on each cohort in each period 「分批分期效果」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from diagnostics.loop.track.effect.staggered.adjusted import Adjustment, adjusted, plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.loop.track.effect.panel import Panel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Places = NDArray[np.intp]

Controls = Literal["never_treated", "not_yet_treated"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True, slots=True)
class Design:
    """With whom and with which period a cohort is compared 「比较设计」.

    Parameters
    ----------
    controls : {"never_treated", "not_yet_treated"}
        Entities that never start, or these and those that have not started yet.
    base : {"varying", "universal"}
        Before the start each period is held against the one before it, or against the last before the start; from the
        start on always against that last one.
    adjustment : {"doubly_robust", "regression", "weighting"}
        How covariates count, where there are any.
    anticipation : int
        Periods before the start in which the measure may already have shown.
    """

    controls: Controls = "never_treated"
    base: Base = "varying"
    adjustment: Adjustment = "doubly_robust"
    anticipation: int = 0


@dataclass(frozen=True, eq=False)
class GroupTime:
    """Effect on each cohort in each period, and each entity's part in its error 「分批分期效果」.

    Parameters
    ----------
    cohort, period, base : array of int, (cells,)
        Place of the cohort's start, of the period, and of the period that it is held against.
    effect : array, (cells,)
        Change of the cohort less that of its controls.
    influence : array, (entities, cells)
        Influence of each entity on the effect; 0 where it has no part in it. The squared error is the sum of its
        squares over the squared number of entities.
    starts : array of int, (entities,)
        Cohort of each entity; the count of periods where nothing was done to it.
    """

    cohort: Places
    period: Places
    base: Places
    effect: Floats
    influence: Floats
    starts: Places

    @property
    def after(self) -> Bools:
        """Which cells lie after their cohort's start 「启动后」."""
        return self.period >= self.cohort

    def size(self, cohort: int) -> int:
        """Entities of a cohort 「批次大小」."""
        return int((self.starts == cohort).sum())


def group_time(panel: Panel, design: Design) -> GroupTime:
    """Effect on each cohort in each period 「分批分期效果」.

    Parameters
    ----------
    panel : Panel
        An entity without a value in a period or in the one it is held against has no part in that cell.
    design : Design
        With whom and with which period a cohort is compared.

    Returns
    -------
    GroupTime
        Cells without an entity on either side are not there; the reference cells of a universal base, 0 by
        construction, neither.

    Notes
    -----
    ``ATT(g, t) = mean of Y(t) − Y(base) over cohort g less the same over its controls``.

    References
    ----------
    Callaway, B., Sant'Anna, P. (2021). Difference-in-differences with multiple time periods. Journal of Econometrics
    225.
    """
    import numpy as np

    cells = []
    for cohort, period, base in _cells(panel, design):
        own, others = panel.starts == cohort, _controls(panel, design, cohort, max(period, base))
        change = np.where(own | others, panel.values[:, period] - panel.values[:, base], np.nan)
        traits = _traits(panel, min(period, base))
        change[np.isnan(traits).any(axis=1)] = np.nan
        there = ~np.isnan(change)
        if (there & own).any() and (there & others).any():
            cells.append((cohort, period, base, *_cell(change, own, traits, design.adjustment)))
    places = np.array([each[:3] for each in cells], dtype=np.intp).reshape(-1, 3).T
    effect = np.array([each[3] for each in cells], dtype=float)
    influence = np.column_stack([each[4] for each in cells]) if cells else np.empty((len(panel.entities), 0))
    return GroupTime(places[0], places[1], places[2], effect, influence, panel.starts)


def _cells(panel: Panel, design: Design) -> Iterator[tuple[int, int, int]]:
    """Cohort, period and base of every cell; periods that nobody has are passed over."""
    import numpy as np

    seen = [int(each) for each in np.flatnonzero((~np.isnan(panel.values)).any(axis=0))]
    for cohort in sorted(set(panel.starts[panel.treated].tolist())):
        begun = int(panel.begun[panel.starts == cohort].min())
        earlier = [each for each in seen if each < begun - design.anticipation]
        if not earlier:
            continue
        last = earlier[-1]
        for at, period in enumerate(seen):
            before = period < cohort
            if before and design.base == "varying":
                if at:
                    yield cohort, period, seen[at - 1]
            elif period != last:
                yield cohort, period, last


def _controls(panel: Panel, design: Design, cohort: int, latest: int) -> Bools:
    if design.controls == "never_treated":
        return ~panel.treated
    waiting: Bools = (panel.begun > latest + design.anticipation) & (panel.starts != cohort)
    return ~panel.treated | waiting


def _traits(panel: Panel, period: int) -> Floats:
    """Covariates in a period, (entities, covariates)."""
    import numpy as np

    return np.array([table[:, period] for table in panel.predictors.values()]).reshape(-1, len(panel.entities)).T


def _cell(change: Floats, own: Bools, traits: Floats, how: Adjustment) -> tuple[float, Floats]:
    """Effect of a cell and the influence of all entities on it."""
    import numpy as np

    used = ~np.isnan(change)
    if traits.shape[1]:
        effect, part = adjusted(change[used], own[used], traits[used], how)
    else:
        effect, part = plain(change[used], own[used])
    influence = np.zeros(len(change))
    influence[used] = part * len(change) / used.sum()
    # One entity alone has no spread: its part in the error is not known, and not nothing.
    for side in (used & own, used & ~own):
        if side.sum() == 1:
            influence[side] = np.nan
    return effect, influence
