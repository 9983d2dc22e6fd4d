"""Control charts: what quiet series bear in marks, and CPU time beside a bare loop.

Usage: ``python tests/benchmarks/charts.py [--charts N] [--alarms DRAWS]``

* time: N charts of 36 points by ``xmr`` beside the same limits and rules in a bare numpy loop, CPU seconds.
* alarms: shares of quiet series that bear any mark, by length and correlation of neighbours; the table that
  ``loop/track/chart/alarms.py`` holds, regenerated.
"""

from __future__ import annotations

import argparse
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


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--charts", type=int, default=1000)
    parser.add_argument("--alarms", type=int, default=0, metavar="DRAWS")
    asked = parser.parse_args()
    if asked.alarms:
        alarms(asked.alarms)


if __name__ == "__main__":
    main()
