"""Pay and incentive scenarios 「薪酬与激励情景」."""

from diagnostics.loop.intervene.pay.curve_table import curve_table
from diagnostics.loop.intervene.pay.difficulty import adjust_difficulty
from diagnostics.loop.intervene.pay.files import (
    open_scenario,
    pay_scenarios,
    read_scenario,
    save_scenario,
    scenario_text,
    sound_scenarios,
)
from diagnostics.loop.intervene.pay.grading_271 import Regrade, grade_271
from diagnostics.loop.intervene.pay.history import PayHistory, pay_history
from diagnostics.loop.intervene.pay.levelling import level_ratings
from diagnostics.loop.intervene.pay.okr import contribution_pay, to_talk_with
from diagnostics.loop.intervene.pay.payout import Whose, payout
from diagnostics.loop.intervene.pay.points import PointsEntry, points_balance
from diagnostics.loop.intervene.pay.pools import department_pools
from diagnostics.loop.intervene.pay.scenario_past import scenario_history
from diagnostics.loop.intervene.pay.second_allocation import Shift, reallocate
from diagnostics.loop.intervene.pay.simulate import simulate_pay
from diagnostics.loop.intervene.pay.spread import gini

__all__ = [
    "PayHistory", "PointsEntry", "Regrade", "Shift", "Whose", "adjust_difficulty", "contribution_pay", "curve_table",
    "department_pools", "gini", "grade_271", "level_ratings", "open_scenario", "pay_history", "pay_scenarios", "payout",
    "points_balance", "read_scenario", "reallocate", "save_scenario", "scenario_history", "scenario_text",
    "simulate_pay", "sound_scenarios", "to_talk_with",
]  # fmt: skip
