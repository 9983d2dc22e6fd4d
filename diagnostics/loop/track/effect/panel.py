"""Entities by periods, checked once 「面板数据」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.effect.cells import finite, once, owners, positive
from diagnostics.loop.track.effect.starts import read_starts
from diagnostics.loop.track.effect.timeline import Timeline, timeline

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Cycle

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a frame a panel is read from 「列名」."""

    entity: str | None
    time: str
    value: str
    exposure: str | None = None
    covariates: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Panel:
    """Entities by periods 「面板数据」.

    Parameters
    ----------
    values : array, (entities, periods)
        Values, per unit of exposure where there is one; NaN where missing.
    counts, exposure : array, (entities, periods)
        What the values were before they were divided, and what by; exposure is 1 where there is none.
    covariates : array, (covariates, periods)
        Mean over the treated entities.
    entities : tuple of str
        Names of the rows.
    treated : array of bool
        Which rows the measure was done to.
    starts : array of int, (entities,)
        Place of each entity's first whole period after its start; the count of periods where nothing was done.
    begun : array of int, (entities,)
        Place of the period that holds the start: the one before, where it fell midway.
    line : Timeline
        What the columns are.
    predictors : mapping of name to array, (entities, periods)
        The same covariates for each entity.
    """

    values: Floats
    covariates: Floats
    entities: tuple[str, ...]
    treated: Bools
    line: Timeline
    predictors: Mapping[str, Floats]
    counts: Floats
    exposure: Floats
    starts: Places
    begun: Places

    @property
    def start(self) -> int:
        """Place of the first period after the earliest start 「启动期」."""
        return int(self.starts.min())

    @property
    def staggered(self) -> bool:
        """Whether the treated entities start in different periods 「是否分批启动」."""
        return len(set(self.starts[self.treated].tolist())) > 1

    @property
    def after(self) -> Bools:
        """Which periods lie after the start 「启动后」."""
        import numpy as np

        return np.arange(self.values.shape[1]) >= self.start

    @property
    def series(self) -> Floats:
        """Mean of the treated entities in each period, missing where one of them is 「措施对象均值」."""
        import numpy as np

        return np.asarray(self.values[self.treated].mean(axis=0), dtype=np.float64)

    def of(self, rows: Bools) -> Panel:
        """The same of some of the entities 「取部分主体」."""
        return replace(
            self, values=self.values[rows], treated=self.treated[rows], counts=self.counts[rows],
            exposure=self.exposure[rows], starts=self.starts[rows], begun=self.begun[rows],
            predictors={name: each[rows] for name, each in self.predictors.items()},
            entities=tuple(name for name, kept in zip(self.entities, rows, strict=True) if kept),
        )  # fmt: skip

    def without(self, cells: Bools) -> Panel:
        """The same with some cells missing, (entities, periods) or (periods,) 「抹去部分取值」."""
        import numpy as np

        return replace(self, values=np.where(cells, np.nan, self.values), counts=np.where(cells, np.nan, self.counts))

    def need_one_start(self, method: str) -> None:
        """Refusal of staggered starts by a method that knows one start 「须同时启动」.

        Raises
        ------
        InputError
            When the treated entities start in different periods.
        """
        if self.staggered:
            shown = ", ".join(self.line.text(each) for each in sorted(set(self.starts[self.treated].tolist())))
            raise InputError(
                f"The treated entities start in different periods ({shown}), which method={method!r} can't take"
                " together; estimate those of each period apart, or take 'callaway_santanna'."
            )

    @property
    def comparisons(self) -> Floats:
        """Values of the others 「可比对象」."""
        return self.values[~self.treated]


def read_panel(
    frame: pd.DataFrame, columns: Columns, treated: Sequence[Any] | str, start: Any, cycle: Cycle | None
) -> Panel:
    """Panel from a frame of a row an entity and period 「读取面板」.

    Parameters
    ----------
    frame : DataFrame
        Rows; a missing row, or a missing value, stays missing.
    columns : Columns
        What to read.
    treated : sequence
        Entities that the measure was done to.
    start : period or mapping
        First period after the start, or one for each treated entity.
    cycle : str, optional
        Length of a period, where the time column doesn't tell.

    Raises
    ------
    InputError
        When a column or a treated entity is absent, an entity has two rows in a period, a value is infinite, all
        entities are treated although there are others to be had, the start lies outside the data, or the treated
        series never changes.
    """
    import numpy as np

    _check_columns(frame, columns)
    line, places = timeline(frame[columns.time], cycle)
    names = owners(frame[columns.entity]) if columns.entity else ["all"] * len(frame)
    entities = tuple(dict.fromkeys(sorted(names)))
    chosen = ["all"] if columns.entity is None else [str(each) for each in _listed(treated)]
    is_treated = _treated(entities, chosen)
    order = {name: at for at, name in enumerate(entities)}
    rows = [order[each] for each in names]
    once(rows, places, entities, line)
    counts, exposure = (np.full((len(entities), line.count), np.nan) for _ in range(2))
    counts[rows, places] = finite(frame, columns.value, names, line, places)
    weighed = columns.exposure is not None
    exposure[rows, places] = positive(frame, str(columns.exposure), names, line, places) if weighed else 1.0
    # Without exposure there is no rate: the value is missing, not infinite.
    grid = np.divide(counts, exposure, out=np.full(counts.shape, np.nan), where=exposure > 0)
    extra = np.full((len(columns.covariates), len(entities), line.count), np.nan)
    for at, name in enumerate(columns.covariates):
        extra[at, rows, places] = finite(frame, name, names, line, places)
    covariates = extra[:, is_treated].mean(axis=1)
    starts, begun = read_starts(line, start, entities, chosen)
    predictors = dict(zip(columns.covariates, extra, strict=True))
    panel = Panel(grid, covariates, entities, is_treated, line, predictors, counts, exposure, starts, begun)
    panel = panel.without(_midway(panel))
    _check_series(panel)
    return panel


def _listed(treated: Any) -> list[Any]:
    return [treated] if isinstance(treated, str) or not hasattr(treated, "__iter__") else list(treated)


def _check_columns(frame: pd.DataFrame, columns: Columns) -> None:
    import pandas as pd

    if not isinstance(frame, pd.DataFrame):
        raise InputError(
            f"frame is a {type(frame).__name__}, must be a pandas DataFrame with a row an entity and period."
        )
    wanted = [columns.entity, columns.time, columns.value, columns.exposure, *columns.covariates]
    for name in wanted:
        if name is not None and name not in frame.columns:
            raise unknown("column", name, map(str, frame.columns), "the frame")
        if name is not None and list(frame.columns).count(name) > 1:
            raise InputError(f"The frame has several columns {name!r}; it may have one.")
    if frame.empty:
        raise InputError("The frame has no rows; an effect needs periods before and after the start.")


def _treated(entities: tuple[str, ...], chosen: list[str]) -> Bools:
    import numpy as np

    if not chosen:
        raise InputError("No entity is treated; name those that the measure was done to.")
    for name in chosen:
        if name not in entities:
            raise unknown("treated entity", name, entities, "the data")
    marked = np.array([each in set(chosen) for each in entities])
    if len(entities) > 1 and marked.all():
        raise InputError(
            f"All {len(entities)} entities are treated, so none is left to compare with; leave out entity=… and give"
            " their sum as one series, or add entities that the measure was not done to."
        )
    return marked


def _midway(panel: Panel) -> Bools:
    """Cells in which a measure started midway: they are neither before nor after.

    Where all start together the period is nobody's, so that the others are seen in the same periods.
    """
    import numpy as np

    periods = np.arange(panel.line.count)
    own: Bools = (periods >= panel.begun[:, None]) & (periods < panel.starts[:, None])
    return own if panel.staggered else np.asarray(own.any(axis=0))


def _check_series(panel: Panel) -> None:
    import numpy as np

    treated = [name for name, own in zip(panel.entities, panel.treated, strict=True) if own]
    present = [row[~np.isnan(row)] for row in panel.values[panel.treated]]
    for name, there in zip(treated, present, strict=True):
        if not len(there):
            raise InputError(f"Treated entity {name!r} has no value at all.")
    if all(len(there) > 1 and there.min() == there.max() for there in present):
        raise InputError(f"The series of {treated[0]!r} is constant ({present[0][0]:g}); it tells of no effect.")
    before = np.arange(panel.line.count) < panel.starts[panel.treated, None]
    if np.isnan(panel.values[panel.treated][before]).all():
        raise InputError(f"There is no value before the start ({panel.line.text(panel.start)}).")
