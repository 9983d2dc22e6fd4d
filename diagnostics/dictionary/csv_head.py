"""A client's CSV file, read with the standard library alone: text, header, rows 「CSV 初查」."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Literal

from diagnostics.dictionary.text_encoding import TRIED, foreign_line, spoiled_line, tell_encoding

SUFFIXES = (".csv", ".tsv", ".txt")
MOST_BYTES, MOST_ROWS = 20 << 20, 200_000
_DELIMITERS = ",;\t|"
_ZIP_OR_PARQUET = (b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0")


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
    line : int
        Line of the first text that can't be read.
    """

    kind: Literal["binary", "encoding", "fits"]
    tried: tuple[str, ...] = ()
    fits: str = ""
    line: int = 1


def read_text(path: Path, encoding: str | None) -> str | Refused:
    """Text of a file's first 20 MB, in the declared encoding, else in the one that its bytes tell 「读取文本」."""
    with path.open("rb") as stream:
        raw = stream.read(MOST_BYTES)
        whole = not stream.read(1)
    if raw.startswith(_ZIP_OR_PARQUET):
        return Refused("binary")
    text = _told(raw, whole=whole) if encoding is None else _declared(raw, encoding, whole=whole)
    if isinstance(text, Refused):
        return text
    # Where the file goes on, its last row is cut.
    kept = text if whole else text[: text.rfind("\n") + 1]
    return Refused("binary") if "\0" in text else kept.removeprefix("\ufeff")


def _told(raw: bytes, *, whole: bool) -> str | Refused:
    found = tell_encoding(raw, whole=whole)
    if found.name:
        return _decoded(raw, found.name, whole=whole) or ""
    return Refused("binary") if b"\0" in raw else Refused("encoding", TRIED, line=found.line)


def _declared(raw: bytes, own: str, *, whole: bool) -> str | Refused:
    """Text in the declared encoding, unless some of it is in another or was spoiled before it was saved."""
    text = _decoded(raw, own, whole=whole)
    if text is not None:
        spoiled = spoiled_line(text)
        line = spoiled[0] if spoiled else foreign_line(raw) if own.lower().startswith("gb") else None
        return text if line is None else Refused("encoding", (own,), line=line)
    found = tell_encoding(raw, whole=whole)
    if found.name:
        return Refused("fits", (own,), found.name)
    return Refused("binary") if b"\0" in raw else Refused("encoding", _once(own, *TRIED), line=found.line)


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.lower() for each in names))


def _decoded(raw: bytes, encoding: str, *, whole: bool) -> str | None:
    try:
        return codecs.getincrementaldecoder(encoding)("strict").decode(raw, final=whole)
    except (LookupError, ValueError):
        # An unknown encoding reads nothing; UnicodeDecodeError is a ValueError.
        return None


def read_rows(text: str) -> Iterator[list[str]]:
    """Header and rows of a text, as the engine takes them apart, as far as they can be read 「逐行读取」."""
    yield from map(itemgetter(1), numbered_rows(text))


def numbered_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Header and rows of a text, each with the line in which it begins 「带行号读取」."""
    first = re.split(r"\r\n|\n|\r", text, maxsplit=1)[0]
    delimiter = max(_DELIMITERS, key=lambda each: (first.count(each), -_DELIMITERS.index(each)))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        if '"' not in text:
            # Without quotes a row is a line, which the interpreter need not be told one by one.
            yield from filter(itemgetter(1), enumerate(reader, start=1))
            return
        for row in reader:
            if row:
                yield line, row
            line = reader.line_num + 1
    except csv.Error:
        # A quote that is open at the end, where the text was cut perhaps: the engine says it of the whole file.
        return
