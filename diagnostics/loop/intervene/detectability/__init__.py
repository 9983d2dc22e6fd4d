"""Can the effect of a planned measure be seen, and how is it begun so that it can 「能否看得出效果」."""

from diagnostics.loop.intervene.detectability.roll_out import roll_out
from diagnostics.loop.intervene.detectability.sight import visibility

__all__ = ["roll_out", "visibility"]
