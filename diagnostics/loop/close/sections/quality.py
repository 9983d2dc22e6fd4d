"""Section: how far the data can be trusted 「数据质量」."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_ITEMS, MOST_CONVERSIONS, NAMED = 16, 12, 2


def quality_section(record: Record, wording: Wording) -> Section:
    """What was read, what of it is to be verified, what was converted 「数据质量」."""
    items, conversions = _merged(record["items"]), record["conversions"]
    converted = sum(each["count"] for each in conversions)
    parts: list[AnyPart] = [TablePart(table=_sources(record["sources"], wording))]
    if items:
        parts += [Paragraph(text=wording.say("quality.innocent")), TablePart(table=_items(items, wording))]
    else:
        parts.append(Paragraph(text=wording.say("quality.clean", sources=len(record["sources"]))))
    if conversions:
        parts.append(TablePart(table=_conversions(conversions, wording)))
    lead = wording.say(
        "quality.lead" if converted else "quality.lead_items",
        items=len({each["check"] for each in items}), converted=f"{converted:,}",
    )  # fmt: skip
    return Section(id="quality", title=wording.say("quality.title"), lead=lead, parts=tuple(parts), folded=True)


def _columns(table: str, keys: tuple[str, ...], wording: Wording) -> tuple[Column, ...]:
    labels = {each: wording.say(f"quality.{table}.column.{each}") for each in keys}
    return tuple(
        Column(key=key, label=label, align="right" if key in {"rows", "count"} else "left")
        for key, label in labels.items()
    )


def _sources(cards: list[Record], wording: Wording) -> Table:
    columns = _columns("sources", ("source", "files", "rows", "span", "manual"), wording)
    rows = tuple(
        {
            "source": wording.label(each["source"]),
            "files": _listed(each["files"], wording),
            "rows": f"{each['rows']:,}",
            "span": wording.say("quality.sources.span", first=each["first"], last=each["last"]) if each["last"] else "",
            "manual": wording.share(each["manual"])
            if each["manual"] is not None
            else wording.say("quality.sources.unsaid"),
        }
        for each in cards
    )
    return Table(caption=wording.say("quality.sources.caption"), columns=columns, rows=rows)


def _merged(items: list[Record]) -> list[Record]:
    """Items alike in check, size and time told once, with all the KPIs and entities they are about."""

    def alike(each: Record) -> tuple[object, ...]:
        return (each["check"], each["source"], each["column"], each["count"], each["of"], tuple(each["where"]))

    merged = []
    for _, group in groupby(sorted(items, key=lambda each: [str(part) for part in alike(each)]), key=alike):
        same = list(group)
        kpis, entities = (list(dict.fromkeys(one[name] for one in same if one[name])) for name in ("kpi", "entity"))
        merged.append({**same[0], "kpis": kpis, "entities": entities, "many": len(same)})
    # What concerns most figures first, each check once before any comes twice.
    merged.sort(key=lambda each: -each["many"] * (each["count"] / each["of"] if each["of"] else 1.0))
    rank: dict[str, int] = {}
    for each in merged:
        each["rank"] = rank[each["check"]] = rank.get(each["check"], 0) + 1
    return sorted(merged, key=lambda each: int(each["rank"]))


def _items(items: list[Record], wording: Wording) -> Table:
    columns = _columns("items", ("check", "about", "size", "when", "hint"), wording)
    shown = sorted(items[:MOST_ITEMS], key=lambda each: str(each["check"]))
    rows = tuple(
        {
            "check": wording.say(f"quality.check.{each['check']}"),
            "about": _about(each, wording),
            "size": _size(each, wording),
            "when": _when(each, wording),
            "hint": wording.say(f"quality.hint.{each['check']}"),
        }
        for each in shown
    )
    note = wording.say("quality.items.note", shown=len(shown), count=len(items)) if len(items) > len(shown) else ""
    return Table(caption=wording.say("quality.items.caption"), columns=columns, rows=rows, note=note)


def _about(item: Record, wording: Wording) -> str:
    if item["source"]:
        if item["entities"]:
            names = _listed((wording.entity(each) for each in item["entities"]), wording)
            return wording.say("quality.about.figures", kpi=wording.label(item["source"]), entity=names)
        column = "" if item["check"] == "not_checked" else item["column"]
        told = {"source": wording.label(item["source"]), "column": wording.label(column)}
        return wording.say(f"quality.about.{'column' if column else 'source'}", **told)
    kpis = _listed((wording.kpi(each) for each in item["kpis"]), wording)
    if not item["entities"]:
        return wording.say("quality.about.kpi", kpi=kpis)
    return wording.say(
        "quality.about.figures", kpi=kpis, entity=_listed((wording.entity(each) for each in item["entities"]), wording)
    )


def _size(item: Record, wording: Wording) -> str:
    if item["check"] == "freshness":
        return wording.say("quality.size.late", days=f"{item['detail']:.0f}")
    if item["check"] == "repeats":
        return wording.say("quality.size.run", count=item["count"])
    if item["check"] == "bunching":
        return wording.say("quality.size.near", count=item["count"], short=f"{item['detail']:.0f}")
    if item["check"] == "personal":
        return wording.say("quality.size.personal", count=f"{item['count']:,}", of=f"{item['of']:,}")
    if item["check"] == "double":
        return wording.say("quality.size.double", count=item["count"], of=item["of"])
    if item["check"] == "calm":
        return wording.say("quality.size.ratio", share=wording.share(item["detail"]))
    if item["check"] == "not_checked":
        return f"{item['of']:,}"
    share = wording.share(item["count"] / item["of"]) if item["of"] else ""
    return wording.say("quality.items.size", count=f"{item['count']:,}", of=f"{item['of']:,}", share=share)


def _when(item: Record, wording: Wording) -> str:
    where = list(item["where"])
    if not where:
        return ""
    if item["check"] == "personal":
        return wording.say("quality.separator").join(wording.say(f"quality.personal.{each}") for each in where)
    first = wording.period(where[0])
    # Cells are told by the days of the farthest, figures by the first of their periods.
    several = item["check"] in {"gaps", "outliers"} and item["count"] > 1 and not item["source"]
    if item["source"]:
        return wording.say("quality.separator").join(wording.day(each) for each in where)
    return wording.say("quality.items.range", first=first, count=item["count"]) if several else first


def _conversions(conversions: list[Record], wording: Wording) -> Table:
    columns = _columns("conversions", ("kind", "file", "field", "count", "places"), wording)
    ordered = sorted(conversions, key=lambda each: -each["count"])[:MOST_CONVERSIONS]
    rows = tuple(
        {
            "kind": wording.say(f"quality.kind.{each['kind']}"),
            "file": f"{each['file']} / {each['sheet']}" if each["sheet"] else each["file"],
            "field": wording.label(each["column"]),
            "count": f"{each['count']:,}",
            "places": _listed(each["places"], wording),
        }
        for each in ordered
    )
    left = len(conversions) - len(ordered)
    note = wording.say("quality.conversions.note", shown=len(ordered), count=len(conversions)) if left else ""
    return Table(caption=wording.say("quality.conversions.caption"), columns=columns, rows=rows, note=note)


def _listed(names: Iterable[str], wording: Wording) -> str:
    every = list(names)
    shown = wording.say("quality.separator").join(every[:NAMED])
    return wording.say("quality.most", shown=shown, count=len(every)) if len(every) > NAMED else shown
