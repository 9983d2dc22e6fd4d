"""Costs, confirmed benefits, homes and courses as commands give them 「成本收益与固化录入」."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.errors import InputError, unknown
from diagnostics.run.ledger.entries import held, made, ready, write
from diagnostics.run.workspace import Workspace
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.ledger.entries import Said, Written
    from diagnostics.run.workspace import Run


def cost(path: Path, measure: str, money: Mapping[str, Any], said: Said, note: str = "") -> Written:
    """Report a cost of a measure 「成本上报」.

    Parameters
    ----------
    money : mapping
        ``amount`` in the currency's base unit: what was spent since the last report, or with ``forecast`` all there
        will be; ``currency``. What is None or empty is left out.

    Raises
    ------
    InputError
        When the measure is unknown, the currency another one, more is taken back than was spent or nobody says why,
        or nothing was spent.
    """
    given = {name: each for name, each in money.items() if each not in (None, "")}
    _refuse_unsaid(given, note)
    engagement = ready(path)
    event = made(engagement, said, "costed", measure, money=given, note=note)
    return write(engagement, [event], said.seen)


def approve(
    path: Path, measure: str, said: Said, *, amount: float | None = None, period: str = "", note: str = ""
) -> Written:
    """Confirm the benefit that a run counted for a measure 「收益确认」.

    Parameters
    ----------
    amount : float, optional
        What is confirmed, in the currency's base unit; all that was counted where absent.
    period : str
        Period of the run; the latest there is where empty.

    Raises
    ------
    InputError
        When no run counted a benefit for the measure, or more is to be confirmed than it counted.
    """
    engagement = ready(path)
    held(engagement, measure)
    run = _run(engagement, period)
    found = _counted(run, measure)
    given = found["amount"] if amount is None else amount
    if given > found["amount"]:
        raise InputError(
            f"--benefit {given:g} for measure {measure!r}, but the run of {run.manifest.period} counts"
            f" {found['amount']:g}; nobody confirms more than was counted."
        )
    money = {"amount": given, "period": run.manifest.period}
    event = made(engagement, said, "approved", measure, money=money, hash=found["hash"], note=note)
    return write(engagement, [event], said.seen)


def home(path: Path, measure: str, fields: Mapping[str, Any], said: Said) -> Written:
    """Record where a measure lives on 「固化落点录入」.

    Raises
    ------
    InputError
        When a field breaks a rule, or the review does not lie after the day of the entry.
    """
    engagement = ready(path)
    given = {name: each for name, each in fields.items() if each}
    return write(engagement, [made(engagement, said, "embedded", measure, home=given)], said.seen)


def conclude(path: Path, measure: str, course: str, reason: str, said: Said) -> Written:
    """Record what is to become of a measure 「去留决定录入」.

    Raises
    ------
    InputError
        When there is no such course, no reason is given, or a stopped measure is to go on.
    """
    engagement = ready(path)
    event = made(engagement, said, "concluded", measure, course=course, reason=reason)
    return write(engagement, [event], said.seen)


def _refuse_unsaid(money: Mapping[str, Any], note: str) -> None:
    """Refuse a report that says nothing, and a sum taken back without a word: both stay in the log for ever."""
    amount, forecast = money["amount"], money.get("forecast", False)
    if amount == 0 and not forecast:
        raise InputError(
            "--amount 0, must be what was spent since the last report; that the whole costs nothing is said by"
            " --forecast --amount 0."
        )
    if amount < 0 and forecast:
        raise InputError(
            f"--amount {amount:g} with --forecast, must be 0 or more: all of it can't cost less than nothing."
        )
    if amount < 0 and not note.strip():
        raise InputError(f"--amount {amount:g} takes back what was reported; say why with --note.")


def _run(engagement: Engagement, period: str) -> Run:
    """Run whose figures are confirmed: of the period named, else of the latest that has any."""
    calendar = engagement.calendar
    names = [each.parent.name for each in (engagement.folder / "runs").glob("*/current.json")]
    names = sorted(names, key=lambda each: (calendar.parse(each).last_day, each))
    if period and calendar.parse(period).text not in names:
        raise unknown("period", period, names, "the finished runs; --period")
    for each in [calendar.parse(period).text] if period else reversed(names):
        run = Workspace(engagement.folder, each).current()
        if run is not None and (run.folder / SCHEMAS["returns"][0]).is_file():
            return run
    raise InputError("There is no finished run that counts benefits; run 'perfloop run' first.")


def _counted(run: Run, measure: str) -> dict[str, Any]:
    """Benefit of the measure, or of the group in which it is counted."""
    for each in read_records(run.folder, "returns")["accounts"]:
        if measure in each["measures"]:
            if each["benefit"]["actual"] is None:
                why = each["benefit"]["why"]
                raise InputError(
                    f"The run of {run.manifest.period} counts no benefit for measure {measure!r}; there is nothing to"
                    f" confirm. {say(f'account.returns.why.{why}', 'en') if why else ''}".rstrip()
                )
            return {**each["benefit"]["actual"], "hash": each["benefit"]["hash"]}
    raise InputError(f"The run of {run.manifest.period} has no account of measure {measure!r}; it was planned later.")
