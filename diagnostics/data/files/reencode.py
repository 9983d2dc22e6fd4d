"""Files in other encodings become UTF-8 「转码」."""

from __future__ import annotations

import codecs
from pathlib import Path

from diagnostics.data.files.source_files import SourceFile
from diagnostics.errors import InputError, unknown

_KNOWN = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "latin-1", "cp1252")
_CHUNK = 1 << 20


def as_utf8(file: SourceFile, encoding: str | None, folder: Path) -> Path:
    """Path of a file's UTF-8 form: the file itself, or a copy in a folder of the engine 「转为 UTF-8」.

    Parameters
    ----------
    file : SourceFile
        File to read.
    encoding : str, optional
        Encoding that the source declares; UTF-8 where absent.
    folder : Path
        Where a copy may stand.

    Raises
    ------
    InputError
        When nobody knows the encoding, or the file is not written in it; byte and line are named.
    """
    if encoding is None or _lookup(encoding, file) in {"utf-8", "utf-8-sig"}:
        return file.path
    copy = folder / f"{len(list(folder.iterdir()))}.csv"
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = lines = 0
    with file.path.open("rb") as stream, copy.open("w", encoding="utf-8", newline="") as written:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                line = lines + chunk.count(b"\n", 0, error.start) + 1
                where = f"{file.name}:{line} (near byte {done + error.start})"
                raise InputError(f"{where} is not written in {encoding!r}: {error.reason}.") from error
            written.write(text.removeprefix("\ufeff") if not done else text)
            if not chunk:
                return copy
            done, lines = done + len(chunk), lines + text.count("\n")


def _lookup(encoding: str, file: SourceFile) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(encoding)
    except (LookupError, ValueError) as error:
        raise unknown("encoding", encoding, _KNOWN, file.name) from error
    return name
