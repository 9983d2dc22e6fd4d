"""Step 4: the board, the warnings, the effects 「固化跟踪」."""

# Functions that bear their module's name are bound here, after the module: `track.xmr` is the function.
from diagnostics.loop.track.effect import estimate_effect
from diagnostics.loop.track.follow import follow, save
from diagnostics.loop.track.xmr import xmr

__all__ = ["estimate_effect", "follow", "save", "xmr"]
