"""Process KPIs held against a result some periods later 「先行关系」."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.diagnose.leading.chosen import Chosen, chosen
from diagnostics.loop.diagnose.signal import discoveries
from diagnostics.model.kpi import Kpi
from diagnostics.model.lead_lag import COLUMNS, LeadLag
from diagnostics.model.observations import Observations
from diagnostics.model.period import SEASON, Calendar, Period

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from diagnostics.model.period import Cycle

    Floats = NDArray[np.float64]

# Periods without which season, noise and a lag can't be told apart: two seasons, and enough beside.
NEEDS: dict[Cycle, int] = {"year": 12, "quarter": 12, "month": 24, "week": 104, "day": 28}
# Surrogates of the result: fewer where many entities tell more each, never fewer than it takes to tell the rarest of
# many drivers from the rest.
DRAWS, FEWEST_DRAWS, A_DRIVER, MOST_DRAWS, CELLS = 999, 199, 40, 3999, 2_000_000
# What is left of a series beside its figures, where a line and a season tell it whole: rounding, which is no movement.
ROUNDING = 1e-9


def lead_lag(  # noqa: PLR0913 (one public name, its choices by keyword)
    observations: Observations,
    result: str,
    drivers: Collection[str] | None = None,
    *,
    most: int = 6,
    level: str | None = None,
    entities: Collection[str] | None = None,
    period: Period | str | None = None,
    calendar: Calendar | None = None,
    rate: float = 0.05,
    seed: int = 0,
    kpis: Mapping[str, Kpi] | None = None,
) -> LeadLag:
    """Which KPIs run ahead of a result, and by how many periods 「先行关系」.

    Parameters
    ----------
    observations : Observations
        Without dimensions.
    result : str
        KPI that the others may run ahead of.
    drivers : collection of str, optional
        KPIs held against it; all others of its cycle, where absent.
    most : int
        Longest lag, in periods, 1 to 24.
    level : str, optional
        Whose figures, all its entities together; the level with most figures of the result, where absent.
    entities : collection of str, optional
        Only these entities.
    period : Period or str, optional
        Last period looked at; the last one observed, where absent.
    calendar : Calendar, optional
        How the client counts time.
    rate : float
        Largest share of false ones among those found, on average, and of intervals that miss; between 0 and 1.
    seed : int
        Where chance starts; the same seed, the same result.
    kpis : mapping of Kpi, optional
        For their names.

    Returns
    -------
    LeadLag
        One row a driver, the rarest relation first; those without enough periods last, with what they need.

    Raises
    ------
    InputError
        When the observations have dimensions or infinite values, a KPI, level or entity is unknown, or a number is
        outside its range.

    Notes
    -----
    docs/methods/lead_lag.md. A relation in time is an association: what both follow can make it, and no cause.
    """
    import numpy as np
    import pandas as pd

    _refuse(observations, most, rate, seed)
    asked = chosen(observations, result, drivers, (level, entities), (period, calendar or Calendar()))
    needs = NEEDS[asked.cycle]
    draws = _draws(asked)
    rows = [_row(asked, each, (range(most + 1), needs), (draws, rate, seed)) for each in asked.drivers]
    table = pd.DataFrame(rows, columns=[each for each in COLUMNS if each != "found"])
    table["found"] = discoveries(table["probability"].to_numpy(dtype=np.float64), rate)
    ordered = table.sort_values(["probability", "driver"], kind="stable", ignore_index=True)
    spoken = observations.currency, observations.language
    return LeadLag(ordered[list(COLUMNS)], result, asked.level, asked.cycle, rate, kpis, *spoken)


def _refuse(observations: Observations, most: int, rate: float, seed: int) -> None:
    """Refuse what has no meaning."""
    if not isinstance(observations, Observations):
        raise InputError(f"lead_lag takes Observations, got {type(observations).__name__}; dx.observe gives them.")
    if observations.by:
        raise InputError(f"lead_lag takes observations without dimensions, got by={list(observations.by)}.")
    if isinstance(most, bool) or not isinstance(most, int) or not 1 <= most <= 24:
        raise InputError(f"most is {most!r}; the longest lag is a whole number of periods from 1 to 24.")
    if isinstance(rate, bool) or not isinstance(rate, (int, float)) or not 0 < rate < 1:
        raise InputError(f"rate is {rate!r}; the share of false findings lies between 0 and 1, such as 0.05.")
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise InputError(f"seed is {seed!r}; it is a whole number from 0.")


def _draws(asked: Chosen) -> int:
    """How many surrogates are worth their time."""
    least = min(max(FEWEST_DRAWS, A_DRIVER * len(asked.drivers)), MOST_DRAWS)
    return int(max(least, min(DRAWS, CELLS // max(asked.result.size, 1))))


def _row(asked: Chosen, driver: str, reach: tuple[range, int], chance: tuple[int, float, int]) -> dict[str, Any]:
    """One driver's row."""
    from zlib import crc32

    import numpy as np

    from diagnostics.loop.diagnose.leading.searched import searched

    (lags, needs), (count, rate, seed) = reach, chance
    ours, theirs = asked.result, asked.figures(driver)
    both = ~np.isnan(ours) & ~np.isnan(theirs)
    season = SEASON[asked.cycle]
    enough = (both.sum(axis=1) >= needs) & _moves(ours, season) & _moves(theirs, season)
    row: dict[str, Any] = dict.fromkeys(COLUMNS, float("nan")) | {
        "driver": driver, "entities": int(enough.sum()), "periods": int(both.sum(axis=1).max(initial=0)),
        "needs": needs, "reason": "",
    }  # fmt: skip
    del row["found"]
    if not enough.any():
        return row | {"reason": "short" if row["periods"] < needs else "still"}
    generator = np.random.default_rng([seed, crc32(driver.encode())])
    shown = searched(ours[enough], theirs[enough], season, lags, (generator, count, rate))
    return row | {name: getattr(shown, name) for name in shown.__slots__}


def _moves(values: Floats, season: int) -> NDArray[np.bool_]:
    """Whether each entity's figures do more than follow a line and a season, by more than rounding."""
    import numpy as np

    from diagnostics.loop.diagnose.leading.whitened import removed, seasonal

    found = np.zeros(len(values), dtype=bool)
    for at, row in enumerate(values):
        held = ~np.isnan(row)
        size = float(np.abs(row[held]).max(initial=0.0))
        if size:
            unit = np.where(held, row / size, 0.0)
            left = removed(held, season if seasonal(unit, held, season) else 1).of(unit)
            found[at] = bool(np.abs(left).max() > ROUNDING)
    return found
