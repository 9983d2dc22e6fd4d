"""Pay simulation beside a plain loop: ``python tests/benchmarks/pay.py [--draws N] [--entities N] [--plain N]``

A plan of seven KPIs with a curve of four tiers beside a plan in force of fixed pay and commission, one month.

* simulate_pay: draws × entities, all results: both plans' pay, intervals, Gini, who loses, responses. Wall and processor
  time, best of several runs; with a history (season, correlation) and with a stated outlook.
* payout: what a widget asks for at every move of a slider: 50 entities, one figure each.
* plain loop: pay of both plans alone, in plain Python without numpy, over fewer draws; its time is scaled to the same
  number of draws, which is printed as scaled. Its mean pay stands beside the simulation's.
"""

from __future__ import annotations

import argparse
import math
import random
import time
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd

from diagnostics.loop.intervene.pay import pay_history, payout, simulate_pay
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario

WEIGHTS = (0.3, 0.1, 0.15, 0.15, 0.1, 0.1, 0.1)
KPIS = tuple(f"k{each}" for each in range(len(WEIGHTS)))
TIERS = ((0.7, 0.4), (0.9, 0.8), (1.0, 1.0), (1.1, 1.35))
SD, SHARED = 8.0, 0.3
PRESENT = PayPlan(fixed=4000, commissions=[{"kpi": "k0", "rate": 30}])
PLAN = PayPlan(
    fixed=3500,
    variable=4000,
    items=[{"kpi": kpi, "weight": weight, "target": 100} for kpi, weight in zip(KPIS, WEIGHTS, strict=True)],
    curve={
        "start": {"at": 0.7, "pay": 0.4},
        "base": {"at": 0.9, "pay": 0.8},
        "above": [{"at": 1.1, "pay": 1.35}],
    },
)


def taken(work: Callable[[], Any], runs: int = 3) -> tuple[float, float, Any]:
    """Best wall and processor time of some work, in seconds, and its result."""
    best: tuple[float, float, Any] = (math.inf, math.inf, None)
    for _ in range(runs):
        wall, own = time.perf_counter(), time.process_time()
        found = work()
        wall, own = time.perf_counter() - wall, time.process_time() - own
        best = (min(best[0], wall), min(best[1], own), found)
    return best


def scenario(entities: int) -> PayScenario:
    """The plan with a stated outlook."""
    levels = {kpi: {"mean": 100.0, "sd": SD} for kpi in KPIS}
    return PayScenario.model_validate(
        {
            "id": "new",
            "plan": PLAN,
            "entities": [f"e{each}" for each in range(entities)],
            "outlook": {"levels": levels, "shared": SHARED},
        }
    )


def history(entities: int) -> Any:
    """Four years of months, with a season."""
    rng, months = np.random.default_rng(1), pd.period_range("2021-01", periods=48, freq="M")
    season = 1 + 0.1 * np.sin(2 * np.pi * np.arange(48) / 12)
    tables = [
        pd.DataFrame(
            {
                "kpi": kpi,
                "entity": f"e{each}",
                "period": months.strftime("%Y-%m"),
                "value": season * rng.normal(100, SD, 48),
            }
        )
        for kpi in KPIS
        for each in range(entities)
    ]
    return pay_history(pd.concat(tables), KPIS)


def plain_pay(results: list[float]) -> float:
    """Pay by the new plan, as one would write it by hand."""
    total = sum(weight * min(max(each / 100, 0.0), 1.2) for weight, each in zip(WEIGHTS, results, strict=True))
    if total < TIERS[0][0]:
        return 3500.0
    for (low, paid), (high, more) in pairwise(TIERS):
        if total < high:
            return 3500 + 4000 * (paid + (more - paid) * (total - low) / (high - low))
    return 3500 + 4000 * TIERS[-1][1]


def plain_loop(draws: int, entities: int) -> tuple[float, float]:
    """Mean pay by the plan in force and by the new one, in plain Python."""
    chance = random.Random(1)
    present = new = 0.0
    for _ in range(draws):
        common = [chance.gauss(0, 1) for _ in KPIS]
        for _ in range(entities):
            results = [
                100 + SD * (math.sqrt(SHARED) * each + math.sqrt(1 - SHARED) * chance.gauss(0, 1)) for each in common
            ]
            present += 4000 + 30 * max(results[0], 0.0)
            new += plain_pay(results)
    return present / draws / entities, new / draws / entities


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=float, default=1e5)
    parser.add_argument("--entities", type=int, default=50)
    parser.add_argument("--plain", type=float, default=500, help="draws of the plain loop")
    given = parser.parse_args()
    draws, entities, few = int(given.draws), given.entities, int(given.plain)
    tried, past = scenario(entities), history(entities)
    print(f"{draws:,} draws × {entities} entities × {len(KPIS)} KPIs, two plans; seconds, best of three")
    for name, extra in (("stated outlook", {}), ("history", {"history": past})):
        wall, own, found = taken(lambda: simulate_pay(PRESENT, tried, draws, **extra))  # noqa: B023 (called at once)
        print(f"simulate_pay, {name:<16}{wall:8.2f} wall {own:8.2f} processor")
        if not extra:
            means = float(found.in_force.mean.mean()), float(found.scenarios[0].mean.mean())
    figures = {kpi: np.full(entities, 97.0) for kpi in KPIS}
    wall, own, _ = taken(lambda: payout(PLAN, figures, whose=tried.entities), 20)
    print(f"{'payout, one figure an entity':<30}{1000 * wall:7.2f} ms wall {1000 * own:6.2f} ms processor")
    wall, own, plain = taken(lambda: plain_loop(few, entities), 1)
    scale = draws / few
    print(f"plain loop, {few:,} draws{wall:18.2f} wall {own:8.2f} processor")
    print(f"{f'plain loop, scaled by {scale:g}':<30}{scale * wall:7.1f} wall {scale * own:8.1f} processor (not run)")
    print(f"mean pay: simulation {means[0]:.2f} and {means[1]:.2f}, plain loop {plain[0]:.2f} and {plain[1]:.2f}")


if __name__ == "__main__":
    main()
