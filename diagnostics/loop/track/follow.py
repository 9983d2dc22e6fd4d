"""Where measures stand and what they did to the figures 「跟踪」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records, read_table, write_records, write_table
from diagnostics.errors import InputError
from diagnostics.loop.track.board import board
from diagnostics.loop.track.design import Evidence
from diagnostics.loop.track.judging import judge
from diagnostics.loop.track.risks import warned_measures
from diagnostics.loop.track.series import Pair, build_series, series_table, wanted_pairs
from diagnostics.loop.track.whom import first_period, started
from diagnostics.model.canonical import plain
from diagnostics.model.tracking import Tracking

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.alerts import Alerts
    from diagnostics.model.engagement import Engagement

Record = Mapping[str, Any]


class FollowUp(Tracking):
    """Tracking that can be handed to the next step 「跟踪结果」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-offs ``series`` and ``tracking``; an empty run writes nothing 「写交接记录」."""
        save(self, run)


def save(tracking: Tracking, run: str | Path) -> None:
    """Write the hand-offs ``series`` and ``tracking`` of a run 「写跟踪交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_table(Path(run), "series", tracking.series)
        write_records(Path(run), "tracking", tracking.record())


def with_warnings(tracking: FollowUp, alerts: Alerts, engagement: Engagement, run: str | Path) -> FollowUp:
    """Board on which early warnings count as risks 「计入预警的看板」.

    Parameters
    ----------
    alerts : Alerts
        Those of the same run.
    run : str or Path
        Folder of the run, with the hand-off ``interventions``.
    """
    records = read_records(Path(run), "interventions")["interventions"]
    warned = warned_measures(plain(alerts.alerts), records, engagement.calendar)
    return replace(tracking, board=board(records, tracking.as_of, warned))


def follow(engagement: Engagement, period: str, run: str | Path, as_of: str = "", seed: int = 0) -> FollowUp:
    """Board, series and effects of the measures of a run 「跟踪」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    run : str or Path
        Folder of the run, with the hand-offs ``observations`` and ``interventions``.
    as_of : str
        Day such as ``2025-06-30``; the one of ``interventions`` where empty. Later figures are not looked at.
    seed : int
        Seed of every random draw; it is recorded.

    Returns
    -------
    FollowUp
        Only of entities that may be named, from figures that may be published.

    Raises
    ------
    InputError
        When no run is named, a hand-off is not there, or the day is not the one of ``interventions``.
    """
    from diagnostics.data.suppress import publishable

    if not str(run):
        raise InputError("run == '', must be the folder of a run: its observations and interventions are followed.")
    content = read_records(Path(run), "interventions")
    day = _as_of(content, as_of)
    records: list[Record] = content["interventions"]
    observed = _until(publishable(read_table(Path(run), "observations"), engagement), engagement, day)
    at, focus = engagement.calendar.parse(period), _focus(Path(run))
    starts = {pair: each for pair, each in _first_starts(engagement, records).items() if pair not in focus}
    series = build_series(engagement, observed, wanted_pairs(engagement, records, focus), starts, at)
    evidence = Evidence(engagement, records, observed, series, day, seed)
    return FollowUp(
        as_of=day,
        period=at.text,
        seed=seed,
        board=board(records, day),
        effects=tuple(judge(each, evidence) for each in started(records)),
        series=series_table(series),
        kpis=engagement.kpis,
        language=engagement.language,
        currency=engagement.settings.currency,
    )


def _as_of(content: Record, as_of: str) -> date:
    """The day of the measures' states: figures of another day would not belong to them."""
    day: str = content["as_of"]
    if as_of and as_of != day:
        raise InputError(
            f"as_of == {as_of!r}, but the interventions of this run are as of {day!r}; run both for one day."
        )
    return date.fromisoformat(day)


def _until(observed: pd.DataFrame, engagement: Engagement, day: date) -> pd.DataFrame:
    """Observations of periods that are over by the end of a day, with their start as ISO text."""
    import pandas as pd

    starts = [each.date() for each in pd.to_datetime(observed["start"])]
    calendar, after = engagement.calendar, day + timedelta(1)
    ends = {key: calendar.at(*key).end for key in set(zip(starts, observed["cycle"], strict=True))}
    over = [ends[key] <= after for key in zip(starts, observed["cycle"], strict=True)]
    return observed.assign(start=[each.isoformat() for each in starts])[over]


def _focus(run: Path) -> list[Pair]:
    """KPI and entity that the diagnosis is about, where there is one."""
    if not (run / SCHEMAS["diagnosis"][0]).is_file():
        return []
    focus = read_records(run, "diagnosis").get("focus") or {}
    return [(focus["kpi"], focus["entity"])] if focus.get("kpi") and focus.get("entity") else []


def _first_starts(engagement: Engagement, records: list[Record]) -> dict[Pair, date]:
    """First day of the first period after any measure began, by KPI and entity."""
    found: dict[Pair, date] = {}
    for record in started(records):
        for kpi in (record["kpi"], record.get("process_kpi")):
            if kpi in engagement.kpis:
                start = first_period(record, engagement.calendar, engagement.kpis[kpi].cycle).start
                for entity in record["entities"]:
                    found[kpi, entity] = min(start, found.get((kpi, entity), start))
    return found
