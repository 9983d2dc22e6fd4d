"""Targets of a span from those of its periods."""

import pandas as pd
import pytest

from diagnostics.loop.diagnose.gaps.span_sums import Span, targets_of
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar

PARTS = {
    "visits": "sum(visits)", "conv": "sum(orders) / sum(visits)", "ticket": "sum(sales) / sum(orders)",
    "cost": "sum(cost)", "members": "count_distinct(member)",
}  # fmt: skip


def told(key, **more):
    return Kpi(id=key, name=key, unit="number", direction="higher", **more)


def made(**formulas):
    parts = {key: told(key, source="s", measure=text) for key, text in PARTS.items()}
    return parts | {key: told(key, formula=text) for key, text in formulas.items()}


@pytest.mark.parametrize(("key", "target"), [("revenue", 5_400_000), ("rate", 900_000), ("odd", None)])
def test_a_target_to_date_of_a_formula_is_the_months_added_up_or_none_rather_than_a_wrong_one(
    observations, key, target
):
    kpis = made(revenue="visits * conv * ticket", rate="cost / visits", odd="cost / members")
    months = [f"2025-{month:02}" for month in range(1, 7)]
    rows = [{"kpi": key, "entity": "x", "period": each, "value": 1.0, "target": 900_000} for each in months]
    seen = observations(rows).table
    last = Calendar().parse("2025-06")
    found = targets_of(seen, Span(Calendar().parse("2025-01").start, last, 6), kpis)["target"].iloc[0]
    assert pd.isna(found) if target is None else found == target
