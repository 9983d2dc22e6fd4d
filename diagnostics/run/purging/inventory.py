"""What a folder holds, by kind: counted, never opened 「删除清单」."""

from __future__ import annotations

import os
import stat
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from diagnostics.errors import SurroundingsError
from diagnostics.model.base import Noun
from diagnostics.run.lock import NAME as LOCK

_ROOMS = {"runs", "reports", "evidence", "notes", "handovers", "library", "scenarios", "playbooks"}
_DEFINITIONS = (".yaml", ".yml", ".csv", ".xlsx")


class Amount(Noun):
    """Files of one kind 「数量」."""

    files: int = 0
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Inventory:
    """What a folder holds 「删除清单」.

    Parameters
    ----------
    kinds : dict of Amount
        Files and bytes by kind: data, runs, reports, evidence, notes, ledger, definitions, other and so on.
    links : int
        Symbolic links: they go, what they point to stays.
    outside : tuple of str
        Where links point that lead out of the folder.
    shared : int
        Files that another name elsewhere points to (hard links): under that name they stay.
    """

    kinds: dict[str, Amount]
    links: int = 0
    outside: tuple[str, ...] = ()
    shared: int = 0

    @property
    def total(self) -> Amount:
        """All kinds together 「合计」."""
        every = self.kinds.values()
        return Amount(files=sum(each.files for each in every), bytes=sum(each.bytes for each in every))


def inventory(folder: Path, data: Path) -> Inventory:
    """Count what lies below a folder; links are not followed 「清点」.

    Parameters
    ----------
    folder : Path
        Folder of the engagement.
    data : Path
        Its data folder, wherever that is.

    Raises
    ------
    SurroundingsError
        When a folder can't be looked into: what is in it would be deleted and not counted.
    """
    files: Counter[str] = Counter()
    size: Counter[str] = Counter()
    outside: list[str] = []
    links = 0
    names_of: Counter[tuple[int, int]] = Counter()
    linked: dict[tuple[int, int], int] = {}
    for at, below, names in os.walk(folder, onerror=closed):
        here = Path(at)
        for name in (*names, *(each for each in below if (here / each).is_symlink())):
            path = here / name
            if path == folder / LOCK:
                # Whoever deletes makes it.
                continue
            about = path.lstat()
            if stat.S_ISLNK(about.st_mode):
                links += 1
                outside += _led_out(path, folder)
                continue
            kind = _kind(path, folder, data)
            files[kind] += 1
            size[kind] += about.st_size
            names_of[about.st_dev, about.st_ino] += 1
            linked[about.st_dev, about.st_ino] = about.st_nlink
    kinds = {kind: Amount(files=files[kind], bytes=size[kind]) for kind in sorted(files)}
    # Two names of one file inside the folder both go.
    shared = sum(linked[each] > count for each, count in names_of.items())
    return Inventory(kinds, links, tuple(sorted(outside)), shared)


def closed(error: OSError) -> NoReturn:
    """Refuse a folder that can't be looked into 「无法查看的目录」.

    Raises
    ------
    SurroundingsError
        Always.
    """
    name = Path(str(error.filename)).name
    raise SurroundingsError(f"{name!r} can't be looked into: {error.strerror}; nothing is deleted.") from error


def _led_out(link: Path, folder: Path) -> list[str]:
    try:
        target = link.resolve()
    except (OSError, RuntimeError):
        return []
    return [] if target.is_relative_to(folder) else [str(target)]


def _kind(path: Path, folder: Path, data: Path) -> str:
    if path.is_relative_to(data) and data != folder:
        return "data"
    parts = path.relative_to(folder).parts
    if len(parts) > 1:
        return parts[0] if parts[0] in _ROOMS else "other"
    if parts[0].startswith("ledger."):
        return "ledger"
    return "definitions" if parts[0].endswith(_DEFINITIONS) and not parts[0].startswith(".") else "other"
