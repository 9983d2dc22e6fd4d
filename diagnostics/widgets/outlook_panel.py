"""Panel of expected effects and roll-out 「预期效果与推行面板」."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from diagnostics.model.pay_scenario import PayScenario
from diagnostics.terms import Language, say
from diagnostics.widgets.board import edited
from diagnostics.widgets.desk import Desk
from diagnostics.widgets.dials import Choice, Dial, field_dial

# A start is offered from a year before the last month known to a year after it.
_AROUND = 12


def outlook_dials(scenario: PayScenario, desk: Desk, language: Language) -> Iterator[Dial | Choice]:
    """Dials of expected effects, first month, months, margin and what pay costs beyond itself 「预期与推行调节项」."""
    for kpi in scenario.plan.kpis:
        name = desk.engagement.kpis[kpi].name.say(language)
        yield Dial(
            say("lab.outlook.effect", language, kpi=name), -20, 50, 1, partial(_effect, kpi), partial(_with_effect, kpi)
        )
    months = starts(scenario, desk)
    if months:
        unset = ((say("lab.outlook.unset", language), ""),) if scenario.first is None else ()
        options = (*unset, *((each, each) for each in months))
        yield Choice(say("lab.outlook.first", language), options, ("first",))
    yield field_dial(say("lab.outlook.months", language), ("months",), (1, 24, 1))
    if scenario.margin:
        yield field_dial(say("lab.outlook.margin", language), ("margin", "share"), (1, 100, 1), ".0f", 0.01)
    yield field_dial(say("lab.outlook.on_cost", language), ("on_cost",), (0, 100, 1), ".0f", 0.01)


def starts(scenario: PayScenario, desk: Desk) -> tuple[str, ...]:
    """First months that can be chosen, the scenario's own among them 「可选起始月」."""
    history = desk.history(scenario)
    if history is None:
        return ()
    import pandas as pd

    last = pd.Period(history.months[-1], "M")
    first = pd.Period(history.months[0], "M") + _AROUND
    found = pd.period_range(max(first, last - _AROUND), last + _AROUND, freq="M").strftime("%Y-%m").tolist()
    return tuple(sorted({*found, *([scenario.first] if scenario.first else [])}))


def _effect(kpi: str, scenario: PayScenario) -> float:
    return round(100 * scenario.effects.get(kpi, 0.0), 6)


def _with_effect(kpi: str, scenario: PayScenario, percent: float) -> PayScenario:
    others = {name: value for name, value in scenario.effects.items() if name != kpi}
    share = round(percent / 100, 6)
    # In the order of the plan, so that a way back gives the same file.
    effects = {**others, **({kpi: share} if share else {})}
    ordered = {name: effects[name] for name in (*scenario.plan.kpis, *effects) if name in effects}
    return edited(scenario, ("effects",), ordered)
