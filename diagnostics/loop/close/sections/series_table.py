"""Figures behind a series 「图中数据」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.look.numbers import MISSING, finite
from diagnostics.look.tables import Column, Table
from diagnostics.terms import say

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.close.wording import Wording

# A year of months and the one a year before the last; the chart shows them all.
MOST_PERIODS = 13


def series_table(frame: pd.DataFrame, kpi: str, wording: Wording) -> Table:
    """Figures behind a series, the latest last; columns that nothing stands in are left out 「图中数据」.

    Parameters
    ----------
    frame : DataFrame
        ``period``, ``value``, and where there are any ``expected``, ``target``, ``lower``, ``upper``.
    kpi : str
        Whose figures they are.
    """
    rows = [
        {
            "period": wording.period(str(each["period"])),
            "value": wording.value(kpi, finite(each["value"])),
            "expected": wording.value(kpi, finite(each.get("expected"))),
            "target": wording.value(kpi, finite(each.get("target"))),
            "usual": wording.range(kpi, finite(each.get("lower")), finite(each.get("upper"))),
        }
        for each in frame.tail(MOST_PERIODS).to_dict("records")
    ]
    keys = [
        key
        for key in ("period", "value", "expected", "target", "usual")
        if any(row[key] not in ("", MISSING) for row in rows)
    ]
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
