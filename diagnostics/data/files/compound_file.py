"""Streams of an OLE compound file, the container of .xls and of encrypted workbooks 「复合文档」."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA
_HEADER = 512
_ENTRY = 128


class BrokenFileError(ValueError):
    """Bytes that are no sound compound file or workbook stream 「文件结构损坏」."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A stream or storage of the directory."""

    name: str
    is_stream: bool
    start: int
    size: int


class CompoundFile:
    """Streams of an OLE compound file 「复合文档」.

    Parameters
    ----------
    raw : bytes
        The whole file.

    Raises
    ------
    BrokenFileError
        When a chain of sectors runs in a circle, or leads out of the file.

    Notes
    -----
    Written after the format's public description ([MS-CFB]): a table of sectors says which sector follows which.
    """

    def __init__(self, raw: bytes) -> None:
        if len(raw) < _HEADER or not raw.startswith(SIGNATURE):
            raise BrokenFileError("it has no header of a compound file")
        self._raw = raw
        shift, mini_shift = struct.unpack_from("<HH", raw, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise BrokenFileError("its sectors have an unknown size")
        self._sector, self._mini_sector = 1 << shift, 1 << mini_shift
        self._most = len(raw) // self._sector + 1
        self._next = self._table(self._fat_sectors())
        directory_start, _, self._cutoff, mini_start, _ = struct.unpack_from("<IIIII", raw, 48)
        self._entries = list(self._directory(self._chain(directory_start)))
        self._mini_next = self._table_of(self._chain(mini_start))
        root = next((each for each in self._entries if not each.is_stream), None)
        self._mini = self._chain(root.start)[: root.size] if root and root.start < _END else b""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of all streams and storages 「条目名」."""
        return tuple(each.name for each in self._entries)

    def stream(self, name: str) -> bytes:
        """Content of the first stream of a name; empty where there is none 「读取流」."""
        found = next((each for each in self._entries if each.is_stream and each.name == name), None)
        if found is None:
            return b""
        if found.size >= self._cutoff:
            return self._chain(found.start)[: found.size]
        parts: list[bytes] = []
        at, steps = found.start, 0
        while at < _END:
            steps += 1
            if at >= len(self._mini_next) or steps > len(self._mini_next):
                raise BrokenFileError("a chain of its small sectors leads nowhere")
            parts.append(self._mini[at * self._mini_sector : (at + 1) * self._mini_sector])
            at = self._mini_next[at]
        return b"".join(parts)[: found.size]

    def _at(self, sector: int) -> bytes:
        start = (sector + 1) * self._sector
        if start >= len(self._raw):
            raise BrokenFileError(f"sector {sector} lies beyond its end")
        return self._raw[start : start + self._sector]

    def _fat_sectors(self) -> Iterator[int]:
        yield from (each for each in struct.unpack_from("<109I", self._raw, 76) if each < _END)
        at, steps = struct.unpack_from("<I", self._raw, 68)[0], 0
        while at < _END:
            steps += 1
            if steps > self._most:
                raise BrokenFileError("its table of sectors runs in a circle")
            numbers = self._table_of(self._at(at))
            yield from (each for each in numbers[:-1] if each < _END)
            at = numbers[-1] if numbers else _END

    def _table(self, sectors: Iterator[int]) -> tuple[int, ...]:
        parts: list[bytes] = []
        for each in sectors:
            if len(parts) > self._most:
                raise BrokenFileError("its table of sectors is longer than the file")
            parts.append(self._at(each))
        return self._table_of(b"".join(parts))

    @staticmethod
    def _table_of(raw: bytes) -> tuple[int, ...]:
        count = len(raw) // 4
        return struct.unpack_from(f"<{count}I", raw)

    def _chain(self, start: int) -> bytes:
        parts: list[bytes] = []
        at = start
        while at < _END:
            if at >= len(self._next) or len(parts) > self._most:
                raise BrokenFileError("a chain of its sectors leads nowhere")
            parts.append(self._at(at))
            at = self._next[at]
        return b"".join(parts)

    @staticmethod
    def _directory(raw: bytes) -> Iterator[_Entry]:
        for at in range(0, len(raw) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", raw, at + 64)
            if kind in (1, 2, 5):
                name = raw[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
                start, size = struct.unpack_from("<II", raw, at + 116)
                yield _Entry(name, kind == 2, start, size)
