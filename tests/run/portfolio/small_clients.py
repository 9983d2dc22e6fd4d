"""The perfloop command with steps that need no kernel: real locks, manifests and pages, in a second.

A script for the process of one client, and what a worker of a cluster loads before it begins (``--preload``).
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

# A client with this file waits, once, at its step diagnose; it tells its process first.
SLOW, BEGUN = "slow", "begun"


def dask_setup(worker: object) -> None:
    """Have a worker run clients by this script."""
    from diagnostics.run.portfolio import starting

    starting.INSTEAD = (sys.executable, "-P", __file__)


def execute(step, staging, engagement, parameters, on_cell, *, run=None) -> float:
    """Write what a step of this engagement always writes."""
    on_cell(1, 1)
    begun = Path(engagement, BEGUN)
    if step.name == "diagnose" and Path(engagement, SLOW).exists() and not begun.exists():
        begun.write_text(str(os.getpid()), encoding="utf-8")
        time.sleep(120)
    (staging / "logs" / f"{step.name}.log").write_text("log", encoding="utf-8")
    (staging / "notebooks" / step.file).write_text("{}", encoding="utf-8")
    (staging / "results" / f"{step.name}.json").write_text(f"{step.name} of {engagement.name}", encoding="utf-8")
    return 0.1


def render(staging: Path, inputs: dict[str, str], *, draft: bool = False):
    """Page of the last step's result."""
    from diagnostics.run.manifest import PageRecord, hash_file, key_of

    page = staging / "results" / "retrospective.html"
    page.write_text((staging / "results" / "close.json").read_text(encoding="utf-8"), encoding="utf-8")
    return PageRecord(file="results/retrospective.html", sha256=hash_file(page), key=key_of(inputs), inputs=inputs)


def main() -> None:
    """Run the command without kernels."""
    from diagnostics import cli
    from diagnostics.run import carry_out

    carry_out.execute, carry_out.render = execute, render
    cli.main()


if __name__ == "__main__":
    main()
