"""A Jupyter workbench for performance diagnosis 「企业绩效诊断」.

Public names, in the order of the loop: `open_engagement`, `observe`, and the rooms `dictionary`, `align`, `diagnose`,
`intervene`, `track`, `close`. They load on first use: ``import diagnostics`` by itself loads no third party.

Examples
--------
>>> import diagnostics as dx
>>> sorted(dx.__all__)[:3]
['align', 'close', 'diagnose']
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics import dictionary
    from diagnostics.data.observe import observe
    from diagnostics.dictionary.load import load_engagement as open_engagement
    from diagnostics.loop import align, close, diagnose, intervene, track

__all__ = ["align", "close", "diagnose", "dictionary", "intervene", "observe", "open_engagement", "track"]

# Public name -> module, and the name in it (None: the module itself).
_HOME: dict[str, tuple[str, str | None]] = {
    "open_engagement": ("diagnostics.dictionary.load", "load_engagement"),
    "observe": ("diagnostics.data.observe", "observe"),
    "dictionary": ("diagnostics.dictionary", None),
    "align": ("diagnostics.loop.align", None),
    "diagnose": ("diagnostics.loop.diagnose", None),
    "intervene": ("diagnostics.loop.intervene", None),
    "track": ("diagnostics.loop.track", None),
    "close": ("diagnostics.loop.close", None),
}


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'diagnostics' has no attribute {name!r}")
    module, attribute = _HOME[name]
    found = import_module(module)
    value = found if attribute is None else getattr(found, attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})
