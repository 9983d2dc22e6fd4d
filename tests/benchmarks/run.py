"""Wall and CPU time of ``perfloop run`` beside stock papermill and beside one plain script.

Usage: ``python tests/benchmarks/run.py [RUNS]``. The three variants take turns, each on a fresh copy of demo A; printed
are medians and ratios. CPU is that of the whole process tree.

* perfloop: ``perfloop run``, from the folder to the page.
* papermill: the ``papermill`` command once a notebook, then ``jupyter nbconvert --to html`` of the last one.
* script: the code of the five notebooks in one Python process, nothing displayed, nothing rendered.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[1-5]_*.ipynb"))
FOLDERS = ("work", "results", "notebooks", "logs")

Variant = Callable[[Path, str], None]


def command(*arguments: object, cwd: Path) -> str:
    """Run a program of this environment quietly; its output is shown where it fails."""
    done = subprocess.run(
        [sys.executable, "-m", *map(str, arguments)], capture_output=True, text=True, encoding="utf-8", cwd=cwd, check=False
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{' '.join(map(str, arguments))} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def perfloop(folder: Path, period: str) -> None:
    """Run the loop as people do."""
    command("diagnostics.cli", "run", folder, "--period", period, cwd=folder.parent)


def papermill(folder: Path, period: str) -> None:
    """Run the notebooks by the papermill command, and render the last one by nbconvert."""
    run = run_folder(folder)
    for notebook in NOTEBOOKS:
        places = ("-p", "engagement", folder, "-p", "run", run, "-p", "period", period)
        target = run / "notebooks" / notebook.name
        command("papermill", notebook, target, *places, "--no-progress-bar", cwd=folder.parent)
    command("jupyter", "nbconvert", "--to", "html", run / "notebooks" / NOTEBOOKS[-1].name, cwd=folder.parent)


def script(folder: Path, period: str) -> None:
    """Run the code of the notebooks in one process."""
    values = {"engagement": str(folder), "run": str(run_folder(folder)), "period": period}
    lines = ["display = lambda *_, **__: None", "print = lambda *_, **__: None"]
    for notebook in NOTEBOOKS:
        for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                lines += [line.rstrip("\n") for line in cell["source"] if not line.startswith("%")]
                if "parameters" in cell["metadata"].get("tags", ()):
                    lines += [f"{name} = {value!r}" for name, value in values.items()]
    path = folder.parent / "script.py"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run([sys.executable, path], cwd=folder.parent, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"the plain script ended with {done.returncode}:\n{done.stderr}")


def run_folder(folder: Path) -> Path:
    """Folder of a run, for variants that make none of their own."""
    run = folder.parent / "run"
    for name in FOLDERS:
        (run / name).mkdir(parents=True)
    return run


def measure(variant: Variant, demo: Path, period: str) -> tuple[float, float]:
    """Wall and CPU seconds of one variant on a fresh copy of the demo."""
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        folder = Path(shutil.copytree(demo, Path(place, "client")))
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        variant(folder, period)
        wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
        return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Measure all variants in turn and print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    variants: dict[str, Variant] = {
        "perfloop run": perfloop,
        "papermill x 5 + nbconvert": papermill,
        "plain script": script,
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in variants}
    with tempfile.TemporaryDirectory(prefix="bench-") as place:
        from diagnostics.run.demo import demo_engagement

        demo = Path(place, "a")
        period = demo_engagement("a", demo)
        command("diagnostics.cli", "ledger", "seed", demo, cwd=demo.parent)
        for turn in range(runs):
            for name, variant in variants.items():
                figures[name].append(measure(variant, demo, period))
                print(f"{turn + 1}/{runs} {name}: {figures[name][-1][0]:.1f} s", file=sys.stderr, flush=True)
    show(figures)


def show(figures: dict[str, list[tuple[float, float]]]) -> None:
    """Print medians, and how often each is the plain script's."""
    medians = {name: [median(each) for each in zip(*values, strict=True)] for name, values in figures.items()}
    floor = medians["plain script"]
    runs = len(figures["plain script"])
    print(
        f"median of {runs} runs on {os.cpu_count()} cores, Python {sys.version.split()[0]}; load {os.getloadavg()[0]:.1f}"
    )
    print(f"{'':<28}{'wall s':>8}{'CPU s':>8}{'x wall':>8}{'x CPU':>8}")
    for name, (wall, cpu) in medians.items():
        print(f"{name:<28}{wall:>8.1f}{cpu:>8.1f}{wall / floor[0]:>8.2f}{cpu / floor[1]:>8.2f}")


if __name__ == "__main__":
    main()
