"""From actuals and targets to points, of a KPI and of a whole scorecard 「计分」."""

from diagnostics.dictionary.scoring.fitting import fits, misfit, unscorable
from diagnostics.dictionary.scoring.points import score
from diagnostics.model.scoring import RULES, Scoring

__all__ = ["RULES", "Scoring", "fits", "misfit", "score", "unscorable"]
