"""Section: what becomes standard work, what is stopped, what carries over 「固化、停止与结转」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import Status, status_word
from diagnostics.loop.close.sections.measures import status_of
from diagnostics.loop.close.verdict_time import lacks_figures, needs
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.conclusions import Conclusions
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

_KEYS = ("title", "course", "home", "change", "review")
_CLOSED = ("completed", "stopped")


def standard_section(inputs: Inputs, wording: Wording, conclusions: Conclusions) -> Section | None:
    """In which rule each practice lives on, what was stopped, what goes on in the next round 「固化、停止与结转」."""
    records = {each["id"]: each for each in inputs.interventions["interventions"]}
    if not any("standard" in each for each in records.values()):
        return None
    pairs = [(each, records[each.id]) for each in conclusions.measures]
    rows = [row for each, record in pairs for row in _rows(each, record, inputs, wording)]
    stopped = [_stopped(each, record, wording) for each, record in pairs if _is_stopped(record)]
    over = list(_carried_over(pairs, inputs, wording))
    if not rows and not stopped and not over:
        return None
    parts: list[AnyPart] = []
    if rows:
        columns = tuple(Column(key=each, label=_say(f"column.{each}", wording)) for each in _KEYS)
        table = Table(caption=_say("caption", wording), columns=columns, rows=tuple(rows), note=_say("note", wording))
        parts.append(TablePart(table=table))
    for name, items in (("stopped", stopped), ("over", over)):
        if items:
            parts += [Paragraph(text=_say(f"{name}_head", wording)), Bullets(items=tuple(items[:60]))]
    homeless = sum(row["home"] == _say("no_home", wording) for row in rows)
    counts = {"standard": len(rows) - homeless, "homeless": homeless, "stopped": len(stopped), "over": len(over)}
    told = wording.say("list.comma").join(
        _say(f"inside.{name}", wording, count=count) for name, count in counts.items() if count
    )
    return Section(id="standard", title=_say("title", wording), lead=told, parts=tuple(parts), folded=True, inside=told)


def _standard(record: Record) -> Record:
    found: Record = record.get("standard") or {"course": None, "homes": []}
    return found


def _course(record: Record) -> str:
    course = _standard(record)["course"]
    return str(course["kind"]) if course else ""


def _is_stopped(record: Record) -> bool:
    return record["state"] == "stopped" or _course(record) == "stop"


def _rows(each: MeasureReview, record: Record, inputs: Inputs, wording: Wording) -> Iterator[dict[str, str]]:
    """A row a home; one without a home where it worked or is to be the standard: its home is open."""
    course, homes = _course(record), _standard(record)["homes"]
    # A decision may have come before the verdict: what was made the standard is not thereby shown to work.
    state = status_word(cast("Status", status_of(each)), wording.language)
    title = each.title if each.verdict == "worked" else _say("unproven", wording, title=each.title, state=state)
    told = {"title": title, "course": _decided(record, wording)}
    for home in homes:
        day = wording.day(home["review"])
        late = home["review"] < inputs.tracking["as_of"]
        yield {
            **told,
            "home": _say(f"home.{home['kind']}", wording, name=wording.words(home["name"])),
            "change": wording.words(home["change"]),
            "review": _say("review_late", wording, day=day) if late else day,
        }
    # What has to be doubted still is no standard yet.
    worked = each.verdict == "worked" and not each.caveats and not _is_stopped(record)
    if not homes and (course == "standardise" or (worked and course != "stop")):
        yield {**told, "home": _say("no_home", wording)}


def _decided(record: Record, wording: Wording) -> str:
    course = _standard(record)["course"]
    if course is None:
        return _say("no_course", wording)
    day = wording.day(course["at"])
    return _say("course_told", wording, course=_say(f"course.{course['kind']}", wording), name=course["name"], day=day)


def _stopped(each: MeasureReview, record: Record, wording: Wording) -> str:
    course = _standard(record)["course"]
    reason = wording.words(course["reason"]) if course is not None and course["kind"] == "stop" else ""
    if record["state"] != "stopped":
        return _say("to_stop", wording, title=each.title, name=course["name"], reason=reason)
    day = wording.day(record["ended"])
    return _say("stopped" if reason else "stopped_plain", wording, title=each.title, day=day, reason=reason)


def _carried_over(pairs: list[tuple[MeasureReview, Record]], inputs: Inputs, wording: Wording) -> Iterator[str]:
    for each, record in pairs:
        said = {"title": each.title, "owner": each.owner, "due": wording.day(record.get("due"))}
        if record["state"] in ("planned", "started") and not _is_stopped(record):
            yield _say(f"over_{record['state']}", wording, **said)
        if record["state"] in _CLOSED and each.judge_from and not each.decided:
            lacking = lacks_figures(each, inputs)
            about = {"needs": needs(each, wording)} if lacking else {"period": wording.period(each.judge_from)}
            yield _say(f"over_unjudged{'_needs' if lacking else ''}", wording, **said, **about)
        elif record["state"] == "completed" and each.decided and not _course(record):
            yield _say("over_undecided", wording, **said)
    for one in inputs.interventions.get("decisions_open") or ():
        late = one["due"] < inputs.tracking["as_of"]
        day = wording.say("steps.overdue", day=wording.day(one["due"])) if late else wording.day(one["due"])
        yield _say("over_decision", wording, text=wording.words(one["text"]), owner=one["owner_name"], due=day)


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"account.standard.{term}", wording.language, **values)
