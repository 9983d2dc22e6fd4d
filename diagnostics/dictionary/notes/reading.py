"""Notes of an engagement, each read and validated by itself 「读取顾问判断」."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from diagnostics.dictionary.notes.markdown import blocks_of
from diagnostics.errors import InputError, unknown
from diagnostics.look.note_parts import MOST_BLOCKS, note_parts
from diagnostics.model.canonical import canonical
from diagnostics.model.engagement import Engagement
from diagnostics.model.note import SECTIONS, Note
from diagnostics.terms import Language, say
from diagnostics.terms.say import LANGUAGES

FOLDER = "notes"
# A page of print and more: what is longer belongs into a document of its own.
MOST_BYTES = 32_768
FIELDS = ("author", "date", "language")
_FENCE = "---"
# What tells people what the folder is for; a new engagement has one.
_ABOUT = "readme.md"


def note_files(root: Path) -> tuple[Path, ...]:
    """Files of an engagement's notes, in order of their names 「顾问判断文件」."""
    folder = root / FOLDER
    if not folder.is_dir():
        return ()
    there = (each for each in folder.glob("*.md") if not each.name.startswith("."))
    return tuple(sorted(each for each in there if each.name.lower() != _ABOUT))


def read_notes(engagement: Engagement) -> tuple[Note, ...]:
    """Notes of an engagement, in order of their sections 「读取顾问判断」.

    Raises
    ------
    InputError
        When a file names no section of the pages, is too long or no text, holds a picture, or two files of one
        language name the same section; the first that is wrong.
    """
    found: dict[tuple[str, Language], Note] = {}
    for path in note_files(engagement.folder):
        note = read_note(path, engagement)
        key = (note.section, note.language)
        if key in found:
            raise InputError(
                f"{note.file} and {found[key].file} are both the {note.language} note of section {note.section!r};"
                " a section has one a language."
            )
        found[key] = note
    return tuple(found[key] for key in sorted(found))


def note_problems(engagement: Engagement) -> Iterator[tuple[str, InputError]]:
    """What is wrong with the notes: the file, and why a run would refuse it 「顾问判断的问题」."""
    good: list[tuple[str, Language]] = []
    for path in note_files(engagement.folder):
        try:
            note = read_note(path, engagement)
        except InputError as error:
            yield f"{FOLDER}/{path.name}", error
            continue
        if (note.section, note.language) in good:
            yield note.file, InputError(f"section {note.section!r} has another {note.language} note already.")
        good.append((note.section, note.language))


def read_note(path: Path, engagement: Engagement) -> Note:
    """One note from its file 「读取一条顾问判断」.

    Raises
    ------
    InputError
        As for `read_notes`.
    """
    place = f"{FOLDER}/{path.name}"
    stem, _, ending = path.name.removesuffix(".md").partition(".")
    if stem not in SECTIONS:
        raise unknown("section", stem, SECTIONS, place)
    if ending and ending not in LANGUAGES:
        raise unknown("language", ending, LANGUAGES, place)
    head, body = _parted(_decoded(path, place, engagement.folder), place)
    language = _language(ending, head, place) or engagement.language
    try:
        blocks = blocks_of(body)
        note_parts(blocks, say("notes.title", language))
    except InputError as error:
        raise InputError(f"{place}: {str(error).rstrip('.')}.") from error
    if not blocks or len(blocks) > MOST_BLOCKS:
        raise InputError(f"{place} holds {len(blocks)} paragraphs, lists and tables, must hold 1 to {MOST_BLOCKS}.")
    author = head.get("author", "")
    if author and author not in engagement.settings.people:
        raise unknown("person", author, engagement.settings.people, f"{place}, author (people in engagement.yaml)")
    digest = hashlib.sha256(canonical(blocks).encode()).hexdigest()[:16]
    return Note(stem, language, place, tuple(blocks), digest, author, _day(head.get("date", ""), place))


def _decoded(path: Path, place: str, root: Path) -> str:
    """Text of a file that lies in the engagement, is small, and is UTF-8."""
    if not path.resolve().is_relative_to(root.resolve()) or not path.is_file():
        raise InputError(f"{place} must be a file within the engagement's folder.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise InputError(f"{place} has {size:,} bytes, must have at most {MOST_BYTES:,}: a note is a few paragraphs.")
    content = path.read_bytes()
    if b"\0" in content:
        raise InputError(f"{place} holds a NUL byte: it is no text in UTF-8.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise InputError(f"{place}, byte {error.start}: must be UTF-8; save it so in the editor.") from error


def _parted(text: str, place: str) -> tuple[dict[str, str], str]:
    """Fields before the text, between two lines of three dashes, and the text."""
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE:
        return {}, text
    ends = [number for number, line in enumerate(lines[1:], 1) if line.rstrip() == _FENCE]
    if not ends:
        return {}, text
    head: dict[str, str] = {}
    for number, line in enumerate(lines[1 : ends[0]], 2):
        name, colon, value = (each.strip() for each in line.partition(":"))
        if not name and not colon:
            continue
        if name not in FIELDS:
            raise unknown("field", name, FIELDS, f"{place}:{number}")
        if name in head:
            raise InputError(f"{place}:{number}: field {name!r} stands there twice.")
        head[name] = value
    return head, "\n".join(lines[ends[0] + 1 :])


def _language(ending: str, head: dict[str, str], place: str) -> Language | None:
    named = head.get("language", "")
    if named and named not in LANGUAGES:
        raise unknown("language", named, LANGUAGES, f"{place}, language")
    if named and ending and named != ending:
        raise InputError(f"{place}: language == {named!r}, but the file's name says {ending!r}.")
    return next((each for each in LANGUAGES if each == (named or ending)), None)


def _day(text: str, place: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InputError(f"{place}: date == {text!r}, must be a day such as 2025-07-03.") from error
