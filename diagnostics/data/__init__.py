"""Client files and engines become Observations 「数据」.

The names below load pandas and the engine when they are first used, not when the room is imported; ``observe`` stands
in the module of its name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.data.engine import Engine, open_engine
    from diagnostics.data.suppress import publishable

__all__ = ["Engine", "open_engine", "publishable"]

_HOMES = {"Engine": "engine", "open_engine": "engine", "publishable": "suppress"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
