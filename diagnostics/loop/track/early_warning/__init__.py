"""Early warnings: rules that know how often they err, one alert an event 「早期预警」."""

from diagnostics.loop.track.early_warning.expected_alerts import expected_alerts
from diagnostics.loop.track.early_warning.warn import save_alerts, warn, warning_rates

__all__ = ["expected_alerts", "save_alerts", "warn", "warning_rates"]
