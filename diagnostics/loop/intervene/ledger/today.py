"""The present day of an engagement 「项目当日」."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement


def today_of(engagement: Engagement) -> date:
    """Today in the engagement's time zone: the last day that an entry may bear 「项目当日」."""
    return datetime.now(ZoneInfo(engagement.settings.calendar.timezone)).date()
