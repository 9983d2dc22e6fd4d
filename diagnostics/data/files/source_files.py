"""Files that a source declares, each inside the engagement's data folder 「数据源文件」."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath, PureWindowsPath

from diagnostics.dictionary.source_files import KINDS, is_kept
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement

_LISTED = 5000
_PACKED = (".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a source declares 「数据源文件」.

    Parameters
    ----------
    path : Path
        Resolved: links are followed.
    name : str
        Name below the data folder, for readers.
    kind : {"csv", "parquet", "xls", "xlsx"}
        How it is read.
    """

    path: Path
    name: str
    kind: str


def source_files(engagement: Engagement, source: str) -> tuple[SourceFile, ...]:
    """Files of a source, in order of their names 「数据源的文件」.

    Raises
    ------
    InputError
        When a file is missing (with the nearest name), lies outside the data folder, is no regular file, is of a kind
        that is not read, or when files of several kinds are mixed.
    """
    found: dict[str, SourceFile] = {}
    for pattern in engagement.settings.sources[source].patterns:
        for name in _names(engagement.data_folder, pattern, source):
            found.setdefault(name, _checked(engagement.data_folder, name, source))
    kinds = sorted({each.kind for each in found.values()})
    if len(kinds) != 1:
        raise InputError(f"Source {source!r} has files of kinds {kinds}; a source has files of one kind.")
    return tuple(found[name] for name in sorted(found))


def _names(folder: Path, pattern: str, source: str) -> list[str]:
    """Names below the data folder that a pattern matches; only ``*`` is a wildcard."""
    parts = PurePosixPath(pattern).parts
    if not parts or PurePosixPath(pattern).is_absolute() or PureWindowsPath(pattern).drive or "\x00" in pattern:
        raise InputError(f"File {pattern!r} of source {source!r} must be a name below the data folder.")
    if "*" not in pattern:
        if not (folder / pattern).exists():
            raise unknown("file", pattern, _present(folder), f"source {source!r} (folder {folder.name!r})")
        return [pattern]
    literal = "".join(f"[{each}]" if each in "[?" else each for each in pattern)
    found = (each for each in folder.glob(literal) if each.is_file() and not is_kept(each, folder))
    names = sorted(each.relative_to(folder).as_posix() for each in found)
    if not names:
        raise unknown("file", pattern, _present(folder), f"source {source!r} (folder {folder.name!r})")
    return names


def _present(folder: Path) -> list[str]:
    files = (each for each in folder.rglob("*") if each.is_file() and each.suffix.lower() in KINDS)
    kept = (each for each in files if not is_kept(each, folder))
    return sorted(each.relative_to(folder).as_posix() for each in islice(kept, _LISTED))


def _checked(folder: Path, name: str, source: str) -> SourceFile:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder):
        raise InputError(f"File {name!r} of source {source!r} lies outside the data folder; links are followed.")
    if not path.is_file():
        raise InputError(f"File {name!r} of source {source!r} is no regular file.")
    kind = KINDS.get(path.suffix.lower())
    if kind is None:
        packed = " Compressed files are not read: unpack it." if path.suffix.lower() in _PACKED else ""
        raise InputError(
            f"File {name!r} of source {source!r} ends in {path.suffix!r}; read are {', '.join(sorted(KINDS))}.{packed}"
        )
    if any(each in str(path) for each in "*?"):
        raise InputError(f"File {name!r} of source {source!r} has '*' or '?' in its path; rename it.")
    try:
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(f"File {name!r} of source {source!r} can't be read: {error.strerror}.") from error
    return SourceFile(path, name, kind)
