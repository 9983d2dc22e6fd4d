"""Step 5: an honest retrospective 「闭环反馈」."""

from diagnostics.loop.close.retrospective import retrospect, save

__all__ = ["retrospect", "save"]
