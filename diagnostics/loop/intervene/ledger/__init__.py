"""The improvement ledger: an append-only, hash-chained log with state beside it 「绩效改进台账」."""

from diagnostics.loop.intervene.ledger.dry_run import differences, dry_run, rehearsed
from diagnostics.loop.intervene.ledger.seed import seed
from diagnostics.loop.intervene.ledger.stale import StaleVersionError
from diagnostics.loop.intervene.ledger.store import Ledger, open_ledger
from diagnostics.loop.intervene.ledger.verify import Flaw

__all__ = ["Flaw", "Ledger", "StaleVersionError", "differences", "dry_run", "open_ledger", "rehearsed", "seed"]
