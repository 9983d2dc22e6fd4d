"""What was deleted, for whom and on whose word, sealed 「删除证明」."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import Field, ValidationError

from diagnostics.errors import InputError, SurroundingsError
from diagnostics.model.base import Noun
from diagnostics.run.manifest import hash_file, sealed
from diagnostics.run.publishing.codename import coding
from diagnostics.run.purging.handed_out import HandedOut
from diagnostics.run.purging.inventory import Amount, Inventory
from diagnostics.run.version import version

if TYPE_CHECKING:
    from diagnostics.run.purging.subject import Subject

VERSION = 1
# What a deletion of the folder leaves, each with words of its own: a ledger in a database, a data folder elsewhere,
# the firm's practice library, files that links point to, other names of the same file.
Left = Literal["ledger", "data", "practices", "links", "hard_links"]


class EditedError(InputError):
    """A certificate that is no longer as it was written: found by looking, no mistake of whoever looks 「证明被改」."""

    exit_code = 1


class Schema(Noun):
    """Name and version of the file's form 「文件格式」."""

    name: Literal["perfloop.deletion"] = "perfloop.deletion"
    version: int = Field(default=VERSION, le=VERSION)


class Certificate(Noun):
    """What was deleted, for whom and on whose word 「删除证明」.

    Parameters
    ----------
    engagement : str
        Codename of the engagement where it has one, else its id; nothing else of the client.
    purpose, legal_basis, contract : str
        Why and by what right the data was kept, as engagement.yaml recorded it.
    until : date, optional
        Last day on which it might be kept.
    by : str
        Who ordered the deletion.
    day : date
        Day of the deletion, in the engagement's time zone.
    perfloop : str
        Version that deleted.
    deleted : dict of Amount
        Files and bytes by kind.
    links : int
        Symbolic links that went; what they point to stays.
    ledger_entries : int, optional
        Entries of the ledger in a database that went with the folder; None where there was none.
    left : tuple of str
        What was not deleted.
    handed_out : tuple of HandedOut
        Documents that had been published or handed over, by fingerprint.
    page : str
        SHA-256 of the readable page beside it.
    seal : str
        SHA-256 of all the rest. No signature: who edits it knowing how seals it again.
    """

    schema_: Schema = Field(default=Schema(), alias="schema")
    engagement: str
    language: Literal["zh", "en"]
    purpose: str = ""
    legal_basis: str = ""
    contract: str = ""
    until: date | None = None
    by: str
    day: date
    perfloop: str
    deleted: dict[str, Amount]
    links: int = 0
    ledger_entries: int | None = None
    left: tuple[Left, ...] = ()
    handed_out: tuple[HandedOut, ...] = ()
    page: str = ""
    seal: str = ""

    @property
    def total(self) -> Amount:
        """All kinds together 「合计」."""
        every = self.deleted.values()
        return Amount(files=sum(each.files for each in every), bytes=sum(each.bytes for each in every))

    def text(self) -> str:
        """Certificate as canonical JSON with its seal 「证明文本」."""
        return sealed(self)


def certificate_of(
    subject: Subject, held: Inventory, documents: tuple[HandedOut, ...], by: str, day: date
) -> Certificate:
    """Certificate for a folder that is going to be deleted 「开具证明」.

    Parameters
    ----------
    subject : Subject
        Engagement that goes; its client's name is replaced by the codename wherever it has one.
    held : Inventory
        What the folder holds.
    documents : tuple of HandedOut
        What had been given out.
    by, day : str, date
        Who ordered it, and when.
    """
    keeping, language, code = subject.settings.keeping, subject.settings.language, coding(subject.settings)
    # Folders and files bear names that people gave them.
    given = (each.model_copy(update={"period": code(each.period), "what": code(each.what)}) for each in documents)
    return Certificate(
        engagement=subject.name, language=language,
        purpose=code(keeping.purpose.say(language)), legal_basis=code(keeping.legal_basis.say(language)),
        contract=code(keeping.contract), until=keeping.until, by=by, day=day, perfloop=version(),
        deleted=held.kinds, links=held.links, left=_left(subject, held),
        handed_out=tuple(given),
    )  # fmt: skip


def _left(subject: Subject, held: Inventory) -> tuple[Left, ...]:
    settings, folder = subject.settings, subject.folder
    elsewhere = {
        "ledger": bool(settings.ledger.url_from),
        "data": not (folder / settings.data_folder).resolve().is_relative_to(folder),
        "practices": bool(settings.practices) and not (folder / settings.practices).resolve().is_relative_to(folder),
        "links": bool(held.outside),
        "hard_links": bool(held.shared),
    }
    return tuple(each for each in Left.__args__ if elsewhere[each])  # type: ignore[attr-defined]


def page_beside(path: Path) -> Path:
    """Readable page of a certificate 「证明的阅读版」."""
    return path.with_suffix(".md")


def refuse_place(path: Path, folder: Path) -> None:
    """Refuse a place at which no certificate can stand 「检查证明的位置」.

    Parameters
    ----------
    path : Path
        Where it would be written, its page beside it.
    folder : Path
        What is deleted.

    Raises
    ------
    InputError
        When it is no .json file, lies inside what is deleted, or something is there already.
    SurroundingsError
        When its folder can't be written to.
    """
    if path.suffix != ".json" or path.resolve().is_relative_to(folder):
        raise InputError(f"--certificate {str(path)!r} must be a .json file outside the folder that is deleted.")
    for each in (path, page_beside(path)):
        if each.exists():
            raise InputError(f"{each.name} is there already; name another file with --certificate.")
    if not path.parent.is_dir() or not os.access(path.parent, os.W_OK):
        raise SurroundingsError(f"{str(path.parent)!r} can't be written to; the certificate needs a place.")


def read_certificate(path: Path) -> Certificate:
    """Certificate as it was written 「读取证明」.

    Raises
    ------
    InputError
        When it is absent, none, or of a newer perfloop.
    EditedError
        When it or the page beside it was edited.
    """
    try:
        content = path.read_text(encoding="utf-8")
        found = Certificate.model_validate(json.loads(content))
        page = page_beside(path)
        edited = page.is_file() and hash_file(page) != found.page
    except (OSError, ValueError, ValidationError) as error:
        raise InputError(
            f"{path.name} can't be read as a certificate of deletion: {str(error).splitlines()[0]}."
        ) from error
    if found.text() != content:
        raise EditedError(f"{path.name} was edited: its seal is not that of what it says.")
    if edited:
        raise EditedError(f"{page.name} was edited: it is not the page that {path.name} names.")
    return found
