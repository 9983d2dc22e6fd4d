"""Draws in shards, each a file written whole, so that a killed run goes on where it was 「分片与续跑」."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from pathlib import Path
from threading import Thread
from typing import Any

from diagnostics.errors import InputError
from tests.calibration.cells import Cell
from tests.calibration.fingerprint import fingerprint
from tests.calibration.methods import Outcome, answer, frame_of
from tests.calibration.series import draw

SIZE = 50
Answer = Callable[..., Outcome]


@dataclass(frozen=True)
class Shard:
    """Some draws of a cell 「分片」."""

    cell: Cell
    seed: int
    first: int
    count: int

    def file(self, folder: Path) -> Path:
        """Where it is kept."""
        return folder / self.cell.key / f"{self.seed}-{self.first:06d}-{self.count}.json"


def shards(cells: Iterable[Cell], draws: int, seed: int) -> Iterator[Shard]:
    """Shards of all cells, the first draws of each before the second: a table of few draws is early there."""
    wanted = [(cell, cell.draws(draws)) for cell in cells]
    for first in range(0, draws, SIZE):
        yield from (Shard(cell, seed, first, min(SIZE, count - first)) for cell, count in wanted if first < count)


def compute(shard: Shard, folder: Path, asked: Answer = answer) -> Path:
    """File of a shard, computed and put in its place at once whole.

    Parameters
    ----------
    folder : Path
        Folder of the code's fingerprint.
    asked : callable
        What is asked of each method.

    Raises
    ------
    InputError
        When the code is not the folder's any more: figures of two versions are never mixed.
    """
    found: dict[str, dict[str, Any]] = {}
    for effect in shard.cell.effects:
        for number in range(shard.first, shard.first + shard.count):
            drawn = draw(shard.cell.design, effect, shard.seed, number)
            frame = frame_of(drawn)
            for method in shard.cell.methods:
                _add(found.setdefault(f"{method} {effect:g}", _empty()), asked(method, drawn, frame))
    if folder.name != fingerprint():
        raise InputError(f"The code changed while it ran (it was {folder.name}); the same command begins with the new.")
    file = shard.file(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(f".{os.getpid()}.tmp")
    beside.write_text(json.dumps(found), encoding="utf-8")
    beside.replace(file)
    return file


def _empty() -> dict[str, Any]:
    return {"effect": [], "low": [], "high": [], "verdict": "", "reasons": {}, "milliseconds": 0.0}


def _add(kept: dict[str, Any], outcome: Outcome) -> None:
    for name in ("effect", "low", "high"):
        kept[name].append(round(getattr(outcome, name), 6))
    kept["verdict"] += outcome.verdict
    kept["milliseconds"] += outcome.milliseconds
    for reason in outcome.reasons:
        kept["reasons"][reason] = kept["reasons"].get(reason, 0) + 1


def run(wanted: list[Shard], folder: Path, jobs: int) -> None:
    """Every shard that is not there yet, over as many processes; says how far it is."""
    missing = [each for each in wanted if not each.file(folder).is_file()]
    print(f"{len(wanted) - len(missing)} of {len(wanted)} shards are there already.", flush=True)
    began = said = time.monotonic()
    # Fresh processes: each takes one thread for its algebra, which is set before any library is loaded.
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_begin) as pool:
        running = [pool.submit(compute, each, folder) for each in missing]
        try:
            for done, each in enumerate(as_completed(running), 1):
                each.result()
                if time.monotonic() - said > 30:
                    said = time.monotonic()
                    left = (said - began) / done * (len(missing) - done)
                    print(f"{done} of {len(missing)} shards, about {left / 60:.0f} minutes left", flush=True)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin() -> None:
    """A process that finishes its shard when Ctrl-C stops the run, and ends when the run is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_the_run, daemon=True).start()


def _end_with_the_run() -> None:
    run = parent_process()
    if run is not None:
        run.join()
        os._exit(1)


def read(cell: Cell, seed: int, folder: Path) -> dict[str, dict[str, Any]]:
    """All draws of a cell that are there, by method and effect, in their order."""
    best: dict[int, Path] = {}
    for file in sorted((folder / cell.key).glob(f"{seed}-*.json")):
        _, first, count = file.stem.split("-")
        known = best.get(int(first))
        if known is None or int(known.stem.split("-")[2]) < int(count):
            best[int(first)] = file
    found: dict[str, dict[str, Any]] = {}
    for _, file in sorted(best.items()):
        for name, each in json.loads(file.read_text(encoding="utf-8")).items():
            kept = found.setdefault(name, _empty())
            for key in ("effect", "low", "high", "verdict", "milliseconds"):
                kept[key] += each[key]
            for reason, times in each["reasons"].items():
                kept["reasons"][reason] = kept["reasons"].get(reason, 0) + times
    return found
