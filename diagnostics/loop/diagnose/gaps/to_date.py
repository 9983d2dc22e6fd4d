"""Gaps of the year to date beside those of the period 「本年累计差距」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.to_date import observe_to_date
from diagnostics.dictionary.expression.measure import parse_measure
from diagnostics.model.gap import TO_DATE
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.data.engine import Engine
    from diagnostics.model.kpi import Kpi
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Period

_KEYS = ["kpi", "entity", "comparison"]
_FIGURES = ["value", "n", "people", BASIS]


def to_date_figures(engine: Engine, gaps: pd.DataFrame, seen: Observations) -> pd.DataFrame:
    """Figures of the year to date, held against targets to date and the year before 「本年累计」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement: each span is counted from its facts, so a ratio divides once.
    gaps : DataFrame
        Gaps; rows beside the target and the year before are looked at, of KPIs of a shorter cycle than the year.
    seen : Observations
        What was observed: the targets of the periods so far.

    Returns
    -------
    DataFrame
        ``kpi, entity, comparison``, the columns of ``TO_DATE``, and ``hidden``: whether few people stand behind a
        period of the year, which the sum would tell.
    """
    import pandas as pd

    calendar = engine.engagement.calendar
    wanted = gaps[gaps["comparison"].isin(["target", "year_ago"]) & (gaps["cycle"] != "year")]
    frames = []
    for cycle, rows in wanted.groupby("cycle", sort=True):
        now = calendar.parse(str(rows["period"].iloc[0]))
        if now.start == calendar.at(now.last_day, "year").start:
            continue  # the first period of a year is the year to date
        then = calendar.year_ago(now)
        frames.append(_figures(engine, rows, seen.table[seen.table["cycle"] == cycle], (now, then)))
    empty = pd.DataFrame(columns=[*_KEYS, *TO_DATE, "hidden"])
    return pd.concat(frames, ignore_index=True) if frames else empty


def with_to_date(gaps: pd.DataFrame, figures: pd.DataFrame, *, published: bool = False) -> pd.DataFrame:
    """Gaps with figures of the year to date beside them; missing where there are none 「加入本年累计」.

    Parameters
    ----------
    published : bool
        Whether figures that would tell what few people did are left out.
    """
    joined = gaps.merge(figures, on=_KEYS, how="left")
    columns = list(TO_DATE)
    joined[columns] = joined[columns].astype("float64")
    if published:
        shut = joined["hidden"].astype("boolean").fillna(value=False) | joined["actual"].isna()
        joined[columns] = joined[columns].where(~shut)
    return joined.drop(columns="hidden")


def _figures(
    engine: Engine, rows: pd.DataFrame, seen: pd.DataFrame, spans: tuple[Period, Period | None]
) -> pd.DataFrame:
    """Figures to date of one cycle."""
    import numpy as np
    import pandas as pd

    now, then = spans
    kpis, levels = list(rows["kpi"].unique()), list(rows["level"].unique())
    told = rows[_KEYS].reset_index(drop=True)
    here = told.merge(observe_to_date(engine, now, levels, kpis).table[["kpi", "entity", *_FIGURES]], how="left")
    so_far = _so_far(engine, seen, now)
    reference = np.full(len(told), np.nan)
    targets = _targets(engine.engagement.kpis, so_far)
    pairs = list(zip(told["kpi"], told["entity"], strict=True))
    by_target = (told["comparison"] == "target").to_numpy()
    reference[by_target] = [targets.get(each, np.nan) for each, own in zip(pairs, by_target, strict=True) if own]
    if then is not None:
        before = told.merge(observe_to_date(engine, then, levels, kpis).table[["kpi", "entity", *_FIGURES]], how="left")
        # What was counted otherwise in part of either year is no reference.
        alike = (before[BASIS].fillna("") == here[BASIS].fillna("")).to_numpy()
        reference = np.where(by_target | ~alike, reference, before["value"].to_numpy())
    actual = here["value"].to_numpy(dtype=float)
    few = so_far.loc[so_far["people"] < engine.engagement.settings.min_group, ["kpi", "entity"]]
    hidden = set(zip(few["kpi"], few["entity"], strict=True))
    absolute, size = actual - reference, np.abs(reference)
    relative = np.divide(absolute, size, out=np.full(len(told), np.nan), where=size > 0)
    figures = dict(zip(TO_DATE, (actual, reference, absolute, relative), strict=True))
    return pd.DataFrame({**told, **figures, "hidden": [each in hidden for each in pairs]})


def _so_far(engine: Engine, seen: pd.DataFrame, now: Period) -> pd.DataFrame:
    """Rows of the periods of the year up to now."""
    import pandas as pd

    year = engine.engagement.calendar.at(now.last_day, "year")
    starts = pd.to_datetime(seen["start"])
    return seen[(starts >= pd.Timestamp(year.start)) & (starts <= pd.Timestamp(now.start))]


def _targets(kpis: dict[str, Kpi], rows: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Target of the year to date of each KPI and entity.

    Of a sum it is the sum of its periods' targets. Of anything else it is the target itself where it never changed, or
    what the targets make of the bases there were. Missing where a period has none.
    """
    found = {}
    for (kpi, entity), own in rows.groupby(["kpi", "entity"], sort=False, observed=True):
        target = own["target"].to_numpy(dtype=float)
        measure = parse_measure(kpis[str(kpi)].measure or "") if kpis[str(kpi)].measure else None
        base = own["denominator"].to_numpy(dtype=float)
        if measure is not None and measure.additive:
            value = target.sum()
        elif (target == target[0]).all():
            value = target[0]
        elif measure is not None and measure.additive_pair and base.sum() > 0:
            value = (target * base).sum() / base.sum()
        else:
            continue
        found[str(kpi), str(entity)] = float(value)
    return found
