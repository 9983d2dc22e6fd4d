"""Cells as values that a yaml file may hold, written so that the strict reader reads them back 「写回 YAML 值」."""

from __future__ import annotations

from typing import Any

from diagnostics.dictionary.exchange.fields import Cell, Row
from diagnostics.dictionary.yaml_scalar import plain_scalar
from diagnostics.terms import Language


def yaml_value(value: Cell) -> Any:
    """Value for ruamel: text that programs read in different ways is quoted 「YAML 值」."""
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, tuple):
        listed = CommentedSeq([yaml_value(each) for each in value])
        listed.fa.set_flow_style()
        return listed
    if not isinstance(value, str):
        # A whole number that a workbook gave back as 12.0 is written as it would be typed.
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
    try:
        plain = plain_scalar(value) == value and "\n" not in value and value == value.strip()
    except ValueError:
        plain = False
    return value if plain else DoubleQuotedScalarString(value)


def flow_map(content: dict[str, Any]) -> Any:
    """Mapping on one line 「单行映射」."""
    from ruamel.yaml.comments import CommentedMap

    made = CommentedMap(content)
    made.fa.set_flow_style()
    return made


def put(entry: Any, name: str, value: Cell) -> None:
    """Field of an entry; an empty cell takes the field away 「写字段」."""
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = yaml_value(value)


def put_nested(entry: Any, above: str, name: str, value: Cell) -> None:
    """Field of a mapping below an entry; an empty mapping goes with its last field 「写嵌套字段」."""
    held = entry.get(above) or flow_map({})
    put(held, name, value)
    entry[above] = held
    if not held:
        entry.pop(above)


def put_words(entry: Any, name: str, row: Row, language: Language) -> None:
    """Words of an entry in one language or both 「写双语文本」."""
    told = {each: row[f"{name}_{each}"] for each in ("zh", "en")}
    other = "en" if language == "zh" else "zh"
    if isinstance(entry.get(name), dict):
        for each, value in told.items():
            put(entry[name], each, value)
        if not entry[name]:
            entry.pop(name)
    elif told[other] is None:
        put(entry, name, told[language])
    else:
        entry[name] = flow_map({each: yaml_value(value) for each, value in told.items() if value is not None})


def tier_value(rows: list[tuple[str, Row]]) -> Any:
    """One tier of a target from its rows: number, pair, dated list, expression or table 「写目标值」.

    Parameters
    ----------
    rows : list of (since, row)
        Several with a period each, or one without.
    """
    from ruamel.yaml.comments import CommentedSeq

    if any(since for since, _ in rows):
        steps = CommentedSeq(
            [flow_map({"from": yaml_value(since), "value": yaml_value(row["value"])}) for since, row in rows]
        )
        steps.fa.set_flow_style()
        return steps
    row = rows[0][1]
    if row["expression"] is not None:
        return flow_map({"expression": yaml_value(row["expression"])})
    if row["source"] is not None:
        named = {"source": "source", "entity": "entity", "period": "period", "value": "column", "where": "where"}
        return flow_map({key: yaml_value(row[name]) for key, name in named.items() if row[name] is not None})
    if row["high"] is not None:
        pair = CommentedSeq([yaml_value(row["value"]), yaml_value(row["high"])])
        pair.fa.set_flow_style()
        return pair
    return yaml_value(row["value"])
