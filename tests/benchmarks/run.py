"""What a run costs beside stock papermill and beside one plain script: CPU, wall, memory.

Usage: ``python tests/benchmarks/run.py [--runs N] [--tables small,demo,clients,kernels]``

Variants of a table take turns, each on a fresh copy; printed are medians. CPU is that of the whole tree of processes,
those included that outlive the command (`run_tree`); memory is the peak of all of them together, shared pages counted
once. Goals stand beside what was measured. Tables:

* small: five small analysis notebooks of one client (`run_notebooks`), from the folder to the executed notebooks.
* demo: demo A, from the folder to the page.
* clients: six clients with those five notebooks each, two workers.
* kernels: one kernel with the stack, from its start until all is imported and until it is gone, held to a plain one
  that stock papermill shuts down gracefully; what further kernels beside it have alone (USS) and as their share (PSS).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run_demo import Demo
from tests.benchmarks.run_notebooks import write_client, write_notebooks, write_script
from tests.benchmarks.run_tree import Cost, added, cost_of, proof

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
PYTHON = sys.executable
COLD = {"PERFLOOP_WARM": "never"}
# A parent with threads of linear algebra forks nobody.
THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
STOCK_WARM = {"JUPYTER_DEFAULT_PROVISIONER_NAME": "perfloop-warm", **THREADS}

Variant = Callable[[Path], Cost]


@dataclass(frozen=True)
class Table:
    """Variants measured in turn, the one that others are held to, and the goal."""

    title: str
    base: str
    goal: str
    variants: Mapping[str, Variant]


def small(home: Path) -> Table:
    """Five notebooks of one client."""
    notebooks = home / "small"
    write_notebooks(notebooks)
    write_client(home / "client", 0)
    return Table(
        "five small notebooks of one client", "plain script", "perfloop's CPU 1.25 x the script's",
        {
            "plain script": _script(home, 1),
            "papermill.execute_notebook": _driver("stock", home, 1),
            "papermill command": _commands(notebooks),
            "stock papermill, warm": _driver("stock", home, 1, STOCK_WARM),
            "perfloop, plain kernels": _driver("ours", home, 1, COLD),
            "perfloop": _driver("ours", home, 1),
        },
    )  # fmt: skip


def clients(home: Path) -> Table:
    """Six clients, two workers."""
    write_notebooks(home / "small")
    return Table(
        "six clients with five small notebooks each", "stock papermill, 2 processes",
        "perfloop's wall 0.27 x stock papermill's",
        {
            "stock papermill, 2 processes": _driver("stock-pool", home, 6),
            "perfloop, 2 processes": _driver("ours-pool", home, 6),
            "plain script, 1 process": _script(home, 6),
        },
    )  # fmt: skip


def _clients(place: Path, count: int) -> tuple[Path, ...]:
    folders = tuple(place / f"client{number}" for number in range(count))
    for number, each in enumerate(folders):
        write_client(each, number)
    return folders


def _script(home: Path, count: int) -> Variant:
    def run(place: Path) -> Cost:
        path = write_script(place / "script.py", _clients(place, count))
        return cost_of([PYTHON, str(path)], place)

    return run


def _driver(how: str, home: Path, count: int, environment: dict[str, str] | None = None) -> Variant:
    def run(place: Path) -> Cost:
        folders = map(str, _clients(place, count))
        argv = [PYTHON, str(HERE / "run_drivers.py"), how, str(home / "small"), *folders]
        return cost_of(argv, place, _beside(environment))

    return run


def _commands(notebooks: Path) -> Variant:
    """The papermill command, once a notebook."""

    def run(place: Path) -> Cost:
        (client,) = _clients(place, 1)
        costs = []
        for each in sorted(notebooks.glob("*.ipynb")):
            argv = ["-m", "papermill", str(each), str(place / each.name), "-p", "engagement", str(client)]
            costs.append(cost_of([PYTHON, *argv, "--no-progress-bar"], place, _beside()))
        return added(costs)

    return run


def _beside(environment: dict[str, str] | None = None) -> dict[str, str]:
    """Environment in which the code beside this file is the one that runs."""
    return {"PYTHONPATH": str(ROOT), **(environment or {})}


def demo(home: Path) -> Table:
    """Demo A."""
    made = Demo(home)
    return Table(
        "demo A, from the folder to the page", "plain script", "below papermill's",
        {
            "plain script": made.script,
            "papermill x 5 + nbconvert": made.papermill,
            "perfloop run --no-warm": made.perfloop("--no-warm"),
            "perfloop run": made.perfloop(),
        },
    )  # fmt: skip


TABLES: dict[str, Callable[[Path], Table]] = {"small": small, "demo": demo, "clients": clients}


def measured(table: Table, runs: int) -> dict[str, list[Cost]]:
    """Measure the variants of a table in turn."""
    found: dict[str, list[Cost]] = {name: [] for name in table.variants}
    for turn in range(runs):
        for name, variant in table.variants.items():
            with tempfile.TemporaryDirectory(prefix="bench-") as place:
                found[name].append(variant(Path(place)))
            last = found[name][-1]
            told = f"{turn + 1}/{runs} {name}: {last.wall:.1f} s, CPU {last.cpu:.1f} s"
            print(told, file=sys.stderr, flush=True)
    return found


def show(table: Table, found: Mapping[str, list[Cost]]) -> None:
    """Print medians, and ratios to the base; ratios are medians of pairs of the same turn."""
    base = found[table.base]
    print(f"\n{table.title}; goal: {table.goal}")
    print(f"{'':<32}{'wall s':>8}{'CPU s':>8}{'x wall':>8}{'x CPU':>8}{'peak MB':>9}")
    for name, costs in found.items():
        walls, cpus = [each.wall for each in costs], [each.cpu for each in costs]
        x_wall = median(each.wall / other.wall for each, other in zip(costs, base, strict=True))
        x_cpu = median(each.cpu / other.cpu for each, other in zip(costs, base, strict=True))
        peak = max(each.peak for each in costs) / 1e6
        print(
            f"{name:<32}{median(walls):>8.1f}{median(cpus):>8.1f}{x_wall:>8.2f}{x_cpu:>8.2f}{peak:>9.0f}{_doubt(costs)}"
        )


def _doubt(costs: list[Cost]) -> str:
    """What makes a row doubtful: CPU seen that nobody waited for, processes that had to be ended."""
    lost = any(each.seen > 1.03 * each.cpu + 0.2 for each in costs)
    lingered = sum(each.lingered for each in costs)
    return (" (more CPU seen than counted)" if lost else "") + (f" ({lingered} processes stayed)" if lingered else "")


def kernels(home: Path, runs: int) -> None:
    """Measure and print wall and memory of single kernels: plain, forked, and as perfloop's steps have them, in turn."""
    told: dict[str, list[Any]] = {"plain": [], "forked": [], "perfloop": []}
    for turn in range(runs):
        for name, environment in (("plain", COLD), ("forked", STOCK_WARM), ("perfloop", None)):
            target, how = home / f"{name}{turn}.json", "own-kernels" if name == "perfloop" else "kernels"
            cost_of([PYTHON, str(HERE / "run_drivers.py"), how, str(target)], home, _beside(environment))
            told[name].append(json.loads(target.read_text(encoding="utf-8")))
    print("\na kernel with the stack; goals: 0.1 x the plain one's wall, 60 MB alone (USS) for each further one")
    lives = {
        f"{name}, {how}": [each for run in told[name] for each in run[how]]
        for name in ("plain", "forked")
        for how in ("graceful", "at once")
    } | {"perfloop, at once": [each for run in told["perfloop"] for each in run]}
    print(f"{'seconds until':<32}{'imported':>10}{'gone':>8}{'x imported':>12}{'x gone':>8}")
    first, last = (median(each[at] for each in lives["plain, graceful"]) for at in (0, 1))
    for name, each in lives.items():
        imported, gone = (median(one[at] for one in each) for at in (0, 1))
        print(f"{name:<32}{imported:>10.2f}{gone:>8.2f}{imported / first:>12.3f}{gone / last:>8.3f}")
    waited = median(run["first"] for run in told["forked"])
    print(f"the first forked one, which waits for its parent's imports: {waited:.2f} s")
    for name in ("plain", "forked"):
        for side in told[name][-1]["memory"]:
            own = ", ".join(f"{uss / 1e6:.0f}/{pss / 1e6:.0f}" for pss, uss in side)
            print(f"{name}, {len(side)} side by side, MB alone/share: {own}")


def main() -> None:
    """Measure the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--tables", default=",".join([*TABLES, "kernels"]))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        print(proof(Path(place)))
        for name in asked.tables.split(","):
            home = Path(place, name)
            home.mkdir()
            load = os.getloadavg()[0]
            if name == "kernels":
                kernels(home, asked.runs)
            else:
                table = TABLES[name](home)
                show(table, measured(table, asked.runs))
            shutil.rmtree(home)
            told = f"medians of {asked.runs} runs on {os.cpu_count()} cores, Python {sys.version.split()[0]}"
            print(f"{told}; load {load:.1f} before, {os.getloadavg()[0]:.1f} after", flush=True)


if __name__ == "__main__":
    main()
