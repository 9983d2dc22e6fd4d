"""What numbers mean, once 「指标中心」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import unknown

if TYPE_CHECKING:
    from diagnostics.dictionary.checking import check_engagement
    from diagnostics.dictionary.linting import lint
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.scoring import score
    from diagnostics.dictionary.tiers.calibrate import calibrate
    from diagnostics.dictionary.totals import weighted_total

__all__ = ["calibrate", "check_engagement", "lint", "load_engagement", "score", "weighted_total"]

_HOMES = {
    "calibrate": "tiers.calibrate",
    "check_engagement": "checking",
    "lint": "linting",
    "load_engagement": "load",
    "score": "scoring",
    "weighted_total": "totals",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(str(unknown("name", name, __all__, __name__)))
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
