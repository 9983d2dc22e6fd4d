"""Part of the gap section: which gaps are no chance, festivals, small samples, the year to date 「差距说明」."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from diagnostics.look.page import Bullets, Paragraph
from diagnostics.model.rarity import rarity

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.period import Cycle

# Lines of each kind: what matters most stands first, the rest is counted.
MOST_SIGNALS, MOST_STANDING, MOST_PEERS, MOST_TO_DATE = 5, 6, 4, 3


def gap_notes(inputs: Inputs, wording: Wording) -> Sequence[AnyPart]:
    """Which gaps are no chance, and what else a reader of the table must know 「差距说明」."""
    rows = inputs.gaps
    if "signal" not in rows.columns:
        return ()
    signals, standing = _signals(rows, wording), _standing(inputs, wording)
    notes = [*_festivals(inputs, wording), *_chance(rows, wording), *_to_date(inputs, wording)]
    parts: list[AnyPart] = []
    for told in (signals, standing):
        if told:
            parts += [Paragraph(text=told[0])] + ([Bullets(items=tuple(told[1:]))] if told[1:] else [])
    return (*parts, Bullets(items=tuple(notes))) if notes else tuple(parts)


def _records(rows: pd.DataFrame) -> list[Record]:
    ordered = rows.sort_values("rank", kind="stable")
    return [{str(name): each for name, each in row.items()} for row in ordered.to_dict("records")]


def _signals(rows: pd.DataFrame, wording: Wording) -> list[str]:
    """How many gaps were judged, how many are no chance, and the largest of those against us."""
    judged = rows[rows["signal"].notna()]
    if judged.empty:
        return []
    loud = judged[judged["signal"].astype(bool)]
    against = [each for each in _records(loud) if each["favourable"] is False]
    if loud.empty:
        short = sum(each["favourable"] is False for each in _records(rows[rows["absolute"].notna()]))
        return [wording.say("gap_notes.unchanged" if short else "gap_notes.calm", count=len(judged), short=short)]
    pairs = len({(each["kpi"], each["entity"]) for each in against})
    lead = wording.say(
        "gap_notes.judged" if against else "gap_notes.judged_good",
        count=len(judged), signals=len(loud), against=len(against), kpis=pairs,
    )  # fmt: skip
    lines: dict[tuple[str, str], str] = {}
    for row in against:
        # A KPI that is unusual by several comparisons is one thing to look into.
        lines.setdefault((row["kpi"], row["entity"]), _signal_line(row, wording))
    told = list(lines.values())
    more = [wording.say("gap_notes.more", count=len(told) - MOST_SIGNALS)] if len(told) > MOST_SIGNALS else []
    return [lead, *told[:MOST_SIGNALS], *more]


def _standing(inputs: Inputs, wording: Wording) -> list[str]:
    """What has long been against us though nothing changed of late, a line a KPI and entity."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for each in inputs.diagnosis.get("standing") or ():
        if each["kpi"] in inputs.kpis:
            groups.setdefault((each["kpi"], each["entity"]), []).append(each)
    if not groups:
        return []
    lines = [_standing_line(group, wording) for group in groups.values()]
    more = [wording.say("gap_notes.more", count=len(lines) - MOST_STANDING)] if len(lines) > MOST_STANDING else []
    return [wording.say("gap_notes.standing", count=len(lines)), *lines[:MOST_STANDING], *more]


def _standing_line(group: Sequence[Record], wording: Wording) -> str:
    first = group[0]
    parts = [
        wording.say(
            "gap_notes.standing_part",
            reference=wording.say(f"reference.{each['comparison']}"),
            change=wording.change(each["kpi"], each["absolute"]),
            periods=each["periods"],
            of=each["of"],
            cycle=wording.say(f"cycle.{each['cycle']}"),
        )
        for each in group
    ]
    return wording.say(
        "gap_notes.standing_line",
        entity=wording.entity(first["entity"]),
        kpi=wording.kpi(first["kpi"]),
        value=wording.value(first["kpi"], first["actual"]),
        parts=wording.say("list.semicolon").join(parts),
    )


def _signal_line(row: Record, wording: Wording) -> str:
    return wording.say(
        "gap_notes.signal",
        period=wording.other_period(row["period"]),
        entity=wording.entity(row["entity"]),
        kpi=wording.kpi(row["kpi"]),
        value=wording.value(row["kpi"], row["actual"]),
        reference=wording.say(f"reference.{row['comparison']}"),
        change=wording.change(row["kpi"], row["absolute"]),
        rarity=_rarity(row, wording),
    )


def _rarity(row: Record, wording: Wording) -> str:
    if row["comparison"] == "peers":
        return wording.say("gap_notes.chance")
    return rarity(float(row["probability"]), cast("Cycle", row["cycle"]), wording.language)


def _festivals(inputs: Inputs, wording: Wording) -> list[str]:
    """Where a moving festival makes the year before unlike."""
    rows = inputs.gaps
    here = rows[rows["entity"].isin(inputs.focal_entities) & (rows["caution"] != "") & rows["caution"].notna()]
    told = {
        wording.say(f"gap_notes.{caution}", period=wording.period(str(period)))
        for caution, period in zip(here["caution"], here["period"], strict=True)
        if caution in ("festival", "aligned")
    }
    return sorted(told)


def _chance(rows: pd.DataFrame, wording: Wording) -> list[str]:
    """Who differs from its peers by more than so few cases do by chance, and how many do not."""
    judged = rows[(rows["comparison"] == "peers") & rows["outside_funnel"].notna()]
    told = []
    for kpi in dict.fromkeys(judged.sort_values("rank", kind="stable")["kpi"]):
        own = judged[judged["kpi"] == kpi]
        beyond = own["outside_funnel"].astype(bool)
        worse = [each for each in _records(own[beyond]) if each["favourable"] is False]
        if worse:
            names = wording.entities([each["entity"] for each in worse])
            told.append(wording.say("gap_notes.peers", kpi=wording.kpi(kpi), entities=names, rest=int((~beyond).sum())))
    return told[:MOST_PEERS]


def _to_date(inputs: Inputs, wording: Wording) -> list[str]:
    """The year to date of the focal KPI and of the mother metrics."""
    rows = inputs.gaps
    if "to_date_actual" not in rows.columns:
        return []
    focus = inputs.diagnosis["focus"]
    here = rows[(rows["entity"] == focus["entity"]) & rows["to_date_actual"].notna()]
    known = set(here["kpi"])
    mothers = [key for key, kpi in inputs.kpis.items() if kpi.get("mother") and key != focus["kpi"]]
    keys = [each for each in (focus["kpi"], *mothers) if each in known]
    return [_to_date_line(_records(here[here["kpi"] == key]), wording) for key in keys[:MOST_TO_DATE]]


def _to_date_line(rows: list[Record], wording: Wording) -> str:
    first = rows[0]
    against = [
        wording.say(
            "gap_notes.against",
            reference=wording.say(f"reference.{row['comparison']}"),
            change=wording.change(row["kpi"], row["to_date_absolute"]),
        )
        for row in sorted(rows, key=lambda each: each["comparison"] != "target")
        if row["to_date_absolute"] == row["to_date_absolute"]
    ]
    return wording.say(
        "gap_notes.to_date",
        period=wording.period(first["period"]),
        entity=wording.entity(first["entity"]),
        kpi=wording.kpi(first["kpi"]),
        value=wording.value(first["kpi"], first["to_date_actual"]),
        against="".join(against),
    )
