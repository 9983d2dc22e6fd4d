"""Entities from a CSV file, a yaml file or a sheet 「读取考核对象」."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from diagnostics.dictionary.csv_text import bare
from diagnostics.dictionary.entity_cells import read_header, read_row
from diagnostics.dictionary.noun_reader import entries, error_place, read_noun
from diagnostics.dictionary.problems import Problems
from diagnostics.dictionary.yaml_file import Document, Path_, read_text, read_yaml
from diagnostics.dictionary.yaml_scalar import checked_text
from diagnostics.errors import InputError, unknown
from diagnostics.model.entity import Entities, Entity

MAX_BYTES = 16_000_000
SUFFIXES = (".csv", ".yaml", ".yml", ".xlsx")


def read_entities(path: Path, root: Path) -> tuple[Entities, Document]:
    """Entities of an engagement, and the document they stand in 「读取考核对象」.

    Raises
    ------
    InputError
        When the file is absent or broken, a row breaks a rule, an id occurs twice, or a parent is not there.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise InputError(f"entities == {path.name!r} (engagement.yaml), must be a .csv, .yaml or .xlsx file.")
    document = _document(path, root)
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


def _document(path: Path, root: Path) -> Document:
    if path.suffix.lower() == ".csv":
        name = path.relative_to(root).as_posix()
        return _csv(read_text(path, name, MAX_BYTES), name)
    if path.suffix.lower() == ".xlsx":
        # The reader of workbooks loads only where one is named.
        from diagnostics.dictionary.entity_sheet import read_entity_sheet

        return read_entity_sheet(path, root)
    return read_yaml(path, root)


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
        header = read_header([each.strip() for each in next(reader, [])], f"{name}:1")
        data: list[Any] = []
        marks: dict[Path_, tuple[int, int]] = {}
        line = reader.line_num + 1
        for cells in reader:
            if any(each.strip() for each in cells):
                marks[(len(data),)] = (line, 1)
                data.append(read_row(header, [*map(bare, cells)], f"{name}:{line}"))
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}:{reader.line_num}: no valid CSV, {error}.") from error
    return Document(name, data, marks)
