"""Temporary folders that are removed even where their process is killed 「临时目录」."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from diagnostics.data.file_lock import try_lock

PREFIX = "perfloop-"
_FORM = re.compile(r"perfloop-[a-z0-9]+-(?P<process>[0-9]+)-[A-Za-z0-9_]+")
# Held by the process that made the folder; the system frees it however that process ends.
_HELD = ".held"
# A folder is held a moment after it is made; who sweeps leaves what is younger alone.
_YOUNG_SECONDS = 60.0
# A Unix socket's address holds about 100 bytes.
_LONGEST_ADDRESS = 90


def holds_socket(place: Path) -> bool:
    """Whether a Unix socket may lie in a place: its address, in bytes, is short enough 「能否放套接字」."""
    return len(os.fsencode(place)) <= _LONGEST_ADDRESS


@contextmanager
def temporary_folder(what: str) -> Iterator[Path]:
    """Private folder of this process, removed at the end 「进程临时目录」.

    Parameters
    ----------
    what : str
        What it is for, in small letters and digits: part of its name, before the number of this process.

    Notes
    -----
    First what dead processes left is removed: folders of this form whose lock nobody holds. A process that is killed
    can't remove its own, whoever comes next does.
    """
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{what}-{os.getpid()}-"))
    try:
        with (folder / _HELD).open("wb") as handle:
            try_lock(handle)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep(process: int | None = None) -> None:
    """Remove temporary folders that dead processes left 「清理残留目录」.

    Parameters
    ----------
    process : int, optional
        Number of a process that is known to be dead: its folders go at once. Else all that are older than a minute.
    """
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*-*"):
        found = _FORM.fullmatch(folder.name)
        if found is None or (process is not None and int(found["process"]) != process):
            continue
        if (process is not None or _is_old(folder)) and _is_left(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_old(folder: Path) -> bool:
    try:
        return time.time() - folder.lstat().st_mtime > _YOUNG_SECONDS
    except OSError:
        return False


def _is_left(folder: Path) -> bool:
    """Whether nobody holds a folder; another user's can't be opened."""
    if folder.is_symlink():
        return False
    try:
        with (folder / _HELD).open("rb+") as handle:
            return try_lock(handle)
    except FileNotFoundError:
        # Removed already, and made again by what outlived its process: Java does that.
        return True
    except OSError:
        return False
