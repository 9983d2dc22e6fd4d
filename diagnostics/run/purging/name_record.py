"""Where a person's id is given a name: found, and the name replaced 「姓名记录」."""

from __future__ import annotations

import codecs
import csv
import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from diagnostics.dictionary.csv_text import csv_line
from diagnostics.dictionary.entity_cells import CHINESE
from diagnostics.dictionary.yaml_file import read_text
from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

SETTINGS = "engagement.yaml"
_MOST_BYTES = 16_000_000


def names_of(engagement: Engagement, person: str) -> tuple[str, ...]:
    """Names that an engagement records for the id of a person 「已记录的姓名」.

    Raises
    ------
    UnknownNameError
        When nobody has this id: neither someone who acts nor an entity that is a person.
    """
    people = engagement.settings.people
    persons = {each.id: each for each in engagement.entities if each.person}
    if person not in people and person not in persons:
        raise unknown("person", person, {*people, *persons}, "people of engagement.yaml, and entities that are people")
    entity = persons.get(person)
    named = [people.get(person, ""), *((entity.name, *entity.aliases) if entity is not None else ())]
    return tuple(dict.fromkeys(each for each in named if each and each != person))


def without_names(engagement: Engagement, person: str, pseudonym: str) -> dict[str, bytes]:
    """New content of the files that record the name of a person, a pseudonym in its place 「替换姓名」.

    Parameters
    ----------
    person : str
        Id; it stays, as the ledger's entries name it.
    pseudonym : str
        What stands in place of the name.

    Raises
    ------
    InputError
        When the name stands in a list of entities that is no CSV file: it is taken out there by hand.
    """
    changed = {}
    if person in engagement.settings.people:
        path = engagement.folder / SETTINGS
        text = _settings(read_text(path, SETTINGS, _MOST_BYTES), person, pseudonym)
        changed[SETTINGS] = _mark(path) + text.encode()
    if any(each.id == person and each.person for each in engagement.entities):
        file = engagement.settings.entities
        if not file.lower().endswith(".csv"):
            raise InputError(f"Entity {person!r} is named in {file}; take name and aliases out there, then try again.")
        path = engagement.folder / file
        changed[file] = _mark(path) + _entities(path, person, pseudonym).encode()
    return changed


def _mark(path: Path) -> bytes:
    """Byte order mark that a spreadsheet wrote, and looks for when it reads the file again."""
    return codecs.BOM_UTF8 if path.read_bytes().startswith(codecs.BOM_UTF8) else b""


def _settings(text: str, person: str, pseudonym: str) -> str:
    """The one scalar replaced where it stands: everything else of the file stays as it was written."""
    import yaml

    root: Any = yaml.compose(text, Loader=yaml.SafeLoader)
    people = next(value for key, value in root.value if key.value == "people")
    name = next((value for key, value in people.value if key.value == person), people)
    end = text[name.start_mark.index : name.end_mark.index]
    tail = end[len(end.rstrip()) :]
    new = text[: name.start_mark.index] + json.dumps(pseudonym, ensure_ascii=False) + tail + text[name.end_mark.index :]
    # A name that others share by an anchor can't be replaced where it stands.
    before = yaml.safe_load(text)
    try:
        after = yaml.safe_load(new)
    except yaml.YAMLError:
        after = None
    if after != {**before, "people": {**before["people"], person: pseudonym}}:
        raise InputError(
            f"The name of {person!r} in {SETTINGS} is shared (&, *, <<); write it out there, then try again."
        )
    return new


def _entities(path: Path, person: str, pseudonym: str) -> str:
    text = read_text(path, path.name, _MOST_BYTES)
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = [CHINESE.get(each.strip(), each.strip()) for each in rows[0]]
    for row in rows[1:]:
        cells = dict(zip(header, range(len(row)), strict=False))
        if row and row[cells["id"]].strip() == person:
            for column, value in (("name", pseudonym), ("aliases", "")):
                if column in cells:
                    row[cells[column]] = value
    end = "\r\n" if "\r\n" in text else "\n"
    return "".join(csv_line(row, end) for row in rows)
