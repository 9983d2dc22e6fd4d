"""What may leave a run, under the name by which the steps know it 「小样本抑制」."""

from diagnostics.data.suppression.fewest import Fewest
from diagnostics.data.suppression.published import blanked, publishable, shareable
from diagnostics.data.suppression.shown_before import shown_before
from diagnostics.data.suppression.withheld import with_withheld

__all__ = ["Fewest", "blanked", "publishable", "shareable", "shown_before", "with_withheld"]
