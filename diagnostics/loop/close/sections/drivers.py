"""Section: where the gap comes from 「差距从哪里来」."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.loop.close.lead import driver_sentence, factor_name, focal_decomposition, focal_gaps, told_factors
from diagnostics.loop.close.sections.driver_table import driver_table
from diagnostics.loop.close.sections.slice_tables import slice_parts

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart, FigurePart
    from diagnostics.loop.close.inputs import Inputs, Record
    from diagnostics.loop.close.wording import Wording

# Steps of the waterfall; smaller factors are drawn as one.
MOST_STEPS = 15


def drivers_section(inputs: Inputs, wording: Wording, *, told: bool = True) -> Section | None:
    """Decomposition of the focal gap and its largest slices 「差距来源」.

    Parameters
    ----------
    told : bool
        Whether its sentence stands here; a page whose lead says it need not say it twice.
    """
    parts: list[AnyPart] = []
    found = focal_decomposition(inputs)
    if found is not None and found["total"] is not None:
        sentence = driver_sentence(inputs, wording)
        if told or not sentence:
            parts.append(Paragraph(text=sentence or wording.say("drivers.level")))
        parts += [_waterfall(found, wording), TablePart(table=driver_table(found, wording))]
    apart = bool(parts)
    parts += slice_parts(inputs, wording)
    if not parts:
        return _untold(inputs, wording)
    lead = wording.say("drivers.lead" if apart else "slices.lead")
    return Section(id="drivers", title=wording.say("drivers.title"), lead=lead, parts=tuple(parts))


def _untold(inputs: Inputs, wording: Wording) -> Section | None:
    """Why the focal gap is not taken apart; nothing where there is no such gap."""
    focus = inputs.diagnosis["focus"]
    if not focal_gaps(inputs):
        return None
    skipped = {
        each["what"]: wording.words(each["note"])
        for each in inputs.diagnosis.get("skipped") or ()
        if (each["kpi"], each["entity"]) == (focus["kpi"], focus["entity"])
    }
    plain = wording.say("drivers.no_formula") if inputs.kpis[focus["kpi"]].get("formula") is None else ""
    reasons = [skipped.get("decomposition", plain), skipped.get("slices", wording.say("drivers.no_slices"))]
    told = ("" if wording.language == "zh" else " ").join(dict.fromkeys(each for each in reasons if each))
    text = wording.say("drivers.untold", kpi=wording.kpi(focus["kpi"]), reasons=told)
    return Section(id="drivers", title=wording.say("drivers.title"), parts=(Paragraph(text=text),))


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
