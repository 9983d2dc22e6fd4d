"""A series alone, counts, and a series against few others 「单序列估计」."""

from diagnostics.loop.track.effect.series.controlled import controlled_its, rule_holds
from diagnostics.loop.track.effect.series.finest import Finest, finest
from diagnostics.loop.track.effect.series.its import its
from diagnostics.loop.track.effect.series.lacking import Lacking, lacking
from diagnostics.loop.track.effect.series.poisson import poisson_its

__all__ = ["Finest", "Lacking", "controlled_its", "finest", "its", "lacking", "poisson_its", "rule_holds"]
