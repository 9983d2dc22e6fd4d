"""One writer per engagement 「单一写入者」."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from diagnostics.dictionary.load import JOURNAL
from diagnostics.errors import SurroundingsError
from diagnostics.run.platform import try_lock
from diagnostics.run.replacing import settle

NAME = ".lock"


@contextmanager
def hold(engagement: Path, command: str) -> Iterator[None]:
    """Hold an engagement's writer lock 「持有写锁」.

    Parameters
    ----------
    engagement : Path
        The engagement's folder.
    command : str
        What the holder does, shown to whoever comes second.

    Raises
    ------
    SurroundingsError
        When another process holds it; the message names that process.
    InputError
        When a killed import can't be finished: somebody edited a file since.

    Notes
    -----
    The operating system frees the lock when its process ends, by SIGKILL too; what stands in the file only names the
    holder. Readers never lock. What a killed import left is finished or undone first.
    """
    path = engagement / NAME
    try:
        handle = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise SurroundingsError(f"{engagement} can't be written to: {error.strerror}.") from error
    with handle:
        if not try_lock(handle):
            raise SurroundingsError(f"{engagement} is in use by {_holder(path)}; wait until it has finished.")
        handle.seek(0)
        handle.truncate()
        since = datetime.now().astimezone().isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "command": command, "since": since}, handle)
        handle.flush()
        settle(engagement)
        yield


def finish_killed(folder: Path) -> None:
    """Finish or undo what a killed import left, before the engagement is opened 「收尾中断的导入」.

    Parameters
    ----------
    folder : Path
        The engagement's folder, or its engagement.yaml; where no import was killed nothing is written, not even a lock.

    Raises
    ------
    InputError
        When somebody edited a file since.
    SurroundingsError
        When another process holds the engagement, or a file can't be replaced.
    """
    try:
        root = Path(folder).resolve()
        root = root.parent if root.name == "engagement.yaml" else root
        is_left = (root / JOURNAL).is_file()
    except (OSError, ValueError, RuntimeError):
        # No path at all; whoever opens it says so.
        return
    if is_left:
        with hold(root, "finishing a killed dictionary import"):
            pass


def held_by(engagement: Path) -> str:
    """Which process holds an engagement, empty where none does; nothing is written 「占用者」."""
    path = engagement / NAME
    try:
        # Who asks holds it for a moment: not where the last holder has ended anyhow.
        if not _may_live(path):
            return ""
        with path.open("rb") as handle:
            return "" if try_lock(handle) else _holder(path)
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _may_live(path: Path) -> bool:
    number = int(json.loads(path.read_text(encoding="utf-8"))["pid"])
    if sys.platform == "win32":
        return True
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _holder(path: Path) -> str:
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        return f"process {note['pid']} ({note['command']}, since {note['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return "another process"
