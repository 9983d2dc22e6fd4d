"""Section: what each figure is made from, down to files and rows 「数字来源」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.origin import origin_of
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST = 80
_KEYS = ("kpi", "entity", "period", "value", "parts", "rows", "source", "columns", "changed", "place")


def trace_section(record: Record | None, wording: Wording) -> Section | None:
    """Each figure of the focal entities with its rows and files 「数字来源」.

    Parameters
    ----------
    record : dict, optional
        Hand-off ``trace``; nothing is said where a run has none. No figure that people stand behind is in it.
    """
    figures = [each for each in (record or {}).get("figures", ()) if each["kpi"] in wording.inputs.kpis]
    if record is None or not figures:
        return None
    shown = figures[:MOST]
    table = Table(
        caption=_say(wording, "caption", count=len(figures)),
        columns=tuple(
            Column(
                key=each, label=_say(wording, f"column.{each}"), align="right" if each in ("value", "rows") else "left"
            )
            for each in _KEYS
        ),
        rows=tuple(_row(each, record, wording) for each in shown),
        note=_say(wording, "note", shown=len(shown), count=len(figures)) if len(figures) > len(shown) else "",
    )
    lead = _say(wording, "lead")
    return Section(id="trace", title=_say(wording, "title"), lead=lead, parts=(TablePart(table=table),), folded=True)


def _row(figure: Record, record: Record, wording: Wording) -> dict[str, str]:
    """A figure by the column; those of a formula are made from figures, and name no rows."""
    kpi = figure["kpi"]
    origin = origin_of(kpi, wording, (figure["entity"], figure["period"]))
    columns: list[str] = record["kpis"].get(kpi, {}).get("columns", [])
    return {
        "kpi": wording.kpi(kpi),
        "entity": wording.entity(figure["entity"]),
        "period": wording.period(figure["period"]),
        "value": wording.value(kpi, figure["value"]),
        "parts": origin.get("parts", ""),
        "rows": show(figure["n"], "count", wording.language) if "rows" in origin else "",
        "source": origin.get("source", ""),
        "columns": wording.say("list.separator").join(columns),
        "changed": origin.get("changed", ""),
        # Rows of the hand-off are counted from 1, as people count them.
        "place": _say(wording, "place", file=figure["file"].rpartition("/")[2], row=figure["row"] + 1),
    }


def _say(wording: Wording, term: str, **values: object) -> str:
    return say(f"audience.trace.{term}", wording.language, **values)
