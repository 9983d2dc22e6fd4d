"""What a measure cost and brought, in sentences 「投入收益的文字」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.loop.close.inputs import Record
    from diagnostics.loop.close.sections.account.money import Money


def account_sentence(account: Record, money: Money) -> str:
    """What one account comes to, and who confirmed it 「单项结论」."""
    told = [_benefit(account, money), _standing(account, money), *_payback(account, money)]
    told += [money.say("shared")] if len(account["measures"]) > 1 else []
    told += [money.say("after_end")] if account["after_end"] else []
    joined = ("" if money.wording.language == "zh" else " ").join(each for each in told if each)
    return money.say("account", title=money.titles(account), told=joined)


def _benefit(account: Record, money: Money) -> str:
    benefit = account["benefit"]["actual"]
    if benefit is None:
        return money.say(f"why.{account['benefit']['why'] or 'no_figures'}")
    cycle = money.wording.say(f"cycle.{account['cycle']}")
    word = "lost" if benefit["amount"] < 0 else "so_far" if account["running"] else "brought"
    kpi = money.wording.inputs.kpis.get(account["metric"]) or {}
    return money.say(
        f"{word}_cost" if kpi.get("direction") == "lower" else word,
        periods=account["periods"],
        cycle=cycle,
        metric=money.wording.kpi(account["metric"]),
        amount=money.show(abs(benefit["amount"])),
        interval=money.between(benefit["low"], benefit["high"]),
    )


def _standing(account: Record, money: Money) -> str:
    standing, approval = account["benefit"]["standing"], account["benefit"]["approval"]
    if standing == "none":
        return ""
    if approval is None:
        return money.say("standing.unconfirmed")
    said = {
        "name": approval["name"], "day": money.wording.day(approval["at"]), "amount": money.change(approval["amount"]),
        "period": money.wording.period(approval["period"]) if approval["period"] else money.wording.day(approval["at"]),
    }  # fmt: skip
    own = money.say("standing.own") if approval["own"] else ""
    space = "" if money.wording.language == "zh" else " "
    return space.join(each for each in (money.say(f"standing.{standing}", **said), own) if each)


def _payback(account: Record, money: Money) -> Iterable[str]:
    found = account["payback"]
    if found is None or account["benefit"]["actual"] is None:
        return
    if found["amount"] == 0:
        yield money.say("free")
        return
    cycle = money.wording.say(f"cycle.{account['cycle']}")
    low, high = (f"{found[name]:.1f}" for name in ("low", "high"))
    word = "payback" if account["actual"]["cost"] is not None else "payback_planned"
    yield money.say(word, amount=f"{found['amount']:.1f}", low=low, high=high, cycle=cycle)


def best_sentence(record: Record, money: Money) -> str:
    """Which kind of measure brought most for its cost, where intervals tell them apart 「哪类改进最有效」.

    A kind of which a measure was paid for and nobody can tell in money what it brought is not compared: its benefit
    may be anything.
    """
    waiting = {
        each["dimension"]
        for each in record["accounts"]
        if each["benefit"]["actual"] is None and each["benefit"]["why"] != "no_evidence" and each["actual"]["cost"]
    }
    known = [
        (each["actual"]["roi"], each["dimension"])
        for each in record["dimensions"]
        if each["actual"]["roi"] is not None and each["dimension"] not in waiting
    ]
    known.sort(key=lambda each: -each[0]["amount"])
    if len(known) < 2:
        return money.say("best.unknown")
    first, second = known[0][0], known[1][0]
    apart = first["low"] > max(each["high"] for each, _ in known[1:])
    if not apart or first["amount"] == second["amount"]:
        return money.say("best.alike")
    return money.say("best.told" if first["high"] > 0 else "best.none", dimension=money.dimension(known[0][1]))
