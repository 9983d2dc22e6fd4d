"""Planted lags found again, and false ones in unrelated series, beside statsmodels' cross-correlations.

Usage: ``python tests/benchmarks/lead_lag.py [--series N]``

* planted: result = effect × driver some 1 to 6 months before + noise (both AR(1) 0.3 and of variance 1). found: hardly
  chance at 5 %; exact, ±1: the lag taken, found or not; both: found at the exact lag; within: the true lag among those
  that fit about as well; covered: the true effect inside the interval. peer: the lag of statsmodels' largest
  cross-correlation outside ±1.96/√n, exact and found.
* false: unrelated pairs called related at any of 7 lags; 5 % is stated for ours. peer: any cross-correlation outside.
* pooled: 10 entities that share half of their noise.
"""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from statsmodels.tsa.stattools import ccf

from diagnostics.loop.diagnose.leading.searched import searched

SEED, LAGS, SURROGATES, RATE = 20250101, range(7), 199, 0.05


def noise(draws: np.random.Generator, shape: tuple[int, int], phi: float) -> Any:
    """Standard normal series whose neighbours correlate by phi."""
    values = draws.standard_normal(shape)
    for at in range(1, shape[1]):
        values[:, at] = phi * values[:, at - 1] + np.sqrt(1 - phi**2) * values[:, at]
    return values


def unrelated(draws: np.random.Generator, kind: str, length: int) -> Any:
    """One series of a kind."""
    time = np.arange(length)
    if kind.startswith("AR"):
        return noise(draws, (1, length), float(kind[3:]))
    own = noise(draws, (1, length), 0.3)
    if kind == "season":
        return own + 2 * np.sin(2 * np.pi * (time + draws.integers(12)) / 12)
    if kind == "december":
        return own + 3 * (time % 12 == 11)
    return own + 0.1 * time if kind == "trend" else np.cumsum(draws.standard_normal((1, length)), axis=1)


def peer(result: Any, driver: Any) -> tuple[bool, int]:
    """Whether any cross-correlation lies outside ±1.96/√n, and the lag of the largest."""
    size = np.abs([ccf(result[0], driver[0], adjusted=False)[lag] for lag in LAGS])
    return bool(size.max() > 1.96 / np.sqrt(result.shape[1])), int(size.argmax())


def false(draws: np.random.Generator, kind: str, length: int, count: int) -> tuple[float, float]:
    """Share of unrelated pairs called related, in %: ours and the peer's."""
    ours, theirs = 0, 0
    for _ in range(count):
        y, x = unrelated(draws, kind, length), unrelated(draws, kind, length)
        ours += searched(y, x, 12, LAGS, (draws, SURROGATES, RATE)).probability <= RATE
        theirs += peer(y, x)[0]
    return 100 * ours / count, 100 * theirs / count


def planted(draws: np.random.Generator, effect: float, length: int, count: int) -> list[float]:
    """Shares in %: found, exact, within one, both, within the range, covered, the peer's."""
    told = []
    for _ in range(count):
        lag = int(draws.integers(1, 7))
        x = noise(draws, (1, length + 6), 0.3)
        y = effect * np.roll(x, lag, axis=1) + np.sqrt(1 - effect**2) * noise(draws, (1, length + 6), 0.3)
        found = searched(y[:, 6:], x[:, 6:], 12, LAGS, (draws, SURROGATES, RATE))
        sure, theirs = found.probability <= RATE, peer(y[:, 6:], x[:, 6:])
        told.append(
            (sure, found.lag == lag, abs(found.lag - lag) <= 1, sure and found.lag == lag,
             found.lag_low <= lag <= found.lag_high, found.low <= effect <= found.high, theirs[0] and theirs[1] == lag)
        )  # fmt: skip
    return list(100 * np.mean(told, axis=0))


def pooled(draws: np.random.Generator, effect: float, length: int, count: int) -> tuple[float, float]:
    """Ten entities: share found (false ones without an effect), and exact, in %."""
    told = []
    for _ in range(count):
        x, own = noise(draws, (10, length + 6), 0.3), noise(draws, (10, length + 6), 0.3)
        shared = np.sqrt(0.5) * (own + noise(draws, (1, length + 6), 0.3))
        y = effect * np.roll(x, 2, axis=1) + np.sqrt(1 - effect**2) * shared
        found = searched(y[:, 6:], x[:, 6:], 12, LAGS, (draws, SURROGATES, RATE))
        told.append((found.probability <= RATE, found.lag == 2))
    sure, exact = 100 * np.mean(told, axis=0)
    return float(sure), float(exact)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=1000, help="pairs a line")
    count, draws = parser.parse_args().series, np.random.default_rng(SEED)
    print(f"planted lags, {count:,} pairs a line, in %")
    print("  months  effect   found   exact      ±1    both  within covered    peer")
    for length in (24, 36, 60):
        for effect in (0.3, 0.5, 0.7):
            line = "".join(f"{each:8.1f}" for each in planted(draws, effect, length, count))
            print(f"  {length:6d}{effect:8.1f}{line}", flush=True)
    print("\nfalse relations in %: ours and the peer's at 24, 36, 60 months")
    for kind in ("AR 0.0", "AR 0.3", "AR 0.6", "AR 0.9", "season", "december", "trend", "walk"):
        pairs = [false(draws, kind, length, count) for length in (24, 36, 60)]
        print(f"  {kind:<10}" + "".join(f"{ours:8.1f}{theirs:8.1f}" for ours, theirs in pairs), flush=True)
    print("\npooled, 10 entities, 36 months: found and exact in %")
    for effect in (0.0, 0.1, 0.2, 0.3):
        sure, exact = pooled(draws, effect, 36, max(count // 4, 20))
        print(f"  effect {effect}{sure:8.1f}{exact:8.1f}", flush=True)


if __name__ == "__main__":
    main()
