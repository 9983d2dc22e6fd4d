"""Items of scorecards with made-up figures."""

import pandas as pd
import pytest

from diagnostics.dictionary.tiers.reach import ItemReach
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Item, Scorecard


def reach(key, met, *, set_with=None, entity="s1", start="2024-01-01", direction="higher"):
    """An item whose figures reach a target of 1 or not, month by month."""
    kpi = Kpi(id=key, name=key, unit="number", direction=direction, source="s", measure="sum(x)", set_with=set_with)
    item = Item(kpi=key, weight=1.0)
    card = Scorecard(role="r", level="store", items=(item,))
    rows = pd.DataFrame({
        "entity": entity, "start": pd.date_range(start, periods=len(met), freq="MS"), "target": 1.0,
        "target_high": float("nan"), "value": [2.0 if (each == (direction == "higher")) else 0.5 for each in met],
    })  # fmt: skip
    rows["period"] = rows["start"].dt.strftime("%Y-%m")
    return ItemReach(card, item, kpi, rows, rows)


@pytest.fixture
def make_reach():
    return reach
