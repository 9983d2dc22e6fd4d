"""Panel of the weights 「权重面板」."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from diagnostics.model.engagement import Engagement
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.terms import Language, say
from diagnostics.widgets.board import edited
from diagnostics.widgets.dials import Dial
from diagnostics.widgets.weights import weighted

_PARTS = ("personal", "department", "company")


def weight_dials(scenario: PayScenario, engagement: Engagement, language: Language) -> Iterator[Dial]:
    """Dials of the items' weights and of own, department's and company's part 「权重调节项」."""
    items = scenario.plan.items
    for number, item in enumerate(items if len(items) > 1 else ()):
        name = engagement.kpis[item.kpi].name.say(language)
        yield Dial(
            say("lab.weights.weight", language, kpi=name), 1, 100 - len(items) + 1, 1,
            partial(_weight, number), partial(_with_weight, number),
        )  # fmt: skip
    if items and scenario.plan.links.method == "weighted":
        for part in _PARTS[1:]:
            yield Dial(say(f"lab.weights.{part}", language), 0, 90, 5, partial(_link, part), partial(_with_link, part))


def _weight(number: int, scenario: PayScenario) -> float:
    return round(100 * scenario.plan.items[number].weight, 6)


def _with_weight(number: int, scenario: PayScenario, percent: float) -> PayScenario:
    return weighted(scenario, number, round(percent))


def _link(part: str, scenario: PayScenario) -> float:
    return round(100 * float(getattr(scenario.plan.links, part)), 6)


def _with_link(part: str, scenario: PayScenario, percent: float) -> PayScenario:
    """One's own part gives what the other gains, and refuses to go below what it must keep."""
    links = scenario.plan.links.model_dump() | {part: round(percent / 100, 6)}
    links["personal"] = round(1 - links["department"] - links["company"], 6)
    return edited(scenario, ("plan", "links"), links)
