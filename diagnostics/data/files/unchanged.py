"""A file that changes while it is read gives no table: part of it would be old 「读取期间未变」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError


@contextmanager
def unchanged(files: Sequence[SourceFile]) -> Iterator[None]:
    """Refuse what was read of files if one of them changed meanwhile 「确认未变」.

    Raises
    ------
    InputError
        Naming the file.
    """
    before = [_state(each) for each in files]
    try:
        yield
    finally:
        for file, was in zip(files, before, strict=True):
            if _state(file) != was:
                # Whatever else went wrong, this is why.
                raise InputError(f"{file.name} changed while it was read; run again once it is complete.")


def _state(file: SourceFile) -> tuple[int, ...] | None:
    try:
        found = file.path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
