"""Section: which targets to look at for the next round 「下一轮目标建议」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 24
_KEYS = ("card", "kpi", "reached", "now", "proposed", "why")
_ASKED = ("raise", "lower", "decide")
# Where nothing is proposed it is the share that says which end the target is at.
_HALF = 0.5


def next_targets_section(record: Record | None, wording: Wording) -> Section | None:
    """Targets that are nearly always or hardly ever reached, with what is proposed 「下一轮目标建议」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``rounds``; None where a run has none.
    """
    items = (record or {}).get("targets") or []
    known = [each for each in items if each["kpi"] in wording.inputs.kpis]
    asked = [each for each in known if each["advice"] in _ASKED]
    if not asked:
        return None
    parts: list[AnyPart] = [TablePart(table=_table(asked, wording))]
    for advice in ("keep", "few"):
        count = sum(each["advice"] == advice for each in known)
        if count:
            parts.append(Paragraph(text=_say(advice, wording, count=count)))
    return Section(
        id="next-targets",
        title=_say("title", wording),
        lead=_say("lead", wording),
        parts=tuple(parts),
        inside=_say("inside", wording, count=len(asked)),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"rounds.targets.{term}", wording.language, **values)


def _table(asked: Sequence[Record], wording: Wording) -> Table:
    shown = asked[:MOST_ROWS]
    right = {"now"}
    columns = tuple(
        Column(key=each, label=_say(f"column.{each}", wording), align="right" if each in right else "left")
        for each in _KEYS
    )
    note = _say("more", wording, count=len(asked), shown=len(shown)) if len(asked) > len(shown) else ""
    rows = tuple(_row(each, wording) for each in shown)
    return Table(caption=_say("caption", wording), columns=columns, rows=rows, note=note)


def _row(item: Record, wording: Wording) -> dict[str, str]:
    key, met = item["kpi"], round(item["share"] * item["count"])
    return {
        "card": _card(item["card"], wording),
        "kpi": wording.kpi(key),
        "reached": _say("reached", wording, met=met, count=item["count"]),
        "now": _say("own", wording) if item["now"] is None else wording.value(key, item["now"]),
        "proposed": _proposed(item, wording),
        "why": _why(item, wording),
    }


def _card(card: str, wording: Wording) -> str:
    names = {each["id"]: each.get("name") for each in wording.inputs.alignment.get("scorecards", ()) if each.get("id")}
    return wording.words(names.get(card)) or wording.entity(card)


def _proposed(item: Record, wording: Wording) -> str:
    if item["proposed"] is None:
        return _say("advice.decide", wording)
    told = {name: wording.value(item["kpi"], item[source]) for name, source in _ENDS}
    return _say(f"advice.{item['advice']}", wording, **told)


_ENDS = (("value", "proposed"), ("low", "low"), ("high", "high"))


def _why(item: Record, wording: Wording) -> str:
    if item["advice"] == "decide":
        return _say(f"decide.{'raise' if item['share'] > _HALF else 'lower'}", wording)
    return wording.words(item["grounds"])
