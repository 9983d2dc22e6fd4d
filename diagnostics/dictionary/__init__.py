"""What numbers mean, once 「指标中心」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.errors import unknown

if TYPE_CHECKING:
    from diagnostics.dictionary.checking import check_engagement
    from diagnostics.dictionary.linting import lint
    from diagnostics.dictionary.load import load_engagement
    from diagnostics.dictionary.rhythm import review_calendar
    from diagnostics.dictionary.scoring import score
    from diagnostics.dictionary.scoring.card import score_scorecard
    from diagnostics.dictionary.scoring.cards import score_scorecards
    from diagnostics.dictionary.scoring.table import points_table
    from diagnostics.dictionary.smart_points import smart
    from diagnostics.dictionary.tiers.calibrate import calibrate
    from diagnostics.dictionary.totals import weighted_total
    from diagnostics.dictionary.wording import rewording
    from diagnostics.model.scoring import Scoring

__all__ = [
    "Scoring", "calibrate", "check_engagement", "lint", "load_engagement", "points_table", "review_calendar",
    "rewording", "score", "score_scorecard", "score_scorecards", "smart", "weighted_total",
]  # fmt: skip

_HOMES = {
    "Scoring": "scoring",
    "calibrate": "tiers.calibrate",
    "check_engagement": "checking",
    "lint": "linting",
    "load_engagement": "load",
    "points_table": "scoring.table",
    "review_calendar": "rhythm",
    "rewording": "wording",
    "score": "scoring",
    "score_scorecard": "scoring.card",
    "score_scorecards": "scoring.cards",
    "smart": "smart_points",
    "weighted_total": "totals",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for (PEP 562)."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(str(unknown("name", name, __all__, __name__)))
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
