"""False signals in quiet panels, and planted ones found, beside plain XmR limits.

Usage: ``python tests/benchmarks/signals.py [--series N] [--panels N]``

* false: series whose last figure is called outside its usual range although nothing happened; 5 % is stated for ours.
  XmR limits (mean ± 2.66 mean moving ranges of the last 24 figures, as before) state about 1 % for white noise.
* rare: share of quiet figures given a probability below 0.1 %; 0.1 is stated.
* change: quiet changes from the period before, and from the year before, called rarer than 5 %.
* discoveries: panels of 100 quiet series with any discovery at the rate 5 %, and the share of false ones among those
  found where 10 of 100 series moved by 4 SD, on average; "shared" panels move together (correlation 0.5).
* power: figures moved by 1, 2, 3 SD that are called outside.
* oracle: how close expectations and ranges come to statsmodels' on single series.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from diagnostics.loop.diagnose.signal import discoveries, own_history
from diagnostics.model.period import Calendar
from diagnostics.model.process_limits import MOST, usual_limits_by_group

CALENDAR, SEED = Calendar(), 20250101
LAST = {"month": "2025-06", "week": "2025-W20", "day": "2025-06-10"}
# A panel: values, numerators and denominators (None for sums), and the standard deviation a shift is measured in.
Made = tuple[Any, Any, Any, float]
Maker = Callable[[np.random.Generator, int, int], Made]


def noise(draws: np.random.Generator, count: int, length: int, phi: float = 0.0) -> Any:
    """Standard normal series whose neighbours correlate by phi."""
    fresh = draws.standard_normal((count, length))
    values = fresh.copy()
    for at in range(1, length):
        values[:, at] = phi * values[:, at - 1] + np.sqrt(1 - phi**2) * fresh[:, at]
    return values


def summed(phi: float = 0.0, season: float = 0.0, slope: float = 0.0, every: int = 12) -> Maker:
    """Panels of amounts about 100, SD 10."""

    def make(draws: np.random.Generator, count: int, length: int) -> Made:
        time_ = np.arange(length)
        wave = season * np.sin(2 * np.pi * (time_ + draws.integers(0, every, (count, 1))) / every)
        return 100 + 10 * (noise(draws, count, length, phi) + wave + slope * time_), None, None, 10.0

    return make


def lognormal(draws: np.random.Generator, count: int, length: int) -> Made:
    """Amounts with a long tail."""
    values = np.exp(0.6 * draws.standard_normal((count, length)))
    return values, None, None, float(values.std())


def counts(mean: float) -> Maker:
    """Counts of single things."""
    return lambda draws, count, length: (
        draws.poisson(mean, (count, length)).astype(float), None, None, float(np.sqrt(mean))
    )  # fmt: skip


def shares(cases: int, share: float) -> Maker:
    """Shares of few cases, whose number varies."""

    def make(draws: np.random.Generator, count: int, length: int) -> Made:
        under = draws.poisson(cases, (count, length)) + 1.0
        top = draws.binomial(under.astype(int), share).astype(float)
        return top / under, top, under, float(np.sqrt(share * (1 - share) / cases))

    return make


def rare(draws: np.random.Generator, count: int, length: int) -> Made:
    """Amounts that are zero half of the time."""
    values = np.where(draws.random((count, length)) < 0.5, 0, np.exp(draws.standard_normal((count, length))))
    return values, None, None, float(values.std())


def heavy(draws: np.random.Generator, count: int, length: int) -> Made:
    """Noise with heavy tails: Student's t with 4 degrees of freedom."""
    return 100 + 10 * draws.standard_t(4, (count, length)), None, None, 10 * np.sqrt(2)


def walk(draws: np.random.Generator, count: int, length: int) -> Made:
    """Balances: each figure is the one before and a step."""
    return 1000 + 10 * np.cumsum(draws.standard_normal((count, length)), axis=1), None, None, 10.0


def exceptional(draws: np.random.Generator, count: int, length: int) -> Made:
    """White noise with two exceptions of 8 SD in the history."""
    values = 100 + 10 * noise(draws, count, length)
    where = draws.permuted(np.tile(np.arange(length - 1), (count, 1)), axis=1)[:, :2]
    np.put_along_axis(values, where, np.take_along_axis(values, where, 1) + 80 * np.array([1, -1]), 1)
    return values, None, None, 10.0


PANELS: dict[str, Maker] = {
    "white noise": summed(),
    "AR(1) 0.3": summed(0.3),
    "AR(1) 0.6": summed(0.6),
    "season 2 SD": summed(season=2),
    "season + AR 0.5": summed(0.5, season=2),
    "trend 0.2 SD": summed(slope=0.2),
    "trend + season": summed(season=2, slope=0.2),
    "lognormal 0.6": lognormal,
    "counts, mean 2": counts(2),
    "counts, mean 5": counts(5),
    "counts, mean 20": counts(20),
    "shares of 20": shares(20, 0.3),
    "shares of 100": shares(100, 0.1),
    "half zeros": rare,
    "two exceptions": exceptional,
    "heavy tails t(4)": heavy,
    "random walk": walk,
}


def rows(made: Made, cycle: str) -> tuple[Any, Any, Any]:
    """Rows of observations of a panel."""
    import pandas as pd

    values, top, under, _ = made
    count, length = values.shape
    last = CALENDAR.parse(LAST[cycle])
    periods = [CALENDAR.shift(last, -back) for back in range(length - 1, -1, -1)]
    nothing = np.full(values.size, np.nan)
    part = pd.DataFrame({
        "kpi": "k", "entity": "e", "value": values.ravel(), "basis": "",
        "period": np.tile([each.text for each in periods], count),
        "start": np.tile(pd.to_datetime([each.start for each in periods]), count),
        "numerator": nothing if top is None else top.ravel(),
        "denominator": nothing if under is None else under.ravel(),
    })  # fmt: skip
    return part, np.repeat(np.arange(count), length), last


def xmr(values: Any) -> float:
    """Share of last figures outside plain XmR limits, in %."""
    past = values[:, :-1][:, -MOST:]
    low, high = usual_limits_by_group(past.ravel(), np.repeat(np.arange(len(past)), past.shape[1]), len(past))
    return float(100 * np.mean((values[:, -1] < low) | (values[:, -1] > high)))


def false_signals(maker: Maker, count: int, length: int, cycle: str = "month") -> list[float]:
    """One line of the table of false signals."""
    made = maker(np.random.default_rng(SEED), count, length + 1)
    part, series, last = rows(made, cycle)
    earlier = {"previous": CALENDAR.shift(last, -1)}
    year = CALENDAR.year_ago(last)
    if cycle == "month" and year is not None and length > 12:
        earlier["year_ago"] = year
    found = own_history(part, series, last, earlier=earlier)
    told = [found["probability"], *(found[f"probability_{name}"] for name in earlier)]
    shares_ = [float(100 * np.mean(each < 0.05)) for each in told] + [np.nan] * (2 - len(earlier))
    return [xmr(made[0]), shares_[0], float(100 * np.mean(told[0] < 0.001)), *shares_[1:]]


def power(maker: Maker, count: int, length: int) -> list[float]:
    """Share of figures moved by 1, 2, 3 SD that are outside: XmR and ours in turn."""
    made = maker(np.random.default_rng(SEED + 1), count, length + 1)
    line = []
    for size in (1, 2, 3):
        values, top, under, spread = made
        moved = values.copy()
        moved[:, -1] += size * spread
        if under is not None:
            top = top.copy()
            top[:, -1] = np.clip(np.round(moved[:, -1] * under[:, -1]), 0, under[:, -1])
            moved[:, -1] = top[:, -1] / under[:, -1]
        if maker_name(maker).startswith("counts"):
            moved = np.round(moved)
        part, series, last = rows((moved, top, under, spread), "month")
        line += [xmr(moved), float(100 * np.mean(own_history(part, series, last)["probability"] < 0.05))]
    return line


def maker_name(maker: Maker) -> str:
    """Name of a panel."""
    return next(name for name, each in PANELS.items() if each is maker)


def found_falsely(phi: float, shared: float, panels: int, length: int) -> tuple[float, float, float]:
    """Quiet panels with any discovery; false share and found share where 10 of 100 series moved, in %."""
    draws = np.random.default_rng(SEED + 2)
    own = noise(draws, panels * 100, length + 1, phi)
    common = np.repeat(noise(draws, panels, length + 1, phi), 100, axis=0)
    values = 100 + 10 * (np.sqrt(1 - shared) * own + np.sqrt(shared) * common)
    result = []
    for planted in (0, 10):
        moved = values.reshape(panels, 100, -1).copy()
        moved[:, :planted, -1] += 40
        part, series, last = rows((moved.reshape(values.shape), None, None, 10.0), "month")
        probability = own_history(part, series, last)["probability"].to_numpy().reshape(panels, 100)
        found = np.array([discoveries(each) for each in probability])
        if not planted:
            result.append(100 * found.any(axis=1).mean())
        else:
            share = found[:, planted:].sum(axis=1) / np.maximum(found.sum(axis=1), 1)
            result += [100 * share.mean(), 100 * found[:, :planted].mean()]
    return float(result[0]), float(result[1]), float(result[2])


def oracle() -> None:
    """Expectation and range of single series beside statsmodels'."""
    import statsmodels.api as sm

    draws = np.random.default_rng(SEED + 3)
    print("\noracle: |expected - statsmodels| and width of the range / statsmodels' (median, 60 series of 48 months)")
    for name, phi, slope in (("level, OLS", 0.0, 0.0), ("trend, OLS", 0.0, 0.3), ("level, SARIMAX AR(1)", 0.5, 0.0)):
        values = 100 + 10 * (noise(draws, 60, 49, phi) + slope * np.arange(49))
        part, series, last = rows((values, None, None, 10.0), "month")
        mine = own_history(part, series, last)
        apart, wide = [], []
        for at, row in enumerate(values[:, :-1]):
            columns = np.column_stack([np.ones(48), np.arange(48)]) if slope else np.ones((48, 1))
            ahead = np.array([[1.0, 48]]) if slope else np.ones((1, 1))
            if phi:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    fit = sm.tsa.SARIMAX(row, order=(1, 0, 0), trend="c").fit(disp=False)
                level, likeness, square = fit.params
                middle, spread = level / (1 - likeness), np.sqrt(square / (1 - likeness**2))
                low, high = middle - 1.96 * spread, middle + 1.96 * spread
            else:
                told = sm.OLS(row, columns).fit().get_prediction(ahead)
                middle, (low, high) = told.predicted_mean[0], told.conf_int(obs=True)[0]
            apart.append(abs(mine["expected"][at] - middle) / 10)
            wide.append((mine["usual_high"][at] - mine["usual_low"][at]) / (high - low))
        print(f"  {name:<24}{np.median(apart):8.3f} SD {np.median(wide):8.3f}")


def speed() -> None:
    """Time of 200,000 series of 36 months."""
    part, series, last = rows(summed(0.3)(np.random.default_rng(SEED), 200_000, 37), "month")
    earlier = {"previous": CALENDAR.shift(last, -1), "year_ago": CALENDAR.shift(last, -12)}
    for told, names in (("figures", {}), ("figures and two changes", earlier)):
        begun, used = time.perf_counter(), time.process_time()
        own_history(part, series, last, earlier=names)
        taken = time.perf_counter() - begun
        print(f"  200,000 series × 36 months, {told}: {taken:.2f} s ({time.process_time() - used:.2f} s of processor)")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=10_000, help="series a panel")
    parser.add_argument("--panels", type=int, default=400, help="panels of 100 series for discoveries")
    given = parser.parse_args()
    np.seterr(all="ignore")
    print(f"false signals in %, {given.series:,} quiet series a line (months)")
    print(f"{'':<20}{'points':>7}{'XmR':>8}{'false':>8}{'rare':>8}{'change':>8}{'year':>8}")
    for name, maker in PANELS.items():
        for length in (8, 12, 24, 36, 60):
            line = "".join(f"{each:8.2f}" for each in false_signals(maker, given.series, length))
            print(f"{name:<20}{length:>7}{line}", flush=True)
    for cycle, every, length in (("week", 52, 120), ("day", 7, 60)):
        for name, maker in {"AR(1) 0.3": summed(0.3), "season 2 SD": summed(0.3, season=2, every=every)}.items():
            line = "".join(f"{each:8.2f}" for each in false_signals(maker, given.series // 4, length, cycle))
            print(f"{cycle + ', ' + name:<20}{length:>7}{line}", flush=True)
    print("\npower in %, shifts of 1, 2, 3 SD, 36 months: XmR and ours in turn")
    for name, maker in PANELS.items():
        print(f"{name:<20}" + "".join(f"{each:8.1f}" for each in power(maker, given.series // 4, 36)), flush=True)
    print("\ndiscoveries at 5 %, panels of 100 series of 24 months: any in quiet, false share, found")
    for phi, shared in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.5, 0.5)):
        line = "".join(f"{each:8.1f}" for each in found_falsely(phi, shared, given.panels, 24))
        print(f"  AR(1) {phi}, shared {shared}{line}", flush=True)
    oracle()
    print()
    speed()


if __name__ == "__main__":
    main()
