"""Records that a sentence of the first screen is made from 「句子的依据」."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS
from diagnostics.loop.close.gap_words import recent_misses
from diagnostics.loop.close.lead import (
    COMPARISONS,
    MOST_DRIVERS,
    STANDINGS,
    focal_decomposition,
    focal_gaps,
    measures_of,
    told_factors,
)
from diagnostics.loop.close.told.stored import Stored, stored_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording
    from diagnostics.model.retrospective import MeasureReview

_GAPS, _DIAGNOSIS, _TRACKING, _SERIES, _OWN = (
    SCHEMAS[each][0] for each in ("gaps", "diagnosis", "tracking", "series", "retrospective")
)

# Of an estimate: shares, and figures in the KPI's own unit.
_RELATIVE = re.compile(r"relative|p_value")
_SIZED = re.compile(r"\.(?:effect|low|high|mde|absolute|largest)$")
# Columns of a gap that sentences tell.
_TOLD = ("actual", "reference", "absolute", "relative")


def of_gap(inputs: Inputs) -> Iterator[Stored]:
    """Values of the focal gap, and how often the target was missed 「焦点差距的数值」."""
    gaps = focal_gaps(inputs)
    first = next((gaps[each] for each in COMPARISONS if each in gaps), None)
    if first is None:
        return
    about = {each: str(first[each]) for each in ("kpi", "entity", "period")}
    for gap in (first, *(gaps[each] for each in ("year_ago",) if each in gaps and gaps[each] is not first)):
        yield from stored_in({name: gap[name] for name in _TOLD}, _GAPS, f"[{_row(inputs, gap)}]", about)
    before = gaps.get("year_ago")
    if before is not None:
        yield from stored_in({"absolute": before["absolute"]}, _GAPS, f"[{_row(inputs, before)}]", about)
    missed, of = recent_misses(first, inputs)
    where = {"file": _SERIES, "kpi": about["kpi"], "entity": about["entity"]}
    yield Stored(missed, path="target missed", **where)
    yield Stored(of, path="periods with a target", **where)
    for number, each in enumerate(inputs.diagnosis.get("standing") or ()):
        if (each["kpi"], each["entity"]) == (about["kpi"], about["entity"]):
            yield from stored_in(
                {name: each[name] for name in ("periods", "of")}, _DIAGNOSIS, f"standing[{number}]", about
            )


def of_decomposition(inputs: Inputs) -> Iterator[Stored]:
    """Values of the focal decomposition as its sentence tells them 「焦点拆解的数值」."""
    found = focal_decomposition(inputs)
    if found is None:
        return
    number = next(at for at, each in enumerate(inputs.diagnosis["decompositions"]) if each is found)
    path, about = f"decompositions[{number}]", {"kpi": found["kpi"], "entity": found["entity"]}
    factors = told_factors(found)
    yield Stored(found["total"], _DIAGNOSIS, f"{path}.total", **about)
    for each in factors:
        yield Stored(each["contribution"], _DIAGNOSIS, f"{path}.factors[{each['factor']}]", **about)
    told = sorted(factors, key=lambda each: -abs(each["contribution"]))[MOST_DRIVERS:]
    if told:
        yield Stored(sum(each["contribution"] for each in told), _DIAGNOSIS, f"{path}.factors, the others", **about)
        yield Stored(len(told), _DIAGNOSIS, f"{path}.factors, the others", **about)


def of_breaks(inputs: Inputs) -> Iterator[Stored]:
    """Values of the steps that a series took 「口径断点的数值」."""
    yield from stored_in(inputs.diagnosis.get("breaks") or (), _DIAGNOSIS, "breaks")


def of_counts(reviews: Sequence[MeasureReview], wording: Wording) -> Iterator[Stored]:
    """How many measures and events came out how, each in the words that tell it 「措施计数」."""
    for word, group in (("measures", measures_of(reviews)), ("events", [each for each in reviews if each.external])):
        worked = sum(each.verdict == "worked" for each in group)
        told = wording.say("headline.measures_value", worked=worked, count=len(group))
        yield Stored(worked, _OWN, f"{word} with verdict worked", said=told)
        for standing in STANDINGS:
            same = [each for each in group if each.standing == standing]
            reserved = sum(bool(each.caveats) for each in same)
            told = wording.say(f"tally.{standing}", count=len(same))
            yield Stored(len(same), _OWN, f"{word} that are {standing}", said=told)
            told = wording.say("tally.reserved", count=reserved)
            yield Stored(reserved, _OWN, f"{word} that are {standing}, reserved", said=told)
        yield Stored(len(group), _OWN, f"{word}, how many")


def of_review(each: MeasureReview, inputs: Inputs) -> Iterator[Stored]:
    """Values of a measure's verdict and of the estimate behind it 「结论的数值」."""
    entity = each.entities[0] if len(each.entities) == 1 else ""
    about = {"kpi": each.kpi, "entity": entity}
    share = bool(inputs.kpis[each.kpi]["unit"] == "share")
    names = ("actual", "low", "high", "expected")
    own = stored_in({name: asdict(each)[name] for name in names}, _OWN, f"measures[{each.id}]", about)
    yield from (replace(one, told_in="share" if share or each.relative else "") for one in own)
    effect = inputs.effects.get(each.id)
    if effect is None:
        return
    number = inputs.tracking["effects"].index(effect)
    path = f"effects[{number}]"
    # Before the figures that they are made from: what a sentence tells is the part, rounded as it tells it.
    yield from _parts_told(effect, path, about, share=share)
    for one in stored_in(effect, _TRACKING, path, about):
        is_share = _RELATIVE.search(one.path) or (share and _SIZED.search(one.path))
        yield replace(one, told_in="share" if is_share else "")
    yield Stored(len(effect.get("comparisons") or ()), _TRACKING, f"{path}.comparisons, how many", **about)
    yield from _halves(effect, path, about)


def _halves(effect: Record, path: str, about: dict[str, str]) -> Iterator[Stored]:
    """What a figure moves either way on its own: half of the interval."""
    for low, high in (("low", "high"), ("relative_low", "relative_high")):
        if effect.get(low) is not None and effect.get(high) is not None:
            yield Stored((effect[high] - effect[low]) / 2, _TRACKING, f"{path}, half of {low} to {high}", **about)


def _parts_told(effect: Record, path: str, about: dict[str, str], *, share: bool) -> Iterator[Stored]:
    """Parts of a change as they are told: points of a share, else from 100 before the start.

    The part from outside is the whole less the own, each as it is written, so that the two add up.
    """
    name = "absolute" if share else "relative"
    outside, own = ((effect.get(each) or {}).get(name) for each in ("external", "own"))
    if outside is None or own is None:
        return
    whole, mine = round(100 * (outside + own), 1), round(100 * own, 1)
    if share:
        yield Stored(outside + own, _TRACKING, f"{path}.external + own ({name})", told_in="share", **about)
    else:
        yield Stored(100.0, _TRACKING, f"{path}, level before the start", **about)
        yield Stored(100 * (1 + outside + own), _TRACKING, f"{path}, level now", **about)
    scale = "in points" if share else "of 100"
    yield Stored(round(whole - mine, 1), _TRACKING, f"{path}.external.{name} {scale}, the whole less own", **about)
    yield Stored(100 * own, _TRACKING, f"{path}.own.{name} {scale}", **about)


def _row(inputs: Inputs, gap: Record) -> int:
    rows = inputs.gaps.reset_index(drop=True)
    for name in ("kpi", "entity", "period", "comparison"):
        rows = rows[rows[name] == gap[name]]
    return int(rows.index[0])
