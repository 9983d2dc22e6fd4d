"""Which gaps are against us, and in which band a KPI stands 「差距判定」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.dictionary.bands import bands, beyond

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
        status=bands(rows, ways),
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
