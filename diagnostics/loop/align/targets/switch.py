"""What a switch of strategy leaves behind 「战略切换」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.public_parts import public_cards
from diagnostics.dictionary.tiers.served import served_goals
from diagnostics.model.engagement import Engagement
from diagnostics.model.strategy_switch import StrategySwitch, SwitchRow
from diagnostics.model.text import Text


def strategy_switch(engagement: Engagement) -> StrategySwitch:
    """Items that serve only goals of the former strategy, or automated work, and goals without a KPI 「战略切换清单」.

    Parameters
    ----------
    engagement : Engagement
        As opened; goals of the strategy before bear ``former: true``.

    Returns
    -------
    StrategySwitch
        With the weight that becomes free; scorecards of one person are left out.
    """
    goals = engagement.settings.goals
    served = {goal.id for linked in served_goals(goals).values() for goal in linked}
    unserved = tuple(each.id for each in goals if not each.former and each.id not in served)
    return StrategySwitch(tuple(_rows(engagement)), unserved)


def _rows(engagement: Engagement) -> Iterator[SwitchRow]:
    served = served_goals(engagement.settings.goals)
    for card in public_cards(engagement):
        for item in card.items:
            kpi, linked = engagement.kpis[item.kpi], served.get(item.kpi, ())
            if linked and all(each.former for each in linked):
                yield SwitchRow(card.id, kpi.id, kpi.name, "former", item.weight, linked[0].name)
            elif kpi.automated:
                yield SwitchRow(card.id, kpi.id, kpi.name, "automated", item.weight, Text())
