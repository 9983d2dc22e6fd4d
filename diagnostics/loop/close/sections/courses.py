"""Small drawings of a KPI's last periods, for the cells of a table 「走势微图」."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from diagnostics.look.numbers import finite
from diagnostics.look.sparks import Spark
from diagnostics.look.tables import Column
from diagnostics.terms import say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from diagnostics.loop.close.wording import Wording
    from diagnostics.terms import Language

# A year of months: more would be no line but a smear.
PERIODS = 12
# Fewer make no course.
FEWEST = 3

Course = tuple[Spark, str]


def courses(pairs: Iterable[tuple[str, str]], wording: Wording) -> list[Course | None]:
    """Last periods of each KPI and entity as a drawing with its words; nothing where too few are known 「走势」.

    Parameters
    ----------
    pairs : iterable of (kpi, entity)
        Ids.
    """
    series = wording.inputs.series
    groups = dict(iter(series.groupby(["kpi", "entity"], sort=False))) if len(series) else {}
    found: list[Course | None] = []
    for pair in pairs:
        rows = groups.get(pair)
        records = [] if rows is None else rows.sort_values("start", kind="stable").tail(PERIODS).to_dict("records")
        # A figure counted otherwise is not joined to those before it.
        own = [each for each in records if each.get("basis") == records[-1].get("basis")]
        values = [finite(each["value"]) for each in own]
        known = [each for each in own if finite(each["value"]) is not None]
        if len(known) < FEWEST:
            found.append(None)
            continue
        spark = Spark(values=tuple(values), level=finite(known[-1].get("target")))
        found.append((spark, _words(pair[0], known[0], known[-1], wording)))
    return found


def _words(kpi: str, first: Mapping[Any, Any], last: Mapping[Any, Any], wording: Wording) -> str:
    start, end = (wording.value(kpi, finite(each["value"])) for each in (first, last))
    periods = (wording.period(str(each["period"])) for each in (first, last))
    return say("glance.spark.course", wording.language, first=next(periods), last=next(periods), start=start, end=end)


def course_column(language: Language) -> Column:
    """Column that the drawings stand in 「走势列」."""
    return Column(key="course", label=say("glance.spark.column", language, count=PERIODS), kind="spark")
