"""Published pages that go along with a hand-over: as published, and of the run that is handed over 「随附页面」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.run.manifest import hash_bytes
from diagnostics.run.publishing.basis import results_of
from diagnostics.run.publishing.publication import read_publication

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.run.workspace import Run

# Pages for the consultants alone, and those of one party, are no part of it.
_FOR = ("leadership", "client")


def published_pages(engagement: Engagement, run: Run) -> Iterator[tuple[str, bytes]]:
    """Pages for leadership and client that are published of a run, by name below the period's folder 「随附页面」.

    Raises
    ------
    InputError
        When nothing is published, a page was edited or taken away since, or it is of another run than the current one:
        its figures would contradict those beside it.
    """
    period = run.manifest.period
    folder = engagement.folder / "reports" / period
    publication = read_publication(folder)
    if publication is None:
        raise InputError(f"Nothing is published of {period}; 'perfloop publish' does, and its pages are handed over.")
    for name, each in sorted(publication.documents.items()):
        if each.audience not in _FOR:
            continue
        path = folder / name
        content = path.read_bytes() if path.is_file() else b""
        if hash_bytes(content) != each.sha256:
            raise InputError(f"reports/{period}/{name} is not as it was published; publish it again.")
        if not publication.basis(name).results.items() <= results_of(run).items():
            raise InputError(f"reports/{period}/{name} is of an earlier run than the latest; publish it again.")
        yield name, content
