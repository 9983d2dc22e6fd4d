"""Engines that compute figures from facts 「计算引擎」."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.data.engine.engine import Engine, open_engine

__all__ = ["Engine", "open_engine"]

_HOMES = {"Engine": "engine", "open_engine": "engine"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
