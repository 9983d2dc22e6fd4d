"""Wall and CPU time of ``compare``: a wide panel by itself, and facts to gaps beside the engine's own aggregation.

Usage: ``python tests/benchmarks/compare.py [--rows N] [--runs N] [--folder FOLDER]``

* panel: 200 KPIs × 1,000 entities × 36 months of Observations, from the table to ordered gaps, beside a bare groupby of the
  same table by KPI and entity in pandas.
* facts: the facts of ``observe.py`` to gaps by all comparisons (perfloop), beside one DuckDB query with GROUPING SETS over the
  same levels, which ends at the sums (sets).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

KPIS, ENTITIES, MONTHS = 200, 1000, 36
SEED = 20250101


def panel() -> tuple[Callable[[], Any], Callable[[], Any]]:
    """Gaps of a wide panel, and the bare grouping of it."""
    import numpy as np
    import pandas as pd

    import diagnostics as dx
    from diagnostics.model.entity import Entities, Entity
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import FIGURES, Observations

    random, count = np.random.default_rng(SEED), KPIS * ENTITIES * MONTHS
    months = pd.period_range("2022-01", periods=MONTHS, freq="M")

    def texts(names: list[str], inner: int, outer: int) -> Any:
        return pd.array(names, dtype="str").take(np.tile(np.repeat(np.arange(len(names)), inner), outer))

    kpis, entities = [f"kpi_{at:03d}" for at in range(KPIS)], [f"store_{at:04d}" for at in range(ENTITIES)]
    table = pd.DataFrame(
        {
            "kpi": texts(kpis, ENTITIES * MONTHS, 1), "level": texts(["store"], count, 1),
            "entity": texts(entities, MONTHS, KPIS), "cycle": texts(["month"], count, 1),
            "period": texts([str(each) for each in months], 1, KPIS * ENTITIES),
            "start": np.tile(months.to_timestamp().to_numpy().astype("datetime64[us]"), KPIS * ENTITIES),
        }
    )  # fmt: skip
    table = table.assign(**dict.fromkeys(FIGURES, np.nan), basis="").astype({"basis": "str"})
    table = table.assign(value=random.normal(100, 10, count), target=105.0, n=10)
    seen = Observations(table)
    told = [Kpi(id=each, name=each, unit="number", direction="higher", source="s", measure="sum(x)") for each in kpis]
    shops = [Entity(id=each, level="store", parent="all", peer_group=f"g{at % 5}") for at, each in enumerate(entities)]
    whole = Entities((Entity(id="all", level="company"), *shops))
    compare = dx.diagnose.compare
    # What is loaded on first use is loaded before the clock starts.
    small = Observations(table.head(MONTHS * 3))
    compare(small, told, "2024-12", entities=whole)
    return (
        lambda: compare(seen, told, "2024-12", entities=whole).table,
        lambda: _grouped(table),
    )


def _grouped(table: Any) -> Any:
    """Bare grouping, made anew each time."""
    return table.groupby(["kpi", "entity"], observed=True)["value"].mean()


def facts(folder: Path) -> Callable[[], Any]:
    """Facts to gaps, from the opened engagement to the ordered table."""
    import ibis

    import diagnostics as dx

    ibis.duckdb.connect().disconnect()
    engagement = dx.open_engagement(folder)
    compare, observe = dx.diagnose.compare, dx.observe

    def run() -> Any:
        seen = observe(engagement)
        return compare(
            seen, engagement.kpis, "2024-12", calendar=engagement.calendar, entities=engagement.entities
        ).table

    return run


def observing() -> Any:
    """The benchmark whose facts and queries these are."""
    sys.path.insert(0, str(Path(__file__).parent))
    return import_module("observe")


def child(variant: str, folder: Path) -> None:
    """Run a variant once and say how long it took."""
    run = facts(folder) if variant == "perfloop" else observing().VARIANTS[variant](folder)
    started = time.perf_counter()
    run()
    print(json.dumps({"wall": time.perf_counter() - started}))


def measured(variant: str, folder: Path) -> dict[str, float]:
    """Wall and CPU seconds and peak memory of a variant in a process of its own."""
    command = [sys.executable, __file__, "--child", variant, "--folder", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    told = process.stdout.read() if process.stdout else ""
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{variant} ended with {process.returncode}.")
    return {**json.loads(told), "cpu": usage.ru_utime + usage.ru_stime, "memory": usage.ru_maxrss / 1024}


def report_panel(runs: int) -> None:
    """Print the wide panel's medians."""
    ours, bare = panel()
    walls: dict[str, list[float]] = {"compare": [], "bare groupby": []}
    cpus: dict[str, list[float]] = {"compare": [], "bare groupby": []}
    for _ in range(runs):
        for name, run in (("compare", ours), ("bare groupby", bare)):
            wall, cpu = time.perf_counter(), time.process_time()
            run()
            walls[name].append(time.perf_counter() - wall)
            cpus[name].append(time.process_time() - cpu)
    print(f"{KPIS} KPIs x {ENTITIES:,} entities x {MONTHS} months, medians of {runs}")
    print("| | wall s | CPU s |\n|---|---|---|")
    for name, told in walls.items():
        print(f"| {name} | {median(told):.2f} | {median(cpus[name]):.2f} |", flush=True)


def report_facts(folder: Path, rows: int, runs: int) -> None:
    """Print what facts to gaps take beside the engine's own aggregation."""
    found: dict[str, list[dict[str, float]]] = {"perfloop": [], "sets": []}
    for _ in range(runs):
        for variant, each in found.items():
            each.append(measured(variant, folder))
    middle = {each: {key: median(run[key] for run in all_) for key in all_[0]} for each, all_ in found.items()}
    print(f"{rows:,} facts to gaps, medians of {runs}")
    print("| variant | wall s | ratio | CPU s | ratio | peak MiB |\n|---|---|---|---|---|---|")
    for each, told in middle.items():
        ratios = [f"{told[key] / middle['sets'][key]:.2f}" for key in ("wall", "cpu")]
        print(f"| {each} | {told['wall']:.2f} | {ratios[0]} | {told['cpu']:.2f} | {ratios[1]} | {told['memory']:.0f} |")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--rows", type=float, default=1e6)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="where facts are written and left; a temporary folder otherwise")
    parser.add_argument("--child", choices=("perfloop", "sets"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        child(given.child, given.folder)
        return
    report_panel(given.runs)
    with tempfile.TemporaryDirectory(prefix="perfloop-bench-") as temporary:
        folder = given.folder or Path(temporary) / "bench"
        if not (folder / "kpis.yaml").is_file():
            observing().write_engagement(folder, int(given.rows))
        report_facts(folder, int(given.rows), given.runs)


if __name__ == "__main__":
    main()
