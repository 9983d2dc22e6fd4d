"""The chart that a KPI's kind asks for 「自动选图」."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model.control_chart import ChartNote, ControlChart, Improvement
from diagnostics.model.period import SEASON

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.track.chart.rows import Rows
    from diagnostics.model.kpi import Kpi

Wanted = Literal["auto", "xmr", "p", "c", "u", "xbar"]


def chart(  # noqa: PLR0913 (the public contract: each is a choice a chart needs)
    data: Any,
    kpi: Kpi | str | None = None,
    *,
    entity: str | None = None,
    level: str | None = None,
    kind: Wanted = "auto",
    improvement: Improvement | None = None,
    target: float | Sequence[float] | None = None,
    rebase: Sequence[Any] = (),
    baseline: int | Sequence[bool] | None = None,
    season: int | Literal["auto"] | None = "auto",
    laney: bool | None = None,
) -> ControlChart:
    """Chart that a KPI's kind asks for, with the reason 「自动选择控制图」.

    Parameters
    ----------
    data : Observations or DataFrame
        A table has ``value``, or ``numerator`` and ``denominator``, or ``count`` and perhaps ``exposure``, and its
        periods in ``period`` or the index; several rows a period are members of a subgroup.
    kpi : Kpi or str, optional
        KPI or its id; a Kpi tells unit and direction. Needed for observations.
    entity, level : str, optional
        Whose figures; a level without an entity charts the mean of its entities, each counted alike.
    kind : {"auto", "xmr", "p", "c", "u", "xbar"}
        Which chart; ``auto`` follows the data.
    improvement : {"higher", "lower", "none"}, optional
        Which way is better; the KPI's direction where absent.
    target : float or sequence, optional
        As for ``xmr``; the observations' where absent.
    rebase, baseline
        As for ``xmr``. Observations begin a phase besides where the KPI's meaning changed.
    season : int or "auto", optional
        Points a season has; ``auto`` takes out 12 months, 4 quarters, 52 weeks or 7 days where they stand out from
        chance (5 %) and two whole ones are there; None takes out nothing.
    laney : bool, optional
        Whether limits allow for movement beyond that of cases; where absent, when it is clear.

    Raises
    ------
    InputError
        When there is nothing to chart, or nobody said whose; and as for the single charts.

    Notes
    -----
    Several members a period: x-bar. Whole numerators within whole denominators: p. Counts: c, with exposure u. Else
    single values. Counts that move clearly less than chance makes them (headcounts) are single values too.

    Examples
    --------
    >>> import pandas as pd
    >>> found = chart(pd.DataFrame({"numerator": [5, 4, 6, 5], "denominator": [50] * 4}), improvement="lower")
    >>> found.kind, found.notes[0].say("en")[:25]
    ('p', 'Drawn as shares of cases:')
    """
    from diagnostics.loop.track.chart.points import places_of, starts_of
    from diagnostics.loop.track.chart.rows import rows_of

    if kind not in get_args(Wanted):
        raise unknown("kind", kind, get_args(Wanted))
    _check_choices(kind, season, laney)
    rows = rows_of(data, kpi, entity, level)
    places = places_of(rebase)
    if rows.changes:
        places = [*starts_of(rows.table.index, [*places, *rows.changes])]
    options: dict[str, Any] = {
        "improvement": improvement or rows.improvement,
        "target": target if target is not None else rows.target,
        "rebase": places,
        "baseline": baseline,
    }
    found = _charted(rows, _kind(rows) if kind == "auto" else kind, options, (kind == "auto", season, laney))
    if rows.changes:
        found = replace(found, notes=(*found.notes, ChartNote("rebased", (("periods", rows.changes),))))
    return replace(found, unit=rows.unit, currency=rows.currency)


def _check_choices(kind: str, season: Any, laney: bool | None) -> None:
    """Refuse choices that the kind named has no use for."""
    if kind not in ("auto", "xmr") and season not in ("auto", None):
        raise InputError(
            f"season == {season!r} with kind {kind!r}: a season is taken out of single values, kind 'xmr'."
        )
    if kind == "xmr" and laney:
        raise InputError("laney == True with kind 'xmr': limits of single values follow their own movement already.")


def _charted(rows: Rows, kind: str, options: dict[str, Any], choices: tuple[bool, Any, bool | None]) -> ControlChart:
    """Chart of a kind, or of the kind that its own movement or season asks for instead."""
    free, season, laney = choices
    if kind == "xmr":
        return _single(rows, options, season, None)
    found = _drawn(rows, kind, options, laney=bool(laney))
    spread = found.dispersion
    # Means of members whose season nobody named are judged by their members first.
    if free and season is not None and (kind, season) != ("xbar", "auto"):
        seasonal = _single(rows, options, season, None)
        if seasonal.season:
            return seasonal
    if laney is None and spread is not None:
        times = (("times", f"{spread.ratio:.1f}"),)
        if free and kind == "xbar" and (spread.more or spread.less):
            return _single(rows, options, season, ChartNote("why_groups_own", times))
        if free and spread.less:
            return _single(rows, options, season, ChartNote("why_single_steady", times))
        if free and spread.more and kind == "c":
            # All counts have the same size: limits that allow for their movement are those of single values.
            return _single(rows, options, season, ChartNote("why_single_busy", times))
        if spread.more:
            found = _drawn(rows, kind, options, laney=True)
    why = {"p": "why_share", "u": "why_rate", "c": "why_count", "xbar": "why_groups"}[kind]
    return replace(found, notes=(ChartNote(why), *found.notes))


def _kind(rows: Rows) -> str:
    table = rows.table
    if rows.members:
        return "xbar"
    if {"count", "exposure"} <= set(table):
        return "u"
    if "count" in table or (rows.unit == "count" and _counts(table, "value") and not _has(table, "denominator")):
        return "c"
    if rows.unit == "count" and _counts(table, "numerator") and _has(table, "denominator"):
        return "u"
    pair = table[["numerator", "denominator"]].dropna() if _has(table, "denominator") else table.iloc[:0]
    whole = len(pair) and _counts(pair, "numerator") and _counts(pair, "denominator")
    return "p" if whole and rows.unit in ("share", "") and (pair["numerator"] <= pair["denominator"]).all() else "xmr"


def _has(table: pd.DataFrame, column: str) -> bool:
    return column in table and bool(table[column].notna().any())


def _counts(table: pd.DataFrame, column: str) -> bool:
    figures = table[column].dropna() if column in table else table.iloc[:0].sum(axis=1)
    return bool(len(figures) and (figures >= 0).all() and (figures % 1 == 0).all())


def _drawn(rows: Rows, kind: str, options: dict[str, Any], *, laney: bool) -> ControlChart:
    from diagnostics.loop.track.chart.counts import c_chart, p_chart, u_chart
    from diagnostics.loop.track.chart.xbar import xbar_chart

    table = rows.table
    _check_columns(table, kind)
    if kind == "xbar":
        return xbar_chart(_values(table), table.index, **options, laney=laney)
    if kind == "c":
        return c_chart(table["count"] if "count" in table else table["value"], **options, laney=laney)
    above = table["count"] if "count" in table else table["numerator"]
    below = table["exposure"] if "exposure" in table else table["denominator"]
    # A period without cases has no share: the observations say so by a missing value.
    there = below != 0
    made = p_chart if kind == "p" else u_chart
    return made(above.where(there), below.where(there), **options, laney=laney)


def _check_columns(table: pd.DataFrame, kind: str) -> None:
    """Refuse a kind whose figures are not there."""
    needs = {
        "p": [{"numerator", "denominator"}],
        "u": [{"count", "exposure"}, {"numerator", "denominator"}],
        "c": [{"count"}, {"value"}],
    }.get(kind, [])
    there = {str(each) for each in table if table[each].notna().any()}
    if needs and not any(each <= there for each in needs):
        wanted = " or ".join(str(sorted(each)) for each in needs)
        raise InputError(f"A chart of kind {kind!r} needs the columns {wanted}; there are figures in {sorted(there)}.")


def _values(table: pd.DataFrame) -> pd.Series:
    if "value" in table:
        return table["value"]
    above, below = ("count", "exposure") if "count" in table else ("numerator", "denominator")
    found: pd.Series = table[above] / table[below].where(table[below] != 0) if below in table else table[above]
    return found


def _single(rows: Rows, options: dict[str, Any], season: Any, why: ChartNote | None) -> ControlChart:
    """Chart of single values, its season taken out where that is asked for or stands out."""
    from diagnostics.loop.track.chart.clear import clear_season
    from diagnostics.loop.track.chart.phases import phases_of
    from diagnostics.loop.track.chart.points import series_of
    from diagnostics.loop.track.chart.xmr import xmr
    from diagnostics.model.process_limits import MOST_OUTSIDE

    values = _values(rows.table)
    if rows.members:
        values = values.groupby(level=0, sort=False).mean()
    length, note = season, None
    if season == "auto":
        series = series_of(values)
        phases = phases_of(series, options["rebase"], options["baseline"])
        length, note = clear_season(series, phases, SEASON.get(rows.cycle))
    found = xmr(values, **options, season=length)
    if (outside := found.frame()["rule"].str.startswith("outside").mean()) > MOST_OUTSIDE:
        # Screening takes rare large values, such as idle time, for the exception when they are how the figure is.
        wide = xmr(values, **options, season=length, screen=False)
        if wide.frame()["rule"].str.startswith("outside").mean() < outside:
            found = replace(wide, notes=(*wide.notes, ChartNote("unscreened")))
    amounts = _has(rows.table, "denominator") and rows.unit in ("share", "") and not rows.members
    told = why or ChartNote("why_single_season" if length else "why_single_amounts" if amounts else "why_single")
    return replace(found, notes=(told, *found.notes, *([note] if note else [])))
