"""Hand-over: where figures come from, and whom to ask 「数据来源与联系人」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Page, Section, TablePart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from diagnostics.loop.close.handover.sheet import Sheet
    from diagnostics.loop.close.inputs import Record
    from diagnostics.model.source import Source


def sources(sheet: Sheet) -> Page:
    """Page of the data sources and of who answers for each KPI 「数据来源与联系人」."""
    return sheet.page("sources", (_sources(sheet), _kpis(sheet)))


def _sources(sheet: Sheet) -> Section:
    read = {each["source"]: each for each in (sheet.inputs.quality or {}).get("sources", ())}
    rows = [_row(sheet, name, each, read.get(name, {})) for name, each in sheet.engagement.settings.sources.items()]
    keys = ("source", "where", "department", "owner", "manual", "days", "rows")
    table = sheet.table("sources.files", keys, rows, sheet.say("sources.files.note"))
    return Section(id="sources", title=sheet.say("sources.files.title"), parts=(TablePart(table=table),))


def _row(sheet: Sheet, name: str, source: Source, read: Record) -> dict[str, str]:
    wording = sheet.wording
    manual = sheet.say(f"sources.manual.{'partly' if isinstance(source.manual, str) else source.manual}".lower())
    days = [wording.day(read.get(each)) for each in ("first", "last")]
    return {
        "source": name,
        "where": wording.say("list.separator").join(_places(source)),
        "department": source.department.say(wording.language) if source.department else "",
        "owner": sheet.person(source.owner),
        "manual": manual,
        "days": sheet.say("sources.span", first=days[0], last=days[1]) if all(days) else "",
        "rows": f"{read['rows']:,}" if read.get("rows") is not None else "",
    }


def _places(source: Source) -> Iterator[str]:
    """Files with the sheet that is read, or the table; never an address of a server."""
    if source.table:
        yield source.table
    for each in source.patterns:
        yield f"{each} [{source.sheet}]" if source.sheet else each


def _kpis(sheet: Sheet) -> Section:
    wording = sheet.wording
    rows = [
        {
            "kpi": wording.words(each["name"]),
            "definition": wording.words(each["definition"]),
            "source": each["source"] or "",
            "cycle": sheet.say(f"cycles.{each['cycle']}"),
            "owner": sheet.person(each["owner"] or ""),
        }
        for each in sheet.inputs.alignment["kpis"]
    ]
    keys = ("kpi", "definition", "source", "cycle", "owner")
    table = sheet.table("sources.kpis", keys, rows, sheet.say("sources.kpis.note"))
    return Section(id="kpis", title=sheet.say("sources.kpis.title"), parts=(TablePart(table=table),))
