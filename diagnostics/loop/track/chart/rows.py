"""Rows of a chart from observations or a table 「控制图取数」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from diagnostics.errors import InputError, unknown
from diagnostics.loop.track.chart.points import cycle_of, numbers_only
from diagnostics.model.basis import months_of, version_of
from diagnostics.model.control_chart import Improvement
from diagnostics.model.kpi import Kpi
from diagnostics.model.observations import Observations
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pandas as pd

FIGURES = ("value", "numerator", "denominator", "count", "exposure")


@dataclass(frozen=True, eq=False)
class Rows:
    """What a chart is drawn from 「控制图数据」.

    Parameters
    ----------
    table : DataFrame
        Figures in order of time, labelled by period; a period several times where it has several members.
    unit : str
        Unit of the KPI; empty where nobody said.
    improvement : {"higher", "lower", "none"}
        Which way is better.
    target : array of float, optional
        Target of each row.
    cycle : str
        Length of a period; empty where labels don't tell.
    changes : tuple of str
        Periods from which the KPI means something else.
    currency : str
        ISO code of money; empty where nobody said.
    """

    table: pd.DataFrame
    unit: str = ""
    improvement: Improvement = "higher"
    target: Any = None
    cycle: Cycle | Any = ""
    changes: tuple[str, ...] = ()
    currency: str = ""

    @property
    def members(self) -> bool:
        """Whether periods have several rows 「是否有子组」."""
        return bool(self.table.index.has_duplicates)


def rows_of(data: Any, kpi: Kpi | str | None, entity: str | None, level: str | None) -> Rows:
    """Rows of a KPI, from observations or a table 「控制图取数」.

    Parameters
    ----------
    data : Observations or DataFrame
        A table has ``value``, or ``numerator`` and ``denominator``, or ``count`` and perhaps ``exposure``; its periods
        stand in ``period`` or in the index.
    kpi : Kpi or str, optional
        KPI, or its id; a Kpi tells unit and direction.
    entity, level : str, optional
        Whose rows.

    Raises
    ------
    InputError
        When there are no rows, or several entities and nobody said which.
    """
    if isinstance(data, Observations):
        return _observed(data, kpi, entity, level)
    return _tabled(data, {"kpi": kpi.id if isinstance(kpi, Kpi) else kpi, "level": level, "entity": entity}, kpi)


def _observed(data: Observations, kpi: Kpi | str | None, entity: str | None, level: str | None) -> Rows:
    if kpi is None:
        raise InputError("Observations hold many KPIs; name one: chart(observations, kpi=…).")
    name = kpi.id if isinstance(kpi, Kpi) else kpi
    rows = data.of(name, level=level, entity=entity)
    if not len(rows):
        raise unknown("KPI with figures here", name, sorted(map(str, data.frame()["kpi"].unique())))
    rows = rows[rows["cycle"] == _cycle(kpi, rows)]
    entities = list(dict.fromkeys(map(str, rows["entity"])))
    if len(entities) > 1 and (level is None or entity is not None):
        raise InputError(
            f"KPI {name!r} has figures of {len(entities)} entities ({', '.join(entities[:4])} …); name 'entity', or a"
            " 'level' to chart the mean of its entities."
        )
    if rows.duplicated(["entity", "period"]).any():
        raise InputError(f"Observations of {name!r} are split by {list(data.by)}; a chart takes one figure a period.")
    months = [months_of(each) for each in rows["basis"]]
    usual = max(sorted(set(months)), key=months.count)
    figures = rows.set_index("period")[["value", "numerator", "denominator"]].astype(float)
    figures.loc[[each != usual for each in months]] = np.nan
    versions = [version_of(each) for each in rows["basis"]]
    changed = [str(rows["period"].iloc[at]) for at in range(1, len(rows)) if versions[at] != versions[at - 1]]
    plain = bool(rows["target_high"].isna().all() and rows["target"].notna().any() and len(entities) == 1)
    target = rows["target"].to_numpy(dtype=float) if plain else None
    way = kpi.direction if isinstance(kpi, Kpi) else rows.attrs.get("direction", "higher")
    changes = tuple(dict.fromkeys(changed)) if len(entities) == 1 else ()
    return Rows(figures, _unit(kpi), _way(way), target, str(rows["cycle"].iloc[0]), changes, data.currency)


def _cycle(kpi: Kpi | str, rows: pd.DataFrame) -> str:
    """The KPI's own cycle where it is known and there, else the finest."""
    there = set(map(str, rows["cycle"]))
    if isinstance(kpi, Kpi) and kpi.cycle in there:
        return kpi.cycle
    return next(each for each in ("day", "week", "month", "quarter", "year") if each in there)


def _tabled(data: Any, names: dict[str, str | None], kpi: Kpi | str | None) -> Rows:
    import pandas as pd

    table = data.to_frame("value") if isinstance(data, pd.Series) else data
    if not isinstance(table, pd.DataFrame):
        raise InputError(f"A chart takes Observations or a table, got {type(data).__name__}.")
    numbered = "period" in table and table["period"].dtype.kind in "iuf"
    table = table.set_index("period") if "period" in table else table
    for column, name in names.items():
        table = _named(table, column, name)
    # Labels that are days are held to their order later; numbers are labels of time here alone.
    back = np.flatnonzero(np.diff(table.index.to_numpy()) < 0) if numbered else np.empty(0, dtype=np.intp)
    if len(back):
        before, after = table.index[back[0]], table.index[back[0] + 1]
        raise InputError(f"Period {after} stands after {before}; points go in order of time.")
    figures = table[[each for each in FIGURES if each in table]]
    if figures.empty:
        raise InputError(
            f"The table has {len(table)} rows and the columns {list(map(str, table.columns))}; a chart takes"
            " 'value', or 'numerator' and 'denominator', or 'count' and perhaps 'exposure'."
        )
    for column in [*figures, *(["target"] if "target" in table else [])]:
        numbers_only(table[column], f"Figures of column {column!r}")
    if figures.index.isna().any():
        raise InputError(f"Row {int(figures.index.isna().argmax())} of the table has no period.")
    _check_members(figures)
    single = "target" in table and not figures.index.has_duplicates and table["target"].notna().any()
    target = table["target"].to_numpy(dtype=float) if single else None
    way = kpi.direction if isinstance(kpi, Kpi) else "higher"
    return Rows(figures, _unit(kpi), _way(way), target, cycle_of(figures.index))


def _named(table: pd.DataFrame, column: str, name: str | None) -> pd.DataFrame:
    """Rows of one KPI, level or entity; of all where there is but one."""
    if column not in table:
        # A KPI's name also stands for what the whole table is about.
        if name is not None and column != "kpi":
            raise InputError(f"{column} == {name!r}, but the table has no column {column!r} to find it in.")
        return table
    if name is not None:
        if name not in set(table[column]):
            raise unknown(column, str(name), sorted(map(str, table[column].unique())))
        table = table[table[column] == name]
    if table[column].nunique() > 1 and (column == "kpi" or table.index.has_duplicates):
        raise InputError(f"The table holds several of {column!r} ({table[column].nunique()}); name one.")
    return table


def _check_members(figures: pd.DataFrame) -> None:
    """Refuse rows that are there twice: members of a period are the rule, or there are none."""
    if not figures.index.has_duplicates:
        return
    grouped = figures.groupby(level=0, sort=False)
    several = grouped.size() > 1
    if several.mean() < 0.5:
        name = str(several.index[int(several.to_numpy().argmax())])
        raise InputError(
            f"Period {name!r} is there {int(grouped.size().max())} times, most are there once; keep one row."
        )
    if (grouped.nunique(dropna=False) <= 1).all(axis=None):
        raise InputError("All rows of each period are the same; the table seems to hold each of them several times.")


def _unit(kpi: Kpi | str | None) -> str:
    return kpi.unit if isinstance(kpi, Kpi) else ""


def _way(direction: Any) -> Improvement:
    return direction if direction in get_args(Improvement) else "none"
