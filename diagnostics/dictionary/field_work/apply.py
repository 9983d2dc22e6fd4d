"""Merged field work written back into the files of evidence/ 「写回证据文件」."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from diagnostics.dictionary.exchange.fields import Cell, Key, Row
from diagnostics.dictionary.exchange.merge import Difference
from diagnostics.dictionary.exchange.yaml_entries import Entries, cut, edited, new_entry
from diagnostics.dictionary.exchange.yaml_values import yaml_value
from diagnostics.dictionary.field_work.fields import (
    BELOW,
    CHAIN,
    CODE,
    DEFAULTS,
    FIELDS,
    FILE_KEYS,
    WORDS,
    FieldTables,
    SheetName,
    table_of,
)
from diagnostics.dictionary.field_work.links import chain_of
from diagnostics.dictionary.field_work.read_rows import codes_of
from diagnostics.dictionary.field_work.tables import FieldWork
from diagnostics.terms import Language

FILES: Mapping[SheetName, str] = {
    "causes": "evidence/causes.yaml", "interviews": "evidence/interviews.yaml", "whys": "evidence/whys.yaml",
    "costs": "evidence/costs.yaml",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class WorkWriter:
    """What writing field work back needs to know 「写回」.

    Parameters
    ----------
    now : FieldWork
        The files as they are.
    merged : dict
        The tables as they shall be.
    changes : sequence of Difference
        From the one to the other.
    language : {"zh", "en"}
        Of which the workbook shows words.
    """

    now: FieldWork
    merged: FieldTables
    changes: Sequence[Difference]
    language: Language

    def written(self, table: SheetName, text: str) -> str:
        """Text of one file after changes; entries that nobody touched keep their bytes 「写回一个文件」.

        Parameters
        ----------
        table : {"causes", "interviews", "whys", "costs"}
            Which file.
        text : str
            The file as it is; empty where there is none.
        """
        document = self.now.documents[table]
        entries = cut(text, document) if document.data else Entries("", (), ())
        below = [each for each, (above, _) in BELOW.items() if above == table]
        mine = [each for each in self.changes if table_of(each) in {table, *below}]
        order = {str(entry[_name(table)]): at for at, entry in enumerate(document.data or ())}
        parts: list[str] = []
        for key in self.merged[table]:
            about = [each for each in mine if each.key[:1] == key]
            put = partial(self._put, table, key, about)
            at = order.get(key[0])
            if at is None:
                parts.append(_new(entries, put))
                continue
            part = entries.parts[at]
            if about:
                part = edited(part, entries.columns[at], put, f"{document.file}:{document.line((at,))}")
            parts.append(part if part.endswith("\n") else part + "\n")
        return entries.head + "".join(parts) if parts else entries.head + "[]\n"

    def _put(self, table: SheetName, key: Key, changes: Sequence[Difference], entry: Any) -> None:
        """Put what changed into an entry, and into the lists below it."""
        if _name(table) not in entry:
            entry[_name(table)] = yaml_value(key[0])
        own = [each for each in changes if table_of(each) == table]
        fields = None if any(each.added for each in own) else {each.field for each in own}
        _fill(table, entry, self.merged[table][key], fields, self.language)
        for lower, (above, listed) in BELOW.items():
            if above != table or not any(table_of(each) == lower for each in changes):
                continue
            items = [self._item(lower, each, row) for each, row in self.merged[lower].items() if each[:1] == key]
            if items:
                entry[listed] = as_yaml(items)
            else:
                entry.pop(listed, None)

    def _item(self, table: SheetName, key: Key, row: Row) -> dict[str, Any]:
        """Entry of a list: what the file had of it, with what the merged row says."""
        item = dict(self.now.raw.get((table, key), {}))
        known = self.now.tables[table].get(key)
        changed = None if known is None else {name for name, value in row.items() if value != known.get(name)}
        _fill(table, item, row, changed, self.language)
        if table == "notes" and (changed is None or any(each.startswith(CODE) for each in changed)):
            codes = codes_of(row)
            item.pop("codes", None)
            item |= {"codes": codes} if codes else {}
        return item


def _name(table: SheetName) -> str:
    return "cause" if table == "costs" else "id"


def _new(entries: Entries, put: Callable[[Any], None]) -> str:
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap()
    put(made)
    first = next((each.lstrip("\n") for each in entries.parts), "")
    dash = len(first) - len(first.lstrip(" ")) if first.lstrip(" ").startswith("-") else 0
    return new_entry(made, dash)


def _fill(table: SheetName, entry: Any, row: Row, fields: set[str] | None, language: Language) -> None:
    """Put fields into a mapping: all, or those that changed; what says nothing goes."""
    from ruamel.yaml.comments import CommentedMap

    for field in FIELDS[table]:
        if fields is not None and field.name not in fields:
            continue
        name = "whys" if field.name == CHAIN else FILE_KEYS.get(field.name, field.name)
        value = _value(table, field.name, row[field.name], entry.get(name), language)
        if value is None:
            entry.pop(name, None)
        elif isinstance(value, Mapping) and isinstance(entry.get(name), CommentedMap):
            # Words of which one language changed keep their form.
            entry[name].update(
                {each: yaml_value(text) for each, text in value.items() if text != entry[name].get(each)}
            )
        else:
            entry[name] = as_yaml(value)


def _value(table: SheetName, name: str, cell: Cell, old: Any, language: Language) -> Any:
    if name == CHAIN:
        return chain_of(str(cell))
    if cell is None or cell == DEFAULTS.get((table, name)):
        return None
    if (table, name) in WORDS and isinstance(old, Mapping):
        return {**old, language: cell}
    if name == "slice" and isinstance(cell, tuple):
        return {before.strip(): after.strip() for before, _, after in (each.partition("=") for each in cell)}
    return list(cell) if isinstance(cell, tuple) else cell


def as_yaml(value: Any) -> Any:
    """Plain data for ruamel, texts quoted where programs would read them in different ways 「转为 YAML」."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    if isinstance(value, Mapping):
        return CommentedMap({str(yaml_value(str(name))): as_yaml(each) for name, each in value.items()})
    if isinstance(value, list):
        return CommentedSeq([as_yaml(each) for each in value])
    return yaml_value(value)
