"""Control charts: what quiet series bear in marks, and CPU time beside a bare loop.

Usage: ``python tests/benchmarks/charts.py [--charts N] [--alarms DRAWS] [--kinds DRAWS]``

* time: N charts of 36 points by ``xmr`` beside the same limits and rules in a bare numpy loop, CPU seconds.
* alarms: shares of quiet series that bear any mark, by length and correlation of neighbours; the table that
  ``loop/track/chart/alarms.py`` holds, regenerated.
* kinds: marks that quiet series bear on each kind of chart, and how often their movement is called more than chance.
"""

from __future__ import annotations

import argparse
import time
from typing import Any

import numpy as np

SEED = 20250608
LENGTHS = (8, 12, 18, 24, 36, 48, 60, 90, 120)
ALIKE = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def quiet(random: np.random.Generator, draws: int, length: int, phi: float) -> Any:
    """Quiet series of standard deviation 1 whose neighbours correlate by ``phi``."""
    errors = random.normal(size=(draws, length))
    for at in range(1, length):
        errors[:, at] = phi * errors[:, at - 1] + np.sqrt(1 - phi**2) * errors[:, at]
    return errors


def alarms(draws: int) -> None:
    """Print the share of quiet series with any mark: limits from moving ranges, and limits known from sizes."""
    from diagnostics.model.process_limits import ProcessLimits, process_limits
    from diagnostics.model.process_signals import signals

    random = np.random.default_rng(SEED)
    for own in (True, False):
        print("limits from moving ranges" if own else "limits known from sizes")
        for length in LENGTHS:
            row, last = [], []
            for phi in ALIKE:
                marks = []
                for series in quiet(random, draws, length, phi):
                    known = ProcessLimits(series.mean(), series.mean() - 3, series.mean() + 3, 1.0, length, 3.0)
                    marks.append([each != "" for each in signals(series, process_limits(series) if own else known)])
                row.append(np.any(marks, axis=1).mean())
                last.append(np.asarray(marks)[:, -1].mean())
            print(f"    ({', '.join(f'{each:.3f}' for each in row)}),  # {length}")
            print("    # last point", ", ".join(f"{each:.3f}" for each in last), flush=True)


def kinds(draws: int) -> None:
    """Print for quiet series of 24 and 36 points: a mark, a point outside, and movement called more or less than chance."""
    import diagnostics as dx

    track, random = dx.track, np.random.default_rng(SEED)
    sizes = random.integers(30, 400, 36)

    def season(random: np.random.Generator, n: int, fit: int | None) -> Any:
        return track.xmr(10 * np.sin(np.arange(n) * np.pi / 6) + random.normal(size=n), season=12, baseline=fit)

    made = {
        "single values": lambda n: track.xmr(random.normal(size=n)),
        "shares, 20 % of 30 to 400": lambda n: track.p_chart(random.binomial(sizes[:n], 0.2), sizes[:n]),
        "the same, allowing (Laney)": lambda n: track.p_chart(random.binomial(sizes[:n], 0.2), sizes[:n], laney=True),
        "counts, mean 4": lambda n: track.c_chart(random.poisson(4, n)),
        "counts, mean 20": lambda n: track.c_chart(random.poisson(20, n)),
        "rates, 2 to 20 expected": lambda n: track.u_chart(random.poisson(sizes[:n] / 20), sizes[:n] / 20),
        "means of 5": lambda n: track.xbar_chart(random.normal(size=(n, 5))),
        "season, all points fit": lambda n: season(random, n, None),
        "season, the first 24 fit": lambda n: season(random, n, min(24, n)),
    }
    print("| quiet series | n | any mark | points outside | called more | called less |")
    for name, make in made.items():
        for length in (24, 36):
            charts = [make(length) for _ in range(draws)]
            rules = np.array([chart.frame()["rule"].astype(str) for chart in charts])
            far = np.char.startswith(rules.astype(str), "outside").mean()
            spread = [chart.dispersion for chart in charts if chart.dispersion]
            more, less = (
                f"{100 * np.mean([getattr(each, side) for each in spread]):.1f}" if spread else ""
                for side in ("more", "less")
            )
            print(
                f"| {name} | {length} | {100 * (rules != '').any(axis=1).mean():.0f} % | {100 * far:.2f} % | {more} |"
                f" {less} |",
                flush=True,
            )


def bare(values: Any) -> list[bool]:
    """Limits and rules of one series in a plain loop."""
    moves = np.abs(np.diff(values))
    spread = moves[moves < 3.267 * moves.mean()].mean()
    mean, marks = values.mean(), []
    side, step = np.sign(values - mean), np.sign(np.diff(values))
    close = np.abs(values - mean) > 1.7733 * spread
    for at, value in enumerate(values):
        mark = abs(value - mean) > 2.66 * spread
        for first in range(max(0, at - 6), min(at, len(values) - 7) + 1):
            mark |= abs(side[first : first + 7].sum()) == 7 or abs(step[first : first + 6].sum()) == 6
        for first in range(max(0, at - 2), min(at, len(values) - 3) + 1):
            mark |= close[at] and close[first : first + 3].sum() > 1 and abs(side[first : first + 3].sum()) == 3
        marks.append(bool(mark))
    return marks


def clocked(name: str, work: Any, series: Any) -> None:
    """Print CPU seconds of a function over all series."""
    start = time.process_time()
    for each in series:
        work(each)
    print(f"{name}: {time.process_time() - start:.2f} s for {len(series):,} charts of {series.shape[1]} points")


def timed(count: int) -> None:
    """Print CPU seconds of charts and of the bare loop, each warmed up."""
    import diagnostics as dx

    series = np.random.default_rng(SEED).normal(size=(count, 36))
    work = {
        "xmr, whole result": dx.track.xmr,
        "xmr with season": lambda values: dx.track.xmr(values, season=12),
        "p_chart": lambda values: dx.track.p_chart(np.round(np.abs(values) * 5), np.full(36, 50)),
        "bare numpy loop, marks alone": bare,
    }
    for name, each in work.items():
        each(series[0])
        clocked(name, each, series)


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=1000)
    parser.add_argument("--alarms", type=int, default=0, metavar="DRAWS")
    parser.add_argument("--kinds", type=int, default=0, metavar="DRAWS")
    asked = parser.parse_args()
    if asked.alarms:
        alarms(asked.alarms)
    elif asked.kinds:
        kinds(asked.kinds)
    else:
        timed(asked.charts)


if __name__ == "__main__":
    main()
