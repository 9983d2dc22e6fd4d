"""What may leave a run, under the name by which the steps know it 「小样本抑制」."""

from diagnostics.data.suppression.published import blanked, publishable, shareable
from diagnostics.data.suppression.withheld import with_withheld

__all__ = ["blanked", "publishable", "shareable", "with_withheld"]
