"""All processes of one client, seen and ended from outside 「进程树」."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from diagnostics.data.engine.process import end_group, resident, share

# Where a kernel's private folder names its process: a kernel forked from a warm parent is no child of the run.
_KERNELS = "perfloop-*/pid"
_PARENT, _STARTED = 1, 19


def tree(root: int, temporary: Path, since: int = 0) -> set[int]:
    """Processes of a client: its run, its kernels, and all that these started 「客户进程」.

    Parameters
    ----------
    root : int
        Process of the run.
    temporary : Path
        The client's folder for temporary files, in which kernels have their private folders.
    since : int
        When the run was started, as `born` tells, for when it is gone: what is older is somebody else's.
    """
    parents = dict(_parents())
    began = since or born(root)
    # A number may have been given to somebody else since: a kernel of this run is younger than the run.
    kernels = {each for each in _kernels(temporary) if each in parents and born(each) >= began}
    found = ({root} & parents.keys()) | kernels
    fresh = set(found)
    while fresh:
        fresh = {each for each, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found - {os.getpid()}


def memory(processes: set[int]) -> int:
    """Bytes that processes use together 「内存合计」.

    Pages that several share are counted once, where the system tells.
    """
    return sum(share(each) or resident(each) or 0 for each in processes)


def end(processes: set[int]) -> None:
    """End processes at once, each with the group that it heads 「结束进程树」."""
    for each in sorted(processes):
        if _heads_group(each):
            end_group(each)
    for each in processes:
        try:
            os.kill(each, 9)
        except (ProcessLookupError, PermissionError):
            continue


def _heads_group(process: int) -> bool:
    try:
        return sys.platform == "win32" or os.getpgid(process) == process
    except (ProcessLookupError, PermissionError):
        return False


def _kernels(temporary: Path) -> Iterator[int]:
    for note in temporary.glob(_KERNELS):
        try:
            yield int(note.read_text(encoding="ascii"))
        except (OSError, ValueError):
            continue


def _parents() -> Iterator[tuple[int, int]]:
    """Every process with its parent."""
    if sys.platform.startswith("linux"):
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit() and (told := _stat(int(folder.name))) and told[0] != "Z":
                yield int(folder.name), int(told[_PARENT])
    elif sys.platform != "win32":
        told = subprocess.run(["/bin/ps", "-axo", "pid=,ppid="], capture_output=True, text=True, check=False).stdout
        yield from ((int(pid), int(parent)) for pid, parent in (line.split() for line in told.splitlines()))


def born(process: int) -> int:
    """When a process was started, in ticks of the system; 0 where it does not tell 「启动时刻」."""
    told = _stat(process) if sys.platform.startswith("linux") else []
    return int(told[_STARTED]) if told else 0


def _stat(process: int) -> list[str]:
    """Fields of a process's state from the third on: its name may hold anything."""
    try:
        return Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except OSError:
        return []
