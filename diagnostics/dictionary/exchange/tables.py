"""The dictionary's files as plain tables, and places in the files for what stands in a table 「字典转为表」."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from diagnostics.dictionary.exchange.anchor_cells import anchor_row
from diagnostics.dictionary.exchange.fields import ENTITY_FIELDS, NESTED, TABLES, Cell, Key, Row, TableName, Tables
from diagnostics.dictionary.yaml_file import Document, Path_
from diagnostics.errors import InputError
from diagnostics.model.target import TIERS
from diagnostics.terms import Language

_PLAIN = (
    "unit", "direction", "kind", "cycle", "source", "measure", "formula", "where", "time", "entity", "parent", "mother",
    "leading", "owner", "decimals", "tolerance", "view", "control", "set_with", "automated", "pay",
)  # fmt: skip
_LISTS = ("dimensions", "counters", "depends_on")
_CARD = ("role", "entity", "level", "peer_group", "profile", "from", "to", "family", "rank", "agreed_by")

_NESTED = ("rule", "cap", "floor", "staff", "manager")


@dataclass(frozen=True, eq=False)
class Dictionary:
    """The dictionary's files as tables, with the path of each row in its file 「字典表」.

    Parameters
    ----------
    tables : dict
        Rows by key, by table; a field that the file leaves out is None.
    paths : dict
        Path of the row in its document, by table and key.
    documents : dict
        Documents ``kpis``, ``scorecards`` and ``entities``.
    """

    tables: Tables
    paths: dict[tuple[TableName, Key], Path_]
    documents: dict[str, Document]


def read_tables(kpis: Document, scorecards: Document, entities: Document, language: Language) -> Dictionary:
    """Tables of an engagement's dictionary 「读取字典表」.

    Parameters
    ----------
    kpis, scorecards, entities : Document
        Sound documents, as opening the engagement leaves them.
    language : {"zh", "en"}
        Language that words in one language only stand in.

    Raises
    ------
    InputError
        When two things would bear the same key in the workbook.
    """
    found = Dictionary(
        {each: {} for each in TABLES}, {}, {"kpis": kpis, "scorecards": scorecards, "entities": entities}
    )
    for index, entry in enumerate(kpis.data):
        _add(found, "kpis", (entry["id"],), _kpi(entry, language), (index,))
    for index, (label, entry) in enumerate(zip(card_labels(scorecards.data), scorecards.data, strict=True)):
        _card(found, (label, index), entry, language)
    for index, entry in enumerate(entities.data):
        row = {each.name: cell(entry.get(each.name)) for each in ENTITY_FIELDS if each.name != "responsible"}
        row["responsible"] = _responsible(entry.get("responsible"))
        _add(found, "entities", (entry["id"],), row, (index,))
    return found


def cell(value: Any) -> Cell:
    """Value of a file as a cell: nothing, an empty text and an empty list are the same 「单元格值」.

    Examples
    --------
    >>> cell(["a", "b"]), cell(""), cell(0)
    (('a', 'b'), None, 0)
    """
    if isinstance(value, list):
        return tuple(str(each) for each in value) or None
    return None if value == "" else value


def words_cells(value: Any, language: Language) -> tuple[Cell, Cell]:
    """Words of a file as a Chinese and an English cell; a plain text stands in the page's language 「双语单元格」."""
    if isinstance(value, dict):
        return cell(value.get("zh")), cell(value.get("en"))
    return (cell(value), None) if language == "zh" else (None, cell(value))


def card_labels(entries: Iterable[Mapping[str, Any]]) -> list[str]:
    """Names of cards in the workbook; of two that would share one, the later bears its level too 「考核表标签」.

    Examples
    --------
    >>> card_labels([{"role": "manager", "level": "store", "from": "2025-01"}, {"entity": "east"}])
    ['manager · 2025-01', 'east']
    """
    labels: list[str] = []
    for entry in entries:
        parts = (entry.get("role") or entry.get("entity"), entry.get("peer_group"), entry.get("from"))
        label = " · ".join(str(each) for each in parts if each)
        labels.append(f"{label} · {entry.get('level')}" if label in labels else label)
    return labels


def _add(found: Dictionary, table: TableName, key: Key, row: Row, path: Path_) -> None:
    if key in found.tables[table]:
        raise InputError(
            f"{' · '.join(key)!r} stands twice in the table {table!r}; the workbook can't tell the two apart,"
            " so they are edited in the files."
        )
    found.tables[table][key] = row
    found.paths[table, key] = path


def _responsible(value: Any) -> Cell:
    """Who answers for an entity, one after the other where there were several, as csv files write it."""
    if not isinstance(value, list):
        return cell(value)
    dated = [(each["person"], each.get("from"), each.get("to")) for each in value]
    return "|".join(
        who if not (since or until) else f"{who}:{since or ''}..{until or ''}" for who, since, until in dated
    )


def _kpi(entry: Any, language: Language) -> Row:
    row: Row = {}
    for name in ("name", "definition"):
        row[f"{name}_zh"], row[f"{name}_en"] = words_cells(entry.get(name), language)
    row |= {name: cell(entry.get(name)) for name in _PLAIN}
    return row | {name: cell(entry.get(name)) for name in _LISTS}


def _card(found: Dictionary, at_card: tuple[str, int], entry: Any, language: Language) -> None:
    label, index = at_card
    row = {name: cell(entry.get(name)) for name in _CARD}
    row["name_zh"], row["name_en"] = words_cells(entry.get("name"), language)
    row |= {name: (entry.get("rhythm") or {}).get(name) for name in ("track", "assess", "summarise")}
    row["published"] = cell(str(entry["published"])) if entry.get("published") else None
    _add(found, "cards", (label,), row, (index,))
    for number, item in enumerate(entry["items"]):
        at: Path_ = (index, "items", number)
        targets = item.get("targets") or {}
        own: Row = {"weight": item.get("weight"), "core": item.get("core"), "provenance": cell(targets.get("from"))}
        own |= {name: (item.get(NESTED[name]) or {}).get(name) for name in _NESTED}
        own |= anchor_row(item, language)
        _add(found, "items", (label, item["kpi"]), own, at)
        for tier in TIERS:
            for since, told, path in _tier(targets.get(tier), (*at, "targets", tier)):
                _add(found, "targets", (label, item["kpi"], tier, since), told, path)


def _tier(tier: Any, path: Path_) -> Iterator[tuple[str, Row, Path_]]:
    """Rows of one tier: a dated list has one a step."""
    bare: Row = dict.fromkeys(("value", "high", "expression", "source", "entity", "period", "column", "where"))
    if isinstance(tier, list) and tier and isinstance(tier[0], dict):
        for number, step in enumerate(tier):
            yield str(step["from"]), {**bare, "value": step["value"]}, (*path, number)
    elif isinstance(tier, list):
        yield "", {**bare, "value": tier[0], "high": tier[1]}, path
    elif isinstance(tier, dict) and "expression" in tier:
        yield "", {**bare, "expression": tier["expression"]}, path
    elif isinstance(tier, dict):
        told = {
            "column": tier.get("value"),
            **{name: tier.get(name) for name in ("source", "entity", "period", "where")},
        }
        yield "", {**bare, **told}, path
    elif tier is not None:
        yield "", {**bare, "value": tier}, path


def relabelled(tables: Tables) -> tuple[Tables, dict[str, str]]:
    """Tables under the labels that their cards would bear in a new workbook, and the old label of each 「重取标签」."""
    names = dict(zip(card_labels(tables["cards"].values()), (key[0] for key in tables["cards"]), strict=True))
    new = {old: label for label, old in names.items()}
    made: Tables = dict(tables)
    for table in ("cards", "items", "targets"):
        rows = tables[table]
        made[table] = {(new[key[0]], *key[1:]): row for key, row in rows.items()}
    return made, names
