"""What is due and what needs a decision, from the ledger as of a day 「到期与待决」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from diagnostics.look.periods import show_day
from diagnostics.loop.track.early_warning.verdicts import verdict_of
from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.loop.track.early_warning.telling import Telling
    from diagnostics.model.alert import Alert
    from diagnostics.model.alerts import Alerts

Record = Mapping[str, Any]
# A week ahead is what a Monday text is for; a decision is prepared the week before.
DUE_WITHIN, DECIDED_WITHIN = timedelta(7), timedelta(14)
_HAIR = 1e-9
MOST_NAMED = 5


def due(records: Sequence[Record], alerts: Alerts, language: Language) -> list[str]:
    """What is overdue or due within a week, the longest overdue first 「到期事项」.

    A line for each measure: what is due first, and the report on it where that is overdue.

    Parameters
    ----------
    records : sequence of mapping
        ``interventions`` of the hand-off of that name.
    """
    found: list[tuple[date, str]] = []
    reports = {each.measures[0]: each for each in alerts.alerts if not each.kpi}
    for each in records:
        first, report = min(_days(each, alerts.as_of, language), default=None), reports.get(each["id"])
        if first is not None and report is not None:
            text = say("warnings.monday.report_too", language, text=first[1], days=report.days)
            found.append((min(first[0], date.fromisoformat(report.since)), text))
        elif first is not None:
            found.append(first)
        elif report is not None:
            words = {"title": _title(each, language), "days": report.days, "owner": _owner(each)}
            found.append((date.fromisoformat(report.since), say("warnings.monday.report", language, **words)))
    return [text for _, text in sorted(found)]


def decisions(records: Sequence[Record], alerts: Alerts, telling: Telling, language: Language) -> list[str]:
    """Decisions that are due, objections and signatures that wait, deviations that nobody answers 「待决事项」."""
    told = [*_decided(records, alerts.as_of, language), *_waiting(records, alerts.as_of, language)]
    return [*told, *unanswered(alerts.alerts, telling, language)]


def _days(record: Record, day: date, language: Language) -> Iterator[tuple[date, str]]:
    """Dates of a measure that lie behind the day, or within a week."""
    if record.get("external"):
        return
    words: dict[str, object] = {"title": _title(record, language), "owner": _owner(record)}
    if record["state"] == "planned" and record.get("planned_start"):
        yield from _told("start_", record["planned_start"], day, language, **words)
    if record["state"] in ("planned", "started"):
        for stone in record.get("milestones") or ():
            if record["progress"] < stone["progress"] - _HAIR:
                name = Text(**stone["name"]).say(language)
                yield from _told("milestone_", stone["due"], day, language, name=name, **words)
        if record["state"] == "planned" or record["progress"] < 1 - _HAIR:
            # What was reported as carried out whole waits for its trial, and is late with nothing: as on the board.
            yield from _told("", record["due"], day, language, **words)


def _told(kind: str, at: str, day: date, language: Language, **words: object) -> Iterator[tuple[date, str]]:
    due_day = date.fromisoformat(at)
    if due_day > day + DUE_WITHIN:
        return
    word = f"{kind}{'late' if due_day < day else 'soon'}"
    shown = show_day(due_day, language)
    yield due_day, say(f"warnings.monday.{word}", language, day=shown, days=(day - due_day).days, **words)


def _decided(records: Iterable[Record], day: date, language: Language) -> list[str]:
    """Whether measures go on, those first that made things worse: their decision waits for no day."""
    found = []
    for each in records:
        planned = date.fromisoformat(each["decision"]) if each.get("decision") else None
        worse = verdict_of(each) == "worse"
        if each["state"] not in ("started", "completed") or each.get("external") or _settled(each, planned):
            continue
        if planned is not None and planned <= day + DECIDED_WITHIN:
            shown = show_day(planned, language)
            when = say(
                f"warnings.monday.decision_{'late' if planned < day else 'soon'}", language,
                day=shown, days=(day - planned).days,
            )  # fmt: skip
        elif worse:
            when = say("warnings.monday.decision_now", language)
        else:
            continue
        text = say(f"warnings.monday.decision{'_worse' * worse}", language, title=_title(each, language), when=when)
        found.append((not worse, planned or day, text))
    return [text for _, _, text in sorted(found)]


def _settled(record: Record, planned: date | None) -> bool:
    """Whether a meeting decided since the verdict could be told, or, without one, since it was to be asked."""
    since, decided = (record.get("judged") or {}).get("since"), record.get("decided")
    asked = date.fromisoformat(since) if since else planned - DECIDED_WITHIN if planned is not None else None
    return bool(decided) and asked is not None and date.fromisoformat(str(decided)) >= asked


def _waiting(records: Iterable[Record], day: date, language: Language) -> Iterator[str]:
    for each in records:
        agreement = each.get("agreement") or {}
        title = _title(each, language)
        if agreement.get("objections_open"):
            yield say("warnings.monday.objection", language, title=title, count=agreement["objections_open"])
        start = each.get("planned_start")
        unsigned = len(agreement.get("unsigned") or ())
        if unsigned and each["state"] == "planned" and start and date.fromisoformat(start) <= day + DECIDED_WITHIN:
            shown = show_day(date.fromisoformat(start), language)
            yield say("warnings.monday.unsigned", language, title=title, count=unsigned, day=shown)


def unanswered(alerts: Iterable[Alert], telling: Telling, language: Language) -> list[str]:
    """One line for all urgent alerts that no measure answers 「尚无措施的偏离」."""
    groups: dict[str, list[Alert]] = {}
    for each in alerts:
        if each.severity == "high" and each.kpi and not each.measures and not each.calm:
            groups.setdefault(each.kpi, []).append(each)
    if not groups:
        return []
    items = telling.places(list(groups.values())[:MOST_NAMED], language)
    word = "unanswered_more" if len(groups) > MOST_NAMED else "unanswered"
    return [say(f"warnings.monday.{word}", language, items=items, count=len(groups) - MOST_NAMED)]


def _title(record: Record, language: Language) -> str:
    return Text(**record["title"]).say(language)


def _owner(record: Record) -> str:
    return str(record.get("owner_name") or record["owner"])
