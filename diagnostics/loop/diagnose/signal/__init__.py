"""Signal or noise: whether a figure is outside what its own history does 「信号与波动」."""

from diagnostics.loop.diagnose.signal.discoveries import discoveries
from diagnostics.loop.diagnose.signal.own import change_history, own_history
from diagnostics.loop.diagnose.signal.signals import signals
from diagnostics.model.rarity import rarity

__all__ = ["change_history", "discoveries", "own_history", "rarity", "signals"]
