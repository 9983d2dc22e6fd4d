"""Documents of a period are placed together: all or none, killed anywhere 「成组发布」."""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection, Mapping
from pathlib import Path

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.platform import sync_folder, sync_tree, write_whole
from diagnostics.run.publishing.publication import FILE

ROOM, JOURNAL = ".publishing", "journal.json"


def place(folder: Path, contents: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Put documents where readers find them, the manifest last 「发布文件」.

    Parameters
    ----------
    folder : Path
        Folder of the period below ``reports``; the caller holds the engagement's lock.
    contents : mapping of bytes
        Content by name in that folder, the manifest among them.
    gone : collection of str
        Names of documents that are published no more: they are removed with the same step.

    Raises
    ------
    SurroundingsError
        When a file can't be written; the message says whether anything was replaced.

    Notes
    -----
    All are staged and synced in a folder of their own, then a journal names them, then each takes its place by a
    rename. Killed before the journal stands, nothing has changed; killed after it, ``settle`` places what is left, and
    until then whoever verifies is told that the set is incomplete.
    """
    settle(folder)
    room = folder / ROOM
    _refuse_what_is_in_the_way(folder, [*contents, *gone])
    try:
        _stage(room, contents)
        for name in contents:
            # Before the journal: nothing that needs room on the disk is left for after it.
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        _write_journal(room, contents, gone)
    except OSError as error:
        shutil.rmtree(room, ignore_errors=True)
        raise SurroundingsError(f"{folder} can't be written to, nothing is published: {error.strerror}.") from error
    _finish(folder, _in_order(contents), sorted(gone))


def settle(folder: Path) -> bool:
    """Place what a killed publishing left staged whole, or remove what it left half; whether there was any 「收尾」.

    A link in place of its room is no work of publishing: it goes, what it leads to stays.

    Raises
    ------
    InputError
        When the journal was edited.
    SurroundingsError
        When a file can't be placed.
    """
    room = folder / ROOM
    try:
        if room.is_symlink():
            room.unlink()
        if not room.is_dir():
            return False
        if not (room / JOURNAL).is_file():
            shutil.rmtree(room)
            return True
    except OSError as error:
        raise SurroundingsError(f"What a killed publish left in {room} can't be removed: {error.strerror}.") from error
    _finish(folder, _named(room, "files"), _named(room, "gone"))
    return True


def settle_all(reports: Path) -> int:
    """The same for every period; how many there were 「全部收尾」."""
    return sum(settle(room.parent) for room in sorted(reports.glob(f"*/{ROOM}")))


def is_half(folder: Path) -> bool:
    """Whether a killed publishing left old and new documents beside each other, or may have 「是否中断」."""
    return (folder / ROOM / JOURNAL).is_file()


def _stage(room: Path, contents: Mapping[str, bytes]) -> None:
    for name, content in contents.items():
        staged = room / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        staged.write_bytes(content)
    sync_tree(room)
    sync_folder(room.parent)


def _write_journal(room: Path, contents: Mapping[str, bytes], gone: Collection[str]) -> None:
    write_whole(room / JOURNAL, json.dumps({"files": _in_order(contents), "gone": sorted(gone)}).encode())


def is_behind_link(folder: Path, name: str) -> bool:
    """Whether a document, or a folder that it lies in, is a link to some other place 「是否经由链接」."""
    return any((folder / each).is_symlink() for each in (Path(name), *Path(name).parents) if each != Path())


def _refuse_what_is_in_the_way(folder: Path, names: Collection[str]) -> None:
    """What no rename replaces would stop the placing half-way, and a link would lead it to another place."""
    for name in names:
        linked = [each for each in Path(name).parents if each != Path() and (folder / each).is_symlink()]
        if linked:
            raise SurroundingsError(
                f"{folder / linked[0]} is a link, nothing is published: remove it, pages lie in the folder itself."
            )
        if (folder / name).is_dir():
            raise SurroundingsError(f"{folder / name} is a folder, nothing is published: remove it, a page lies there.")


def _in_order(names: Mapping[str, bytes]) -> list[str]:
    """The manifest comes last: until then it is that of the old set, which the new documents don't fit."""
    return sorted(names, key=lambda name: (name == FILE, name))


def _named(room: Path, kind: str) -> list[str]:
    try:
        names = [str(each) for each in json.loads((room / JOURNAL).read_bytes())[kind]]
    except (ValueError, KeyError, TypeError) as error:
        raise InputError(f"{room / JOURNAL} is no journal of publishing; remove {room}, then publish again.") from error
    if any(Path(each).is_absolute() or ".." in Path(each).parts for each in names):
        raise InputError(f"{room / JOURNAL} names a file outside its folder; remove {room}, then publish again.")
    return names


def _finish(folder: Path, names: list[str], gone: list[str]) -> None:
    room = folder / ROOM
    try:
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        for name in names:
            if (room / name).is_file():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (room / name).replace(folder / name)
                sync_folder((folder / name).parent)
        (room / JOURNAL).unlink()
        shutil.rmtree(room)
        sync_folder(folder)
    except OSError as error:
        raise SurroundingsError(
            f"Not every document can be placed in {folder}: {error.strerror}. The set is incomplete; publish again."
        ) from error
