"""Cards and records as text: the same content, the same lines, so that what changed shows in git 「写实践库」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.model.practice import ClosedMeasure, Practice

_WIDTH = 110


def card_text(card: Practice) -> str:
    """Card as its file holds it, fields in one order 「卡片文本」."""
    return _dumped(_fields(card))


def outcomes_text(found: Sequence[ClosedMeasure]) -> str:
    """Closed measures of an engagement as their file holds them, by id 「结果文本」."""
    return _dumped([_fields(each) for each in sorted(found, key=lambda each: each.id)])


def _fields(each: Practice | ClosedMeasure) -> dict[str, Any]:
    told = each.model_dump(mode="json", exclude_defaults=True)
    return {
        name: told[name] for name in ("id", *(name for name in type(each).model_fields if name != "id")) if name in told
    }


def _dumped(value: Any) -> str:
    import yaml

    return str(yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=_WIDTH))
