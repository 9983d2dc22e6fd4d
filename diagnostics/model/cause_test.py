"""What in the data would show a cause, and what each kind of test looks at 「数据检验设定」."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun

TestKind = Literal["association", "dose", "lagged", "mix", "event"]
# What only some tests look at; elsewhere it would be left out without a word.
_TAKEN_BY: dict[str, tuple[TestKind, ...]] = {
    "driver": ("association", "dose", "lagged", "mix"), "confounders": ("association", "dose", "lagged"),
    "lag": ("lagged",), "event": ("event",), "treated": ("event",),
}  # fmt: skip


class CauseTest(Noun):
    """What in the data would show a hypothesis 「数据检验」.

    Parameters
    ----------
    kind : {"association", "dose", "lagged", "mix", "event"}
        Driver and result move together; more of the one, more of the other; the driver runs ahead; weights rather than
        rates moved; before and after a dated event.
    driver : str
        KPI, or column of the result KPI's source, that is held responsible; of a mix the dimension; of an event none.
    direction : {"higher", "lower"}
        Which way more of the driver moves the result, as the hypothesis has it.
    confounders : tuple of str
        KPIs or columns that may move both; not of a mix or an event.
    lag : int, optional
        Periods by which the driver of a lagged test runs ahead, 1 to 60; 1 where absent.
    event : date, optional
        Day of the event.
    treated : tuple of str
        Entities that the event struck; the one with the gap, where empty.
    """

    kind: TestKind
    driver: str = ""
    direction: Literal["higher", "lower"] | None = None
    confounders: tuple[str, ...] = ()
    lag: int | None = Field(default=None, ge=1, le=60)
    event: date | None = None
    treated: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> CauseTest:
        if self.kind == "event" and self.event is None:
            raise ValueError("a test of kind 'event' names the day of the event")
        if self.kind in ("association", "dose", "lagged") and not self.driver:
            raise ValueError(f"a test of kind {self.kind!r} names the driver: a KPI or a column")
        for name, kinds in _TAKEN_BY.items():
            if getattr(self, name) and self.kind not in kinds:
                takers = " or ".join(repr(each) for each in kinds)
                raise ValueError(f"a test of kind {self.kind!r} takes no {name}, only one of kind {takers} does")
        return self
