"""Forecasts to the end of a year or quarter, and how earlier ones came true 「期末预测」."""

from diagnostics.loop.track.outlook.outlook import outlook, save

__all__ = ["outlook", "save"]
