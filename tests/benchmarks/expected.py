"""Expected values chosen by back-test beside each method alone, on real series.

Usage: ``python tests/benchmarks/expected.py``

Every series is cut before each of its last origins; what was chosen from the figures before is held against the figure
that came. MASE: mean absolute error by the mean absolute difference of neighbouring seasons before the cut; the mean
over series. inside: actual figures inside the interval; 95 % is stated. The last line is the time of 50 KPIs × 20
entities × 60 months. Data lie in ../shared/data and in the engagements of the tests.
"""

from __future__ import annotations

import time
import warnings
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import diagnostics as dx
from diagnostics.loop.diagnose.expected.backtest import told
from diagnostics.loop.diagnose.expected.methods import FITTED, METHODS, NAIVE, UnsettledError, ets, naive, theta

HERE = Path(__file__).resolve().parents[1]
DATA = HERE.parents[1] / "shared" / "data"
CUTS = 6


def engagement(name: str, cycle: str, most: int) -> list[Any]:
    """Series of an engagement of the tests."""
    table = dx.observe(dx.open_engagement(HERE / "engagements" / name)).table
    table = table[(table["cycle"] == cycle) & table["value"].notna()].sort_values("start")
    return [each["value"].to_numpy(dtype=float) for _, each in table.groupby(["kpi", "entity"])][:most]


def superstore() -> list[Any]:
    """Sales by month of each province and category."""
    table = pd.read_csv(DATA / "cn_superstore_orders.csv")
    day = next(each for each in table.columns if "订单日期" in each)
    month = pd.to_datetime(table[day]).dt.to_period("M")
    months = pd.period_range(month.min(), month.max(), freq="M")
    found = []
    for column in ("地区", "类别", "子类别"):
        wide = (
            table.pivot_table(index=month, columns=column, values="销售额", aggfunc="sum").reindex(months).fillna(0.0)
        )
        found += [wide[each].to_numpy(dtype=float) for each in wide.columns]
    return found


def alone(method: str, values: Any, season: int) -> float:
    """What one method says next; NaN where it can't."""
    if method in NAIVE:
        return float(naive(method, values, season, (1, 1))[-1])
    try:
        # Fitted to nearly everything known: three figures are left for the first origin.
        return float((theta if method == "theta" else ets)(values, season, 3)[-1])
    except UnsettledError:
        return float("nan")


def measured(series: list[Any], season: int) -> tuple[dict[str, float], float, dict[str, int]]:
    """Mean MASE of what was chosen and of each method alone; share inside in %; how often each was chosen."""
    missed: dict[str, list[float]] = defaultdict(list)
    inside, chosen = [], defaultdict(int)
    for values in series:
        if len(values) < 2 * season + CUTS:
            continue
        errors: dict[str, list[float]] = defaultdict(list)
        for end in range(len(values) - CUTS, len(values)):
            known, actual = values[:end], values[end]
            scale = float(np.abs(known[season:] - known[:-season]).mean())
            if not scale:
                continue
            found = told(known, season, 1, 0.05)
            chosen[found.method] += 1
            inside.append(found.low <= actual <= found.high)
            errors["chosen"].append(abs(found.expected - actual) / scale)
            for method in (*NAIVE, *FITTED):
                errors[method].append(abs(alone(method, known, season) - actual) / scale)
        for name, each in errors.items():
            missed[name].append(float(np.nanmean(each)))
    return {name: float(np.nanmean(each)) for name, each in missed.items()}, 100 * float(np.mean(inside)), dict(chosen)


def speed() -> float:
    """Seconds for 50 KPIs × 20 entities × 60 months."""
    draws, months = np.random.default_rng(1), np.arange(60)
    begun = time.perf_counter()
    for _ in range(1000):
        values = 1000 + 100 * np.sin(2 * np.pi * months / 12) + 5 * months + draws.normal(0, 60, 60)
        told(values, 12, 1, 0.05)
    return time.perf_counter() - begun


def main() -> None:
    """Print the table."""
    warnings.simplefilter("ignore")
    sets = {
        "Walmart, weeks": (engagement("walmart", "week", 60), 52),
        "Rossmann, months": (engagement("rossmann", "month", 60), 12),
        "MTA, months": (engagement("mta", "month", 60), 12),
        "superstore, months": (superstore(), 12),
    }
    print(f"{'mean MASE':<22}{'series':>7}{'chosen':>16}" + "".join(f"{each:>16}" for each in METHODS) + "  inside")
    for name, (series, season) in sets.items():
        scores, inside, chosen = measured(series, season)
        line = "".join(f"{scores.get(each, float('nan')):16.3f}" for each in ("chosen", *METHODS))
        print(f"{name:<22}{len(series):7d}{line}{inside:8.1f} %  {chosen}", flush=True)
    print(f"\n50 KPIs × 20 entities × 60 months: {speed():.1f} s")


if __name__ == "__main__":
    main()
