"""Several files of an engagement are replaced together: all or none, killed anywhere 「成组替换文件」."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from diagnostics.dictionary.load import JOURNAL
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.platform import sync_folder, write_whole


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A file to be replaced: its name in the engagement, its place, its new content beside it, the old fingerprint."""

    name: str
    target: Path
    staged: Path
    before: str

    @classmethod
    def of(cls, root: Path, name: str, process: int, before: str) -> _Waiting:
        # Links are the consultant's own: what they point to is replaced, not the link.
        target = (root / name).resolve()
        return cls(name, target, target.with_name(f".{target.name}.{process}.import"), before)


def replace_files(root: Path, contents: dict[str, bytes]) -> None:
    """Replace files, all of them or none 「成组替换」.

    Parameters
    ----------
    root : Path
        The engagement's folder; the caller holds its lock.
    contents : dict of bytes
        New content by name in that folder.

    Raises
    ------
    SurroundingsError
        When one can't be written; all stay as they were.

    Notes
    -----
    A journal names the staged files before the first is written, and anew when the last is. Killed before that, what
    was staged goes; killed after it, ``settle`` replaces what is left to replace.
    """
    before = {name: _content(root / name) for name in contents}
    process = os.getpid()
    waiting = [_Waiting.of(root, name, process, _digest(before[name])) for name in contents]
    done: list[_Waiting] = []
    try:
        _write_journal(root, process, waiting, whole=False)
        for each in waiting:
            write_whole(each.staged, contents[each.name])
        _write_journal(root, process, waiting, whole=True)
        for each in waiting:
            each.staged.replace(each.target)
            done.append(each)
            sync_folder(each.target.parent)
    except OSError as error:
        for each in done:
            _restore(each.target, before[each.name])
        _clear(root, waiting)
        names = ", ".join(contents)
        raise SurroundingsError(f"{names} can't be written, all stay as they were: {error.strerror}.") from error
    _clear(root, waiting)


def settle(root: Path) -> None:
    """Finish what a killed replacement left, or undo it where not all was staged 「收尾或撤销」.

    Parameters
    ----------
    root : Path
        The engagement's folder; the caller holds its lock.

    Raises
    ------
    InputError
        When somebody edited a file since, which finishing would overwrite, or the journal itself.
    SurroundingsError
        When a file can't be replaced.
    """
    for half in root.glob(f".{JOURNAL}.*.new"):
        half.unlink(missing_ok=True)
    if not (root / JOURNAL).is_file():
        return
    waiting, whole = _read_journal(root)
    left = [each for each in waiting if whole and each.staged.is_file()]
    for each in left:
        if _digest(_content(each.target)) != each.before:
            raise InputError(
                f"A killed 'perfloop dictionary import' was about to replace {each.name}, which was edited since."
                f" Its new content waits in {each.staged}; take over what you want, then remove {root / JOURNAL}."
            )
    try:
        for each in left:
            each.staged.replace(each.target)
            sync_folder(each.target.parent)
        _clear(root, waiting)
    except OSError as error:
        raise SurroundingsError(f"A killed import can't be finished: {error.strerror}.") from error


def _write_journal(root: Path, process: int, waiting: Iterable[_Waiting], *, whole: bool) -> None:
    told = {"process": process, "whole": whole, "files": {each.name: each.before for each in waiting}}
    write_whole(root / JOURNAL, json.dumps(told).encode())


def _read_journal(root: Path) -> tuple[list[_Waiting], bool]:
    path = root / JOURNAL
    try:
        told = json.loads(path.read_bytes())
        names = {str(name): str(before) for name, before in told["files"].items()}
        waiting = [_Waiting.of(root, name, int(told["process"]), before) for name, before in names.items()]
        is_own = not any(Path(each).is_absolute() or ".." in Path(each).parts for each in names)
        whole = bool(told["whole"])
    except (ValueError, KeyError, TypeError, AttributeError):
        is_own = False
    if not is_own:
        raise InputError(f"{path} is no journal of an import; look at the files beside it, then remove it.")
    return waiting, whole


def _clear(root: Path, waiting: Iterable[_Waiting]) -> None:
    """Remove what was staged, then the journal."""
    for each in waiting:
        for left in (each.staged, *each.staged.parent.glob(f".{each.staged.name}.*.new")):
            left.unlink(missing_ok=True)
    (root / JOURNAL).unlink(missing_ok=True)
    sync_folder(root)


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes | None) -> str:
    return "" if content is None else hash_bytes(content)


def _restore(target: Path, content: bytes | None) -> None:
    if content is None:
        target.unlink(missing_ok=True)
    else:
        write_whole(target, content)
