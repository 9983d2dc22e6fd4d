"""Whether the effect of a planned measure can be seen, before it starts 「能否看得出效果」."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from diagnostics.loop.intervene.detectability.history import History, history_of
from diagnostics.loop.intervene.detectability.noise import change_variance, smallest_alone, smallest_between
from diagnostics.loop.intervene.detectability.peers import beside, free_peers
from diagnostics.model.detection import FEWEST_COMPARISONS, after_needed, before_needed, series_needed
from diagnostics.model.period import SEASON, Calendar, Cycle, Period
from diagnostics.model.visibility import Bar, Visibility

if TYPE_CHECKING:
    import pandas as pd

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

    Returns
    -------
    Visibility
        With the reason, where no verdict will be possible whatever the effect.

    Notes
    -----
    Comparison entities: difference-in-differences, its error from how far the comparisons' own changes differ at starts
    that never were. None, and a long series: interrupted series. The effect is found four times out of five.
    """
    entities = engagement.entities
    named = tuple(each for each in measure.entities if each in entities and not entities[each].person)
    blank = Visibility(measure.kpi, named, "impossible")
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
    compared = tuple(each for each in peers if each in past.whole)
    blank = replace(
        blank, start=span.start.text, judged=span.judged.text, after=span.after, early=span.early,
        before=past.values.shape[1], comparisons=len(compared),
        method="did" if compared else "xmr", beside=beside(engagement, measure, states, span.start.start),
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
    smallest, bar = (_between if compared else _alone)(blank, past, compared)
    method = "its" if not compared and not bar else blank.method
    if smallest is None or bar:
        return replace(blank, method=method, bar=bar or "no_spread")
    level = past.level(blank.entities)
    planned, planned_relative = _planned(measure, level)
    falls = lower if planned is None else planned < 0
    told, relative = in_units(smallest, level, proportional=past.proportional, falls=falls)
    known = {
        "method": method, "smallest": told, "smallest_relative": relative, "planned": planned,
        "planned_relative": planned_relative,
    }  # fmt: skip
    size = _size(planned, planned_relative, proportional=past.proportional)
    sight = "unstated" if size is None else "visible" if size >= smallest else "too_small"
    return replace(blank, **known, sight=sight)  # type: ignore[arg-type]


def _between(blank: Visibility, past: History, compared: Sequence[str]) -> tuple[float | None, Bar | None]:
    if blank.before < before_needed(past.cycle, "did"):
        return None, "few_before"
    if len(compared) < FEWEST_COMPARISONS:
        return None, "few_comparisons"
    spread = change_variance(past.of(compared), blank.after)
    return smallest_between(spread, len(blank.entities), len(compared)), None


def _alone(blank: Visibility, past: History, _: Sequence[str]) -> tuple[float | None, Bar | None]:
    series = past.of(blank.entities).mean(axis=0)
    if len(series) + blank.after < series_needed(past.cycle):
        return None, "short_series"
    if len(series) < before_needed(past.cycle, "its"):
        return None, "few_before"
    return smallest_alone(series, blank.after, past.cycle), None


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
