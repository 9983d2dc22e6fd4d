"""Gap of a KPI to a reference 「差距」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from diagnostics.errors import InputError, unknown
from diagnostics.model._result import Result

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
    "absolute",
    "relative",
    "favourable",
    "status",
    "weight",
    "usual_low",
    "usual_high",
    "outside_usual",
    "usual_side",
    "best",
    "peers",
    "n",
    "people",
    "rank",
)
# How the actual was counted, and why it is not held against a reference that is there 「口径」.
COUNTED = ("basis", "not_compared")
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
        where the KPI's meaning changed in between, "months" where one of the two covers merged months, else empty.
        Where comparable figures were computed, the columns of ``COMPARABLE`` stand beside these, for gaps to the
        period and the year before, of entities that others belong to: actual and reference of those open through both
        whole periods, their difference, how many were left out because they opened or closed, and how many came or
        went without a day that says so.
    period : str
        Period compared, canonical text.
    """

    table: pd.DataFrame
    period: str

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

    def summary(self, language: Language = "zh") -> str:
        """How many gaps there are, and how many against us 「概况」."""
        from diagnostics.terms import say

        known = self.table["favourable"].notna()
        against = self.table.loc[known, "favourable"] == False  # noqa: E712 (an object column of true, false, missing)
        outside = self.table.loc[known & (self.table["outside_usual"] == True), "kpi"]  # noqa: E712
        return say(
            "diagnose.gaps.summary",
            language,
            period=self.period,
            pairs=len(self.table[["kpi", "entity"]].drop_duplicates()),
            known=int(known.sum()),
            against=int(against.sum()),
            outside=len(set(outside)),
        )

    def _repr_html_(self) -> str:
        # A notebook shows what every table of gaps has; comparable figures are read by their columns.
        from diagnostics.look.tables import frame_html

        return frame_html(self.table[list(COLUMNS)], lead=self.summary())
