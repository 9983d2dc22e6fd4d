"""Figures of the traps: each test drawn from its own rows 「陷阱检验图」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.terms import say

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.figure import Figure
    from numpy.typing import NDArray

    from diagnostics.model.traps import TrapEvidence
    from diagnostics.terms import Language

    Floats = NDArray[np.float64]

SHARES = frozenset({"conflicts", "entries", "check_ins", "ledger", "suggestions", "sponsors", "blame", "deductions",
                    "variable_share"})  # fmt: skip
BINS, REACH = 24, 2.5


def trap_figure(each: TrapEvidence, language: Language) -> Figure:
    """Histogram around the line, last digits, a share beside what is asked, or the course of time 「检验图」.

    Raises
    ------
    InputError
        When the test has nothing to draw.
    """
    from diagnostics.look.charts import histogram_chart, pareto_chart

    if each.test == "digits":
        return histogram_chart(_digits(each.rows["value"].to_numpy(dtype=float)), size="wide")
    if each.test in ("bunching", "limit"):
        bars, below = _around(each)
        return histogram_chart(bars, line=say("traps.chart.line", language), below=below)
    import pandas as pd

    if each.test in SHARES:
        labels = [say(f"traps.chart.{name}", language) for name in ("seen", "asked")]
        shares = [float(each.figures[name]) for name in ("share", "rule")]
        told = [f"{100 * share:.0f}%" for share in shares]
        return pareto_chart(pd.DataFrame({"label": labels, "amount": shares, "told": told, "vital": [True, False]}))
    return _course(each, language)


def _around(each: TrapEvidence) -> tuple[pd.DataFrame, int]:
    """Counts by distance from the threshold; the bars next to it are those the finding speaks of."""
    import numpy as np
    import pandas as pd

    known = each.rows[["value", "threshold"]].dropna().to_numpy(dtype=float)
    values, lines = known[:, 0], known[:, 1]
    if each.test == "limit":
        most = int(min(values.max(), 3 * lines[0] + 6))
        counts = np.bincount(np.minimum(values, most).astype(int), minlength=most + 1)
        bars = pd.DataFrame({"label": [str(at) for at in range(most + 1)], "count": counts})
        return bars.assign(marked=[at == int(lines[0]) for at in range(most + 1)]), int(lines[0]) + 1
    relative = bool((lines > 0).all())
    apart = values / lines - 1 if relative else values - lines
    low, high = np.percentile(apart, [25, 75])
    width = REACH * max(high - low, 1e-12) / 1.349 / (BINS / 2)
    at = np.floor(apart / width + 1e-6).astype(int) + BINS // 2
    counts = np.bincount(at[(at >= 0) & (at < BINS)], minlength=BINS)
    edges = (np.arange(BINS) - BINS // 2) * width
    labels = [f"{100 * (1 + edge):.0f}%" if relative else f"{edge:+.3g}" for edge in edges]
    marked = [place in (BINS // 2, BINS // 2 - 1) for place in range(BINS)]
    return pd.DataFrame({"label": labels, "count": counts, "marked": marked}), BINS // 2


def _digits(values: Floats) -> pd.DataFrame:
    """How often each last digit occurs, in the smallest unit that the figures show."""
    import numpy as np
    import pandas as pd

    known = values[np.isfinite(values)]
    places = range(5)
    unit = next((10.0**-each for each in places if np.allclose(known * 10**each, np.round(known * 10**each))), 1.0)
    counts = np.bincount(np.round(known / unit).astype(np.int64) % 10, minlength=10)
    labels = [str(at) for at in range(10)]
    return pd.DataFrame({"label": labels, "count": counts, "marked": [at in (0, 5) for at in range(10)]})


def _course(each: TrapEvidence, language: Language) -> Figure:
    """Mean of the units over time, each relative to its own mean."""
    import pandas as pd

    from diagnostics.look.charts import Quantity, series_chart

    rows = each.rows
    if not {"start", "value"} <= set(rows.columns) or not len(rows):
        raise InputError(f"Test {each.test!r} has no figure; .rows({each.test!r}) shows what it looked at.")
    days = pd.to_datetime(rows["start"])
    month = days.dt.to_period("M").astype("str")
    own = rows["value"] / rows.groupby("entity")["value"].transform("mean").abs()
    course = own.groupby(month).mean().rename_axis("period").rename("value").reset_index()
    return series_chart(course, Quantity("ratio", language, improvement="none"))
