"""What differs between operating systems: locks, fsync, replace 「平台差异」.

Linux and macOS are supported; on Windows folders can't be synced and locks are those of ``msvcrt``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from diagnostics.data.durable import sync_file, sync_folder, write_whole

__all__ = ["sync_file", "sync_folder", "sync_tree", "try_lock", "write_whole"]

# Beyond any content, so that on Windows the locked byte never hides what stands in the file.
_LOCKED_BYTE = 1 << 30


def try_lock(handle: IO[str]) -> bool:
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


def sync_tree(path: Path) -> None:
    """Have a folder with all it holds written to the disk 「落盘整棵目录」."""
    for folder, _, files in os.walk(path):
        for name in files:
            sync_file(Path(folder, name))
        sync_folder(Path(folder))
