"""A series alone, counts, and a series against few others 「单序列估计」."""

from diagnostics.loop.track.effect.series.its import its

__all__ = ["its"]
