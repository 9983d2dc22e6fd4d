"""Files that outlast a crash: fingerprints, fsync, whole replacement 「可靠落盘」."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

_CHUNK = 1 << 20


def hash_file(path: Path) -> str:
    """SHA-256 of a file's content, read in pieces 「文件指纹」."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def copy_durably(source: Path, target: Path) -> str:
    """Copy a file, written to the disk, and give the SHA-256 of what was copied 「落盘复制」.

    What is hashed is what was written: a file that changes meanwhile can't get another file's fingerprint.
    """
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    return digest.hexdigest()


def sync_file(path: Path) -> None:
    """Have a file's content written to the disk 「落盘文件」."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(path: Path) -> None:
    """Have a folder's entries written to the disk, where the platform can 「落盘目录」."""
    if sys.platform == "win32":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old whole or the new whole 「原子写入」."""
    path.parent.mkdir(parents=True, exist_ok=True)
    waiting = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with waiting.open("wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        waiting.replace(path)
    finally:
        waiting.unlink(missing_ok=True)
    sync_folder(path.parent)
