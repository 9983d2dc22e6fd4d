"""What the words of a KPI say: figures, units, periods, directions, vague and compound wording 「指标用词」.

Chinese and English, by lists of words and plain forms: whatever is not in the lists is left open, since a false alarm
costs more than a miss.
"""

from diagnostics.dictionary.wording.compound import Compound, compound
from diagnostics.dictionary.wording.directions import better
from diagnostics.dictionary.wording.figures import Figure, figures
from diagnostics.dictionary.wording.measured import Measured, head, measured, tells_counting
from diagnostics.dictionary.wording.periods import cycles_of, is_timed
from diagnostics.dictionary.wording.rewording import Rewording, rewording
from diagnostics.dictionary.wording.script import is_chinese, plain
from diagnostics.dictionary.wording.unit_words import unit_of
from diagnostics.dictionary.wording.vague import Vague, names_measure, vague_degree, vague_name

__all__ = [
    "Compound", "Figure", "Measured", "Rewording", "Vague", "better", "compound", "cycles_of", "figures", "head",
    "is_chinese", "is_timed", "measured", "names_measure", "plain", "rewording", "tells_counting", "unit_of",
    "vague_degree", "vague_name",
]  # fmt: skip
