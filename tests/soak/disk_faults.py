"""Runs and publishings on a disk that fails: at each operation in turn, and on a small disk that is really full.

    .venv/bin/python tests/soak/disk_faults.py [--every 1] [--megabytes 60]

At each operation the disk is full (ENOSPC), over its quota (EDQUOT), read-only (EROFS) from there on, or fails once
(EIO). The command must say so in one line and end with 3, or be done; what was published stays or is replaced whole or
is known as incomplete; nothing half made is left; and the same command on a sound disk comes to the same bytes as
ever. Where a disk of its own can be mounted (root on Linux), it is filled and a real run with kernels is tried there.
"""

from __future__ import annotations

import argparse
import errno
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.conftest import _write_small
from tests.run.death_trials import RUN, SURROUNDINGS, Trials, documents, engagements, left_over
from tests.run.disk_points import failing

ROOT = Path(__file__).resolve().parents[2]
FAULTS = ((errno.ENOSPC, True), (errno.EDQUOT, True), (errno.EIO, False), (errno.EROFS, True))
# Bytes that are left to a run on the full disk, from none to nearly enough.
ROOM = (0, 4_096, 20_000, 60_000, 120_000, 250_000)


def each_fault(trials: Trials, every: int) -> None:
    """Every kind of failure at each operation."""
    for number, stays in FAULTS:
        name = errno.errorcode[number]
        points = range(1, len(trials.names) + 1, every)
        codes = Counter(trials.failed_at(at, name, failing(number, stays=stays)) for at in points)
        told = ", ".join(f"exit code {code}: {count}" for code, count in sorted(codes.items()))
        print(
            f"{trials.words[0]} of '{trials.before.parent.name}', {name} at {len(points)} operations: {told}",
            flush=True,
        )
    print(f"  sets seen half placed and known as incomplete: {trials.between}; wrong: {len(trials.wrong)}", flush=True)


@contextmanager
def small_disk(room: Path, megabytes: int) -> Iterator[Path | None]:
    """A disk of its own, None where it can't be mounted."""
    place = room / "disk"
    place.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "perfloop", str(place)], capture_output=True, check=False
    )
    if done.returncode:
        yield None
        return
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=False)


def command(folder: Path, notebooks: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """The command with real kernels, whose own temporary folders lie elsewhere."""
    words = [sys.executable, str(ROOT / "tests" / "run" / "stand_in.py"), str(notebooks), *RUN, *more, str(folder)]
    told = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(words, capture_output=True, text=True, check=False, env=told, timeout=600)


def filled(disk: Path, left: int) -> Path:
    """A file that takes all of a disk but some bytes."""
    filler = disk / "filler"
    free = shutil.disk_usage(disk).free - left
    with filler.open("wb") as handle:
        while free > 0:
            handle.write(b"0" * min(free, 1 << 20))
            free -= 1 << 20
    return filler


def on_a_full_disk(disk: Path, notebooks: Path) -> list[str]:
    """Runs on a disk with less and less room; what was wrong."""
    from tests.run.stand_in import write_notebooks

    write_notebooks(notebooks, "old " * 4_000)
    folder, wrong, codes = _write_small(disk / "small"), [], Counter[int]()
    assert not command(folder, notebooks).returncode
    old = documents(folder)
    write_notebooks(notebooks, "new " * 4_000)
    for left in ROOM:
        filler = filled(disk, left)
        told = command(folder, notebooks, "-p", "seed=7")
        codes[told.returncode] += 1
        lines = [each for each in told.stderr.splitlines() if each.startswith("perfloop:")]
        where = f"a disk with {left} bytes left"
        if told.returncode and (told.returncode != SURROUNDINGS or len(lines) != 1 or "Traceback" in told.stderr):
            wrong.append(f"{where}: exit code {told.returncode}, {told.stderr[-300:]!r}")
        if told.returncode and documents(folder) != old:
            wrong.append(f"{where}: the page is not the old one")
        if told.returncode and (half := left_over(folder)):
            wrong.append(f"{where}: left {half[:3]}")
        filler.unlink()
        if not told.returncode:
            break
    again = command(folder, notebooks, "-p", "seed=7")
    if again.returncode or documents(folder) == old:
        wrong.append(f"with room again: {again.stderr[-300:]!r}")
    told_codes = ", ".join(f"exit code {code}: {count}" for code, count in sorted(codes.items()))
    print(f"a disk that is really full, with kernels: {told_codes}; wrong: {len(wrong)}", flush=True)
    return wrong


def main() -> int:
    """Have it fail everywhere; 1 where anything was wrong."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--every", type=int, default=1, help="try every n-th operation")
    asked.add_argument("--megabytes", type=int, default=60, help="size of the small disk")
    told, wrong = asked.parse_args(), []
    with tempfile.TemporaryDirectory(prefix="faults-") as made:
        room = Path(made).resolve()
        with small_disk(room, told.megabytes) as disk:
            if disk is None:
                print("a disk that is really full: left out, none can be mounted here")
            else:
                wrong += on_a_full_disk(disk, room / "notebooks of the soak")
        for trials in engagements(room):
            each_fault(trials, told.every)
            wrong += trials.wrong
    for each in wrong[:20]:
        print("  ", each)
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
