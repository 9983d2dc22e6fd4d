"""What was measured, per KPI, entity and period 「观测值」."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.model._result import Result
from diagnostics.model.adjacent_rows import is_twice

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

KEYS = ("kpi", "level", "entity", "cycle", "period", "start")
BASIS = "basis"
FIGURES = ("value", "numerator", "denominator", "base", "target", "target_high", "stretch", "n", "people")


# The facts behind a figure, by KPI, entity and period.
Tracer = Callable[[str, str, str], "pd.DataFrame"]


@dataclass(frozen=True, eq=False)
class Known:
    """Names that an engagement knows, whether or not they have figures 「已知名称」.

    Parameters
    ----------
    directions : mapping
        Which way is better, by KPI.
    levels, entities : collection of str
        Levels, and ids of entities.
    currency : str
        ISO code of its money.
    language : {"zh", "en"}, optional
        Language of its readers.
    """

    directions: Mapping[str, str]
    levels: Collection[str]
    entities: Collection[str]
    currency: str = ""
    language: Language | None = None

    def require(self, kpi: str, level: str | None, entity: str | None) -> None:
        """Refuse a name that is none of these 「检查名称」."""
        for kind, name, names in (
            ("KPI", kpi, self.directions), ("level", level, self.levels), ("entity", entity, self.entities),
        ):  # fmt: skip
            if name is not None and name not in names:
                raise unknown(kind, str(name), names)


@dataclass(frozen=True, eq=False)
class Observations(Result):
    """What was measured, per KPI, entity and period 「观测值」.

    Every level and period was aggregated by the engine from facts: ratios are sums over sums, a missing value is NaN.

    Parameters
    ----------
    table : DataFrame
        Columns ``kpi, level, entity, cycle, period, start`` (day the period starts), the columns of ``by``, then
        ``value, numerator, denominator`` (NaN where the measure is no ratio), ``base, target, target_high, stretch``
        (``target_high`` is the upper end of a range target), ``n`` (facts), ``people`` (distinct people behind the
        figure; NaN where the source names none) and ``basis`` (by which definition, and over how many months, the
        figure was counted: ``model/basis.py``; empty where a frame handed in lacks it). Sorted by the keys; one row a
        key.
    by : tuple of str
        Dimension columns.
    origin : callable, optional
        Gives the facts behind a figure, where the observations come from an engagement's data.
    known : Known, optional
        Names of that engagement.
    """

    table: pd.DataFrame
    by: tuple[str, ...] = ()
    origin: Tracer | None = field(default=None, repr=False)
    known: Known | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        """Check columns and keys once, so that every reader can rely on them."""
        wanted = [*KEYS, *self.by, *FIGURES]
        missing = [each for each in wanted if each not in self.table.columns]
        if missing:
            raise InputError(f"Observations lack the columns {missing}; they have {list(self.table.columns)}.")
        if is_twice(self.table, ["kpi", "level", "entity", "cycle", *self.by], "start", ["period"]):
            raise InputError("Observations hold a key twice; kpi, level, entity and period identify a row.")
        if BASIS not in self.table.columns:
            object.__setattr__(self, "table", self.table.assign(**{BASIS: ""}).astype({BASIS: "str"}))

    @property
    def language(self) -> Language | None:
        """Language of the engagement observed 「语言」."""
        return self.known.language if self.known is not None else None

    @property
    def currency(self) -> str:
        """Currency of the engagement observed, empty where there is none 「币种」."""
        return self.known.currency if self.known is not None else ""

    def frame(self) -> pd.DataFrame:
        """Observations as a table 「表格」."""
        return self.table

    def rows(self, kpi: str, entity: str, period: str) -> pd.DataFrame:
        """Facts behind a figure, as they stand in the client's data 「追溯到明细」.

        Raises
        ------
        InputError
            When the KPI, entity or period is unknown, or the observations don't come from an engagement's data.
        """
        return traced(self.origin, kpi, entity, period)

    def of(self, kpi: str, *, level: str | None = None, entity: str | None = None) -> pd.DataFrame:
        """Rows of a KPI, in order of time 「某指标的观测值」.

        Observed from an engagement they bear its direction, in ``.attrs["direction"]``, which ``calibrate`` follows.

        Raises
        ------
        UnknownNameError
            When the engagement that was observed knows no such KPI, level or entity. One without figures has no rows.
        """
        if self.known is not None:
            self.known.require(kpi, level, entity)
        rows = self.table[self.table["kpi"] == kpi]
        if level is not None:
            rows = rows[rows["level"] == level]
        if entity is not None:
            rows = rows[rows["entity"] == entity]
        rows = rows.sort_values("start", kind="stable")
        if self.known is not None:
            rows.attrs["direction"] = self.known.directions[kpi]
        return rows

    def summary(self, language: Language | None = None) -> str:
        """How much was observed 「概况」."""
        from diagnostics.terms import say

        kpis, entities = self.table["kpi"].nunique(), self.table["entity"].nunique()
        return say("observations.summary", self._spoken(language), kpis=kpis, entities=entities, rows=len(self.table))


def traced(origin: Tracer | None, kpi: str, entity: str, period: str) -> pd.DataFrame:
    """Facts behind a figure, or a refusal where nobody knows where it comes from 「追溯到明细」."""
    if origin is None:
        raise InputError(
            "These figures were handed in as a table, so nobody knows the facts behind them; 'dx.observe(engagement)'"
            " gives observations that do."
        )
    return origin(kpi, entity, period)
