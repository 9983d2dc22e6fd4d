"""The pay plan of Case A, and a history of three stores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from diagnostics.model.pay_plan import PayPlan

# KPI: weight, direction, target.
CASE_A = {
    "revenue": (0.3, "higher", 300_000.0),
    "basket": (0.1, "higher", 222.0),
    "conversion_rate": (0.15, "higher", 0.566),
    "repurchase_rate": (0.15, "higher", 0.34),
    "follow_up_rate": (0.1, "higher", 0.8),
    "complaint_rate": (0.1, "lower", 0.012),
    "revenue_per_head": (0.1, "higher", 22_500.0),
}


def item(kpi, weight, direction="higher", target=100.0):
    rule = "ratio" if direction == "higher" else "complement"
    scoring = {"rule": rule, "cap": 1.2, "floor": 0.0}
    return {"kpi": kpi, "weight": weight, "direction": direction, "target": target, "scoring": scoring}


CURVE = {"start": {"at": 0.7, "pay": 0.4}, "base": {"at": 0.9, "pay": 0.8}, "above": [{"at": 1.1, "pay": 1.35}]}


@pytest.fixture
def case_a():
    """3,500 fixed and 4,000 variable on seven KPIs."""
    items = [item(kpi, *told) for kpi, told in CASE_A.items()]
    return PayPlan(fixed=3500, variable=4000, items=items, curve=CURVE)


@pytest.fixture
def one_kpi():
    """The same pay on revenue alone, straight to the balance point."""
    return PayPlan(fixed=3500, variable=4000, items=[item("revenue", 1.0)], curve=CURVE)


def history_of(series, first="2021-01"):
    """Observations of (KPI, entity) -> monthly figures."""
    tables = []
    for (kpi, entity), values in series.items():
        periods = pd.period_range(first, periods=len(values), freq="M").strftime("%Y-%m")
        tables.append(pd.DataFrame({"kpi": kpi, "entity": entity, "period": periods, "value": values, "target": 100.0}))
    return pd.concat(tables, ignore_index=True)


def season_of(months, swing=0.2):
    return 1 + swing * np.sin(2 * np.pi * np.arange(months) / 12)
