"""Section: which published figures were corrected, and why 「更正说明」."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from diagnostics.look.numbers import show_ratio
from diagnostics.look.page import Callout, Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS, MOST_KPIS = 60, 4
_KEYS = ("kpi", "entity", "period", "old", "new", "difference", "points", "status")


def correction_notices(record: Record | None, wording: Wording) -> tuple[Callout, ...]:
    """What a reader must know before any figure: what was corrected, why, when, on which page 「更正说明」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``restatement``; None where nothing was ever corrected.
    """
    if not record:
        return ()
    told = [_note(each, wording) for each in reversed(record["restatements"])]
    earlier = _earlier_note(record["earlier"], wording)
    texts = [*told, *([earlier] if earlier else [])]
    if not texts:
        return ()
    return (Callout(title=_say("note.title", wording), text="\n".join(texts), tone="watch"),)


def restatement_section(record: Record | None, wording: Wording) -> Section | None:
    """Every corrected figure, before and after 「更正明细」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``restatement``; None where nothing was ever corrected.
    """
    if not record:
        return None
    parts: list[AnyPart] = []
    for each in reversed(record["restatements"]):
        parts += _restated(each, wording)
    for each in record["earlier"]:
        caption = _say("section.earlier_caption", wording, period=wording.period(each["period"]))
        parts.append(TablePart(table=_table(each, caption, wording)))
    if not parts:
        return None
    word = "" if record["restatements"] else "earlier_"
    return Section(
        id="restatement",
        title=_say(f"section.{word}title", wording),
        lead=_say(f"section.{word}lead", wording),
        parts=tuple(parts),
        folded=True,
    )


def _say(term: str, wording: Wording, **values: object) -> str:
    return say(f"restatement.{term}", wording.language, **values)


def _note(each: Record, wording: Wording) -> str:
    told = {
        "day": wording.day(each["on"]),
        "reason": each["reason"].rstrip("。.!！"),
        "by": _say("note.by", wording, by=wording.person(each["by"])) if each["by"] else "",
        "previous": _say("note.previous", wording, fingerprint=each["replaced_fingerprint"])
        if each["replaced_fingerprint"]
        else "",
    }
    if not each["figures"]:
        return _say("note.unknown", wording, **told)
    first = each["figures"][0]
    return _say(
        "note.text",
        wording,
        count=each["count"],
        kpis=_kpis(each["kpis"], wording),
        period=wording.period(first["period"]),
        entity=wording.entity(first["entity"]),
        kpi=_named(first, wording),
        change=_change(first, wording),
        **told,
    )


def _earlier_note(found: Sequence[Record], wording: Wording) -> str:
    if not found:
        return ""
    counts: dict[str, int] = {}
    for each in found:
        for key, number in each["kpis"].items():
            counts[key] = counts.get(key, 0) + number
    periods = wording.say("list.separator").join(wording.period(each["period"]) for each in found)
    count = sum(each["count"] for each in found)
    return _say("note.earlier", wording, periods=periods, count=count, kpis=_kpis(counts, wording))


def _kpis(counts: dict[str, int], wording: Wording) -> str:
    names = [wording.kpi(each) for each in sorted(counts, key=lambda each: -counts[each])]
    shown = wording.say("list.separator").join(names[:MOST_KPIS])
    return wording.say("list.more", shown=shown, count=len(names)) if len(names) > MOST_KPIS else shown


def _restated(each: Record, wording: Wording) -> list[AnyPart]:
    reason = _say("section.cause", wording, reason=each["reason"].rstrip("。.!！"))
    parts: list[AnyPart] = [Paragraph(text=f"{wording.day(each['on'])}{wording.say('list.semicolon')}{reason}")]
    if each["figures"]:
        caption = _say("section.caption", wording, day=wording.day(each["on"]))
        parts = [TablePart(table=_table(each, caption, wording, note=reason))]
    if each["verdicts"]:
        parts.append(Paragraph(text=_verdicts(each["verdicts"], wording)))
    return parts


def _verdicts(found: Sequence[Record], wording: Wording) -> str:
    titles = {each["id"]: wording.words(each["title"]) for each in wording.inputs.interventions["interventions"]}
    told = [
        _say(
            "section.verdict",
            wording,
            title=titles.get(each["intervention"], each["intervention"]),
            **{name: say(f"status.{each[name]}", wording.language) for name in ("old", "new")},
        )
        for each in found
    ]
    return _say("section.verdicts", wording, parts=wording.say("list.semicolon").join(told))


def _table(found: Record, caption: str, wording: Wording, note: str = "") -> Table:
    figures = found["figures"][:MOST_ROWS]
    if found["count"] > len(figures):
        note += _say("section.more", wording, shown=len(figures), count=found["count"])
    told = [_row(each, wording) for each in figures]
    # A column that says nothing of any figure is none.
    keys = [key for key in _KEYS if any(each.get(key) for each in told)]
    rows = tuple({key: each[key] for key in keys if key in each} for each in told)
    right = {"old", "new", "difference", "points"}
    columns = tuple(
        Column(key=key, label=_say(f"column.{key}", wording), align="right" if key in right else "left") for key in keys
    )
    return Table(caption=caption, columns=columns, rows=rows, note=note)


def _row(each: Record, wording: Wording) -> dict[str, str]:
    told = {
        "kpi": _named(each, wording),
        "entity": wording.entity(each["entity"]),
        "period": wording.period(each["period"]),
        "old": _value(each, "old", wording),
        "new": _say("withheld", wording) if each["change"] == "withheld" else _value(each, "new", wording),
        "difference": _difference(each, wording),
    }
    if each["old_points"] is not None and each["new_points"] is not None and each["old_points"] != each["new_points"]:
        old, new = (f"{each[name]:.1f}" for name in ("old_points", "new_points"))
        told["points"] = _say("points", wording, old=old, new=new)
    if each["old_status"] != each["new_status"] and each["change"] == "changed":
        old, new = (say(f"status.{each[name]}", wording.language) for name in ("old_status", "new_status"))
        told["status"] = _say("turned", wording, old=old, new=new)
    return told


def _named(each: Record, wording: Wording) -> str:
    """KPI, with the tier where its target is meant."""
    name = wording.kpi(each["kpi"])
    return _say(f"tier.{each['tier']}", wording, kpi=name) if each.get("tier") else name


def _change(each: Record, wording: Wording) -> str:
    old, new = _value(each, "old", wording), _value(each, "new", wording)
    return _say(f"change.{each['change']}", wording, old=old, new=new)


def _value(each: Record, name: str, wording: Wording) -> str:
    value = cast("float | None", each[name])
    # A KPI that is in the dictionary no longer has no unit to be shown in.
    return wording.value(each["kpi"], value) if each["kpi"] in wording.inputs.kpis else f"{value or 0:g}"


def _difference(each: Record, wording: Wording) -> str:
    if each["difference"] is None or each["kpi"] not in wording.inputs.kpis:
        return ""
    told = wording.brief_change(each["kpi"], each["difference"])
    relative = each["share"] is not None and not wording.is_share(each["kpi"])
    if not relative:
        return told
    return _say("with_share", wording, change=told, share=show_ratio(each["share"], wording.language))
