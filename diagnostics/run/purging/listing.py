"""A deletion as lines for a terminal 「删除清单」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.terms.counted import counted

if TYPE_CHECKING:
    from diagnostics.run.purging.certificate import Certificate
    from diagnostics.run.purging.deleting import Purged, Survey

_LEFT = {
    "ledger": "the ledger's schema in the database that {variable} names",
    "data": "the data folder, which lies outside the engagement",
    "practices": "the firm's practice library, where its measures stand under a pseudonym",
    "links": "what symbolic links point to",
    "hard_links": "files that also have a name elsewhere, under that name",
}


def survey_lines(seen: Survey) -> Iterator[str]:
    """What would be deleted, what would stay, and what had been given out 「删除预览」."""
    yield f"{seen.subject.settings.id}: {seen.subject.folder}"
    yield from _amounts(seen.certificate)
    variable = seen.subject.settings.ledger.url_from or "its variable"
    for each in seen.certificate.left:
        hint = " (--ledger deletes it)" if each == "ledger" else ""
        yield f"stays: {_LEFT[each].format(variable=variable)}{hint}"
    yield from (f"stays: {each}" for each in seen.held.outside)
    yield f"given out before: {counted(len(seen.certificate.handed_out), 'document')}; the certificate lists them"


def purged_lines(done: Purged) -> Iterator[str]:
    """What was deleted and what stays 「删除结果」."""
    if done.resumed:
        yield "A deletion that was killed is finished."
    yield from _amounts(done.certificate)
    for each in done.certificate.left:
        yield f"stays: {_LEFT[each].format(variable='ledger.url_from')}"
    yield "Backups, snapshots and what was sent elsewhere are not reached; nor is what a solid-state disk still holds."


def _amounts(told: Certificate) -> Iterator[str]:
    for kind, each in told.deleted.items():
        yield f"  {kind:<12} {each.files:>8,} {each.bytes:>16,} bytes"
    yield f"  {'total':<12} {told.total.files:>8,} {told.total.bytes:>16,} bytes"
    if told.links:
        yield f"  {'links':<12} {told.links:>8,}"
    if told.ledger_entries is not None:
        yield f"  {'in database':<12} {told.ledger_entries:>8,} entries"
