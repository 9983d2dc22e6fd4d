"""The improvement ledger: an append-only, hash-chained log with state beside it 「绩效改进台账」."""

from diagnostics.loop.intervene.ledger.seed import seed
from diagnostics.loop.intervene.ledger.store import Ledger, open_ledger
from diagnostics.loop.intervene.ledger.verify import Flaw

__all__ = ["Flaw", "Ledger", "open_ledger", "seed"]
