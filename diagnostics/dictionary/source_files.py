"""Whether the files of an engagement's sources are there 「数据源文件」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from diagnostics.dictionary.rules.found import found
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement
from diagnostics.model.finding import Finding

# Endings of the files that are read, and how.
KINDS = {".csv": "csv", ".parquet": "parquet", ".tsv": "csv", ".txt": "csv", ".xls": "xls", ".xlsx": "xlsx"}
# Below the data folder: kept versions of the client's files, which no source reads.
STORE = ".versions"
_LISTED = 5000
CODES = ("PD201", "PD202", "PD203")


def source_findings(engagement: Engagement) -> Iterator[Finding]:
    """What is wrong with the sources' files: absent, outside the data folder, empty, of an unread kind 「数据源检查」.

    No file is opened: this needs neither pandas nor an engine.
    """
    for name, source in engagement.settings.sources.items():
        place = str(engagement.places.get(("source", name), f"source {name}"))
        for file in source.patterns:
            yield from _file_findings(engagement.data_folder, name, file, place)


def _file_findings(folder: Path, source: str, file: str, place: str) -> Iterator[Finding]:
    told = {"source": source, "file": file}
    if _leads_out(folder, file):
        yield found("PD202", "error", place, source, **told)
        return
    paths = matching(folder, file)
    if not paths:
        close = nearest(file, _names(folder))
        if close:
            yield found("PD201", "error", place, source, variant="nearest", nearest=close, **told)
        else:
            yield found("PD201", "error", place, source, variant="absent", **told)
    for path in paths:
        told = {"source": source, "file": path.relative_to(folder).as_posix()}
        if not path.resolve().is_relative_to(folder):
            yield found("PD202", "error", place, source, **told)
        elif path.suffix.lower() not in KINDS:
            yield found("PD203", "error", place, source, variant="kind", kinds=", ".join(KINDS), **told)
        elif path.stat().st_size == 0:
            yield found("PD203", "error", place, source, variant="empty", **told)


def matching(folder: Path, file: str) -> tuple[Path, ...]:
    """Files below a folder that a source's name matches; only ``*`` is special 「匹配文件」."""
    try:
        if "*" not in file:
            path = folder / file
            return (path,) if path.is_file() else ()
        pattern = file.replace("[", "[[]").replace("?", "[?]")
        return tuple(sorted(each for each in folder.glob(pattern) if each.is_file() and not is_kept(each, folder)))
    except (OSError, ValueError):
        # A name that the file system or its patterns don't take names no file.
        return ()


def is_kept(path: Path, folder: Path) -> bool:
    """Whether a file below the data folder is a kept version, and none of the client's files 「是否留存版本」."""
    return STORE in path.relative_to(folder).parts


def _leads_out(folder: Path, file: str) -> bool:
    """Whether a name, as far as it goes without ``*``, lies outside the folder; links are followed."""
    try:
        return Path(file).is_absolute() or not (folder / file.replace("*", "_")).resolve().is_relative_to(folder)
    except (OSError, ValueError, RuntimeError):
        return False


def _names(folder: Path) -> list[str]:
    files = (each for each in folder.rglob("*") if each.is_file()) if folder.is_dir() else iter(())
    files = (each for each in files if not is_kept(each, folder))
    return sorted(each.relative_to(folder).as_posix() for each in islice(files, _LISTED))
