"""Text files in other encodings become UTF-8; which one they are in is told by their bytes 「转码」."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.files.source_files import SourceFile
from diagnostics.dictionary.text_encoding import TRIED, foreign_line, spoiled_line, tell_encoding
from diagnostics.errors import InputError, unknown

_KNOWN = ("utf-8", "utf-16", "gb18030", "gbk", "big5", "shift_jis", "euc-kr", "latin-1", "cp1252")
_UTF8 = ("utf-8", "utf-8-sig", "ascii")
_CHINESE = ("gb18030", "gbk", "gb2312")
_CHUNK = 1 << 20
# What the encoding is told by; the rest of the file must then be written in it.
_SAMPLE = 20 << 20
AT_SOURCE = "name the file's encoding at the source, such as encoding: gb18030, or save it as UTF-8."


@dataclass(frozen=True, slots=True)
class Utf8:
    """A text file's UTF-8 form 「UTF-8 文本」.

    Parameters
    ----------
    file : SourceFile
        File that it comes from.
    path : Path
        The file itself, or a copy in a folder of the engine.
    encoding : str
        What the file is written in, where it is not UTF-8; else empty.
    """

    file: SourceFile
    path: Path
    encoding: str = ""


def as_utf8(file: SourceFile, encoding: str | None, folder: Path, remedy: str = AT_SOURCE) -> Utf8:
    """UTF-8 form of a text file: the file itself, or a copy in a folder of the engine 「转为 UTF-8」.

    Parameters
    ----------
    file : SourceFile
        File to read.
    encoding : str, optional
        Encoding that the source declares; told by the bytes where absent.
    folder : Path
        Where a copy may stand.
    remedy : str
        What to do where nothing tells the encoding; it ends the error.

    Raises
    ------
    InputError
        When nobody knows the encoding, the file is not written in it, or nothing tells it; line and encodings tried are
        named. Text that was spoiled before it was saved is refused too.
    """
    if encoding is None:
        return _told(file, folder, remedy)
    name = _lookup(encoding, file)
    if name in _UTF8:
        _check_utf8(file)
        return Utf8(file, file.path)
    if name == "utf-16":
        name = _with_side(file)
    return Utf8(file, _copied(file, name, folder, encoding), encoding)


def _told(file: SourceFile, folder: Path, remedy: str) -> Utf8:
    """The file in the encoding that its bytes tell."""
    with file.path.open("rb") as stream:
        head = stream.read(_SAMPLE)
        whole = not stream.read(1)
    found = tell_encoding(head, whole=whole)
    if not found.name:
        tried = ", ".join(TRIED)
        raise InputError(f"{file.name}:{found.line} {found.problem} (tried: {tried}); {remedy}")
    if found.name in _UTF8:
        if not whole:
            _check_utf8(file)
        return Utf8(file, file.path)
    return Utf8(file, _copied(file, found.name, folder, found.name), found.name)


def _check_utf8(file: SourceFile) -> None:
    """Refuse bytes that are no UTF-8, and text that was spoiled before it was saved."""
    for line, text in _texts(file, "utf-8", "utf-8"):
        _refuse_spoiled(file, line, text)


def _copied(file: SourceFile, name: str, folder: Path, told: str) -> Path:
    """Copy of a file in UTF-8."""
    copy = folder / f"{len(list(folder.iterdir()))}.csv"
    with copy.open("w", encoding="utf-8", newline="") as written:
        for line, text in _texts(file, name, told):
            if name in _CHINESE:
                _refuse_mixed(file, line, text, name)
            _refuse_spoiled(file, line, text)
            written.write(text)
    return copy


def _texts(file: SourceFile, name: str, told: str) -> Iterator[tuple[int, str]]:
    """Pieces of a file's text, each with the number of line ends before it."""
    decoder = codecs.getincrementaldecoder(name)("strict")
    lines = done = 0
    with file.path.open("rb") as stream:
        while True:
            chunk = stream.read(_CHUNK)
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                raise _not_written(file, told, lines, error) from error
            except UnicodeError as error:
                raise InputError(f"{file.name}:{lines + 1} is not written in {told!r}: {error}.") from error
            yield lines, text.removeprefix("\ufeff") if not done else text
            if not chunk:
                return
            done, lines = done + len(chunk), lines + _line_ends(text)


def _not_written(file: SourceFile, told: str, lines: int, error: UnicodeDecodeError) -> InputError:
    line = lines + _line_ends(error.object[: error.start].decode("latin-1")) + 1
    if told == "utf-8":
        return InputError(f"{file.name}:{line} is not UTF-8; name the file's encoding, such as encoding: gb18030.")
    return InputError(f"{file.name}:{line} is not written in {told!r}: {error.reason}.")


def _line_ends(text: str) -> int:
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _refuse_spoiled(file: SourceFile, lines: int, text: str) -> None:
    spoiled = None if text.isascii() else spoiled_line(text)
    if spoiled is not None:
        raise InputError(f"{file.name}:{lines + spoiled[0]} {spoiled[1]}; ask for the file anew.")


def _refuse_mixed(file: SourceFile, lines: int, text: str, name: str) -> None:
    """Refuse a line of UTF-8 in a file in a Chinese encoding: it decodes, into other characters."""
    found = foreign_line(text.encode(name)) if not text.isascii() else None
    if found is not None:
        raise InputError(f"{file.name}:{lines + found} is UTF-8, while other lines are {name.upper()}; save it as one.")


def _with_side(file: SourceFile) -> str:
    """UTF-16 with its byte order: Python takes a file without a mark for the machine's own."""
    with file.path.open("rb") as stream:
        found = tell_encoding(stream.read(_SAMPLE), whole=False)
    return found.name if found.name.startswith("utf-16-") else "utf-16"


def _lookup(encoding: str, file: SourceFile) -> str:
    try:
        name = codecs.lookup(encoding).name
        "".encode(encoding)
    except (LookupError, ValueError) as error:
        raise unknown("encoding", encoding, _KNOWN, file.name) from error
    return name
