"""Section: what the measures cost, and what they brought 「投入与收益」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING
from diagnostics.look.page import Bullets, Section, TablePart
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.account.money import Money
from diagnostics.loop.close.sections.account.told import account_sentence, best_sentence

if TYPE_CHECKING:
    from diagnostics.look.page import AnyPart
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.wording import Wording

STAGES = ("target", "forecast", "actual")
_RIGHT = {"cost", "benefit", "interval", "net"}


def returns_section(record: Record | None, wording: Wording) -> Section | None:
    """Cost, benefit with its interval, and what each yuan brought; planned, foreseen and actual apart 「投入与收益」.

    Parameters
    ----------
    record : dict or None
        Hand-off ``returns``; None where a run has none.
    """
    if record is None or not record["accounts"]:
        return None
    money = Money(wording, record["currency"])
    parts: list[AnyPart] = [Bullets(items=tuple(account_sentence(each, money) for each in record["accounts"]))]
    if any(_said(each) for each in record["accounts"]):
        parts.append(TablePart(table=_table(record, money)))
    if len(record["dimensions"]) > 1 and _said(record["total"], ("actual",)):
        parts.append(TablePart(table=_by_dimension(record, money)))
    counted = sum(each["benefit"]["actual"] is not None for each in record["accounts"])
    lead = money.say("lead" if counted else "lead_none", counted=counted, count=len(record["accounts"]))
    return Section(
        id="returns",
        title=money.say("title"),
        lead=lead,
        parts=tuple(parts),
        folded=True,
        inside=_inside(record, money),
    )


def _said(stages: Record, names: tuple[str, ...] = STAGES) -> bool:
    """Whether anything in money is known of any stage."""
    return any(stages[name]["cost"] is not None or stages[name]["benefit"] is not None for name in names)


def _tells(stages: Record, name: str) -> bool:
    """Whether a row says anything that the others don't: a forecast of what is over is what came."""
    stage = stages[name]
    if stage["cost"] is None and stage["benefit"] is None:
        return name == "actual" and not stages.get("withheld")
    return name != "forecast" or stage != stages["actual"]


def _inside(record: Record, money: Money) -> str:
    actual = record["total"]["actual"]
    if actual["benefit"] is None:
        return money.say("inside_none", count=len(record["accounts"]))
    told = [each["benefit"] for each in record["accounts"] if each["benefit"]["standing"] == "confirmed"]
    # Who answers for a measure does not confirm what it brought.
    sums = [each["approval"]["amount"] for each in told if not each["approval"]["own"]]
    counted = money.change(actual["benefit"]["amount"])
    if not sums:
        return money.say("inside_unconfirmed", benefit=counted)
    return money.say("inside_confirmed", benefit=counted, confirmed=money.change(sum(sums)))


def _columns(keys: tuple[str, ...], money: Money) -> tuple[Column, ...]:
    return tuple(
        Column(key=each, label=money.say(f"column.{each}"), align="right" if each in _RIGHT else "left")
        for each in keys
    )


def _table(record: Record, money: Money) -> Table:
    rows = []
    for each in record["accounts"]:
        named = money.titles(each)
        for name in STAGES:
            stage = each[name]
            if not _tells(each, name):
                continue
            rows.append(
                {"title": named, "stage": money.say(f"stage.{name}"), **_stage(stage, money, withheld=each["withheld"])}
            )
    total = money.say("total")
    rows += [
        {"title": total, "stage": money.say(f"stage.{name}"), **_stage(record["total"][name], money, unknown=True)}
        for name in STAGES
        if _tells(record["total"], name)
    ]
    keys = ("title", "stage", "cost", "benefit", "interval", "net")
    return Table(
        caption=money.say("caption"), columns=_columns(keys, money), rows=tuple(rows), note=_note(record, money)
    )


def _by_dimension(record: Record, money: Money) -> Table:
    rows = [
        {"dimension": money.dimension(each["dimension"]), **_stage(each["actual"], money, unknown=True)}
        for each in record["dimensions"]
    ]
    rows.append({"dimension": money.say("total"), **_stage(record["total"]["actual"], money, unknown=True)})
    keys = ("dimension", "cost", "benefit", "interval", "net")
    return Table(
        caption=money.say("by_dimension"), columns=_columns(keys, money), rows=tuple(rows),
        note=best_sentence(record, money),
    )  # fmt: skip


def _stage(stage: Record, money: Money, *, withheld: bool = False, unknown: bool = False) -> dict[str, str]:
    benefit, net = stage["benefit"], stage["roi"]
    planned = benefit is None or benefit["low"] == benefit["high"]
    cost = money.show(stage["cost"])
    if stage["cost"] is not None and stage["unsaid"]:
        cost = money.say("partly", cost=cost, unsaid=stage["unsaid"])
    return {
        "cost": cost
        if stage["cost"] is not None
        else money.say("withheld" if withheld else "unknown" if unknown else "unsaid"),
        "benefit": MISSING if benefit is None else money.change(benefit["amount"]),
        "interval": MISSING if planned else money.between(benefit["low"], benefit["high"]),
        "net": MISSING if net is None else money.net(net),
    }


def _note(record: Record, money: Money) -> str:
    """In which figures benefits are counted: revenue is no profit."""
    metrics = dict.fromkeys(each["metric"] for each in record["accounts"] if each["metric"])
    names = money.wording.say("list.separator").join(money.wording.kpi(each) for each in metrics)
    return money.say("note", metrics=names) if names else money.say("note_none")
