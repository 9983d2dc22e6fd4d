"""Figures of the past that pay would have followed 「历史指标」."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError, unknown

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.model.observations import Observations

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Fewer months tell nothing of a year's ups and downs; older ones little of today's.
LEAST, MOST = 12, 60
_MONTH = r"\d{4}-(0[1-9]|1[0-2])"


@dataclass(frozen=True, eq=False)
class PayHistory:
    """Figures of the past, month by month, and targets beside them 「历史指标」.

    Parameters
    ----------
    entities, kpis, months : tuple of str
        Axes; months run on without gaps.
    figures : array
        (KPI, entity, month).
    targets : dict
        Targets (entity) by (KPI, month), later months than those of the figures included.
    paid : tuple of str
        Whose pay it is where a scenario names nobody; all where empty. The others tell season and what moves together.
    """

    entities: tuple[str, ...]
    kpis: tuple[str, ...]
    months: tuple[str, ...]
    figures: Array
    targets: dict[tuple[str, str], Array]
    paid: tuple[str, ...] = ()


def pay_history(
    observations: Observations | pd.DataFrame,
    kpis: Collection[str],
    entities: Sequence[str] = (),
    *,
    beside: Collection[str] = (),
    until: str | None = None,
) -> PayHistory:
    """Figures of the past that pay would have followed 「历史指标」.

    Parameters
    ----------
    observations : Observations or DataFrame
        Columns ``kpi, entity, period, value`` and where targets are known ``target``; periods are months such as
        ``2025-04``.
    kpis : collection of str
        KPIs that pay follows, in any plan, and the margin's.
    entities : sequence of str
        Whose figures; all that have every KPI where empty.
    beside : collection of str
        Others of their kind. Those whose figures are whole in the same months, and above 0 where those of the entities
        are, tell season and what moves together with them.
    until : str, optional
        Last month that counts; all where absent. Later targets are kept, for they were known beforehand.

    Returns
    -------
    PayHistory
        The last 60 months at most.

    Raises
    ------
    InputError
        When a KPI or an entity has no figures, fewer than 12 months have all of them, or one is missing in between.
    """
    import pandas as pd

    table: pd.DataFrame = observations if isinstance(observations, pd.DataFrame) else observations.table
    lacking = [each for each in ("kpi", "entity", "period", "value") if each not in table.columns]
    if lacking:
        raise InputError(f"The history lacks the columns {lacking}; it has {list(table.columns)}.")
    _require_readable(table, until)
    names = tuple(dict.fromkeys([kpis] if isinstance(kpis, str) else kpis))
    if not names or len(set(entities)) < len(tuple(entities)):
        told = "kpis is empty, name one" if not names else f"entities == {list(entities)!r:.60}, name each once"
        raise InputError(f"{told}.")
    rows = table[table["kpi"].isin(names)]
    for each in names:
        if not (rows["kpi"] == each).any():
            raise unknown("KPI", each, table["kpi"].unique(), "the history")
    rows = rows.assign(period=rows["period"].astype(str))
    rows = rows[rows["period"].str.fullmatch(_MONTH)]
    who = tuple(entities) or _complete(rows, names)
    for each in who:
        if not (rows["entity"] == each).any():
            raise unknown("entity", each, table["entity"].unique(), "the history's months")
    past = rows if until is None else rows[rows["period"] <= until]
    months, figures = _figures(past[past["entity"].isin(who)], names, who)
    rest = [each for each in dict.fromkeys(rows["entity"]) if each in beside and each not in who]
    others, more = _alike(past, names, rest, months, figures)
    return PayHistory((*who, *others), names, months, more, _targets(rows, names, who, others), who)


def _require_readable(table: pd.DataFrame, until: str | None) -> None:
    """Refuse values that are texts, and a last month that is none."""
    for column in ("value", "target"):
        if column in table.columns and table[column].dtype.kind not in "iuf":
            raise InputError(f"The history's column {column!r} holds {table[column].dtype}, must hold numbers.")
    if until is not None and not re.fullmatch(_MONTH, str(until)):
        raise InputError(f"until == {until!r:.60}, must be a month such as '2025-04'.")


def _complete(rows: pd.DataFrame, kpis: Sequence[str]) -> tuple[str, ...]:
    """Entities with figures of every KPI, in their order of appearance."""
    counts = rows.dropna(subset=["value"]).groupby("entity", sort=False)["kpi"].nunique()
    found = tuple(str(each) for each in counts.index[counts == len(kpis)])
    if not found:
        raise InputError(f"No entity has monthly figures of all of {', '.join(kpis)}.")
    return found


def _figures(past: pd.DataFrame, kpis: Sequence[str], who: Sequence[str]) -> tuple[tuple[str, ...], Array]:
    import numpy as np
    import pandas as pd

    _require_once(past)
    wide = past.pivot(index=["kpi", "entity"], columns="period", values="value")
    if wide.shape[1]:
        wide = wide.reindex(columns=_every(wide.columns))
    wide = wide.reindex(index=pd.MultiIndex.from_product([kpis, who])).iloc[:, -MOST:]
    there = np.isfinite(wide.to_numpy(dtype=np.float64)).all(axis=0)
    # Months before all were measured are left out; a hole after that is one that nobody may fill by guessing.
    first = int(len(there) - np.argmin(there[::-1])) if not there.all() else 0
    months = tuple(str(each) for each in wide.columns[first:])
    if len(months) < LEAST:
        last = str(wide.columns[first - 1]) if first else "none before"
        raise InputError(
            f"Only {len(months)} months up to {wide.columns[-1] if len(wide.columns) else 'none'} have figures of all"
            f" of {', '.join(kpis)} (the last one lacking some: {last}), must be {LEAST} or more; state an outlook."
        )
    return months, wide.iloc[:, first:].to_numpy(dtype=np.float64).reshape(len(kpis), len(who), -1)


def _alike(
    past: pd.DataFrame, kpis: Sequence[str], rest: Sequence[str], months: Sequence[str], figures: Array
) -> tuple[tuple[str, ...], Array]:
    """Others whose figures are whole in the same months and of the same sign; all figures, theirs last."""
    import numpy as np
    import pandas as pd

    rows = past[past["entity"].isin(rest) & past["period"].isin(months)]
    _require_once(rows)
    wide = rows.pivot(index=["kpi", "entity"], columns="period", values="value")
    wide = wide.reindex(index=pd.MultiIndex.from_product([kpis, rest]), columns=list(months))
    theirs = wide.to_numpy(dtype=np.float64).reshape(len(kpis), len(rest), len(months))
    # Logs are taken where all are above 0: one of another sign would turn the season of all into amounts.
    positive = np.asarray((figures > 0).all(axis=(1, 2)))[:, None]
    fit = np.isfinite(theirs).all(axis=(0, 2)) & ((theirs > 0).all(axis=2) | ~positive).all(axis=0)
    others = tuple(each for each, fits in zip(rest, fit, strict=True) if fits)
    return others, np.concatenate([figures, theirs[:, fit]], axis=1)


def _require_once(past: pd.DataFrame) -> None:
    if past.duplicated(["kpi", "entity", "period"]).any():
        raise InputError("The history holds a KPI of an entity and month twice; give it one level and no dimension.")


def _every(months: Any) -> list[str]:
    import pandas as pd

    return pd.period_range(min(months), max(months), freq="M").strftime("%Y-%m").tolist()


def _targets(
    rows: pd.DataFrame, kpis: Sequence[str], who: Sequence[str], others: Sequence[str]
) -> dict[tuple[str, str], Array]:
    import numpy as np

    if "target" not in rows.columns:
        return {}
    told = rows.dropna(subset=["target"])
    wide = told.pivot_table(index=["kpi", "period"], columns="entity", values="target", aggfunc="last")
    wide = wide.reindex(columns=[*who, *others]).dropna(subset=list(who))
    return {
        (str(kpi), str(month)): np.asarray(values, dtype=np.float64)
        for (kpi, month), values in zip(wide.index, wide.to_numpy(), strict=True)
        if kpi in kpis
    }
