"""Step 4: the board, the warnings, the effects 「固化跟踪」."""

# Functions that bear their module's name are bound here, after the module: `track.xmr` is the function.
from diagnostics.loop.track.chart import c_chart, chart, p_chart, u_chart, xbar_chart, xmr
from diagnostics.loop.track.early_warning import expected_alerts, save_alerts, warn, warning_rates
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.follow import follow, save, with_warnings
from diagnostics.loop.track.outlook import outlook
from diagnostics.loop.track.returns import returns, save_returns
from diagnostics.loop.track.reviews import reviews
from diagnostics.loop.track.rounds import rounds, save_rounds

__all__ = [
    "c_chart", "chart", "estimate_effect", "expected_alerts", "follow", "outlook", "p_chart", "returns", "reviews",
    "rounds", "save", "save_alerts", "save_returns", "save_rounds", "u_chart", "warn", "warning_rates", "with_warnings",
    "xbar_chart", "xmr",
]  # fmt: skip
