"""What differs between operating systems: locks, fsync, replace 「平台差异」.

Linux and macOS are supported; on Windows folders can't be synced and locks are those of ``msvcrt``.
"""

from __future__ import annotations

import os
from pathlib import Path

from diagnostics.data.durable import sync_file, sync_folder, write_whole
from diagnostics.data.file_lock import try_lock

__all__ = ["sync_file", "sync_folder", "sync_tree", "try_lock", "write_whole"]


def sync_tree(path: Path) -> None:
    """Have a folder with all it holds written to the disk 「落盘整棵目录」."""
    for folder, _, files in os.walk(path):
        for name in files:
            sync_file(Path(folder, name))
        sync_folder(Path(folder))
