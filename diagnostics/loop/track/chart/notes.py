"""What a reader of a chart must know about it 「图注」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from diagnostics.loop.track.chart.likeness import likeness
from diagnostics.loop.track.chart.phases import FEWEST, Phase
from diagnostics.model.control_chart import ChartNote, ControlChart, Likeness

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Fewer expected events, or expected cases on either side, make limits of the normal form rough.
FEW_EVENTS = 5
# Where more than so many points are marked, there is no level that they keep to.
DRIFTING = 0.5


def told(chart: ControlChart, phases: Sequence[Phase]) -> ControlChart:
    """Chart with its neighbours' likeness and its notes 「补充图注」.

    Parameters
    ----------
    chart : ControlChart
        As computed.
    phases : sequence of Phase
        Its phases.
    """
    alike = _likeness(chart, phases)
    notes = [*_of_phases(chart, phases), *_of_season(chart, phases), *_of_dispersion(chart), *_of_few(chart, phases)]
    if alike.clear:
        notes.append(ChartNote("alike", (("marked", _rate(alike.marked)), ("quiet", _rate(alike.quiet)))))
    rules = chart.table["rule"].to_numpy()[~np.isnan(chart.table["value"].to_numpy())]
    if (rules != "").mean() > DRIFTING:
        notes.append(ChartNote("drift"))
    return replace(chart, likeness=alike, notes=(*chart.notes, *notes))


def _rate(share: float) -> str:
    # Simulated shares never are all or nothing.
    return ">99%" if share > 0.99 else f"{share:.0%}"


def _likeness(chart: ControlChart, phases: Sequence[Phase]) -> Likeness:
    table = chart.table
    values = table["value"].to_numpy()
    off = values - table["mean"].to_numpy()
    parts = [off[each.fixing] - off[each.fixing].mean() for each in phases]
    own = chart.kind == "xmr" or bool(chart.dispersion and chart.dispersion.allowed)
    return likeness(parts, int((~np.isnan(values)).sum()), own, lost=max(chart.season - 1, 0))


def _of_season(chart: ControlChart, phases: Sequence[Phase]) -> list[ChartNote]:
    count = sum(len(each.fixing) for each in phases)
    whole = (("points", count), ("seasons", count // chart.season)) if chart.season else ()
    return [ChartNote("season", whole)] if chart.season else []


def _of_phases(chart: ControlChart, phases: Sequence[Phase]) -> list[ChartNote]:
    last = phases[-1]
    values = chart.table["value"].to_numpy()[last.fixing]
    if values.min() == values.max() and chart.kind in ("xmr", "xbar"):
        return [ChartNote("constant", (("points", len(values)),))]
    if len(last.fixing) < FEWEST:
        return [ChartNote("short", (("points", len(last.fixing)), ("needed", FEWEST)))]
    return []


def _of_dispersion(chart: ControlChart) -> list[ChartNote]:
    found = chart.dispersion
    if found is None or not (found.more or found.less):
        return []
    told_as = f"{'more' if found.more else 'less'}_{'allowed' if found.allowed else 'told'}"
    told_as += "_members" if chart.kind == "xbar" else ""
    return [ChartNote(told_as, (("times", f"{found.ratio:.1f}"),))]


def _of_few(chart: ControlChart, phases: Sequence[Phase]) -> list[ChartNote]:
    """Whether so few events are expected that the limits are rough."""
    if chart.kind not in ("p", "c", "u"):
        return []
    expected = _expected(chart)[phases[-1].fixing]
    term = "few_on_a_side" if chart.kind == "p" else "few"
    return [ChartNote(term, (("events", FEW_EVENTS),))] if np.nanmedian(expected) < FEW_EVENTS else []


def _expected(chart: ControlChart) -> NDArray[np.float64]:
    """Events expected at each point; for shares the rarer of the two sides."""
    table = chart.table
    mean = table["mean"].to_numpy()
    size = {"p": "denominator", "u": "exposure"}.get(chart.kind)
    rarer = np.minimum(mean, 1 - mean) if chart.kind == "p" else mean
    expected: NDArray[np.float64] = rarer * (table[size].to_numpy() if size else 1.0)
    return expected
