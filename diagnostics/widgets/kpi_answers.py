"""What KPIs have been, what their targets ask for, and what they are worth 「指标水平、目标与薪酬响应」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import MISSING, show
from diagnostics.look.tables import Column, Table, table_html
from diagnostics.terms import Language, say
from diagnostics.widgets.answers import cents
from diagnostics.widgets.target_panel import target_of

if TYPE_CHECKING:
    from diagnostics.model.pay_plan import PayItem
    from diagnostics.model.pay_scenario import PayScenario
    from diagnostics.model.pay_simulation import PaySimulation
    from diagnostics.widgets.desk import Desk

_YEAR = 12


def target_answer(scenario: PayScenario, desk: Desk, language: Language) -> str:
    """Table of targets beside the last year, and how often they would have been reached 「目标与历史对照」."""
    rows = tuple(_target_row(item, scenario, desk, language) for item in scenario.plan.items)
    return _table("targets", ("kpi", "now", "target", "reached"), rows, language)


def _target_row(item: PayItem, scenario: PayScenario, desk: Desk, language: Language) -> dict[str, str]:
    kpi = desk.engagement.kpis[item.kpi]
    target = target_of(item)
    past = [each for each in _last_year(item.kpi, scenario, desk) if each[1]]

    def shown(value: float | None) -> str:
        return MISSING if value is None else show(value, kpi.unit, language, desk.currency, kpi.decimals)

    now = sum(each for _, values in past for each in values) / max(sum(len(values) for _, values in past), 1)
    row = {"kpi": kpi.name.say(language), "now": shown(now if past else None), "reached": ""}
    if target is None:
        return row | {"target": say("lab.targets.of_card", language)}
    asked = item.target if isinstance(item.target, dict) else {}
    met = [
        (value >= asked.get(entity, target)) if item.direction == "higher" else (value <= asked.get(entity, target))
        for entity, values in past
        for value in values
    ]
    of = "of" if len(past) == 1 else "of_all"
    told = say(f"lab.targets.{of}", language, met=sum(met), of=len(met)) if met else ""
    return row | {"target": shown(target), "reached": told}


def _last_year(kpi: str, scenario: PayScenario, desk: Desk) -> list[tuple[str, list[float]]]:
    """Figures of the last twelve months before the scenario begins, by entity."""
    history = desk.history(scenario)
    if history is None:
        return []
    known = [number for number, each in enumerate(history.months) if scenario.first is None or each < scenario.first]
    figures = history.figures[history.kpis.index(kpi)]
    who = scenario.entities or history.entities
    return [(each, figures[history.entities.index(each), known[-_YEAR:]].tolist()) for each in who]


def weight_answer(scenario: PayScenario, found: PaySimulation, desk: Desk, language: Language) -> str:
    """Table of weights and of what one per cent more of each KPI adds to pay 「权重与薪酬响应」."""
    told = found.responses()
    adds: dict[Any, Any] = (
        told[told["scenario"] == scenario.id].drop_duplicates("kpi").set_index("kpi")["per_percent"].to_dict()
    )
    weights = {each.kpi: each.weight for each in scenario.plan.items}
    rows = tuple(
        {
            "kpi": desk.engagement.kpis[kpi].name.say(language),
            "weight": f"{100 * weights[kpi]:.0f}%" if kpi in weights else MISSING,
            "adds": cents(float(adds[kpi])),
        }
        for kpi in scenario.plan.kpis
    )
    return _table("weights", ("kpi", "weight", "adds"), rows, language)


def outlook_answer(scenario: PayScenario, found: PaySimulation, desk: Desk, language: Language) -> str:
    """Table of what the scenario expects, and from which level on it pays for itself 「预期与盈亏平衡」."""
    from diagnostics.look.numbers import show_ratio

    plan = found.scenarios[0]
    rows = [
        {"what": desk.engagement.kpis[kpi].name.say(language), "value": show_ratio(effect, language)}
        for kpi, effect in scenario.effects.items()
    ]
    if plan.break_even is not None and plan.break_even.change is not None:
        kpi = desk.engagement.kpis[plan.break_even.kpi]
        level = show(plan.break_even.level, kpi.unit, language, desk.currency)
        rows.append({"what": say("lab.outlook.level", language, kpi=kpi.name.say(language)), "value": level})
    span = f"{found.months[0]} – {found.months[-1]}"
    rows.append({"what": say("lab.outlook.span", language), "value": span})
    return _table("outlook", ("what", "value"), tuple(rows), language)


def _table(name: str, heads: tuple[str, ...], rows: tuple[dict[str, str], ...], language: Language) -> str:
    columns = tuple(
        Column(key=each, label=say(f"lab.{name}.head.{each}", language), align="right" if number else "left")
        for number, each in enumerate(heads)
    )
    return str(table_html(Table(caption=say(f"lab.{name}.caption", language), columns=columns, rows=rows), language))
