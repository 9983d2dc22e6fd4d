"""Part of the gap section: comparable figures beside the full ones 「可比口径」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show_ratio
from diagnostics.look.page import Bullets, Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_LINES = 6
# Smaller differences between the two figures change no reading: half a per cent, a fifth of a percentage point.
SMALLEST, SMALLEST_POINTS = 0.005, 0.002


def comparable_parts(inputs: Inputs, wording: Wording) -> Sequence[AnyPart]:
    """Where openings and closures change a gap at the focal entities: both figures in one sentence 「可比口径」."""
    rows = inputs.gaps
    if "comparable_absolute" not in rows.columns:
        return ()
    here = rows[rows["entity"].isin(inputs.focal_entities) & rows["comparison"].isin(["year_ago", "previous"])]
    records: list[Record] = [
        {str(name): each for name, each in row.items()}
        for row in here.sort_values("rank", kind="stable").to_dict("records")
    ]
    records.sort(key=lambda row: _importance(row, inputs))
    told = [line for line in (_line(each, wording) for each in records) if line]
    undated = _undated(records, wording)
    if not told and not undated:
        return ()
    more = [wording.say("comparable.more", count=len(told) - MOST_LINES)] if len(told) > MOST_LINES else []
    lead = [Paragraph(text=wording.say("comparable.lead"))] if told else []
    return (*lead, Bullets(items=(*told[:MOST_LINES], *more, *undated)))


def _importance(row: Record, inputs: Inputs) -> tuple[bool, bool, bool]:
    """What the page is about comes first, then the other mother metrics, then the rest as ranked."""
    focus = inputs.diagnosis["focus"]
    is_mother = bool(inputs.kpis.get(row["kpi"], {}).get("mother"))
    return (row["kpi"] != focus["kpi"], row["entity"] != focus["entity"], not is_mother)


def _line(row: Record, wording: Wording) -> str:
    """Full and comparable difference, where a reader would see that they differ."""
    if not row["left_out"] > 0 or row["comparable_absolute"] != row["comparable_absolute"]:
        return ""
    full, part = (_size(row, prefix, wording) for prefix in ("", "comparable_"))
    if full == part or _small(row, wording):
        return ""
    left = [
        wording.say(f"comparable.{name}", count=int(row[f"left_out_{name}"]))
        for name in ("opened", "closed")
        if row[f"left_out_{name}"] > 0
    ]
    return wording.say(
        "comparable.line",
        period=wording.other_period(row["period"]),
        entity=wording.entity(row["entity"]),
        kpi=wording.kpi(row["kpi"]),
        comparison=wording.say(f"comparable.comparison.{row['comparison']}"),
        full=full,
        comparable=part,
        left=wording.say("list.separator").join(left),
    )


def _size(row: Record, prefix: str, wording: Wording) -> str:
    """Relative change; of a share, or of nothing before, the difference in the KPI's unit."""
    relative = row[f"{prefix}relative"]
    untold = wording.is_share(row["kpi"]) or row["relative"] != row["relative"] or relative != relative  # noqa: PLR0124
    return wording.change(row["kpi"], row[f"{prefix}absolute"]) if untold else show_ratio(relative, wording.language)


def _small(row: Record, wording: Wording) -> bool:
    name, least = ("absolute", SMALLEST_POINTS) if wording.is_share(row["kpi"]) else ("relative", SMALLEST)
    return bool(abs(row[name] - row[f"comparable_{name}"]) < least)


def _undated(rows: Sequence[Record], wording: Wording) -> list[str]:
    """Units that came or went without a day that says so, each entity once."""
    most: dict[str, int] = {}
    for row in rows:
        if row["undated"] > 0:
            most[row["entity"]] = max(most.get(row["entity"], 0), int(row["undated"]))
    return [wording.say("comparable.undated", entity=wording.entity(key), count=each) for key, each in most.items()]
