"""Files of an engagement in which names still stand 「姓名残留」."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

# Compressed or drawn: names in them can't be told by their bytes.
_UNREAD = {".pdf", ".png", ".jpg", ".jpeg", ".xls", ".gz", ".zip", ".7z", ".rar"}
_ZIPPED = {".xlsx", ".pptx", ".docx"}
_MOST_BYTES = 64_000_000


def traces(folder: Path, names: Sequence[str]) -> tuple[tuple[str, ...], int]:
    """Files that hold one of these names, and how many could not be looked into 「姓名残留」.

    Parameters
    ----------
    folder : Path
        Folder of the engagement; links are not followed.
    names : sequence of str
        Names; each is looked for as UTF-8, GB 18030 and in JSON's escapes.

    Returns
    -------
    tuple of str, int
        Paths below the folder, in order; number of files that are compressed, drawn, too large, or can't be read.
    """
    forms = {form for each in names for form in _forms(each)}
    found, unread = [], 0
    for path in _files(folder):
        content = _content(path)
        if content is None:
            unread += 1
        elif any(form in part for part in content for form in forms):
            found.append(path.relative_to(folder).as_posix())
    return tuple(sorted(found)), unread


def _forms(name: str) -> Iterator[bytes]:
    yield name.encode("utf-8")
    yield name.encode("gb18030")
    yield name.encode("ascii", "backslashreplace")


def _files(folder: Path) -> Iterator[Path]:
    for at, _, names in os.walk(folder):
        yield from (Path(at) / name for name in names if not (Path(at) / name).is_symlink())


def _content(path: Path) -> list[bytes] | None:
    """What a file holds, the parts of a workbook unpacked; None where that can't be told."""
    try:
        suffix = path.suffix.lower()
        # A pipe would be waited at for ever.
        if suffix in _UNREAD or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        if suffix == ".parquet":
            return _parquet(path)
        if suffix not in _ZIPPED:
            return [path.read_bytes()]
        with zipfile.ZipFile(path) as book:
            if sum(each.file_size for each in book.infolist()) > _MOST_BYTES:
                return None
            return [book.read(each) for each in book.infolist()]
    except (OSError, zipfile.BadZipFile, RuntimeError, NotImplementedError):
        return None


def _parquet(path: Path) -> list[bytes] | None:
    """Texts of a table, each once, and the names of its columns; None where it can't be read."""
    from pyarrow import ArrowException, types
    from pyarrow import compute as columns
    from pyarrow.parquet import read_table

    try:
        table = read_table(path)
        texts = list(table.column_names)
        for each in table.columns:
            kind = each.type.value_type if types.is_dictionary(each.type) else each.type
            if types.is_string(kind) or types.is_large_string(kind):
                texts += [one for one in columns.unique(each).to_pylist() if one]
            elif not types.is_primitive(kind) and not types.is_null(kind):
                return None
    except ArrowException:
        return None
    return ["\n".join(texts).encode()]
