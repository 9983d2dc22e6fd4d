"""Merged tables written back into kpis.yaml, scorecards.yaml and entities.yaml 「写回 YAML」."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from diagnostics.dictionary.entity_cells import read_tenures
from diagnostics.dictionary.exchange.anchor_cells import ANCHOR_PATHS, put_anchors
from diagnostics.dictionary.exchange.fields import (
    CARD_FIELDS,
    ENTITY_FIELDS,
    KPI_FIELDS,
    NESTED,
    Cell,
    Key,
    Row,
    TableName,
    Tables,
)
from diagnostics.dictionary.exchange.merge import Difference
from diagnostics.dictionary.exchange.tables import Dictionary
from diagnostics.dictionary.exchange.yaml_entries import Entries, cut, edited, new_entry
from diagnostics.dictionary.exchange.yaml_values import (
    flow_map,
    put,
    put_nested,
    put_words,
    tier_value,
    yaml_value,
)
from diagnostics.errors import InputError
from diagnostics.model.period import Calendar
from diagnostics.terms import Language

_WORDS = ("name", "definition")


@dataclass(frozen=True, eq=False)
class Writer:
    """What writing back needs to know 「写回」.

    Parameters
    ----------
    now : Dictionary
        The files as they are.
    merged : dict
        The tables as they shall be.
    changes : tuple of Difference
        From the one to the other.
    language : {"zh", "en"}
        Language that plain words stand in.
    calendar : Calendar
        Orders the steps of dated targets.
    """

    now: Dictionary
    merged: Tables
    changes: tuple[Difference, ...]
    language: Language
    calendar: Calendar

    def kpis(self, text: str) -> str:
        """Text of kpis.yaml 「写回指标」."""
        return self._listed(text, "kpis", partial(self._named, fields=tuple(each.name for each in KPI_FIELDS)))

    def entities(self, text: str) -> str:
        """Text of entities.yaml 「写回考核对象」."""
        return self._listed(text, "entities", partial(self._named, fields=tuple(each.name for each in ENTITY_FIELDS)))

    def scorecards(self, text: str) -> str:
        """Text of scorecards.yaml 「写回考核表」."""
        return self._listed(text, "cards", self._card)

    def _listed(self, text: str, table: TableName, write: Any) -> str:
        document = self.now.documents["scorecards" if table == "cards" else table]
        entries = cut(text, document)
        touched = self._touched(table)
        parts: list[str] = []
        for key in self.merged[table]:
            path = self.now.paths.get((table, key))
            if path is None:
                parts.append(self._new(entries, key, write))
                continue
            index = int(path[0])
            part = entries.parts[index]
            if key in touched:
                place = f"{document.file}:{document.line(path)}"
                part = edited(part, entries.columns[index], partial(write, key=key), place)
            parts.append(part if part.endswith("\n") else part + "\n")
        return entries.head + "".join(parts) if parts else entries.head + "[]\n"

    def _new(self, entries: Entries, key: Key, write: Any) -> str:
        from ruamel.yaml.comments import CommentedMap

        made = CommentedMap()
        write(made, key=key)
        first = next((each.lstrip("\n") for each in entries.parts), "")
        dash = len(first) - len(first.lstrip(" ")) if first.lstrip(" ").startswith("-") else 0
        return new_entry(made, dash)

    def _touched(self, table: TableName) -> set[Key]:
        """Entries that any change is about."""
        parts = ("cards", "items", "targets") if table == "cards" else (table,)
        return {each.key[:1] for each in self.changes if each.table in parts}

    def _of(self, table: TableName, key: Key) -> list[Difference]:
        return [each for each in self.changes if each.table == table and each.key[: len(key)] == key]

    def _named(self, entry: Any, key: Key, fields: Iterable[str]) -> None:
        """Fields of a KPI or an entity that changed; all of them where it is new."""
        table: TableName = "kpis" if "measure" in fields else "entities"
        if "id" not in entry:
            entry["id"] = key[0]
        self._put(entry, self.merged[table][key], fields, self._of(table, key))

    def _put(self, entry: Any, row: Row, fields: Iterable[str], changes: list[Difference]) -> None:
        whole = any(each.added for each in changes)
        told = [name for name in fields if whole or any(each.field == name for each in changes)]
        for name in told:
            stem = name.removesuffix("_zh").removesuffix("_en")
            if stem in _WORDS and stem != name:
                if any(row[f"{stem}_{each}"] is not None for each in ("zh", "en")) or stem in entry:
                    put_words(entry, stem, row, self.language)
            elif name == "responsible" and row[name] is not None:
                tenures = read_tenures(str(row[name]))
                several = None if isinstance(tenures, str) else [flow_map(dict(each)) for each in tenures]
                entry[name] = several or yaml_value(row[name])
            else:
                self._plain(entry, name, row[name])

    def _plain(self, entry: Any, name: str, value: Cell) -> None:
        """Field by itself, or in the mapping that holds it."""
        if name in NESTED:
            put_nested(entry, NESTED[name], name, value)
        else:
            put(entry, name, value)

    def _card(self, entry: Any, key: Key) -> None:
        from ruamel.yaml.comments import CommentedSeq

        names = tuple(each.name for each in CARD_FIELDS)
        self._put(entry, self.merged["cards"][key], names, self._of("cards", key))
        items = entry.setdefault("items", CommentedSeq())
        wanted = [each for each in self.merged["items"] if each[:1] == key]
        kept = [each["kpi"] for each in items]
        for at in reversed(range(len(items))):
            if (*key, kept[at]) not in self.merged["items"]:
                del items[at]
        for place, each in enumerate(wanted):
            if each[1] not in kept:
                items.insert(place, flow_map({"kpi": each[1]}))
        by_kpi = {each["kpi"]: each for each in items}
        for each in wanted:
            changes = [*self._of("items", each), *self._of("targets", each)]
            if changes:
                self._item(by_kpi[each[1]], each, {name for one in changes for name in (one.field,)})

    def _item(self, entry: Any, key: Key, names: set[str]) -> None:
        row = self.merged["items"][key]
        whole = "" in {each.field for each in self._of("items", key)}
        for name in ("weight", "core"):
            if whole or name in names:
                put(entry, name, row[name])
        self._targets(entry, key, whole=whole or "provenance" in names)
        told = [each for each in NESTED if each in row and ((whole and row[each] is not None) or each in names)]
        for name in told:
            put_nested(entry, NESTED[name], name, row[name])
        changed = {each for each in ANCHOR_PATHS if row.get(each) is not None} if whole else names
        put_anchors(entry, row, changed, self.language)

    def _targets(self, entry: Any, key: Key, *, whole: bool) -> None:
        """Tiers of an item that changed, and where its targets come from."""
        tiers = dict.fromkeys(each.key[2] for each in self._of("targets", key))
        if not tiers and not whole:
            return
        targets = entry.get("targets") or flow_map({})
        for tier in tiers:
            rows = [(each[3], row) for each, row in self.merged["targets"].items() if each[:3] == (*key, tier)]
            if rows:
                targets[tier] = tier_value(self._ordered(rows))
            else:
                targets.pop(tier, None)
        provenance = self.merged["items"][key]["provenance"]
        if whole or provenance is not None:
            put(targets, "from", provenance)
        entry["targets"] = targets
        if not targets:
            entry.pop("targets")

    def _ordered(self, rows: list[tuple[str, Row]]) -> list[tuple[str, Row]]:
        """Steps in order of time; what names no period is left to the check that follows."""
        try:
            return sorted(rows, key=lambda each: self.calendar.parse(each[0]).start) if len(rows) > 1 else rows
        except InputError:
            return rows
