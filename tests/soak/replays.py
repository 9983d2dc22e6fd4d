"""The same inputs, the same bytes: runs published once, then computed anew in other surroundings.

    .venv/bin/python tests/soak/replays.py [--only demo-a,garment] [--ways 3]

Each engagement is run and published once (all steps, three audiences), its folder is moved elsewhere, and
``perfloop verify --replay`` computes it anew with another time zone, locale, hash seed, number of threads, and, where a
C compiler is there, another day and year. Says "N of N equal", and ends with 1 where a byte differs.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
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


def engagements(room: Path, only: set[str]) -> dict[str, Path]:
    """Folders to be run, and what is left out because its data are not here."""
    found: dict[str, Path] = {}
    for case in ("a", "b"):
        if not only or f"demo-{case}" in only:
            found[f"demo-{case}"] = room / f"demo-{case}"
    for name in PERIODS:
        if only and name not in only:
            continue
        if not DATA.is_dir():
            print(f"{name}: left out, its data are not here (../shared/data)")
            continue
        folder = room / name
        left_out = shutil.ignore_patterns("runs", "reports", "ledger.db*", ".lock")
        shutil.copytree(ROOT / "tests" / "engagements" / name, folder, ignore=left_out)
        settings = folder / "engagement.yaml"
        text = settings.read_text("utf-8").replace("../../../../shared/data", DATA.as_posix())
        settings.write_text(text, "utf-8")
        found[name] = folder
    return found


def begin(name: str, folder: Path) -> bool:
    """Run and publish an engagement once."""
    if name.startswith("demo-"):
        done = perfloop("demo", name[-1], "--to", folder)
    else:
        done = perfloop("run", folder, "--period", PERIODS[name])
    (period,) = [each.name for each in (folder / "runs").glob("*") if each.is_dir()] or [""]
    told = ("--step", "all", "--audience", "leadership,client,consultant", "--ro-crate")
    made = perfloop("publish", folder, "--period", period, *told) if not done.returncode else done
    if made.returncode:
        print(f"{name}: {made.stderr.strip()}")
    return not made.returncode


def replays(name: str, folder: Path, ways: tuple[dict[str, str], ...], clock: Path | None) -> Iterator[tuple[int, int]]:
    """Files that came out the same, of how many, in each surroundings; the folder lies elsewhere each time."""
    place = folder
    for at, way in enumerate(ways, start=1):
        elsewhere = folder.parent / f"elsewhere {at}"
        elsewhere.mkdir(exist_ok=True)
        place = place.rename(elsewhere / name)
        surroundings = way | ({"LD_PRELOAD": str(clock)} if clock else {})
        done = perfloop("verify", place, "--replay", surroundings=surroundings)
        found = re.search(r"replayed, (\d+) of (\d+) files equal", done.stdout)
        same, count = (int(found[1]), int(found[2])) if found and not done.returncode else (0, 1)
        print(f"{name}, surroundings {at}: {same} of {count} equal", flush=True)
        if same != count:
            print((done.stdout + done.stderr).strip()[-2000:])
        yield same, count


def main() -> int:
    """Replay them all; 1 where a byte differs."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--only", default="", help="some of demo-a,demo-b,garment,rossmann")
    asked.add_argument("--ways", type=int, default=len(WAYS), help="how many surroundings to try")
    told = asked.parse_args()
    equal = every = 0
    with tempfile.TemporaryDirectory(prefix="replays-") as made:
        room = Path(made)
        clock = shifted_clock(room)
        print("another day: yes" if clock else "another day: no, there is no C compiler here")
        for name, folder in engagements(room, {each for each in told.only.split(",") if each}).items():
            if not begin(name, folder):
                return 1
            for same, count in replays(name, folder, WAYS[: told.ways], clock):
                equal, every = equal + same, every + count
    print(f"{equal} of {every} equal")
    return int(equal != every)


if __name__ == "__main__":
    sys.exit(main())
