"""Where several counts of one KPI disagree 「口径冲突」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.errors import InputError
from diagnostics.model._result import Result
from diagnostics.model.canonical import plain, records
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

State = Literal["conflict", "missing_reading", "missing_authoritative", "other_span", "within", "suppressed"]
STATES: tuple[State, ...] = get_args(State)
Aspect = Literal["wording", "formula", "columns", "filter", "time", "entity", "unit"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
COLUMNS = (
    "kpi",
    "reading",
    "level",
    "entity",
    "cycle",
    "period",
    "authoritative",
    "value",
    "absolute",
    "relative",
    "state",
    "lacking",
    "rank",
)
# Rows of a hand-off: the largest conflicts, entities that have some, what one side lacks.
MOST_ROWS, MOST_ENTITIES, MOST_MISSING = 300, 100, 100


@dataclass(frozen=True, slots=True)
class DefinitionDifference:
    """What a reading says otherwise than its KPI 「定义差异」.

    Parameters
    ----------
    kpi, reading : str
        The KPI, and the reading of it.
    aspect : {"wording", "formula", "columns", "filter", "time", "entity", "unit"}
        What differs. ``columns``: the same form over other columns. ``unit``: the figures lie a power of ten apart.
    own, other : Text
        What the KPI says, and what the reading says; empty where it says nothing.
    """

    kpi: str
    reading: str
    aspect: Aspect
    own: Text
    other: Text


@dataclass(frozen=True, eq=False)
class Conflicts(Result):
    """Where several counts of one KPI disagree, largest first 「口径冲突」.

    Nothing is averaged: the KPI's own figure is the authoritative one 「唯一来源」.

    Parameters
    ----------
    table : DataFrame
        A row for each reading, entity and period that either side has; what may be published of it.
        ``authoritative`` and ``value`` (the reading's) are in the KPI's unit, ``absolute`` is value - authoritative,
        ``relative`` is ``absolute / abs(authoritative)``. ``state`` is "conflict" beyond the KPI's tolerance, "within"
        it, "missing_reading" and "missing_authoritative" where one side has none, "other_span" where the two cover
        different spans, "suppressed" where few people stand behind a figure. ``lacking`` counts the entities below that
        have a figure on one side only: part of the difference is theirs. In order of ``rank``.
    pairs : tuple of dict
        For each reading whose it is, the KPI's own source, the tolerance, and how many rows are in which state.
    differences : tuple of DefinitionDifference
        Where words or formulas differ.
    period : str
        Last period that was looked at.
    kpis : mapping of Text
        Names of the KPIs with readings.
    """

    table: pd.DataFrame
    pairs: tuple[Mapping[str, Any], ...]
    differences: tuple[DefinitionDifference, ...]
    period: str
    kpis: Mapping[str, Text]

    def __post_init__(self) -> None:
        """Check the columns once, so that every reader can rely on them."""
        missing = [each for each in COLUMNS if each not in self.table.columns]
        if missing:
            raise InputError(f"Conflicts lack the columns {missing}; they have {list(self.table.columns)}.")

    def of(self, state: State) -> pd.DataFrame:
        """Rows in a state, in order of rank 「按状态」."""
        return self.table[self.table["state"] == state]

    @property
    def beyond(self) -> pd.DataFrame:
        """Rows beyond tolerance, largest first 「超出容差」."""
        return self.of("conflict")

    @property
    def entities(self) -> pd.DataFrame:
        """Largest conflict of each entity, with in how many of its periods there is one 「按对象」."""
        keys = ["kpi", "reading", "level", "entity"]
        told = self.table[self.table["state"].isin(["conflict", "within"])]
        sizes = told.groupby(keys)["state"].agg(conflicts=lambda each: int((each == "conflict").sum()), compared="size")
        return self.beyond.drop_duplicates(keys).merge(sizes.reset_index(), on=keys, how="left")

    def frame(self) -> pd.DataFrame:
        """Every comparison as a table 「表格」."""
        return self.table[list(COLUMNS)]

    def summary(self, language: Language = "zh") -> str:
        """How many figures disagree, of how many 「概况」."""
        from diagnostics.terms import say

        if not self.pairs:
            return say("reconcile.summary.none", language)
        return say(
            "reconcile.summary.some",
            language,
            readings=len(self.pairs),
            kpis=len(self.kpis),
            compared=int(self.table["state"].isin(["conflict", "within"]).sum()),
            beyond=len(self.beyond),
            missing=int(self.table["state"].isin(["missing_reading", "missing_authoritative"]).sum()),
            differences=len(self.differences),
        )

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``conflicts`` 「交接内容」."""
        columns = list(COLUMNS)
        lacking = self.table[self.table["state"].isin(["missing_reading", "missing_authoritative", "other_span"])]
        return {
            "period": self.period,
            "pairs": [plain(each) for each in self.pairs],
            "entities": records(self.entities[[*columns, "conflicts", "compared"]].head(MOST_ENTITIES)),
            "rows": records(self.beyond[columns].head(MOST_ROWS)),
            "missing": records(lacking[columns].head(MOST_MISSING)),
            "differences": [plain(each) for each in self.differences],
        }
