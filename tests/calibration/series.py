"""Made-up business series 「模拟序列」: a season, a trend, shocks that all share, noise that remembers."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np

SEASON = 12
# Of an amount's noise, half is shared by all; a count's noise is told by its own share and by the counting itself.
SHARED = 0.5


@dataclass(frozen=True)
class Design:
    """What a panel is made of 「模拟设计」.

    Parameters
    ----------
    months, after : int
        Periods in all, and from the start on.
    memory : float
        Correlation of the noise of neighbouring months, in the shared shocks and in each entity's own.
    others, treated : int
        Entities that nothing is done to, and those that something is done to.
    cohorts : tuple of int
        Months of their starts, the treated ones shared out among them; empty where all start together.
    count : float
        Events a month where the KPI is a count with opening days; 0 for an amount.
    spread : float
        Standard deviation of a count's rate besides that of counting, as a share.
    missing : float
        Share of entity-months that are not there.
    slopes : float
        Largest extra climb a month of the comparison entities, either way; the treated ones climb by half of it.
    spill : float
        Share of the effect that reaches every second comparison entity.
    louder : float
        Noise of the treated entities over that of the others.
    uneven : float
        Spread of the logarithm of the comparison entities' own noise.
    loading : float
        How strongly the shared shocks hit the treated; the others' strengths lie between 0.5 and 1.5.
    early : int
        Months by which the effect comes before the start.
    growing : bool
        Whether it grows month by month from the start; its mean over all treated entity-months stays what it is.
    """

    months: int = 36
    memory: float = 0.3
    others: int = 20
    after: int = 12
    treated: int = 1
    cohorts: tuple[int, ...] = ()
    count: float = 0.0
    spread: float = 0.1
    missing: float = 0.0
    slopes: float = 0.0
    spill: float = 0.0
    louder: float = 1.0
    uneven: float = 0.0
    loading: float = 1.0
    early: int = 0
    growing: bool = False

    @property
    def unit(self) -> float:
        """One standard deviation of a month's noise; of the logarithm of the rate where the KPI is a count."""
        return float(np.sqrt(self.spread**2 + 1 / self.count)) if self.count else 1.0

    @property
    def starts(self) -> dict[int, int]:
        """First month after the start of each treated entity, by its number."""
        cohorts = self.cohorts or (self.months - self.after,)
        return {entity: cohorts[entity % len(cohorts)] for entity in range(self.treated)}


@dataclass(frozen=True)
class Drawn:
    """One drawn panel 「模拟面板」.

    Parameters
    ----------
    design : Design
        What it is made of.
    truth : float
        Effect that was planted, in standard deviations.
    values : array, (entities, months)
        Amounts or counts, the treated entities first; NaN where missing.
    exposure : array or None
        Opening days where the KPI is a count.
    """

    design: Design
    truth: float
    values: np.ndarray
    exposure: np.ndarray | None


def draw(design: Design, effect: float, seed: int, number: int) -> Drawn:
    """A panel by seed and number; the noise of a number is the same whatever the effect and the draws before it."""
    random = np.random.default_rng([seed, zlib.crc32(repr(design).encode()), number])
    noise = _noise(design, random)
    moved = effect * _moved(design)
    if design.count:
        values, exposure = _counts(design, noise, moved, random)
    else:
        level = 100 + random.normal(0, 5, (len(noise), 1))
        values, exposure = level + noise + moved + _course(design) + _climb(design, random), None
    values[random.random(values.shape) < design.missing] = np.nan
    return Drawn(design, effect, values, exposure)


def autoregression(random: np.random.Generator, rows: int, months: int, memory: float) -> np.ndarray:
    """Noise of standard deviation 1 whose neighbours correlate, from its first month on."""
    fresh = random.normal(size=(rows, months))
    found = fresh.copy()
    for at in range(1, months):
        found[:, at] = memory * found[:, at - 1] + np.sqrt(1 - memory**2) * fresh[:, at]
    return found


def loadings(design: Design, random: np.random.Generator) -> np.ndarray:
    """How strongly the shared shocks hit each entity, the treated first."""
    return np.append(np.full(design.treated, design.loading), random.uniform(0.5, 1.5, design.others))


def _noise(design: Design, random: np.random.Generator) -> np.ndarray:
    entities = design.treated + design.others
    shared = autoregression(random, 1, design.months, design.memory)
    own = autoregression(random, entities, design.months, design.memory)
    loud = np.append(np.full(design.treated, design.louder), np.exp(random.normal(0, 1, design.others) * design.uneven))
    together = np.sqrt(SHARED) * loadings(design, random)[:, None] * shared
    return together + np.sqrt(1 - SHARED) * loud[:, None] * own


def _moved(design: Design) -> np.ndarray:
    """What share of the effect each entity has in each month."""
    month = np.arange(design.months)
    moved = np.zeros((design.treated + design.others, design.months))
    for entity, start in design.starts.items():
        begin = start - design.early
        moved[entity] = np.where(month >= begin, month - begin + 1.0 if design.growing else 1.0, 0.0)
    moved /= moved[moved > 0].mean()
    moved[design.treated :: 2] = design.spill * (month >= min(design.starts.values()))
    return moved


def _course(design: Design) -> np.ndarray:
    """Season and trend that all share, in standard deviations of an amount's noise."""
    month = np.arange(design.months)
    return np.sin(2 * np.pi * month / SEASON) + 0.02 * month


def _climb(design: Design, random: np.random.Generator) -> np.ndarray:
    slope = random.uniform(-design.slopes, design.slopes, design.treated + design.others)
    slope[: design.treated] = design.slopes / 2
    return slope[:, None] * np.arange(design.months)


def _counts(
    design: Design, noise: np.ndarray, moved: np.ndarray, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Counts of events on opening days; the rate has season, trend and noise of its own."""
    size = np.log(design.count) + random.normal(0, 0.2, (len(noise), 1))
    days = random.integers(20, 32, noise.shape).astype(float)
    rate = np.exp(size + design.spread * noise + design.unit * moved + 0.1 * _course(design)) * days / 26
    return random.poisson(rate).astype(float), days
