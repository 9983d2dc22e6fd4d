"""Pay and incentive scenarios 「薪酬与激励情景」."""

from diagnostics.loop.intervene.pay.files import open_scenario, pay_scenarios, read_scenario, save_scenario
from diagnostics.loop.intervene.pay.history import PayHistory, pay_history
from diagnostics.loop.intervene.pay.payout import Whose, payout
from diagnostics.loop.intervene.pay.simulate import simulate_pay

__all__ = [
    "PayHistory", "Whose", "open_scenario", "pay_history", "pay_scenarios", "payout", "read_scenario", "save_scenario",
    "simulate_pay",
]  # fmt: skip
