"""What keeps a process within its limits on each operating system 「进程限制」.

Linux limits a process itself and ends it with its parent; elsewhere the parent watches. ``run/platform.py`` holds what
differs in locks and files.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

# Allocators keep what was freed: a process may map twice what it uses.
_MAPPED = 2
_DEATH_SIGNAL = 1


def limit_memory(memory: int) -> None:
    """Refuse this process more than twice so many bytes of data, where the system can 「限制内存」.

    Its parent watches what it really uses; this refuses one huge request before it is made. What is mapped already,
    by the process that a kernel was forked from, does not count.
    """
    if sys.platform.startswith("linux"):
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        wanted = _MAPPED * memory + _mapped()
        resource.setrlimit(resource.RLIMIT_DATA, (wanted if hard < 0 else min(wanted, hard), hard))


def _mapped() -> int:
    """Bytes of data that this process has mapped, used or not."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGESIZE")


def end_with_parent() -> None:
    """Have the system end this process when the thread that started it ends, where it can 「随父进程结束」."""
    if sys.platform.startswith("linux"):
        import ctypes

        ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)


def resident(process: int) -> int | None:
    """Bytes of memory that a process uses; None where it is gone or the system does not tell 「占用内存」.

    Examples
    --------
    >>> import os
    >>> (resident(os.getpid()) or 1) > 0
    True
    """
    if sys.platform.startswith("linux"):
        try:
            return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf(
                "SC_PAGESIZE"
            )
        except (OSError, ValueError, IndexError):
            return None
    if sys.platform == "win32":
        return None
    told = subprocess.run(  # noqa: S603 (our own words)
        ["/bin/ps", "-o", "rss=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return int(told.stdout) * 1024 if told.stdout.strip().isdigit() else None


def share(process: int) -> int | None:
    """Bytes of a process, each shared page divided among its holders; None where the system is silent 「分摊内存」.

    A look takes milliseconds, `resident` microseconds.
    """
    try:
        with Path(f"/proc/{process}/smaps_rollup").open(encoding="ascii") as told:
            return next(int(line.split()[1]) * 1024 for line in told if line.startswith("Pss:"))
    except (OSError, ValueError, StopIteration):
        return None


def own_group() -> dict[str, Any]:
    """Options by which ``Popen`` starts a process at the head of a group of its own 「独立进程组」."""
    return {} if sys.platform == "win32" else {"start_new_session": True}


def end_group(process: int) -> None:
    """End a process and whatever it started 「结束进程组」."""
    try:
        if sys.platform == "win32":
            os.kill(process, signal.SIGTERM)
        else:
            os.killpg(process, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass
