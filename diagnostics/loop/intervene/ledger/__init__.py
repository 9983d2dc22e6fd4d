"""The improvement ledger: an append-only, hash-chained log with state beside it 「绩效改进台账」."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Beside the names that load no database: the modules ``seed`` and ``dry_run`` bear the names of their functions.
from diagnostics.loop.intervene.ledger.dry_run import differences, dry_run, rehearsed
from diagnostics.loop.intervene.ledger.seed import seed
from diagnostics.loop.intervene.ledger.stale import StaleVersionError

if TYPE_CHECKING:
    from diagnostics.loop.intervene.ledger.store import Ledger, open_ledger
    from diagnostics.loop.intervene.ledger.verify import Flaw

__all__ = ["Flaw", "Ledger", "StaleVersionError", "differences", "dry_run", "open_ledger", "rehearsed", "seed"]
# Rooms of the names that load a database, on first use.
_HOME = {"Flaw": "verify", "Ledger": "store", "open_ledger": "store"}


def __getattr__(name: str) -> Any:
    """Load a public name on first use (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
