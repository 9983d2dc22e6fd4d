"""How far back a source's facts are needed, and why 「所需期间」."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.request.fields import target_tables
from diagnostics.dictionary.request.lost import RECORDS
from diagnostics.dictionary.request.words import joined, told
from diagnostics.model.data_request import Reach
from diagnostics.model.period import CYCLES, Cycle
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

# Two turns of the season: one to compare with the year before, one more to know how much is usual.
_SEASONS = 2
_A_YEAR: dict[Cycle, int] = {"year": 1, "quarter": 4, "month": 12, "week": 52, "day": 365}
# A year has no season; what is usual shows from the third on.
_YEARS = 3
# Months before a measure: with sisters to compare with, and without (a company knows its own past alone).
_BEFORE, _BEFORE_ALONE = 12, 36
_FEWEST_SISTERS = 3


def reach_of(engagement: Engagement, source: str, history: int = 0) -> Reach | None:
    """How far back facts of a source are needed; None where nothing needs any 「所需期间」.

    Parameters
    ----------
    history : int
        Months that a playbook asks for.

    Notes
    -----
    Two years in the source's finest cycle (three where it counts years only): the same period of the year before, and
    enough to tell what is usual. Facts must begin twelve months before the earliest measure on one of its KPIs, 36
    where its entities have no sisters.
    """
    kpis = [each for each in engagement.kpis.values() if each.source == source and each.measure is not None]
    if not kpis:
        return _beside(engagement, source)
    cycle = max((each.cycle for each in kpis), key=CYCLES.index)
    count = _YEARS if cycle == "year" else _SEASONS * _A_YEAR[cycle]
    whys = [told("reach.usual")]
    if history * _A_YEAR[cycle] > 12 * count:
        count = -(-history * _A_YEAR[cycle] // 12)
        whys.append(told("reach.playbook", count=history))
    since = _before_measures(engagement, {each.id for each in kpis})
    if since is not None:
        whys.append(told("reach.measure", day=since[0].isoformat(), count=since[1]))
    return Reach(cycle, count, joined(whys, "semicolon"), since[0] if since else None)


def _beside(engagement: Engagement, source: str) -> Reach | None:
    """How far back records and targets are needed, which are held beside what KPIs count."""
    if any(getattr(getattr(engagement.settings.records, each), "source", "") == source for each in RECORDS):
        return Reach("month", _SEASONS * _A_YEAR["month"], told("reach.records"))
    if target_tables(engagement, source):
        return Reach("month", _A_YEAR["month"], told("reach.targets"))
    return None


def reach_words(reach: Reach) -> Text:
    """Periods that are needed, in words 「期间说明」."""
    words = told(f"reach.last.{reach.cycle}", count=reach.count)
    if reach.since is not None:
        words = told("reach.and_since", periods=words, day=reach.since.isoformat())
    return words


def _before_measures(engagement: Engagement, kpis: set[str]) -> tuple[date, int] | None:
    """Day from which facts are needed for the earliest measure on one of these KPIs, and how many months that is."""
    found: list[tuple[date, int]] = []
    begun = {each.id: each.at for each in engagement.seeds if _part(each, "kind") == "started"}
    for seed in engagement.seeds:
        told_of: Any = _part(seed, "intervention")
        start, kpi = begun.get(_part(told_of, "id")) or _part(told_of, "start"), _part(told_of, "kpi")
        if isinstance(start, date) and kpi in kpis:
            months = _BEFORE if _has_sisters(engagement, _part(told_of, "entities") or ()) else _BEFORE_ALONE
            found.append((_earlier(start, months), months))
    return min(found, default=None)


def _part(whole: Any, name: str) -> Any:
    return whole.get(name) if isinstance(whole, dict) else getattr(whole, name, None)


def _has_sisters(engagement: Engagement, treated: Any) -> bool:
    groups = {each.peer_group for each in engagement.entities if each.id in treated and each.peer_group}
    return sum(each.peer_group in groups and each.id not in treated for each in engagement.entities) >= _FEWEST_SISTERS


def _earlier(day: date, months: int) -> date:
    at = 12 * day.year + day.month - 1 - months
    return date(at // 12, at % 12 + 1, 1)


def cycle_of(engagement: Engagement, source: str) -> Cycle | None:
    """Finest cycle of a source's KPIs 「最细周期」."""
    cycles = [each.cycle for each in engagement.kpis.values() if each.source == source]
    return max(cycles, key=CYCLES.index, default=None)
