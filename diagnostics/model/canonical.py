"""One way to write values as JSON: the same value, the same bytes 「规范化 JSON」."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

if TYPE_CHECKING:
    import pandas as pd


def plain(value: Any) -> Any:
    """Value made of JSON's own types: missing and not-finite numbers become null 「转为基本类型」.

    Raises
    ------
    TypeError
        When a value has no form in JSON.
    """
    if value is None or isinstance(value, bool | int | str):
        return value.value if isinstance(value, Enum) else value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime | date):
        return None if str(value) == "NaT" else value.isoformat()
    if isinstance(value, BaseModel):
        return plain(value.model_dump(by_alias=True))
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in (sorted(value) if isinstance(value, set | frozenset) else value)]
    return _foreign(value)


def _foreign(value: Any) -> Any:
    """Values of numpy and pandas, known by what they can do: this module loads neither."""
    if hasattr(value, "to_dict") and hasattr(value, "columns"):
        return records(value)
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows of a frame as plain records 「逐行记录」."""
    return [plain(row) for row in frame.astype(object).to_dict("records")]


def canonical(value: Any, *, indent: int | None = None) -> str:
    """JSON text of a value, keys sorted 「规范化 JSON 文本」.

    Examples
    --------
    >>> canonical({"b": float("nan"), "a": (1, 2)})
    '{"a":[1,2],"b":null}'
    """
    separators = (",", ": ") if indent is not None else (",", ":")
    return json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, allow_nan=False, indent=indent, separators=separators
    )
