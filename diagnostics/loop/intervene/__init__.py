"""Step 3: measures with owner, date and measure; pay scenarios 「协同干预」."""

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
    scenario_text,
    simulate_pay,
    to_talk_with,
)
from diagnostics.loop.intervene.planning import plan, save

__all__ = [
    "adjust_difficulty", "contribution_pay", "curve_table", "department_pools", "gini", "grade_271", "level_ratings",
    "open_scenario", "pay_history", "pay_scenarios", "payout", "plan", "points_balance", "read_scenario", "reallocate",
    "save", "save_scenario", "scenario_text", "simulate_pay", "to_talk_with",
]  # fmt: skip
