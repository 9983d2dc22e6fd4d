"""What is known of a span, and the history that it is carried on from 「已知部分与历史」."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from diagnostics.model.basis import months_of, version_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.dictionary.over_time import Way
    from diagnostics.loop.track.outlook.rest import Rest
    from diagnostics.loop.track.outlook.span import Span
    from diagnostics.model.kpi import Kpi

    Floats = NDArray[np.float64]

_NONE = float("nan")


def to_date_of(inside: pd.DataFrame, way: Way, count: int) -> float:
    """What the periods so far come to; missing where one of them is, for figures that add up 「累计至今」."""
    if way == "level":
        return float(inside["value"].iloc[-1]) if len(inside) else _NONE
    covered = sum(months_of(each) for each in inside["basis"][inside["value"].notna()])
    if not count or covered != count:
        return _NONE
    if way == "sum":
        return math.fsum(inside["value"].dropna())
    below = inside["denominator"].sum()
    return float(inside["numerator"].sum() / below) if below else _NONE


def not_reckoned(laid: pd.DataFrame, inside: pd.DataFrame, told: tuple[Way, float], span: Span) -> str:
    """Why the whole can't be reckoned from what is known of it; empty where it can 「无法合计的原因」."""
    way, to_date = told
    there = inside[inside["value"].notna()]
    if len({version_of(each) for each in there["basis"]}) > 1:
        return "basis"
    if way in ("sum", "ratio") and math.isnan(to_date):
        # Nothing is missing of what began within the span: there is only little of it.
        return "short" if len(inside) < len(span.over) and len(there) == len(inside) else "gap"
    return "stale" if laid["value"].isna().iloc[-1] and not span.ahead else ""


def rest_of(laid: pd.DataFrame, way: Way, season: int) -> Rest:
    """History counted as the last figure is, from its first one on 「同口径历史」."""
    import numpy as np

    from diagnostics.loop.track.outlook.rest import Rest

    values = laid["value"].to_numpy(dtype=float)
    there = ~np.isnan(values)
    last = version_of(laid["basis"][there].iloc[-1])
    alike = np.array([version_of(each) == last and months_of(each) == 1 for each in laid["basis"]], dtype=bool)
    kept = there & alike
    first = int(np.flatnonzero(kept)[0]) if kept.any() else 0
    above, below = (
        np.where(kept, laid[name].to_numpy(dtype=float), np.nan)[first:] for name in ("numerator", "denominator")
    )
    return Rest(way, np.where(kept, values, np.nan)[first:], above, below, season)


def place(way: Way, to_date: float, inside: pd.DataFrame, below: Floats) -> tuple[float, float]:
    """What is known of the whole, and how much of it a unit to come makes 「已知部分」."""
    if way == "sum":
        return to_date, 1.0
    if way == "level":
        return 0.0, 1.0
    import numpy as np

    known = float(inside["denominator"].sum())
    whole = float(np.nansum(below))
    return to_date * known / whole, 1 - known / whole


def limits(kpi: Kpi, laid: pd.DataFrame) -> tuple[float, float]:
    """Least and most that a figure can be, as far as its unit and history tell 「取值范围」."""
    least = 0.0 if laid["value"].min() >= 0 else -math.inf
    return least, 1.0 if kpi.unit == "share" and laid["value"].max() <= 1 else math.inf
