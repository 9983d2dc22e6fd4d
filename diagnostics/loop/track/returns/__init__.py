"""What measures cost and brought, in money 「投入与收益」."""

from diagnostics.loop.track.returns.returns import returns, save_returns

__all__ = ["returns", "save_returns"]
