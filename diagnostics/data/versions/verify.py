"""Whether the client's files and their kept versions are those that the index names 「数据版本核对」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from diagnostics.data.durable import hash_file
from diagnostics.data.versions.index import INCOMING, KEEPING, STAGING, History, Version
from diagnostics.data.versions.naming import kind_of
from diagnostics.dictionary.source_files import STORE, is_kept

Kind = Literal["edited", "missing", "unrecorded", "kept_edited", "kept_missing", "kept_unknown"]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in the data folder that the index does not say 「不符之处」.

    Parameters
    ----------
    kind : str
        ``edited`` and ``missing``: the file itself; ``unrecorded``: no version of it; ``kept_…``: a kept version.
    name : str
        Name below the data folder.
    version : Version or None
        Version that it should be.
    """

    kind: Kind
    name: str
    version: Version | None = None

    def told(self) -> str:
        """What differs and what helps, in a line 「说明」."""
        number = self.version.n if self.version else 0
        return {
            "edited": f"edited in place; it should be version {number}, which is kept in data/{STORE}/{self.name}/",
            "missing": f"missing; it should be version {number}, which is kept in data/{STORE}/{self.name}/",
            "unrecorded": "not recorded; bring it in with: perfloop data add",
            "kept_edited": f"kept copy of version {number} was edited",
            "kept_missing": f"kept copy of version {number} is missing",
            "kept_unknown": "lies among the kept versions and is none",
        }[self.kind]


def differences(history: History) -> Iterator[Difference]:
    """What in the data folder is not as the index says 「核对」.

    Every file that has versions is read from end to end.
    """
    yield from changed(history)
    for name in _unrecorded(history):
        yield Difference("unrecorded", name)
    for version in _effective(history):
        kept = history.kept(version)
        place = kept if kept.is_file() else history.keeping(version)
        if not place.is_file():
            yield Difference("kept_missing", version.name, version)
        elif place.stat().st_size != version.bytes or hash_file(place) != version.sha256:
            yield Difference("kept_edited", version.name, version)
    for path in _strangers(history):
        yield Difference("kept_unknown", path.relative_to(history.folder).as_posix())


def changed(history: History) -> Iterator[Difference]:
    """Files that are not the version in force: edited in place, or gone 「就地改动」."""
    for name in history.names:
        version = history.in_force(name)
        if version is None:
            continue
        path = history.folder / name
        if not path.is_file():
            yield Difference("missing", name, version)
        elif path.stat().st_size != version.bytes or hash_file(path) != version.sha256:
            yield Difference("edited", name, version)


def _effective(history: History) -> Iterator[Version]:
    return (each for name in history.names for each in history.of(name))


def _unrecorded(history: History) -> list[str]:
    folder = history.folder
    known = {each.name for each in _effective(history)}
    files = (each for each in sorted(folder.rglob("*")) if each.is_file() and not is_kept(each, folder))
    names = (each.relative_to(folder).as_posix() for each in files if kind_of(each.name))
    return [each for each in names if each not in known]


def _strangers(history: History) -> list[Path]:
    """Files among the kept versions that no version names; what a killed add left waits for the next one."""
    known = {history.kept(each) for each in history.versions}
    return [
        each
        for each in sorted((history.folder / STORE).rglob("*"))
        if each.is_file() and each not in known and each.suffix not in {INCOMING, KEEPING} and STAGING not in each.parts
    ]
