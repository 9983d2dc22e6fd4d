"""Fields of a noun at a place in a file, found by its type hints 「名词的字段」."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

Steps = tuple[str | int, ...]


def field_names(model: type[BaseModel]) -> list[str]:
    """Names under which a noun's fields are written 「字段名」.

    Examples
    --------
    >>> from diagnostics.model.scorecard import Scorecard
    >>> field_names(Scorecard)[6:8]
    ['from', 'to']
    """
    return [field.alias or name for name, field in model.model_fields.items()]


def find_field(model: type[BaseModel], name: str) -> FieldInfo | None:
    """Field that is written under a name 「按名取字段」."""
    return next((field for key, field in model.model_fields.items() if (field.alias or key) == name), None)


def models_at(model: type[BaseModel], steps: Steps) -> tuple[type[BaseModel], ...]:
    """Nouns that may stand at a place below a noun: several where it takes one of them 「某位置可用的名词」."""
    found: list[type[BaseModel]] = [model]
    hints: list[Any] = []
    for step in steps:
        if isinstance(step, int):
            hints = [each for hint in hints for each in _items(hint)]
        else:
            fields = [find_field(each, step) for each in found]
            values = [each for hint in hints for each in _values(hint)]
            hints = [each.annotation for each in fields if each is not None] + values
        hints = [each for hint in hints for each in _flat(hint)]
        found = [each for each in hints if isinstance(each, type) and issubclass(each, BaseModel)]
    return tuple(found)


def _flat(hint: Any) -> Iterator[Any]:
    """Members of a union and what an annotation wraps, down to plain types."""
    origin = get_origin(hint)
    if origin is None or origin in (tuple, list, dict, Mapping):
        yield hint
    elif hasattr(hint, "__metadata__"):
        yield from _flat(get_args(hint)[0])
    else:
        for each in get_args(hint):
            yield from _flat(each)


def _items(hint: Any) -> list[Any]:
    return [each for each in get_args(hint) if each is not Ellipsis] if get_origin(hint) in (tuple, list) else []


def _values(hint: Any) -> list[Any]:
    return list(get_args(hint)[1:]) if get_origin(hint) in (dict, Mapping) else []
