"""Step 5: an honest retrospective 「闭环反馈」."""

from diagnostics.loop.close.publishing import page_for
from diagnostics.loop.close.retrospective import retrospect, save

__all__ = ["page_for", "retrospect", "save"]
