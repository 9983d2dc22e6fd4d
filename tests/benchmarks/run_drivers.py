"""Programs that ``run.py`` measures, each in a process of its own: ``run_drivers.py HOW NOTEBOOKS CLIENT …``.

* stock: ``papermill.execute_notebook``, one notebook after the other.
* ours: `diagnostics.run.execute.execute` in place of it, with a warm parent where this machine allows one.
* stock-pool, ours-pool: two worker processes, a client each at a time, its notebooks in order.
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

PERIOD = "2025-06"
FOLDERS = ("work", "results", "notebooks", "logs")


def run_folder(client: Path) -> Path:
    """Folder of a run below a client's."""
    run = client / "run"
    for name in FOLDERS:
        (run / name).mkdir(parents=True, exist_ok=True)
    return run


def stock(notebooks: Path, client: Path) -> None:
    """Run a client's notebooks by stock papermill."""
    import papermill

    run = run_folder(client)
    places = {"engagement": str(client), "run": str(run), "period": PERIOD}
    for each in sorted(notebooks.glob("*.ipynb")):
        papermill.execute_notebook(str(each), str(run / "notebooks" / each.name), places, progress_bar=False)


def ours(notebooks: Path, client: Path) -> None:
    """Run a client's notebooks as a step of perfloop runs."""
    from diagnostics.run import execute as executing
    from diagnostics.run.steps import Step

    executing.asset = lambda name: notebooks / name
    run = run_folder(client)
    for each in sorted(notebooks.glob("*.ipynb")):
        executing.execute(Step(each.stem, each.name, ()), run, client, {"period": PERIOD}, lambda *_: None)


def warm() -> Any:
    """Warm parent of all notebooks, where the project has one."""
    try:
        from diagnostics.run.warm.parent import shared_parent
    except ImportError:
        return nullcontext()
    return shared_parent()


def main() -> None:
    """Run what is asked for."""
    how, notebooks, *clients = sys.argv[1:]
    places = [Path(each) for each in clients]
    one = partial(stock if how.startswith("stock") else ours, Path(notebooks))
    with warm() if how.startswith("ours") else nullcontext():
        if how.endswith("-pool"):
            with ProcessPoolExecutor(2) as pool:
                list(pool.map(one, places))
        else:
            for each in places:
                one(each)


if __name__ == "__main__":
    main()
