"""The same inputs, the same bytes: runs published once, then computed anew in other surroundings.

    .venv/bin/python tests/soak/replays.py [--only demo-a,garment] [--ways 3] [--room FOLDER]

Each engagement is run and published once (all steps, three audiences), its folder is moved elsewhere, and
``perfloop verify --replay`` computes it anew with another time zone, locale, hash seed, number of threads, and, where a
C compiler is there, another day and year. Says "N of N equal", and ends with 1 where a byte differs. With a room to
keep, what was found is written there, and a later call goes on where this one was stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
PERIODS = {"garment": "2015-W10", "rossmann": "2015-07"}
DAY = 86_400
WAYS: tuple[dict[str, str], ...] = (
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "7", "OMP_NUM_THREADS": "1", "PERFLOOP_THREADS": "1",
     "SHIFT": str(400 * DAY)},
    {"TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4242", "OMP_NUM_THREADS": "2",
     "PERFLOOP_THREADS": "8", "SHIFT": str(-200 * DAY)},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "POSIX", "PYTHONHASHSEED": "random", "OPENBLAS_NUM_THREADS": "1",
     "PERFLOOP_THREADS": "3", "SHIFT": str(37 * DAY + 40_000)},
)  # fmt: skip
# Another day for a process and all it starts: what tells the time of day is moved, what measures spans is not.
CLOCK = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
static long shift(void) { const char *told = getenv("SHIFT"); return told ? atol(told) : 0; }
int clock_gettime(clockid_t id, struct timespec *at) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
  int done = real(id, at);
  if (!done && (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)) at->tv_sec += shift();
  return done;
}
int gettimeofday(struct timeval *restrict at, void *restrict zone) {
  struct timespec now; (void)zone;
  if (clock_gettime(CLOCK_REALTIME, &now)) return -1;
  at->tv_sec = now.tv_sec; at->tv_usec = now.tv_nsec / 1000;
  return 0;
}
time_t time(time_t *kept) {
  struct timespec now; clock_gettime(CLOCK_REALTIME, &now);
  if (kept) *kept = now.tv_sec;
  return now.tv_sec;
}
"""


def perfloop(*arguments: object, surroundings: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """The command in other surroundings."""
    command = [sys.executable, "-m", "diagnostics.cli", *map(str, arguments)]
    told = {**os.environ, "PYTHONPATH": str(ROOT), **(surroundings or {})}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=told)


def shifted_clock(room: Path) -> Path | None:
    """Library that moves the day; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None or not sys.platform.startswith("linux"):
        return None
    source, library = room / "clock.c", room / "clock.so"
    source.write_text(CLOCK, encoding="ascii")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True)
    return library


def wanted(only: set[str]) -> list[str]:
    """Names of the engagements to be replayed; those whose data are not here are left out, saying so."""
    names = [each for each in ("demo-a", "demo-b", *PERIODS) if not only or each in only]
    for name in PERIODS.keys() & names:
        if not DATA.is_dir():
            print(f"{name}: left out, its data are not here (../shared/data)")
            names.remove(name)
    return names


def begun(name: str, room: Path) -> Path | None:
    """Folder of an engagement that was run and published once, wherever it was moved; None where that fails."""
    there = [each.parent for each in (*room.glob(f"{name}/published"), *room.glob(f"elsewhere */{name}/published"))]
    if there:
        return there[0]
    folder = room / name
    shutil.rmtree(folder, ignore_errors=True)
    if name.startswith("demo-"):
        done = perfloop("demo", name[-1], "--to", folder)
    else:
        copy_of(name, folder)
        done = perfloop("run", folder, "--period", PERIODS[name])
    (period,) = [each.name for each in (folder / "runs").glob("*") if each.is_dir()] or [""]
    told = ("--step", "all", "--audience", "leadership,client,consultant", "--ro-crate")
    made = perfloop("publish", folder, "--period", period, *told) if not done.returncode else done
    if made.returncode:
        print(f"{name}: {made.stderr.strip()}")
        return None
    (folder / "published").touch()
    return folder


def copy_of(name: str, folder: Path) -> None:
    """Copy a real engagement without what was made of it."""
    left_out = shutil.ignore_patterns("runs", "reports", "ledger.db*", ".lock")
    shutil.copytree(ROOT / "tests" / "engagements" / name, folder, ignore=left_out)
    settings = folder / "engagement.yaml"
    text = settings.read_text("utf-8").replace("../../../../shared/data", DATA.as_posix())
    settings.write_text(text, "utf-8")


def replayed(place: Path, room: Path, at: int, clock: Path | None) -> tuple[int, int]:
    """Files that came out the same, of how many, in one of the surroundings; the folder lies elsewhere each time."""
    name, elsewhere = place.name, room / f"elsewhere {at}"
    elsewhere.mkdir(exist_ok=True)
    place = place.rename(elsewhere / name) if place.parent != elsewhere else place
    surroundings = WAYS[at - 1] | ({"LD_PRELOAD": str(clock)} if clock else {})
    done = perfloop("verify", place, "--replay", surroundings=surroundings)
    found = re.search(r"replayed, (\d+) of (\d+) files equal", done.stdout)
    same, count = (int(found[1]), int(found[2])) if found else (0, 1)
    # A fault that is no file, such as a ledger that was cut, counts as one.
    same -= bool(done.returncode and same == count)
    print(f"{name}, surroundings {at}: {same} of {count} equal", flush=True)
    if same != count:
        print((done.stdout + done.stderr).strip()[-2000:])
    return same, count


def replay_all(room: Path, names: list[str], ways: int) -> int:
    """Replay each engagement in each of the surroundings, all in the first before any in the second."""
    clock = shifted_clock(room)
    print("another day: yes" if clock else "another day: no, there is no C compiler here")
    kept = room / "told.json"
    told = json.loads(kept.read_text("utf-8")) if kept.is_file() else {}
    for at in range(1, ways + 1):
        for name in names:
            key = f"{name} {at}"
            if key in told:
                continue
            place = begun(name, room)
            if place is None:
                return 1
            told[key] = replayed(place, room, at, clock)
            kept.write_text(json.dumps(told), "utf-8")
    found = [told[f"{name} {at}"] for at in range(1, ways + 1) for name in names]
    equal, every = sum(same for same, _ in found), sum(count for _, count in found)
    print(f"{equal} of {every} equal")
    return int(equal != every)


def main() -> int:
    """Replay them all; 1 where a byte differs."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="some of demo-a,demo-b,garment,rossmann")
    asked.add_argument("--ways", type=int, default=len(WAYS), help="how many surroundings to try")
    asked.add_argument("--room", type=Path, help="folder that is kept, to go on there; a temporary one by default")
    told = asked.parse_args()
    names = wanted({each for each in told.only.split(",") if each})
    if told.room:
        told.room.mkdir(parents=True, exist_ok=True)
        return replay_all(told.room.resolve(), names, told.ways)
    with tempfile.TemporaryDirectory(prefix="replays-") as made:
        return replay_all(Path(made), names, told.ways)


if __name__ == "__main__":
    sys.exit(main())
