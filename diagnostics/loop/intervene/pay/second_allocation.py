"""A pool shared anew by hand, with reasons 「二次分配」."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.loop.intervene.pay.spread import gini
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language

_HALF_CENT = 0.005


@dataclass(frozen=True, slots=True)
class Shift:
    """Change of one amount, and why 「调整」.

    Parameters
    ----------
    name : str
        Whose.
    by : float
        What is added, below 0 where it is taken.
    reason : str
        Why; everyone is owed one.
    """

    name: str
    by: float
    reason: str


@dataclass(frozen=True, eq=False)
class SecondAllocation(Result):
    """Amounts before and after, with every reason 「二次分配结果」."""

    before: dict[str, float]
    after: dict[str, float]
    shifts: tuple[Shift, ...]

    @property
    def gini_before(self) -> float:
        """How unequal amounts were 「调整前基尼系数」."""
        return gini(list(self.before.values()))

    @property
    def gini_after(self) -> float:
        """How unequal amounts are 「调整后基尼系数」."""
        return gini(list(self.after.values()))

    def frame(self) -> pd.DataFrame:
        """One row an amount 「调整表」."""
        import pandas as pd

        reasons = {each.name: each.reason for each in self.shifts}
        rows = [
            (name, amount, self.after[name], round(self.after[name] - amount, 2), reasons.get(name, ""))
            for name, amount in self.before.items()
        ]
        return pd.DataFrame(rows, columns=["name", "before", "after", "change", "reason"])

    def summary(self, language: Language = "zh") -> str:
        """How many changed, and whether amounts lie further apart 「概况」."""
        from diagnostics.terms import say

        apart = self.gini_after - self.gini_before
        way = "wider" if apart > 5e-4 else "closer" if apart < -5e-4 else "same"
        told = say(f"pay.second.{way}", language)
        return say("pay.second.summary", language, count=len(self.shifts), of=len(self.before), way=told)


def reallocate(
    amounts: Mapping[str, float], shifts: Sequence[Shift], *, floor: float = 0.8, cap: float = 1.2
) -> SecondAllocation:
    """A pool shared anew by hand: its sum stays, every change has a reason 「二次分配」.

    Parameters
    ----------
    amounts : mapping
        Amounts of the first allocation, in cents.
    shifts : sequence of Shift
        What is changed; they sum to 0.
    floor, cap : float
        Least and most that may be left, as shares of the first amount.

    Raises
    ------
    InputError
        When shifts don't sum to 0 or name someone unknown or twice, a reason is missing, or a bound is passed.
    """
    known = checked("amount", amounts, least=0)
    if not 0 <= floor <= 1 <= cap:
        raise InputError(
            f"floor == {floor:g} and cap == {cap:g}, must be floor <= 1 <= cap, both shares of the amount."
        )
    after = dict(known)
    for each in shifts:
        if each.name not in known:
            raise unknown("name", each.name, known, "the first allocation")
        if not each.reason.strip():
            raise InputError(f"The change of {each.name!r} by {each.by:g} has no reason; write why.")
        if [one.name for one in shifts].count(each.name) > 1:
            raise InputError(f"{each.name!r} is changed twice; give one change with its reason.")
        by = checked("change", {each.name: each.by})[each.name]
        after[each.name] = round(known[each.name] + by, 2)
        first = known[each.name]
        if not floor * first - _HALF_CENT <= after[each.name] <= cap * first + _HALF_CENT:
            raise InputError(
                f"{each.name!r} would have {after[each.name]:.2f}, must be {floor * first:.2f} to {cap * first:.2f}"
                f" ({floor:g} to {cap:g} of {first:.2f})."
            )
    left = math.fsum(after.values()) - math.fsum(known.values())
    if abs(left) >= _HALF_CENT:
        raise InputError(f"The changes sum to {left:+.2f}, must sum to 0: what one is given another gives.")
    return SecondAllocation(known, after, tuple(shifts))
