"""Section: what losses are made of, the largest part first 「损失排序」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Paragraph, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

MOST_LOSSES = 6
# Fewer periods show what a loss is made of, and nothing that moves.
FEWEST = 12


def losses_section(record: Record | None, wording: Wording) -> Section | None:
    """Each loss by each of its columns, the few that make most of it told first 「损失排序」."""
    if not record:
        return None
    # Where no few make most of it, an order would say nothing.
    found = [each for each in record["losses"] if not all(part["vital"] for part in each["parts"])][:MOST_LOSSES]
    flat = [each for each in record["losses"] if all(part["vital"] for part in each["parts"])]
    told = wording.say("list.separator").join(_by(each, wording) for each in flat)
    parts: list[AnyPart] = [TablePart(table=_table(each, wording)) for each in found]
    parts += [Paragraph(text=say("losses.flat", wording.language, names=told))] if flat else []
    short = min(each["periods"] for each in record["losses"])
    if short < FEWEST:
        parts.append(Paragraph(text=say("losses.short", wording.language, periods=short)))
    parts += [Paragraph(text=say("losses.note", wording.language), tone="note")] if found else []
    lead = _lead(found[0], wording) if found else ""
    return Section(id="losses", title=say("losses.title", wording.language), lead=lead, parts=tuple(parts))


def _lead(loss: Record, wording: Wording) -> str:
    few = [each for each in loss["parts"] if each["vital"]]
    share = wording.share(few[-1]["cumulative"])
    names = wording.say("list.separator").join(_part(each, loss, wording) for each in few)
    return say("losses.lead", wording.language, kpi=wording.kpi(loss["kpi"]), names=names, share=share)


def _by(loss: Record, wording: Wording) -> str:
    return say("losses.by", wording.language, kpi=wording.kpi(loss["kpi"]), column=_head(loss, wording))


def _head(loss: Record, wording: Wording) -> str:
    return wording.label(loss["dimension"]) if loss["dimension"] else say("losses.column.unit", wording.language)


def _table(loss: Record, wording: Wording) -> Table:
    keys = ("amount", "share", "cumulative")
    heads = {"part": _head(loss, wording)}
    heads |= {key: say(f"losses.column.{key}", wording.language) for key in keys}
    columns = tuple(
        Column(key=key, label=head, align="left" if key == "part" else "right") for key, head in heads.items()
    )
    rows = tuple(
        {
            "part": _part(each, loss, wording) + (say("losses.vital", wording.language) if each["vital"] else ""),
            "amount": wording.value(loss["kpi"], each["amount"]),
            "share": wording.share(each["share"]),
            "cumulative": wording.share(each["cumulative"]),
        }
        for each in loss["parts"]
    )
    several = {"last": wording.period(loss["last"])} if loss["last"] != loss["first"] else {}
    caption = say(
        "losses.caption" if several else "losses.caption_one", wording.language, entity=wording.entity(loss["entity"]),
        kpi=wording.kpi(loss["kpi"]), total=wording.value(loss["kpi"], loss["total"]),
        first=wording.period(loss["first"]), **several,
    )  # fmt: skip
    return Table(caption=caption, columns=columns, rows=rows)


def _part(each: Record, loss: Record, wording: Wording) -> str:
    if each["merged"]:
        return say("losses.others", wording.language, count=each["merged"])
    return wording.label(each["value"]) if loss["dimension"] else wording.entity(each["value"])
