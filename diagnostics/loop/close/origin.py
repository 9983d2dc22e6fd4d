"""Where a figure comes from, in a reader's words 「数字出处」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import show
from diagnostics.look.page import Fact, Facts
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording


def origin_of(key: str, wording: Wording, figure: tuple[str, str] | None = None) -> dict[str, str]:
    """Files, rows and last change behind a KPI, or behind one of its figures 「数字出处」.

    Parameters
    ----------
    key : str
        Id of the KPI.
    figure : tuple of str, optional
        Entity and period of a figure; without it nothing is said of rows.

    Returns
    -------
    dict of str
        ``source``, ``rows``, ``parts``, ``changed``: those that are known. Files by their names, never by a path.
    """
    trace = wording.inputs.trace or {}
    kpi = trace.get("kpis", {}).get(key)
    if kpi is None:
        return {}
    sources = [trace["sources"][each] for each in kpi["sources"]]
    told = {
        "source": wording.say("list.semicolon").join(_named(each, wording) for each in sources),
        "changed": wording.say("list.semicolon").join(_changed(each, wording) for each in sources if each["changed"]),
    }
    row = figure_of(trace, key, *figure) if figure else None
    # A formula is made from figures of other KPIs: only what is measured is made from rows.
    if row is not None and kpi["leaves"] == [key]:
        told["rows"] = wording.say("origin.rows", count=show(row["n"], "count", wording.language))
        told["parts"] = _parts(row, wording)
    return {name: each for name, each in told.items() if each}


def rule_facts(name: str, wording: Wording) -> Facts:
    """By which rule a headline that is no KPI's figure was made 「判定口径」.

    Parameters
    ----------
    name : {"measures", "next"}
        Which headline.
    """
    rows = {part: say(f"rule.{name}.{part}", wording.language) for part in ("definition", "source")}
    return Facts(rows=tuple(Fact(label=wording.say(f"facts.{part}"), value=told) for part, told in rows.items()))


def figure_of(trace: Record, kpi: str, entity: str, period: str) -> Record | None:
    """Figure of a KPI as the record of sources holds it, None where it does not 「某数字的来源」."""
    key = (kpi, entity, period)
    found: list[Record] = trace.get("figures") or []
    return next((each for each in found if (each["kpi"], each["entity"], each["period"]) == key), None)


def _named(source: Record, wording: Wording) -> str:
    """Files of a source; many are counted."""
    if source["table"]:
        return wording.say("origin.table", table=source["table"])
    files: list[str] = source["files"]
    names = [each.rpartition("/")[2] for each in files[:3]]
    told = wording.say("list.separator").join(names)
    if len(files) > len(names):
        told = wording.say("list.more", shown=told, count=len(files))
    return wording.say("origin.sheet", files=told, sheet=source["sheet"]) if source["sheet"] else told


def _changed(source: Record, wording: Wording) -> str:
    return wording.say("origin.version", day=wording.day(source["changed"]), number=source["version"])


def _parts(row: Record, wording: Wording) -> str:
    """What a ratio was divided from, where it is one."""
    top, bottom = row["numerator"], row["denominator"]
    if top is None or bottom is None or row["kpi"] not in wording.inputs.kpis:
        return ""
    told = [show(each, "count", wording.language) for each in (top, bottom)]
    return wording.say("origin.parts", numerator=told[0], denominator=told[1])
