"""Panel of the pay plan: fixed pay, variable pay, floors 「薪酬方案面板」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.model.engagement import Engagement
from diagnostics.model.pay_scenario import Guarantee, PayScenario
from diagnostics.terms import Language, say
from diagnostics.widgets.board import edited
from diagnostics.widgets.dials import Dial, field_dial


def pay_dials(scenario: PayScenario, engagement: Engagement, language: Language) -> Iterator[Dial]:
    """Dials of fixed and variable pay, commissions, minimum wage and guarantee 「薪酬方案调节项」."""

    def label(key: str, **values: object) -> str:
        return say(f"lab.pay.{key}", language, unit=engagement.settings.currency, **values)

    plan = scenario.plan
    yield field_dial(label("fixed"), ("plan", "fixed"), (0, _most(plan.fixed), 50))
    for entity, amount in plan.fixed_of.items():
        name = engagement.entities[entity].label
        yield field_dial(label("fixed_of", entity=name), ("plan", "fixed_of", entity), (0, _most(amount), 50))
    if plan.items:
        yield field_dial(label("variable"), ("plan", "variable"), (0, _most(plan.variable), 50))
    for number, each in enumerate(plan.commissions):
        path, name = ("plan", "commissions", number, "rate"), engagement.kpis[each.kpi].name.say(language)
        yield field_dial(label("commission", kpi=name), path, (0, max(0.05, 2 * each.rate) * 100, 0.05), ".2f", 0.01)
    yield field_dial(label("minimum_wage"), ("minimum_wage",), (0, _most(scenario.minimum_wage), 10))
    yield Dial(label("guarantee"), 0, 100, 5, _share, _with_share)
    if scenario.guarantee:
        yield field_dial(label("guarantee_months"), ("guarantee", "months"), (1, 24, 1))


def _most(amount: float) -> float:
    """Twice the amount, at least 10,000: round, so that the slider's end says nothing."""
    return max(10_000.0, float(round(2 * amount, -3)))


def _share(scenario: PayScenario) -> float:
    return round(100 * scenario.guarantee.share, 6) if scenario.guarantee else 0.0


def _with_share(scenario: PayScenario, percent: float) -> PayScenario:
    if percent == 0:
        return edited(scenario, ("guarantee",), None)
    months = scenario.guarantee.months if scenario.guarantee else Guarantee().months
    return edited(scenario, ("guarantee",), {"share": round(percent / 100, 6), "months": months})
