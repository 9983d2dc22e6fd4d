"""How pay answers to each KPI 「薪酬对指标的响应」."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from diagnostics.loop.intervene.pay.joint import Joint
from diagnostics.loop.intervene.pay.pay_tables import shifted
from diagnostics.loop.intervene.pay.payout import Whose, payout
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario

if TYPE_CHECKING:
    import pandas as pd

CHANGES = (-0.2, -0.15, -0.1, -0.05, -0.02, 0.0, 0.02, 0.05, 0.1, 0.15, 0.2)
_AROUND = 0.005


def responses(plan: PayPlan, joint: Joint, scenario: PayScenario, effects: Mapping[str, float]) -> pd.DataFrame:
    """Mean pay in the first month where one KPI is higher or lower and the others as expected 「薪酬对指标的响应」.

    Parameters
    ----------
    effects : mapping
        By how much KPIs are expected to rise with the plan.

    Returns
    -------
    DataFrame
        Columns ``kpi, change`` (share of the expected level), ``pay`` (mean over entities) and ``per_percent``:
        what a per cent more of the KPI adds, from one per cent around the expected level.
    """
    import numpy as np
    import pandas as pd

    whose = Whose(joint.entities, scenario.departments or None)
    figures = {kpi: shifted(joint, kpi, joint.expected[0, joint.at(kpi)], effects) for kpi in plan.kpis}
    targets = {kpi: joint.targets[0, joint.at(kpi)] for kpi in plan.kpis}

    changes = np.array((*CHANGES, -_AROUND, _AROUND))[:, None]
    tables = []
    for kpi in plan.kpis:
        moved = figures | {kpi: joint.within(kpi, figures[kpi] * (1 + changes))}
        found = payout(plan, moved, targets=targets, whose=whose, minimum_wage=scenario.minimum_wage)
        pay = np.broadcast_to(found.total, (len(changes), len(joint.entities))).mean(axis=1)
        part = {"kpi": kpi, "change": CHANGES, "pay": pay[: len(CHANGES)], "per_percent": pay[-1] - pay[-2]}
        tables.append(pd.DataFrame(part))
    if not tables:
        return pd.DataFrame(columns=["kpi", "change", "pay", "per_percent"])
    return pd.concat(tables, ignore_index=True)
