"""Cards and records as text: the same content, the same lines, so that what changed shows in git 「写实践库」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from diagnostics.dictionary.yaml_scalar import plain_scalar
from diagnostics.model.practice import ClosedMeasure, Practice

_WIDTH = 110


def card_text(card: Practice) -> str:
    """Card as its file holds it, fields in one order 「卡片文本」."""
    return yaml_text(_fields(card))


def outcomes_text(found: Sequence[ClosedMeasure]) -> str:
    """Closed measures of an engagement as their file holds them, by id 「结果文本」."""
    return yaml_text([_fields(each) for each in sorted(found, key=lambda each: each.id)])


def _fields(each: Practice | ClosedMeasure) -> dict[str, Any]:
    told = each.model_dump(mode="json", exclude_defaults=True)
    return {
        name: told[name] for name in ("id", *(name for name in type(each).model_fields if name != "id")) if name in told
    }


def yaml_text(value: Any) -> str:
    r"""Plain data as yaml that its own reader takes for the same: what looks like a number is quoted 「YAML 文本」.

    Examples
    --------
    >>> yaml_text({"seal": "0b61", "day": "12e5", "name": "calls"})
    "seal: '0b61'\nday: '12e5'\nname: calls\n"
    """
    import yaml

    class Quoting(yaml.SafeDumper):
        """PyYAML leaves texts bare that its own old rules don't take for numbers."""

        def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 (PyYAML's protocol)
            return True

    def told(dumper: Any, text: str) -> Any:
        return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if _bare(text) else "'")

    Quoting.add_representer(str, told)
    return str(yaml.dump(value, Dumper=Quoting, sort_keys=False, allow_unicode=True, width=_WIDTH))


def _bare(text: str) -> bool:
    """Whether a text stays text without quotes."""
    try:
        return plain_scalar(text) == text
    except ValueError:
        return False
