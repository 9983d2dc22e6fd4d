"""Counter-metrics that the dictionary must have 「制衡指标校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown


def counter_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Counter-metrics of KPIs that no KPI is 「制衡指标不存在」."""
    for index, kpi in enumerate(files.kpis):
        for at, counter in enumerate(kpi.counters):
            if counter not in files.by_id:
                place = error_place(files.kpis_file, (index, "counters", at))
                yield unknown("KPI", counter, files.by_id, f"{place} of KPI {kpi.id!r}")
