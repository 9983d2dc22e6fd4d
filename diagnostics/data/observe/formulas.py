"""KPIs that are arithmetic over other KPIs, cell by cell 「公式指标」."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from diagnostics.data.observe.meanings import MONTHS, SINCE, Meaning, meanings
from diagnostics.dictionary.expression.formula import Formula, parse_formula
from diagnostics.errors import InputError, unknown
from diagnostics.model.engagement import Engagement
from diagnostics.model.kpi import Kpi
from diagnostics.model.period import Calendar, Cycle

if TYPE_CHECKING:
    import pandas as pd

_CELL = ["level", "entity", "cycle", "period", "start"]


def needed(
    engagement: Engagement, kpis: Iterable[str], cycle: Cycle | None = None
) -> tuple[list[tuple[Meaning, Cycle]], list[tuple[Meaning, Cycle]]]:
    """Measured meanings of KPIs with their cycles, and formulas in order of computing 「所需指标」.

    A KPI that a formula names is needed at the formula's cycle, whatever its own; where a cycle is given, so are all.

    Raises
    ------
    InputError
        When a formula names an unknown KPI, or KPIs define each other in a circle.
    """
    measured: list[tuple[Meaning, Cycle]] = []
    computed: list[tuple[Meaning, Cycle]] = []
    seen: set[tuple[str, Cycle]] = set()

    def visit(key: str, cycle: Cycle, path: tuple[str, ...]) -> None:
        if key in path:
            raise InputError(f"KPIs define each other in a circle: {' → '.join((*path[path.index(key) :], key))}.")
        if (key, cycle) in seen:
            return
        own = meanings(engagement.kpi(key), engagement.calendar)
        for each in own:
            for name in () if each.kpi.measure is not None else formula_of(each.kpi).names:
                if name not in engagement.kpis:
                    raise unknown("KPI", name, engagement.kpis, f"formula of KPI {key!r}")
                visit(name, cycle, (*path, key))
        seen.add((key, cycle))
        for each in own:
            (computed if each.kpi.measure is None else measured).append((each, cycle))

    for key in kpis:
        visit(key, cycle or engagement.kpi(key).cycle, ())
    return measured, computed


def formula_of(kpi: Kpi) -> Formula:
    """Formula of a KPI without a measure 「指标公式」."""
    return parse_formula(kpi.formula or "", place=f"KPI {kpi.id!r}")


def compute(meaning: Meaning, parts: dict[str, pd.DataFrame], by: tuple[str, ...], calendar: Calendar) -> pd.DataFrame:
    """Value of a formula KPI in every cell where its parts are observed 「计算公式指标」.

    Parameters
    ----------
    meaning : Meaning
        KPI with a formula and no measure, and when it holds.
    parts : dict of DataFrame
        Figures of the KPIs it names, at its cycle.
    by : tuple of str
        Dimensions.
    calendar : Calendar
        How the client counts time.

    Returns
    -------
    DataFrame
        A row for each cell of the levels at which all parts are observed; the value is missing where a part is. ``n``
        and ``people`` are those of the part with the fewest. Where the meaning of a part has changed, so has the
        formula's: the last change marks its basis.
    """
    formula = formula_of(meaning.kpi)
    levels = set.intersection(*(set(parts[name]["level"]) for name in formula.names))
    keys = [*_CELL, *by]
    joined: pd.DataFrame | None = None
    for at, name in enumerate(formula.names):
        part = parts[name][parts[name]["level"].isin(levels) & meaning.within(parts[name]["start"])]
        figures = {key: f"{key}_{at}" for key in ("value", "n", "people", SINCE, MONTHS)}
        part = part[[*keys, *figures]].rename(columns=figures)
        joined = part if joined is None else joined.merge(part, on=keys, how="outer")
    assert joined is not None  # a formula names at least one KPI
    count = range(len(formula.names))
    values = formula.evaluate({name: joined[f"value_{at}"] for at, name in enumerate(formula.names)})
    computed = joined[keys].assign(kpi=meaning.kpi.id, value=values.astype("float64"))
    computed["n"] = joined[[f"n_{at}" for at in count]].fillna(0).min(axis=1).astype("int64")
    computed["people"] = joined[[f"people_{at}" for at in count]].min(axis=1)
    computed[MONTHS] = joined[[f"{MONTHS}_{at}" for at in count]].max(axis=1)
    computed[SINCE] = _last_change(joined, [f"{SINCE}_{at}" for at in count], meaning.since, calendar)
    return computed


def _last_change(joined: pd.DataFrame, columns: list[str], own: str, calendar: Calendar) -> pd.Series:
    """Latest first period among those of the formula's version and of its parts' versions."""
    texts = {own, *(text for each in columns for text in joined[each].dropna().unique())} - {""}
    order = ["", *sorted(texts, key=lambda text: (calendar.parse(text).start, text))]
    rank = {text: at for at, text in enumerate(order)}
    latest = joined[columns].fillna("").map(rank.__getitem__).max(axis=1).clip(lower=rank[own])
    return latest.map(dict(enumerate(order)))
