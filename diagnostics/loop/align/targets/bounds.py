"""How far a figure of a KPI can go 「指标取值范围」."""

from __future__ import annotations

import math
from collections.abc import Sequence

from diagnostics.errors import InputError

# What is counted, timed or spent never falls below nothing, unless its own past has.
NEVER_NEGATIVE = ("share", "count", "money", "minutes", "hours", "days", "distance")


class Bounds:
    """Least and most that a KPI can be, as far as its unit and its past tell 「指标取值范围」.

    Parameters
    ----------
    unit : str
        Of the KPI.
    direction : {"higher", "lower"}
        Which way is better.
    past : sequence of float
        Figures of the past; empty where none is known.
    stated : sequence of float
        What a benchmark or the strategy names: a share that is stated beyond 1 can be beyond 1.
    """

    def __init__(self, unit: str, direction: str, past: Sequence[float], stated: Sequence[float]) -> None:
        lowest = min(past, default=0.0)
        positive = direction == "lower" and lowest >= 0 and (bool(len(past)) or unit in NEVER_NEGATIVE)
        self.least = 0.0 if positive else -math.inf
        whole = unit == "share" and all(0 <= each <= 1 for each in past) and all(each <= 1 for each in stated)
        self.most = 1.0 if whole else math.inf
        self.told = unit in NEVER_NEGATIVE
        self.cut = False

    def refuse_growth(self, growth: tuple[float, float] | None) -> None:
        """Refuse an improvement that takes away more than there is.

        Raises
        ------
        InputError
            When figures that were never below 0 would fall there.
        """
        if growth is not None and self.least == 0 and growth[1] > 1:
            raise InputError(
                f"growth == {list(growth)}: where lower is better and no past figure is below 0, figures can fall by "
                "100 % at most (1.0); a target below 0 is stated as strategy, for a KPI that can be."
            )

    def refuse_stated(self, name: str, figures: Sequence[float]) -> None:
        """Refuse what is stated below 0 of a KPI that can't be.

        Raises
        ------
        InputError
            When a figure is below 0, lower is better, and the unit's figures never are.
        """
        low = [each for each in figures if each < self.least]
        if low and self.told:
            raise InputError(
                f"{name} has {low[0]:g}: where lower is better, no share, count, amount, time or distance is below 0, "
                "and no past figure is."
            )

    def kept(self, value: float) -> float:
        """Figure within what can be; whether one was cut is remembered.

        Raises
        ------
        InputError
            When figures that were never below 0 would fall there.
        """
        if value < self.least:
            raise InputError(f"The grounds lead to {value:g}, below 0, where no past figure is; take less of them.")
        if value > self.most:
            self.cut = True
            return self.most
        return value
