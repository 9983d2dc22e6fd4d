"""How often each test of a trap finds what was planted, and how often it finds something in clean figures.

Usage: ``python tests/benchmarks/traps.py [--seeds N] [--only TEST]``

A test is called found at a probability up to 5 % and an effect that is large enough to be spoken of. Goals: at most 5 %
false alarms in each kind of clean figures, detection at the size stated. The tests of a trap together are held to 5 %
by Benjamini–Hochberg on top, so a run finds less in clean figures than this table says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from diagnostics.loop.diagnose.traps.gaming.base import inflated_base
from diagnostics.loop.diagnose.traps.gaming.bunching import bunching
from diagnostics.loop.diagnose.traps.gaming.counter import counter_falls
from diagnostics.loop.diagnose.traps.gaming.digits import heaped_digits
from diagnostics.loop.diagnose.traps.gaming.limit import at_limit
from diagnostics.loop.diagnose.traps.gaming.period_end import period_end
from diagnostics.loop.diagnose.traps.gaming.scores import shining_scores
from diagnostics.loop.diagnose.traps.gaming.smooth import too_smooth
from diagnostics.loop.diagnose.traps.incentives.pay import fixed_rise, pay_link
from diagnostics.loop.diagnose.traps.share import too_few, too_many
from diagnostics.loop.diagnose.traps.tested import Tested

sys.path.insert(0, str(Path(__file__).parent))
from trap_shares import share_of_few_cases

Draws = np.random.Generator
Case = tuple[str, str, bool, Callable[[Draws], Tested | None]]
STORES, MONTHS = 12, 36
SEASON = 1 + 0.12 * np.sin(2 * np.pi * np.arange(MONTHS) / 12)


def noise(draws: Draws, shape: tuple[int, int], phi: float = 0.4) -> Any:
    """Standard normal series whose neighbours correlate."""
    fresh = draws.standard_normal(shape)
    found = fresh.copy()
    for at in range(1, shape[1]):
        found[:, at] = phi * found[:, at - 1] + np.sqrt(1 - phi**2) * fresh[:, at]
    return found


def panel(draws: Draws, *, spread: float = 0.08, season: bool = False, shared: float = 0.3) -> Any:
    """Amounts of twelve stores over three years, of different size, around 100,000."""
    size = np.exp(draws.normal(0, 0.3, (STORES, 1))) * 1e5
    wobble = spread * (
        np.sqrt(1 - shared) * noise(draws, (STORES, MONTHS)) + np.sqrt(shared) * noise(draws, (1, MONTHS))
    )
    return size * (SEASON if season else 1.0) * np.exp(wobble + draws.normal(0, 0.02, (STORES, 1)))


def push(draws: Draws, values: Any, targets: Any, share: float, reach: float) -> Any:
    """Some of the figures that just miss their target are brought just past it."""
    miss = (values < targets) & (values >= targets * (1 - reach)) & (draws.random(values.shape) < share)
    return np.where(miss, targets * (1 + draws.uniform(0, reach / 4, values.shape)), values)


def _size(values: Any) -> Any:
    return np.round(values.mean(axis=1, keepdims=True) * 1.02, -2) + np.zeros_like(values)


def bunching_cases() -> Iterator[Case]:
    """Attainment around targets."""

    def seen(make: Callable[[Draws], Any], share: float = 0.0, targets: Any = None) -> Callable[[Draws], Tested | None]:
        def run(draws: Draws) -> Tested | None:
            values = make(draws)
            aims = _size(values) if targets is None else np.full_like(values, targets)
            values = push(draws, values, aims, share, 0.03)
            return bunching(values, aims)

        return run

    def heaped(draws: Draws) -> Any:
        values = np.round(draws.normal(100, 9, (STORES, MONTHS)))
        return np.where(draws.random(values.shape) < 0.3, np.round(values / 5) * 5, values)

    def skewed(draws: Draws) -> Any:
        return 100 * draws.gamma(9, 1 / 9, (STORES, MONTHS))

    yield "bunching", "smooth", False, seen(panel)
    yield "bunching", "seasonal", False, seen(lambda draws: panel(draws, season=True))
    yield "bunching", "rounded to 100", False, seen(lambda draws: np.round(panel(draws), -2))
    yield "bunching", "a third heaped on 5s", False, seen(heaped, 0, 100)
    yield (
        "bunching",
        "whole points",
        False,
        seen(lambda draws: np.round(draws.normal(100, 6, (STORES, MONTHS))), 0, 100),
    )
    yield "bunching", "small counts", False, seen(lambda draws: draws.poisson(8, (STORES, MONTHS)) * 1.0, 0, 9)
    yield "bunching", "skewed", False, seen(skewed, 0, 100)
    yield (
        "bunching",
        "calm stores",
        False,
        seen(
            lambda draws: 100 * np.exp(draws.normal(0, 0.05, (STORES, 1)) + 0.01 * noise(draws, (STORES, MONTHS))),
            0,
            100,
        ),
    )
    yield "bunching", "half of those 3 % short moved", True, seen(panel, 0.5)
    yield "bunching", "six of twelve units, 0.7 of the short moved", True, lambda draws: _six(draws, 36)
    yield "bunching", "the same, three and a half years", True, lambda draws: _six(draws, 42)
    yield (
        "bunching",
        "the same of all units, whole points",
        True,
        seen(lambda draws: np.round(draws.normal(100, 6, (STORES, MONTHS))), 0.6, 100),
    )


def _six(draws: Draws, months: int) -> Tested | None:
    """Scores around 88 at a target of 90; half of the units lift seven in ten of those up to 3 short."""
    values = np.round(draws.normal(88, 4.5, (STORES, months)), 1)
    short = (values >= 87) & (values < 90) & (draws.random(values.shape) < 0.7) & (np.arange(STORES) < 6)[:, None]
    return bunching(
        np.where(short, np.round(90 + np.abs(draws.normal(0, 0.4, values.shape)), 1), values),
        np.full_like(values, 90.0),
    )


def digit_cases() -> Iterator[Case]:
    """Last digits."""
    whole = lambda draws, **more: np.round(panel(draws, **more) / 100)  # noqa: E731

    def some(draws: Draws, share: float) -> Any:
        values = whole(draws)
        return np.where(draws.random(values.shape) < share, np.round(values / 10) * 10, values)

    def units(draws: Draws) -> Any:
        values = whole(draws)
        values[:5] = np.round(values[:5], -1)
        values[5:8, :12] = np.round(values[5:8, :12] / 5) * 5
        return values

    yield "digits", "whole numbers", False, lambda draws: heaped_digits(whole(draws))
    yield "digits", "seasonal", False, lambda draws: heaped_digits(whole(draws, season=True))
    yield "digits", "stores in tens and fives", False, lambda draws: heaped_digits(units(draws))
    yield "digits", "small counts", False, lambda draws: heaped_digits(draws.poisson(8, (STORES, MONTHS)) * 1.0)
    yield "digits", "a fifth rounded by hand", True, lambda draws: heaped_digits(some(draws, 0.2))


def smooth_cases() -> Iterator[Case]:
    """Noise beside peers."""

    def one(draws: Draws, share: float) -> Any:
        values = panel(draws)
        values[3] = values[3].mean() + share * (values[3] - values[3].mean())
        return values

    def seasonal(draws: Draws) -> Any:
        return one(draws, 0.25) * (1 + 0.2 * np.sin(np.arange(MONTHS) * np.pi / 6))

    def sizes(draws: Draws) -> Any:
        return draws.poisson(np.exp(draws.uniform(np.log(20), np.log(2000), (STORES, 1))) * np.ones(MONTHS)) * 1.0

    yield "smooth", "smooth", False, lambda draws: too_smooth(panel(draws))
    yield "smooth", "seasonal", False, lambda draws: too_smooth(panel(draws, season=True), year=12)
    yield "smooth", "rounded to 10,000", False, lambda draws: too_smooth(np.round(panel(draws), -4))
    yield "smooth", "counts of many sizes", False, lambda draws: too_smooth(sizes(draws))
    yield "smooth", "small counts", False, lambda draws: too_smooth(draws.poisson(6, (STORES, MONTHS)) * 1.0)
    yield "smooth", "a store with a quarter of the noise", True, lambda draws: too_smooth(one(draws, 0.25))
    yield "smooth", "the same with a season", True, lambda draws: too_smooth(seasonal(draws), year=12)


def end_cases() -> Iterator[Case]:
    """Days around the turn of a month."""
    days = pd.date_range("2023-01-01", "2024-12-31")
    week = np.array([0.9, 0.85, 0.9, 0.95, 1.1, 1.3, 1.0])[days.day_of_week]
    last = (days + pd.Timedelta(days=3)).month != days.month
    first = days.day <= 3

    def run(draws: Draws, *, up: float = 0.0, down: float = 0.0, mean: float = 900.0, year: bool = False) -> Any:
        level = mean * week * (1 + up * last) * (1 - down * first)
        level = level * (1 + 0.25 * np.sin(2 * np.pi * np.asarray(days.day_of_year) / 365)) if year else level
        return draws.poisson(level * np.exp(0.08 * noise(draws, (1, len(days)), 0.5)[0])) * 1.0

    yield "period_end", "weekdays", False, lambda draws: period_end(days, run(draws))
    yield "period_end", "seasonal", False, lambda draws: period_end(days, run(draws, year=True))
    yield "period_end", "pay-day peak, no reversal", False, lambda draws: period_end(days, run(draws, up=0.2))
    yield "period_end", "small counts", False, lambda draws: period_end(days, run(draws, mean=3))
    yield "period_end", "rounded to 100", False, lambda draws: period_end(days, np.round(run(draws), -2))
    yield (
        "period_end",
        "+20 % at the end, -15 % after",
        True,
        lambda draws: period_end(days, run(draws, up=0.2, down=0.15)),
    )


def limit_cases() -> Iterator[Case]:
    """Errors against a limit."""

    def run(draws: Draws, mean: Any, shape: tuple[int, int], hidden: float = 0.0, limit: int = 1) -> Tested | None:
        counts = draws.poisson(mean * np.ones(shape))
        cut = (counts > limit) & (draws.random(shape) < hidden)
        return at_limit(np.where(cut, limit, counts) * 1.0, np.full(shape, float(limit)))

    spread = lambda draws: np.exp(draws.normal(0, 0.6, (8, 1)))  # noqa: E731
    yield "limit", "small counts", False, lambda draws: run(draws, 1.0, (1, 36))
    yield "limit", "few errors", False, lambda draws: run(draws, 0.3, (4, 24))
    yield "limit", "many errors", False, lambda draws: run(draws, 3.0, (4, 24))
    yield "limit", "shops that differ", False, lambda draws: run(draws, spread(draws), (8, 24))
    yield "limit", "seasonal", False, lambda draws: run(draws, 1.2 * (1 + 0.5 * (SEASON[:24] - 1) / 0.12), (4, 24))
    yield "limit", "limit 3", False, lambda draws: run(draws, 2.5, (6, 24), limit=3)
    yield "limit", "one warehouse, 36 months, all hidden", True, lambda draws: run(draws, 1.5, (1, 36), 1.0)
    yield "limit", "four warehouses, 80 % hidden", True, lambda draws: run(draws, 1.5, (4, 24), 0.8)


def base_cases() -> Iterator[Case]:
    """Prices of ten buyers over three years."""

    def run(
        draws: Draws, first: float = 0.0, *, spread: float = 0.04, season: float = 0.0, cents: int = 2
    ) -> Tested | None:
        year = np.arange(MONTHS) // 12
        own = np.exp(draws.normal(0, spread, (10, 1)) + 0.02 * noise(draws, (10, MONTHS), 0.6)) * (
            1 + season * (SEASON - 1)
        )
        own[2] *= (1 + first) * (0.9**year if first else 1)
        return inflated_base(np.round(20 * own, cents), 12)

    yield "base", "steady", False, run
    yield "base", "seasonal", False, lambda draws: run(draws, season=1.0)
    yield "base", "rounded to whole yuan", False, lambda draws: run(draws, cents=0)
    yield "base", "materials that differ by 15 %", False, lambda draws: run(draws, spread=0.15)
    yield "base", "+30 % first, then -10 % a year", True, lambda draws: run(draws, 0.3)


def counter_cases() -> Iterator[Case]:
    """A KPI beside its counter-metric over three years."""

    def run(
        draws: Draws, better: float = 0.0, worse: float = 0.0, *, mean: float = 0.0, season: bool = True
    ) -> Tested | None:
        wave = SEASON if season else np.ones(MONTHS)
        step = np.arange(MONTHS) >= MONTHS - 12
        kpi = 100 * wave * np.exp(0.04 * noise(draws, (1, MONTHS))[0]) * (1 + better * step)
        other = 80 * wave * np.exp(0.04 * noise(draws, (1, MONTHS))[0]) * (1 - worse * step)
        if mean:
            kpi, other = draws.poisson(mean * (1 + better * step)) * 1.0, draws.poisson(mean * (1 - worse * step)) * 1.0
        return counter_falls(kpi, other, 12, signs=(1.0, 1.0), met=np.ones(MONTHS))

    yield "counter", "steady, KPI green", False, lambda draws: run(draws, season=False)
    yield "counter", "seasonal", False, run
    yield "counter", "both grow", False, lambda draws: run(draws, 0.1, -0.1)
    yield "counter", "small counts", False, lambda draws: run(draws, mean=6)
    yield "counter", "counter-metric 8 % down, noise 4 %", True, lambda draws: run(draws, 0.1, 0.08)
    yield "counter", "counter-metric 12 % down, noise 4 %", True, lambda draws: run(draws, 0.1, 0.12)


def score_cases() -> Iterator[Case]:
    """Scores beside a result."""

    def run(draws: Draws, change: float, shine: float = 0.98) -> Tested | None:
        result = 1e6 * SEASON * np.exp(0.03 * noise(draws, (1, MONTHS))[0])
        result[-12:] *= 1 + change
        return shining_scores((draws.random((6, MONTHS)) < shine) * 1.0, result, 12)

    yield "scores", "steady result", False, lambda draws: run(draws, 0.0)
    yield "scores", "result 8 % down, scores too", False, lambda draws: run(draws, -0.08, 0.6)
    yield "scores", "all excellent, 8 % down, noise 3 %", True, lambda draws: run(draws, -0.08)
    yield "scores", "all excellent, 12 % down, noise 3 %", True, lambda draws: run(draws, -0.12)


def pay_cases() -> Iterator[Case]:
    """Pay beside results, in twelve stores over three years."""

    def link(draws: Draws, tie: float, season: bool = False, unit: int = 2) -> Tested | None:
        result = panel(draws, season=season)
        own = result / result.mean(axis=1, keepdims=True)
        return pay_link(np.round(6000 * own**tie * np.exp(0.03 * noise(draws, own.shape, 0.0)), unit), result)

    def rise(draws: Draws, effect: float, spread: float = 0.04) -> Tested | None:
        fixed, result = np.full((STORES, MONTHS), 4000.0), panel(draws, spread=spread, season=True)
        fixed[0, 18:] *= 1.25
        result[0, 18:] *= 1 + effect
        return fixed_rise(fixed, result)

    yield "pay_link", "tie of 0.3", False, lambda draws: link(draws, 0.3)
    yield "pay_link", "tie of 0.2, seasonal", False, lambda draws: link(draws, 0.2, season=True)
    yield "pay_link", "tie of 0.3, whole hundreds", False, lambda draws: link(draws, 0.3, unit=-2)
    yield "pay_link", "no tie", True, lambda draws: link(draws, 0.0)
    yield "fixed_rise", "result rises half as much", False, lambda draws: rise(draws, np.exp(np.log(1.25) / 2) - 1)
    yield "fixed_rise", "result rises as much", False, lambda draws: rise(draws, 0.25)
    yield "fixed_rise", "+25 % pay, flat result, noise 4 %", True, lambda draws: rise(draws, 0.0)


def share_cases() -> Iterator[Case]:
    """Shares of events against the rule: suggestions, check-ins, sponsors, blame, entries, conflicts."""
    yield "share", "20 suggestions, half answered", False, lambda draws: too_few(int(draws.binomial(20, 0.5)), 20, 0.5)
    yield "share", "8 reviews, sponsor at half", False, lambda draws: too_few(int(draws.binomial(8, 0.5)), 8, 0.5)
    yield "share", "30 check-ins, 80 % held", False, lambda draws: too_few(int(draws.binomial(30, 0.8)), 30, 0.8)
    yield "share", "12 failures, half blamed", False, lambda draws: too_many(int(draws.binomial(12, 0.5)), 12, 0.5)
    yield "share", "48 comparisons, 5 % differ", False, lambda draws: too_many(int(draws.binomial(48, 0.05)), 48, 0.05)
    yield (
        "share",
        "20 suggestions, a tenth answered",
        True,
        lambda draws: too_few(int(draws.binomial(20, 0.1)), 20, 0.5),
    )
    yield "share", "30 check-ins, half held", True, lambda draws: too_few(int(draws.binomial(30, 0.5)), 30, 0.8)
    yield "share", "12 failures, 90 % blamed", True, lambda draws: too_many(int(draws.binomial(12, 0.9)), 12, 0.5)


CASES = (
    bunching_cases, digit_cases, smooth_cases, end_cases, limit_cases, base_cases, counter_cases, score_cases,
    pay_cases, share_cases, share_of_few_cases,
)  # fmt: skip


def measure(case: Case, seeds: int) -> tuple[float, float]:
    """Share of seeds that are found, and that could be judged."""
    found = judged = 0
    for seed in range(seeds):
        got = case[3](np.random.default_rng([20250101, seed]))
        judged += got is not None
        found += got is not None and got.material and got.probability <= 0.05
    return found / seeds, judged / seeds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--only", default="")
    given = parser.parse_args()
    print(f"{'test':<12}{'figures':<40}{'planted':>8}{'found':>8}{'judged':>8}")
    for case in (each for make in CASES for each in make()):
        if given.only in case[0]:
            share, judged = measure(case, given.seeds)
            print(f"{case[0]:<12}{case[1]:<40}{'yes' if case[2] else '-':>8}{share:>8.1%}{judged:>8.0%}", flush=True)


if __name__ == "__main__":
    main()
