"""What every document passes before it is placed, whoever places it 「发布关口」."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from diagnostics.run.manifest import hash_bytes
from diagnostics.run.publishing.basis import basis_of, results_of
from diagnostics.run.publishing.codename import refuse_name
from diagnostics.run.publishing.crate import crate_of
from diagnostics.run.publishing.placing import is_half, place, settle
from diagnostics.run.publishing.publication import CRATE, FILE, Document, Publication, read_publication
from diagnostics.run.publishing.request import LAST, LEADERSHIP, Wanted

if TYPE_CHECKING:
    from pathlib import Path

    from diagnostics.model.engagement import Engagement
    from diagnostics.run.publishing.publication import MadeOf
    from diagnostics.run.workspace import Run, Workspace

Made = Mapping[Wanted, Mapping[str, bytes]]
PAGE = Wanted(LAST, LEADERSHIP)


def published(
    engagement: Engagement, run: Run, made: Made, *, crate: bool = False, also: Mapping[str, bytes] | None = None
) -> tuple[Path, ...]:
    """Scan documents, and place them with their manifest: all or none 「过关并发布」.

    Parameters
    ----------
    run : Run
        Complete run that they were made of.
    made : mapping
        Content of files by name, by page.
    crate : bool
        Whether metadata of a research object stand beside the manifest; where they stand already they are kept true.
    also : mapping of bytes, optional
        What is scanned with them and not placed: pages that pictures were made of.

    Returns
    -------
    tuple of Path
        Their places.

    Raises
    ------
    LeakError
        When something in them must not leave the engagement.
    SurroundingsError
        When they can't be written.
    """
    folder = engagement.folder / "reports" / run.manifest.period
    settle(folder)
    basis = basis_of(engagement, run)
    before = _before(folder, engagement, run)
    contents = {name: content for files in made.values() for name, content in files.items()}
    documents = {
        name: _document(wanted, name, content, basis, run)
        for wanted, files in made.items()
        for name, content in files.items()
    }
    after = before.with_documents(documents, basis)
    if crate or (folder / CRATE).is_file():
        contents[CRATE] = crate_of(after, engagement)
    after = _with_crate(after, contents)
    contents[FILE] = after.content()
    refuse({**contents, **(also or {})}, engagement, after.fingerprints())
    place(folder, contents, before.outdated(documents))
    return tuple(folder / name for name in documents)


def refuse(contents: Mapping[str, bytes], engagement: Engagement, known: Collection[str] = ()) -> None:
    """Refuse documents in which stands what must not leave the engagement 「泄露则拒绝」.

    Parameters
    ----------
    known : collection of str
        Fingerprints that stand in them by right.

    Raises
    ------
    LeakError
        Naming every place, masked.
    InputError
        When the client's name stands where a code is to.
    """
    from diagnostics.run.leak_scan import refuse_leaks, scan

    refuse_name(contents, engagement.settings)
    refuse_leaks(scan(contents, engagement, known))


def is_placed(engagement: Engagement, run: Run, workspace: Workspace) -> bool:
    """Whether leadership's page is this run's, and the manifest says what it was made of 「页面是否已发布」."""
    folder, page = workspace.page.parent, run.manifest.page
    if page is None or is_half(folder) or not workspace.page.is_file():
        return False
    before = _before(folder, engagement, run)
    entry = before.documents.get(workspace.page.name)
    if entry is None or hash_bytes(workspace.page.read_bytes()) != page.sha256 or entry.sha256 != page.sha256:
        return False
    return before.basis(workspace.page.name).same_work(basis_of(engagement, run))


def _before(folder: Path, engagement: Engagement, run: Run) -> Publication:
    """What is published so far; a manifest that can't be read counts for nothing, since what is placed now has one."""
    from diagnostics.errors import InputError

    # An id may bear the client's name too: where a code stands for it, the code names the engagement.
    new = Publication(engagement=engagement.settings.code or engagement.settings.id, period=run.manifest.period)
    try:
        found = read_publication(folder)
    except InputError:
        return new
    return new if found is None or found.engagement != new.engagement else found


def _document(wanted: Wanted, name: str, content: bytes, basis: MadeOf, run: Run) -> Document:
    results = results_of(run)
    own = {file: results[file] for file in results if wanted.party and file == f"results/parties/{wanted.party}.json"}
    form = name.rpartition(".")[2]
    return Document(
        audience=wanted.audience, step=wanted.step, form=form, sha256=hash_bytes(content), made_of=basis.key, own=own
    )


def _with_crate(after: Publication, contents: Mapping[str, bytes]) -> Publication:
    if CRATE not in contents:
        return after
    return after.model_copy(update={"crate": hash_bytes(contents[CRATE])})
