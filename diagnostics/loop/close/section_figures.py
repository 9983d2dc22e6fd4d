"""Fingerprint of the figures that a section shows 「章节数字指纹」."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.look.page import Section

_FIGURE = re.compile(r"[+−-]?\d[\d,.]*\s?(?:%|[万亿千]?[元]?|个百分点)?")
# Drawings repeat what words and tables say; how a part is laid out is no figure.
_LOOKS = frozenset({"svg", "narrow", "kind", "tone", "align", "folded", "ordered", "key", "tones", "sparks"})
# Words that are findings: a verdict that turns changes what a note stands beside.
_STATES = frozenset({"status", "came", "verdict", "standing", "state"})


def fingerprint_of(section: Section) -> str:
    """Fingerprint of a section's figures and states as readers see them: 16 hexadecimal signs 「章节数字指纹」.

    Words around them don't count: a sentence that is worded anew says the same of the same figures.
    """
    content = section.model_dump(mode="json", include={"lead", "parts"})
    shown = "\n".join(_shown(content))
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


def _shown(content: Any, name: str = "") -> Iterator[str]:
    if isinstance(content, str):
        yield from [content] if name in _STATES else (each.strip() for each in _FIGURE.findall(content))
    elif isinstance(content, dict):
        for key, each in sorted(content.items()):
            if key not in _LOOKS:
                yield from _shown(each, key)
    elif isinstance(content, list):
        for each in content:
            yield from _shown(each, name)
    elif isinstance(content, bool):
        # A rung of the evidence ladder that was reached.
        yield str(content)
