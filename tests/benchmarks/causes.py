"""Causes planted and not, over many seeds: how often they are confirmed.

Usage: ``python tests/benchmarks/causes.py [--seeds N]``

A register of ten hypotheses about one result: two planted ones, eight decoys, each with one finding of people for it,
so that the data alone decide. Panels are monthly, neighbours alike (0.5), entities and months have effects of their
own, and a result bears a season. Columns:

* confirmed: share of planted causes whose verdict is "confirmed" (goal: 90 % and more at the size stated).
* false: share of decoys that are (goal: 5 % and fewer).
* rejected: share of decoys that are rejected; the rest stay open.

Decoys: unrelated drivers that lie as far from their peers as the planted ones; drivers that follow a confounder of the
result, which is declared; drivers related to the result but no worse here than elsewhere; events where nothing changed.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np
import pandas as pd

from diagnostics.loop.diagnose.causes.figures import CauseFigures
from diagnostics.loop.diagnose.causes.testing import tests_of
from diagnostics.loop.diagnose.causes.verdicts import judged_tests, verdict_of
from diagnostics.model.cause_test import CauseTest
from diagnostics.model.observations import FIGURES, Observations
from diagnostics.model.root_cause import Evidence, Hypothesis

# The step is about five times what such a change strays by where nothing happened (neighbours alike by 0.5).
SLOPE, STEP, APART, FEW = 0.5, 4.0, 1.5, 5
PLANTED, KINDS = ("real", "fall"), ("real", "fall", "stray1", "stray2", "stray3", "stray4", "follows", "equal", "quiet1", "quiet2")  # fmt: skip


def noise(draws: np.random.Generator, shape: tuple[int, ...], phi: float = 0.5) -> Any:
    """Noise of variance 1 whose neighbours correlate by phi."""
    fresh = draws.standard_normal(shape)
    values = fresh.copy()
    for at in range(1, shape[-1]):
        values[..., at] = phi * values[..., at - 1] + np.sqrt(1 - phi**2) * fresh[..., at]
    return values


def panel(seed: int, entities: int, periods: int, phi: float) -> dict[str, Any]:
    """Result and drivers, entities × periods; entity 0 is the one with the gap."""
    draws = np.random.default_rng(seed)
    shape = (entities, periods)
    season = np.sin(2 * np.pi * np.arange(periods) / 12)
    made: dict[str, Any] = {name: noise(draws, shape, phi) for name in ("real", *(f"stray{i}" for i in range(1, 5)))}
    made["confounder"] = noise(draws, shape, phi)
    made["follows"] = made["confounder"] + 0.7 * noise(draws, shape, phi)
    made["equal"] = noise(draws, shape, phi)
    for name in ("real", "stray1", "stray2", "stray3", "stray4", "follows"):
        # Too few entities for peers are held against their own season before: the driver falls within the last one.
        made[name][0, 0 if entities > FEW else -12 :] -= APART * 2
    if entities <= FEW:
        # Related to the result, and no worse than a season ago.
        made["equal"][0, -12:] += made["equal"][0, -24:-12].mean() - made["equal"][0, -12:].mean()
    after = np.arange(periods) >= periods - 15
    made["y"] = (
        SLOPE * made["real"] + 0.7 * made["confounder"] + 0.5 * made["equal"] + 0.5 * noise(draws, (1, periods), phi)
        + season + draws.standard_normal((entities, 1)) * 0.3 + 0.8 * noise(draws, shape, phi)
    )  # fmt: skip
    # With fewer than five entities to compare with, a step at one would be one at the others beside it.
    made["y"][0] -= STEP * after * (entities > FEW)
    return made


def observations(made: dict[str, Any]) -> Observations:
    """The panel as observations of one level."""
    entities, periods = made["y"].shape
    starts = pd.date_range("2021-01-01", periods=periods, freq="MS")
    frames = []
    for name, values in made.items():
        frame = pd.DataFrame({"start": np.tile(starts, entities), "value": values.ravel()})
        frame["entity"] = np.repeat([f"s{i:02d}" for i in range(entities)], periods)
        frames.append(frame.assign(kpi=name))
    table = pd.concat(frames, ignore_index=True).assign(level="store", cycle="month", n=1)
    table["period"] = table["start"].dt.strftime("%Y-%m")
    for name in FIGURES:
        table[name] = table.get(name, np.nan)
    return Observations(table)


def hypotheses(periods: int) -> list[Hypothesis]:
    """Two planted causes and eight decoys, each believed by somebody."""
    starts = pd.date_range("2021-01-01", periods=periods, freq="MS")
    believed = (Evidence(kind="interview", supports=True, text="said so", by="someone", at="2025-01-01"),)
    happened = {"fall": starts[-15], "quiet1": starts[-15], "quiet2": starts[-24]}
    found = []
    for name in KINDS:
        if name in happened:
            struck = "s00" if name == "fall" else "s01" if name == "quiet1" else "s02"
            test = CauseTest(kind="event", event=happened[name].date(), treated=(struck,), direction="lower")
        else:
            test = CauseTest(kind="association", driver=name, direction="higher", confounders=("confounder",))
        found.append(Hypothesis(id=name, title=name, category="people", kpi="y", tests=(test,), evidence=believed))
    return found


def verdicts(seed: int, entities: int, periods: int, phi: float) -> dict[str, str]:
    """Verdict on each hypothesis of one panel."""
    seen = observations(panel(seed, entities, periods, phi))
    figures, register = CauseFigures(seen, ""), hypotheses(periods)
    peers = frozenset(seen.table["entity"])
    tests = []
    for each in register:
        whose = each.tests[0].treated[0] if each.tests[0].treated else "s00"
        tests += tests_of(figures, each, (whose, peers, "higher"), seed)
    judged = judged_tests(tests)
    return {
        each.id: verdict_of([one for one in judged if one.cause == each.id], each.evidence, gap=True)[0]
        for each in register
    }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=200)
    count = parser.parse_args().seeds
    print(f"{count} seeds; slope {SLOPE} and a step of {STEP} against noise of about 1.3 in the result")
    print("entities  months  phi   confirmed (slope, step)    false   rejected   s a register")
    for entities, periods, phi in ((12, 36, 0.5), (12, 48, 0.8), (8, 48, 0.5), (30, 36, 0.5), (3, 60, 0.5)):
        started = time.perf_counter()
        found = [verdicts(seed, entities, periods, phi) for seed in range(count)]
        spent = (time.perf_counter() - started) / count
        planted = PLANTED if entities > FEW else PLANTED[:1]
        shares = [f"{np.mean([each[name] == 'confirmed' for each in found]):.1%}" for name in planted]
        decoys = [each[name] for each in found for name in KINDS if name not in PLANTED]
        false, rejected = (np.mean([each == kind for each in decoys]) for kind in ("confirmed", "rejected"))
        told = " ".join(f"{each:>8}" for each in (*shares, "–")[:2])
        print(f"{entities:8d}{periods:8d}{phi:6.1f}{told:>26}{false:10.1%}{rejected:11.1%}{spent:12.2f}")


if __name__ == "__main__":
    main()
