"""20 made-up clients side by side by the command itself, two of them failing; then three whose kernels look for the
others.

One client's file is broken, one client's run is stopped (SIGSTOP) in the middle of a step, so that it must be ended from
outside. Every text of a client bears its canary, and a variable of its own in the environment: neither may turn up in
what another made, was told, or had in its environment. Prints wall, statuses, peak memory, left-overs.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import yaml

from diagnostics.run.portfolio import executor, starting
from diagnostics.run.portfolio.asked import Asked
from diagnostics.run.portfolio.doing import do
from diagnostics.run.portfolio.side_by_side import portfolio_lines, run_side_by_side
from tests.conftest import _write_small
from tests.run.portfolio.nosy import SCRIPT, seen_of, write_nosy
from tests.soak.clients import Client

PERIOD = "2024-05"


def written(number: int, root: Path, seed: int) -> Client:
    """A made-up client with 14 months of facts and a secret that only it names."""
    client = Client(Random(seed * 1000 + number), number, root)
    client.write()
    settings = client.folder / "engagement.yaml"
    content = yaml.safe_load(settings.read_text(encoding="utf-8"))
    content["leak_scan"]["canaries_from"] = f"SECRET_{client.mark}"
    os.environ[f"SECRET_{client.mark}"] = f"canary-{client.mark}"
    settings.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return client


class Looks:
    """Looks at what runs: environments of clients' processes, and their private folders."""

    def __init__(self, clients: list[Client], hangs: Client) -> None:
        self.clients, self.hangs = {str(each.folder): each for each in clients}, hangs
        self.found: list[str] = []
        self.looked, self.stopped, self.over = 0, 0, threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def _look(self) -> None:
        while not self.over.wait(0.3):
            for process in _processes():
                mine = self._client(process)
                if mine is None:
                    continue
                self.looked += 1
                told = _read(f"/proc/{process}/environ")
                self.found += [
                    f"{each.mark} stands in the environment of {mine.mark}"
                    for each in self.clients.values()
                    if each is not mine and each.mark.encode() in told
                ]
                if mine is self.hangs and not self.stopped and b'"began": "diagnose"' in _tells(process):
                    os.kill(process, signal.SIGSTOP)
                    self.stopped = process

    def _client(self, process: int) -> Client | None:
        """Client whose private folder names this process."""
        room = _room(process)
        lock = next((each for each in self.clients if _holds(each, process)), None) if room else None
        return self.clients[lock] if lock else None


def _processes() -> list[int]:
    found = []
    for note in Path(tempfile.gettempdir()).glob("perfloop-client-*/pid"):
        told = _read(note)
        found += [int(told)] if told.isdigit() else []
    return found


def _room(process: int) -> Path | None:
    rooms = Path(tempfile.gettempdir()).glob("perfloop-client-*/pid")
    return next((each.parent for each in rooms if _read(each) == str(process).encode()), None)


def _holds(client: str, process: int) -> bool:
    return f'"pid": {process},'.encode() in _read(Path(client, ".lock"))


def _tells(process: int) -> bytes:
    room = _room(process)
    return _read(room / "tells") if room else b""


def _read(path: str | Path) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""


def canaries(clients: list[Client], said: dict[str, bytes]) -> list[str]:
    """Marks of a client in what another made or said."""
    found = []
    for each in clients:
        made = {**each.outputs(), "what it said": said.get(str(each.folder), b"")}
        for other in clients:
            if other is not each:
                found += [f"{name} of {each.mark} tells of {other.mark}" for name, content in made.items()
                          if other.mark.encode() in content]  # fmt: skip
    return found


def nosy(root: Path) -> list[str]:
    """What kernels of three clients, forked from one warm parent one after the other, see of each other."""
    names = ("one", "two", "three")
    notebooks, folders = write_nosy(_write_small(root / "small"), root, names)
    starting.INSTEAD = (sys.executable, str(SCRIPT), str(notebooks))
    os.environ.update({f"SECRET_{name}": f"zq{name}zq" for name in names})
    try:
        asked = Asked(
            tuple(folders), "2025-06", frozenset({"align", "diagnose"}), workers=1, summary=root / "nosy.html"
        )
        portfolio = run_side_by_side(asked)
    finally:
        starting.INSTEAD = ()
    seen = {each.name: seen_of(each) for each in folders}
    found = [f"nosy {name} is {each.status}" for name, each in zip(names, portfolio.done, strict=True) if each.code]
    return found + [
        f"{name} sees {other}" for name in names for other in names
        if (f"zq{other}zq" in seen[name]) != (name == other)
    ]  # fmt: skip


def left(before: set[Path], clients: list[Client]) -> tuple[list[str], int]:
    """Private folders and processes that outlived the command, and staged runs of clients."""
    time.sleep(2)
    rooms = [
        str(each) for each in Path(tempfile.gettempdir()).glob("perfloop-*") if each.is_dir() and each not in before
    ]
    folders = [str(each.folder) for each in clients]
    told = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=False).stdout.splitlines()
    running = [line for line in told if any(folder in line for folder in folders)]
    staged = sum(len(list(each.folder.glob("runs/*/.staging-*"))) for each in clients)
    return rooms + running, staged


def main() -> int:
    """Run them and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    os.environ.update({"PERFLOOP_STEP_WALL": "60", "PERFLOOP_STEP_GRACE": "5"})
    with tempfile.TemporaryDirectory() as root:
        # All temporary folders of this run lie here: what is left is told from what others leave.
        tempfile.tempdir = os.environ["TMPDIR"] = str(Path(root, "t"))
        Path(root, "t").mkdir()
        clients = [written(number, Path(root), asked.seed) for number in range(1, asked.clients + 1)]
        broken, hangs = clients[1], clients[3]
        (broken.folder / "data" / "sales.csv").write_bytes(b"PK\x03\x04 no csv \x00\xff")
        said: dict[str, bytes] = {}

        def heard(task, on_line, *stops):
            done = do(task, on_line, *stops)
            said[task.client] = "\n".join([*done.lines, done.error, repr(done.told)]).encode()
            return done

        executor.do = heard
        looks = Looks(clients, hangs)
        began = time.monotonic()
        portfolio = run_side_by_side(
            Asked(tuple(each.folder for each in clients), PERIOD, workers=asked.workers, summary=Path(root, "all.html"))
        )
        spent = time.monotonic() - began
        looks.over.set()
        for line in portfolio_lines(portfolio):
            print(line)
        found = canaries(clients, said) + looks.found + nosy(Path(root))
        rest, staged = left(set(), clients)
    return _told(portfolio, found, rest, (spent, looks.looked, bool(looks.stopped), staged))


def _told(portfolio, found, rest, counted) -> int:
    spent, looked, stopped, staged = counted
    for each in [*found, *rest][:10]:
        print(each)
    statuses = Counter(each.status for each in portfolio.done)
    peak = max(each.peak_memory for each in portfolio.done) >> 20
    print(
        f"{len(portfolio.done)} clients, {dict(statuses)}, code {portfolio.code}, {spent:.0f} s wall, most memory of one"
        f" client {peak} MB; {looked} looks at environments, {len(found)} canaries; stopped one: {stopped};"
        f" {len(rest)} processes or folders left, {staged} staged runs of killed ones"
    )
    right = statuses["done"] == len(portfolio.done) - 2 and statuses["killed"] == 1
    return 0 if right and not found and not rest and stopped else 1


if __name__ == "__main__":
    sys.exit(main())
