"""What speaks against a measure arriving on time, before it is late 「有风险的信号」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from diagnostics.model.board import Risk

if TYPE_CHECKING:
    from diagnostics.model.period import Calendar

Record = Mapping[str, Any]
# Days before a milestone or the due date, and before a planned start, from which a delay is told.
SOON, BEFORE_START = 30, 14
# How far behind the straight line progress may be: reports come in rough shares.
BEHIND = 0.1
_HAIR = 1e-9


def risks(record: Record, as_of: date, *, warned: bool = False) -> tuple[Risk, ...]:
    """What speaks against a measure arriving on time 「有风险的信号」.

    Parameters
    ----------
    record : mapping
        One of the hand-off ``interventions``.
    as_of : date
        The day.
    warned : bool
        Whether there is an early warning on its KPI, as ``warned_measures`` finds them.

    Returns
    -------
    tuple of str
        ``behind``: a milestone or the end is due within 30 days and progress is 10 points or more behind the straight
        line to it. ``check_in``: the last report that was due is missing, and none came since. ``objection``: one has
        no answer. ``unsigned``: a party has not signed, and it has started or is to start within 14 days.
        ``warning``: its KPI gives an early warning. Nothing of a measure that ended, or came from outside.
    """
    if record["state"] not in ("planned", "started") or record.get("external"):
        return ()
    under_way = record["state"] == "started"
    agreement = record.get("agreement") or {}
    found: list[tuple[Risk, bool]] = [
        ("behind", under_way and behind_line(record, as_of) >= BEHIND - _HAIR),
        ("check_in", under_way and bool((record.get("check_ins") or {}).get("last_missed"))),
        ("objection", bool(agreement.get("objections_open"))),
        ("unsigned", bool(agreement.get("unsigned")) and (under_way or _starts_soon(record, as_of))),
        ("warning", under_way and warned),
    ]
    return tuple(name for name, there in found if there)


def behind_line(record: Record, as_of: date) -> float:
    """Points that progress lacks to the line to what is due within 30 days; 0 where nothing is 「落后进度」.

    Examples
    --------
    >>> told = {"started": "2025-01-01", "due": "2025-04-11", "progress": 0.5, "milestones": []}
    >>> round(behind_line(told, date(2025, 3, 22)), 2)
    0.3
    """
    begun = record.get("started") or record.get("planned_start")
    if not begun:
        return 0.0
    steps = [(date.fromisoformat(each["due"]), float(each["progress"])) for each in record.get("milestones") or ()]
    steps = sorted([*steps, (date.fromisoformat(record["due"]), 1.0)])
    start = date.fromisoformat(begun)
    # What is due today is still ahead, all of it.
    before = [(start, 0.0), *(each for each in steps if start < each[0] < as_of)]
    after = [each for each in steps if each[0] >= as_of]
    if start > as_of or not after or (after[0][0] - as_of).days > SOON:
        return 0.0
    (since, done), (due, wanted) = before[-1], after[0]
    passed = (as_of - since).days / (due - since).days if due > since else 1.0
    return max(0.0, done + (wanted - done) * passed - float(record["progress"]))


def warned_measures(alerts: Iterable[Record], records: Iterable[Record], calendar: Calendar) -> set[str]:
    """Measures on whose KPI an event against us began after they started 「期间出现预警的措施」.

    A measure acts on a KPI that does badly: what was bad before it began speaks against no start.

    Parameters
    ----------
    alerts : iterable of mapping
        Open ones, of the hand-off ``alerts``.
    records : iterable of mapping
        Measures, of the hand-off ``interventions``.
    calendar : Calendar
        How the client counts time.
    """
    begun = {each["id"]: date.fromisoformat(each["started"]) for each in records if each.get("started")}
    return {
        measure
        for each in alerts
        if each["kpi"] and each["against"] and each["since"]
        for measure in each["measures"]
        if measure in begun and calendar.parse(each["since"]).start >= begun[measure]
    }


def _starts_soon(record: Record, as_of: date) -> bool:
    start = record.get("planned_start")
    return start is not None and 0 <= (date.fromisoformat(start) - as_of).days <= BEFORE_START
