"""Step 3: measures with owner, date and measure; pay scenarios 「协同干预」."""

from diagnostics.loop.intervene.pay import (
    open_scenario,
    pay_history,
    pay_scenarios,
    payout,
    read_scenario,
    save_scenario,
    simulate_pay,
)
from diagnostics.loop.intervene.planning import plan, save

__all__ = [
    "open_scenario", "pay_history", "pay_scenarios", "payout", "plan", "read_scenario", "save", "save_scenario",
    "simulate_pay",
]  # fmt: skip
