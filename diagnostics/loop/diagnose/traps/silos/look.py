"""All tests of the second trap 「数据孤岛检验」."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from diagnostics.data.quality.extent import DAY
from diagnostics.loop.diagnose.traps.found import Looked
from diagnostics.loop.diagnose.traps.records import event_rows, happened
from diagnostics.loop.diagnose.traps.share import too_few, too_many

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.conflicts import Conflicts
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.period import Period

# Comparisons beyond tolerance, rows entered in a year's last month, check-ins held, months with an entry of a measure.
CONFLICTS, LATE, HELD, LEDGER = 0.05, 0.5, 0.8, 0.5
MONTHS_BEFORE_LATE = 2


def look_for_silos(engine: Engine, conflicts: Conflicts, at: Period) -> Iterator[Looked]:
    """Conflicts between sources, entries at the year's end, check-ins that never happened 「数据孤岛检验」."""
    for pair in conflicts.pairs:
        tested = too_many(int(pair["conflict"]), int(pair["compared"]), CONFLICTS)
        if tested is not None:
            own = conflicts.table[
                (conflicts.table["kpi"] == pair["kpi"]) & (conflicts.table["reading"] == pair["reading"])
            ]
            yield Looked("conflicts", tested, partial(_pair_rows, own), str(pair["kpi"]), str(pair["reading"]))
    records = engine.engagement.settings.records
    if records.entries is not None:
        yield from _entries(engine, at)
    if records.check_ins is not None:
        rows = event_rows(engine, records.check_ins.source, [records.check_ins.done], at)
        held = happened(rows[str(records.check_ins.done)])
        tested = too_few(int(held.sum()), len(held), HELD)
        if tested is not None:
            yield Looked("check_ins", tested, partial(_shown, rows))
    yield from _ledger(engine.engagement, at)


def _entries(engine: Engine, at: Period) -> Iterator[Looked]:
    """Rows that were entered in the last month of a year though what they tell lies months back.

    Where a source gives no day of the fact, every row counts; rows of one unit and month are one entry.
    """
    import pandas as pd

    record = engine.engagement.settings.records.entries
    assert record is not None
    assert record.entered is not None
    rows = event_rows(engine, record.source, [record.entered], at)
    entered = pd.to_datetime(rows[record.entered].astype("str").str.slice(0, 10), errors="coerce")
    known = rows[entered.notna()].assign(perfloop_entered=entered[entered.notna()])
    first = engine.engagement.calendar.fiscal_start
    last_month = (first + 10) % 12 + 1
    late = known["perfloop_entered"].dt.month == last_month
    if known[DAY].notna().any():
        months = (known["perfloop_entered"].dt.year - known[DAY].dt.year) * 12
        months = months + known["perfloop_entered"].dt.month - known[DAY].dt.month
        # What belongs to the last months can't be early; it says nothing.
        early = (last_month - known[DAY].dt.month) % 12 >= MONTHS_BEFORE_LATE
        known, late = known[early], (late & (months >= MONTHS_BEFORE_LATE))[early]
    stamp = known[DAY] if known[DAY].notna().any() else known["perfloop_entered"]
    cells = late.groupby([known["perfloop_unit"], stamp.dt.to_period("M")]).mean() if known[DAY].notna().any() else late
    tested = too_many(int((cells > 0.5).sum()), len(cells), LATE)
    if tested is not None:
        yield Looked("entries", tested, partial(_shown, known))


def _ledger(engagement: Engagement, at: Period) -> Iterator[Looked]:
    """Months in which a running measure has no entry in the ledger."""
    import pandas as pd

    last, spans, events = at.last_day, dict[str, list[Any]](), dict[str, set[Any]]()
    for event in engagement.seeds:
        key = event.id or (event.intervention.id if event.intervention is not None else "")
        if event.at > last:
            continue
        events.setdefault(key, set()).add(pd.Period(event.at, "M"))
        if event.kind == "started":
            spans[key] = [pd.Period(event.at, "M"), pd.Period(last, "M")]
        elif event.kind in ("completed", "stopped") and key in spans:
            spans[key][1] = pd.Period(event.at, "M")
    rows = []
    for key, (begin, end) in spans.items():
        # The month in which it ends, or that still runs, need not have its own entry yet.
        rows += [(key, each, each in events[key]) for each in pd.period_range(begin, end, freq="M")[:-1]]
    tested = too_few(sum(done for *_, done in rows), len(rows), LEDGER)
    if tested is not None:
        frame = pd.DataFrame(
            [(key, str(month), done) for key, month, done in rows], columns=["measure", "month", "entry"]
        )
        yield Looked("ledger", tested, lambda: frame)


def _pair_rows(table: pd.DataFrame) -> pd.DataFrame:
    return table.reset_index(drop=True).assign(
        start=table["period"].to_numpy(), threshold=table["authoritative"].to_numpy()
    )


def _shown(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows without the names that a source bears: the unit and the day are enough to find them."""
    return rows.reset_index(drop=True).drop(columns="perfloop_unit")
