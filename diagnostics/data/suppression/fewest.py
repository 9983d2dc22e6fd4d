"""How many people must stand behind a figure, and how unsure a blanked one stays: more of each for pay 「最少人数」."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.data.suppression.blanks import SHARE, SHARE_OF_PAY
from diagnostics.dictionary.tree import formula_names

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.engagement import Engagement
    from diagnostics.model.kpi import Kpi


@dataclass(frozen=True, slots=True)
class Fewest:
    """Fewest people behind a published figure, by KPI 「各指标最少人数」.

    Parameters
    ----------
    usual, pay : int
        ``min_group`` and ``min_group_pay`` of the engagement.
    kpis : frozenset of str
        KPIs that are about pay.
    """

    usual: int
    pay: int
    kpis: frozenset[str]

    @classmethod
    def of(cls, engagement: Engagement) -> Fewest:
        """What an engagement asks for 「读取设置」."""
        settings = engagement.settings
        return cls(settings.min_group, max(settings.min_group, settings.min_group_pay), pay_kpis(engagement))

    def at(self, kpi: str) -> int:
        """Fewest people behind a figure of a KPI 「某指标最少人数」."""
        return self.pay if kpi in self.kpis else self.usual

    def share(self, kpi: str) -> float:
        """How unsure a blanked figure of a KPI stays: 0.2 is ±20 % 「不确定程度」."""
        return SHARE_OF_PAY if kpi in self.kpis else SHARE

    def few(self, frame: pd.DataFrame) -> pd.Series[bool]:
        """Rows with too few people behind them; those about nobody never are 「人数不足的行」.

        Parameters
        ----------
        frame : DataFrame
            Columns ``people`` and ``kpi``; without the latter the rows count as about pay where any KPI is.
        """
        if "kpi" not in frame.columns:
            return frame["people"] < (self.pay if self.kpis else self.usual)
        return frame["people"] < frame["kpi"].map(self.at).astype("float64")


def pay_kpis(engagement: Engagement) -> frozenset[str]:
    """KPIs about what people are paid: those that say so, of the source of pay, or made from such 「薪酬类指标」."""
    record, kpis = engagement.settings.records.pay, engagement.kpis
    source = None if record is None else record.source
    found = {each.id for each in kpis.values() if each.pay or source in _sources(each)}
    return frozenset(_with_made(found, kpis))


def _sources(kpi: Kpi) -> Iterable[str | None]:
    """Sources of a KPI in any of its versions and readings; none where it has no measure."""
    if kpi.source:
        yield kpi.source
    yield from (each.source for each in kpi.versions if each.source)
    yield from (each.source for each in kpi.readings)


def _with_made(found: set[str], kpis: Mapping[str, Kpi]) -> set[str]:
    """Those and every KPI computed from them: with the other parts known its figure would tell theirs."""
    while True:
        more = {each.id for each in kpis.values() if each.measure is None and found & set(formula_names(each))}
        if more <= found:
            return found
        found = found | more
