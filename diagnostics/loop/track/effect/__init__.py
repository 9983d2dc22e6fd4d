"""What a measure did to a KPI, and how sure that is 「效果评估」."""

from diagnostics.loop.track.effect.assess import estimate_effect

__all__ = ["estimate_effect"]
