"""Runs and publishings that are killed: at each operation on the disk in turn, at random moments, and with real kernels.

    .venv/bin/python tests/soak/kills.py [--kills 1000] [--kernels 24] [--every 1] [--seed 0]

Most steps need no kernel here, so that a death costs a third of a second; some runs have real kernels. Random kills
come five in a row, each on what the one before left; then the command is carried out, and what is published is
compared byte by byte with what one that nobody stopped published. Ends with 1 where anything was mixed, unequal or left.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.run.death_trials import RUN, Trials, documents, engagements, results
from tests.run.disk_points import die
from tests.run.dying import command, copy_of
from tests.run.stand_in import write_notebooks

ROOT = Path(__file__).resolve().parents[2]
IN_A_ROW = 5
MARK = "PERFLOOP_SOAK_KILLS"
STAND_IN = ROOT / "tests" / "run" / "stand_in.py"


def numbered(trials: Trials, every: int) -> int:
    """A death at each operation in turn, resumed and compared each time."""
    points = range(1, len(trials.names) + 1, every)
    for number in points:
        trials.killed_at(number, die)
    return len(points)


def at_random(trials: Trials, kills: int, draw: random.Random) -> int:
    """Kills at random moments, five in a row; how many times the outcome was compared."""
    # The quickest of three: where the machine stalled for one, most moments would lie after a run's end.
    seconds = min(_seconds(trials) for _ in range(3))
    rows = 0
    while trials.killed < kills:
        trials.storm([draw.uniform(1e-3, seconds) for _ in range(IN_A_ROW)], seconds)
        rows += 1
    return rows


def _seconds(trials: Trials) -> float:
    began = time.monotonic()
    command(trials.room, *trials.words, trials._fresh())
    return time.monotonic() - began


class Kernels:
    """Runs as a command with real kernels, killed from outside."""

    def __init__(self, room: Path, small: Path) -> None:
        self.room, self.before, self.place = room, small, room / "tried" / "small"
        self.notebooks, self.temporary = room / "notebooks of the soak", room / "kernels' temporary"
        self.temporary.mkdir()
        write_notebooks(self.notebooks, "same")
        self.environment = {**os.environ, MARK: str(os.getpid()), "TMPDIR": str(self.temporary),
                            "PYTHONPATH": str(ROOT)}  # fmt: skip
        self.wrong: list[str] = []
        self.processes = self.folders = 0
        copy_of(small, self.place)
        began = time.monotonic()
        assert self.run() == 0, "the unbroken run failed"
        self.seconds = time.monotonic() - began
        self.new, self.results = documents(self.place), self._results()

    def _results(self) -> dict[str, bytes]:
        # Logs and executed notebooks bear the time of day.
        return {name: each for name, each in results(self.place).items() if name.startswith(("results/", "work/"))}

    def run(self, kill_after: float = 0.0) -> int:
        """The command; its exit code."""
        words = [sys.executable, str(STAND_IN), str(self.notebooks), *RUN, str(self.place)]
        quiet = subprocess.DEVNULL
        process = subprocess.Popen(words, stdout=quiet, stderr=quiet, env=self.environment, start_new_session=True)
        if kill_after:
            time.sleep(kill_after)
            process.send_signal(signal.SIGKILL)
        return process.wait(timeout=600)

    def killed(self, moment: float) -> bool:
        """Kill a run, look two seconds later, resume it; whether the kill struck."""
        copy_of(self.before, self.place)
        struck = self.run(moment) == -signal.SIGKILL
        time.sleep(2)
        self.processes += len(self._alive())
        self.folders += sum(each.is_dir() for each in self.temporary.glob("perfloop-*"))
        now = documents(self.place)
        if now not in ({}, self.new):
            told = command(self.room, "verify", self.place)
            if told.code != 1:
                self.wrong.append(f"killed after {moment:.2f} s: verify ended with {told.code}")
        if self.run():
            self.wrong.append(f"killed after {moment:.2f} s: the next run failed")
        elif documents(self.place) != self.new or self._results() != self.results:
            self.wrong.append(f"killed after {moment:.2f} s: the next run came to something else")
        return struck

    def _alive(self) -> list[int]:
        mark, found = f"{MARK}={os.getpid()}".encode(), []
        for each in Path("/proc").glob("[0-9]*/environ"):
            try:
                if int(each.parent.name) != os.getpid() and mark in each.read_bytes().split(b"\0"):
                    found.append(int(each.parent.name))
            except OSError:
                continue
        return found


def with_kernels(room: Path, small: Path, kills: int, draw: random.Random) -> list[str]:
    """Kills of runs with real kernels; what was wrong."""
    tried = Kernels(room, small)
    struck = sum(tried.killed(draw.uniform(0.2, tried.seconds)) for _ in range(kills))
    print(
        f"real kernels: {struck} kills of {kills} runs of {tried.seconds:.1f} s, each resumed and compared: unequal"
        f" {len(tried.wrong)}; left 2 s after: {tried.processes} processes, {tried.folders} temporary folders",
        flush=True,
    )
    return tried.wrong + ([f"{tried.processes} processes outlived their run"] if tried.processes else [])


def main() -> int:
    """Kill them all; 1 where anything was wrong."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--kills", type=int, default=1000, help="at random moments")
    asked.add_argument("--kernels", type=int, default=24, help="of runs with real kernels")
    asked.add_argument("--every", type=int, default=1, help="try every n-th operation")
    asked.add_argument("--seed", type=int, default=0)
    told = asked.parse_args()
    draw, wrong = random.Random(told.seed), []
    with tempfile.TemporaryDirectory(prefix="kills-") as made:
        room = Path(made).resolve()
        for trials in engagements(room):
            deaths = numbered(trials, told.every)
            rows = at_random(trials, -(-told.kills // 3), draw)
            print(
                f"{trials.words[0]} of '{trials.before.parent.name}': {deaths} deaths at {len(trials.names)} operations and"
                f" {trials.killed} kills at random moments, looked at each time; {deaths + rows} times resumed and"
                f" compared; sets seen half placed and known as incomplete: {trials.between}; mixed, unequal or left:"
                f" {len(trials.wrong)}",
                flush=True,
            )
            wrong += trials.wrong
        if told.kernels:
            wrong += with_kernels(room, room / "first" / "small", told.kernels, draw)
    for each in wrong[:20]:
        print("  ", each)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
