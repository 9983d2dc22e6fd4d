"""Conclusion first: what a reader in a hurry must know 「结论」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.close.gap_words import gap_sentence, way
from diagnostics.loop.close.sections.breaks import break_lines
from diagnostics.loop.close.verdict_time import lacks_figures
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
# The first comparison that has a reference is the one a reader asks for first.
COMPARISONS = ("target", "year_ago", "previous", "peers")


def focal_gaps(inputs: Inputs) -> dict[str, Record]:
    """Gaps of the focal KPI at the focal entity, by comparison 「焦点差距」."""
    focus = inputs.diagnosis["focus"]
    rows = inputs.gaps[(inputs.gaps["kpi"] == focus["kpi"]) & (inputs.gaps["entity"] == focus["entity"])]
    known = rows[rows["actual"].notna() & rows["reference"].notna()]
    return {str(row["comparison"]): row for row in known.to_dict("records")}


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
    parts = []
    for standing in STANDINGS:
        found = [each for each in reviews if each.standing == standing]
        reserved = sum(bool(each.caveats) for each in found)
        if found:
            parts.append(wording.say(f"tally.{standing}", count=len(found)))
        if reserved:
            parts[-1] += wording.say("tally.reserved", count=reserved)
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
        term = "named.lacking" if lacks_figures(each, wording.inputs) else "named.until"
        return wording.say(term, title=each.title, period=wording.period(each.judge_from))
    if each.caveats:
        return wording.say("named.reserved", title=each.title, caveats=wording.caveats(each.caveats))
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
            f"title.{way(first, wording)}",
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
