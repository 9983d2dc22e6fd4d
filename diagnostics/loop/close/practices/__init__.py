"""What a firm learns from a closed engagement: records, cards, guidelines, what to expect 「沉淀最佳实践」."""

from diagnostics.loop.close.practices.card import card_of
from diagnostics.loop.close.practices.closed import Filing, closed_measures, key_of

__all__ = ["Filing", "card_of", "closed_measures", "key_of"]
