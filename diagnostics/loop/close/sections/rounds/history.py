"""Section: the rounds of an engagement in numbers, and what the last one left open 「各轮走势」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Paragraph, Section, TablePart
from diagnostics.look.sparks import Spark
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_ROUNDS, MOST_LEFT = 6, 12
_COUNTS = ("taken_over", "planned", "completed", "stopped", "open")
# Rows that say something even where every round has none: how much was begun, what is open, how often people talked.
_ALWAYS = {"planned", "open", "check_ins", "meetings", "interviews"}
_VERDICTS = ("worked", "no_evidence", "worse", "insufficient")
_STATES = ("problems", "quality", "traps")
_TALKS = ("check_ins", "meetings", "interviews")


def rounds_section(record: Record | None, wording: Wording) -> Section | None:
    """Rounds side by side, and the measures that the one before left open 「各轮走势」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``rounds``; None where a run has none. Without rounds in engagement.yaml there is nothing to tell.
    """
    rounds = (record or {}).get("rounds") or []
    if record is None or not rounds:
        return None
    parts: list[AnyPart] = [*_left(record, wording), TablePart(table=_table(rounds[-MOST_ROUNDS:], wording))]
    if record["left_out"]:
        periods = _list([wording.period(each) for each in record["left_out"]], wording)
        parts.append(Paragraph(text=_say("left_out", wording, periods=periods)))
    inside = _say("inside", wording, count=len(rounds), open=rounds[-1]["open"])
    return Section(
        id="rounds",
        title=_say("title", wording),
        lead=_say("lead", wording),
        parts=tuple(parts),
        inside=inside,
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"rounds.trend.{term}", wording.language, **values)


def _list(words: Sequence[str], wording: Wording) -> str:
    return wording.say("list.separator").join(words)


def _left(record: Record, wording: Wording) -> list[AnyPart]:
    """What the round before left open, and how each stands; nothing in a first round."""
    if len(record["rounds"]) < 2:
        return []
    before, left = record["rounds"][-2]["id"], record["carried"]
    if not left:
        return [Paragraph(text=_say("left_none", wording, round=before))]
    content = wording.inputs.interventions
    items = {("", each["id"]): each for each in content["interventions"]}
    items |= {(each["id"], ""): each for each in content.get("decisions_open", ())}
    named = [(each, items.get((each["decision"], each["measure"]))) for each in left]
    told = tuple(_carried(each, item, wording) for each, item in named if item is not None)
    return [Paragraph(text=_say("left", wording, round=before, count=len(left))), Bullets(items=told[:MOST_LEFT])]


def _carried(each: Record, item: Record, wording: Wording) -> str:
    state = _say(f"state.{each['state']}", wording)
    title = wording.words(item["text"] if each["decision"] else item["title"]).rstrip("。.;； ")
    return _say("carried", wording, title=title, owner=item["owner_name"], due=wording.day(item["due"]), state=state)


def _table(rounds: Sequence[Record], wording: Wording) -> Table:
    lines = [(name, [each[name] for each in rounds]) for name in (*_COUNTS, *_STATES, *_TALKS)]
    verdicts = [(name, [each["verdicts"].get(name, 0) for each in rounds]) for name in _VERDICTS]
    shares = [("share", [each["share"] for each in rounds])]
    after = len(_COUNTS)
    lines = [*lines[:after], *verdicts, *shares, *lines[after:]]
    # None is a round of which nobody knows, 0 one of which it is known that there was none.
    told = {"share", *_STATES}
    lines = [
        (name, values)
        for name, values in lines
        if any(values) or name in _ALWAYS or (name in told and any(each is not None for each in values))
    ]
    many = len(rounds) > 1
    heads = [Column(key="what", label=_say("column.what", wording))]
    heads += [Column(key=f"round{at}", label=_head(each, wording), align="right") for at, each in enumerate(rounds)]
    if many:
        heads.append(Column(key="course", label=_say("column.course", wording), kind="spark"))
    rows = tuple(_row(name, values, wording, many=many) for name, values in lines)
    sparks = {"course": tuple(_course(values) for _, values in lines)} if many else {}
    return Table(
        caption=_say("caption", wording), columns=tuple(heads), rows=rows, note=_say("note", wording), sparks=sparks
    )


def _head(turn: Record, wording: Wording) -> str:
    return str(turn["id"]) if turn["over"] else _say("column.now", wording, round=turn["id"])


def _row(name: str, values: Sequence[float | None], wording: Wording, *, many: bool) -> dict[str, str]:
    told = [_shown(name, each, wording) for each in values]
    row = {"what": _say(name, wording), **{f"round{at}": each for at, each in enumerate(told)}}
    if many:
        row["course"] = _span(name, values, wording)
    return row


def _span(name: str, values: Sequence[float | None], wording: Wording) -> str:
    """From the least to the greatest: what the drawing beside it shows."""
    known = [each for each in values if each is not None]
    if len(known) < 2:
        return ""
    low, high = (_shown(name, each, wording) for each in (min(known), max(known)))
    return low if low == high else _say("span", wording, low=low, high=high)


def _shown(name: str, value: float | None, wording: Wording) -> str:
    if value is None:
        return ""
    return wording.share(value) if name == "share" else str(value)


def _course(values: Sequence[float | None]) -> Spark | None:
    known = [each for each in values if each is not None]
    if len(known) < 2:
        return None
    # From nought: a course from its own least figure would make every step look as large.
    return Spark(values=tuple(values), span=(0.0, float(max(known)) or 1.0))
