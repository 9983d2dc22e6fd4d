"""Entities by periods, checked once 「面板数据」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.effect.timeline import Timeline, timeline

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.period import Cycle

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


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
    covariates : array, (covariates, periods)
        Mean over the treated entities.
    entities : tuple of str
        Names of the rows.
    treated : array of bool
        Which rows the measure was done to.
    start : int
        Place of the first period after the start.
    line : Timeline
        What the columns are.
    predictors : mapping of name to array, (entities, periods)
        The same covariates for each entity.
    """

    values: Floats
    covariates: Floats
    entities: tuple[str, ...]
    treated: Bools
    start: int
    line: Timeline
    predictors: Mapping[str, Floats]

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
    names = [str(each) for each in frame[columns.entity]] if columns.entity else ["all"] * len(frame)
    entities = tuple(dict.fromkeys(sorted(names)))
    chosen = ["all"] if columns.entity is None else [str(each) for each in _listed(treated)]
    is_treated = _treated(entities, chosen)
    order = {name: at for at, name in enumerate(entities)}
    rows = [order[each] for each in names]
    _once(rows, places, entities, line)
    grid = np.full((len(entities), line.count), np.nan)
    grid[rows, places] = _values(frame, columns, names, line, places)
    extra = np.full((len(columns.covariates), len(entities), line.count), np.nan)
    for at, name in enumerate(columns.covariates):
        extra[at, rows, places] = frame[name].to_numpy(dtype=float, na_value=np.nan)
    covariates = extra[:, is_treated].mean(axis=1)
    place, held = _start(line, start, chosen)
    # A period in which the measure started midway is neither before nor after.
    grid[:, held:place] = np.nan
    panel = Panel(
        grid, covariates, entities, is_treated, place, line, dict(zip(columns.covariates, extra, strict=True))
    )
    _check_series(panel)
    return panel


def _listed(treated: Any) -> list[Any]:
    return [treated] if isinstance(treated, str) or not hasattr(treated, "__iter__") else list(treated)


def _check_columns(frame: pd.DataFrame, columns: Columns) -> None:
    wanted = [columns.entity, columns.time, columns.value, columns.exposure, *columns.covariates]
    for name in wanted:
        if name is not None and name not in frame.columns:
            raise unknown("column", name, map(str, frame.columns), "the frame")
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


def _once(rows: list[int], places: list[int], entities: tuple[str, ...], line: Timeline) -> None:
    seen: set[tuple[int, int]] = set()
    for key in zip(rows, places, strict=True):
        if key in seen:
            raise InputError(f"Entity {entities[key[0]]!r} has two rows in {line.text(key[1])}; it may have one.")
        seen.add(key)


def _values(frame: pd.DataFrame, columns: Columns, names: list[str], line: Timeline, places: list[int]) -> Floats:
    import numpy as np

    values = frame[columns.value].to_numpy(dtype=float, na_value=np.nan)
    endless = np.flatnonzero(np.isinf(values))
    if len(endless):
        at = int(endless[0])
        where = f"for {names[at]!r} in {line.text(places[at])}"
        raise InputError(f"{columns.value} == {values[at]} {where}, must be finite.")
    if columns.exposure is None:
        return values
    exposure = frame[columns.exposure].to_numpy(dtype=float, na_value=np.nan)
    if (exposure < 0).any():
        at = int(np.flatnonzero(exposure < 0)[0])
        raise InputError(f"{columns.exposure} == {exposure[at]} for {names[at]!r}, must not be negative.")
    # Without exposure there is no rate: the value is missing, not infinite.
    rates: Floats = np.divide(values, exposure, out=np.full(len(values), np.nan), where=exposure > 0)
    return rates


def _start(line: Timeline, start: Any, chosen: list[str]) -> tuple[int, int]:
    """Place of the first whole period after the start, and of the period that holds it, the same for all treated."""
    each_its_own = isinstance(start, Mapping)
    starts = {str(key): each for key, each in start.items()} if each_its_own else dict.fromkeys(chosen, start)
    for name in chosen:
        if name not in starts:
            raise unknown("start of entity", name, starts)
    places = {name: line.place(starts[name]) for name in chosen}
    if len(set(places.values())) > 1:
        shown = ", ".join(sorted({line.text(each) for each in places.values()}))
        raise InputError(
            f"The treated entities start in different periods ({shown}); estimate those of each period apart:"
            " staggered starts are not taken together yet."
        )
    place = next(iter(places.values()))
    if not 0 < place < line.count:
        raise InputError(
            f"start == {starts[chosen[0]]!r} lies outside the data ({line.text(0)} … {line.text(line.count - 1)});"
            " it needs a period before it and one from it on."
        )
    return place, min(place, line.holding(starts[chosen[0]]))


def _check_series(panel: Panel) -> None:
    import numpy as np

    treated = [name for name, own in zip(panel.entities, panel.treated, strict=True) if own]
    present = [row[~np.isnan(row)] for row in panel.values[panel.treated]]
    for name, there in zip(treated, present, strict=True):
        if not len(there):
            raise InputError(f"Treated entity {name!r} has no value at all.")
    if all(len(there) > 1 and there.min() == there.max() for there in present):
        raise InputError(f"The series of {treated[0]!r} is constant ({present[0][0]:g}); it tells of no effect.")
    if np.isnan(panel.values[panel.treated, : panel.start]).all():
        raise InputError(f"There is no value before the start ({panel.line.text(panel.start)}).")
