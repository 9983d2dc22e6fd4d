"""What a cause costs, and the place of what answers it 「价值与优先级」."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stake:
    """What a cause costs: a share of the mother metric 「价值影响」.

    Parameters
    ----------
    share, low, high : float
        Gap that goes with the cause as a share of the mother metric's level, with its interval, never below 0.
    mother : str
        The metric; the cause's own KPI where no formula leads to one.
    amount : float
        The same in the mother metric's unit.
    """

    share: float
    low: float
    high: float
    mother: str
    amount: float


@dataclass(frozen=True, slots=True)
class Priority:
    """Place in the order, and how sure it is 「优先级」.

    Parameters
    ----------
    rank : int
        1 is first.
    score : float
        Value at stake x confidence / effort; None where the value at stake is not known: such ones come last.
    first_share : float
        Share of the draws in which it is first.
    rank_low, rank_high : int
        Places that 90 % of the draws lie in.
    """

    rank: int
    score: float | None
    first_share: float
    rank_low: int
    rank_high: int
