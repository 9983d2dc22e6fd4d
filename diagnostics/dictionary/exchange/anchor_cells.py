"""What targets may be set from, as cells of an item and back 「定标依据列」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from diagnostics.dictionary.exchange.fields import Cell, Row
from diagnostics.dictionary.exchange.yaml_values import flow_map, put, put_words
from diagnostics.terms import Language

_ABOVE = "anchors"
_PAIRS = ("growth", "closing", "strategy")
_SOURCE = "benchmark_source"
# Fields in the order of the columns, and where each stands below its item.
ANCHOR_PATHS: Mapping[str, tuple[str, ...]] = {
    "growth_low": (_ABOVE, "growth"), "growth_high": (_ABOVE, "growth"), "benchmark": (_ABOVE, "benchmark"),
    f"{_SOURCE}_zh": (_ABOVE, _SOURCE), f"{_SOURCE}_en": (_ABOVE, _SOURCE),
    "closing_low": (_ABOVE, "closing"), "closing_high": (_ABOVE, "closing"),
    "strategy_low": (_ABOVE, "strategy"), "strategy_high": (_ABOVE, "strategy"),
}  # fmt: skip


def anchor_row(item: Mapping[str, Any], language: Language) -> Row:
    """Cells of an item's anchors; None for what it leaves out 「定标依据单元格」.

    Parameters
    ----------
    language : {"zh", "en"}
        Language that a plain text stands in.

    Examples
    --------
    >>> row = anchor_row({"anchors": {"growth": [0.2, 0.3], "benchmark_source": "协会"}}, "zh")
    >>> row["growth_low"], row["growth_high"], row["benchmark"], row["benchmark_source_zh"]
    (0.2, 0.3, None, '协会')
    """
    held = item.get(_ABOVE) or {}
    row: dict[str, Cell] = dict.fromkeys(ANCHOR_PATHS)
    for name in _PAIRS:
        if (pair := held.get(name)) is not None:
            row[f"{name}_low"], row[f"{name}_high"] = pair
    row["benchmark"] = held.get("benchmark")
    source = held.get(_SOURCE)
    told = source if isinstance(source, dict) else {language: source}
    return row | {f"{_SOURCE}_{each}": told.get(each) or None for each in ("zh", "en")}


def put_anchors(entry: Any, row: Row, names: Collection[str], language: Language) -> None:
    """Write the anchors of an item that changed; a pair with one end is left to the check that follows 「写定标依据」.

    Parameters
    ----------
    names : collection of str
        Fields that changed.
    """
    touched = [each for each in ANCHOR_PATHS if each in names]
    if not touched:
        return
    held = entry.get(_ABOVE) or flow_map({})
    for name in dict.fromkeys(ANCHOR_PATHS[each][1] for each in touched):
        if name in _PAIRS:
            ends = (row[f"{name}_low"], row[f"{name}_high"])
            put(held, name, None if ends == (None, None) else ends)  # type: ignore[arg-type]
        elif name == _SOURCE:
            put_words(held, name, row, language)
        else:
            put(held, name, row[name])
    entry[_ABOVE] = held
    if not held:
        entry.pop(_ABOVE)


def anchor_field(path: Sequence[str | int]) -> str:
    """Column of what stands at a path below an item; empty where it is none of the anchors 「定标依据所在列」.

    Examples
    --------
    >>> anchor_field(("anchors", "growth", 1)), anchor_field(("anchors", "benchmark")), anchor_field(("scoring", "cap"))
    ('growth_high', 'benchmark', '')
    """
    told = [each for each, at in ANCHOR_PATHS.items() if at == tuple(path[:2])]
    end = path[2] if len(path) > 2 and isinstance(path[2], int) else 0
    return told[min(end, len(told) - 1)] if told else ""
