"""How forecasts equally far ahead would have come true on figures held back 「预测战绩」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.track.outlook.mixture import below, quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.track.outlook.foretell import Series
    from diagnostics.loop.track.outlook.rest import Rest

    Floats = NDArray[np.float64]

# Forecasts looked back on, and fewer of them than this say nothing of how they come true.
MOST, FEWEST = 12, 4
# Where fewer than half came true, what is foretold now deserves no chance either.
HALF = 0.5


@dataclass(frozen=True, slots=True)
class TrackRecord:
    """How earlier forecasts equally far ahead came true 「预测战绩」.

    Parameters
    ----------
    tests : int
        Forecasts made of figures that were held back.
    inside : int
        How many of these figures lay within their range.
    error : float
        Mean size by which the forecasts missed; NaN without any.
    naive_error : float
        The same of the figures of a season before; NaN where there are none.
    naive_same : float
        Mean size by which the forecasts missed on those where both are known.
    """

    tests: int = 0
    inside: int = 0
    error: float = float("nan")
    naive_error: float = float("nan")
    naive_same: float = float("nan")


def held_back(series: Series, rest: Rest, first: int, ahead: int, share: float) -> TrackRecord:
    """Forecasts of the last figures, each from what was known so far before it 「往期推算检验」.

    Parameters
    ----------
    series : Series
        The history.
    rest : Rest
        How what is to come adds up.
    first : int
        Periods known before the first forecast.
    ahead : int
        Periods that are to come.
    share : float
        Share of figures that the range is to hold.

    Notes
    -----
    A forecast knows nothing of what came after it: its weights are those of the candidates' success so far. Spans with
    a missing figure, or right after one, are left out.
    """
    rows = []
    length = len(series.values)
    places = {int(place): at for at, place in enumerate(series.places)}
    for end in range(length - ahead, first - 1, -1):
        span = np.arange(end, end + ahead)
        wanted = span if rest.way != "level" else span[-1:]
        if end - 1 not in places or not all(int(each) in places for each in wanted):
            continue
        found = series.told(
            places[end - 1] + 1, np.array([places[int(each)] for each in wanted]), rest.share(end, ahead)
        )
        actual = rest.actual(end, ahead)
        inside = abs(below(found, actual) - 0.5) <= share / 2
        rows.append((float(inside), abs(quantile(found, 0.5) - actual), abs(rest.naive(end, ahead) - actual)))
        if len(rows) == MOST:
            break
    if not rows:
        return TrackRecord()
    table = np.array(rows)
    both = ~np.isnan(table[:, 2])
    return TrackRecord(
        tests=len(rows),
        inside=int(table[:, 0].sum()),
        error=float(table[:, 1].mean()),
        naive_error=float(table[both, 2].mean()) if both.any() else float("nan"),
        naive_same=float(table[both, 1].mean()) if both.any() else float("nan"),
    )
