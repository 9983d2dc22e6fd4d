"""Figures that tiers are found from, and whose and when they are 「测算用的数据」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.intp]

# One KPI, counted one way, at one level and cycle: figures of several are no one distribution.
LARGEST = 1e100
_ONE = ("kpi", "level", "cycle")
DIRECTIONS = ("higher", "lower")


@dataclass(frozen=True, eq=False)
class Figures:
    """Present figures with the number of their entity and period 「测算数据」.

    Parameters
    ----------
    values : array of float
        Finite figures.
    entity : array of int, optional
        Number of the entity of each, from 0.
    period : array of object, optional
        What each figure's period was given as.
    missing : int
        Figures left out because they were missing.
    flags : tuple of str
        What was noticed while reading.
    """

    values: Floats
    entity: Codes | None
    period: NDArray[np.object_] | None
    missing: int
    flags: tuple[str, ...] = ()

    @property
    def entities(self) -> int:
        """Distinct entities, 0 where none are named 「对象数」."""
        return 0 if self.entity is None or not len(self.entity) else int(self.entity.max()) + 1


def read_figures(values: Any, entity: Any = None, period: Any = None) -> Figures:
    """Figures as handed in, checked and with missing ones left out 「读取测算数据」.

    Parameters
    ----------
    values : array-like of float, or rows of Observations
        A frame brings its own entities and periods.
    entity, period : array-like, optional
        Whose and of when each figure is, as long as ``values``.

    Raises
    ------
    InputError
        When a figure is infinite or no number, lengths differ, or a frame holds several KPIs, levels or cycles.
    """
    import numpy as np
    import pandas as pd

    flags: tuple[str, ...] = ()
    if isinstance(values, pd.DataFrame):
        values, flags = _one_kind(values)
        entity = values["entity"] if entity is None and "entity" in values else entity
        period = values["period"] if period is None and "period" in values else period
        values = values["value"]
    figures = _floats(values)
    whose, when = _beside(entity, "entity", len(figures)), _beside(period, "period", len(figures))
    there = ~np.isnan(figures)
    for given in (whose, when):
        if given is not None and bool(pd.isna(given[there]).any()):
            raise InputError("An entity or period is missing beside a figure; every figure needs both where given.")
    codes = None if whose is None else pd.factorize(whose[there])[0].astype(np.intp)
    return Figures(figures[there], codes, None if when is None else when[there], int((~there).sum()), flags)


def direction_of(values: Any, direction: str | None) -> str:
    """Which way is better: as stated, else as the frame's KPI has it 「测算方向」.

    Parameters
    ----------
    values : Any
        What ``read_figures`` takes. Rows of Observations bear the direction of their KPI; other figures are better
        high unless somebody says otherwise.
    direction : str, optional
        As stated.

    Raises
    ------
    InputError
        When it contradicts the dictionary, no name, or is nowhere to be found for the rows of a KPI.
    """
    if direction is not None and direction not in DIRECTIONS:
        raise unknown("direction", str(direction), DIRECTIONS)
    own = (getattr(values, "attrs", None) or {}).get("direction")
    if own in DIRECTIONS:
        if direction not in {None, own}:
            raise InputError(f"direction == {direction!r}, but the dictionary says {own!r} of this KPI.")
        return str(own)
    if own is not None and direction is None:
        raise InputError(f"The direction of this KPI is {own!r}, so it has no tiers; they need 'higher' or 'lower'.")
    if direction is None and "kpi" in getattr(values, "columns", ()):
        raise InputError("Nothing says which way is better of this KPI; give direction='higher' or 'lower'.")
    return direction or "higher"


def _one_kind(frame: Any) -> tuple[Any, tuple[str, ...]]:
    """Rows of one KPI, level and cycle; of several ways of counting it only the last is kept."""
    if "value" not in frame:
        raise InputError(f"The frame has no column 'value'; it has {list(map(str, frame.columns))}.")
    for name in _ONE:
        known = sorted({str(each) for each in frame[name]}) if name in frame else []
        if len(known) > 1:
            raise InputError(f"The frame holds several of {name!r} ({', '.join(known[:5])}); hand in the rows of one.")
    if BASIS not in frame or frame[BASIS].nunique() < 2:
        return frame, ()
    order = frame.sort_values("start" if "start" in frame else "period", kind="stable")
    return frame[frame[BASIS] == order[BASIS].iloc[-1]], ("basis",)


def _floats(values: Any) -> Floats:
    import numpy as np

    given = list(values) if isinstance(values, Iterable) and not hasattr(values, "__array__") else values
    if _has_text(given):
        raise InputError(f"values == {given!r:.60}, must be numbers, not text or truth values.")
    try:
        figures = np.asarray(given, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"values == {given!r:.60}, must be numbers, missing ones as NaN or None.") from error
    if figures.ndim != 1:
        raise InputError(f"values have {figures.ndim} dimensions, must be one list of figures.")
    endless = np.flatnonzero(np.isinf(figures))
    if len(endless):
        raise InputError(f"Value {figures[endless[0]]} at position {endless[0]} is infinite; values must be finite.")
    if len(figures) and np.nanmax(np.abs(figures), initial=0) > LARGEST:
        raise InputError(f"Value {figures[np.nanargmax(np.abs(figures))]:g} is beyond {LARGEST:g}; no KPI is so large.")
    return figures


def _has_text(given: Any) -> bool:
    """Whether figures are written as text somewhere: that is for the forms of files to read, not for us."""
    kind = getattr(getattr(given, "dtype", None), "kind", "O")
    listed = given if kind in "OUSb" and isinstance(given, Iterable) else ()
    return kind == "b" or any(isinstance(each, str | bool) for each in listed)


def _beside(given: Any, name: str, length: int) -> NDArray[np.object_] | None:
    import numpy as np

    if given is None:
        return None
    listed = list(given)
    if len(listed) != length:
        raise InputError(f"{name} has {len(listed)} entries and values {length}; they stand beside each other.")
    array = np.empty(length, dtype=object)
    array[:] = listed
    return array
