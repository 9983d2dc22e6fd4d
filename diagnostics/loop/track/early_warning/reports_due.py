"""Reports on measures that are overdue 「跟进逾期」."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.early_warning.in_force import rule_for
from diagnostics.model.alert import Alert

if TYPE_CHECKING:
    from diagnostics.model.check_in_days import Every
    from diagnostics.model.warning_rule import WarningRule

Record = Mapping[str, Any]
_MONTHS: dict[Every, int] = {"month": 1, "quarter": 3}


def overdue_reports(records: Iterable[Record], settings: Iterable[WarningRule], day: date) -> Iterator[Alert]:
    """An alert for each measure under way whose next report should have been there 「跟进逾期」.

    Parameters
    ----------
    records : iterable of mapping
        ``interventions`` of the hand-off of that name.
    day : date
        Day of the board.

    Notes
    -----
    The next report is due a week, month or quarter after the last one, or after the start. Events from outside, and
    measures that ended, ask for none.
    """
    rule = rule_for("check_in", "", settings)
    if rule is None:
        return
    every = rule.every or "month"
    for each in records:
        if each["state"] != "started" or each.get("external"):
            continue
        said = (each.get("last_check_in") or {}).get("at") or each["started"]
        due = later(date.fromisoformat(said), every)
        if due < day:
            late = (day - due).days
            yield Alert(
                id="",
                rules=("check_in",),
                against=True,
                since=due.isoformat(),
                fired=due.isoformat(),
                last=day.isoformat(),
                severity="medium" if later(due, every) < day else "low",
                measures=(each["id"],),
                owner=each["owner"],
                owner_name=each.get("owner_name") or each["owner"],
                days=late,
            )


def later(day: date, every: Every) -> date:
    """Same day a week, month or quarter later, the last of a month that has no such day 「下次跟进日」.

    Examples
    --------
    >>> later(date(2025, 1, 31), "month")
    datetime.date(2025, 2, 28)
    """
    if every == "week":
        return day + timedelta(7)
    year, month = divmod(day.year * 12 + day.month - 1 + _MONTHS[every], 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
