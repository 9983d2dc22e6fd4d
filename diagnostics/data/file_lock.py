"""Locks of the operating system on open files 「文件锁」."""

from __future__ import annotations

import sys
from typing import IO, Any

# Beyond any content, so that on Windows the locked byte never hides what stands in the file.
_LOCKED_BYTE = 1 << 30


def try_lock(handle: IO[Any]) -> bool:
    """Take the lock of an open file, False when another process holds it 「尝试加锁」.

    The lock is the operating system's: it goes when its process goes, however that ends.
    """
    if sys.platform == "win32":
        import msvcrt

        handle.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
