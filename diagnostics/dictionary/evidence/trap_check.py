"""Records and reviews of the four traps against what they name 「陷阱校验」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import unknown

if TYPE_CHECKING:
    from diagnostics.dictionary.engagement_files import EngagementFiles
    from diagnostics.errors import InputError

_RECORDS = ("pay", "check_ins", "suggestions", "reviews", "entries")


def trap_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Sources, KPIs and levels that nothing defines 「陷阱校验」."""
    settings, at = files.settings, files.settings_file
    for name in _RECORDS:
        record = getattr(settings.records, name)
        if record is not None and record.source not in settings.sources:
            yield unknown("source", record.source, settings.sources, error_place(at, ("records", name, "source")))
    pay = settings.records.pay
    if pay is not None and pay.kpi is not None and pay.kpi not in files.by_id:
        yield unknown("KPI", pay.kpi, files.by_id, error_place(at, ("records", "pay", "kpi")))
    for index, each in enumerate(files.evidence.traps):
        place, whose = files.evidence.traps_file, f" of trap review {each.id!r}"
        if each.kpi is not None and each.kpi not in files.by_id:
            yield unknown("KPI", each.kpi, files.by_id, f"{error_place(place, (index, 'kpi'))}{whose}")
        levels = files.entities.levels
        if each.level is not None and each.level not in levels:
            yield unknown("level", each.level, levels, f"{error_place(place, (index, 'level'))}{whose}")
