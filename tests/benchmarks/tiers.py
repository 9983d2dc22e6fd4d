"""Reach of the three tiers by figures they were not read from: ``python tests/benchmarks/tiers.py [--draws N]``.

Per line, N draws (1,000) of simulated people; from each, tiers; their reach is that of the true distribution, or of new
figures. Printed are mean reaches in percent, the mean shares that were told, how often a tier was called unattainable, and
how often the 95 % interval of each tier holds the true one. The averages must be 80/50/20 within 2 points. Where ties in the
distribution itself don't allow a share, the reach must be within 2 points of the share that was told, from 100 people on:
of 10 people nobody can tell which of two neighbouring steps lies nearer. Ends with 1 where a line misses.

* people: one figure each, of six kinds of distribution, both directions, 10 to 100 people.
* panels: people with a level of their own, over months, some with fewer than others; judged by new people.
* periods: one entity, 36 months, with a season, or with neighbouring months alike; judged by the next 12 months.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import stats

from diagnostics.dictionary.tiers.calibrate import calibrate
from diagnostics.model.calibration import GOALS

SEED, WITHIN, INTERVALS = 20260101, 2.0, 200
# People from which on the nearest step can be told.
TELLING = 100
Array = Any
Wanted = tuple[float, ...]


class ZeroInflated:
    """A share of zeros, the others gamma."""

    def __init__(self, zeros: float) -> None:
        self.zeros, self.rest = zeros, stats.gamma(2.0, scale=5.0)

    def rvs(self, size: int, random_state: np.random.Generator) -> Array:
        kept = random_state.random(size) >= self.zeros
        return np.where(kept, self.rest.rvs(size, random_state=random_state), 0.0)

    def sf(self, value: Array) -> Array:
        return np.where(value < 0, 1.0, (1 - self.zeros) * self.rest.sf(value))

    def cdf(self, value: Array) -> Array:
        return 1 - self.sf(value)

    def ppf(self, share: float) -> float:
        return 0.0 if share <= self.zeros else float(self.rest.ppf((share - self.zeros) / (1 - self.zeros)))


class Rounded:
    """Figures in steps, with many ties."""

    def __init__(self, plain: Any, step: float) -> None:
        self.plain, self.step = plain, step

    def rvs(self, size: int, random_state: np.random.Generator) -> Array:
        return np.round(self.plain.rvs(size, random_state=random_state) / self.step) * self.step

    def sf(self, value: Array) -> Array:
        return self.plain.sf((np.floor(value / self.step + 1e-9) + 0.5) * self.step)

    def cdf(self, value: Array) -> Array:
        return 1 - self.sf(value)

    def ppf(self, share: float) -> float:
        return float(np.round(self.plain.ppf(share) / self.step) * self.step)


KINDS: dict[str, Any] = {
    "normal": stats.norm(100, 15),
    "lognormal": stats.lognorm(0.8, scale=20),
    "gamma": stats.gamma(1.5, scale=10),
    "beta": stats.beta(8, 2),
    "zeros 15 %": ZeroInflated(0.15),
    "zeros 60 %": ZeroInflated(0.6),
    "counts": stats.poisson(4),
    "steps of 5": Rounded(stats.norm(100, 15), 5.0),
}


@dataclass
class Line:
    """One line of the table: reaches and told shares, draws × tiers, and the true values where known."""

    name: str
    reach: Array
    share: Array
    off: Array
    held: Array
    n: int = 0


def reach_of(law: Any, value: float, direction: str) -> float:
    """Share of a distribution that reaches a value, the value itself included."""
    step = 1e-9 * max(1.0, abs(value))
    return float(law.sf(value - step)) if direction == "higher" else float(law.cdf(value + step))


def people(name: str, n: int, direction: str, draws: int) -> Line:
    """One figure a person."""
    law, generator = KINDS[name], np.random.default_rng([SEED, n, len(name)])
    true = [float(law.ppf(1 - goal if direction == "higher" else goal)) for goal in GOALS.values()]
    reach, share, off, held = [], [], [], []
    for number in range(draws):
        inside = number < INTERVALS
        found = calibrate(law.rvs(n, random_state=generator), direction, seed=number, draws=499 if inside else 0)
        if not found.ok:
            continue
        reach.append([reach_of(law, each.value, direction) for each in found.tiers])
        share.append([each.share for each in found.tiers])
        off.append([not each.attainable for each in found.tiers])
        if inside:
            held.append([e.low <= t <= e.high for e, t in zip(found.tiers, true, strict=True)])
    return Line(f"{name:<12} {n:>4} {direction}", *(np.array(each, float) for each in (reach, share, off, held)), n)


def panel(n: int, months: int, alike: float, direction: str, draws: int) -> Line:
    """People with a level of their own; some joined late. Judged by a month of new people."""
    generator = np.random.default_rng([SEED, n, months])
    reach, share, off = [], [], []
    sign = 1 if direction == "higher" else -1
    for number in range(draws):
        level = generator.normal(0, np.sqrt(alike), n)
        own = generator.integers(months // 2, months + 1, n)
        entity = np.repeat(np.arange(n), own)
        month = np.concatenate([np.arange(months - each, months) for each in own])
        values = np.exp(level[entity] + generator.normal(0, np.sqrt(1 - alike), len(entity)))
        periods = [f"2024-{each + 1:02d}" for each in month]
        found = calibrate(values, direction, entity, periods, seed=number, draws=0)
        logs = np.log([each.value for each in found.tiers])
        reach.append(stats.norm.sf(sign * logs))
        share.append([each.share for each in found.tiers])
        off.append([not each.attainable for each in found.tiers])
    name = f"panel {n}×{months}, alike {alike}"
    return Line(f"{name:<17} {direction}", *(np.array(each, float) for each in (reach, share, off)), np.empty((0, 3)))


def series(season: float, alike: float, direction: str, draws: int) -> Line:
    """One entity over 36 months; judged by the next 12, each against the tier of its month."""
    generator = np.random.default_rng([SEED, int(100 * season), int(100 * alike)])
    periods = [f"{year}-{month:02d}" for year in (2022, 2023, 2024) for month in range(1, 13)]
    shape = 1 + season * np.cos(2 * np.pi * np.arange(48) / 12)
    reach, share, off = [], [], []
    for number in range(draws):
        noise = np.empty(48)
        noise[0] = generator.normal()
        for at in range(1, 48):
            noise[at] = alike * noise[at - 1] + np.sqrt(1 - alike**2) * generator.normal()
        values = 1000 * shape * np.exp(0.1 * noise)
        found = calibrate(values[:36], direction, None, periods, seed=number, draws=0)
        factors = np.array([found.season.get(f"{month:02d}", 1.0) for month in range(1, 13)])
        coming = values[36:] / factors
        hit = [(coming >= e.value if direction == "higher" else coming <= e.value).mean() for e in found.tiers]
        reach.append(hit)
        share.append([each.share for each in found.tiers])
        off.append([not each.attainable for each in found.tiers])
    name = f"season {season}, alike {alike}"
    return Line(f"{name:<17} {direction}", *(np.array(each, float) for each in (reach, share, off)), np.empty((0, 3)))


def lines(draws: int) -> Iterator[Callable[[], Line]]:
    """Every line of the table, one after the other."""
    for name in KINDS:
        for n in (10, 30, 100):
            for direction in ("higher", "lower"):
                yield lambda a=name, b=n, c=direction: people(a, b, c, draws)
    for n, months, alike in ((12, 12, 0.5), (30, 6, 0.3), (60, 12, 0.8)):
        for direction in ("higher", "lower"):
            yield lambda a=n, b=months, c=alike, d=direction: panel(a, b, c, d, draws)
    for season, alike in ((0.0, 0.0), (0.4, 0.0), (0.4, 0.4)):
        for direction in ("higher", "lower"):
            yield lambda a=season, b=alike, c=direction: series(a, b, c, draws)


def missed(line: Line) -> bool:
    """Whether a tier's mean reach is off from its goal and, where ties may be why, from the share that was told."""
    reach = line.reach.mean(axis=0)
    off = np.abs(100 * (reach - np.array(list(GOALS.values())))) > WITHIN
    ties = line.off.mean(axis=0) > 0.02
    from_told = np.abs(100 * (reach - line.share.mean(axis=0))) > WITHIN
    return bool((off & (~ties | (from_told & (line.n >= TELLING)))).any())


def main() -> int:
    """Print the table; 1 where a line misses."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--draws", type=int, default=1000)
    draws = asked.parse_args().draws
    start, bad = time.perf_counter(), 0
    print(f"{draws} draws a line; in percent; reach of figures that the tiers were not read from\n")
    print(f"{'':<25} {'base':>6}{'target':>7}{'stretch':>8}   {'told':^20}   {'unattainable':^15}   interval holds")
    for make in lines(draws):
        line = make()
        told = missed(line)
        bad += told
        figures = "".join(f"{each:7.1f}" for each in 100 * line.reach.mean(axis=0))
        shares = "".join(f"{each:7.1f}" for each in 100 * line.share.mean(axis=0))
        off = "".join(f"{each:5.0f}" for each in 100 * line.off.mean(axis=0))
        held = "".join(f"{each:5.0f}" for each in 100 * line.held.mean(axis=0)) if len(line.held) else ""
        print(f"{line.name:<25}{figures}   {shares}   {off}   {held}{'  MISSED' if told else ''}", flush=True)
    print(f"\n{bad} lines missed; {time.perf_counter() - start:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
