"""By which cycle the KPIs of a proposal are counted, told by how far apart the days of its facts lie 「周期草案」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pandas as pd

_WEEK = 7
# Shortest distance between two days that only this cycle has.
_SPACED: tuple[tuple[int, Cycle], ...] = ((360, "year"), (85, "quarter"), (28, "month"))
# Two gaps of the same length are no accident any more.
_FEWEST = 3


def propose_cycle(table: pd.DataFrame, time: str, entity: str | None, grain: Cycle) -> tuple[Cycle, str]:
    """Cycle of the KPIs of a table, and what is said or asked about it 「识别周期」.

    Parameters
    ----------
    time : str
        Column or expression of the day.
    entity : str or None
        Column that names entities: each may have days of its own.
    grain : {"year", "quarter", "month", "week", "day"}
        What the texts of the column name.
    """
    if grain != "day":
        return grain, f"The facts are about one {grain} each, so every KPI is counted by the {grain}."
    if time not in table.columns:
        return "month", "Every KPI is counted by the month. Is that the right cycle?"
    gaps, days = _gaps(table, time, entity)
    if len(days) < _FEWEST or not gaps:
        return "month", f"The facts name {_count(len(days))} only: every KPI is counted by the month. Is that right?"
    least = min(gaps)
    weekly = sum(each == _WEEK for each in gaps) * 2 > len(gaps)
    if least == _WEEK and weekly and all(each % _WEEK == 0 for each in gaps):
        named = {each.strftime("%A") for each in days}
        day = f" and are {named.pop()}s" if len(named) == 1 else ""
        return "week", (
            f"The days lie 7 apart{day}: every KPI is counted by the week that holds the day, Monday to Sunday. Where a"
            " week begins on another day, say it in engagement.yaml: calendar, week_start."
        )
    for shortest, cycle in _SPACED:
        if least >= shortest:
            return cycle, f"The days lie at least {least} apart, so every KPI is counted by the {cycle}. Is that right?"
    apart = f"{least} to {max(gaps)} days" if least < max(gaps) else _count(least)
    return "month", f"The days lie {apart} apart; every KPI is counted by the month. Is that the right cycle?"


def _count(days: int) -> str:
    return "1 day" if days == 1 else f"{days} days"


def _gaps(table: pd.DataFrame, time: str, entity: str | None) -> tuple[list[int], list[pd.Timestamp]]:
    """Days between one fact of an entity and its next, of all entities; and the days that there are."""
    import pandas as pd

    days = pd.to_datetime(table[time], errors="coerce", utc=True, format="mixed").dt.tz_localize(None).dt.normalize()
    own = pd.DataFrame({"who": 0 if entity is None else table[entity].astype(str), "day": days}).dropna()
    own = own.drop_duplicates().sort_values(["who", "day"])
    gaps = own.groupby("who")["day"].diff().dropna().dt.days
    return [int(each) for each in gaps], sorted(own["day"].unique())
