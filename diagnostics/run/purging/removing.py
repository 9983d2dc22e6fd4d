"""All that lies in a folder removed, links without what they point to 「清空目录」."""

from __future__ import annotations

import os
import re
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

from diagnostics.errors import SurroundingsError

_OWNER = stat.S_IRWXU


def empty(folder: Path) -> None:
    """Remove everything below a folder, and leave the folder itself 「清空目录」.

    Parameters
    ----------
    folder : Path
        A real folder, no link. Its folders are made writable first; links are removed, never followed.

    Raises
    ------
    SurroundingsError
        When something can't be removed; what is left stays where it is, and calling it again goes on.
    """
    try:
        for at, below, _ in os.walk(folder):
            _open_up(Path(at))
            for name in below:
                if not (Path(at) / name).is_symlink():
                    _open_up(Path(at) / name)
        for at, below, files in os.walk(folder, topdown=False):
            here = Path(at)
            for name in files:
                _unlink(here / name)
            for name in below:
                path = here / name
                if path.is_symlink():
                    path.unlink()
                else:
                    path.rmdir()
    except OSError as error:
        what = Path(str(error.filename)).name if error.filename else folder.name
        raise SurroundingsError(
            f"{what!r} can't be deleted: {error.strerror}. The certificate is written once all is gone; mend that and"
            " call 'perfloop purge' again."
        ) from error


def remove_logs(folder: Path) -> None:
    """Remove logs of unexpected errors that name a folder: they may quote what it held 「清除错误日志」."""
    # Of /clients/acme, not of /clients/acme-2 beside it.
    named = re.compile(rf"{re.escape(str(folder))}(?![\w-]|\.\w)")
    for log in Path(tempfile.gettempdir()).glob("perfloop-*.log"):
        # Another user's can't be read, and tells of nothing that this one did.
        with suppress(OSError):
            if not log.is_symlink() and named.search(log.read_text(encoding="utf-8", errors="replace")):
                log.unlink()


def _open_up(folder: Path) -> None:
    mode = stat.S_IMODE(folder.lstat().st_mode)
    if mode & _OWNER != _OWNER:
        folder.chmod(mode | _OWNER)


def _unlink(path: Path) -> None:
    try:
        path.unlink()
    except PermissionError:
        # Read-only on Windows: what is to go may be written.
        path.chmod(stat.S_IWRITE)
        path.unlink()
