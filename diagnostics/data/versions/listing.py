"""Versions of the client's files as lines for a terminal 「数据版本清单」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.data.durable import hash_file
from diagnostics.data.versions.index import History, Version
from diagnostics.data.versions.readable import readers
from diagnostics.data.versions.store import Added
from diagnostics.dictionary.source_files import matching
from diagnostics.errors import nearest
from diagnostics.model.engagement import Engagement


def version_lines(engagement: Engagement, history: History) -> Iterator[str]:
    """Each file with its sources and its versions; ``*`` marks the one in force 「数据版本清单」."""
    root = engagement.data_folder
    settings = engagement.settings
    paths = {path for each in settings.sources.values() for one in each.patterns for path in matching(root, one)}
    names = {path.relative_to(root).as_posix() for path in paths}
    for name in sorted({*history.names, *names}):
        yield f"{name}  ({_readers(engagement, name)})"
        versions = history.of(name)
        if not versions:
            yield "    no version recorded; bring it in with: perfloop data add"
        path = root / name
        current = hash_file(path) if versions and path.is_file() else ""
        for each in versions:
            yield _line(each, is_last=each is versions[-1], current=current)


def _readers(engagement: Engagement, name: str) -> str:
    found = readers(engagement, name)
    return f"read by {', '.join(found)}" if found else "no source reads it"


def _line(version: Version, *, is_last: bool, current: str) -> str:
    rows = f"  {_rows(version)}" if version.rows is not None else ""
    why = f"  {version.reason}" if version.reason else "  found in the data folder" if version.found else ""
    odd = ""
    if is_last and current != version.sha256:
        odd = "  (the file was edited in place)" if current else "  (the file is missing)"
    mark = "*" if is_last else " "
    by = version.by or "-"
    return f"  {mark} {version.n:>3}  {version.added}  {by}  {version.mark}  {version.bytes:,} bytes{rows}{why}{odd}"


def added_lines(engagement: Engagement, added: Added) -> Iterator[str]:
    """What came of bringing a file in 「入库说明」."""
    version, name = added.version, added.version.name
    if not added.is_new:
        yield f"{name} is version {version.n} already ({version.mark}, added {version.added}); nothing was added"
        return
    if added.found is not None:
        yield f"{name} lay there without a record: it is kept as version {added.found.n} ({added.found.mark})"
    rows = f", {_rows(version)}" if version.rows is not None else ""
    yield f"{name} is now version {version.n} ({version.mark}, {version.bytes:,} bytes{rows})"
    if not readers(engagement, name):
        patterns = [each for source in engagement.settings.sources.values() for each in source.patterns]
        near = nearest(name, patterns)
        meant = f"; if it is a new version of {near!r}, bring it in with --as {near}" if near else ""
        yield f"no source of engagement.yaml reads {name}{meant}"


def _rows(version: Version) -> str:
    return "1 row" if version.rows == 1 else f"{version.rows:,} rows"
