"""What the measures of a run cost and brought 「投入与收益」."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.figures_until import figures_until
from diagnostics.data.handoff import read_records, write_records
from diagnostics.errors import InputError
from diagnostics.loop.track.returns.benefit import COUNTED, Benefit, benefit_of
from diagnostics.loop.track.returns.groups import together
from diagnostics.loop.track.returns.worth import Worth
from diagnostics.model.return_stage import Amount, Stage, summed
from diagnostics.model.returns import MIXED, Account, Returns
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Calendar

Record = Mapping[str, Any]


class RunReturns(Returns):
    """Costs and benefits that can be handed to the next step 「投入与收益」."""

    def save(self, run: str | Path) -> None:
        """Write the hand-off ``returns``; an empty run writes nothing 「写交接记录」."""
        save_returns(self, run)


def save_returns(found: Returns, run: str | Path) -> None:
    """Write the hand-off ``returns`` of a run 「写投入收益交接文件」.

    Parameters
    ----------
    run : str or Path
        Folder of the run; empty in interactive use, where nothing is written.
    """
    if str(run):
        write_records(Path(run), "returns", found.record())


def returns(engagement: Engagement, period: str, run: str | Path) -> RunReturns:
    """What the measures of a run cost and brought, as planned, as foreseen, as it came 「投入与收益」.

    Parameters
    ----------
    period : str
        Period of the run, canonical text.
    run : str or Path
        Folder of the run, with the hand-offs ``observations``, ``interventions`` and ``tracking``.

    Raises
    ------
    InputError
        When no run is named or a hand-off is not there.
    """
    if not str(run):
        raise InputError("run == '', must be the folder of a run: its measures and their effects are accounted for.")
    content, tracking = (read_records(Path(run), each) for each in ("interventions", "tracking"))
    observed = figures_until(Path(run), engagement, date.fromisoformat(content["as_of"]))
    observed = observed.assign(start=[each.date().isoformat() for each in observed["start"]])
    worth = Worth(engagement.kpis, observed)
    return RunReturns(
        period=engagement.calendar.parse(period).text,
        currency=engagement.settings.currency,
        accounts=accounts(content["interventions"], tracking["effects"], worth, engagement.calendar),
        language=engagement.language,
    )


def accounts(
    records: Sequence[Record], effects: Sequence[Record], worth: Worth, calendar: Calendar
) -> tuple[Account, ...]:
    """Accounts of measures, those that share an effect as one 「逐项账目」."""
    judged = {each["intervention"]: each for each in effects}
    found = []
    for group in together(records, judged):
        each = {one["id"]: benefit_of(one, judged.get(one["id"]), worth, calendar) for one in group}
        found.append(_account(group, each, judged))
    return tuple(found)


def _account(group: Sequence[Record], benefits: Mapping[str, Benefit], judged: Mapping[str, Record]) -> Account:
    told = [one for one in group if benefits[one["id"]].actual is not None]
    # What several share is counted once, and as little as any of them was found to have brought.
    known = [one for one in group if judged.get(one["id"], {}).get("verdict") in COUNTED]
    lead = min(told, key=lambda one: benefits[one["id"]].actual.amount) if told else (known or group)[0]  # type: ignore[union-attr]  # told have one
    found, dimensions = benefits[lead["id"]], {one["dimension"] for one in group}
    costs = {name: _cost(group, name) for name in ("planned", "forecast", "spent")}
    # Who answers for one of them does not confirm what all of them brought.
    owners = {one["owner"] for one in group}
    approvals = [
        {**each, "own": each["own"] or each["by"] in owners}
        for one in group
        for each in (one.get("account") or {}).get("approvals", ())
    ]
    return Account(
        measures=tuple(one["id"] for one in group),
        titles=tuple(Text(**one["title"]) for one in group),
        dimension=dimensions.pop() if len(dimensions) == 1 else MIXED,
        kpi=lead["kpi"],
        metric=found.metric,
        cycle=found.cycle,
        periods=found.periods,
        planned_periods=found.planned_periods,
        target=Stage(costs["planned"].cost, _target(group, benefits, found), costs["planned"].unsaid),
        forecast=Stage(costs["forecast"].cost, found.forecast, costs["forecast"].unsaid),
        actual=Stage(costs["spent"].cost, found.actual, costs["spent"].unsaid),
        per_period=found.per_period,
        verdict=str(judged.get(lead["id"], {}).get("verdict", "")),
        why=found.why,
        running=any(one["state"] in ("planned", "started") for one in group),
        stopped=all(one["state"] == "stopped" for one in group),
        approvals=tuple(sorted(approvals, key=lambda each: each["at"])),
        withheld=any((one.get("account") or {}).get("withheld") for one in group),
        after_end=any((one.get("account") or {}).get("spent_after_end") for one in group),
    )


def _target(group: Sequence[Record], benefits: Mapping[str, Benefit], lead: Benefit) -> Amount | None:
    """What was expected of all of them where they are to move the same KPI, else of the one that is counted."""
    told = [benefits[one["id"]].target for one in group]
    if len({one["kpi"] for one in group}) > 1 or any(each is None for each in told):
        return lead.target
    return summed(Stage(None, each) for each in told).benefit


def _cost(group: Sequence[Record], name: str) -> Stage:
    return summed(Stage(each, None, int(each is None)) for each in (_said(one, name) for one in group))


def _said(record: Record, name: str) -> float | None:
    """Cost of a measure; the forecast of one that is over is what was spent, of another what was planned or more."""
    account = record.get("account") or {}
    planned, spent = account.get("planned", record.get("cost")), account.get("spent")
    if name != "forecast":
        found: float | None = planned if name == "planned" else spent
        return found
    if account.get("forecast") is not None:
        return max(float(account["forecast"]), spent or 0.0)
    if record["state"] in ("completed", "stopped"):
        return spent
    return planned if spent is None else max(spent, planned or 0.0)
