"""Effect of a measure that started at different times 「分批启动」."""

from diagnostics.loop.track.effect.staggered.callaway_santanna import callaway_santanna
from diagnostics.loop.track.effect.staggered.group_time import Design

__all__ = ["Design", "callaway_santanna"]
