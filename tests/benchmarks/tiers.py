"""Reach of the three tiers by figures they were not read from: ``python tests/benchmarks/tiers.py [--draws N]``.

Per line, N draws (1,000) of simulated people; from each, tiers; their reach is that of the true distribution, or of new
figures. Printed are mean reaches in percent, the mean shares that were told, how often a tier was called unattainable,
how often the interval of each tier holds the true one, how often it says so, and how often a season was found. Ends with
1 where a line misses:

* Averages must be 80/50/20 within 2 points. Where ties in the distribution itself don't allow a share, they lie between
  its neighbouring steps, and at the share that was told, both within 2 points. Of fewer than 100 people nobody can tell
  which of two steps lies nearer, so both may be off by 60 / n points more, also where only the samples have ties.
* Intervals hold the true tier as often as they say, but for what chance takes from so many draws.
* A season is found in 7 of 100 draws at most where there is none.

Lines are

* people: one figure each, of eight kinds of distribution, both directions, 10 to 100 people;
* panels: people with a level of their own, over months, some with fewer than others; judged by new people;
* crowds: 2 to 9 or 20 entities, with levels of their own, with good and bad months that all share, alike or not from
  month to month; judged by new months of the same few, or of new people;
* periods: one entity, 36 months, with a season, or with neighbouring months alike; judged by the next 12 months.
"""

from __future__ import annotations

import argparse
import math
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
FALSE_SEASONS = 0.07
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
    """One line of the table: reaches and told shares, draws × tiers; intervals that held and how sure they were."""

    name: str
    reach: Array
    share: Array
    off: Array
    held: Array = ()
    sure: Array = ()
    n: int = 0
    # Reaches of the steps next to each goal, easier and harder, where ties make steps.
    steps: Array = None
    # How often a season was found where there is none.
    seasons: float = math.nan


def reach_of(law: Any, value: float, direction: str) -> float:
    """Share of a distribution that reaches a value, the value itself included."""
    step = 1e-9 * max(1.0, abs(value))
    return float(law.sf(value - step)) if direction == "higher" else float(law.cdf(value + step))


def steps_of(law: Any, true: list[float], direction: str) -> Array:
    """Reach of each true tier, and of what lies just beyond it."""
    sign = 1 if direction == "higher" else -1
    beyond = [value + sign * 2e-9 * max(1.0, abs(value)) for value in true]
    return np.array([[reach_of(law, value, direction) for value in each] for each in (true, beyond)])


def people(name: str, n: int, direction: str, draws: int) -> Line:
    """One figure a person."""
    law, generator = KINDS[name], np.random.default_rng([SEED, n, len(name)])
    true = [float(law.ppf(1 - goal if direction == "higher" else goal)) for goal in GOALS.values()]
    reach, share, off, held, sure = [], [], [], [], []
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
            sure.append([each.confidence for each in found.tiers])
    told = (np.array(each, float) for each in (reach, share, off, held, sure))
    return Line(f"{name:<12} {n:>4} {direction}", *told, n, steps_of(law, true, direction))


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
    return Line(f"{name:<17} {direction}", *(np.array(each, float) for each in (reach, share, off)))


def crowd(size: tuple[int, int], parts: tuple[float, float, float], direction: str, draws: int) -> Line:
    """Entities × months with own levels and shared months of so much spread beside 1, neighbouring ones so much alike."""
    (n, months), (own, shared, alike) = size, parts
    generator = np.random.default_rng([SEED, n, months, *(int(100 * each) for each in parts)])
    periods = [f"{2020 + each // 12}-{each % 12 + 1:02d}" for each in range(months)] * n
    sign = 1 if direction == "higher" else -1
    reach, share, off, held, sure, seasons = [], [], [], [], [], 0
    for number in range(draws):
        level, month = generator.normal(0, own, n), generator.normal(size=months)
        for at in range(1, months):
            month[at] = alike * month[at - 1] + np.sqrt(1 - alike**2) * month[at]
        values = 100 + level[:, None] + shared * month + generator.normal(size=(n, months))
        inside = number < INTERVALS
        found = calibrate(
            values.ravel(), direction, np.repeat(np.arange(n), months), periods, number, 299 if inside else 0
        )
        if not found.ok:
            continue
        # The few stand for themselves; ten and more for others like them.
        law = stats.norm(level if n < 10 else 0.0, np.sqrt(shared**2 + 1 + (own**2 if n >= 10 else 0)))

        def at_least(value: float, law: Any = law) -> float:
            return float(np.mean(law.sf(value - 100) if sign > 0 else law.cdf(value - 100)))

        seasons += bool(found.season)
        reach.append([at_least(each.value) for each in found.tiers])
        share.append([each.share for each in found.tiers])
        off.append([not each.attainable for each in found.tiers])
        if inside:
            ends = [sorted((at_least(each.low), at_least(each.high))) for each in found.tiers]
            held.append([a <= goal <= b for (a, b), goal in zip(ends, GOALS.values(), strict=True)])
            sure.append([each.confidence for each in found.tiers])
    name = f"{n}×{months}, {own:g}/{shared:g}/{alike:g}"
    told = (np.array(each, float) for each in (reach, share, off, held, sure))
    return Line(f"{name:<17} {direction}", *told, n, seasons=seasons / draws)


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
    return Line(f"{name:<17} {direction}", *(np.array(each, float) for each in (reach, share, off)))


def lines(draws: int) -> Iterator[Callable[[], Line]]:
    """Every line of the table, one after the other."""
    for name in KINDS:
        for n in (10, 30, 100):
            for direction in ("higher", "lower"):
                yield lambda a=name, b=n, c=direction: people(a, b, c, draws)
    for n, months, alike in ((12, 12, 0.5), (30, 6, 0.3), (60, 12, 0.8)):
        for direction in ("higher", "lower"):
            yield lambda a=n, b=months, c=alike, d=direction: panel(a, b, c, d, draws)
    few = [
        ((n, months), (own, 0.0, 0.0)) for n, months in ((2, 12), (3, 12), (5, 12), (9, 8), (9, 6)) for own in (0, 1)
    ]
    shocks = [((n, months), (1.0, 1.0, 0.0)) for n, months in ((3, 24), (9, 24), (20, 24), (20, 36))]
    alone = [((20, 24), (0.0, 1.0, 0.0)), ((20, 36), (1.0, 1.0, 0.4)), ((1, 36), (0.0, 1.0, 0.0))]
    for size, parts in (*few, *shocks, *alone):
        for direction in ("higher", "lower"):
            yield lambda a=size, b=parts, c=direction: crowd(a, b, c, draws)
    for season, alike in ((0.0, 0.0), (0.4, 0.0), (0.4, 0.4)):
        for direction in ("higher", "lower"):
            yield lambda a=season, b=alike, c=direction: series(a, b, c, draws)


def missed(line: Line) -> bool:
    """Whether reaches, intervals or seasons of a line are off by more than its rules allow."""
    reach, told = line.reach.mean(axis=0), line.share.mean(axis=0)
    goals = np.array(list(GOALS.values()))
    off = np.abs(100 * (reach - goals)) > WITHIN
    if line.steps is not None:
        easier, harder = 100 * line.steps
        few = line.n < TELLING
        allowed = WITHIN + (60 / line.n if few else 0)
        # Samples of few have ties of their own, such as nine zeros of ten.
        ties = (easier - harder > 1) | (few & (line.off.mean(axis=0) > 0.02))
        between = (100 * reach < easier + allowed) & (100 * reach > harder - allowed)
        off &= ~(ties & between & (np.abs(100 * (reach - told)) <= allowed))
    unsure = False
    if len(line.held):
        sure = line.sure.mean(axis=0)
        unsure = bool((line.held.mean(axis=0) < sure - 3 * np.sqrt(sure * (1 - sure) / len(line.held))).any())
    return bool(off.any()) or unsure or line.seasons > FALSE_SEASONS


def main() -> int:
    """Print the table; 1 where a line misses."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--draws", type=int, default=1000)
    draws = asked.parse_args().draws
    start, bad = time.perf_counter(), 0
    print(f"{draws} draws a line; in percent; reach of figures that the tiers were not read from\n")
    print(
        f"{'':<25} {'base':>6}{'target':>7}{'stretch':>8}   {'told':^20}   {'unattainable':^15}   interval holds   and says  season"
    )
    for make in lines(draws):
        line = make()
        told = missed(line)
        bad += told
        figures = "".join(f"{each:7.1f}" for each in 100 * line.reach.mean(axis=0))
        shares = "".join(f"{each:7.1f}" for each in 100 * line.share.mean(axis=0))
        off = "".join(f"{each:5.0f}" for each in 100 * line.off.mean(axis=0))
        held = "".join(f"{each:5.0f}" for each in 100 * line.held.mean(axis=0)) if len(line.held) else ""
        sure = "".join(f"{each:5.0f}" for each in 100 * line.sure.mean(axis=0)) if len(line.held) else ""
        season = "" if math.isnan(line.seasons) else f"{100 * line.seasons:.0f}"
        more = f"{held:<15} {sure:<15} {season:>3}"
        print(f"{line.name:<25}{figures}   {shares}   {off}   {more}{'  MISSED' if told else ''}", flush=True)
    print(f"\n{bad} lines missed; {time.perf_counter() - start:.0f} s")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
