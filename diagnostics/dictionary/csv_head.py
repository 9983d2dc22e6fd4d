"""A client's CSV file, read with the standard library alone: text, header, rows 「CSV 初查」."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

SUFFIXES = (".csv", ".tsv", ".txt")
MOST_BYTES, MOST_ROWS = 20 << 20, 200_000
_DELIMITERS = ",;\t|"
_ZIP_OR_PARQUET = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is no text that can be read 「无法解码」.

    Parameters
    ----------
    kind : {"binary", "encoding", "fits"}
        ``fits`` where another encoding reads it.
    tried : tuple of str
        Encodings that don't read it.
    fits : str
        The encoding that does.
    """

    kind: Literal["binary", "encoding", "fits"]
    tried: tuple[str, ...] = ()
    fits: str = ""


def read_text(path: Path, encoding: str | None) -> str | Refused:
    """Text of a file's first 20 MB, in the declared encoding, else UTF-8 「读取文本」."""
    with path.open("rb") as stream:
        raw = stream.read(MOST_BYTES)
        whole = not stream.read(1)
    if raw.startswith(_ZIP_OR_PARQUET):
        return Refused("binary")
    own = encoding or "utf-8"
    text = _decoded(raw, own, whole=whole)
    if text is not None:
        # Where the file goes on, its last row is cut.
        kept = text if whole else text[: text.rfind("\n") + 1]
        return Refused("binary") if "\0" in text else kept.removeprefix("\ufeff")
    if raw.startswith(_UTF16):
        others: tuple[str, ...] = ("utf-16",)
    elif b"\0" in raw:
        return Refused("binary")
    else:
        others = ("utf-8", "gb18030")
    tried = [own]
    for each in (name for name in others if name not in (own, own.lower())):
        if _decoded(raw, each, whole=whole) is not None:
            return Refused("fits", tuple(tried), each)
        tried.append(each)
    return Refused("encoding", tuple(tried))


def _decoded(raw: bytes, encoding: str, *, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=whole)
    except (LookupError, ValueError):
        # An unknown encoding reads nothing; UnicodeDecodeError is a ValueError.
        return None


def read_rows(text: str) -> Iterator[list[str]]:
    """Header and rows of a text, as the engine takes them apart, as far as they can be read 「逐行读取」."""
    first = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from (each for each in reader if each)
    except csv.Error:
        # A quote that is open at the end, where the text was cut perhaps: the engine says it of the whole file.
        return
