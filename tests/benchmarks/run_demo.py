"""Demo A from its folder to its page: by perfloop, by papermill and nbconvert, by one plain script; for ``run.py``."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

from tests.benchmarks.run_drivers import run_folder
from tests.benchmarks.run_tree import Cost, added, cost_of

ROOT = Path(__file__).resolve().parents[2]
BESIDE = {"PYTHONPATH": str(ROOT)}
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[1-5]_*.ipynb"))


class Demo:
    """Demo A as a client's folder; each variant runs a fresh copy of it."""

    def __init__(self, home: Path) -> None:
        from diagnostics.run.demo import demo_engagement

        self.folder = home / "a"
        self.period = demo_engagement("a", self.folder)
        command(home, "diagnostics.cli", "ledger", "seed", self.folder)

    def perfloop(self, *options: str) -> object:
        """The loop as people run it."""
        return lambda place: command(
            place, "diagnostics.cli", "run", self._copy(place), "--period", self.period, *options
        )

    def papermill(self, place: Path) -> Cost:
        """The papermill command once a notebook, and nbconvert of the last one."""
        client = self._copy(place)
        run = run_folder(client)
        costs = []
        for each in NOTEBOOKS:
            places = ("-p", "engagement", client, "-p", "run", run, "-p", "period", self.period)
            costs.append(command(place, "papermill", each, run / "notebooks" / each.name, *places, "--no-progress-bar"))
        return added(
            [*costs, command(place, "jupyter", "nbconvert", "--to", "html", run / "notebooks" / NOTEBOOKS[-1].name)]
        )

    def script(self, place: Path) -> Cost:
        """The code of the notebooks in one process, nothing displayed, nothing rendered."""
        client = self._copy(place)
        values = {"engagement": str(client), "run": str(run_folder(client)), "period": self.period}
        lines = ["display = lambda *_, **__: None", "print = lambda *_, **__: None"]
        for notebook in NOTEBOOKS:
            for cell in json.loads(notebook.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    lines += [line.rstrip("\n") for line in cell["source"] if not line.startswith("%")]
                    if "parameters" in cell["metadata"].get("tags", ()):
                        lines += [f"{name} = {value!r}" for name, value in values.items()]
        path = place / "script.py"
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return cost_of([sys.executable, str(path)], place, BESIDE)

    def _copy(self, place: Path) -> Path:
        return Path(shutil.copytree(self.folder, place / "client"))


def command(place: Path, *arguments: object) -> Cost:
    """Cost of a program of this environment."""
    return cost_of([sys.executable, "-m", *map(str, arguments)], place, BESIDE)
