"""Who is compared with whom, over which figures 「对比设计」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.dictionary.family import family
from diagnostics.loop.track.whom import Others, comparisons, first_period, first_whole, neighbours, others, stop_of
from diagnostics.model.basis import months_of, version_of
from diagnostics.model.period import Cycle, Period

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.track.series import Pair
    from diagnostics.loop.track.whom import Record
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi


@dataclass(frozen=True, eq=False)
class Evidence:
    """All that measures are judged by 「评估依据」.

    Parameters
    ----------
    engagement : Engagement
        Entities, KPIs and calendar.
    records : sequence of mapping
        Measures, from the hand-off ``interventions``.
    observed : DataFrame
        Observations that may be published, up to the as-of date.
    series : mapping
        Series by KPI and entity.
    as_of : date
        The day.
    seed : int
        Seed of every random draw.
    """

    engagement: Engagement
    records: Sequence[Record]
    observed: pd.DataFrame
    series: Mapping[Pair, pd.DataFrame]
    as_of: date
    seed: int


@dataclass(frozen=True, eq=False)
class Design:
    """Who is compared with whom, over which figures 「对比设计」.

    Parameters
    ----------
    kpi : Kpi
        Result KPI of the measure.
    treated, compared : tuple of str
        Entities of the measure, and peers that no measure on the KPI or a related one touched.
    frame : DataFrame
        Their figures, until ``until``.
    start : Period
        First whole period after the start.
    others : Others
        Other measures at the same entities.
    changes : tuple of Period
        When those on the same KPI that overlap begin, or were stopped.
    until : date or None
        First day whose figures say nothing of the measure: it was stopped, or the next one on the KPI begins.
    rebased : str
        Version of the KPI from which on the figures are taken, where earlier ones were counted otherwise.
    near : tuple of str
        Those compared with that the measure may reach: of the same parent, where there are enough others.
    """

    kpi: Kpi
    treated: tuple[str, ...]
    compared: tuple[str, ...]
    frame: pd.DataFrame
    start: Period
    others: Others
    changes: tuple[Period, ...]
    until: date | None = None
    rebased: str = ""
    near: tuple[str, ...] = ()

    def figures_after(self, counted: int) -> int:
        """Periods of the KPI's own cycle after the start, which estimates may take by a coarser one 「启动后期数」."""
        from diagnostics.loop.track.effect.cycle import FINE

        if self.start.cycle not in FINE:
            return counted
        own = self.frame["entity"].isin(self.treated) & self.frame["value"].notna()
        return int(self.frame.loc[own & (self.frame["start"] >= self.start.start.isoformat()), "period"].nunique())


def design(record: Record, evidence: Evidence) -> Design | str:
    """Design of the comparison, or the code of what stands against one 「对比设计」."""
    engagement, kpi = evidence.engagement, evidence.engagement.kpis.get(record["kpi"])
    rows = evidence.observed[evidence.observed["kpi"] == record["kpi"]]
    if not record["entities"]:
        return "people"
    there = set(rows.loc[rows["value"].notna(), "entity"])
    if kpi is None or not set(record["entities"]) <= there:
        return "not_observed"
    if len({engagement.entities[each].level for each in record["entities"]}) > 1:
        return "mixed_levels"
    if kpi.direction not in ("higher", "lower"):
        return "no_direction"
    cycle: Cycle = rows["cycle"].iloc[0]
    calendar, start = engagement.calendar, first_period(record, engagement.calendar, rows["cycle"].iloc[0])
    related = family(kpi.id, engagement.kpis)
    around = others(record, evidence.records, engagement.entities, start, calendar=calendar, kpis=related)
    stop = stop_of(record, calendar, cycle)
    until = min((each for each in (stop, around.later) if each is not None), default=None)
    if until is not None:
        rows = rows[rows["start"] < calendar.at(until, cycle).start.isoformat()]
    treated = tuple(record["entities"])
    compared = tuple(
        each for each in comparisons(treated, related, evidence.records, engagement.entities) if each in there
    )
    frame = rows[rows["entity"].isin([*treated, *compared])]
    if not (frame["start"] >= start.start.isoformat()).any():
        if until is None:
            return "not_begun"
        # Where a whole period passed before its window closed, the data begin too late, and waiting brings none.
        early = until == stop and calendar.at(until, cycle).start <= start.start
        return "stopped_early" if early else "no_figures"
    alike = _counted_alike(frame, start)
    if alike is None:
        return "basis"
    frame, rebased = alike
    around, changes = _within(around, evidence, frame, cycle)
    near = neighbours(treated, compared, engagement.entities)
    return Design(kpi, treated, compared, frame, start, around, changes, until, rebased, near)


def _counted_alike(frame: pd.DataFrame, start: Period) -> tuple[pd.DataFrame, str] | None:
    """Figures that were counted as those after the start, and since when; None where the KPI's meaning changes then.

    Figures of merged months are left out where others cover single ones.
    """
    if "basis" not in frame.columns:
        return frame, ""
    months = frame["basis"].map(months_of)
    frame = frame[months == months.mode().min()]
    versions = frame["basis"].map(version_of)
    day = start.start.isoformat()
    after, before = set(versions[frame["start"] >= day]), versions[frame["start"] < day]
    if len(after) > 1 or (len(before) and not set(before) & after):
        return None
    since = next(iter(after), "")
    return frame[versions == since], since if len(set(before)) > 1 else ""


def _within(around: Others, evidence: Evidence, frame: pd.DataFrame, cycle: Cycle) -> tuple[Others, tuple[Period, ...]]:
    """Overlapping and related measures that begin or end within the figures: one that holds all along is no change."""
    first, last = frame["start"].min(), frame["start"].max()
    found = {
        other["id"]: [
            each for each in _changes(other, evidence.engagement, cycle) if first < each.start.isoformat() <= last
        ]
        for other in (*around.overlapping, *around.related)
    }
    kept, related = (
        tuple(each for each in those if found[each["id"]]) for those in (around.overlapping, around.related)
    )
    changes = tuple(each for other in kept for each in found[other["id"]])
    return replace(around, overlapping=kept, related=related), changes


def _changes(other: Record, engagement: Engagement, cycle: Cycle) -> list[Period]:
    """Periods in which another measure begins, and ends where it was stopped."""
    days = [other["started"], *([other["ended"]] if other["state"] == "stopped" else [])]
    return [first_whole(date.fromisoformat(each), engagement.calendar, cycle) for each in days]
