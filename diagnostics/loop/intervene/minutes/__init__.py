"""Minutes of a meeting as a sheet that people fill in, and back into the ledger 「会议纪要」."""

from diagnostics.loop.intervene.minutes.plan import Held, plan_minutes
from diagnostics.loop.intervene.minutes.read import is_minutes, untouched
from diagnostics.loop.intervene.minutes.tables import MinutesTables, minutes_tables
from diagnostics.loop.intervene.minutes.write import PickNames, write_minutes

__all__ = [
    "Held", "MinutesTables", "PickNames", "is_minutes", "minutes_tables", "plan_minutes", "untouched", "write_minutes",
]  # fmt: skip
