"""What is wrong with what is published: files that differ, are gone, or belong to nothing 「发布文件核验」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from diagnostics.data.durable import hash_file
from diagnostics.errors import InputError
from diagnostics.run.publishing.placing import ROOM, is_behind_link, is_half
from diagnostics.run.publishing.publication import CRATE, FILE, Publication, read_publication
from diagnostics.run.workspace import DRAFT

_OWN = {FILE, DRAFT}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was published 「一处不符」.

    Parameters
    ----------
    file : str
        File below the engagement's folder, or what else it is about.
    told : str
        What is wrong with it.
    """

    file: str
    told: str

    def __str__(self) -> str:
        """As a line on a terminal."""
        return f"{self.file}: {self.told}"


def document_faults(folder: Path) -> tuple[Publication | None, list[Fault]]:
    """Manifest of a period and what of its documents differs from it 「核验发布文件」.

    Parameters
    ----------
    folder : Path
        Folder of the period below ``reports``.
    """
    again = "publish again"
    faults = []
    if is_half(folder):
        faults.append(
            Fault(_named(folder, ROOM), f"a publish was killed in the middle, the set is incomplete; {again}")
        )
    try:
        publication = read_publication(folder)
    except InputError as error:
        return None, [*faults, Fault(_named(folder, FILE), f"{str(error).rstrip('.')}; {again}")]
    if publication is None:
        told = f"there is no manifest, so nobody can tell what was published; {again}"
        here = any(_files(folder))
        return None, [*faults, *([Fault(_named(folder, FILE), told)] if here else [])]
    return publication, [*faults, *_differing(folder, publication)]


def _differing(folder: Path, publication: Publication) -> Iterator[Fault]:
    known = {name: each.sha256 for name, each in publication.documents.items()}
    known |= {CRATE: publication.crate} if publication.crate else {}
    for name, digest in sorted(known.items()):
        path = folder / name
        if is_behind_link(folder, name):
            yield Fault(_named(folder, name), "it was put behind a link: what stands there can change unseen")
        elif not path.is_file():
            yield Fault(_named(folder, name), "it was published and is not there")
        elif hash_file(path) != digest:
            yield Fault(_named(folder, name), "it is not as it was published: its content was changed since")
    for name in sorted(set(_files(folder)) - known.keys()):
        told = "it was not published by perfloop, or under another name of the engagement"
        yield Fault(_named(folder, name), f"{told}: the manifest does not name it")


def _files(folder: Path) -> Iterator[str]:
    """Files and links of a period's folder that only publishing may have put there."""
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if (path.is_symlink() or not path.is_dir()) and name not in _OWN and not name.startswith(f"{ROOM}/"):
            yield name


def _named(folder: Path, name: str) -> str:
    return f"reports/{folder.name}/{name}"
