"""The same KPI from several sources: conflicts are listed, never averaged 「口径冲突」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.data.reconcile.conflicts import find_conflicts

__all__ = ["find_conflicts"]


def __getattr__(name: str) -> Any:
    if name != "find_conflicts":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from diagnostics.data.reconcile.conflicts import find_conflicts

    return find_conflicts
