"""Every operation of a process that changes a disk, numbered: it dies at one of them, or the disk fails from there on.

The product knows nothing of it: functions of `os` and `io` are replaced in the process that is tried. A write stops
halfway, as a disk that fills or a process that is killed leaves it. What a database or Parquet writes is not numbered.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

# Of two paths the second is where it lands; of others the first is what changes.
_CALLS = ("replace", "rename", "unlink", "remove", "rmdir", "mkdir", "link", "symlink", "truncate", "sendfile", "fsync")
_LANDS = {"replace", "rename", "link", "symlink"}
# What a full disk refuses, and what it still does.
NEEDS_ROOM = {"open", "write", "mkdir", "fsync", "sendfile", "symlink", "link"}


class Points:
    """Operations below some folders, counted; what happens at one of them is told at the start.

    Parameters
    ----------
    roots : tuple of Path
        Folders whose operations count.
    at : int
        Number of the operation at which it happens, from 1; 0 counts only.
    happens : callable
        What happens, told the name of the operation: it ends the process, raises, or returns to let it pass.
    """

    def __init__(self, roots: tuple[Path, ...], at: int = 0, happens: Callable[[str], None] = lambda name: None):
        self.roots, self.at, self.happens = tuple(f"{each}{os.sep}" for each in roots), at, happens
        self.names: list[str] = []

    def install(self, replaced: Callable[[Any, str, Any], None] = setattr) -> None:
        """Replace the functions, for the rest of this process or as long as a test's own ``setattr`` does."""
        for name in _CALLS:
            replaced(os, name, self._counted(name, getattr(os, name)))
        real = io.open

        def written(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:
            return self._open(real, file, mode, *more, **named)

        replaced(io, "open", written)
        replaced(builtins, "open", written)
        descriptor = os.open

        def opened(path: Any, flags: int, *more: Any, **named: Any) -> int:
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
                self.pass_("open", path)
            return descriptor(path, flags, *more, **named)

        replaced(os, "open", opened)

    def pass_(self, name: str, path: object) -> bool:
        """Number an operation; whether it counted."""
        try:
            where = str(Path(os.fspath(path)).absolute())  # type: ignore[call-overload]
        except TypeError:
            where = self._of_descriptor(path)
        if not where.startswith(self.roots):
            return False
        self.names.append(f"{name} {Path(where).name}")
        if self.at and len(self.names) >= self.at:
            self.happens(name)
        return True

    def _of_descriptor(self, number: object) -> str:
        try:
            return str(Path(f"/proc/self/fd/{number}").readlink())
        except OSError:
            return ""

    def _counted(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            path = given[1] if name in _LANDS else given[0]
            if named.get("dir_fd") is not None:
                path = Path(self._of_descriptor(named["dir_fd"]), path)
            self.pass_(name, path)
            return None if name == "fsync" else real(*given, **named)

        return call

    def _open(self, real: Callable[..., Any], file: Any, mode: str, *more: Any, **named: Any) -> Any:
        if not set(mode) & set("wax+") or isinstance(file, int):
            return real(file, mode, *more, **named)
        counted = self.pass_("open", file)
        handle = real(file, mode, *more, **named)
        return _Handle(handle, self, file) if counted else handle


class _Handle:
    """A file being written, whose writes are numbered; at a fault half of what is written is there."""

    def __init__(self, handle: Any, points: Points, path: Any) -> None:
        self._handle, self._points, self._path = handle, points, path

    def write(self, content: Any) -> int:
        before = len(self._points.names)
        if self._points.at == before + 1:
            self._handle.write(content[: len(content) // 2])
            self._handle.flush()
        self._points.pass_("write", self._path)
        return int(self._handle.write(content))

    def __enter__(self) -> _Handle:
        return self

    def __exit__(self, *told: object) -> None:
        self._handle.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._handle, name)


def die(name: str) -> NoReturn:
    """Be killed before the operation."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def failing(number: int, *, stays: bool) -> Callable[[str], None]:
    """Fail with an error's number: once, or from then on at whatever needs room, or at all where the disk is read-only.

    Parameters
    ----------
    number : int
        Such as ``errno.ENOSPC``.
    stays : bool
        Whether the disk stays so.
    """
    import errno

    struck: list[str] = []

    def fail(name: str) -> None:
        if struck and not stays:
            return
        if number in (errno.ENOSPC, errno.EDQUOT) and name not in NEEDS_ROOM:
            return
        struck.append(name)
        raise OSError(number, os.strerror(number))

    return fail
