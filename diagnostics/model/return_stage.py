"""Sums of money with intervals, and costs beside benefits 「金额与口径」."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from diagnostics.model.canonical import plain


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum of money with its 95 % interval, in the currency's unit to the cent 「金额与区间」."""

    amount: float
    low: float
    high: float

    @classmethod
    def of(cls, amount: float, low: float, high: float) -> Amount:
        """Amount to the cent, its ends in order 「取整」."""
        ends = sorted((round(low, 2), round(high, 2)))
        return cls(round(amount, 2), ends[0], ends[1])

    def times(self, factor: float) -> Amount:
        """So many times the amount 「倍数」."""
        return Amount.of(self.amount * factor, self.low * factor, self.high * factor)


@dataclass(frozen=True, slots=True)
class Stage:
    """Cost and benefit as planned, as now foreseen, or as they came 「口径：目标、预测、实际」.

    Parameters
    ----------
    cost : float or None
        None where nobody said, which is not nothing.
    benefit : Amount or None
        None where none is counted.
    unsaid : int
        Measures of the account whose cost nobody said.
    """

    cost: float | None
    benefit: Amount | None
    unsaid: int = 0

    @property
    def roi(self) -> Amount | None:
        """Benefit less cost as a share of the cost, with the interval of the benefit 「投入产出比」.

        Returns
        -------
        Amount or None
            None without a benefit, where a cost is not known, and where the cost is 0: nothing is no divisor.

        Notes
        -----
        ``(benefit - cost) / cost``; the interval is that of the benefit, the cost being what was paid.

        Examples
        --------
        >>> Stage(24_000.0, Amount(36_000.0, 12_000.0, 60_000.0)).roi
        Amount(amount=0.5, low=-0.5, high=1.5)
        >>> Stage(0.0, Amount(36_000.0, 12_000.0, 60_000.0)).roi is None
        True
        """
        if self.benefit is None or not self.cost or self.cost < 0 or self.unsaid:
            return None
        figures = (
            (each - self.cost) / self.cost for each in (self.benefit.amount, self.benefit.low, self.benefit.high)
        )
        amount, low, high = (round(each, 4) for each in figures)
        return Amount(amount, low, high)

    def record(self) -> dict[str, Any]:
        """Stage as the hand-off has it 「交接内容」."""
        return {**plain(self), "roi": plain(self.roi)}


def summed(stages: Iterable[Stage]) -> Stage:
    """Stages added up: ends of intervals too, so that the sum never claims more than its parts 「合计」.

    Examples
    --------
    >>> summed([Stage(1.0, Amount(3.0, 2.0, 4.0)), Stage(None, None, 1)])
    Stage(cost=1.0, benefit=Amount(amount=3.0, low=2.0, high=4.0), unsaid=1)
    """
    found = tuple(stages)
    costs = [each.cost for each in found if each.cost is not None]
    benefits = [each.benefit for each in found if each.benefit is not None]
    added = [math.fsum(getattr(each, name) for each in benefits) for name in ("amount", "low", "high")]
    return Stage(
        round(math.fsum(costs), 2) if costs else None,
        Amount.of(*added) if benefits else None,
        sum(each.unsaid for each in found),
    )
