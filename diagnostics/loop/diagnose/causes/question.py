"""What one data test asks, with the figures it needs 「检验问题」."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from diagnostics.dictionary.evidence.parts import is_part
from diagnostics.errors import InputError
from diagnostics.loop.diagnose.causes.panels import Panel, level_of, panel
from diagnostics.loop.diagnose.causes.reference import Reference, reference_of
from diagnostics.model.cause_test_result import CauseTestResult

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.loop.diagnose.causes.figures import CauseFigures
    from diagnostics.model.cause_test import CauseTest
    from diagnostics.model.root_cause import Hypothesis


@dataclass(frozen=True, eq=False)
class Question:
    """One test of a cause, and where its figures are 「检验问题」.

    Parameters
    ----------
    figures : CauseFigures
        Where the figures are.
    cause, test, number : Hypothesis, CauseTest, int
        What is asked.
    entity : str
        Whose gap.
    peers : collection of str
        Entities that the client compares it with.
    direction : str
        Which way is better for the result.
    seed : int
        Of the draws.
    """

    figures: CauseFigures
    cause: Hypothesis
    test: CauseTest
    number: int
    entity: str
    peers: Collection[str]
    direction: str
    seed: int

    @property
    def is_part(self) -> bool:
        """Whether the driver is a part of the result's own formula 「是否公式组成」."""
        client = self.figures.engagement
        if client is None or not self.test.driver or self.test.kind == "mix":
            return False
        return is_part(client.kpi(self.cause.kpi), self.test.driver, client.kpis)

    @property
    def blank(self) -> CauseTestResult:
        """Result that says nothing yet 「空结果」."""
        direction = self.test.direction or ""
        return CauseTestResult(self.cause.id, self.number, self.test.kind, self.cause.kpi, self.test.driver,
                               direction=direction)  # fmt: skip

    def impossible(self, reason: str) -> CauseTestResult:
        """Result that says why nothing could be computed 「无法检验」."""
        return replace(self.blank, reason=reason)

    @property
    def result(self) -> pd.DataFrame:
        """Figures of the result, within the slice 「结果取数」."""
        return self.figures.rows(self.cause.kpi, self.cause.slice)

    def rows(self, name: str) -> pd.DataFrame:
        """Figures of a driver or confounder, within the slice where it has the dimension 「驱动取数」."""
        if name == self.cause.kpi:
            raise InputError(f"Cause {self.cause.id!r} has its own result {name!r} as driver; name another KPI.")
        return self.figures.rows(name, self.cause.slice, self.cause.kpi)

    def panel(self, *, driven: bool = True) -> Panel | str:
        """Entities × periods of result, driver and confounders, or why there are none 「面板」."""
        names = [*([self.test.driver] if driven else []), *self.test.confounders]
        frames = [self.result, *(self.rows(each) for each in names)]
        if any(not len(each) for each in frames):
            return "no_figures"
        own = self.result.loc[self.result["entity"] == self.entity, "level"]
        found = level_of(frames, own.iloc[0] if len(own) else "")
        if found is None:
            return "apart"
        if not driven:
            frames = [frames[0], frames[0].iloc[:0], *frames[1:]]
        return panel(frames, *found)

    def reference(self) -> Reference:
        """Gap to be explained and the driver's difference; the whole gap where parts add up to it 「差距」."""
        driver = self.rows(self.test.driver) if self.test.driver and self.test.kind != "mix" else self.result.iloc[:0]
        rows = self.result
        whole = not self.cause.slice or bool(rows["denominator"].isna().all())
        if self.cause.slice and whole:
            rows = self.figures.rows(self.cause.kpi, {})
        kpi = self.figures.kpi(self.cause.kpi)
        within = tuple(each for each in self.cause.slice.items() if kpi is None or each[0] in kpi.dimensions)
        found = reference_of(rows, driver, self.entity, self.peers, self.direction)
        return found if whole else replace(found, within=within)
