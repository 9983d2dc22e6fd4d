"""Whether the effect of a planned measure can be seen at all, and how to begin it so that it can 「能否看得出效果」."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from diagnostics.model._result import Result
from diagnostics.model.canonical import plain
from diagnostics.model.effect import EffectMethod

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

# "visible": the planned effect is at least the smallest that shows. "unstated": nobody says what is expected.
Sight = Literal["visible", "too_small", "unstated", "impossible"]
# Why no verdict is possible whatever the effect.
Bar = Literal[
    "people", "not_observed", "no_direction", "mixed_levels", "few_before", "few_comparisons", "short_series",
    "no_spread", "basis",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visibility:
    """Whether the effect of a planned measure can be seen 「能否看得出效果」.

    Parameters
    ----------
    kpi : str
        Result KPI.
    entities : tuple of str
        Whom it is done to; people are left out.
    sight : {"visible", "too_small", "unstated", "impossible"}
        What can be said beforehand.
    bar : str
        Why nothing can be seen whatever the effect; empty otherwise.
    start, judged : str
        First whole period after the planned start, and the first one whose end allows a verdict.
    method : {"did", "controlled_its", "its", "poisson_its", "xmr"}
        Default estimate of such data.
    before, after, comparisons : int
        Periods with figures, periods from ``start`` to ``judged``, comparison entities.
    smallest, smallest_relative : float or None
        Smallest effect that is found four times out of five, in the KPI's unit and as a share of its level.
    planned, planned_relative : float or None
        What is expected, likewise.
    early : bool
        Whether the decision is due before a verdict is possible.
    beside : tuple of str
        Measures on the same KPI or a related one, at the same entities and time: their effects can't be told apart.
    seed : int
        Of the series drawn without an effect, where a series is planned with.
    """

    kpi: str
    entities: tuple[str, ...]
    sight: Sight
    bar: Bar | Literal[""] = ""
    start: str = ""
    judged: str = ""
    method: EffectMethod = "xmr"
    before: int = 0
    after: int = 0
    comparisons: int = 0
    smallest: float | None = None
    smallest_relative: float | None = None
    planned: float | None = None
    planned_relative: float | None = None
    early: bool = False
    beside: tuple[str, ...] = ()
    seed: int = 0

    def record(self) -> dict[str, Any]:
        """Visibility as a record 「记录」."""
        found: dict[str, Any] = plain(asdict(self))
        return found


@dataclass(frozen=True, slots=True)
class Wave:
    """Entities that begin together 「批次」."""

    number: int
    start: date
    entities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RollOutPlan:
    """One way to begin: how many at first, and what would then be seen 「推广方案」.

    Parameters
    ----------
    waves : tuple of Wave
        Who begins when; until they begin, later ones are the comparison.
    first, comparisons : int
        Entities of the first wave, and those that it is held against.
    smallest, smallest_relative : float or None
        Smallest effect that shows before the second wave begins.
    later : tuple of float or None
        Smallest effect, in the KPI's unit, once each later wave can be judged together with those before it; None where
        fewer than 5 wait then or the history is too short.
    """

    waves: tuple[Wave, ...]
    first: int
    comparisons: int
    smallest: float | None
    smallest_relative: float | None
    later: tuple[float | None, ...] = ()


@dataclass(frozen=True, eq=False)
class RollOut(Result):
    """Ways to begin a measure in steps, so that its effect shows 「分批推广方案」.

    Parameters
    ----------
    kpi : str
        Result KPI.
    judged : str
        Period whose end allows a verdict on the first wave.
    plans : tuple of RollOutPlan
        From few to many in the first wave.
    recommended : int or None
        Place of the plan with the smallest effect that shows; None where none shows any.
    seed : int
        Seed of the draw of who begins when.
    """

    kpi: str
    judged: str
    plans: tuple[RollOutPlan, ...]
    recommended: int | None
    seed: int

    @property
    def best(self) -> RollOutPlan | None:
        """The plan that shows the smallest effect 「推荐方案」."""
        return None if self.recommended is None else self.plans[self.recommended]

    def frame(self) -> pd.DataFrame:
        """A row for each plan, wave and entity 「表格」."""
        import pandas as pd

        columns = ["plan", "wave", "start", "entity", "comparisons", "smallest", "smallest_relative"]
        rows = [
            (at, wave.number, wave.start, entity, plan.comparisons, plan.smallest, plan.smallest_relative)
            for at, plan in enumerate(self.plans)
            for wave in plan.waves
            for entity in wave.entities
        ]
        return pd.DataFrame(rows, columns=columns)

    def summary(self, language: Language = "zh") -> str:
        """Which plan shows most 「概况」."""
        from diagnostics.terms import say

        if self.best is None or self.best.smallest_relative is None:
            return say("proposals.roll_out.none", language)
        return say(
            "proposals.roll_out.best", language, first=self.best.first, waves=len(self.best.waves),
            smallest=f"{abs(self.best.smallest_relative):.1%}" + (" " if language == "zh" else ""),
        )  # fmt: skip

    def record(self) -> dict[str, Any]:
        """Roll-out as a record 「记录」."""
        return {
            "kpi": self.kpi, "judged": self.judged, "recommended": self.recommended, "seed": self.seed,
            "plans": [plain(asdict(each)) for each in self.plans],
        }  # fmt: skip
