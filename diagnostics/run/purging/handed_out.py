"""Fingerprints of what was published and handed over, from the manifests that an engagement keeps 「已交付文件」."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from diagnostics.errors import InputError
from diagnostics.model.base import Noun
from diagnostics.run.handover.hand_over import KEPT
from diagnostics.run.manifest import hash_file, read_manifest
from diagnostics.run.publishing.publication import FILE as PUBLISHED
from diagnostics.run.publishing.publication import read_publication
from diagnostics.run.workspace import DRAFT

How = Literal["published", "replaced", "handed_over", "unlisted"]
_HASH = re.compile(r"[0-9a-f]{64}")


class HandedOut(Noun):
    """One document that left the engagement 「已交付文件」.

    Parameters
    ----------
    how : {"published", "replaced", "handed_over", "unlisted"}
        Published as a manifest says; a page that a corrected one replaced; part of a hand-over; a file that lies
        among published ones though no manifest names it.
    period : str
        Period that it tells of.
    what : str
        Name, audience or form: never the id of a person.
    sha256 : str
        Fingerprint of its content.
    """

    how: How
    period: str
    what: str
    sha256: str


def handed_out(folder: Path) -> tuple[HandedOut, ...]:
    """Every document that an engagement records as given out, each once 「已交付文件清单」."""
    found = [*_published(folder), *_replaced(folder), *_handed_over(folder)]
    return tuple(sorted(dict.fromkeys(found), key=lambda each: (each.period, each.how, each.what, each.sha256)))


def _published(folder: Path) -> Iterator[HandedOut]:
    for room in sorted(each for each in (folder / "reports").glob("*") if each.is_dir()):
        try:
            publication = read_publication(room)
        except InputError:
            # Edited or cut off: what lies there is told as it lies there.
            publication = None
        documents = publication.documents if publication is not None else {}
        for each in documents.values():
            # The id of a party is that of a person or of few: the form and the fingerprint are enough.
            audience = each.audience.partition(":")[0]
            yield HandedOut(how="published", period=room.name, what=f"{audience} {each.step} {each.form}".strip(),
                            sha256=each.sha256)  # fmt: skip
        for path in sorted(room.iterdir()) if publication is None else ():
            if path.is_file() and not path.name.startswith(".") and path.name not in (PUBLISHED, DRAFT):
                yield HandedOut(how="unlisted", period=room.name, what=path.suffix.lstrip("."), sha256=hash_file(path))


def _replaced(folder: Path) -> Iterator[HandedOut]:
    for room in sorted(each.parent for each in folder.glob("runs/*/*/run.json")):
        try:
            manifest = read_manifest(room)
        except InputError:
            continue
        for each in manifest.restated:
            if _HASH.fullmatch(each.replaced_page):
                yield HandedOut(how="replaced", period=manifest.period, what="leadership close html",
                                sha256=each.replaced_page)  # fmt: skip


def _handed_over(folder: Path) -> Iterator[HandedOut]:
    for path in sorted((folder / KEPT).glob("*.json")):
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            period, files = str(told["period"]), dict(told["files"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
        for name, digest in sorted(files.items()):
            if _HASH.fullmatch(str(digest)):
                yield HandedOut(how="handed_over", period=period, what=str(name), sha256=str(digest))
        yield HandedOut(how="handed_over", period=period, what="manifest.json", sha256=hash_file(path))
