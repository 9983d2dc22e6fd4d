"""Section: where the KPIs with most at stake stand against base, target and stretch 「指标状态」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.look.theme import status_word
from diagnostics.loop.close.meeting.words import said

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

MOST_KPIS = 6
BANDS = ("below_base", "base_to_target", "target_to_stretch", "above_stretch")
_JUDGED = (*BANDS, "met", "missed")
# Target met is one state, whether or not there is a stretch beyond it; what was missed without a base comes after what
# is below one.
_BAND = {"met": "target_to_stretch"}
_ORDER = ("below_base", "missed", "base_to_target", "target_to_stretch", "above_stretch")


def status_section(inputs: Inputs, wording: Wording) -> Section:
    """KPIs in four bands: the one in focus, then those furthest down 「指标状态」."""
    title = said(wording, "status.title")
    rows = _judged(inputs)
    if not rows:
        return Section(id="status", title=title, parts=(Paragraph(text=said(wording, "status.none")),))
    keys = ("kpi", "entity", "state", "actual", "target", "distance")
    columns = tuple(
        Column(
            key=each,
            label=said(wording, f"status.{each}"),
            align="right" if each in keys[3:] else "left",
            kind="status" if each == "state" else "text",
        )
        for each in keys
    )
    table = Table(
        caption=said(wording, "status.caption", period=wording.period(inputs.diagnosis["period"])),
        columns=columns,
        rows=tuple(_row(each, wording) for each in rows[:MOST_KPIS]),
        note=said(wording, "status.note", count=len(rows), bands=_tally(rows, wording)),
    )
    return Section(id="status", title=title, parts=(TablePart(table=table),))


def _judged(inputs: Inputs) -> list[dict[Any, Any]]:
    """Figures with a target: that in focus, then by band, focal entities before others, what weighs most first."""
    found = inputs.gaps[(inputs.gaps["comparison"] == "target") & inputs.gaps["status"].isin(_JUDGED)]
    found = found[found["kpi"].isin(list(inputs.kpis)) & found["entity"].isin(list(inputs.entities))]
    rows: list[dict[Any, Any]] = found.sort_values("rank", kind="stable").to_dict("records")
    rows = [{**each, "status": _BAND.get(each["status"], each["status"])} for each in rows]
    focus = inputs.diagnosis["focus"]
    return sorted(
        rows,
        key=lambda each: (
            (each["kpi"], each["entity"]) != (focus["kpi"], focus["entity"]),
            _ORDER.index(each["status"]),
            each["entity"] not in inputs.focal_entities,
        ),
    )


def _row(each: dict[Any, Any], wording: Wording) -> dict[str, str]:
    kpi, high = str(each["kpi"]), each.get("reference_high")
    between = high is not None and high == high  # noqa: PLR0124 (NaN differs from itself)
    target = wording.range(kpi, each["reference"], high) if between else wording.value(kpi, each["reference"])
    return {
        "kpi": wording.other_period(str(each["period"])) + wording.kpi(kpi),
        "entity": wording.entity(str(each["entity"])),
        "state": str(each["status"]),
        "actual": wording.value(kpi, each["actual"]),
        "target": target,
        "distance": wording.brief_change(kpi, each["absolute"]),
    }


def _tally(rows: list[dict[Any, Any]], wording: Wording) -> str:
    """How many stand in each band, by the words of the marks."""
    counts = {name: sum(each["status"] == name for each in rows) for name in _ORDER}
    return wording.say("list.separator").join(
        said(wording, "status.band", band=status_word(name, wording.language), count=count)
        for name, count in counts.items()
        if count
    )
