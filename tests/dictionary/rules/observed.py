"""Observations of two stores, by month, for rules that need figures."""

import math

import pandas as pd

MONTHS = [f"{year}-{month:02d}" for year in (2023, 2024, 2025) for month in range(1, 13)]


def rows(kpi, values, target=math.nan, *, entity="wuhou", months=MONTHS, high=math.nan):
    """Observations of one KPI and store; target and its upper end may be one for all or one a month."""
    table = pd.DataFrame({"value": [float(each) for each in values], "period": months[: len(values)]})
    told = {"kpi": kpi, "level": "store", "entity": entity, "cycle": "month", "n": 1, "basis": ""}
    table = table.assign(**told, target=target, target_high=high, base=math.nan, stretch=math.nan)
    return table.assign(start=pd.to_datetime(table["period"] + "-01"))


def table(*parts):
    """Observations of several, as the table of Observations is."""
    return pd.concat(parts, ignore_index=True)


def waves(length=36, low=8.0, high=12.0):
    """Figures that go up and down between two ends, out of order."""
    return [low + (high - low) * ((5 * each) % 13) / 12 for each in range(length)]
