"""What measures cost and brought, in money 「投入与收益」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Literal, get_args

from diagnostics.model._result import Result
from diagnostics.model.canonical import canonical, plain
from diagnostics.model.return_stage import Amount, Stage, summed

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.model.text import Text
    from diagnostics.terms import Language

# Why no benefit is counted: not started, not to be told yet, looked for and not seen, of people, or no money.
NotCounted = Literal["", "not_started", "not_yet", "no_evidence", "people", "not_money", "no_figures"]
NOT_COUNTED: tuple[NotCounted, ...] = get_args(NotCounted)
Standing = Literal["unconfirmed", "confirmed", "outdated", "none"]
STAGES = ("target", "forecast", "actual")
MIXED = "mixed"


@dataclass(frozen=True, slots=True)
class Account:
    """What one measure, or several whose effects can't be told apart, cost and brought 「单项投入与收益」.

    Parameters
    ----------
    measures : tuple of str
        One, or all that share an effect: it is counted once.
    titles : tuple of Text
        Their titles.
    dimension : str
        Dimension of all of them; ``mixed`` where they differ.
    kpi, metric : str
        KPI whose effect is counted, and the one in money that it is led to; empty where there is none.
    cycle : str
        Cycle of its periods.
    periods, planned_periods : int or None
        Periods that the benefit covers so far, and those of the whole trial; None where nobody set its end.
    target, forecast, actual : Stage
        As planned, as now foreseen for the end, as it came so far.
    per_period : Amount or None
        Benefit of one period.
    verdict : str
        Verdict of the effect that is counted, else of the first measure.
    why : str
        Why no benefit is counted; empty where one is.
    running : bool
        Whether any of the measures goes on.
    stopped : bool
        Whether all of them were stopped: they bring nothing any more.
    approvals : tuple of mapping
        Who confirmed a benefit, in order.
    after_end : bool
        Whether costs came once a measure had been stopped.
    withheld : bool
        Whether costs are left out since they would tell what somebody is paid.
    """

    measures: tuple[str, ...]
    titles: tuple[Text, ...]
    dimension: str
    kpi: str
    metric: str
    cycle: str
    periods: int | None
    planned_periods: int | None
    target: Stage
    forecast: Stage
    actual: Stage
    per_period: Amount | None
    verdict: str
    why: NotCounted
    running: bool
    approvals: tuple[Mapping[str, Any], ...] = ()
    after_end: bool = False
    withheld: bool = False
    stopped: bool = False

    @property
    def hash(self) -> str:
        """Fingerprint of the figures of the benefit: who confirms it confirms these 「收益指纹」."""
        said = {
            "measures": self.measures, "kpi": self.kpi, "metric": self.metric, "periods": self.periods,
            "benefit": plain(self.actual.benefit),
        }  # fmt: skip
        return sha256(canonical(said).encode()).hexdigest()

    @property
    def standing(self) -> Standing:
        """Whether somebody confirmed the benefit as it is counted now 「确认状态」."""
        if self.actual.benefit is None:
            return "none"
        if not self.approvals:
            return "unconfirmed"
        return "confirmed" if self.approvals[-1]["hash"] == self.hash else "outdated"

    @property
    def payback(self) -> Amount | None:
        """Periods after which the benefit has paid for the cost 「回收期」.

        Returns
        -------
        Amount or None
            None where the benefit of a period, or an end of its interval, is not above 0, and where a cost is not
            known; 0 where nothing was spent. The cost is what was spent, else what was planned. None, too, where the
            measure was stopped before it had paid for itself, which it does no more then.
        """
        cost = self.target if self.actual.cost is None else self.actual
        per = self.per_period
        if per is None or cost.cost is None or cost.unsaid or per.low <= 0:
            return None
        found = Amount(*(round(cost.cost / each, 2) for each in (per.amount, per.high, per.low)))
        return None if self.stopped and found.high > (self.periods or 0) else found

    def record(self) -> dict[str, Any]:
        """Account as the hand-off has it 「交接内容」."""
        stages = {name: getattr(self, name).record() for name in STAGES}
        approval = plain(dict(self.approvals[-1])) if self.approvals else None
        return {
            "measures": list(self.measures), "titles": [each.model_dump() for each in self.titles],
            "dimension": self.dimension, "kpi": self.kpi, "metric": self.metric, "cycle": self.cycle,
            "periods": self.periods, "planned_periods": self.planned_periods, **stages,
            "benefit": {"actual": plain(self.actual.benefit), "why": self.why, "hash": self.hash,
                        "standing": self.standing, "approval": approval},
            "per_period": plain(self.per_period), "payback": plain(self.payback), "verdict": self.verdict,
            "running": self.running, "after_end": self.after_end, "withheld": self.withheld,
        }  # fmt: skip


@dataclass(frozen=True, eq=False)
class Returns(Result):
    """What measures cost and brought, in money 「投入与收益」.

    Parameters
    ----------
    period : str
        Period of the run.
    currency : str
        ISO code of all amounts.
    accounts : tuple of Account
        Each measure stands in exactly one of them; what came from outside in none.
    """

    period: str
    currency: str
    accounts: tuple[Account, ...]
    language: Language = "zh"

    @property
    def dimensions(self) -> dict[str, dict[str, Stage]]:
        """Stages by dimension; they add up to the total 「分维度」."""
        found = dict.fromkeys(each.dimension for each in self.accounts)
        return {
            key: {
                name: summed(getattr(each, name) for each in self.accounts if each.dimension == key) for name in STAGES
            }
            for key in found
        }

    @property
    def total(self) -> dict[str, Stage]:
        """Stages of all accounts 「合计」."""
        return {name: summed(getattr(each, name) for each in self.accounts) for name in STAGES}

    def frame(self) -> pd.DataFrame:
        """One row an account 「投入收益表」."""
        import pandas as pd

        columns = ("measures", "dimension", "verdict", "why", "periods", "planned_cost", "cost", "benefit", "low",
                   "high", "roi", "standing")  # fmt: skip
        rows = []
        for each in self.accounts:
            counted, roi = each.actual.benefit, each.actual.roi
            sums = (None, None, None) if counted is None else (counted.amount, counted.low, counted.high)
            rows.append((
                ", ".join(each.measures), each.dimension, each.verdict, each.why, each.periods, each.target.cost,
                each.actual.cost, *sums, None if roi is None else roi.amount, each.standing,
            ))  # fmt: skip
        return pd.DataFrame(rows, columns=list(columns))

    def summary(self, language: Language | None = None) -> str:
        """How many measures have a benefit that counts 「概况」."""
        from diagnostics.terms import say

        counted = sum(each.actual.benefit is not None for each in self.accounts)
        return say("account.summary", self._spoken(language), count=len(self.accounts), counted=counted)

    def record(self) -> dict[str, Any]:
        """Content of the hand-off ``returns`` 「交接内容」."""
        return {
            "period": self.period,
            "currency": self.currency,
            "accounts": [each.record() for each in self.accounts],
            "dimensions": [
                {"dimension": key, **{name: each.record() for name, each in stages.items()}}
                for key, stages in self.dimensions.items()
            ],
            "total": {name: each.record() for name, each in self.total.items()},
        }
