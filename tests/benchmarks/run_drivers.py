"""Programs that ``run.py`` measures, each in a process of its own: ``run_drivers.py HOW NOTEBOOKS CLIENT …``.

* stock: ``papermill.execute_notebook``, one notebook after the other.
* ours: `diagnostics.run.execute.execute` in place of it, with a warm parent where this machine allows one.
* stock-pool, ours-pool: two worker processes, a client each at a time, its notebooks in order.

``run_drivers.py kernels FILE`` writes wall seconds of kernels one after the other, and memory of kernels side by side;
``own-kernels`` writes the seconds of kernels as a step of perfloop has them.

Pools run `execute`, not ``perfloop run PATH …``: a portfolio's clients run the loop's own notebooks alone, which stock
papermill can't run as one client's five small analyses; what a process per client costs beside is not in that table.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.run_notebooks import STACK
from tests.benchmarks.run_tree import memory_of

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


def lives(count: int, *, graceful: bool) -> list[tuple[float, float]]:
    """Wall seconds of kernels: from the start until the stack is imported, and until the kernel is gone."""
    found = []
    for _ in range(count):
        began = time.monotonic()
        manager = ready()
        imported = time.monotonic() - began
        manager.shutdown_kernel(now=not graceful)
        found.append((imported, time.monotonic() - began))
    return found


def ready() -> Any:
    """A kernel that has imported the stack."""
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3")
    manager.start_kernel()
    client = manager.blocking_client()
    client.start_channels()
    client.wait_for_ready(timeout=300)
    reply = client.execute_interactive(STACK, timeout=300)["content"]
    client.stop_channels()
    assert reply["status"] == "ok", reply
    return manager


def own_lives(count: int, home: Path) -> list[tuple[float, float]]:
    """The same of kernels as a step of perfloop has them; the first waits for its parent's imports and is left out."""
    return [asyncio.run(_own_life(home)) for _ in range(count + 1)][1:]


async def _own_life(home: Path) -> tuple[float, float]:
    from diagnostics.run.kernels import PrivateKernelManager, kernel_options, private_room

    with private_room(home) as room:
        began = time.monotonic()
        config = kernel_options(room, home / "said.log", 8 << 30, own=False)["config"]
        manager = PrivateKernelManager(config=config)
        await manager.start_kernel()
        client = manager.client()
        client.start_channels()
        await client.wait_for_ready(timeout=300)
        reply = (await client.execute_interactive(STACK, timeout=300))["content"]
        imported = time.monotonic() - began
        client.stop_channels()
        await manager.shutdown_kernel(now=True)
        gone = time.monotonic() - began
    assert reply["status"] == "ok", reply
    return imported, gone


def memory(count: int) -> list[list[tuple[int, int]]]:
    """Shares (PSS) and own bytes (USS) of all kernels, each time that one more has the stack."""
    found, kernels = [], []
    for _ in range(count):
        kernels.append(ready())
        found.append([memory_of(each.provisioner.pid) for each in kernels])
    for each in kernels:
        each.shutdown_kernel(now=True)
    return found


def kernels(target: Path) -> None:
    """Write what kernels take of time and memory, as the environment has them made."""
    first, *later = lives(3, graceful=True)
    told = {"first": first[1], "graceful": later, "at once": lives(2, graceful=False), "memory": memory(3)}
    target.write_text(json.dumps(told), encoding="utf-8")


def own_kernels(target: Path) -> None:
    """Write what kernels of perfloop's steps take of time."""
    with warm():
        target.write_text(json.dumps(own_lives(4, target.parent)), encoding="utf-8")


def main() -> None:
    """Run what is asked for."""
    if sys.argv[1].endswith("kernels"):
        {"kernels": kernels, "own-kernels": own_kernels}[sys.argv[1]](Path(sys.argv[2]))
        return
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
