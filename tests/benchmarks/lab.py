"""How soon the lab's panels answer: ``python tests/benchmarks/lab.py [--moves N] [--draws N]``

Case A's engagement with four scenarios side by side. Every dial of every panel is moved to and fro; the time of a move
is all that the kernel does for it: the scenario changed and held to its rules, simulated, all panels' answers written.
What the browser needs on top (a message there and one back, the page drawn) is measured by the browser tests' own wait.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

import numpy as np

from diagnostics.run.demo import demo_engagement
from diagnostics.widgets import Lab, open_desk


def moved(lab: Lab, panel: str, label: str) -> tuple[float, float]:
    """Milliseconds, by the wall and of the processor, that one move of a slider takes."""
    control = lab.panels[panel].controls[label]
    step = control.step if control.value + control.step <= control.max else -control.step
    wall, own = time.perf_counter(), time.process_time()
    control.value = control.value + step
    return 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - own)


def main() -> None:
    """Print times by panel."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--moves", type=int, default=5)
    asked.add_argument("--draws", type=int, default=10_000)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "a"
        demo_engagement("a", folder, "zh")
        began = time.perf_counter()
        lab = Lab(open_desk(folder, draws=given.draws))
        print(f"opening: {time.perf_counter() - began:.1f} s")
        while len(lab.board.state.scenarios) < 4:
            lab.head.copy.click()
        print(f"{'panel':10} {'moves':>6} {'median ms':>10} {'p95 ms':>8} {'median CPU ms':>14} {'p95 CPU ms':>11}")
        for panel, dials in lab.panels.items():
            names = [name for name, each in dials.controls.items() if hasattr(each, "step")]
            taken = [moved(lab, panel, name) for _ in range(given.moves) for name in names if name in dials.controls]
            (wall, own), (high, most) = np.quantile(taken, (0.5, 0.95), axis=0)
            print(f"{panel:10} {len(taken):6d} {wall:10.0f} {high:8.0f} {own:14.0f} {most:11.0f}")


if __name__ == "__main__":
    main()
