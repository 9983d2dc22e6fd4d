"""Notes held against the figures they stand beside, and that somebody did 「核对顾问判断」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

from diagnostics.data.handoff import read_records
from diagnostics.dictionary.load import load_engagement
from diagnostics.dictionary.notes.accepted import ACCEPTED, accepted_of, read_accepted
from diagnostics.dictionary.notes.reading import FOLDER, note_files, read_notes
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.note import SECTIONS, Acceptance, Note
from diagnostics.run.ledger.entries import day_of
from diagnostics.run.lock import finish_killed, hold
from diagnostics.run.platform import write_whole
from diagnostics.run.workspace import Workspace

State = Literal["read", "unread", "changed", "absent"]
_HEAD = "# Written by 'perfloop notes accept': who read which words against which figures.\n"
_TOLD: dict[State, str] = {
    "read": "read against its figures on {day}",
    "unread": "not yet read against its figures",
    "changed": "its figures have changed since it was read on {day}",
    "absent": "the page has no such section, so nobody sees it",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a note stands to the newest page of a period 「判断的核对状态」."""

    note: Note
    state: State
    day: date | None
    figures: str
    folded: bool


def standings(engagement: Engagement, period: str = "") -> tuple[str, tuple[Standing, ...]]:
    """Every note in the engagement's language against a finished run 「各判断的核对状态」.

    Parameters
    ----------
    period : str
        Period; the newest that has a finished run where empty.

    Returns
    -------
    tuple
        The period, and a standing a note.

    Raises
    ------
    InputError
        When a note can't be read, or no run of the period is finished.
    """
    span, sections = _sections(engagement, period)
    accepted = read_accepted(engagement.folder)
    notes = (each for each in read_notes(engagement) if each.language == engagement.language)
    return span, tuple(_standing(each, accepted_of(each, accepted), sections.get(each.section)) for each in notes)


def standing_lines(engagement: Engagement, period: str = "") -> Iterator[str]:
    """Every note, a line each: its section, whose it is, and how it stands to the figures 「判断清单」."""
    span, found = standings(engagement, period)
    if not found:
        yield f"no notes in {engagement.language}; {FOLDER}/SECTION.md stands beside a section: {', '.join(SECTIONS)}"
    for each in found:
        by = f"  {engagement.person(each.note.author)}" if each.note.author else ""
        told = _TOLD[each.state].format(day=each.day)
        folded = " (folded on the page)" if each.folded else ""
        yield f"{each.state:<8} {each.note.section}{by}  {span}: {told}{folded}"


def warning_lines(engagement: Engagement, period: str) -> Iterator[str]:
    """Notes that readers see with a flag, or not at all: what somebody should read before a page goes out 「提醒」."""
    if note_files(engagement.folder):
        for each in standings(engagement, period)[1]:
            if each.state != "read":
                yield f"note {each.note.file}: {_TOLD[each.state].format(day=each.day)}"


def accept(path: Path, section: str, by: str, on: str, period: str = "") -> tuple[Acceptance, ...]:
    """Record that notes were read against the figures of a page 「记录核对」.

    Parameters
    ----------
    path : Path
        The engagement's folder.
    section : str
        Id of a section; every note that has one on the page where empty.
    by, on : str
        Who read it, as engagement.yaml names people, and the day in ISO form; today where empty.
    period : str
        Period whose page was read; the newest where empty.

    Raises
    ------
    InputError
        When person, section, day or period are none, or there is nothing new to record.
    """
    finish_killed(path)
    with hold(load_engagement(path).folder, "perfloop notes accept"):
        engagement = load_engagement(path)
        people = engagement.settings.people
        if by not in people:
            raise unknown("person", by, people, "--by; people in engagement.yaml")
        span, found = standings(engagement, period)
        asked = _asked(found, section, span)
        day = day_of(engagement, on)
        made = tuple(
            Acceptance(
                section=each.note.section, language=each.note.language, period=span, note=each.note.fingerprint,
                figures=each.figures, by=by, on=day,
            )
            for each in asked if each.state in {"unread", "changed"}
        )  # fmt: skip
        if not made:
            raise InputError("Every note that is asked for was read against these figures already.")
        _write(engagement.folder, made)
    return made


def _asked(found: tuple[Standing, ...], section: str, period: str) -> tuple[Standing, ...]:
    if not section:
        return found
    known = {each.note.section: each for each in found}
    if section not in known:
        raise unknown("note", section, known, "--section")
    if known[section].state == "absent":
        raise InputError(f"The page of {period} has no section {section!r}; there is nothing to read the note against.")
    return (known[section],)


def _standing(note: Note, accepted: tuple[Acceptance, ...], section: dict[str, Any] | None) -> Standing:
    if section is None:
        return Standing(note, "absent", None, "", folded=False)
    figures, folded = str(section["figures"]), bool(section["folded"])
    same = [each for each in accepted if each.figures == figures]
    if same:
        return Standing(note, "read", same[-1].on, figures, folded)
    state: State = "changed" if accepted else "unread"
    return Standing(note, state, accepted[-1].on if accepted else None, figures, folded)


def _sections(engagement: Engagement, period: str) -> tuple[str, dict[str, dict[str, Any]]]:
    """Period and what its newest run tells of the page's sections."""
    if not period:
        done = sorted(engagement.folder.glob("runs/*/current.json"), key=lambda each: each.stat().st_mtime)
        if not done:
            raise InputError("There is no finished run to read notes against; run 'perfloop run' first.")
        period = done[-1].parent.name
    span = engagement.calendar.parse(period).text
    run = Workspace(engagement.folder, span).current()
    if run is None:
        raise InputError(f"There is no finished run of period {span!r}; run 'perfloop run' first.")
    found: dict[str, dict[str, Any]] = read_records(run.folder, "retrospective").get("sections") or {}
    return span, found


def _write(root: Path, made: tuple[Acceptance, ...]) -> None:
    file = root / ACCEPTED
    before = file.read_text(encoding="utf-8") if file.is_file() else _HEAD
    entries = [each.model_dump() for each in made]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000)
    write_whole(file, (before.rstrip("\n") + "\n" + text).encode())
