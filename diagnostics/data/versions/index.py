"""Index of every version of every client file: append-only, one a line 「数据版本索引」.

``data/versions.jsonl`` names each version, ``data/.versions/`` keeps its content. A version is in force from the moment
in which its ``.incoming`` copy became the file itself: that one replacement is the commit, before it the old holds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from pydantic import Field, ValidationError

from diagnostics.data.durable import write_whole
from diagnostics.dictionary.source_files import STORE
from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.model.canonical import canonical

INDEX = "versions.jsonl"
STAGING = ".staging"
INCOMING, KEEPING = ".incoming", ".keeping"


class Version(Noun):
    """A version of a client file 「数据版本」.

    Parameters
    ----------
    n : int
        Number of the version, from 1 for each file.
    name : str
        Name of the file below the data folder.
    sha256 : str
        Fingerprint of its content, in hexadecimal.
    bytes : int
        Size of the file.
    rows : int, optional
        Facts in it, where they were counted.
    added : date
        Day on which it was brought in.
    by, reason : str
        Who brought it, and why.
    found : bool
        Whether it lay in the data folder already and was recorded before something replaced it.
    """

    n: int = Field(ge=1)
    name: str = Field(min_length=1)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    bytes: int = Field(ge=0)
    rows: int | None = None
    added: date
    by: str = ""
    reason: str = ""
    found: bool = False

    @property
    def mark(self) -> str:
        """First twelve signs of the fingerprint 「短指纹」."""
        return self.sha256[:12]


@dataclass(frozen=True, eq=False)
class History:
    """Versions of the files of a data folder, as its index names them 「数据版本史」.

    Parameters
    ----------
    folder : Path
        The data folder.
    versions : tuple of Version
        In the order in which they were added.
    """

    folder: Path
    versions: tuple[Version, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the files that have a version, in order 「文件名」."""
        return tuple(sorted({each.name for each in self.versions}))

    def of(self, name: str) -> tuple[Version, ...]:
        """Versions of a file that took effect, the first first 「某文件的版本」."""
        return tuple(each for each in self.versions if each.name == name and not self.is_pending(each))

    def in_force(self, name: str) -> Version | None:
        """Version that the file should be now 「现行版本」."""
        return next(iter(reversed(self.of(name))), None)

    def next_number(self, name: str) -> int:
        """Number of the next version of a file 「下一版本号」."""
        return max((each.n for each in self.versions if each.name == name), default=0) + 1

    def is_pending(self, version: Version) -> bool:
        """Whether a version was recorded and never took effect: an add was killed 「未生效版本」."""
        return self.incoming(version).exists()

    def kept(self, version: Version) -> Path:
        """Place where a version's content is kept for good 「留存副本」."""
        name = PurePosixPath(version.name)
        return self.folder / STORE / name / f"{version.n}-{version.mark}{name.suffix}"

    def incoming(self, version: Version) -> Path:
        """Copy that becomes the file itself when the version takes effect 「待生效副本」."""
        return self.kept(version).with_name(self.kept(version).name + INCOMING)

    def keeping(self, version: Version) -> Path:
        """Copy that becomes the kept one once the version is recorded 「待留存副本」."""
        return self.kept(version).with_name(self.kept(version).name + KEEPING)

    def with_versions(self, *more: Version) -> History:
        """History with versions after the others 「追加版本」."""
        return History(self.folder, (*self.versions, *more))

    def without(self, gone: Version) -> History:
        """History without a version that never took effect 「去除未生效版本」."""
        return History(self.folder, tuple(each for each in self.versions if each != gone))

    def write(self) -> None:
        """Write the index, old or new whole 「写索引」."""
        lines = (canonical(each) + "\n" for each in self.versions)
        write_whole(self.folder / INDEX, "".join(lines).encode())


def read_history(folder: Path) -> History:
    """History of a data folder, empty where nothing was ever added 「读版本史」.

    Raises
    ------
    InputError
        When a line of the index is no version, or numbers of a file's versions don't run from 1.
    """
    path = folder / INDEX
    if not path.is_file():
        return History(folder)
    found: list[Version] = []
    last: dict[str, int] = {}
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        version = _version(line, f"{folder.name}/{INDEX}:{number}")
        if version.n != last.get(version.name, 0) + 1:
            raise InputError(
                f"{folder.name}/{INDEX}:{number}: version {version.n} of {version.name!r} follows"
                f" {last.get(version.name, 0)}; the index is never edited."
            )
        last[version.name] = version.n
        found.append(version)
    return History(folder, tuple(found))


def _version(line: bytes, place: str) -> Version:
    try:
        return Version.model_validate(json.loads(line))
    except (ValueError, ValidationError, RecursionError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{place} is no version of a file: {reason}; the index is never edited.") from error
