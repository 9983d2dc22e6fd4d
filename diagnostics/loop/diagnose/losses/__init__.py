"""What losses are made of: causes, products, shifts, the largest first 「损失排序」."""

from diagnostics.loop.diagnose.losses.ranking import losses, save_losses

__all__ = ["losses", "save_losses"]
