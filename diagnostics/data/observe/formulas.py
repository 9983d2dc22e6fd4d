"""KPIs that are arithmetic over other KPIs, cell by cell 「公式指标」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Cycle

if TYPE_CHECKING:
    import pandas as pd

_CELL = ["level", "entity", "cycle", "period", "start"]


def needed(engagement: Engagement, kpis: Iterable[str]) -> tuple[list[tuple[str, Cycle]], list[tuple[str, Cycle]]]:
    """Measured KPIs with their cycles, and formula KPIs in order of computing 「所需指标」.

    A KPI that a formula names is needed at the formula's cycle, whatever its own.

    Raises
    ------
    InputError
        When a formula names an unknown KPI, or KPIs define each other in a circle.
    """
    measured: dict[tuple[str, Cycle], None] = {}
    computed: dict[tuple[str, Cycle], None] = {}

    def visit(key: str, cycle: Cycle, path: tuple[str, ...]) -> None:
        if key in path:
            raise InputError(f"KPIs define each other in a circle: {' → '.join((*path[path.index(key) :], key))}.")
        kpi = engagement.kpi(key)
        if kpi.measure is not None:
            measured[key, cycle] = None
        elif (key, cycle) not in computed:
            for name in formula_of(kpi).names:
                if name not in engagement.kpis:
                    raise unknown("KPI", name, engagement.kpis, f"formula of KPI {key!r}")
                visit(name, cycle, (*path, key))
            computed[key, cycle] = None

    for key in kpis:
        visit(key, engagement.kpi(key).cycle, ())
    return list(measured), list(computed)


def formula_of(kpi: Kpi) -> Formula:
    """Formula of a KPI without a measure 「指标公式」."""
    return parse_formula(kpi.formula or "", place=f"KPI {kpi.id!r}")


def compute(kpi: Kpi, parts: dict[str, pd.DataFrame], by: tuple[str, ...]) -> pd.DataFrame:
    """Value of a formula KPI in every cell where its parts are observed 「计算公式指标」.

    Parameters
    ----------
    kpi : Kpi
        KPI with a formula and no measure.
    parts : dict of DataFrame
        Figures of the KPIs it names, at its cycle.
    by : tuple of str
        Dimensions.

    Returns
    -------
    DataFrame
        A row for each cell of the levels at which all parts are observed; the value is missing where a part is. ``n``
        and ``people`` are those of the part with the fewest.
    """
    formula = formula_of(kpi)
    levels = set.intersection(*(set(parts[name]["level"]) for name in formula.names))
    keys = [*_CELL, *by]
    joined: pd.DataFrame | None = None
    for at, name in enumerate(formula.names):
        part = parts[name][parts[name]["level"].isin(levels)]
        figures = {key: f"{key}_{at}" for key in ("value", "n", "people")}
        part = part[[*keys, *figures]].rename(columns=figures)
        joined = part if joined is None else joined.merge(part, on=keys, how="outer")
    assert joined is not None  # a formula names at least one KPI
    count = range(len(formula.names))
    values = formula.evaluate({name: joined[f"value_{at}"] for at, name in enumerate(formula.names)})
    computed = joined[keys].assign(kpi=kpi.id, value=values.astype("float64"))
    computed["n"] = joined[[f"n_{at}" for at in count]].fillna(0).min(axis=1).astype("int64")
    computed["people"] = joined[[f"people_{at}" for at in count]].min(axis=1)
    return computed
