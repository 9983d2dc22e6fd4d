"""Whether the effect of a planned measure can be seen, before it starts 「能否看得出效果」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from diagnostics.loop.intervene.detectability.alone import smallest_alone, smallest_beside, smallest_counted
from diagnostics.loop.intervene.detectability.history import History, history_of
from diagnostics.loop.intervene.detectability.noise import smallest_between
from diagnostics.loop.intervene.detectability.peers import beside, free_peers
from diagnostics.loop.intervene.detectability.two_way import common
from diagnostics.model.detection import (
    FEWEST_COMPARISONS,
    after_needed,
    before_needed,
    compared_needed,
    series_needed,
)
from diagnostics.model.period import SEASON, Calendar, Cycle, Period
from diagnostics.model.visibility import Bar, Sight, Visibility

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.effect import EffectMethod
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Intervention
    from diagnostics.model.intervention_state import InterventionState


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a planned measure is looked at 「观察窗口」.

    Parameters
    ----------
    start, judged : Period
        First whole period after the start, and the one whose end allows a verdict.
    after : int
        Periods from the one to the other.
    early : bool
        Whether the decision is due before that.
    """

    start: Period
    judged: Period
    after: int
    early: bool


def visibility(
    engagement: Engagement,
    measure: Intervention,
    observed: pd.DataFrame,
    as_of: date,
    states: Sequence[InterventionState] = (),
    *,
    seed: int = 0,
) -> Visibility:
    """Smallest effect that the default estimate would find, beside the planned one 「能否看得出效果」.

    Parameters
    ----------
    measure : Intervention
        Not yet started.
    observed : DataFrame
        Hand-off ``observations``: figures up to the as-of date.
    as_of : date
        Day up to which figures are there; an earlier planned start is taken for the day after it.
    states : sequence of InterventionState
        All measures of the ledger: their entities are no comparison.
    seed : int
        Of the series drawn without an effect, 0 or more.

    Returns
    -------
    Visibility
        With the reason, where no verdict will be possible whatever the effect.

    Notes
    -----
    The estimate is the one that will judge it. From 5 comparison entities on: difference-in-differences, its error from
    how far their own changes differ at starts that never were. 1 to 4: the series less theirs. None, and a long series:
    interrupted series, of counts by their rate. The effect is found four times out of five.
    """
    entities = engagement.entities
    named = tuple(each for each in measure.entities if each in entities and not entities[each].person)
    blank = Visibility(measure.kpi, named, "impossible", seed=seed)
    kpi = engagement.kpis.get(measure.kpi)
    # Figures of a measure that is done to people too may be theirs.
    if any(each in entities and entities[each].person for each in measure.entities):
        return replace(blank, bar="people")
    if kpi is None or len(named) < len(measure.entities):
        return replace(blank, bar="not_observed")
    if kpi.direction not in ("higher", "lower"):
        return replace(blank, bar="no_direction")
    if len({entities[each].level for each in named}) > 1:
        return replace(blank, bar="mixed_levels")
    peers = free_peers(engagement, kpi.id, named, states, measure.id)
    past = history_of(kpi, observed, (*named, *peers), SEASON[kpi.cycle])
    if past is None or not set(named) <= set(past.entities):
        return replace(blank, bar="not_observed")
    span = window(measure, engagement.calendar, past.cycle, as_of)
    compared = past.reporting(peers, span.after)
    blank = replace(
        blank, start=span.start.text, judged=span.judged.text, after=span.after, early=span.early,
        before=_before(past, named, compared), comparisons=len(compared),
        beside=beside(engagement, measure, states, span.start.start),
    )  # fmt: skip
    return _sized(blank, measure, past, compared, lower=kpi.direction == "lower")


def window(measure: Intervention, calendar: Calendar, cycle: Cycle, as_of: date) -> Window:
    """From when to when a planned measure is looked at: to its decision, as long as a verdict needs 「观察窗口」."""
    day = max(measure.start or as_of, as_of + timedelta(1))
    start = calendar.at(day, cycle)
    start = start if start.start >= day else calendar.shift(start, 1)
    after = after_needed(cycle)
    judged = calendar.shift(start, after - 1)
    early = measure.decision is not None and measure.decision < judged.last_day
    if measure.decision is not None and not early:
        # A decision years away would make any effect look visible; two seasons are as far as a plan reaches.
        while after < 2 * max(SEASON[cycle], 6) and calendar.shift(judged, 1).last_day <= measure.decision:
            judged, after = calendar.shift(judged, 1), after + 1
    return Window(start, judged, after, early)


def _sized(
    blank: Visibility, measure: Intervention, past: History, compared: Sequence[str], *, lower: bool
) -> Visibility:
    blank = replace(blank, method=_method(blank, past, compared))
    smallest, bar = _smallest(blank, past, compared)
    if smallest is None or bar:
        return replace(blank, bar=bar or "no_spread")
    # A change of a rate of events is a share of it, even where some period has none.
    proportional = past.proportional or blank.method == "poisson_its"
    level = past.level(blank.entities)
    planned, planned_relative = _planned(measure, level)
    falls = lower if planned is None else planned < 0
    told, relative = in_units(smallest, level, proportional=proportional, falls=falls)
    size = _size(planned, planned_relative, proportional=proportional)
    sight: Sight = "unstated" if size is None else "visible" if size >= smallest else "too_small"
    return replace(
        blank, sight=sight, smallest=told, smallest_relative=relative, planned=planned,
        planned_relative=planned_relative,
    )  # fmt: skip


def _method(blank: Visibility, past: History, compared: Sequence[str]) -> EffectMethod:
    """Default estimate for the data that there will be, as effects are judged by later."""
    if compared:
        return "controlled_its" if len(compared) < FEWEST_COMPARISONS else "did"
    if blank.before + blank.after < series_needed(past.cycle):
        return "xmr"
    return "its" if past.counted(blank.entities) is None else "poisson_its"


def _smallest(blank: Visibility, past: History, compared: Sequence[str]) -> tuple[float | None, Bar | None]:
    """Smallest effect on the scale of the analysis, or what stands against any verdict."""
    cycle, own, whole = past.cycle, past.of(blank.entities), blank.before + blank.after
    if blank.method == "xmr":
        return None, "short_series"
    if blank.before < before_needed(cycle, blank.method):
        return None, "few_before"
    if blank.method == "did":
        return smallest_between(own, past.of(compared), blank.after), None
    if blank.method == "controlled_its":
        if whole < compared_needed(cycle):
            return None, "few_comparisons"
        return smallest_beside(own.mean(axis=0) - common(past.of(compared))[1], blank.after, cycle, blank.seed), None
    counts = past.counted(blank.entities)
    if counts is not None:
        return smallest_counted(counts, blank.after, cycle, blank.seed), None
    return smallest_alone(own.mean(axis=0), blank.after, cycle, blank.seed), None


def _before(past: History, named: Sequence[str], compared: Sequence[str]) -> int:
    """Periods with figures: of the poorest planned entity where there is somebody to compare with, else of all."""
    import numpy as np

    seen = ~np.isnan(past.of(named))
    if not compared:
        return int(seen.all(axis=0).sum())
    return int((seen & ~np.isnan(past.of(compared)).all(axis=0)).sum(axis=1).min())


def in_units(smallest: float, level: float, *, proportional: bool, falls: bool = False) -> tuple[float, float | None]:
    """Size of the smallest effect in the KPI's unit, and as a share of its level 「换算」.

    Parameters
    ----------
    falls : bool
        Whether the figure is to fall: twice as much is as far from a level as half of it, yet 100 % and not 50 %.

    Examples
    --------
    >>> [round(each, 2) for each in in_units(math.log(2), 10.0, proportional=True)]
    [10.0, 1.0]
    >>> [round(each, 2) for each in in_units(math.log(2), 10.0, proportional=True, falls=True)]
    [5.0, 0.5]
    """
    if proportional:
        relative = -math.expm1(-smallest) if falls else math.expm1(smallest)
        return relative * level, relative
    return smallest, smallest / abs(level) if level else None


def _planned(measure: Intervention, level: float) -> tuple[float | None, float | None]:
    expected = measure.expected
    if expected is None:
        return None, None
    if expected.relative is not None:
        return expected.relative * abs(level), expected.relative
    return expected.absolute, None if not level or expected.absolute is None else expected.absolute / abs(level)


def _size(planned: float | None, relative: float | None, *, proportional: bool) -> float | None:
    if planned is None or not proportional:
        return None if planned is None else abs(planned)
    # A fall to nothing has no logarithm; it is larger than anything.
    return None if relative is None else math.inf if relative <= -1 else abs(math.log1p(relative))
