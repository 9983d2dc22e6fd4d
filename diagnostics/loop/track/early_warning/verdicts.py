"""Verdicts on measures as the Monday text tells them: those that are new, what got worse first 「新结论」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.model.text import Text
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.loop.track.early_warning.telling import Telling
    from diagnostics.model.period import Calendar

Record = Mapping[str, Any]
# In order of what can't wait; what can't be judged yet is no news.
VERDICTS = ("worse", "worked", "no_evidence")


def with_verdicts(
    records: Iterable[Record], tracking: Record | None, earlier: Record | None, calendar: Calendar
) -> list[dict[str, Any]]:
    """Measures, each with its verdict under ``judged`` where it has one 「带结论的措施」.

    Parameters
    ----------
    records : iterable of mapping
        ``interventions`` of the hand-off of that name.
    tracking, earlier : mapping, optional
        Hand-off ``tracking`` of this run, and of the run before: a verdict that it told is not new.

    Returns
    -------
    list of dict
        ``judged`` holds ``verdict``, its ``text``, whether it is ``new``, and the day ``since`` which it could be
        told, empty where nobody knows.
    """
    now, then = _verdicts(tracking), _verdicts(earlier)
    day = str((tracking or {}).get("as_of", ""))
    return [{**each, **_judged(each["id"], now, then, calendar, day)} for each in records]


def _verdicts(tracking: Record | None) -> dict[str, Record]:
    found = (tracking or {}).get("effects", ())
    return {each["intervention"]: each for each in found if each.get("verdict") in VERDICTS}


def _judged(
    key: str, now: Mapping[str, Record], then: Mapping[str, Record], calendar: Calendar, day: str
) -> dict[str, Any]:
    if key not in now:
        return {}
    effect, before = now[key], then.get(key)
    new = before is None or before["verdict"] != effect["verdict"]
    ripe = effect.get("judge_from")
    since = calendar.parse(ripe).last_day.isoformat() if ripe else ""
    # A verdict that changed asks anew, whatever was decided on the one before.
    since = since if before is None or not new else day
    text = effect.get("text") or {}
    return {"judged": {"verdict": effect["verdict"], "text": text, "new": new, "since": since}}


def verdict_of(record: Record) -> str:
    """Verdict on a measure, empty where there is none 「结论」."""
    return str((record.get("judged") or {}).get("verdict", ""))


def told_now(records: Sequence[Record], telling: Telling, language: Language) -> list[str]:
    """A line for each verdict that the run before didn't have, what got worse first 「新结论」."""
    fresh = [each for each in records if (each.get("judged") or {}).get("new")]
    return list(_lines(sorted(fresh, key=lambda each: VERDICTS.index(verdict_of(each))), telling, language))


def _lines(records: Iterable[Record], telling: Telling, language: Language) -> Iterator[str]:
    for each in records:
        yield say(
            "warnings.monday.verdict", language, title=telling.title(each["id"], language),
            kpi=telling.kpi(each["kpi"], language), text=Text(**each["judged"]["text"]).say(language),
            owner=str(each.get("owner_name") or each["owner"]),
        )  # fmt: skip
