"""Section: where the gap comes from 「差距从哪里来」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.lead import driver_sentence, factor_name, focal_decomposition, told_factors
from diagnostics.loop.close.sections.driver_table import driver_table

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart, FigurePart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

MOST_SLICES = 8
# Steps of the waterfall; smaller factors are drawn as one.
MOST_STEPS = 15


def drivers_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Decomposition of the focal gap and its largest slices 「差距来源」."""
    parts: list[AnyPart] = []
    found = focal_decomposition(inputs)
    if found is not None and found["total"] is not None:
        parts += [
            Paragraph(text=driver_sentence(inputs, wording) or wording.say("drivers.level")),
            _waterfall(found, wording),
            TablePart(table=driver_table(found, wording)),
        ]
    slices = _focal_slices(inputs)
    if slices:
        parts += [Paragraph(text=each) for each in _reversed(slices, wording)]
        parts.append(TablePart(table=_slice_table(slices, wording)))
    if not parts:
        return None
    return Section(
        id="drivers", title=wording.say("drivers.title"), lead=wording.say("drivers.lead"), parts=tuple(parts)
    )


def _waterfall(found: Record, wording: Wording) -> FigurePart:
    import pandas as pd

    from diagnostics.look import charts
    from diagnostics.look.figure import figure_part

    frame = pd.DataFrame(_steps(told_factors(found), wording), columns=["label", "contribution"])
    ends = (
        (wording.say(f"drivers.start.{found['comparison']}"), found["before"]),
        (wording.say("drivers.end"), found["after"]),
    )
    draw = partial(charts.waterfall_chart, frame, ends, wording.quantity(found["kpi"]))
    title = wording.say("drivers.figure", kpi=wording.kpi(found["kpi"]), entity=wording.entity(found["entity"]))
    return figure_part(
        draw, driver_sentence(wording.inputs, wording) or title, title=title, caption=wording.say("drivers.caption")
    )


def _steps(factors: list[Record], wording: Wording) -> list[tuple[str, float]]:
    """Label and contribution of each step, in the formula's order; the smallest together where they are many."""
    kept = sorted(range(len(factors)), key=lambda at: -abs(factors[at]["contribution"]))
    if len(factors) > MOST_STEPS:
        kept = kept[: MOST_STEPS - 1]
    steps = [(factor_name(factors[at]["factor"], wording), factors[at]["contribution"]) for at in sorted(kept)]
    rest = [each["contribution"] for at, each in enumerate(factors) if at not in kept]
    return [*steps, (wording.say("drivers.rest", count=len(rest)), sum(rest))] if rest else steps


def _focal_slices(inputs: Inputs) -> list[Record]:
    focus = inputs.diagnosis["focus"]
    here = [each for each in inputs.diagnosis["slices"] if each["entity"] == focus["entity"]]
    # One table tells of one comparison: the caption names it.
    return [each for each in here if each["comparison"] == here[0]["comparison"]][:MOST_SLICES]


def _slice_table(slices: list[Record], wording: Wording) -> Table:
    keys = ("kpi", "slice", "before", "after", "contribution", "share")
    columns = tuple(
        Column(
            key=each, label=wording.say(f"slices.column.{each}"), align="left" if each in {"kpi", "slice"} else "right"
        )
        for each in keys
    )
    rows = tuple(
        {
            "kpi": wording.kpi(each["kpi"]),
            "slice": _slice_name(each, wording),
            "before": wording.value(each["kpi"], each["before"]),
            "after": wording.value(each["kpi"], each["after"]),
            "contribution": wording.brief_change(each["kpi"], each["contribution"]),
            "share": wording.share(each["share"]),
        }
        for each in slices
    )
    against = wording.say(f"against.{slices[0]['comparison']}")
    return Table(
        caption=wording.say("slices.caption", reference=against),
        columns=columns,
        rows=rows,
        note=_note(slices, wording),
    )


def _note(slices: list[Record], wording: Wording) -> str:
    """What the signs mean; and where nothing is beyond chance, that the slices are only the largest."""
    unsure = not any(each.get("significant", True) for each in slices)
    texts = [wording.say("slices.note"), *([wording.say("slices.unsure")] if unsure else [])]
    return ("" if wording.language == "zh" else " ").join(texts)


def _reversed(slices: list[Record], wording: Wording) -> list[str]:
    """Sentences on dimensions whose parts all move against the whole, once a KPI."""
    turned = {(each["kpi"], name) for each in slices for name in each.get("reversals", ())}
    return [
        wording.say("slices.reversal", kpi=wording.kpi(kpi), dimension=wording.label(name))
        for kpi, name in sorted(turned)
    ]


def _slice_name(each: Record, wording: Wording) -> str:
    named = [
        wording.say("slices.part", dimension=wording.label(name), value=wording.label(str(value)))
        for name, value in each["slice"].items()
        if value is not None
    ]
    return wording.say("list.and").join(named) or wording.say("slices.all")
