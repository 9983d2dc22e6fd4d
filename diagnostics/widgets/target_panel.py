"""Panel of targets and tiers 「目标与档位面板」."""

from __future__ import annotations

import math
from collections.abc import Iterator

from diagnostics.model.engagement import Engagement
from diagnostics.model.pay_curve import CurveTier
from diagnostics.model.pay_plan import PayItem
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.terms import Language, say
from diagnostics.widgets.board import edited
from diagnostics.widgets.dials import Choice, Dial, field_dial

_SHARE = 0.01
_MOST_STEPS = 5
# A step that is added begins so much above the last one and pays so much more.
_NEXT_AT, _NEXT_PAY = 0.05, 0.1


def target_dials(scenario: PayScenario, engagement: Engagement, language: Language) -> Iterator[Dial | Choice]:
    """Dials of the KPIs' targets and of the payout curve's tiers 「目标与档位调节项」."""
    for number, item in enumerate(scenario.plan.items):
        if item.target is not None:
            yield _target_dial(number, item, engagement, language)
    yield from _tier_dials(scenario, language)


def target_of(item: PayItem) -> float | None:
    """Target of an item, the mean over entities where it has one for each 「目标均值」."""
    if isinstance(item.target, dict):
        return math.fsum(item.target.values()) / len(item.target) if item.target else None
    return item.target


def _target_dial(number: int, item: PayItem, engagement: Engagement, language: Language) -> Dial:
    kpi = engagement.kpis[item.kpi]
    unit = _SHARE if kpi.unit == "share" else 1.0
    shown = abs(target_of(item) or 0.0) / unit or 1.0
    step = 10.0 ** (math.floor(math.log10(shown)) - 2)
    decimals = max(0, -math.floor(math.log10(step)))
    label = say("lab.targets.target", language, kpi=kpi.name.say(language), unit=_unit(kpi.unit, engagement, language))

    def read(scenario: PayScenario) -> float:
        return round((target_of(scenario.plan.items[number]) or 0.0) / unit, decimals + 4)

    def write(scenario: PayScenario, value: float) -> PayScenario:
        return edited(scenario, ("plan", "items", number, "target"), _moved(scenario.plan.items[number], value * unit))

    middle = round(shown, decimals)
    ends = (round(middle / 2, decimals), round(middle * 1.5, decimals))
    return Dial(label, *ends, step, read, write, f",.{decimals}f")


def _moved(item: PayItem, mean: float) -> float | dict[str, float]:
    """Targets with another mean; those by entity keep their proportions."""
    if not isinstance(item.target, dict):
        return float(f"{mean:.10g}")
    before = target_of(item) or 1.0
    if len(item.target) == 1:
        return dict.fromkeys(item.target, float(f"{mean:.10g}"))
    return {entity: float(f"{value * mean / before:.10g}") for entity, value in item.target.items()}


def _unit(unit: str, engagement: Engagement, language: Language) -> str:
    if unit == "money":
        return engagement.settings.currency
    return "%" if unit == "share" else say(f"lab.unit.{unit}", language) if unit in {"hours", "days"} else ""


def _tier_dials(scenario: PayScenario, language: Language) -> Iterator[Dial | Choice]:
    curve = scenario.plan.curve
    if not scenario.plan.items:
        return

    def label(key: str, **values: object) -> str:
        return say(f"lab.tiers.{key}", language, **values)

    def percent(key: str, *path: str | int, **values: object) -> Dial:
        return field_dial(label(key, **values), ("plan", "curve", *path), (0, 200, 1), ".0f", _SHARE)

    for name in ("start", "base"):
        if getattr(curve, name) is not None:
            yield percent(f"{name}_at", name, "at")
            yield percent(f"{name}_pay", name, "pay")
    yield percent("balance", "balance")
    yield Dial(label("count"), 0, _MOST_STEPS, 1, _count, _with_count)
    for number in range(len(curve.above)):
        yield percent("above_at", "above", number, "at", number=number + 1)
        yield percent("above_pay", "above", number, "pay", number=number + 1)
    if curve.cap is not None:
        yield percent("cap", "cap")
    ways = tuple((say(f"lab.tiers.{each}", language), each) for each in ("linear", "steps"))
    yield Choice(label("between"), ways, ("plan", "curve", "between"))


def _count(scenario: PayScenario) -> float:
    return float(len(scenario.plan.curve.above))


def _with_count(scenario: PayScenario, count: float) -> PayScenario:
    """Curve with fewer steps above, or more of them beyond the last."""
    above = list(scenario.plan.curve.above)[: round(count)]
    while len(above) < round(count):
        last = above[-1] if above else CurveTier(at=scenario.plan.curve.balance, pay=1.0)
        above.append(CurveTier(at=round(last.at + _NEXT_AT, 6), pay=round(last.pay + _NEXT_PAY, 6)))
    return edited(scenario, ("plan", "curve", "above"), [each.model_dump() for each in above])
