"""One series carried on to the end of a span 「单一序列预测」."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.track.outlook.foretell import Foretold, Series
from diagnostics.loop.track.outlook.held_back import FEWEST, HALF, TrackRecord, held_back
from diagnostics.loop.track.outlook.mixture import quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from diagnostics.loop.track.outlook.rest import Rest

    Floats = NDArray[np.float64]

# A forecast needs two whole seasons and a dozen figures; the first one held back knows one and a half.
FEWEST_FIGURES = 12
# Of what is looked back on so much has to be there.
FILLED = 0.8
SAME = 1e-12


@dataclass(frozen=True, slots=True)
class Carried:
    """What a series comes to by the end of a span 「期末推算」.

    Parameters
    ----------
    offset, factor : float
        What is known already, and how much of the whole a unit to come makes: whole = offset + factor × rest.
    expected, low, high : float
        Middle of the forecast and ends of its range; NaN where there is none.
    found : Foretold or None
        Distribution of the rest; None where there is none to give chances by.
    record : TrackRecord
        How forecasts equally far ahead came true.
    reason : str
        Why there is no forecast, or no chance; empty where there are both.
    """

    offset: float = float("nan")
    factor: float = 1.0
    expected: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    found: Foretold | None = None
    record: TrackRecord = field(default_factory=TrackRecord)
    reason: str = ""


def fewest(season: int) -> int:
    """Figures from which a series is carried on 「最短历史」.

    Examples
    --------
    >>> fewest(12), fewest(4)
    (24, 12)
    """
    return max(2 * season, FEWEST_FIGURES)


def carry(rest: Rest, ahead: int, share: float, place: tuple[float, float], limits: tuple[float, float]) -> Carried:
    """Forecast of a span from what is known of it and the history before 「期末推算」.

    Parameters
    ----------
    rest : Rest
        History up to now, and how its figures add up.
    ahead : int
        Periods to come, 1 or more.
    share : float
        Share of figures that the range is to hold.
    place : tuple of float
        ``offset`` and ``factor`` of the whole.
    limits : tuple of float
        Least and most that the unit allows.
    """
    offset, factor = place
    known = rest.values[~np.isnan(rest.values)]
    why = _not_told(rest, known)
    if why:
        return Carried(offset, factor, reason=why)
    series = Series(rest.values, rest.season, ahead)
    to_come = np.arange(len(known), len(known) + ahead)
    rows = to_come[-1:] if rest.way == "level" else to_come
    found = series.told(len(known), rows, rest.share(len(rest.values), ahead))
    record = held_back(series, rest, max(3 * rest.season // 2, 8), ahead, share)
    low, middle, high = (
        float(np.clip(offset + factor * quantile(found, each), *limits))
        for each in ((1 - share) / 2, 0.5, (1 + share) / 2)
    )
    if record.tests < FEWEST or record.inside < HALF * record.tests:
        why = "untested" if record.tests < FEWEST else "unreliable"
        return Carried(offset, factor, middle, low, high, None, record, why)
    return Carried(offset, factor, middle, low, high, found, record)


def _not_told(rest: Rest, known: Floats) -> str:
    """Why a series can't be carried on; empty where it can."""
    if len(known) < fewest(rest.season):
        return "short"
    if np.isnan(rest.values[-1]):
        return "stale"
    if len(known) < FILLED * len(rest.values):
        return "gap"
    # A share that never changes still differs in its last digit, by which numerator and denominator it came from.
    return "constant" if np.ptp(known) <= SAME * np.abs(known).max() else ""
