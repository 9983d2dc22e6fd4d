"""Conclusion first: what a reader in a hurry must know 「结论」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.close.sections.breaks import break_lines
from diagnostics.model.decomposition import factor_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

# Said in this order: what made things worse must not hide behind what worked.
STANDINGS = ("worse", "worked", "no_evidence", "insufficient", "undecidable", "waiting")
# More measures than these are counted rather than named.
MOST_NAMED = 6
# Drivers that one sentence can tell.
MOST_DRIVERS = 3
# Share of a figure by which parts may miss it and still be told as adding up to it.
EXACT = 1e-7
# A year of months, and the fewest from which anything is said of a habit.
RECENT, FEW_PERIODS = 12, 6
# Relative differences below this are shown as 0.0 %.
UNSEEN = 0.0005
# The first comparison that has a reference is the one a reader asks for first.
COMPARISONS = ("target", "year_ago", "previous", "peers")


def focal_gaps(inputs: Inputs) -> dict[str, Record]:
    """Gaps of the focal KPI at the focal entity, by comparison 「焦点差距」."""
    focus = inputs.diagnosis["focus"]
    rows = inputs.gaps[(inputs.gaps["kpi"] == focus["kpi"]) & (inputs.gaps["entity"] == focus["entity"])]
    known = rows[rows["actual"].notna() & rows["reference"].notna()]
    return {str(row["comparison"]): row for row in known.to_dict("records")}


def gap_sentence(gap: Record, inputs: Inputs, wording: Wording) -> str:
    """Gap of a KPI in one sentence, with whether it is unusual 「差距句」."""
    size = abs(gap["absolute"])
    way = _way(gap, wording)
    relative: float | None = gap["relative"]
    # Percentage points are no per cent, and a missing ratio may be NaN.
    untold = wording.is_share(gap["kpi"]) or relative is None or relative != relative  # noqa: PLR0124
    told = wording.say(
        f"gap.{way}",
        period=wording.period(gap["period"]),
        entity=wording.entity(gap["entity"]),
        kpi=wording.kpi(gap["kpi"]),
        value=wording.value(gap["kpi"], gap["actual"]),
        reference=wording.say(f"reference.{gap['comparison']}"),
        size=wording.distance(gap["kpi"], size),
        ratio="" if untold or relative is None else wording.say("gap.ratio", ratio=wording.ratio(relative)),
    )
    missed, of = recent_misses(gap, inputs)
    usual = _usual(gap)
    if usual == "inside" and of >= FEW_PERIODS and missed > of / 2:
        # Within its usual range, but the usual range itself is short of the target: waiting won't help.
        return told + wording.say("usual.short", missed=missed, count=of, cycle=wording.say(f"cycle.{gap['cycle']}"))
    return told + wording.say(f"usual.{usual}")


def recent_misses(gap: Record, inputs: Inputs) -> tuple[int, int]:
    """How often the target was missed in the last year of periods, and in how many there was one 「近期未达标次数」."""
    if gap["comparison"] != "target" or gap["favourable"] is not False:
        return 0, 0
    rows = inputs.series[(inputs.series["kpi"] == gap["kpi"]) & (inputs.series["entity"] == gap["entity"])]
    rows = rows.sort_values("start", kind="stable").dropna(subset=["value", "target"]).tail(RECENT)
    below, above = rows["value"] < rows["target"], rows["value"] > rows["target_high"].fillna(rows["target"])
    missed = {"higher": below, "lower": above, "range": below | above}[inputs.kpis[gap["kpi"]]["direction"]]
    return int(missed.sum()), len(rows)


def _way(gap: Record, wording: Wording) -> str:
    """Whether a figure lies above or below; a difference that no reader would see is none."""
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


def driver_sentence(inputs: Inputs, wording: Wording) -> str:
    """Where the focal gap comes from, in one sentence 「驱动句」."""
    found = focal_decomposition(inputs)
    if found is None or found["total"] in (None, 0):
        return ""
    key, factors = found["kpi"], told_factors(found)
    told = sorted(range(len(factors)), key=lambda at: -abs(factors[at]["contribution"]))[:MOST_DRIVERS]
    # Three in the formula's order as they stand; of more the largest first, and the others together.
    told = sorted(told) if len(factors) <= MOST_DRIVERS else told
    rest = sum(each["contribution"] for at, each in enumerate(factors) if at not in told)
    named = [(factor_name(factors[at]["factor"], wording), factors[at]["contribution"]) for at in told]
    if len(factors) > MOST_DRIVERS:
        named.append((wording.say("drivers.rest", count=len(factors) - MOST_DRIVERS), rest))
    total, *changes = wording.changes(key, [found["total"], *(each for _, each in named)])
    parts = [
        wording.say("drivers.part", factor=name, change=change)
        for (name, _), change in zip(named, changes, strict=True)
    ]
    return wording.say(
        "drivers.sentence",
        reference=wording.say(f"against.{found['comparison']}"),
        kpi=wording.kpi(key),
        change=total,
        parts=wording.say("list.comma").join(parts),
    )


def told_factors(found: Record) -> list[Record]:
    """Factors that words and figure tell: those at the end of the tree where there is one 「讲述的因素」.

    A driver that stands still may hide two that moved apart.
    """
    parts: dict[str, float] = {}
    for each in found.get("tree") or ():
        if each["leaf"]:
            parts[each["node"]] = parts.get(each["node"], 0.0) + each["contribution"]
    # Figures of the levels may be rounded apart in the data: then the formula's own factors are told.
    room = EXACT * max(abs(found["before"]), abs(found["after"]))
    if not parts or abs(sum(parts.values()) - found["total"]) > room:
        return list(found["factors"])
    return [{"factor": name, "contribution": each} for name, each in parts.items()]


def factor_name(key: str, wording: Wording) -> str:
    """Name of a factor: a KPI's, or what a line stands for that is no KPI 「因素名称」."""
    return wording.kpi(key) if key in wording.inputs.kpis else factor_label(key, wording.language)


def focal_decomposition(inputs: Inputs) -> Record | None:
    """Decomposition of the focal KPI's gap that a reader was told of, else of one that points its way 「焦点拆解」."""
    focus = inputs.diagnosis["focus"]
    here = [
        each
        for each in inputs.diagnosis["decompositions"]
        if each["entity"] == focus["entity"] and each["kpi"] == focus["kpi"] and each["total"] is not None
    ]
    gaps = focal_gaps(inputs)
    first = next((each for each in COMPARISONS if each in gaps), None)
    same = [each for each in here if each["comparison"] == first]
    return next((each for each in [*same, *here] if explains(each, inputs)), here[0] if here else None)


def explains(found: Record, inputs: Inputs) -> bool:
    """Whether a decomposition points the way the first gap does: growth explains no shortfall 「方向一致」."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    return first is not None and (found["total"] or 0) * first["absolute"] > 0


def tally(reviews: Sequence[MeasureReview], wording: Wording) -> str:
    """How many measures came out how, worst first 「措施小结」."""
    parts = [
        wording.say(f"tally.{standing}", count=count)
        for standing in STANDINGS
        if (count := sum(each.standing == standing for each in reviews))
    ]
    return wording.say("list.comma").join(parts)


def measures_of(reviews: Sequence[MeasureReview]) -> list[MeasureReview]:
    """Reviews of what the client decided, without events from outside 「自主措施」."""
    return [each for each in reviews if not each.external]


def _tally_sentence(term: str, reviews: Sequence[MeasureReview], wording: Wording) -> str:
    return wording.say(f"tally.{term}", count=len(reviews), parts=tally(reviews, wording)) if reviews else ""


def _measures_sentence(measures: Sequence[MeasureReview], wording: Wording) -> str:
    """Every measure by its name and verdict; many are only counted."""
    if not measures or len(measures) > MOST_NAMED:
        return _tally_sentence("sentence", measures, wording)
    groups = [(standing, [each for each in measures if each.standing == standing]) for standing in STANDINGS]
    told = [
        wording.say(
            f"named.{standing}", titles=wording.say("list.separator").join(_named(each, wording) for each in group)
        )
        for standing, group in groups
        if group
    ]
    return wording.say("named.sentence", parts=wording.say("list.semicolon").join(told))


def _named(each: MeasureReview, wording: Wording) -> str:
    if each.standing == "insufficient":
        return wording.say("named.until", title=each.title, period=wording.period(each.judge_from))
    return wording.say("named.title", title=each.title)


def lead_of(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> tuple[str, ...]:
    """Two to four sentences that would suffice alone 「导语」."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    told = [
        gap_sentence(first, inputs, wording) if first else wording.say("gap.none"),
        *break_lines(inputs, wording, str(inputs.diagnosis["focus"]["kpi"]))[:1],
        driver_sentence(inputs, wording),
        _measures_sentence(measures_of(reviews), wording) or wording.say("tally.none"),
        _tally_sentence("events", [each for each in reviews if each.external], wording),
    ]
    return tuple(each for each in told if each)


def title_of(inputs: Inputs, reviews: Sequence[MeasureReview], wording: Wording) -> str:
    """Whole page in one line 「标题」."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    gap = ""
    if first is not None:
        gap = wording.say(
            f"title.{_way(first, wording)}",
            entity=wording.other_period(first["period"]) + wording.entity(first["entity"]),
            kpi=wording.kpi(first["kpi"]),
            reference=wording.say(f"reference.{first['comparison']}"),
            size=wording.distance(first["kpi"], abs(first["absolute"])),
        )
    measures, events = measures_of(reviews), [each for each in reviews if each.external]
    # What is decided is news; measures that can't be judged yet don't hide an event that can.
    undecided = not any(each.decided for each in measures)
    eventful = any(each.verdict in {"worse", "worked"} for each in events)
    term, told_of = ("events", events) if undecided and (eventful or not measures) else ("tally", measures)
    told = wording.say(f"title.{term}", count=len(told_of), parts=tally(told_of, wording)) if told_of else ""
    return wording.say("list.semicolon").join(each for each in (gap, told) if each) or wording.say("title.plain")
