"""What the panels answer, as tables whose every text is escaped 「面板结果」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import MINUS, MISSING, show, show_between, show_change
from diagnostics.look.tables import Column, Table, table_html
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.pay_scenario import PayScenario
    from diagnostics.model.pay_simulation import PaySimulation, PlanPay
    from diagnostics.widgets.desk import Desk


def title_of(scenario: PayScenario, language: Language) -> str:
    """Title of a scenario and its id, which tells copies apart 「情景名称」.

    Examples
    --------
    >>> from diagnostics.model.pay_plan import PayPlan
    >>> from diagnostics.model.pay_scenario import PayScenario
    >>> title_of(PayScenario(id="new", title="新方案", plan=PayPlan(fixed=3000)), "zh")
    '新方案 (new)'
    """
    title = scenario.title.say(language)
    return f"{title} ({scenario.id})" if title else scenario.id


def side_by_side(
    desk: Desk,
    scenarios: Sequence[PayScenario],
    found: Sequence[PaySimulation | str],
    language: Language,
    kept: dict[int, dict[str, str]] | None = None,
) -> str:
    """Table of the scenarios beside each other: pay, cost, break-even, who loses 「并列对比」.

    Parameters
    ----------
    found : sequence of PaySimulation or str
        Simulation of each scenario, or why there is none.
    kept : dict, optional
        Figures already written, by identity of a simulation that stays alive; new ones are put in.
    """
    kept = {} if kept is None else kept
    columns = [Column(key="what", label=say("lab.compare.what", language))]
    columns += [
        Column(key=f"s{number}", label=title_of(each, language)[:80], align="right")
        for number, each in enumerate(scenarios)
    ]
    for each in found:
        if id(each) not in kept:
            kept[id(each)] = _figures(each, language, desk.currency)
    told = [kept[id(each)] for each in found]
    names = next((list(each) for each in told if len(each) > 1), ["failed"])
    rows = tuple(
        {"what": say(f"lab.compare.{name}", language)}
        | {f"s{number}": each.get(name, each.get("failed", "")) for number, each in enumerate(told)}
        for name in names
    )
    months = next((len(each.months) for each in found if not isinstance(each, str)), 0)
    note = say("lab.compare.note", language, draws=f"{desk.draws:,}", seed=desk.seed, months=months)
    return str(
        table_html(
            Table(caption=say("lab.compare.caption", language), columns=tuple(columns), rows=rows, note=note), language
        )
    )


def _figures(found: PaySimulation | str, language: Language, currency: str) -> dict[str, str]:
    if isinstance(found, str):
        return {"failed": found}

    def money(value: float) -> str:
        return show(value, "money", language, currency)

    plan, present = found.scenarios[0], found.in_force
    rows: dict[Any, Any] = found.aggregate().set_index("scenario").to_dict("index")
    own, before = rows[plan.id], rows[present.id]
    frame = found.frame()
    return {
        "full": cents(_mean(plan.full, found)),
        "before": cents(float(before["pay"])),
        "mean": cents(float(own["pay"])),
        "range": f"{_mean(frame['low'], found):,.0f} – {_mean(frame['high'], found):,.0f}",
        "lower": show(_mean(plan.lower, found), "share", language),
        "losers": f"{int(own['losers'])}",
        "losers_after": f"{int(own['losers_after'])}",
        "cost": money(plan.cost.mean),
        "extra": show_change(plan.extra.mean, "money", language, currency),
        "extra_range": show_between(plan.extra.low, plan.extra.high, "money", language, currency=currency),
        "break_even": break_even(plan, language),
        "gini": f"{plan.gini:.3f}",
    }


def break_even(plan: PlanPay, language: Language) -> str:
    """From which rise on a plan pays for itself, in a few words 「盈亏平衡」."""
    known = plan.break_even
    if known is None:
        return MISSING
    if known.change is None:
        return say("lab.compare.never", language)
    if known.change == 0:
        return say("lab.compare.anyway", language)
    return "+" + show(known.change, "share", language)


def cents(value: float) -> str:
    """Pay to the cent, as a batch run tells it 「到分」.

    >>> cents(7313.859)
    '7,313.86'
    """
    # No minus before nothing.
    return f"{round(value, 2) + 0.0:,.2f}".replace("-", MINUS)


def _mean(values: object, found: PaySimulation) -> float:
    import numpy as np

    people = found.people if found.people.sum() else None
    return float(np.average(np.asarray(values, dtype=float), weights=people))


def by_entity(found: PaySimulation, desk: Desk, language: Language) -> str:
    """Table of one scenario, entity by entity, to the cent 「逐单位」."""
    heads = ("entity", "before", "mean", "low", "high", "change", "lower", "loses")
    rows = []
    for row in found.frame().to_dict("records"):
        entity = str(row["entity"])
        rows.append(
            {
                "entity": desk.engagement.entities[entity].label, "before": cents(row["in_force"]),
                "mean": cents(row["mean"]), "low": cents(row["low"]), "high": cents(row["high"]),
                "change": _signed(row["change"]), "lower": show(row["share_lower"], "share", language),
                "loses": _loses(row, language),
            }
        )  # fmt: skip
    columns = tuple(
        Column(key=each, label=say(f"lab.entity.{each}", language), align="left" if each == "entity" else "right")
        for each in heads
    )
    caption = say("lab.entity.caption", language, name=title_of_plan(found, language))
    return str(table_html(Table(caption=caption, columns=columns, rows=tuple(rows)), language))


def _loses(row: dict[Any, Any], language: Language) -> str:
    """Whether a unit's people are paid less on the mean, now or once a guarantee ends."""
    if row["loses"]:
        return say("lab.entity.now", language)
    return say(f"lab.entity.{'after' if row['loses_after'] else 'no'}", language)


def title_of_plan(found: PaySimulation, language: Language) -> str:
    """Title of what was simulated 「方案名称」."""
    plan = found.scenarios[0]
    return plan.title.say(language) or plan.id


def _signed(value: float) -> str:
    return ("+" if round(value, 2) > 0 else "") + cents(value)
