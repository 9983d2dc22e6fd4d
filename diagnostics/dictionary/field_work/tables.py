"""Files of evidence/ as plain tables 「证据转为表」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.dictionary.evidence.files import EvidenceFiles
from diagnostics.dictionary.exchange.fields import Cell, Field, Key, Row, Table
from diagnostics.dictionary.field_work.fields import (
    BELOW,
    CHAIN,
    CODE,
    DEFAULTS,
    FIELDS,
    FILE_KEYS,
    SHEETS,
    WORDS,
    FieldTables,
    SheetName,
)
from diagnostics.dictionary.field_work.links import chain_text, told
from diagnostics.dictionary.field_work.numbering import aligned
from diagnostics.dictionary.yaml_file import Document
from diagnostics.terms import Language


@dataclass(frozen=True, eq=False)
class FieldWork:
    """Files of evidence/ as tables, and what the files say of each row 「底稿表」.

    Parameters
    ----------
    tables : dict
        Rows by key, by table.
    raw : dict
        Mapping of the file by table and key.
    documents : dict
        Documents of causes, interviews, whys and costs.
    """

    tables: FieldTables
    raw: dict[tuple[SheetName, Key], Mapping[str, Any]]
    documents: dict[SheetName, Document]


def read_field_work(files: EvidenceFiles, language: Language, base: FieldTables | None = None) -> FieldWork:
    """Tables of an engagement's evidence 「读取证据表」.

    Parameters
    ----------
    files : EvidenceFiles
        As read, sound.
    language : {"zh", "en"}
        Of which words in two languages are shown.
    base : dict, optional
        What a workbook was made from: rows without a name bear the numbers that they had there.
    """
    documents: dict[SheetName, Document] = {
        "causes": files.causes_file, "interviews": files.interviews_file, "whys": files.whys_file,
        "costs": files.costs_file,
    }  # fmt: skip
    found = FieldWork({each: {} for each in SHEETS}, {}, documents)
    for table, document in documents.items():
        for entry in document.data or ():
            key = (str(entry["cause" if table == "costs" else "id"]),)
            found.tables[table][key] = _row(table, entry, language)
            found.raw[table, key] = entry
    for table, (above, name) in BELOW.items():
        for (name_above,) in found.tables[above]:
            items = list(found.raw[above, (name_above,)].get(name) or ())
            rows = [_row(table, each, language) for each in items]
            known = (
                [] if base is None else [(each[1], row) for each, row in base[table].items() if each[0] == name_above]
            )
            numbers = [str(at) for at in range(1, len(rows) + 1)] if base is None else aligned(known, rows)
            for number, row, item in zip(numbers, rows, items, strict=True):
                found.tables[table][name_above, number] = row
                found.raw[table, (name_above, number)] = item
    return found


def _row(table: SheetName, entry: Mapping[str, Any], language: Language) -> Row:
    row: Row = {each.name: _cell(table, each, entry, language) for each in FIELDS[table]}
    if table == "notes":
        row |= {f"{CODE}{coder}": str(cause) for coder, cause in (entry.get("codes") or {}).items()}
    return row


def _cell(table: SheetName, field: Field, entry: Mapping[str, Any], language: Language) -> Cell:
    if field.name == CHAIN:
        return chain_text(entry.get("whys") or ())
    value = entry.get(FILE_KEYS.get(field.name, field.name))
    if (table, field.name) in WORDS:
        return told(value, language) or None
    if field.name == "slice":
        return tuple(f"{name}={each}" for name, each in (value or {}).items()) or None
    if value is None or value == "":
        return DEFAULTS.get((table, field.name))
    plain: Cell = tuple(str(each) for each in value) if isinstance(value, list) else value
    return plain


def coders(*tables: Table) -> tuple[str, ...]:
    """Names of those who coded notes, in the order met 「编码人」."""
    names = (name.removeprefix(CODE) for table in tables for row in table.values() for name in row if CODE in name)
    return tuple(dict.fromkeys(names))


def with_coders(table: Table, names: tuple[str, ...]) -> Table:
    """Notes that all bear the same columns 「补齐编码列」."""
    return {key: {**{f"{CODE}{each}": None for each in names}, **row} for key, row in table.items()}
