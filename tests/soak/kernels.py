"""Warm kernels by the thousand, with random faults: what hangs, what is left behind, what is shared.

    python tests/soak/kernels.py [KERNELS] [SEED]

Batches run in a process of their own, four kernels at a time from four threads. Kernels end well, raise, exit, crash, are
killed or run out of time; some batches are killed or terminated in the middle. Two seconds after each batch no process
and no folder of it may be left.
"""

from __future__ import annotations

import json
import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BATCH, AT_ONCE = 120, 4
BATCH_SECONDS = 600
MARK = "PERFLOOP_SOAK"
WELL = """
import os, random, uuid, numpy, pandas, scipy.stats
import matplotlib.pyplot as plt
assert "CANARY" not in os.environ and "CANARY" not in dir(__builtins__) and pandas.options.display.max_rows == 60
assert plt.rcParams["lines.linewidth"] == 1.5 and not hasattr(pandas, "CANARY")
os.environ["CANARY"] = pandas.CANARY = __builtins__.CANARY = "mine"
pandas.options.display.max_rows, plt.rcParams["lines.linewidth"] = 7, 9.0
plt.plot([1, 2]); plt.show()
used = {k: int(v.split()[0]) for k, _, v in (line.partition(":") for line in open("/proc/self/smaps_rollup")) if "kB" in v}
print([random.random(), numpy.random.random(), uuid.uuid4().hex, used["Private_Dirty"] + used["Private_Clean"]])
"""
CELLS = {
    "well": WELL,
    "raise": "raise ValueError('told')",
    "exit": "import sys\nsys.exit(3)",
    "kill": "import os\nos.kill(os.getpid(), 9)",
    "crash": "import ctypes\nctypes.string_at(0)",
    "sleep": "import time\ntime.sleep(600)",
    "pool": "import multiprocessing, os\nwith multiprocessing.get_context('fork').Pool(2) as p: print(p.map(abs, [-1, 2]))",
    "shell": "!true\nimport asyncio\nawait asyncio.sleep(0)",
}
ENDS = {
    "well": {"done"}, "pool": {"done"}, "shell": {"done"}, "raise": {"CellExecutionError"},
    "exit": {"done", "CellExecutionError", "DeadKernelError"}, "kill": {"DeadKernelError"}, "crash": {"DeadKernelError"},
    "sleep": {"CellTimeoutError"},
}  # fmt: skip


def one(at: int, kind: str, home: Path) -> dict[str, object]:
    """One kernel: how it ended, how long it took, what it drew."""
    import nbformat
    from nbclient import NotebookClient

    from diagnostics.run.kernels import KERNEL_NAME, kernel_options, private_room

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELLS[kind])])
    began, end, drawn, figures = time.monotonic(), "done", None, 0
    engagement = home / f"client {at}"
    with private_room(engagement) as room:
        options = kernel_options(room, home / "said", 4 << 30, own=at % 2 == 0)
        client = NotebookClient(
            notebook, kernel_name=KERNEL_NAME, timeout=2 if kind == "sleep" else 300, startup_timeout=300, **options
        )
        try:
            client.execute()
        except Exception as error:  # noqa: BLE001 (the table counts them)
            end = type(error).__name__
    outputs = notebook.cells[0].outputs
    if kind == "well" and end == "done":
        drawn = json.loads(next(each.text for each in outputs if each.output_type == "stream").replace("'", '"'))
        figures = sum("image/png" in each.get("data", {}) for each in outputs)
    return {"kind": kind, "end": end, "seconds": time.monotonic() - began, "drawn": drawn, "figures": figures}


def batch(size: int, seed: int, home: Path) -> None:
    """Kernels one after the other in four threads, each written down when it has ended."""
    chance = random.Random(seed)
    kinds = chance.choices(list(CELLS), weights=[20, 2, 1, 2, 1, 1, 1, 1], k=size)
    from diagnostics.run.warm.parent import shared_parent

    with shared_parent(), ThreadPoolExecutor(AT_ONCE) as hands, (home / "told").open("a", encoding="utf-8") as told:
        for found in hands.map(lambda each: one(each[0], each[1], home), enumerate(kinds)):
            told.write(json.dumps(found) + "\n")
            told.flush()


def left_processes(mark: str) -> list[int]:
    """Processes that bear a batch's mark."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and f"{MARK}={mark}".encode() in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def run_batch(size: int, seed: int, chance: random.Random, sums: Counter[str]) -> list[dict[str, object]]:
    """One batch in its own process, perhaps stopped in the middle; what it told."""
    stop = chance.choices([None, signal.SIGKILL, signal.SIGTERM], weights=[5, 2, 1])[0]
    with tempfile.TemporaryDirectory() as kept:
        home, mark = Path(kept), f"{os.getpid()}-{seed}"
        process = subprocess.Popen(
            [sys.executable, __file__, "--batch", str(size), str(seed), kept], env={**os.environ, MARK: mark},
            stdout=subprocess.DEVNULL, stderr=(home / "errors").open("wb"),
        )  # fmt: skip
        try:
            process.wait(chance.uniform(3, 25) if stop else BATCH_SECONDS)
        except subprocess.TimeoutExpired:
            sums["hangs"] += stop is None
            sums[f"runners stopped by {stop.name if stop else 'the clock'}"] += 1
            process.send_signal(stop or signal.SIGKILL)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                sums["hangs"] += 1
                process.kill()
        time.sleep(2)
        processes = left_processes(mark)
        folders = list(Path(tempfile.gettempdir()).glob(f"perfloop-*-{process.pid}-*"))
        sums["processes left"] += len(processes)
        sums["folders left"] += len(folders)
        if processes or folders:
            print("left:", processes, folders, flush=True)
            for each in processes:
                os.kill(each, signal.SIGKILL)
        if process.returncode not in {0, -signal.SIGKILL, -signal.SIGTERM}:
            sums["runners that failed"] += 1
            print((home / "errors").read_text(encoding="utf-8")[-2000:], flush=True)
        told = home / "told"
        return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()] if told.exists() else []


def main(kernels: int, seed: int) -> int:
    """Batches until so many kernels have run; a table, and 1 where something hung, was left or was shared."""
    chance, sums, told, number = random.Random(seed), Counter[str](), [], 0
    for name in ("hangs", "processes left", "folders left", "odd ends", "figures missing"):
        sums[name] = 0
    while len(told) < kernels:
        number += 1
        told += run_batch(min(BATCH, kernels - len(told)), seed + number, chance, sums)
        if sums["runners that failed"] > 3:
            break
        if number % 5 == 0:
            print(f"{len(told)} kernels, {dict(sums)}", flush=True)
    for each in told:
        sums["odd ends"] += each["end"] not in ENDS[each["kind"]]
        sums["figures missing"] += each["kind"] == "well" and each["end"] == "done" and each["figures"] != 1
    drawn = [each["drawn"] for each in told if each["drawn"]]
    sums["draws shared"] = sum(len(drawn) - len({each[at] for each in drawn}) for at in range(3))
    print(f"Python {sys.version.split()[0]}: {len(told)} kernels in {number} batches, seed {seed}")
    print("ends:", dict(Counter(f"{each['kind']} {each['end']}" for each in told)))
    for name, count in sums.items():
        print(f"{count:6d} {name}")
    print(
        f"median {statistics.median(each['seconds'] for each in told if each['kind'] == 'well'):.2f} s a kernel that ends"
    )
    print(f"median {statistics.median(each[3] for each in drawn) / 1024:.0f} MB unique to a kernel")
    bad = (
        "hangs",
        "processes left",
        "folders left",
        "odd ends",
        "figures missing",
        "draws shared",
        "runners that failed",
    )
    return int(any(sums[name] for name in bad))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--batch"]:
        batch(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    else:
        arguments = [int(each) for each in sys.argv[1:3]]
        sys.exit(main(*(arguments + [2000, 7][len(arguments) :])))
