"""Step 3: measures with owner, date and measure; pay scenarios 「协同干预」."""

from diagnostics.loop.intervene.detectability import roll_out, visibility
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
    "level_ratings", "open_scenario", "pay_history", "pay_scenarios", "payout", "plan", "points_balance", "propose",
    "rank", "read_scenario", "reallocate", "roll_out", "save", "save_scenario", "scenario_history", "scenario_text",
    "simulate_pay", "sound_scenarios", "to_talk_with", "visibility",
]  # fmt: skip
