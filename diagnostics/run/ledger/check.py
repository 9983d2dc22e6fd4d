"""The ledger held against what runs and pages were made from 「台账与已发布结果核对」."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.model.decision import named_item
from diagnostics.model.ledger_event import Anchor
from diagnostics.run.manifest import FILE, read_manifest

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.chain import Entry
    from diagnostics.model.engagement import Engagement

_INPUT = "ledger head"
_LENGTH = 64


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """What a check of the ledger came to 「台账核对结果」.

    Parameters
    ----------
    lines : tuple of str
        What doesn't agree, a sentence each; empty where everything does.
    unvouched : str
        Why nobody can vouch for who wrote the log, empty where the key can or none is used.
    anchors : int
        How many runs the log was held against.
    last : Anchor
        Where the log ends.
    """

    lines: tuple[str, ...]
    unvouched: str
    anchors: int
    last: Anchor


def check_ledger(engagement: Engagement, today: date | None = None) -> LedgerCheck:
    """Check chain, states and seals, ledger.yaml, and the places that earlier runs were made from 「核对台账」.

    Parameters
    ----------
    today : date, optional
        Day after which an entry is dated ahead; today in the engagement's time zone by default.

    Raises
    ------
    InputError
        When the ledger is none, or of a newer form.
    SurroundingsError
        When it can't be read.
    """
    from diagnostics.loop.intervene.ledger import differences, open_ledger
    from diagnostics.loop.intervene.ledger.today import today_of

    ledger = open_ledger(engagement)
    named = list(run_anchors(engagement.folder))
    lines = []
    for flaw in ledger.verify([anchor for _, anchor in named]):
        runs = sorted({name for name, anchor in named if flaw.kind == "anchor" and anchor.seq == flaw.seq})
        since = f" It stood so when {', '.join(runs)} was made." if runs else ""
        lines.append(f"entry {flaw.seq}: {flaw.kind}: {flaw.message}{since}")
    lines += [f"entry {seq}: ahead: {told}" for seq, told in _ahead(ledger.entries(), today or today_of(engagement))]
    lines += [f"ledger.yaml: {each}" for each in differences(engagement)]
    return LedgerCheck(tuple(lines), ledger.unvouched(), len(named), ledger.anchor())


def _ahead(entries: Sequence[Entry], today: date) -> Iterator[tuple[int, str]]:
    """Entries of days to come that nothing of the present has followed yet: they hold up what comes after them."""
    day = today.isoformat()
    last = {each.item: each.seq for each in entries if each.at <= day}
    for each in entries:
        if each.at > day and each.seq > last.get(each.item, 0):
            yield (
                each.seq,
                f"Entry {each.seq} ({each.event!r}) of {named_item(each.item)} is dated {each.at}, which is yet to"
                f" come; record what holds with an entry of today, {day}: it counts from then.",
            )


def run_anchors(folder: Path) -> Iterator[tuple[str, Anchor]]:
    """Where the log ended for each complete run, by the run's name below ``runs/`` 「各次运行的台账锚点」.

    A run whose manifest can't be read is left out: the run's own check says so.
    """
    for path in sorted(folder.glob(f"runs/*/*/{FILE}")):
        try:
            steps = read_manifest(path.parent).steps.values()
        except InputError:
            continue
        for told in sorted({each.inputs[_INPUT] for each in steps if _INPUT in each.inputs}):
            seq, _, digest = told.partition(" ")
            if seq.isdecimal() and len(digest) == _LENGTH:
                yield f"{path.parent.parent.name}/{path.parent.name}", Anchor(int(seq), digest)
