"""What may leave a run, and proof that nothing blanked can be worked out 「发布抑制」.

The names below load numpy, pandas and scipy when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.data.suppression.blanks import protect, recoverable_cells
    from diagnostics.data.suppression.linked import LinkedTable, link_cells
    from diagnostics.data.suppression.primary import dominated, few_behind
    from diagnostics.data.suppression.published import publishable, shareable
    from diagnostics.data.suppression.withheld import with_withheld

__all__ = [
    "LinkedTable", "dominated", "few_behind", "link_cells", "protect", "publishable", "recoverable_cells", "shareable",
    "with_withheld",
]  # fmt: skip

_HOMES = {
    "LinkedTable": "linked", "link_cells": "linked", "dominated": "primary", "few_behind": "primary",
    "protect": "blanks", "recoverable_cells": "blanks", "publishable": "published", "shareable": "published",
    "with_withheld": "withheld",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
