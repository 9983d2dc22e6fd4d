"""What a plan pays by the result, as a table to agree on 「发放对照表」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.loop.intervene.pay.curve import paid_share
from diagnostics.model.pay_plan import PayPlan

if TYPE_CHECKING:
    import pandas as pd


def curve_table(plan: PayPlan, results: tuple[float, ...] = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2)) -> pd.DataFrame:
    """What a plan pays by the result, as a table to agree on 「发放对照表」.

    Parameters
    ----------
    plan : PayPlan
        The plan; where its curve holds for each item, all of them have the result.
    results : tuple of float
        Results as shares of the target, beside the curve's own tiers.

    Returns
    -------
    DataFrame
        Columns ``result, share, variable, pay`` (fixed and variable, without commissions, in cents), ``tier``:
        ``start``, ``base``, ``balance``, ``above`` where one begins, else empty.

    Examples
    --------
    >>> plan = PayPlan(fixed=3500, variable=4000, items=[{"kpi": "revenue", "weight": 1}])
    >>> curve_table(plan, (0.9,))[["result", "pay", "tier"]].values.tolist()
    [[0.0, 3500.0, 'start'], [0.9, 7100.0, ''], [1.0, 7500.0, 'balance']]
    """
    import pandas as pd

    curve = plan.curve
    names = dict.fromkeys((each.at for each in curve.above), "above")
    names |= {curve.tiers[0].at: "start", curve.balance: "balance"} | ({curve.base.at: "base"} if curve.base else {})
    at = sorted({*results, *names})
    shares = paid_share(curve, at)
    rows = pd.DataFrame({"result": at, "share": shares, "variable": (plan.variable * shares).round(2)})
    return rows.assign(pay=(plan.fixed + plan.variable * shares).round(2), tier=[names.get(each, "") for each in at])
