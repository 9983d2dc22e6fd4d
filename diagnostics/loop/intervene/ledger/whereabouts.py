"""Where a ledger would lie, told without any database 「台账所在」."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement

FILE = "ledger.db"


def is_absent(engagement: Engagement) -> bool:
    """Whether there is certainly no ledger yet, without opening anything 「尚无台账」."""
    return not engagement.settings.ledger.url_from and not (engagement.folder / FILE).exists()
