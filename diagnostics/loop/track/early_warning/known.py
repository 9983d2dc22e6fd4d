"""An event that goes on keeps its name and its beginning from run to run 「预警延续」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from diagnostics.loop.track.early_warning.events import QUIET
from diagnostics.model.alert import Alert
from diagnostics.model.text import Text

if TYPE_CHECKING:
    from diagnostics.model.period import Calendar

Key = tuple[str, ...]


def carried(
    found: Iterable[Alert], earlier: Mapping[str, Any] | None, calendar: Calendar
) -> tuple[list[Alert], list[Alert]]:
    """Open alerts, and those of the run before that are over 「延续预警」.

    Parameters
    ----------
    found : iterable of Alert
        Last event of each KPI, entity and side, and overdue reports.
    earlier : mapping, optional
        Hand-off ``alerts`` of the run before.

    Returns
    -------
    open, over : list of Alert
        An event that the run before knew keeps id and ``since``, also where revised figures would let it begin
        elsewhere. One that it knew and that is over is ``closed``; where the figures, revised or judged beside new
        ones, no longer hold such an event it is ``withdrawn``.
    """
    before = {_key(each): each for each in _alerts(earlier)}
    now = {_key(each): each for each in found}
    opened = []
    for key, each in now.items():
        if each.state != "open":
            continue
        then = before.get(key)
        if then is not None and _same(then, each, calendar):
            opened.append(replace(each, id=then.id, since=then.since, new=False))
        else:
            opened.append(replace(each, id=_id(each), new=earlier is not None or each.fired == each.latest))
    kept = {each.id for each in opened}
    return opened, [_over(each, now.get(key), calendar) for key, each in before.items() if each.id not in kept]


def _alerts(earlier: Mapping[str, Any] | None) -> Iterator[Alert]:
    names = {each.name for each in fields(Alert)}
    for each in (earlier or {}).get("alerts", ()):
        told: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value for key, value in each.items() if key in names
        }
        told["text"] = Text(**(told.get("text") or {}))
        yield Alert(**told)


def _key(alert: Alert) -> Key:
    return (alert.kpi, alert.entity, alert.side) if alert.kpi else ("check_in", *alert.measures)


def _id(alert: Alert) -> str:
    """Name from what the event is about and when it began: the same in every run that sees it first."""
    return f"W-{sha256('|'.join((*_key(alert), alert.since)).encode()).hexdigest()[:8]}"


def _same(then: Alert, now: Alert, calendar: Calendar) -> bool:
    """Whether two events are one: the later begins before the earlier would have been over."""
    if not then.kpi:
        return then.since == now.since
    ends = calendar.shift(calendar.parse(then.last), QUIET)
    return calendar.parse(now.since).start <= ends.start


def _over(then: Alert, now: Alert | None, calendar: Calendar) -> Alert:
    if not then.kpi:
        return replace(then, state="closed", new=False)
    there = now is not None and _same(then, now, calendar) and now.last >= then.since
    return replace(then, state="closed" if there else "withdrawn", new=False)
