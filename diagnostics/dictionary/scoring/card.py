"""Weighted points of one scorecard, for all entities and periods at once 「考核总分」."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.scoring.arrays import figures as numbers
from diagnostics.dictionary.scoring.arrays import needs_target, unusable, why_unusable
from diagnostics.dictionary.scoring.card_frames import ScoredCard, ScoredItem, card_scores
from diagnostics.dictionary.scoring.grid import Cells, FigureGrid
from diagnostics.dictionary.scoring.level import level_of
from diagnostics.dictionary.scoring.points import score
from diagnostics.dictionary.scoring.scope import Scope
from diagnostics.dictionary.totals import weighted_total
from diagnostics.errors import InputError, unknown
from diagnostics.model.card_scores import CardScores
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import CYCLES, Calendar, Cycle, Period
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.scoring import Scoring
from diagnostics.model.text import Text
from diagnostics.terms import LANGUAGES

if TYPE_CHECKING:
    import pandas as pd


def score_scorecard(
    card: Scorecard,
    kpis: Mapping[str, Kpi],
    figures: pd.DataFrame,
    *,
    calendar: Calendar | None = None,
    entities: Collection[str] | None = None,
) -> CardScores:
    """Weighted points of a scorecard, for all entities and periods at once 「考核总分」.

    Parameters
    ----------
    card : Scorecard
        KPIs with weights, targets and rules.
    kpis : mapping
        KPIs by id.
    figures : DataFrame
        Columns ``kpi, entity, period, value``, and where targets were found ``target, target_high``, as the frame of
        Observations has them. Without a column ``target`` the card's stated targets hold.
    calendar : Calendar, optional
        How periods are read.
    entities : collection of str, optional
        Whom to score; all in the figures where absent.

    Returns
    -------
    CardScores
        A total an entity and period. An item without points makes the total missing, and is named. A target that the
        rule can't be held against (0 under a ratio) leaves that one figure without points; ``items`` says why.

    Raises
    ------
    InputError
        When the card names an unknown KPI or one twice, a rule does not fit its direction, or a KPI has two figures for
        an entity and period.

    Notes
    -----
    A card is summed up in the longest cycle of its KPIs, or that of its rhythm where it is longer: a monthly KPI on a
    quarterly card has the mean of its three months' points, and none where a month is missing.
    """
    import numpy as np

    grid = FigureGrid(figures, calendar or Calendar())
    wanted = None if entities is None else set(entities)
    who = np.array([at for at, each in enumerate(grid.entities) if wanted is None or each in wanted], dtype=np.int64)
    return card_scores([score_card(card, kpis, Scope(grid, who))])


def score_card(card: Scorecard, kpis: Mapping[str, Kpi], scope: Scope) -> ScoredCard:
    """Weighted points of a scorecard for whom and when it holds 「考核总分」.

    Raises
    ------
    InputError
        As `score_scorecard`.
    """
    import numpy as np

    _require_items(card, kpis)
    calendar, cycle = scope.grid.calendar, card_cycle(card, kpis)
    held = [_held(item, kpis[item.kpi], scope) for item in card.items]
    periods = sorted({calendar.at(each.start, cycle) for cells in held for each in cells.periods})
    items, known = [], np.zeros((len(scope.who), len(periods)), dtype=bool)
    for item, cells in zip(card.items, held, strict=True):
        points, reasons = _points(item, kpis[item.kpi], cells)
        whole, there = _within(cells, points, periods, calendar)
        items.append(ScoredItem(item, cells, points, whole, reasons))
        known |= there
    total = weighted_total(
        {each.item.kpi: each.whole for each in items}, {each.kpi: each.weight for each in card.items}
    )
    entities = np.array(scope.grid.entities, dtype=object)[scope.who]
    return ScoredCard(card.id, entities, tuple(periods), total.points, known & scope.holds(periods), tuple(items))


def _require_items(card: Scorecard, kpis: Mapping[str, Kpi]) -> None:
    counts = Counter(each.kpi for each in card.items)
    for kpi, count in counts.items():
        if kpi not in kpis:
            raise unknown("KPI", kpi, kpis, f"scorecard {card.id!r}")
        if count > 1:
            raise InputError(f"Scorecard {card.id!r} has KPI {kpi!r} {count} times, must have it once.")


def card_cycle(card: Scorecard, kpis: Mapping[str, Kpi]) -> Cycle:
    """Cycle in which a card is summed up: the longest of its KPIs and its rhythm 「考核表周期」."""
    cycles = {kpis[each.kpi].cycle for each in card.items}
    if card.rhythm is not None and card.rhythm.assess is not None:
        cycles.add(card.rhythm.assess)
    # They are listed from the longest to the shortest.
    return next(each for each in CYCLES if each in cycles)


def _held(item: Item, kpi: Kpi, scope: Scope) -> Cells:
    """Figures of an item for whom and when the card holds, with its targets."""
    import numpy as np

    cells = scope.grid.of(item.kpi, kpi.cycle, scope.who)
    there = cells.there & scope.holds(cells.periods)
    if not np.array_equal(there, cells.there):
        value = np.where(there, cells.value, np.nan)
        cells = Cells(cells.periods, value, cells.target, cells.target_high, there)
    return scope.with_targets(item, cells)


def _points(item: Item, kpi: Kpi, cells: Cells) -> tuple[Any, dict[tuple[int, int], Text]]:
    """Points of the cells, and why cells with a figure and a target have none, by their place."""
    import numpy as np

    try:
        low, high, reasons = _targets(item, kpi, cells)
        found = score(
            cells.value,
            (low, high) if kpi.direction == "range" else low,
            item.scoring,
            kpi.direction,
            full=level_of(item.scoring),
        )
    except InputError as error:
        raise InputError(f"KPI {item.kpi!r}: {error}") from error
    return np.broadcast_to(found, cells.value.shape), reasons


def _targets(item: Item, kpi: Kpi, cells: Cells) -> tuple[Any, Any, dict[tuple[int, int], Text]]:
    """Both ends of the targets, missing where the rule can't be held against them; and why, by the place."""
    import numpy as np

    low, high = numbers(cells.target, "target"), numbers(cells.target_high, "target")
    high = np.where(np.isnan(high), low, high) if kpi.direction == "range" else low
    if not needs_target(item.scoring):
        return low, high, {}
    bad = unusable(low, high, item.scoring)
    if not bad.any():
        return low, high, {}
    reasons = {
        (int(down), int(across)): _reason(float(low[down, across]), float(high[down, across]), item.scoring)
        for down, across in np.argwhere(bad & cells.there)
    }
    return np.where(bad, np.nan, low), np.where(bad, np.nan, high), reasons


def _reason(low: float, high: float, scoring: Scoring) -> Text:
    return Text(**{each: why_unusable(low, high, scoring, each) for each in LANGUAGES})


def _within(cells: Cells, points: Any, periods: list[Period], calendar: Calendar) -> tuple[Any, Any]:
    """Mean of the points within each period of the card, and whether there are figures at all."""
    import numpy as np

    if cells.periods == tuple(periods):
        return points, cells.there
    shape = (cells.value.shape[0], len(periods))
    whole, known = np.full(shape, np.nan), np.zeros(shape, dtype=bool)
    places = {each.start: at for at, each in enumerate(cells.periods)}
    for across, period in enumerate(periods if cells.periods else ()):
        inner = _inner(period, cells.periods[0].cycle, calendar)
        at = [places[each.start] for each in inner if each.start in places]
        known[:, across] = cells.there[:, at].any(axis=1)
        if len(at) == len(inner):
            whole[:, across] = points[:, at].mean(axis=1)
    return whole, known


def _inner(period: Period, cycle: Cycle, calendar: Calendar) -> list[Period]:
    """Periods of a cycle that begin within another one."""
    first = calendar.at(period.start, cycle)
    if first.start < period.start:
        first = calendar.shift(first, 1)
    return calendar.between(first, calendar.at(period.last_day, cycle))
