"""A gap in words: how large, whether unusual, and whether usual is good enough 「差距的说法」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

# A year of months, and the fewest from which anything is said of a habit.
RECENT, FEW_PERIODS = 12, 6
# Share of periods from which more often than not is called a habit: 5 of 8 come by chance one time in three.
HABIT = 0.75
# Relative differences below this are shown as 0.0 %.
UNSEEN = 0.0005


def gap_sentence(gap: Record, inputs: Inputs, wording: Wording) -> str:
    """Gap of a KPI in one sentence, with whether it is unusual 「差距句」."""
    size = abs(gap["absolute"])
    side = way(gap, wording)
    relative: float | None = gap["relative"]
    # Percentage points are no per cent, and a missing ratio may be NaN.
    untold = wording.is_share(gap["kpi"]) or relative is None or relative != relative  # noqa: PLR0124
    told = wording.say(
        f"gap.{side}",
        period=wording.period(gap["period"]),
        entity=wording.entity(gap["entity"]),
        kpi=wording.kpi(gap["kpi"]),
        value=wording.value(gap["kpi"], gap["actual"]),
        reference=wording.say(f"reference.{gap['comparison']}"),
        size=wording.distance(gap["kpi"], size),
        ratio="" if untold or relative is None else wording.say("gap.ratio", ratio=wording.ratio(relative)),
    )
    return told + _how_usual(gap, inputs, wording)


def _how_usual(gap: Record, inputs: Inputs, wording: Wording) -> str:
    """Whether a figure is unusual, and what is usual but not good enough."""
    usual, (missed, of) = _usual(gap), recent_misses(gap, inputs)
    if usual == "inside" and of >= FEW_PERIODS and missed > of / 2:
        return wording.say("usual.short", missed=missed, count=of, cycle=wording.say(f"cycle.{gap['cycle']}"))
    long = _long(gap, inputs) if usual == "inside" else None
    if long is None:
        return wording.say(f"usual.{usual}")
    return wording.say(
        "usual.standing" if long["periods"] >= HABIT * long["of"] else "usual.often",
        reference=wording.say(f"reference.{long['comparison']}"),
        periods=long["periods"],
        count=long["of"],
        cycle=wording.say(f"cycle.{long['cycle']}"),
    )


def _long(gap: Record, inputs: Inputs) -> Record | None:
    """By what a figure has long been unfavourable."""
    standing: Sequence[Record] = inputs.diagnosis.get("standing") or ()
    here = [each for each in standing if (each["kpi"], each["entity"]) == (gap["kpi"], gap["entity"])]
    return next((each for each in here if each["comparison"] == gap["comparison"]), here[0] if here else None)


def recent_misses(gap: Record, inputs: Inputs) -> tuple[int, int]:
    """How often the target was missed in the last year of periods, and in how many there was one 「近期未达标次数」."""
    if gap["comparison"] != "target" or gap["favourable"] is not False:
        return 0, 0
    rows = inputs.series[(inputs.series["kpi"] == gap["kpi"]) & (inputs.series["entity"] == gap["entity"])]
    rows = rows.sort_values("start", kind="stable").dropna(subset=["value", "target"]).tail(RECENT)
    below, above = rows["value"] < rows["target"], rows["value"] > rows["target_high"].fillna(rows["target"])
    missed = {"higher": below, "lower": above, "range": below | above}[inputs.kpis[gap["kpi"]]["direction"]]
    return int(missed.sum()), len(rows)


def way(gap: Record, wording: Wording) -> str:
    """Whether a figure lies above or below; a difference that no reader would see is none 「高低」."""
    seen = wording.distance(gap["kpi"], abs(gap["absolute"]))
    relative = gap["relative"]
    if seen == wording.distance(gap["kpi"], 0.0) or (relative is not None and abs(relative) < UNSEEN):
        return "level"
    return "above" if gap["absolute"] > 0 else "below"


def _usual(gap: Record) -> str:
    outside = gap.get("outside_usual")
    if outside is None or outside != outside:  # noqa: PLR0124 (a missing flag may be NaN)
        return "unknown"
    return str(gap["usual_side"]) if outside else "inside"
