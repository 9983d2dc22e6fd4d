"""The KPIs' joint distribution from what they were 「由历史得出的联合分布」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.history import LEAST, PayHistory
from diagnostics.loop.intervene.pay.joint import Joint, factors, probabilities_of_levels
from diagnostics.model.pay_scenario import PayScenario

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

Names = tuple[str, ...]
# Months that make a level; two years show a season.
_LEVEL, _SEASONS = 12, 24
_MOST_CARRIED = 0.95
# Where months are so alike that a level takes half of their spread, nobody can tell level from spread.
_MOST_TAKEN = 0.5


@dataclass(frozen=True, eq=False)
class _Parts:
    """A KPI taken apart: (entity, month) residuals, (entity) level, (12) season; in logs where all are above 0."""

    log: bool
    season: Array
    level: Array
    residuals: Array
    bounds: tuple[float, float]


def history_joint(history: PayHistory, kpis: Sequence[str], scenario: PayScenario) -> Joint:
    """Joint distribution from the past: level, season, own spread, correlation, what carries over 「历史联合分布」.

    Raises
    ------
    InputError
        When the history lacks a KPI or an entity of the scenario, or has fewer than 12 months before its first.

    Notes
    -----
    docs/methods/pay.md.
    """
    who = _require(history, kpis, scenario)
    known, months = _before(history, scenario)
    return _estimated(history, tuple(kpis), tuple(who), known, months)


# Panels ask again at each move of a slider, and few moves change whose pay it is, of what or when.
@lru_cache(maxsize=8)
def _estimated(history: PayHistory, kpis: Names, who: Names, known: Names, months: Names) -> Joint:
    import numpy as np

    figures = history.figures[:, :, : len(known)]
    places = [history.entities.index(each) for each in who]
    # Season, and what moves together, are those of all entities of the history, whosever pay it is.
    parts = [_parts(figures[history.kpis.index(each)], known) for each in kpis]
    scores = np.array([_normal_scores(each.residuals) for each in parts])
    # The mean of so many years takes its part of what strikes all and each.
    years = len(known) / 12 if len(known) >= _SEASONS else math.inf
    shared, own, alike = _factors(scores, years)
    carried = _carried(scores)
    taken = (alike + (1 - alike) / len(history.entities)) / years
    parts = [_of(_whole_spread(each, taken[k], carried[k]), places) for k, each in enumerate(parts)]
    # Of a last month that lies longer back less is left.
    last = scores[:, places, -1] * (carried ** _between(known[-1], months[0]))[:, None]
    margins = [_quantiles(each) for each in parts]
    return Joint(
        who, kpis, months,
        np.array([[_figure(*each, month) for each in zip(parts, margins, strict=True)] for month in months]),
        np.array([[_figure(each, 0.0, month)[:, 0] for each in parts] for month in months]),
        np.array([[_target(history, each, month, places) for each in kpis] for month in months]),
        carried, _unsure(carried, taken, len(known)), last, shared, own, tuple(each.bounds for each in parts),
    )  # fmt: skip


def _require(history: PayHistory, kpis: Sequence[str], scenario: PayScenario) -> tuple[str, ...]:
    """Entities of the scenario, when the history has them and the KPIs."""
    lacking = [each for each in kpis if each not in history.kpis]
    if lacking:
        raise unknown("KPI", lacking[0], history.kpis, "the pay history, and pay follows it")
    who = scenario.entities or history.paid or history.entities
    stray = [each for each in who if each not in history.entities]
    if stray:
        raise unknown("entity", stray[0], history.entities, "the pay history")
    return who


def _before(history: PayHistory, scenario: PayScenario) -> tuple[Names, Names]:
    """Months before the scenario's first, and its own months: nobody knows the future."""
    known = tuple(each for each in history.months if scenario.first is None or each < scenario.first)
    if len(known) < LEAST:
        raise InputError(
            f"Only {len(known)} months of the history lie before {scenario.first}, the first month of scenario"
            f" {scenario.id!r}; must be {LEAST} or more."
        )
    return known, _months(known[-1], scenario)


def _between(last: str, first: str) -> int:
    """Months that lie between two.

    >>> _between("2024-12", "2025-01"), _between("2024-10", "2025-01")
    (0, 2)
    """
    return 12 * (int(first[:4]) - int(last[:4])) + int(first[5:]) - int(last[5:]) - 1


def _months(last: str, scenario: PayScenario) -> tuple[str, ...]:
    import pandas as pd

    first = pd.Period(scenario.first, "M") if scenario.first else pd.Period(last, "M") + 1
    found = pd.period_range(first, periods=scenario.months, freq="M")
    return tuple(found.strftime("%Y-%m").tolist())


def _parts(figures: Array, months: Sequence[str]) -> _Parts:
    """Level, season and residuals of one KPI; the season is that of all entities together."""
    import numpy as np

    log = bool((figures > 0).all())
    values = np.log(figures) if log else figures
    calendar = np.array([int(each[5:]) - 1 for each in months])
    season = np.zeros(12)
    if len(months) >= _SEASONS:
        apart = (values - _around(values)).mean(axis=0)
        season = np.array([apart[calendar == each].mean() for each in range(12)])
        season -= season.mean()
    still = values - season[calendar]
    level = still[:, -_LEVEL:].mean(axis=1)
    residuals = still - _around(still)
    low = 0.0 if (figures >= 0).all() else -np.inf
    high = 1.0 if ((figures >= 0) & (figures <= 1)).all() else np.inf
    return _Parts(log, season, level, residuals, (low, high))


def _around(values: Array) -> Array:
    """Mean of the year around each month, at the ends of what there is of it."""
    import numpy as np

    count, half = values.shape[1], _LEVEL // 2
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)
    at = np.arange(count)
    # At the ends a whole year is taken, not a half one: a half year's mean would carry its season.
    low = np.clip(at - half, 0, max(count - _LEVEL - 1, 0))
    high = np.minimum(low + _LEVEL + 1, count)
    return np.asarray((sums[:, high] - sums[:, low]) / (high - low))


def _normal_scores(residuals: Array) -> Array:
    """Normal scores by rank, each entity on its own."""
    import numpy as np
    from scipy.special import ndtri

    # Equal ones share a rank: in the order of time they would seem to rise. (scipy.stats takes seconds to import.)
    rows = [(np.sort(row), row) for row in residuals]
    below = np.array([np.searchsorted(ordered, row, "left") for ordered, row in rows])
    upto = np.array([np.searchsorted(ordered, row, "right") for ordered, row in rows])
    return np.asarray(ndtri((below + upto) / 2 / residuals.shape[1]))


def _factors(scores: Array, years: float) -> tuple[Array, Array, Array]:
    """What strikes all entities alike, from products across entities; what each has alone; the first's share by KPI."""
    import numpy as np

    _, count, months = scores.shape
    spread = scores.std(axis=2, keepdims=True)
    unit = scores / np.where(spread > 0, spread, 1.0)
    whole = np.einsum("kem,lem->kl", unit, unit) / (count * months)
    np.fill_diagonal(whole, 1.0)
    if count < 2:
        nothing = np.zeros_like(whole)
        return *factors(nothing, whole), np.diag(nothing)
    sums = unit.sum(axis=1)
    across = (sums @ sums.T / months - count * whole) / (count * (count - 1))
    left = np.clip(np.diag(across), 0.0, 1.0)
    alike = left / (1 - (1 - left) / years)
    kept = np.sqrt(1 - alike / years)
    common = across * np.outer(kept, kept) * (1.0 if years == math.inf else years / (years - 1))
    return *factors(common, whole * np.outer(kept, kept) + common / years), alike


def _of(part: _Parts, places: Sequence[int]) -> _Parts:
    """Level and residuals of some of the entities."""
    return replace(part, level=part.level[list(places)], residuals=part.residuals[list(places)])


def _whole_spread(part: _Parts, taken: float, carried: float) -> _Parts:
    """Residuals as wide as before season and level took their part of them.

    A mean of 13 months holds a 13th of a month's own variance, and more where months are alike.
    """
    import numpy as np

    level = min((1 + carried) / (1 - carried) / (_LEVEL + 1), _MOST_TAKEN)
    return replace(part, residuals=part.residuals / np.sqrt((1 - taken) * (1 - level)))


def _carried(scores: Array) -> Array:
    """Autocorrelation of neighbouring months, by KPI, over entities; without what short series take from it."""
    import numpy as np

    before, after = scores[:, :, :-1], scores[:, :, 1:]
    found = (before * after).sum(axis=(1, 2)) / np.maximum((scores**2).sum(axis=(1, 2)), 1e-300)
    months = scores.shape[2]
    found = found + (1 + 3 * found) / months + 1 / (_LEVEL + 1)
    return np.asarray(np.clip(found, 0.0, _MOST_CARRIED))


def _unsure(carried: Array, taken: Array, months: int) -> Array:
    """Standard error of level and season, in standard deviations of a month, by KPI."""
    import numpy as np

    level = (1 + carried) / (1 - carried) / min(_LEVEL, months)
    return np.asarray(np.sqrt(np.minimum(level + taken, 1.0)))


def _quantiles(part: _Parts) -> Array:
    """Residuals (entity, level) at the levels' probabilities: their own quantiles, in straight lines between."""
    import numpy as np

    found = np.quantile(part.residuals, probabilities_of_levels(), axis=1, method="hazen").T
    return np.asarray(found, dtype=np.float64)


def _figure(part: _Parts, residuals: Any, month: str) -> Array:
    import numpy as np

    value = part.level[:, None] + part.season[int(month[5:]) - 1] + residuals
    return np.asarray(np.clip(np.exp(value) if part.log else value, *part.bounds))


def _target(history: PayHistory, kpi: str, month: str, places: Sequence[int]) -> Array:
    """Target of a month: its own, else that of the month a year before, else the last one known."""
    import numpy as np

    known = sorted(each for name, each in history.targets if name == kpi and each <= month)
    for each in (month, f"{int(month[:4]) - 1}{month[4:]}", *known[-1:]):
        found = history.targets.get((kpi, each))
        if found is not None:
            return np.asarray(found[places])
    return np.full(len(places), np.nan)
