"""What a whole tree of processes costs: CPU, wall and peak memory, for ``run.py``.

The CPU of processes counts for whoever waits for them. A warm parent that outlives the command which started it, or a
kernel whose parent died, would be waited for by nobody here: this process makes itself the reaper of all its
descendants (``PR_SET_CHILD_SUBREAPER``), and waits until none is left. `proof` shows that this counts what was burnt.
A parent that tells the system to forget its children (SIGCHLD ignored) would still hide them; so CPU is also sampled
from /proc, a lower bound, and a row says where more was seen than counted.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_SUBREAPER = 36
_TICK = os.sysconf("SC_CLK_TCK")
_LOOK_SECONDS, _LINGER_SECONDS, _LIMIT_SECONDS = 0.1, 20, 1800


@dataclass(frozen=True)
class Cost:
    """Seconds and bytes of one command with all its descendants."""

    wall: float
    cpu: float
    peak: float
    seen: float
    lingered: int


def added(costs: list[Cost]) -> Cost:
    """Commands one after the other."""
    return Cost(
        sum(each.wall for each in costs), sum(each.cpu for each in costs), max(each.peak for each in costs),
        sum(each.seen for each in costs), sum(each.lingered for each in costs),
    )  # fmt: skip


@dataclass
class _Watch:
    """Looks at a tree while it runs: CPU by process, memory (PSS, which adds up) of all together."""

    root: int
    memory: bool
    cpu: dict[tuple[int, int], float] = field(default_factory=dict)
    peak: int = 0
    over: threading.Event = field(default_factory=threading.Event)

    def __call__(self) -> None:
        """Look until told that it is over."""
        turn = 0
        while not self.over.wait(_LOOK_SECONDS):
            family = descendants(os.getpid())
            for pid, (began, seconds) in family.items():
                self.cpu[pid, began] = seconds
            if self.memory and turn % 3 == 0:
                self.peak = max(self.peak, sum(memory_of(pid)[0] for pid in family))
            turn += 1


def descendants(root: int) -> dict[int, tuple[int, float]]:
    """Start and CPU seconds of every process below one, by number."""
    parents, told = {}, {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        pid = int(entry.name)
        parents[pid] = int(fields[1])
        told[pid] = (int(fields[19]), (int(fields[11]) + int(fields[12])) / _TICK)
    found: set[int] = set()
    more = {root}
    while more:
        more = {pid for pid, parent in parents.items() if parent in more}
        found |= more
    return {pid: told[pid] for pid in found}


def memory_of(pid: int) -> tuple[int, int]:
    """Bytes of a process: its share of what is shared (PSS), and what it has alone (USS)."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0, 0
    size = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines[1:]}
    return size.get("Pss", 0), size.get("Private_Clean", 0) + size.get("Private_Dirty", 0)


def cost_of(argv: list[str], cwd: Path, environment: dict[str, str] | None = None, *, memory: bool = True) -> Cost:
    """Run a command to the end of its last descendant; a failed one ends the benchmark."""
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with (cwd / "said.txt").open("w+b") as said:
        env = {**os.environ, **(environment or {})}
        process = subprocess.Popen(argv, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        watch = _Watch(process.pid, memory)
        looking = threading.Thread(target=watch, daemon=True)
        looking.start()
        code = process.wait(_LIMIT_SECONDS)
        wall = time.monotonic() - began
        lingered = _reap()
        watch.over.set()
        looking.join()
        if code:
            said.seek(0)
            sys.exit(f"{' '.join(argv)} ended with {code}:\n{said.read().decode(errors='replace')[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(wall, cpu, watch.peak, sum(watch.cpu.values()), lingered)


def _reap() -> int:
    """Wait for every orphan; one that stays is ended and counted."""
    until, ended = time.monotonic() + _LINGER_SECONDS, 0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return ended
        if pid == 0:
            if time.monotonic() > until:
                for each in descendants(os.getpid()):
                    os.kill(each, signal.SIGKILL)
                    ended += 1
                until = time.monotonic() + _LINGER_SECONDS
            time.sleep(0.02)


_BURN = """\
import os, sys, time
def burn(seconds):
    while time.process_time() < seconds: pass
    os._exit(0)
if os.fork() == 0:  # a child that is waited for
    burn(0.5)
os.wait()
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:  # a daemon that outlives who started it
        burn(0.5)
    if os.fork() == 0:  # an orphan whose parent is killed
        burn(0.5)
    os.kill(os.getpid(), 9)
"""


def proof(folder: Path) -> str:
    """Show that what is burnt outside the sight of the first process is counted."""
    cost = cost_of([sys.executable, "-S", "-c", _BURN], folder, memory=False)
    return f"counted {cost.cpu:.2f} s of 1.5 s that a child, a daemon and an orphan burnt; {cost.lingered} left"
