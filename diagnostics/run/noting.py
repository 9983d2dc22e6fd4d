"""The consultant's notes, handed to the page before the last step 「顾问判断交接」."""

from __future__ import annotations

from pathlib import Path

from diagnostics.data.handoff import write_records
from diagnostics.dictionary.notes.accepted import ACCEPTED, accepted_of, read_accepted
from diagnostics.dictionary.notes.reading import note_files, read_notes
from diagnostics.model.engagement import Engagement
from diagnostics.run.manifest import hash_file

NAME = "notes"


def note_inputs(engagement: Engagement) -> dict[str, str]:
    """Files of the notes with the hashes of their contents, by their names 「顾问判断的指纹」."""
    root = engagement.folder
    paths = [*note_files(root), root / ACCEPTED]
    return {each.relative_to(root).as_posix(): hash_file(each) for each in paths if each.is_file()}


def write_notes(engagement: Engagement, staging: Path) -> None:
    """Write the hand-off of the notes into a staged run; nothing where there are none 「写顾问判断」.

    Raises
    ------
    InputError
        When a note can't be read.
    """
    found, accepted = read_notes(engagement), read_accepted(engagement.folder)
    if not found:
        return
    told = [
        {
            "section": each.section,
            "language": each.language,
            "author": each.author,
            "day": each.day.isoformat() if each.day else "",
            "note": each.fingerprint,
            "blocks": list(each.blocks),
            "accepted": [
                {"figures": one.figures, "on": one.on.isoformat(), "period": one.period}
                for one in accepted_of(each, accepted)
            ],
        }
        for each in found
    ]
    write_records(staging, NAME, {"notes": told})
