"""run.json: what a run read, did and wrote 「运行清单」."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, ValidationError, field_validator

from diagnostics.data.durable import hash_file
from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.model.canonical import canonical

__all__ = [
    "Manifest", "PageRecord", "Restated", "StepRecord", "hash_bytes", "hash_file", "key_of", "read_manifest", "sealed",
]  # fmt: skip

FILE = "run.json"
VERSION = 2


def hash_bytes(content: bytes) -> str:
    """SHA-256 of bytes, in hexadecimal 「内容哈希」."""
    return hashlib.sha256(content).hexdigest()


def key_of(inputs: dict[str, str]) -> str:
    """Key of something made from these inputs 「步骤键」."""
    return hash_bytes(canonical(inputs).encode())


def _inside(name: str) -> str:
    """Name of a file below its run: what is copied into another run stays inside it, whoever wrote the manifest."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name:
        raise ValueError(f"{name!r} lies outside the run")
    return name


def sealed(noun: Noun) -> str:
    """Canonical JSON of a manifest; its field ``seal`` is the SHA-256 of all the rest 「带封印的清单」.

    A byte that is edited by hand no longer fits it. It is no signature: who edits it knowing how seals it again.
    """
    rest = canonical(noun.model_copy(update={"seal": ""}), indent=1)
    return canonical(noun.model_copy(update={"seal": hash_bytes(rest.encode())}), indent=1) + "\n"


class Schema(Noun):
    """Name and version of a file's form 「文件格式」."""

    name: Literal["perfloop.run"] = "perfloop.run"
    version: int = Field(default=VERSION, le=VERSION)


class StepRecord(Noun):
    """What one step read and wrote 「步骤记录」.

    Parameters
    ----------
    key : str
        SHA-256 over ``inputs``: the same key, the same outputs.
    inputs : mapping
        SHA-256 (or the value itself, where short) of everything the step's result depends on, by name.
    parameters : mapping
        Parameters of its notebook, without the paths.
    outputs : mapping
        SHA-256 of the files it wrote, by name below the run's folder.
    reused_from : str
        Run that computed it, where this run copied it.
    """

    key: str
    inputs: dict[str, str]
    parameters: dict[str, Any]
    outputs: dict[str, str]
    seconds: float = 0.0
    reused_from: str = ""

    @field_validator("outputs")
    @classmethod
    def _all_inside(cls, outputs: dict[str, str]) -> dict[str, str]:
        return {_inside(name): digest for name, digest in outputs.items()}


class PageRecord(Noun):
    """The page rendered from the close notebook 「页面记录」."""

    file: Annotated[str, AfterValidator(_inside)]
    sha256: str
    key: str
    inputs: dict[str, str]


class Restated(Noun):
    """Published figures that were changed, and why 「重述记录」.

    Parameters
    ----------
    reason, by, on : str
        Why, who, and the day in ISO form.
    replaced_run, replaced_page : str
        Run whose page was replaced, and the SHA-256 of that page.
    replaced_fingerprint : str
        Fingerprint that the page showed its readers.
    figures : int
        How many figures changed.
    causes : tuple of str
        Inputs that had changed.
    """

    reason: str
    by: str = ""
    on: str
    replaced_run: str
    replaced_page: str
    replaced_fingerprint: str = ""
    figures: int
    causes: tuple[str, ...] = ()


class Manifest(Noun):
    """What a run read, did and wrote 「运行清单」.

    Parameters
    ----------
    draft : bool
        Whether it was run as a draft: no page of it is published, those of single steps included.
    restated : tuple of Restated
        Each time the figures of the period's page were changed, the first first.
    restatement_sha256 : str
        SHA-256 of results/restatement.json; empty where the page tells of no correction.
    seal : str
        SHA-256 of all the rest, written with the file; empty in those of an earlier perfloop.
    """

    schema_: Schema = Field(default=Schema(), alias="schema")
    run: str
    engagement: str
    period: str
    as_of: str
    started: str
    finished: str
    perfloop: str
    python: str
    packages: tuple[str, ...]
    steps: dict[str, StepRecord]
    page: PageRecord | None = None
    draft: bool = False
    restated: tuple[Restated, ...] = ()
    restatement_sha256: str = ""
    seal: str = ""

    def text(self) -> str:
        """Manifest as canonical JSON 「清单文本」."""
        return sealed(self)


def read_manifest(run: Path) -> Manifest:
    """Read the manifest of a complete run 「读运行清单」.

    Raises
    ------
    InputError
        When it is absent, broken, or written by a newer perfloop.
    """
    path = run / FILE
    try:
        return Manifest.model_validate(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{run.name}/{FILE} can't be read as a run of perfloop: {reason}.") from error
