"""What stands beside a folder while it is being deleted, so that a killed deletion goes on 「删除日志」."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.base import Noun
from diagnostics.run.platform import sync_folder, try_lock, write_whole


class Schema(Noun):
    """Name and version of the file's form 「文件格式」."""

    name: Literal["perfloop.purge"] = "perfloop.purge"
    version: int = Field(default=1, le=1)


class Journal(Noun):
    """A deletion under way 「进行中的删除」.

    Parameters
    ----------
    folder : str
        Name of the engagement's folder.
    grave : str
        Name that the folder bears until it is gone.
    certificate : str
        Path at which the certificate will stand.
    content, page : str
        The certificate and its page, word for word: they are written when all is gone, and never lost before.
    variable, schema_name : str
        Environment variable and schema of a ledger in a database that goes too; empty where none does.
    """

    schema_: Schema = Field(default=Schema(), alias="schema")
    folder: str
    grave: str
    certificate: str
    content: str
    page: str
    variable: str = ""
    schema_name: str = ""


def journal_path(folder: Path) -> Path:
    """Where the journal of a folder's deletion stands: beside it 「日志位置」."""
    return folder.with_name(f".{folder.name}.purge")


def read_journal(folder: Path) -> Journal | None:
    """Deletion of this folder that was begun; None where none was 「读删除日志」.

    Raises
    ------
    InputError
        When it was edited, or is of a newer perfloop.
    """
    path = journal_path(folder)
    try:
        found = Journal.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(f"{path.name} can't be read as a deletion under way: {str(error).splitlines()[0]}.") from error
    # It names what is removed: nothing but the grave beside it.
    if found.folder != folder.name or found.grave != grave_of(folder).name:
        raise InputError(f"{path.name} was edited: it is the deletion of another folder.")
    return found


def grave_of(folder: Path) -> Path:
    """Name that a folder bears from its deletion on until it is gone 「待删目录」."""
    return folder.with_name(f".{folder.name}.purged")


def write_journal(folder: Path, journal: Journal) -> None:
    """Have the journal on the disk before anything is deleted 「写删除日志」."""
    write_whole(journal_path(folder), (journal.model_dump_json(by_alias=True) + "\n").encode())


def close_journal(folder: Path) -> None:
    """Remove the journal of a deletion that is done 「结束删除日志」."""
    journal_path(folder).unlink(missing_ok=True)
    sync_folder(folder.parent)


@contextmanager
def hold_journal(folder: Path) -> Iterator[bool]:
    """Hold a deletion, so that two never work at the same one; False where another finished it meanwhile 「持有删除」.

    Raises
    ------
    SurroundingsError
        When another process holds it.
    """
    path = journal_path(folder)
    try:
        handle = path.open("rb+")
    except FileNotFoundError:
        yield False
        return
    with handle:
        if not try_lock(handle):
            raise SurroundingsError(f"{folder.name} is being deleted by another process; wait until it has finished.")
        yield _same(handle.fileno(), path)


def _same(number: int, path: Path) -> bool:
    """Whether an open file still stands under its name."""
    try:
        there = path.stat()
    except FileNotFoundError:
        return False
    own = os.fstat(number)
    return (own.st_ino, own.st_dev) == (there.st_ino, there.st_dev)
