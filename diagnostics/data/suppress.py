"""What may leave a run, under the name by which the steps know it 「小样本抑制」."""

from diagnostics.data.suppression.published import publishable, shareable

__all__ = ["publishable", "shareable"]
