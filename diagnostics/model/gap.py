"""Gap of a KPI to a reference 「差距」."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model._result import Result
from diagnostics.model.observations import Tracer, traced

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

Comparison = Literal["target", "previous", "year_ago", "peers"]
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
GapStatus = Literal["below_base", "base_to_target", "target_to_stretch", "above_stretch", "met", "missed", "none"]
COLUMNS = (
    "kpi",
    "level",
    "entity",
    "cycle",
    "period",
    "comparison",
    "actual",
    "reference",
    "reference_high",
    "reference_period",
    "absolute",
    "relative",
    "favourable",
    "status",
    "weight",
    "usual_low",
    "usual_high",
    "outside_usual",
    "usual_side",
    "expected",
    "probability",
    "signal",
    "stake",
    "mother",
    "best",
    "benchmark",
    "peers",
    "funnel_low",
    "funnel_high",
    "outside_funnel",
    "n",
    "people",
    "rank",
)
# What a notebook shows; the frame has the rest.
SHOWN = (
    "rank", "kpi", "level", "entity", "period", "comparison", "actual", "reference", "absolute", "relative",
    "favourable", "status", "usual_low", "usual_high", "outside_usual", "probability", "signal", "stake", "weight",
)  # fmt: skip
# How the actual was counted, and why it is not held against a reference that is there 「口径」.
COUNTED = ("basis", "not_compared", "caution")
# Columns beside these where comparable figures were computed 「可比口径」.
COMPARABLE = (
    "comparable_actual",
    "comparable_reference",
    "comparable_absolute",
    "comparable_relative",
    "left_out",
    "left_out_opened",
    "left_out_closed",
    "undated",
)
# And where the year to date was observed, from its first day to the end of the period 「本年累计」.
TO_DATE = ("to_date_actual", "to_date_reference", "to_date_absolute", "to_date_relative")


@dataclass(frozen=True, eq=False)
class Gaps(Result):
    """Gaps of KPIs to their references, largest stake first 「差距表」.

    Parameters
    ----------
    table : DataFrame
        A row for each KPI, entity and comparison, in order of ``rank``. ``actual``, ``reference``, ``absolute``
        (actual - reference), ``usual_low``, ``usual_high`` and ``best`` are in the KPI's unit; ``relative`` is
        ``absolute / abs(reference)``; ``favourable`` and ``outside_usual`` are true, false or missing. For a range
        KPI's target ``reference`` and ``reference_high`` are the range, and ``absolute`` is the distance to it, 0
        inside. ``usual_side`` is "above" or "below" where the actual lies outside its usual range, else missing.
        ``best`` and ``peers`` (how many had a value) belong to the comparison with peers. ``n`` are the facts behind
        the actual, ``people`` the distinct people. Of the columns ``COUNTED`` ``basis`` is how the actual was counted
        (``model/basis.py``), and ``not_compared`` why it is not held against a reference that is there: "version"
        where the KPI's meaning changed in between, "months" where one of the two covers merged months; beside peers
        "entities" where nobody said who they are, "few" where fewer than two others have a figure; else empty.
        Where comparable figures were computed, the columns of ``COMPARABLE`` stand beside these, for gaps to the
        period and the year before, of entities that others belong to: actual and reference of those open through both
        whole periods, their difference, how many were left out because they opened or closed, and how many came or
        went without a day that says so. The columns of ``TO_DATE`` stand beside gaps to the target and to the year
        before: the same figures from the first day of the year to the end of the period.
    period : str
        Period compared, canonical text.
    origin : callable, optional
        Gives the facts behind a figure, where the observations come from an engagement's data.
    language : {"zh", "en"}, optional
        Language of summaries and figures where none is asked for: the engagement's, else Chinese.

    Notes
    -----
    ``expected`` is what the series' own history makes one expect, ``probability`` how often quiet times would give so
    large a gap (beside the target: so unusual a figure), ``signal`` whether it is one of those that quiet times hardly
    give, false ones being held to 5 % a comparison. ``stake`` is the effect on ``mother``, the mother metric of the
    entity that formulas lead to, in its unit. ``best`` and ``benchmark`` belong to the comparison with peers, as do
    ``funnel_low`` and ``funnel_high``: how far chance alone takes an entity with so few cases from the common level;
    one inside is not called better or worse. ``caution`` says that a moving festival makes the year before unlike
    ("festival": nobody judges it), or that ``reference_period`` is the day or week as
    far from the festival ("aligned").
    """

    table: pd.DataFrame
    period: str
    origin: Tracer | None = field(default=None, repr=False)
    language: Language | None = None

    def __post_init__(self) -> None:
        """Check the columns once, so that every reader can rely on them."""
        missing = [each for each in COLUMNS if each not in self.table.columns]
        if missing:
            raise InputError(f"Gaps lack the columns {missing}; they have {list(self.table.columns)}.")

    def frame(self) -> pd.DataFrame:
        """Gaps as a table 「表格」."""
        return self.table

    def of(self, comparison: Comparison) -> pd.DataFrame:
        """Gaps by one comparison 「按比较方式」.

        Raises
        ------
        UnknownNameError
            When there is no such comparison.
        """
        if comparison not in COMPARISONS:
            raise unknown("comparison", comparison, COMPARISONS)
        return self.table[self.table["comparison"] == comparison]

    def rows(self, kpi: str, entity: str, period: str | None = None) -> pd.DataFrame:
        """Facts behind an actual, or behind the figure of another period 「追溯到明细」.

        Parameters
        ----------
        kpi, entity : str
            Whose figure it is.
        period : str, optional
            Period of the figure; that compared, where absent.

        Raises
        ------
        InputError
            When one of them is unknown, or the gaps don't come from an engagement's data.
        """
        return traced(self.origin, kpi, entity, period or self._period(kpi, entity))

    def _period(self, kpi: str, entity: str) -> str:
        """Period in which a KPI of another cycle was compared."""
        own = self.table[(self.table["kpi"] == kpi) & (self.table["entity"] == entity)]["period"]
        return str(own.iloc[0]) if len(own) else self.period

    def summary(self, language: Language | None = None) -> str:
        """How many gaps there are, and how many against us 「概况」."""
        from diagnostics.terms import say

        known = self.table["favourable"].notna()
        against = self.table.loc[known, "favourable"] == False  # noqa: E712 (an object column of true, false, missing)
        outside = self.table.loc[known & (self.table["outside_usual"] == True), "kpi"]  # noqa: E712
        return say(
            "diagnose.gaps.summary",
            self._spoken(language),
            period=self.period,
            pairs=len(self.table[["kpi", "entity"]].drop_duplicates()),
            known=int(known.sum()),
            against=int(against.sum()),
            outside=len(set(outside)),
        )

    def _repr_html_(self) -> str:
        from diagnostics.look.tables import frame_html

        return frame_html(self.table[list(SHOWN)], lead=self.summary())
