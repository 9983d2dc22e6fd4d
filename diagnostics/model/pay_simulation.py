"""What pay plans would pay and cost, beside the plan in force 「薪酬情景测算」."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from diagnostics.model._result import Result
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from diagnostics.model.finding import Finding
    from diagnostics.terms import Language

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Quantiles of pay that are kept; the interval told is the second to the second last: 8 of 10 draws.
QUANTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Interval:
    """A mean and the middle eight of ten draws 「均值与区间」."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Level of a KPI from which a plan pays for itself 「盈亏平衡」.

    Parameters
    ----------
    kpi : str
        The KPI.
    now : float
        Its expected level, all entities together, a month.
    change : float or None
        Rise from which extra gross margin covers extra pay, as a share; 0 where the plan costs no more at the level
        expected; None where no rise up to double does.
    level : float or None
        The level there.
    """

    kpi: str
    now: float
    change: float | None
    level: float | None


@dataclass(frozen=True, eq=False)
class PlanPay:
    """What one plan pays and costs 「单个方案的测算」.

    Parameters
    ----------
    id : str
        Scenario; ``in_force`` for the plan in force.
    title : Text
        What readers see.
    full : array
        Fixed and variable pay at the balance point, by entity.
    mean : array
        Mean pay a month and person, by entity.
    quantiles : array
        (quantile, entity), of `QUANTILES`.
    lower : array
        Share of draws in which an entity is paid less than by the plan in force.
    floor : array
        What minimum wage and guarantee add on the mean.
    cost, extra : Interval
        Cost to the firm over all months, and what it is more than that of the plan in force.
    gini : float
        Gini coefficient of the entities' mean pay, each person counted.
    people : array
        How many people are paid so, by entity.
    losers : tuple of str
        Entities whose mean pay is less than by the plan in force.
    losers_after : tuple of str
        The same without the guarantee: who loses once it ends.
    break_even : BreakEven, optional
        Where the scenario states a margin.
    responses : DataFrame
        Columns ``kpi, change, pay, per_percent``: mean pay where one KPI is that much higher and the others as
        expected, and what a per cent more of it adds.
    """

    id: str
    title: Text
    full: Array
    mean: Array
    quantiles: Array
    lower: Array
    floor: Array
    cost: Interval
    extra: Interval
    gini: float
    people: Array
    losers: tuple[str, ...]
    losers_after: tuple[str, ...]
    break_even: BreakEven | None
    responses: pd.DataFrame


@dataclass(frozen=True, eq=False)
class PaySimulation(Result):
    """What pay plans would pay and cost, beside the plan in force 「薪酬情景测算」.

    Parameters
    ----------
    entities : tuple of str
        Whose pay it is. Pages for leadership name none of them: `aggregate` is for those.
    months : tuple of str
        Months that were simulated.
    people : array
        How many people are paid so by the plan in force, by entity.
    in_force : PlanPay
        Plan in force.
    scenarios : tuple of PlanPay
        In the order given.
    draws, seed : int
        How many draws, and their seed.
    findings : tuple of Finding
        What is odd about the plans.
    currency : str
        ISO code of the money.
    """

    entities: tuple[str, ...]
    months: tuple[str, ...]
    people: Array
    in_force: PlanPay
    scenarios: tuple[PlanPay, ...]
    draws: int
    seed: int
    findings: tuple[Finding, ...] = ()
    currency: str = "CNY"

    def scenario(self, key: str) -> PlanPay:
        """One of the plans 「取方案」.

        Raises
        ------
        UnknownNameError
            When no scenario is called so.
        """
        from diagnostics.errors import unknown

        known = {each.id: each for each in (*self.scenarios, self.in_force)}
        if key not in known:
            raise unknown("scenario", key, known)
        return known[key]

    def frame(self) -> pd.DataFrame:
        """One row a scenario and entity: pay a month and person, in whole currency units and cents 「逐单位对比」."""
        import numpy as np
        import pandas as pd

        low, middle, high = (QUANTILES.index(each) for each in (0.1, 0.5, 0.9))
        tables = [
            pd.DataFrame(
                {
                    "scenario": each.id, "entity": self.entities, "people": each.people.astype(int),
                    "full": each.full, "in_force": self.in_force.mean.round(2), "mean": each.mean.round(2),
                    "low": each.quantiles[low].round(2), "median": each.quantiles[middle].round(2),
                    "high": each.quantiles[high].round(2), "change": (each.mean - self.in_force.mean).round(2),
                    "share_lower": each.lower, "floor": each.floor.round(2),
                    "loses": np.isin(self.entities, each.losers),
                    "loses_after": np.isin(self.entities, each.losers_after),
                }
            )
            for each in self.scenarios
        ]  # fmt: skip
        return pd.concat(tables, ignore_index=True)

    def aggregate(self) -> pd.DataFrame:
        """One row a plan, naming no entity: cost, interval, break-even, Gini, how many lose 「汇总」."""
        import pandas as pd

        rows = []
        for each in (self.in_force, *self.scenarios):
            known = each.break_even
            rows.append(
                {
                    "scenario": each.id, "pay": float(_mean(each.mean, each.people)),
                    "cost": each.cost.mean, "cost_low": each.cost.low, "cost_high": each.cost.high,
                    "extra": each.extra.mean, "extra_low": each.extra.low, "extra_high": each.extra.high,
                    "gini": each.gini, "losers": self._count(each, each.losers),
                    "losers_after": self._count(each, each.losers_after),
                    "break_even_kpi": known.kpi if known else None,
                    "break_even_change": known.change if known else None,
                    "break_even_level": known.level if known else None,
                }
            )  # fmt: skip
        return pd.DataFrame(rows)

    def responses(self) -> pd.DataFrame:
        """How pay answers to each KPI: a row a scenario, KPI and change 「薪酬对指标的响应」."""
        import pandas as pd

        plans = (self.in_force, *self.scenarios)
        return pd.concat([each.responses.assign(scenario=each.id) for each in plans], ignore_index=True)

    def summary(self, language: Language = "zh") -> str:
        """What each scenario costs more or less, and how many are paid less 「一句话结论」."""
        from diagnostics.terms import say

        count = len(self.months)
        opening = say("pay.summary.opening", language, entities=len(self.entities), months=count)
        return "".join([opening, *(self._of(each, language) for each in self.scenarios)])

    def _count(self, plan: PlanPay, names: tuple[str, ...]) -> int:
        return sum(int(n) for name, n in zip(self.entities, plan.people, strict=True) if name in names)

    def _of(self, plan: PlanPay, language: Language) -> str:
        from diagnostics.look.numbers import show, show_change
        from diagnostics.terms import say

        def money(value: float) -> str:
            return show_change(value, "money", language, self.currency)

        lost, later = self._count(plan, plan.losers), self._count(plan, plan.losers_after)
        name = plan.title.say(language) or plan.id
        told = say(
            "pay.summary.scenario", language, name=name, extra=money(plan.extra.mean), low=money(plan.extra.low),
            high=money(plan.extra.high), losers=lost,
        )  # fmt: skip
        if later > lost:
            told += say("pay.summary.after", language, losers=later)
        known = plan.break_even
        if known is None:
            return told
        if known.change is None:
            return told + say("pay.summary.never", language)
        if known.change == 0:
            return told + say("pay.summary.anyway", language)
        return told + say("pay.summary.break_even", language, change=show(known.change, "share", language))


def _mean(values: Array, weights: Array) -> float:
    total = float(weights.sum())
    return float((values * weights).sum() / total) if total else float(values.mean())
