"""The run that an engagement's closed measures are read from 「实践来源」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.practice import ClosedMeasure, Cost
    from diagnostics.run.practice_library.filing import PracticeFiling
    from diagnostics.run.workspace import Run

# What the effects, the measures and the KPIs are read from, and which step wrote it.
_READ = {"tracking": "track", "interventions": "intervene", "alignment": "align"}


def recorded_now(
    engagement: Engagement, filing: PracticeFiling, tracking: str = ""
) -> dict[str, tuple[ClosedMeasure, Cost | None]]:
    """Records as a run of the engagement gives them, each with its planned cost, by the measure's id 「当前结果记录」.

    Parameters
    ----------
    tracking : str
        SHA-256 of the effects that the records were made from; the latest run where none has them, or where empty.
    """
    from diagnostics.loop.close.practices.card import planned_cost

    run = _with(engagement, tracking) or run_of(engagement, "")
    records = records_of(run)
    measures = {each["id"]: each for each in records["interventions"]["interventions"]}
    return {key: (each, planned_cost(measures[key])) for key, each in closed_in(run, records, filing).items()}


def _with(engagement: Engagement, tracking: str) -> Run | None:
    """Current run whose effects are these."""
    from diagnostics.run.workspace import Workspace

    names = sorted(each.parent.name for each in engagement.folder.glob("runs/*/current.json")) if tracking else []
    for name in reversed(names):
        run = Workspace(engagement.folder, name).current()
        if run is not None and "track" in run.manifest.steps and tracking_of(run) == tracking:
            return run_of(engagement, name)
    return None


def closed_in(run: Run, records: Mapping[str, Any], filing: PracticeFiling) -> dict[str, ClosedMeasure]:
    """Records of a run's closed measures, by the measure's id 「运行的结果记录」."""
    from diagnostics.loop.close.practices import Filing, closed_measures

    filed = Filing(filing.pseudonym, tracking_of(run), filing.industry, filing.kinds, filing.kpis, filing.kpi_names)
    return closed_measures(records["tracking"], records["interventions"], records["alignment"], filed)


def run_of(engagement: Engagement, period: str) -> Run:
    """Run of a period, else the latest one there is 「取运行」.

    Parameters
    ----------
    period : str
        Canonical or other text of a period; the latest where empty.

    Raises
    ------
    InputError
        When there is none, what its steps wrote was edited, or it is a draft.
    """
    from diagnostics.run.workspace import Workspace

    names = [each.parent.name for each in engagement.folder.glob("runs/*/current.json")]
    if period:
        wanted = engagement.calendar.parse(period).text
        if wanted not in names:
            raise unknown("period", wanted, names, "the engagement's runs")
        names = [wanted]
    found = [run for each in names if (run := Workspace(engagement.folder, each).current()) is not None]
    if not found:
        raise InputError("The engagement has no finished run; 'perfloop run' makes one, and measures are judged there.")
    run = max(found, key=lambda each: (each.manifest.as_of, each.manifest.run))
    for step in dict.fromkeys(_READ.values()):
        if step not in run.manifest.steps or not run.intact(step):
            raise InputError(
                f"Results of step {step!r} in run {run.folder.name} are not those that it wrote; run the period again."
            )
    if run.manifest.draft:
        raise InputError(f"Run {run.folder.name} is a draft: its charter is not answered. Nothing of it is kept.")
    return run


def tracking_of(run: Run) -> str:
    """SHA-256 of the hand-off that the effects are read from 「效果来源哈希」."""
    return run.manifest.steps["track"].outputs["results/tracking.json"]


def records_of(run: Run) -> dict[str, Any]:
    """Hand-offs of a run that records and cards are made from, by name 「所需交接」."""
    from diagnostics.data.handoff import read_records

    return {each: read_records(run.folder, each) for each in _READ}
