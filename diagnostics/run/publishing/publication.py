"""manifest.json of a published period: which documents there are, and what each was made of 「发布清单」."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.model.canonical import canonical
from diagnostics.run.manifest import key_of, sealed

FILE = "manifest.json"
CRATE = "ro-crate-metadata.json"
VERSION = 1
_HASH = re.compile(r"[0-9a-f]{64}")


class Schema(Noun):
    """Name and version of the file's form 「文件格式」."""

    name: Literal["perfloop.publication"] = "perfloop.publication"
    version: int = Field(default=VERSION, le=VERSION)


class Head(Noun):
    """Where the ledger's log ended when it was published 「台账锚点」."""

    seq: int = 0
    hash: str = ""


class MadeOf(Noun):
    """What documents were made of: the same here, the same bytes there 「生成依据」.

    Parameters
    ----------
    as_of : str
        Day as of which the ledger was read, in ISO form.
    perfloop, python : str
        Versions; Python's with the kind of machine, whose arithmetic it is.
    code, templates, notebooks, packages : str
        SHA-256 over all files of each kind, and over the names and versions of all packages.
    installed : tuple of str
        Those names and versions.
    inputs : mapping
        SHA-256 (or the value, where short) of what was read, by name: configuration, sources, ledger, notes, what was
        taken over from earlier rounds.
    parameters : mapping
        Parameters of the notebooks, seeds among them, by step.
    ledger : Head
        Last entry of the ledger's log when it was published: a log that is cut or rewritten later lacks it.
    results : mapping
        SHA-256 of the hand-offs that pages are made from.
    schemas : mapping
        Versions of their forms.
    """

    as_of: str
    perfloop: str
    python: str
    code: str
    templates: str
    notebooks: str
    packages: str
    installed: tuple[str, ...]
    inputs: dict[str, str]
    parameters: dict[str, dict[str, Any]]
    ledger: Head = Head()
    results: dict[str, str]
    schemas: dict[str, int]

    @property
    def key(self) -> str:
        """Name under which documents refer to it 「依据键」."""
        return key_of({"made of": canonical(self)})

    def same_work(self, other: MadeOf) -> bool:
        """Whether it is the same but for what the ledger has come to hold since 「是否同一依据」."""
        return self.model_copy(update={"ledger": Head()}) == other.model_copy(update={"ledger": Head()})


class Document(Noun):
    """One published file 「发布文件」.

    Parameters
    ----------
    audience, step, form : str
        For whom, of which step, and as what.
    sha256 : str
        SHA-256 of its content.
    made_of : str
        Key of what it was made of.
    own : mapping
        SHA-256 of hand-offs that it alone reads: a party's own figures.
    """

    audience: str
    step: str
    form: str
    sha256: str
    made_of: str
    own: dict[str, str] = Field(default_factory=dict)

    @property
    def kind(self) -> tuple[str, str, str]:
        """Which page it is, for whom, as what: all files of a kind are made together 「文件种类」."""
        return self.audience, self.step, self.form


class Publication(Noun):
    """What is published of a period 「发布清单」.

    No clock time, no run's id, no folder: the same inputs give the same bytes on another day and machine.

    Parameters
    ----------
    documents : mapping
        Published files by their name below the folder.
    made_of : mapping
        What they were made of, by key.
    crate : str
        SHA-256 of the metadata beside it, empty where there are none.
    seal : str
        SHA-256 of all the rest, written with the file: an edited byte no longer fits it.
    """

    schema_: Schema = Field(default=Schema(), alias="schema")
    engagement: str
    period: str
    documents: dict[str, Document] = Field(default_factory=dict)
    made_of: dict[str, MadeOf] = Field(default_factory=dict)
    crate: str = ""
    seal: str = ""

    def content(self) -> bytes:
        """Manifest as canonical JSON 「清单内容」."""
        return sealed(self).encode()

    def basis(self, name: str) -> MadeOf:
        """What a document was made of 「某文件的依据」."""
        return self.made_of[self.documents[name].made_of]

    def results(self, names: Iterable[str]) -> dict[str, str]:
        """Hand-offs that documents were made of, a party's own figures among them 「某些文件所用结果」."""
        own = {name: (self.basis(name).results, self.documents[name].own) for name in names}
        return {file: digest for both in own.values() for each in both for file, digest in each.items()}

    def fingerprints(self) -> frozenset[str]:
        """Hashes that stand in it by right: of files and what was read, never a parameter 「清单中的指纹」."""
        found = {self.crate, json.loads(self.content())["seal"], *self.made_of}
        for each in self.documents.values():
            found |= {each.sha256, each.made_of, *each.own.values()}
        for basis in self.made_of.values():
            found |= {basis.code, basis.templates, basis.notebooks, basis.packages, basis.ledger.hash}
            found |= {*basis.inputs.values(), *basis.results.values()}
        words = {word for text in found for word in text.split()}
        return frozenset(each for each in words if _HASH.fullmatch(each))

    def outdated(self, documents: Mapping[str, Document]) -> frozenset[str]:
        """Names that a page has no more in a form, as where it goes into fewer pictures now 「不再有的文件」."""
        kinds = {each.kind for each in documents.values()}
        return frozenset(name for name, each in self.documents.items() if each.kind in kinds) - documents.keys()

    def with_documents(self, documents: Mapping[str, Document], made_of: MadeOf) -> Publication:
        """The same with these documents new or replaced; what nothing refers to any more goes 「更新清单」."""
        gone = self.outdated(documents)
        every = {name: each for name, each in {**self.documents, **documents}.items() if name not in gone}
        used = {each.made_of for each in every.values()}
        known = {**self.made_of, made_of.key: made_of}
        return self.model_copy(
            update={"documents": every, "made_of": {key: each for key, each in known.items() if key in used}}
        )


def _first_fault(error: Exception) -> str:
    """What is wrong first, in words of the file rather than of the program."""
    if not isinstance(error, ValidationError):
        return str(error).splitlines()[0]
    fault = error.errors()[0]
    where = ".".join(str(each) for each in fault["loc"])
    return f"{where}: {fault['msg']}" if where else str(fault["msg"])


def read_publication(folder: Path) -> Publication | None:
    """What is published in a folder; None where nothing says so 「读发布清单」.

    Raises
    ------
    InputError
        When the manifest is cut off, broken, edited, refers to what it does not hold, or is of a newer perfloop.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        content = path.read_bytes()
        found = Publication.model_validate(json.loads(content))
        lost = [name for name, each in found.documents.items() if each.made_of not in found.made_of]
        wrong = [key for key, each in found.made_of.items() if each.key != key]
    except (OSError, ValueError, ValidationError) as error:
        told = _first_fault(error)
        raise InputError(f"{folder.name}/{FILE} can't be read as what perfloop published: {told}.") from error
    if lost or wrong:
        raise InputError(f"{folder.name}/{FILE} was edited: what {(lost or wrong)[0]} was made of is not what it says.")
    if found.content() != content:
        raise InputError(f"{folder.name}/{FILE} was edited: its seal is not that of what it says.")
    return found
