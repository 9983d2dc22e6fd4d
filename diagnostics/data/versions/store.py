"""A client file becomes a new version of itself; killed anywhere, the old or the new is there whole 「数据入库」."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from diagnostics.data.durable import copy_durably, hash_file, sync_folder
from diagnostics.data.versions.index import INCOMING, KEEPING, STAGING, History, Version, read_history
from diagnostics.dictionary.source_files import STORE
from diagnostics.errors import InputError

# Reads a staged file as the sources will, and counts its facts where that is cheap; refuses what can't be read.
Check = Callable[[Path, str], int | None]


@dataclass(frozen=True, slots=True)
class Note:
    """Who brings a file in, on which day and why 「入库说明」."""

    on: date
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What came of bringing a file in 「入库结果」.

    Parameters
    ----------
    version : Version
        Version that is in force now.
    is_new : bool
        False where the content was there already, so that nothing was added.
    found : Version or None
        What lay in the folder unrecorded and was recorded before it was replaced.
    """

    version: Version
    is_new: bool
    found: Version | None = None


def add_version(folder: Path, file: Path, name: str, note: Note, check: Check) -> Added:
    """Bring a client file into the data folder as the new version of a name 「数据入库」.

    Only the holder of the engagement's lock may call it.

    Parameters
    ----------
    folder : Path
        The data folder.
    file : Path
        File to bring in; it is copied.
    name : str
        Name below the folder, checked by `checked_name`.
    check : callable
        Given a folder in which the file stands under its name, and the name; it raises where the file can't be read.

    Raises
    ------
    InputError
        When the file can't be read, by us or by the sources; nothing changes then.

    Notes
    -----
    The replacement of the file itself is the one moment in which the new version takes effect.
    """
    _check_file(file)
    with _staging(folder) as room:
        recover(folder)
        staged = room / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        digest = copy_durably(file, staged)
        history, target = read_history(folder), folder / name
        before = hash_file(target) if target.is_file() else None
        now = history.in_force(name)
        if now is not None and now.sha256 == digest == before:
            return Added(now, is_new=False)
        rows = check(room, name)
        found = None
        if before is not None and (now is None or now.sha256 != before) and before != digest:
            found = _record_found(history, name, note)
            history = read_history(folder)
        size = staged.stat().st_size
        version = Version(
            n=history.next_number(name), name=name, sha256=digest, bytes=size, rows=rows, added=note.on, by=note.by,
            reason=note.reason,
        )  # fmt: skip
        _take_effect(history, version, staged)
        return Added(version, is_new=True, found=found)


def recover(folder: Path) -> None:
    """Finish or undo what a killed add left 「恢复」.

    Only the holder of the engagement's lock may call it.
    """
    history = read_history(folder)
    for each in reversed(history.versions):
        if history.is_pending(each):
            # The entry goes while the incoming copy still marks it: killed here, the next call begins anew.
            _unlink(history.kept(each))
            history.without(each).write()
            history = history.without(each)
        elif history.keeping(each).exists():
            _keep(history, each)
    for path in (folder / STORE).rglob("*"):
        if path.suffix in {INCOMING, KEEPING} and path.is_file() and STAGING not in path.parts:
            path.unlink()


def _take_effect(history: History, version: Version, staged: Path) -> None:
    """Keep, record, replace: in this order, so that what is in force is always kept and recorded."""
    incoming, target = history.incoming(version), history.folder / version.name
    incoming.parent.mkdir(parents=True, exist_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    copy_durably(staged, history.keeping(version))
    staged.replace(incoming)
    sync_folder(incoming.parent)
    history.with_versions(version).write()
    _keep(history, version)
    incoming.replace(target)
    sync_folder(target.parent)
    sync_folder(incoming.parent)


def _record_found(history: History, name: str, note: Note) -> Version:
    """Record what lies under a name and no index knows, before it is replaced."""
    target = history.folder / name
    place = history.folder / STORE / name
    place.mkdir(parents=True, exist_ok=True)
    waiting = place / f"found{KEEPING}"
    digest = copy_durably(target, waiting)
    version = Version(
        n=history.next_number(name), name=name, sha256=digest, bytes=waiting.stat().st_size, added=note.on, found=True,
    )  # fmt: skip
    waiting.replace(history.keeping(version))
    sync_folder(place)
    history.with_versions(version).write()
    _keep(history, version)
    return version


def _keep(history: History, version: Version) -> None:
    """Give a kept copy its place, from which nobody writes."""
    waiting, kept = history.keeping(version), history.kept(version)
    waiting.chmod(stat.S_IRUSR | stat.S_IRGRP)
    waiting.replace(kept)
    sync_folder(kept.parent)


def _unlink(path: Path) -> None:
    if path.exists():
        path.unlink()


def _check_file(file: Path) -> None:
    if not file.exists():
        raise InputError(f"File {str(file)!r} is not there.")
    if not file.is_file():
        raise InputError(f"{str(file)!r} is no regular file.")
    try:
        with file.open("rb") as stream:
            empty = not stream.read(1)
    except OSError as error:
        raise InputError(f"File {str(file)!r} can't be read: {error.strerror}.") from error
    if empty:
        raise InputError(f"File {str(file)!r} is empty.")


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """Folder of its own in which a version comes into being; what an earlier one left goes first."""
    place = folder / STORE / STAGING
    if place.exists():
        shutil.rmtree(place)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
