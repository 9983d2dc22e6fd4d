"""From facts to Observations: every level, period and dimension from facts 「观测」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.data.observe.observing import observe

__all__ = ["observe"]


def __getattr__(name: str) -> Any:
    if name != "observe":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from diagnostics.data.observe.observing import observe

    return observe
