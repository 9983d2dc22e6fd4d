"""Section: in which band each KPI stands, and where it will at the end of the period 「指标状态与期末预计」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Bullets, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import status_word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_ROWS = 12
# The worst band first; what has no target comes last.
ORDER = ("below_base", "missed", "base_to_target", "target_to_stretch", "met", "above_stretch", "none")
TIERS = ("base", "target", "stretch")
# No history of a few years tells chances of one in a hundred from none.
SURE = 0.95
# Of what a range is to hold, in hand-offs that don't say.
_SHARE = 0.8
# Forecasts looked back on that say something, and the share of them within their range below which readers are warned.
FEWEST, FEW = 4, 2 / 3


def period_end_section(inputs: Inputs, wording: Wording) -> Section | None:
    """A row a KPI and entity: its band now, what it is expected to end at, and the chance of its tiers 「期末预计」."""
    found = [each for each in (inputs.outlook or {}).get("outlook", ()) if _tells(each, inputs)]
    if not found:
        return None
    rows = sorted(found, key=lambda each: ORDER.index(each["status"]))
    shown = rows[:MOST_ROWS]
    share = (inputs.outlook or {}).get("share", _SHARE)
    parts: list[AnyPart] = [TablePart(table=_table(shown, len(rows) - len(shown), share, wording))]
    parts += _records(shown, share, wording)
    told = [*_doubts(shown, wording), *_not_told(shown, wording)]
    if told:
        parts.append(Bullets(items=tuple(told)))
    title, lead = wording.say("period_end.title"), wording.say("period_end.lead")
    return Section(id="period-end", title=title, lead=lead, parts=tuple(parts))


def _tells(each: Record, inputs: Inputs) -> bool:
    """Whether a row is about what the page knows, and says anything."""
    known = each["kpi"] in inputs.kpis and each["entity"] in inputs.entities
    return known and (each["status"] != "none" or each["expected"] is not None)


def _table(rows: Sequence[Record], more: int, share: float, wording: Wording) -> Table:
    """Table whose columns are those that any row has something for."""
    until = next((each["until"] for each in rows if each["until"]), "")
    texts = [_row(each, until, wording) for each in rows]
    several = len({each["entity"] for each in rows}) > 1
    keys = [
        key
        for key in ("kpi", "entity", "status", "value", "target", "end", "goal", "chance")
        if (several if key == "entity" else any(each[key] not in ("", "none") for each in texts))
    ]
    # What the whole is to reach says little beside no forecast of it.
    keys = [key for key in keys if key != "goal" or "end" in keys]
    columns = tuple(
        Column(
            key=key,
            label=wording.say(f"period_end.column.{key}"),
            align="right" if key in {"value", "target", "end", "goal"} else "left",
            kind="status" if key == "status" else "text",
        )
        for key in keys
    )
    period = wording.period(wording.inputs.diagnosis["period"])
    name = "caption" if until else "caption_now"
    ahead = any(each["low"] is not None and each["reason"] != "done" for each in rows)
    note = wording.say("period_end.note", share=wording.share(share)) if ahead else ""
    return Table(
        caption=wording.say(f"period_end.{name}", period=period, **({"until": wording.period(until)} if until else {})),
        columns=columns,
        rows=tuple({key: each[key] for key in keys} for each in texts),
        note=note + (wording.say("period_end.more", count=more) if more > 0 else ""),
    )


def _row(each: Record, until: str, wording: Wording) -> dict[str, str]:
    """Cells of a row; a period that is not the one its column is headed by is told beside its figures."""
    key = each["kpi"]
    end = _end(each, wording)
    if end and each["until"] not in ("", until):
        end = wording.say("period_end.of", period=wording.period(each["until"]), end=end)
    return {
        "kpi": wording.other_period(each["period"]) + wording.kpi(key),
        "entity": wording.entity(each["entity"]),
        "status": each["status"],
        "value": "" if each["value"] is None else wording.value(key, each["value"]),
        "target": _aim(key, each["target"], each["target_high"], wording),
        "end": end,
        "goal": _goal(each, wording),
        "chance": _chance(each, wording),
    }


def _aim(key: str, low: float | None, high: float | None, wording: Wording) -> str:
    if low is None:
        return ""
    return wording.value(key, low) if high is None else wording.range(key, low, high)


def _goal(each: Record, wording: Wording) -> str:
    told = _aim(each["kpi"], each["end_target"], each["end_target_high"], wording)
    return wording.say("period_end.last", end=told) if told and each["way"] == "level" else told


def _end(each: Record, wording: Wording) -> str:
    """What the whole period is expected to come to, with its range."""
    key = each["kpi"]
    if each["expected"] is None:
        return ""
    value = wording.value(key, each["expected"])
    if each["reason"] == "done":
        told = wording.say("period_end.done", value=value)
    else:
        told = wording.say("period_end.range", expected=value, range=wording.range(key, each["low"], each["high"]))
    # A balance of the last period is no figure of the whole.
    return wording.say("period_end.last", end=told) if each["way"] == "level" else told


def _chance(each: Record, wording: Wording) -> str:
    """Chance of each tier, never as sure as a history can't be."""
    known = {tier: each[f"p_{tier}"] for tier in TIERS if each[f"p_{tier}"] is not None}
    if each["reason"] == "done":
        return _reached(known, wording)
    ranged = each["end_target_high"] is not None
    return wording.say("period_end.chance.separator").join(
        wording.say(f"period_end.chance.{'inside' if ranged else tier}", share=_share(chance, wording))
        for tier, chance in known.items()
    )


def _reached(known: dict[str, float], wording: Wording) -> str:
    """Band in which a span that is over ended."""
    if "target" not in known:
        return ""
    if known.get("stretch"):
        return status_word("above_stretch", wording.language)
    if known["target"]:
        return status_word("target_to_stretch" if "stretch" in known else "met", wording.language)
    if "base" not in known:
        return status_word("missed", wording.language)
    return status_word("base_to_target" if known["base"] else "below_base", wording.language)


def _share(chance: float, wording: Wording) -> str:
    if chance > SURE:
        return wording.say("period_end.chance.high")
    return wording.say("period_end.chance.low") if chance < 1 - SURE else wording.share(chance)


def _records(rows: Sequence[Record], share: float, wording: Wording) -> list[TablePart]:
    """How earlier forecasts equally far ahead came true."""
    tested = [each for each in rows if each["tests"] and each["reason"] in ("", "unreliable")]
    if not tested:
        return []
    several = len({each["entity"] for each in rows}) > 1
    keys = ["kpi", *(["entity"] if several else []), "inside", "error", "naive"]
    season = "week" if tested[0]["cycle"] == "day" else "year"
    columns = tuple(
        Column(
            key=key,
            label=wording.say("period_end.record." + (f"naive_{season}" if key == "naive" else key)),
            align="left" if key in {"kpi", "entity"} else "right",
        )
        for key in keys
    )
    texts = [
        {
            "kpi": wording.kpi(each["kpi"]),
            "entity": wording.entity(each["entity"]),
            "inside": wording.say("period_end.record.counted", tests=each["tests"], inside=each["inside"]),
            "error": wording.distance(each["kpi"], each["error"]),
            "naive": "" if each["naive_error"] is None else wording.distance(each["kpi"], each["naive_error"]),
        }
        for each in tested
    ]
    far = {each["ahead"] for each in tested}
    name = "caption" if len(far) == 1 else "caption_each"
    caption = wording.say(f"period_end.record.{name}", **({"ahead": max(far)} if len(far) == 1 else {}))
    shown = tuple({key: each[key] for key in keys} for each in texts)
    tests, inside = (sum(each[name] for each in tested) for name in ("tests", "inside"))
    counts = {"tests": tests, "inside": inside, "share": wording.share(inside / tests), "meant": wording.share(share)}
    note = wording.say("period_end.record.total", **counts)
    return [TablePart(table=Table(caption=caption, columns=columns, rows=shown, note=note))]


def _doubts(rows: Sequence[Record], wording: Wording) -> list[str]:
    """Whose ranges held too little before, and where the figures of a season before alone did better."""
    tested = [each for each in rows if each["tests"] >= FEWEST and each["reason"] in ("", "unreliable")]
    narrow = [each for each in tested if not each["reason"] and each["inside"] < FEW * each["tests"]]
    naive = [each for each in tested if _naive_better(each)]
    season = "week" if tested and tested[0]["cycle"] == "day" else "year"
    separator = wording.say("list.separator")
    told = []
    if narrow:
        names = [
            wording.say(
                "period_end.doubt.counted", name=_name(each, wording), tests=each["tests"], inside=each["inside"]
            )
            for each in narrow
        ]
        told.append(wording.say("period_end.doubt.narrow", names=separator.join(names)))
    if naive:
        names = [_name(each, wording) for each in naive]
        told.append(wording.say(f"period_end.doubt.naive_{season}", names=separator.join(names)))
    return told


def _naive_better(each: Record) -> bool:
    """Whether the figures of a season before missed by less on the periods where both are known."""
    same = each["error"] if each.get("naive_same") is None else each["naive_same"]
    return each["naive_error"] is not None and each["naive_error"] < same


def _name(each: Record, wording: Wording) -> str:
    return wording.say("period_end.name", kpi=wording.kpi(each["kpi"]), entity=wording.entity(each["entity"]))


def _not_told(rows: Sequence[Record], wording: Wording) -> list[str]:
    """Why some have no forecast, or no chance of a tier: a sentence a reason."""
    groups: dict[str, list[Record]] = {}
    for each in rows:
        why = each["reason"] if each["reason"] not in ("", "done") else each["lack"]
        if why not in ("", "no_target"):
            groups.setdefault(why, []).append(each)
    separator = wording.say("list.separator")
    return [
        wording.say(
            f"period_end.not_told.{why}",
            names=separator.join(_name(each, wording) for each in group),
            **({"count": max(each["history"] for each in group)} if why == "short" else {}),
        )
        for why, group in groups.items()
    ]
