"""Step 3: measures with owner, date and measure; pay scenarios 「协同干预」.

Names load on first use: who records an entry of the ledger loads nothing that plans, pays or simulates.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from diagnostics.loop.intervene.detectability import roll_out, visibility
    from diagnostics.loop.intervene.party import pay_sheets, save_sheets
    from diagnostics.loop.intervene.pay import (
        adjust_difficulty,
        contribution_pay,
        curve_table,
        department_pools,
        gini,
        grade_271,
        level_ratings,
        open_scenario,
        pay_history,
        pay_scenarios,
        payout,
        points_balance,
        read_scenario,
        reallocate,
        save_scenario,
        scenario_history,
        scenario_text,
        simulate_pay,
        sound_scenarios,
        to_talk_with,
    )
    from diagnostics.loop.intervene.planning import plan, save
    from diagnostics.loop.intervene.priorities import Candidate, rank
    from diagnostics.loop.intervene.proposals import propose

__all__ = [
    "Candidate", "adjust_difficulty", "contribution_pay", "curve_table", "department_pools", "gini", "grade_271",
    "level_ratings", "open_scenario", "pay_history", "pay_scenarios", "pay_sheets", "payout", "plan", "points_balance",
    "propose", "rank", "read_scenario", "reallocate", "roll_out", "save", "save_scenario", "save_sheets",
    "scenario_history", "scenario_text", "simulate_pay", "sound_scenarios", "to_talk_with", "visibility",
]  # fmt: skip
# Rooms of the names that are not in ``pay``.
_HOME = {
    "roll_out": "detectability", "visibility": "detectability", "plan": "planning", "save": "planning",
    "pay_sheets": "party", "save_sheets": "party",
    "Candidate": "priorities", "rank": "priorities", "propose": "proposals",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME.get(name, 'pay')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted({*globals(), *__all__})
