"""The page across clients as a file that only its owner reads 「汇总页文件」."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from diagnostics.errors import SurroundingsError

_OWNER_ALONE = 0o600


def refuse_unwritable(place: Path) -> None:
    """Refuse a place where no file can be written, as far as that shows beforehand 「检查可写」.

    Raises
    ------
    SurroundingsError
        When a folder bears its name, or the folder in which it would lie takes none.
    """
    if place.is_dir():
        raise SurroundingsError(f"{place} can't be written: it is a folder.")
    there = next((each for each in place.parents if each.exists()), place.parent)
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise SurroundingsError(f"{place} can't be written: {there} takes no file.")


def write_private(place: Path, content: bytes) -> None:
    """Write a file, old whole or new whole, that nobody but its owner may read 「仅本人可读写入」.

    Raises
    ------
    SurroundingsError
        When it can't be written.

    Notes
    -----
    It is private from its first byte on, whatever was there before.
    """
    waiting = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        # Made for its owner alone, under a name that nobody guesses.
        handle, waiting = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".new", dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(waiting).chmod(_OWNER_ALONE)
        Path(waiting).replace(place)
    except OSError as error:
        Path(waiting).unlink(missing_ok=True) if waiting else None
        raise SurroundingsError(f"{place} can't be written: {error.strerror}.") from error
