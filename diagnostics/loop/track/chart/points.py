"""Points of a chart in order of time, and which day each begins 「图上各点」."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.model.process_limits import finite_or_missing

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.period import Cycle

# Squares of larger figures overflow.
_LARGEST = 1e150
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?|-?Q([1-4])|-W(\d{2}))?(?:[T ]00:00(?::00)?)?")


def series_of(values: Any, name: str = "values") -> pd.Series:
    """Values as a series of finite floats, NaN where one is missing 「数值序列」.

    Raises
    ------
    InputError
        When there is no value, one is no number or infinite, or its labels are days that repeat or go back.
    """
    import numpy as np
    import pandas as pd

    try:
        series = values if isinstance(values, pd.Series) else _listed(values)
        numbers_only(series, name)
        figures = finite_or_missing(series.to_numpy(dtype=np.float64, na_value=np.nan))
    except (TypeError, ValueError) as problem:
        raise InputError(f"{name} hold something that is no number: {problem}.") from None
    if not len(figures) or np.isnan(figures).all():
        raise InputError(f"None of the {len(figures)} {name} is there; a chart needs at least two.")
    if np.nanmax(np.abs(figures)) > _LARGEST:
        raise InputError(
            f"{name} go up to {np.nanmax(np.abs(figures)):g}, must be within ±{_LARGEST:g} to be computed with."
        )
    _in_order(series.index)
    return pd.Series(figures, index=series.index)


def _listed(values: Any) -> pd.Series:
    import numpy as np
    import pandas as pd

    if isinstance(values, np.ndarray) and values.ndim == 1 and values.dtype.kind in "iuf":
        return pd.Series(values)
    if isinstance(values, Mapping):
        return pd.Series(values, dtype=object)
    return pd.Series(list(values), dtype=object)


def numbers_only(series: pd.Series, name: str) -> None:
    """Refuse text, which would be read as numbers, and days, which would be counted in seconds 「拒绝非数值」.

    Raises
    ------
    InputError
        When there is either.
    """
    kind = series.dtype.kind
    if kind in "mM":
        raise InputError(f"{name} hold days or times ({series.dtype}); a chart takes numbers.")
    if kind == "O" and (texts := [each for each in series if isinstance(each, str)]):
        raise InputError(f"{name} hold the text {texts[0]!r}; a chart takes numbers.")


def _in_order(index: pd.Index) -> None:
    if index.nlevels > 1:
        raise InputError(
            f"Points are labelled by {index.nlevels} levels {list(index.names)}; a chart takes one label each."
        )
    if index.hasnans:
        raise InputError(f"Point {int(index.isna().argmax())} has no label; all or none must be named.")
    days = days_of(index)
    if days is None:
        # Names such as 1234 read as years; with a month in them they are days, and so must be the others.
        dated = [str(each) for each in index if isinstance(each, str) and "-" in each and day_of(each) is not None]
        other = next(
            (str(each) for each in index if dated and (not isinstance(each, str) or day_of(each) is None)), None
        )
        if other is not None:
            raise InputError(f"Point {other!r} is no day or month written as {dated[0]!r} is; all or none must be.")
    for at in range(1, len(days or ())):
        before, after = days[at - 1], days[at]  # type: ignore[index]
        if after == before:
            raise InputError(f"Point {str(index[at])!r} is there twice, at positions {at - 1} and {at}.")
        if after < before:
            raise InputError(
                f"Point {str(index[at])!r} at position {at} stands after {str(index[at - 1])!r};"
                " points go in order of time."
            )


def days_of(index: pd.Index) -> list[Any] | None:
    """Moment at which each point begins, or None where the labels are no days 「各点起始日」.

    Days, months, quarters and years are read: 2024-07-01, 2024-07, 2024-Q3, 2024-W27, timestamps, periods.
    """
    import pandas as pd

    if isinstance(index, pd.DatetimeIndex):
        return list(index.tz_localize(None))
    if isinstance(index, pd.PeriodIndex):
        return list(index.start_time)
    if index.dtype.kind in "biuf":
        return None
    found = [None if isinstance(each, bool | int | float) else day_of(each) for each in index]
    return None if not found or any(each is None for each in found) else found


def cycle_of(index: pd.Index) -> Cycle | Any:
    """Length of a period as its labels tell it; empty where they don't 「周期」."""
    days = days_of(index)
    if days is None:
        return ""
    steps = sorted((after - before).days for before, after in pairwise(days) if after > before)
    usual = steps[len(steps) // 2] if steps else 0
    ranges = {"day": (1, 1), "week": (7, 7), "month": (28, 31), "quarter": (89, 92), "year": (365, 366)}
    return next((name for name, (least, most) in ranges.items() if least <= usual <= most), "")


def day_of(label: object) -> Any:
    """Moment at which a label begins, None where it is no day 「起始日」."""
    import pandas as pd

    if isinstance(label, pd.Period):
        return label.start_time
    if isinstance(label, date):
        return pd.Timestamp(label).tz_localize(None)
    found = _DAY.fullmatch(label.strip()) if isinstance(label, str) else None
    if found is None:
        return None
    year, month, day, quarter, week = found.groups()
    try:
        if week:
            return pd.Timestamp(date.fromisocalendar(int(year), int(week), 1))
        return pd.Timestamp(int(year), 3 * int(quarter) - 2 if quarter else int(month or 1), int(day or 1))
    except ValueError:
        return None


def places_of(rebase: Sequence[Any] | str | date | int | None) -> list[Any]:
    """Places at which to rebase, one or several, as a list 「分段位置」."""
    if rebase is None:
        return []
    return [rebase] if isinstance(rebase, str | date) or not hasattr(rebase, "__iter__") else list(rebase)


def starts_of(index: pd.Index, rebase: Sequence[Any] | str | date | int | None) -> list[int]:
    """Positions at which phases begin, the first among them 「分段起点」.

    Parameters
    ----------
    index : Index
        Labels of the points.
    rebase : sequence
        Labels, positions from 0, or days: a day means the first point that begins on it or after it.

    Raises
    ------
    UnknownNameError
        When one of them names no point, or a day lies outside the points.
    """
    if not (wanted := places_of(rebase)):
        return [0]
    places = [str(each) for each in index]
    days = days_of(index)
    return sorted({0, *(_place(each, places, days) for each in wanted)})


def _place(label: Any, places: list[str], days: list[Any] | None) -> int:
    if (text := str(label)) in places:
        if places.count(text) > 1:
            raise InputError(f"Point to rebase at {text!r} is there {places.count(text)} times; name its position.")
        return places.index(text)
    if hasattr(label, "__index__") and not isinstance(label, bool) and 0 <= int(label) < len(places):
        return int(label)
    day = day_of(label) if days else None
    # A month of dates in another form is a name that is not there, not a day between two points.
    if day is not None and days and days[0] <= day <= days[-1]:
        return next(at for at, each in enumerate(days) if each >= day)
    raise unknown("point to rebase at", text, places)
