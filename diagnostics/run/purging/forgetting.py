"""A person's name taken out of the records that give it to an id 「个人姓名删除」."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError

from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.base import Noun
from diagnostics.run.lock import hold
from diagnostics.run.manifest import sealed
from diagnostics.run.platform import write_whole
from diagnostics.run.purging.certificate import EditedError
from diagnostics.run.purging.name_record import names_of, without_names
from diagnostics.run.purging.traces import traces
from diagnostics.run.replacing import replace_files
from diagnostics.run.version import version
from diagnostics.terms import say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


class Schema(Noun):
    """Name and version of the file's form 「文件格式」."""

    name: Literal["perfloop.erasure"] = "perfloop.erasure"
    version: int = Field(default=1, le=1)


class Erasure(Noun):
    """What was erased of a person, and what was not 「个人删除记录」.

    Parameters
    ----------
    engagement, person : str
        Codename or id of the engagement; id of the person, which stays as a pseudonym.
    by, day, perfloop : str, date, str
        Who ordered it, when, by which version.
    erased : tuple of str
        Files in which the name was replaced.
    remain : tuple of str
        Files in which the name still stands: pages that were given out, runs, data, evidence, the ledger's texts.
    unread : int
        Files that could not be looked into: compressed, drawn or too large.
    seal : str
        SHA-256 of all the rest.
    """

    schema_: Schema = Field(default=Schema(), alias="schema")
    engagement: str
    person: str
    by: str
    day: date
    perfloop: str
    erased: tuple[str, ...]
    remain: tuple[str, ...] = ()
    unread: int = 0
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """An erasure and where its record stands 「删除结果」."""

    erasure: Erasure
    path: Path


def forget(path: Path, person: str, by: str, record: Path | None = None, today: date | None = None) -> Forgotten:
    """Replace a person's name where engagement.yaml and the entities record it by a drawn pseudonym 「删除姓名」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    person : str
        Id of someone who acts, or of an entity that is a person.
    by : str
        Who ordered it.
    record : Path, optional
        Where the sealed record is written; beside the folder by default.
    today : date, optional
        Day of the record; today in the engagement's time zone by default.

    Raises
    ------
    InputError
        When nobody has the id, no name is recorded, nobody ordered it, or the record is there already.
    SurroundingsError
        When another process holds the engagement, or a file can't be written.

    Notes
    -----
    The ledger's entries stay, each of them: they name people by their ids. There is no key per person, so nothing is
    erased by destroying one; names that stand elsewhere are not changed but listed.
    """
    if not by.strip():
        raise InputError("Who orders it is not said; name them with --by, the record does.")
    engagement, names = _named(path, person)
    settings, folder = engagement.settings, engagement.folder
    day = today or datetime.now(ZoneInfo(settings.calendar.timezone)).date()
    name = f"{settings.code or settings.id}-{secrets.token_hex(3)}-person-{day.isoformat()}.json"
    target = record.absolute() if record else folder.with_name(name)
    if target.exists() or target.resolve().is_relative_to(folder):
        raise InputError(f"{target.name} is there already, or lies inside the engagement; name another file.")
    # Drawn, never reckoned from the name: who knows the name can't find the pseudonym.
    pseudonym = say("erasure.pseudonym", engagement.language, code=secrets.token_hex(4))
    with hold(folder, "perfloop purge --person"):
        contents = without_names(engagement, person, pseudonym)
        replace_files(folder, contents)
        remain, unread = traces(folder, names)
        told = Erasure(engagement=settings.code or settings.id, person=person, by=by, day=day, perfloop=version(),
                       erased=tuple(sorted(contents)), remain=remain, unread=unread)  # fmt: skip
        _write(target, told)
    return Forgotten(told, target)


def foreseen(path: Path, person: str) -> tuple[str, ...]:
    """What erasing the name of a person would change, and where it would stand on; nothing is written 「删除预览」.

    Raises
    ------
    InputError
        When nobody has the id, or no name is recorded.
    """
    engagement, names = _named(path, person)
    changed = without_names(engagement, person, say("erasure.pseudonym", engagement.language, code="0" * 8))
    found, unread = traces(engagement.folder, names)
    return (
        *(f"would be erased: the name of {person!r} in {each}" for each in sorted(changed)),
        *(f"would stay where it stands otherwise: {each}" for each in found if each not in changed),
        f"not looked into: {unread} compressed, drawn or very large files",
    )


def _named(path: Path, person: str) -> tuple[Engagement, tuple[str, ...]]:
    engagement = load_engagement(path)
    names = names_of(engagement, person)
    if not names:
        raise InputError(f"No name is recorded for {person!r}; its id is all there is.")
    return engagement, names


def _write(path: Path, told: Erasure) -> None:
    try:
        write_whole(path, sealed(told).encode())
    except OSError as error:
        raise SurroundingsError(
            f"The name is erased, but {str(path)!r} can't be written: {error.strerror}; it stands in"
            f" {', '.join(told.remain) or 'no other file'}."
        ) from error


def is_erasure(path: Path) -> bool:
    """Whether a file says that it is the record of an erasure 「是否个人删除记录」."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        return isinstance(told, dict) and told.get("schema", {}).get("name") == "perfloop.erasure"
    except (OSError, ValueError, AttributeError):
        return False


def read_erasure(path: Path) -> Erasure:
    """Record of an erasure as it was written 「读取个人删除记录」.

    Raises
    ------
    InputError
        When it is absent, none, or edited.
    """
    try:
        content = path.read_text(encoding="utf-8")
        found = Erasure.model_validate(json.loads(content))
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(f"{path.name} can't be read as a record of erasure: {str(error).splitlines()[0]}.") from error
    if sealed(found) != content:
        raise EditedError(f"{path.name} was edited: its seal is not that of what it says.")
    return found


def erasure_lines(done: Forgotten) -> tuple[str, ...]:
    """What was erased, where the name still stands, and what follows 「删除结果」."""
    told = done.erasure
    pages = [each for each in told.remain if each.startswith("reports/")]
    others = [each for each in told.remain if not each.startswith("reports/")]
    return (
        *(f"erased: the name of {told.person!r} in {each}" for each in told.erased),
        *(f"still there, published: {each}" for each in pages),
        *(f"still there: {each}" for each in others),
        f"not looked into: {told.unread} compressed, drawn or very large files",
        f"stays: the id {told.person!r}, by which the ledger names them; no entry is removed",
        "Pages are made anew by the next run; old runs, data and evidence keep what they say until they are deleted.",
    )
