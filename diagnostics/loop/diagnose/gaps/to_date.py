"""Gaps of the year to date beside those of the period 「本年累计差距」."""

from __future__ import annotations

from typing import TYPE_CHECKING

from diagnostics.data.observe.to_date import observe_to_date
from diagnostics.data.suppress import Fewest, blanked
from diagnostics.loop.diagnose.gaps.span_sums import Span, span_sums, targets_of
from diagnostics.model.gap import TO_DATE
from diagnostics.model.observations import BASIS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from diagnostics.data.engine import Engine
    from diagnostics.model.observations import Observations
    from diagnostics.model.period import Calendar, Period

_KEYS = ["kpi", "entity", "comparison"]


def to_date_figures(engine: Engine, gaps: pd.DataFrame, seen: Observations) -> pd.DataFrame:
    """Figures of the year to date, held against targets to date and the year before 「本年累计」.

    Parameters
    ----------
    engine : Engine
        Open on the engagement: months and quarters are counted from facts, so a ratio divides once.
    gaps : DataFrame
        Gaps; rows beside the target and the year before are looked at, of KPIs of a shorter cycle than the year.
    seen : Observations
        What was observed: the targets of the periods so far, and the weeks, whose years begin with week 1.

    Returns
    -------
    DataFrame
        ``kpi, entity, comparison``, the columns of ``TO_DATE``, and ``hidden``: whether few people stand behind a
        period of either year, which a sum would tell.
    """
    import pandas as pd

    calendar = engine.engagement.calendar
    wanted = gaps[gaps["comparison"].isin(["target", "year_ago"]) & (gaps["cycle"] != "year")]
    frames = []
    for cycle, rows in wanted.groupby("cycle", sort=True):
        now = calendar.parse(str(rows["period"].iloc[0]))
        spans = _spans(calendar, now)
        # The first period of a year is the year to date.
        if spans[0].first != now.start:
            frames.append(_figures(engine, rows, seen.table[seen.table["cycle"] == cycle], spans))
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


def _spans(calendar: Calendar, now: Period) -> tuple[Span, Span | None]:
    """The year so far, and as much of the year before."""
    return _span(calendar, now), None if (then := calendar.year_ago(now)) is None else _span(calendar, then)


def _span(calendar: Calendar, last: Period) -> Span:
    if last.cycle == "week":
        # A week belongs to the year it is numbered in, so that 20 weeks are held against 20 weeks.
        first = calendar.parse(f"{last.text[:4]}-W01")
    else:
        first = calendar.at(calendar.at(last.last_day, "year").start, last.cycle)
    return Span(first.start, last, len(calendar.between(first, last)))


def _figures(engine: Engine, rows: pd.DataFrame, seen: pd.DataFrame, spans: tuple[Span, Span | None]) -> pd.DataFrame:
    """Figures to date of one cycle."""
    import numpy as np
    import pandas as pd

    now, then = spans
    told = rows[_KEYS].reset_index(drop=True)
    here, before = _counted(engine, rows, seen, spans)
    by_target = (told["comparison"] == "target").to_numpy()
    targets = targets_of(seen, now, engine.engagement.kpis)
    reference = np.where(by_target, _beside(told, targets, "target"), np.nan)
    actual = _beside(told, here, "value")
    if then is not None and before is not None:
        # What was counted otherwise in part of either year, or from the middle of the year before on, is no reference.
        alike = _texts(told, here) == _texts(told, before)
        whole = told["kpi"].map(seen.groupby("kpi")["start"].min()).to_numpy() <= np.datetime64(then.first)
        reference = np.where(by_target, reference, np.where(alike & whole, _beside(told, before, "value"), np.nan))
    absolute, size = actual - reference, np.abs(reference)
    relative = np.divide(absolute, size, out=np.full(len(told), np.nan), where=size > 0)
    figures = dict(zip(TO_DATE, (actual, reference, absolute, relative), strict=True))
    return pd.DataFrame({**told, **figures, "hidden": _hidden(engine, told, seen, spans)})


def _counted(
    engine: Engine, rows: pd.DataFrame, seen: pd.DataFrame, spans: tuple[Span, Span | None]
) -> tuple[pd.DataFrame, pd.DataFrame | None]:
    """Figures of both spans: of weeks from the weeks themselves, else from facts."""
    now, then = spans
    if now.last.cycle == "week":
        kpis = engine.engagement.kpis
        return span_sums(seen, now, kpis), None if then is None else span_sums(seen, then, kpis)
    levels, wanted = list(rows["level"].unique()), list(rows["kpi"].unique())
    found = observe_to_date(engine, now.last, None if then is None else then.last, levels, wanted).table
    year = engine.engagement.calendar.at(now.last.last_day, "year").text
    table, this = found.set_index(["kpi", "entity"]), (found["period"] == year).to_numpy()
    return table[this], None if then is None else table[~this]


def _beside(told: pd.DataFrame, figures: pd.DataFrame, name: str) -> NDArray[np.float64]:
    import numpy as np
    import pandas as pd

    keys = pd.MultiIndex.from_frame(told[["kpi", "entity"]])
    return np.asarray(figures[name].reindex(keys), dtype=float)


def _texts(told: pd.DataFrame, figures: pd.DataFrame) -> NDArray[np.object_]:
    import numpy as np
    import pandas as pd

    keys = pd.MultiIndex.from_frame(told[["kpi", "entity"]])
    return np.asarray(figures[BASIS].reindex(keys).fillna(""), dtype=object)


def _hidden(
    engine: Engine, told: pd.DataFrame, seen: pd.DataFrame, spans: tuple[Span, Span | None]
) -> NDArray[np.bool_]:
    """Whose sums would tell a period behind which few people stand."""
    import numpy as np
    import pandas as pd

    inside = np.zeros(len(seen), dtype=bool)
    for each in spans:
        if each is not None:
            inside |= each.holds(seen["start"])
    few = seen[inside & blanked(seen, Fewest.of(engine.engagement)).to_numpy()]
    keys = pd.MultiIndex.from_frame(few[["kpi", "entity"]])
    return np.asarray(pd.MultiIndex.from_frame(told[["kpi", "entity"]]).isin(keys))
