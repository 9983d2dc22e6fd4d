"""What to begin with, and how sure that order is 「优先级」."""

from diagnostics.loop.intervene.priorities.rank import Candidate, rank
from diagnostics.loop.intervene.priorities.stake import stake_of

__all__ = ["Candidate", "rank", "stake_of"]
