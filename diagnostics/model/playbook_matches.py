"""What a playbook's requirements look for, small enough to be checked without figures 「要求的条件」."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.kpi import Direction, Unit, View
from diagnostics.model.period import Cycle

ColumnMeaning = Literal["time", "entity", "person", "dimension", "money", "number", "named"]
EvidenceKind = Literal[
    "charter", "goals", "rounds", "causes", "interviews", "whys", "surveys", "traps", "costs", "measures", "signoffs",
    "scorecards", "reviews",
]  # fmt: skip


class KpiMatch(Noun):
    """KPIs that count: those for which all that is said holds 「指标条件」.

    Parameters
    ----------
    kind, unit, direction, cycle, view : tuple
        One of these.
    formula : bool, optional
        Whether it has a formula over other KPIs.
    factors : int
        Fewest KPIs in that formula.
    target : bool, optional
        Whether a scorecard gives it a target.
    mother, leading : bool, optional
        Whether it is a mother metric, whether it runs ahead of results.
    dimensions : int
        Fewest columns by which it may be sliced.
    counters : int
        Fewest KPIs that are watched beside it.
    """

    kind: tuple[Literal["result", "process", "behaviour"], ...] = ()
    unit: tuple[Unit, ...] = ()
    direction: tuple[Direction, ...] = ()
    cycle: tuple[Cycle, ...] = ()
    view: tuple[View, ...] = ()
    formula: bool | None = None
    factors: int = Field(default=0, ge=0, le=20)
    target: bool | None = None
    mother: bool | None = None
    leading: bool | None = None
    dimensions: int = Field(default=0, ge=0, le=20)
    counters: int = Field(default=0, ge=0, le=20)


class ColumnMatch(Noun):
    """Columns that count, by what they mean in their source 「字段条件」.

    Parameters
    ----------
    meaning : str
        ``time``, ``entity`` and ``person`` as sources declare them; ``dimension`` by which a KPI may be sliced;
        ``money`` and ``number`` that measures (of money, of anything) compute with; ``named`` by its own name.
    beside : tuple
        What else the same source must declare.
    names : tuple of str
        Names of the column, any of which will do, capitals or not; with ``named`` alone.
    """

    meaning: ColumnMeaning
    beside: tuple[Literal["time", "entity", "person"], ...] = ()
    names: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _named(self) -> Self:
        if (self.meaning == "named") != bool(self.names):
            raise ValueError("'names' goes with 'meaning: named', and only with it")
        return self


class EntityMatch(Noun):
    """Entities that count 「对象条件」.

    Parameters
    ----------
    level : tuple of str
        One of these levels.
    peers : bool
        Whether all of them must be of one level and one peer group.
    person : bool, optional
        Whether they are people.
    responsible : bool, optional
        Whether somebody answers for them.
    """

    level: tuple[str, ...] = ()
    peers: bool = False
    person: bool | None = None
    responsible: bool | None = None


class EvidenceMatch(Noun):
    """What is known besides figures 「证据条件」.

    Parameters
    ----------
    kind : str
        Answers of the charter, or entries of a file of the engagement.
    level : tuple
        Where in the company interviews were held.
    when : {"before", "after"}, optional
        Before or after the workshop, for surveys.
    """

    kind: EvidenceKind
    level: tuple[Literal["top", "middle", "front"], ...] = ()
    when: Literal["before", "after"] | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, kind in (("level", "interviews"), ("when", "surveys")):
            if getattr(self, name) and self.kind != kind:
                raise ValueError(f"{name!r} goes with 'kind: {kind}', got 'kind: {self.kind}'")
        return self


class HistoryMatch(Noun):
    """How far figures reach 「历史条件」.

    Parameters
    ----------
    side : {"before", "after"}
        Before the last figure, or before or after a measure's start.
    of : {"end", "measure"}
        Of the figures' end, or of the start of at least one measure.
    cycle : str
        Cycle in which periods are counted.
    kpis : KpiMatch, optional
        With ``of: end``, KPIs whose figures must reach so far, with those of their formulas: the shortest counts. Any
        source's will do where nothing is said.
    """

    side: Literal["before", "after"] = "before"
    of: Literal["end", "measure"] = "end"
    cycle: Literal["week", "month", "quarter", "year"] = "month"
    kpis: KpiMatch | None = None

    @model_validator(mode="after")
    def _possible(self) -> Self:
        if self.side == "after" and self.of == "end":
            raise ValueError("'side: after' goes with 'of: measure'; nothing comes after the end")
        if self.kpis is not None and self.of == "measure":
            raise ValueError("'kpis' goes with 'of: end'; a measure has its own KPI")
        return self
