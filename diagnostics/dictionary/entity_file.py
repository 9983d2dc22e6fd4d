"""Entities from a CSV or yaml file 「读取考核对象」."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, Path_, read_text, read_yaml
from diagnostics.dictionary.yaml_scalar import checked_text
from diagnostics.errors import InputError, unknown
from diagnostics.model.entity import Entities, Entity

MAX_BYTES = 16_000_000
COLUMNS = ("id", "name", "aliases", "level", "parent", "peer_group", "open", "close", "responsible", "person")
_TRUTH = {"true": True, "1": True, "yes": True, "y": True, "是": True}
_FALSEHOOD = {"false": False, "0": False, "no": False, "n": False, "否": False}


def read_entities(path: Path, root: Path) -> tuple[Entities, Document]:
    """Entities of an engagement, and the document they stand in 「读取考核对象」.

    Raises
    ------
    InputError
        When the file is absent or broken, a row breaks a rule, an id occurs twice, or a parent is not there.
    """
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".yaml", ".yml"):
        raise InputError(f"entities == {path.name!r} (engagement.yaml), must be a .csv or .yaml file.")
    name = path.relative_to(root).as_posix()
    document = _csv(read_text(path, name, MAX_BYTES), name) if suffix == ".csv" else read_yaml(path, root)
    problems = Problems()
    items = [
        read_noun(Entity, document, (index,), _subject(document), problems)
        for index in range(len(entries(document, "entities")))
    ]
    problems.raise_any()
    found = tuple(each for each in items if each is not None)
    _check(found, document)
    try:
        return Entities(found), document
    except InputError as error:
        raise type(error)(f"{document.file}: {error}") from error


def _subject(document: Document) -> Any:
    def subject(path: Path_) -> str:
        row = document.data[path[0]] if path else None
        key = row.get("id") if isinstance(row, dict) else None
        return f"entity {key!r}" if isinstance(key, str) else ""

    return subject


def _check(items: tuple[Entity, ...], document: Document) -> None:
    problems = Problems()
    first: dict[str, int] = {}
    known = {each.id for each in items}
    for index, entity in enumerate(items):
        place = error_place(document, (index,))
        if entity.id in first:
            line = document.line((first[entity.id],))
            problems.add(InputError(f"Entity {entity.id!r} occurs twice ({place}), first in line {line}; keep one."))
        first.setdefault(entity.id, index)
        if entity.parent is not None and entity.parent not in known:
            problems.add(unknown("entity", entity.parent, known, f"{place}, parent of entity {entity.id!r}"))
    problems.raise_any()


def _csv(text: str, name: str) -> Document:
    """Rows of a CSV file as plain data, with the line of each."""
    try:
        checked_text(text)
    except ValueError as error:
        raise InputError(f"{name}: {error}.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [each.strip() for each in next(reader, [])]
        _check_header(header, name)
        data: list[Any] = []
        marks: dict[Path_, tuple[int, int]] = {}
        line = reader.line_num + 1
        for cells in reader:
            if any(each.strip() for each in cells):
                marks[(len(data),)] = (line, 1)
                data.append(_row(header, cells, f"{name}:{line}"))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: no valid CSV, {error}.") from error
    return Document(name, data, marks)


def _check_header(header: list[str], name: str) -> None:
    if not any(header):
        raise InputError(f"{name}:1: the file has no header; its columns are {', '.join(COLUMNS)}.")
    for column in header:
        if column not in COLUMNS:
            raise unknown("column", column[:60], COLUMNS, f"{name}:1")
        if header.count(column) > 1:
            raise InputError(f"{name}:1: the column {column!r} occurs twice; keep one.")
    for column in ("id", "level"):
        if column not in header:
            raise InputError(f"{name}:1: the column {column!r} is missing; it is required.")


def _row(header: list[str], cells: list[str], place: str) -> dict[str, Any]:
    """A row as an entity's fields; a blank cell is an absent field."""
    if len(cells) > len(header):
        raise InputError(f"{place}: the row has {len(cells)} cells, the header {len(header)}; quote cells with commas.")
    row: dict[str, Any] = {key: each.strip() for key, each in zip(header, cells, strict=False) if each.strip()}
    if "aliases" in row:
        row["aliases"] = [each.strip() for each in re.split("[;\uff1b]", row["aliases"]) if each.strip()]
    if "person" in row:
        answers = {**_TRUTH, **_FALSEHOOD}
        # What is neither stays text, and the noun refuses it with its place.
        row["person"] = answers.get(row["person"].lower(), row["person"])
    return row
