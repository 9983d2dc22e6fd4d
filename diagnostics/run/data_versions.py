"""The data folder of an engagement under its lock: bring in, list, verify 「数据版本命令」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from diagnostics.data.versions.index import read_history
from diagnostics.data.versions.listing import added_lines, version_lines
from diagnostics.data.versions.naming import checked_name
from diagnostics.data.versions.readable import check_readable
from diagnostics.data.versions.store import Note, add_version
from diagnostics.data.versions.verify import differences
from diagnostics.dictionary.load import load_engagement
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.run.lock import finish_killed, hold

_LONGEST = 500


def bring_in(folder: Path, file: Path, name: str, note: Note) -> list[str]:
    """Bring a client file into the data folder as a new version 「数据入库」.

    Parameters
    ----------
    folder : Path
        The engagement's folder.
    file : Path
        File to bring in.
    name : str
        Name below the data folder; empty for the file's own.

    Returns
    -------
    list of str
        Lines that say what came of it.

    Raises
    ------
    InputError
        When the name or the file is refused; nothing changes then.
    SurroundingsError
        When another process holds the engagement.
    """
    finish_killed(folder)
    # What is wrong is found before anything is written, the lock included.
    seen = load_engagement(folder)
    _data_folder(seen)
    with hold(seen.folder, f"perfloop data add {file.name}"):
        # Whoever held it until now may have changed what was read.
        engagement = load_engagement(folder)
        root = _data_folder(engagement)
        named = checked_name(root, name, file)
        warned: list[str] = []
        refuse_stranger(engagement, note.by)
        added = add_version(
            root, file, named, note, lambda room, each: check_readable(engagement, room, each, warned, note.reason)
        )
        return [*added_lines(engagement, added), *warned]


def _data_folder(engagement: Engagement) -> Path:
    root = engagement.data_folder
    if not root.is_dir():
        raise InputError(f"The data folder {engagement.settings.data_folder!r} (engagement.yaml) is not there.")
    return root


def refuse_stranger(engagement: Engagement, by: str) -> None:
    """Refuse who is none of the people that engagement.yaml names, where it names some 「核对经办人」.

    Parameters
    ----------
    by : str
        Key or name of a person; empty where nobody was named.

    Raises
    ------
    InputError
        Naming the nearest person.
    """
    people = engagement.settings.people
    if by and people and by not in people and by not in people.values():
        raise unknown("person", by, people, "--by (engagement.yaml, people)")


def note_of(on: str, by: str | None, reason: str | None, folder: Path) -> Note:
    """Who, when and why, checked; None for what nobody said 「入库说明」.

    Raises
    ------
    InputError
        When the day is none, or a text is blank, too long or has several lines.
    """
    who, why = _said(by, "--by"), _said(reason, "--reason")
    return Note(day_of(on, folder), who, why)


def _said(text: str | None, option: str) -> str:
    """Text of an option that was given, which must say something."""
    if text is not None and not text.strip():
        raise InputError(f"{option} is blank; say something, or leave it out.")
    return one_line(text or "", option)


def day_of(text: str, folder: Path) -> date:
    """Day that an option names; where it is empty today, as an engagement's ledger tells it 「日期选项」.

    Parameters
    ----------
    folder : Path
        The engagement's folder: in its time zone it may be another day than on this machine.

    Raises
    ------
    InputError
        When it is no day.
    """
    from diagnostics.loop.intervene.ledger.today import today_of

    if not text:
        return today_of(load_engagement(folder))
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError(f"--on == {text!r:.40}, must be a day such as 2025-03-31.") from error


def one_line(text: str, option: str) -> str:
    """Text of an option on one line 「单行文本」.

    Raises
    ------
    InputError
        When it is too long or holds control characters.
    """
    if len(text) > _LONGEST:
        raise InputError(f"{option} has {len(text)} characters, at most {_LONGEST} are kept.")
    if not text.isprintable():
        raise InputError(f"{option} == {text!r:.60}, must be one line of plain text.")
    return text.strip()


def listed(folder: Path) -> Iterator[str]:
    """Versions of the client's files 「数据版本清单」."""
    engagement = load_engagement(folder)
    yield from version_lines(engagement, read_history(engagement.data_folder))


def verified(folder: Path) -> tuple[list[str], int]:
    """What differs from the index, a line each, and how many versions there are 「数据版本核对」."""
    engagement = load_engagement(folder)
    history = read_history(engagement.data_folder)
    return [f"{each.name}: {each.told()}" for each in differences(history)], len(history.versions)
