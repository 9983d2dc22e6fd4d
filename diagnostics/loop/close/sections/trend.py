"""Section: the one chart at the top, with target and starts of measures 「走到哪里了」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.page import Section
from diagnostics.look.tables import Column, Table
from diagnostics.loop.close.sections.gap import focal_figure
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.close.inputs import Inputs
    from diagnostics.loop.close.wording import Wording

# Rows of the table behind the chart: two years of months, without taking more room than the chart.
MOST_PERIODS = 24


def trend_section(inputs: Inputs, wording: Wording) -> Section | None:
    """Series of the focal KPI with its target, its usual range and the starts of measures 「走势」."""
    figure = focal_figure(inputs, wording)
    if figure is None:
        return None
    return Section(id="trend", title=say("glance.trend.title", wording.language), parts=(figure,))


def series_table(frame: pd.DataFrame, kpi: str, wording: Wording) -> Table:
    """Figures behind a series, the latest last; columns that nothing stands in are left out 「图中数据」.

    Parameters
    ----------
    frame : DataFrame
        ``period``, ``value``, and where there are any ``target``, ``lower``, ``upper``.
    kpi : str
        Whose figures they are.
    """
    rows = [
        {
            "period": wording.period(str(each["period"])),
            "value": wording.value(kpi, _known(each["value"])),
            "target": wording.value(kpi, _known(each.get("target"))),
            "usual": wording.range(kpi, _known(each.get("lower")), _known(each.get("upper"))),
        }
        for each in frame.tail(MOST_PERIODS).to_dict("records")
    ]
    keys = [key for key in ("period", "value", "target", "usual") if any(row[key] not in ("", "–") for row in rows)]
    columns = tuple(
        Column(
            key=key,
            label=say(f"glance.trend.column.{key}", wording.language),
            align="left" if key == "period" else "right",
        )
        for key in keys
    )
    return Table(
        caption=say("glance.trend.table", wording.language, kpi=wording.kpi(kpi), count=len(rows)),
        columns=columns,
        rows=tuple({key: row[key] for key in keys} for row in rows),
    )


def _known(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and value == value else None  # noqa: PLR0124 (NaN)
