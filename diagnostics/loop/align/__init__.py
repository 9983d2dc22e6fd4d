"""Step 1: goals, metrics and targets that a company agrees on 「共识重塑」."""

from diagnostics.loop.align.agreement import review, save

__all__ = ["review", "save"]
