"""Forecasts to the end of a year: how often ranges hold, how true chances are, beside a seasonal-naive forecast.

Run: ``python tests/benchmarks/outlook.py [--draws 400]`` or ``make bench-outlook``. Made-up months, then real series of
../shared/data where they are there, each foretold from what was known before.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from scipy import stats

from diagnostics.loop.track.outlook.foretell import Series
from diagnostics.loop.track.outlook.mixture import below, quantile

DATA = Path(__file__).parents[2].parent / "shared" / "data"
# Months known, months to come, likeness of neighbours, season and slope in noises, and the kind of series.
CELLS = [
    (24, 6, 0.0, 1.0, 0.00, "smooth"), (36, 6, 0.3, 2.0, 0.00, "smooth"), (36, 11, 0.3, 1.0, 0.00, "smooth"),
    (36, 6, 0.6, 1.0, 0.05, "spiky"), (36, 6, 0.3, 0.0, 0.00, "smooth"), (48, 6, 0.3, 1.0, 0.30, "smooth"),
    (36, 6, 0.3, 2.0, 0.00, "wandering"), (48, 3, 0.3, 2.0, 0.10, "growing"), (60, 9, 0.6, 2.0, 0.00, "spiky"),
]  # fmt: skip
SHARE = 0.8


def made(draws: np.random.Generator, cell: tuple) -> np.ndarray:
    """A series of the kind, with the months to come."""
    known, ahead, likeness, season, slope, kind = cell
    count = known + ahead
    noise = draws.standard_normal(count)
    for at in range(1, count):
        noise[at] = likeness * noise[at - 1] + np.sqrt(1 - likeness**2) * noise[at]
    phase = 2 * np.pi * np.arange(count) / 12 + draws.uniform(0, 2 * np.pi)
    part = season * np.sqrt(2) * np.sin(phase)
    if kind == "spiky":
        part = season * draws.standard_normal(12)[np.arange(count) % 12]
    if kind == "growing":
        return 100 * np.exp(0.05 * (noise + part) + 0.01 * np.arange(count))
    wander = np.cumsum(draws.standard_normal(count)) * 1.5 if kind == "wandering" else 0.0
    return 100 + 5 * (noise + part) + 5 * slope * np.arange(count) + wander


def judged(values: np.ndarray, known: int, ahead: int, season: int, aim: float) -> list[float]:
    """Inside, width, error, naive error, Brier score, naive Brier score of one forecast."""
    series = Series(values[: known + ahead], season, 0)
    found = series.told(known, np.arange(known, known + ahead), np.ones(ahead))
    actual, past = values[known : known + ahead].sum(), values[:known]
    low, middle, high = (quantile(found, each) for each in ((1 - SHARE) / 2, 0.5, (1 + SHARE) / 2))
    naive = past[known - season + np.arange(ahead)].sum() if ahead <= season else np.nan
    yearly = past[season:] - past[:-season]
    spread = np.std([yearly[at : at + ahead].sum() for at in range(len(yearly) - ahead + 1)]) or 1e-9
    came = float(actual >= aim)
    chance, plain = 1 - below(found, aim), float(stats.norm.sf(aim, naive, spread))
    return [
        float(low <= actual <= high), (high - low) / abs(actual), abs(middle - actual) / abs(actual),
        abs(naive - actual) / abs(actual), (chance - came) ** 2, (plain - came) ** 2,
    ]  # fmt: skip


def simulated(count: int) -> None:
    """Table of made-up series."""
    print("| months | ahead | likeness | season | slope | kind | inside 80 % | width | error | naive | Brier | naive |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    for number, cell in enumerate(CELLS):
        draws = np.random.default_rng([7, number])
        rows = []
        for _ in range(count):
            values = made(draws, cell)
            known, ahead = cell[:2]
            # Set from what was known: an aim that knows the outcome would tell it.
            before = values[known - 12 : known - 12 + ahead].sum() * values[known - 6 : known].mean()
            aim = before / values[known - 18 : known - 12].mean() + draws.normal(0, 6 * np.sqrt(ahead))
            rows.append(judged(values, known, ahead, 12, aim))
        print("| " + " | ".join(str(each) for each in cell) + " | " + _told(rows))


def real() -> None:
    """Table of real series."""
    import pandas as pd

    weeks = pd.read_csv(DATA / "walmart_weekly.csv")
    weeks["Date"] = pd.to_datetime(weeks["Date"])
    shops = [each["Weekly_Sales"].to_numpy() for _, each in weeks.sort_values("Date").groupby("Store")]
    days = pd.read_csv(DATA / "rossmann_sales_stores_001_050.csv", usecols=["Store", "Date", "Sales"])
    days["month"] = pd.to_datetime(days["Date"]).dt.to_period("M")
    months = days.groupby(["Store", "month"])["Sales"].sum().unstack().to_numpy(dtype=float)
    orders = pd.read_csv(DATA / "cn_superstore_orders.csv", encoding="utf-8-sig")
    orders["month"] = pd.to_datetime(orders["订单日期"]).dt.to_period("M")
    regions = orders.groupby(["地区", "month"])["销售额"].sum().unstack(fill_value=0.0).to_numpy(dtype=float)
    sets = [
        ("walmart, 45 stores by week", shops, 52, (4, 13, 30)),
        ("rossmann, stores by month", [each for each in months if (each > 0).all()], 12, (1, 3, 6)),
        ("cn_superstore, regions by month", list(regions), 12, (1, 3, 6)),
    ]
    print("\n| series | ahead | forecasts | inside 80 % | width | error | naive | Brier | naive |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, series, season, far in sets:
        for ahead in far:
            rows = [
                judged(values, known, ahead, season, values[known - season + np.arange(ahead)].sum() * 1.03)
                for values in series
                for known in range(2 * season, len(values) - ahead + 1)[-6:]
            ]
            print(f"| {name} | {ahead} | {len(rows)} | " + _told(rows))


def _told(rows: list[list[float]]) -> str:
    inside, width, error, naive, brier, plain = np.mean(rows, axis=0)
    return f"{inside:.2f} | {width:.1%} | {error:.1%} | {naive:.1%} | {brier:.3f} | {plain:.3f} |"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=400)
    simulated(parser.parse_args().draws)
    if DATA.is_dir():
        real()
    else:
        print("\nThe real series are not here: ../shared/data")
