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
    found = record["losses"][:MOST_LOSSES]
    parts: list[AnyPart] = [TablePart(table=_table(each, wording)) for each in found]
    short = min(each["periods"] for each in found)
    if short < FEWEST:
        parts.append(Paragraph(text=say("losses.short", wording.language, periods=short)))
    parts.append(Paragraph(text=say("losses.note", wording.language), tone="note"))
    return Section(
        id="losses", title=say("losses.title", wording.language), lead=_lead(found[0], wording), parts=tuple(parts)
    )


def _lead(loss: Record, wording: Wording) -> str:
    few = [each for each in loss["parts"] if each["vital"]]
    share = wording.share(few[-1]["cumulative"])
    names = wording.say("list.separator").join(_part(each, wording) for each in few)
    return say("losses.lead", wording.language, kpi=wording.kpi(loss["kpi"]), names=names, share=share, count=len(few))


def _table(loss: Record, wording: Wording) -> Table:
    keys = ("amount", "share", "cumulative")
    heads = {"part": wording.label(loss["dimension"])}
    heads |= {key: say(f"losses.column.{key}", wording.language) for key in keys}
    columns = tuple(
        Column(key=key, label=head, align="left" if key == "part" else "right") for key, head in heads.items()
    )
    rows = tuple(
        {
            "part": _part(each, wording) + (say("losses.vital", wording.language) if each["vital"] else ""),
            "amount": wording.value(loss["kpi"], each["amount"]),
            "share": wording.share(each["share"]),
            "cumulative": wording.share(each["cumulative"]),
        }
        for each in loss["parts"]
    )
    caption = say(
        "losses.caption", wording.language, entity=wording.entity(loss["entity"]), kpi=wording.kpi(loss["kpi"]),
        total=wording.value(loss["kpi"], loss["total"]), first=wording.period(loss["first"]),
        last=wording.period(loss["last"]),
    )  # fmt: skip
    return Table(caption=caption, columns=columns, rows=rows)


def _part(each: Record, wording: Wording) -> str:
    if each["merged"]:
        return say("losses.others", wording.language, count=each["merged"])
    return wording.label(each["value"])
