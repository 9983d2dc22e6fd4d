"""Histories and runs made by hand, so that each alert can be seen coming."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from diagnostics.data.handoff import write_records, write_table
from diagnostics.loop.track import warn
from diagnostics.loop.track.early_warning.histories import History
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar
from diagnostics.model.warning_rule import WarningRule

CALENDAR = Calendar(timezone="UTC")
QUIET = [10, 12, 11, 9, 10, 11, 12, 10, 9, 11, 10, 12]


def kpi(key="leads", **fields):
    return Kpi(id=key, **{"name": key, "unit": "number", "direction": "higher", "cycle": "week",
                          "source": "s", "measure": "sum(x)", **fields})  # fmt: skip


def history(values, base=None, **fields):
    """Weeks from January 2025 on of one KPI at one place."""
    values = np.array(values, dtype=float)
    first = CALENDAR.at(date(2025, 1, 6), fields.get("cycle", "week"))
    periods = tuple(CALENDAR.between(first, CALENDAR.shift(first, len(values) - 1)))
    empty = np.full(len(values), np.nan)
    held = empty if base is None else np.full(len(values), float(base))
    return History(kpi(**fields), "store", "s1", periods, values, held.copy(), empty.copy(), empty.copy(), np.empty(0))


def rows(values, kpi="leads", entity="s1", level="store", base=9.0, people=float("nan"), target=float("nan")):
    """Observations of one place, a week a value."""
    first = CALENDAR.at(date(2025, 1, 6), "week")
    weeks = CALENDAR.between(first, CALENDAR.shift(first, len(values) - 1))
    nothing = dict.fromkeys(("numerator", "denominator", "target_high", "stretch"), float("nan"))
    return pd.DataFrame(
        {"kpi": kpi, "level": level, "entity": entity, "cycle": "week", "period": week.text, "start": week.start,
         "value": float("nan") if value is None else float(value), "base": base, "target": target, "n": 20.0,
         "people": people, "basis": "", **nothing}
        for week, value in zip(weeks, values, strict=True)
    )  # fmt: skip


@pytest.fixture(scope="session")
def made():
    """Constructors: conftest modules are not imported by name."""
    return SimpleNamespace(kpi=kpi, history=history, rows=rows, quiet=QUIET, calendar=CALENDAR)


@pytest.fixture
def warned(engagement, tmp_path):
    """Alerts of these observations at the end of their last week."""

    def make(table, kpis=None, rules=(), records=(), earlier=None, **handed):
        run = tmp_path / "run"
        last = table["start"].max()
        week = CALENDAR.at(last, "week")
        day = week.last_day.isoformat()
        write_records(run, "interventions", {"as_of": day, "interventions": list(records)})
        write_table(run, "observations", table)
        for name, content in handed.items():
            write_records(run, name, content)
        if earlier is not None:
            _leave(tmp_path, earlier)
        settings = engagement.settings.model_copy(
            update={"warnings": tuple(WarningRule(**each) for each in rules), "calendar": CALENDAR}
        )
        known = {each.id: each for each in (kpis or [kpi()])}
        return warn(replace(engagement, settings=settings, kpis=known), week.text, run)

    return make


def _leave(folder, alerts):
    """Leave an earlier run behind."""
    before = folder / "runs" / "earlier" / "r1"
    write_records(before, "alerts", alerts.record())
    (before / "run.json").write_text(f'{{"as_of": "{alerts.as_of}"}}')
    (before.parent / "current.json").write_text('{"run": "r1"}')
