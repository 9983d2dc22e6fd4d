"""What `perfloop check` says in the light of the newest run 「结合最近一次运行的检查」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.data.handoff import SCHEMAS, read_records
from diagnostics.dictionary.checking import READING_CODE
from diagnostics.dictionary.evidence.weak import late_findings
from diagnostics.dictionary.notes.reading import note_files
from diagnostics.dictionary.rules.found import found
from diagnostics.errors import InputError
from diagnostics.run.note_reading import standings
from diagnostics.run.workspace import Run, Workspace

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.finding import Finding


def findings_after_run(engagement: Engagement, today: date) -> Iterator[Finding]:
    """Evidence dated after the newest run's as-of day, measures whose cause it did not confirm 「运行后检查」.

    Parameters
    ----------
    today : date
        What stands for the as-of day before the first run.
    """
    yield from _of_notes(engagement)
    if not engagement.causes:
        return
    run = newest_run(engagement)
    yield from late_findings(engagement, date.fromisoformat(run.manifest.as_of) if run else today)
    if engagement.seeds:
        from diagnostics.loop.intervene.findings import of_cause
        from diagnostics.loop.intervene.ledger import rehearsed

        verdicts = _verdicts(run)
        for state in rehearsed(engagement).values():
            yield from of_cause(engagement, state, verdicts)


def _of_notes(engagement: Engagement) -> Iterator[Finding]:
    """Notes whose words were not read against the figures of the newest page, or that no section bears."""
    run = newest_run(engagement) if note_files(engagement.folder) else None
    if run is None:
        return
    try:
        period, found_notes = standings(engagement, run.manifest.period)
    except InputError:
        # A note that can't be read is told as such; a run of another version tells nothing.
        return
    for each in found_notes:
        if each.state != "read":
            day = each.day.isoformat() if each.day else ""
            yield found(READING_CODE, "warning", each.note.file, "", variant=each.state, section=each.note.section,
                        period=period, day=day)  # fmt: skip


def newest_run(engagement: Engagement) -> Run | None:
    """Current run with the latest as-of day, None before the first 「最近一次运行」."""
    folders = [each for each in engagement.folder.glob("runs/*") if each.is_dir()]
    found = [run for each in folders if (run := Workspace(engagement.folder, each.name).current()) is not None]
    return max(found, key=lambda each: (each.manifest.as_of, each.folder.name), default=None)


def _verdicts(run: Run | None) -> dict[str, str]:
    """Verdict by cause of a run; none where it told of no causes."""
    if run is None or not (run.folder / SCHEMAS["causes"][0]).is_file():
        return {}
    try:
        return {each["cause"]: each["verdict"] for each in read_records(run.folder, "causes")["causes"]}
    except InputError:
        # A run of another version of this program says nothing to this one.
        return {}
