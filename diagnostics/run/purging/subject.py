"""Which folder is to be deleted, and what it says of itself 「删除对象」."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from diagnostics.dictionary.yaml_file import read_yaml
from diagnostics.errors import InputError
from diagnostics.model.engagement import Settings
from diagnostics.run.purging.inventory import closed

NAME = "engagement.yaml"
# What a deletion needs to know; all else in the file may be broken.
_READ = ("id", "client", "codename", "language", "calendar", "data_folder", "keeping", "ledger", "practices")


@dataclass(frozen=True, slots=True)
class Subject:
    """Engagement that is to be deleted 「删除对象」.

    Parameters
    ----------
    folder : Path
        Its folder, links resolved.
    settings : Settings
        What engagement.yaml says of id, client, codename, keeping, ledger and folders; nothing else of it is read.
    """

    folder: Path
    settings: Settings

    @property
    def name(self) -> str:
        """What the certificate calls it: its codename where it has one 「证明所用名称」."""
        return self.settings.code or self.settings.id


def subject_of(path: Path) -> Subject:
    """Engagement in a folder, refused where deleting the folder would delete more than it 「确定删除对象」.

    Raises
    ------
    InputError
        When there is no engagement, the folder is the root of a disk or holds a home, another engagement or another
        file system, or engagement.yaml can't be read.
    SurroundingsError
        When a folder below can't be looked into.
    """
    try:
        folder = path.resolve(strict=True)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"{str(path)[:200]!r} is no folder.") from error
    folder = folder.parent if folder.name == NAME and folder.is_file() else folder
    _refuse_roots(folder)
    if not (folder / NAME).is_file():
        raise InputError(f"{str(folder)!r} is no engagement: it holds no {NAME}; nothing is deleted.")
    _refuse_what_is_inside(folder)
    return Subject(folder, _settings(folder))


def _refuse_roots(folder: Path) -> None:
    home = Path.home().resolve()
    if folder == Path(folder.anchor) or home.is_relative_to(folder):
        raise InputError(f"{str(folder)!r} is the root of a disk or holds a home; an engagement's own folder is meant.")


def _refuse_what_is_inside(folder: Path) -> None:
    """Another engagement below, or what another disk holds, is not this engagement's."""
    device = folder.stat().st_dev
    for at, below, files in os.walk(folder, onerror=closed):
        here = Path(at)
        told = here.relative_to(folder).as_posix()
        if here != folder and NAME in files:
            raise InputError(f"{told!r} is an engagement inside {folder.name!r}; delete or move that one first.")
        for name in below:
            each = here / name
            if not each.is_symlink() and each.stat().st_dev != device:
                raise InputError(
                    f"{each.relative_to(folder).as_posix()!r} inside {folder.name!r} is another file system;"
                    " unmount it first."
                )


def _settings(folder: Path) -> Settings:
    data = read_yaml(folder / NAME, folder).data
    told: dict[str, Any] = {name: data[name] for name in _READ if name in data} if isinstance(data, dict) else {}
    try:
        return Settings.model_validate({**told, "sources": {"none": {"file": "none"}}})
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(each) for each in fault["loc"])
        raise InputError(f"{NAME}: {where}: {fault['msg']}; a deletion quotes it, mend it first.") from error
