"""Figures that a scenario is simulated from, wherever it is 「情景所用历史」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.intervene.pay.history import PayHistory, pay_history
from diagnostics.model.pay_plan import PayPlan

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.observations import Observations
    from diagnostics.model.pay_scenario import PayScenario


def scenario_history(
    engagement: Engagement,
    observations: Observations | pd.DataFrame,
    plan: PayPlan | PayScenario,
    scenario: PayScenario,
) -> PayHistory | None:
    """Figures that a scenario is simulated from: panels, notebooks and batch runs ask here 「情景所用历史」.

    Parameters
    ----------
    engagement : Engagement
        Whose entities and peers.
    observations : Observations or DataFrame
        Of the engagement: ``dx.observe(client)``.
    plan : PayPlan or PayScenario
        Plan in force.
    scenario : PayScenario
        What is tried out.

    Returns
    -------
    PayHistory or None
        For `simulate_pay`; None where the scenario states an outlook.

    Raises
    ------
    InputError
        As of `pay_history`.

    Notes
    -----
    Whose pay it is decides which months count. Season and what moves together are those of their peers too (same level,
    same peer group): one store's few years tell them less well. Where nobody is named it is the lowest entities, for a
    firm is no one to be paid beside its stores. Only KPIs of the two plans and the margin count, so what else lies in
    ``scenarios/`` changes no figure.
    """
    import pandas as pd

    if scenario.outlook is not None:
        return None
    table: pd.DataFrame = observations if isinstance(observations, pd.DataFrame) else observations.table
    present = plan if isinstance(plan, PayPlan) else plan.plan
    kpis = tuple(dict.fromkeys((*present.kpis, *scenario.kpis)))
    if not scenario.entities:
        units = [each.id for each in engagement.entities.units]
        return pay_history(table[table["entity"].isin(units)], kpis)
    peers = {each for key in scenario.entities for each in engagement.entities.peers(key)}
    return pay_history(table, kpis, scenario.entities, beside=peers)
