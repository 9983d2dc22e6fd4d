"""Which gaps are against us, and in which band a KPI stands 「差距判定」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.model.kpi import Kpi


_SIDES = {-1: "below", 0: None, 1: "above"}


def judge(rows: pd.DataFrame, kpis: Mapping[str, Kpi]) -> pd.DataFrame:
    """Rows with gap, relative gap, side, status and signal 「差距判定」.

    Parameters
    ----------
    rows : DataFrame
        A row a KPI, entity and comparison: ``value``, ``reference``, tiers and usual range.
    kpis : mapping of Kpi
        Which way is better.
    """
    import numpy as np
    import pandas as pd

    ways = rows["kpi"].map({each.id: each.direction for each in kpis.values()}).to_numpy(dtype=object)
    actual, reference = rows["value"].to_numpy(), rows["reference"].to_numpy()
    absolute = actual - reference
    to_range = (ways == "range") & (rows["comparison"] == "target").to_numpy()
    absolute = np.where(to_range, beyond(actual, reference, rows["reference_high"].to_numpy()), absolute)
    size = np.abs(np.where(to_range & (absolute > 0), rows["reference_high"], reference))
    # Division by a reference of 0 has no answer: the relative gap is missing there.
    relative = np.divide(absolute, size, out=np.full(len(rows), np.nan), where=size > 0)
    side = [_SIDES[each] for each in _side(actual, rows["usual_low"].to_numpy(), rows["usual_high"].to_numpy())]
    told = (rows["usual_low"].notna() & rows["value"].notna()).tolist()
    return rows.rename(columns={"value": "actual"}).assign(
        absolute=absolute,
        relative=relative,
        favourable=pd.Series(_favourable(rows, ways, absolute), index=rows.index, dtype=object),
        status=_status(rows, ways),
        outside_usual=pd.Series(
            [each is not None if said else None for each, said in zip(side, told, strict=True)],
            index=rows.index,
            dtype=object,
        ),
        usual_side=pd.Series(side, index=rows.index, dtype=object),
    )


def _side(actual: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> list[int]:
    """1 above the usual range, -1 below it, 0 inside or where something is missing."""
    return [int(each) for each in (actual > high).astype(int) - (actual < low).astype(int)]


def beyond(value: NDArray[np.float64], low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Signed distance to a range, 0 inside, missing without the range 「区间外距离」.

    Examples
    --------
    >>> import numpy as np
    >>> beyond(np.array([0.8, 1.0, 1.3]), np.full(3, 0.9), np.full(3, 1.1)).round(9)
    array([-0.1,  0. ,  0.2])
    """
    import numpy as np

    return np.minimum(value - low, 0) + np.maximum(value - high, 0)


def _favourable(rows: pd.DataFrame, ways: NDArray[np.object_], absolute: NDArray[np.float64]) -> list[bool | None]:
    """Whether the actual is at least as good as the reference; nobody can say without a direction."""
    import numpy as np

    low, high = rows["target"].to_numpy(), rows["target_high"].to_numpy()
    now = np.abs(beyond(rows["value"].to_numpy(), low, high))
    then = np.abs(beyond(rows["reference"].to_numpy(), low, high))
    targets = (rows["comparison"] == "target").to_numpy()
    # A range KPI does well against another figure when it lies no further from its range.
    good = np.select(
        [ways == "higher", ways == "lower", (ways == "range") & targets, ways == "range"],
        [absolute >= 0, absolute <= 0, absolute == 0, now <= then],
        default=False,
    )
    told = np.select(
        [(ways == "higher") | (ways == "lower"), (ways == "range") & targets, ways == "range"],
        [~np.isnan(absolute), ~np.isnan(absolute), ~np.isnan(now) & ~np.isnan(then)],
        default=False,
    )
    return [bool(each) if said else None for each, said in zip(good, told, strict=True)]


def _status(rows: pd.DataFrame, ways: NDArray[np.object_]) -> NDArray[np.object_]:
    """Band in which the actual stands; met or missed where only a target is set, none without one."""
    import numpy as np

    sign = np.select([ways == "higher", ways == "lower"], [1.0, -1.0], default=np.nan)
    value, base, target, stretch = (sign * rows[name].to_numpy() for name in ("value", "base", "target", "stretch"))
    has_base, has_stretch = ~np.isnan(base), ~np.isnan(stretch)
    inside = beyond(rows["value"].to_numpy(), rows["target"].to_numpy(), rows["target_high"].to_numpy())
    spans = (ways == "range") & ~np.isnan(inside)
    # The first that holds counts; every comparison with a missing figure is false.
    return np.select(
        [
            spans & (inside == 0),
            spans,
            np.isnan(target) | np.isnan(value),
            has_stretch & (value >= stretch),
            has_stretch & (value >= target),
            value >= target,
            has_base & (value >= base),
            has_base,
        ],
        ["met", "missed", "none", "above_stretch", "target_to_stretch", "met", "base_to_target", "below_base"],
        default="missed",
    ).astype(object)
