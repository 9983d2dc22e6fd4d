"""Reviews against the KPIs they name 「评审记录校验」."""

from __future__ import annotations

from collections.abc import Iterator

from diagnostics.dictionary.engagement_files import EngagementFiles
from diagnostics.dictionary.noun_reader import error_place
from diagnostics.errors import InputError, unknown


def review_errors(files: EngagementFiles) -> Iterator[InputError]:
    """Reviews of KPIs that don't exist, and two of one KPI on one day 「评审记录校验」."""
    document, seen = files.settings_file, set()
    for index, each in enumerate(files.settings.reviews):
        at = ("reviews", index)
        if each.kpi not in files.by_id:
            yield unknown("KPI", each.kpi, files.by_id, f"{error_place(document, (*at, 'kpi'))} of a review")
        elif (each.kpi, each.on) in seen:
            place = error_place(document, at)
            yield InputError(f"KPI {each.kpi!r} has two reviews on {each.on} ({place}); one a day is kept.")
        seen.add((each.kpi, each.on))
