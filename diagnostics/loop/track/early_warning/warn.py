"""Early warnings of a run 「早期预警」."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.earlier_run import earlier_records
from diagnostics.data.handoff import SCHEMAS, read_records, read_table, write_records
from diagnostics.errors import InputError
from diagnostics.loop.track.early_warning.counters import beside_reached
from diagnostics.loop.track.early_warning.forecasts import joined, unlikely
from diagnostics.loop.track.early_warning.histories import histories
from diagnostics.loop.track.early_warning.known import carried
from diagnostics.loop.track.early_warning.monday import monday_page, monday_text
from diagnostics.loop.track.early_warning.reports_due import overdue_reports
from diagnostics.loop.track.early_warning.standing import Watch
from diagnostics.loop.track.early_warning.telling import Telling
from diagnostics.loop.track.early_warning.verdicts import with_verdicts
from diagnostics.loop.track.early_warning.weighing import stakes, weighed
from diagnostics.model.alerts import Alerts
from diagnostics.model.canonical import canonical

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations

# The page as data: what is published is rendered by the run, for steps write no HTML.
MONDAY, MONDAY_PAGE = "results/monday", "work/monday.json"


class Warned(Alerts):
    """Early warnings that can be handed to the next step 「预警结果」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-off ``alerts`` and the Monday text; an empty run writes nothing 「写预警文件」."""
        save_alerts(self, run)


def save_alerts(alerts: Alerts, run: str | Path) -> None:
    """Write the hand-off ``alerts``, ``monday.md``, ``monday.txt`` and what ``monday.html`` is made of 「写预警文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if not str(run):
        return
    write_records(Path(run), "alerts", alerts.record())
    for kind, text in alerts.monday.items():
        (Path(run) / f"{MONDAY}.{kind}").write_text(text, encoding="utf-8", newline="\n")
    if alerts.page is not None:
        place = Path(run) / MONDAY_PAGE
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(canonical(alerts.page.record()) + "\n", encoding="utf-8", newline="\n")


def warn(engagement: Engagement, period: str, run: str | Path, as_of: str = "") -> Warned:
    """Early warnings of a run: what left its usual range, what is overdue 「早期预警」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    run : str or Path
        Folder of the run, with the hand-off ``observations``, and ``interventions``, ``tracking`` and ``gaps``
        where they are there.
    as_of : str
        Day such as ``2025-06-30``; the one of ``interventions``, else the period's last, where empty.

    Returns
    -------
    Warned
        Only of entities that may be named, from figures that may be published. No draws are made.

    Raises
    ------
    InputError
        When no run is named, the observations are not there, or the day is not the one of ``interventions``.
    """
    from diagnostics.data.suppress import publishable

    if not str(run):
        raise InputError("run == '', must be the folder of a run: its observations are watched.")
    folder, span = Path(run), engagement.calendar.parse(period)
    content = _maybe(folder, "interventions") or {}
    day = _day(content.get("as_of") or as_of or span.last_day.isoformat(), as_of)
    told = earlier_records(engagement.folder, "tracking", day)
    records = with_verdicts(content.get("interventions") or [], _tracked(folder, day), told, engagement.calendar)
    observed = publishable(read_table(folder, "observations"), engagement)
    settings = engagement.settings.warnings
    found = histories(observed, engagement, day)
    watch = Watch(settings)
    foretold, forecast_rates, unforetold = unlikely(_maybe(folder, "outlook"), engagement)
    spoken = joined(beside_reached(watch.alerts(found), found, settings), foretold)
    spoken += overdue_reports(records, settings, day)
    opened, over = carried(spoken, earlier_records(engagement.folder, "alerts", day), engagement.calendar)
    telling = Telling(engagement, records)
    gaps = read_table(folder, "gaps") if (folder / SCHEMAS["gaps"][0]).is_file() else None
    alerts = Warned(
        as_of=day,
        period=span.text,
        alerts=tuple(telling.told(each) for each in weighed(opened, engagement, records, stakes(gaps))),
        over=tuple(over),
        rates=(*watch.rates, *forecast_rates),
        not_watched=(*watch.not_watched, *unforetold),
        language=engagement.language,
    )
    return _with_monday(alerts, engagement, records)


def warning_rates(engagement: Engagement, observations: Observations | None = None, as_of: str = "") -> pd.DataFrame:
    """What each rule is set to for each KPI, and its expected alerts per entity and year 「误报率表」.

    Parameters
    ----------
    observations : Observations, optional
        What was observed; the engagement's own data where absent.
    as_of : str
        Day up to which figures are looked at; all where empty.

    Returns
    -------
    DataFrame
        A row for each rule, KPI and level: ``rule, kpi, level, entities, periods_a_year, history, autocorrelation,
        below, n, width, run, expected_per_year``.
    """
    from diagnostics.data.suppress import publishable

    if observations is None:
        from diagnostics.data.observe import observe

        observations = observe(engagement)
    watch = Watch(engagement.settings.warnings)
    day = date.fromisoformat(as_of) if as_of else date.max.replace(year=date.max.year - 1)
    list(watch.alerts(histories(publishable(observations.table, engagement), engagement, day)))
    return Alerts(day, "", (), rates=tuple(watch.rates)).rates_frame()


def _with_monday(alerts: Warned, engagement: Engagement, records: list[dict[str, Any]]) -> Warned:
    from dataclasses import replace

    texts = {kind: monday_text(alerts, engagement, records, markdown=kind == "md") for kind in ("md", "txt")}
    return replace(alerts, monday=texts, page=monday_page(alerts, engagement, records))


def _maybe(run: Path, name: str) -> dict[str, Any] | None:
    return read_records(run, name) if (run / SCHEMAS[name][0]).is_file() else None


def _tracked(run: Path, day: date) -> dict[str, Any] | None:
    """Verdicts of this run; those of another day would not belong to it."""
    found = _maybe(run, "tracking")
    return found if found is not None and found["as_of"] == day.isoformat() else None


def _day(there: str, as_of: str) -> date:
    """The day of the measures' states: figures of another day would not belong to them."""
    if as_of and as_of != there:
        raise InputError(f"as_of == {as_of!r}, but what this run holds is as of {there!r}; run both for one day.")
    return date.fromisoformat(there)
