"""Step 3: measures with owner, date and measure 「协同干预」."""

from diagnostics.loop.intervene.planning import plan, save

__all__ = ["plan", "save"]
