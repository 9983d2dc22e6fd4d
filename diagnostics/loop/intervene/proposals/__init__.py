"""Measures that the library proposes for confirmed causes 「措施建议」."""

from diagnostics.loop.intervene.proposals.propose import propose

__all__ = ["propose"]
