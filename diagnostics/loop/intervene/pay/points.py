"""Points for attendance, suggestions and safe work 「积分」."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.errors import InputError, unknown
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model._result import Result

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language


@dataclass(frozen=True, slots=True)
class PointsEntry:
    """Points that someone was given 「积分记录」.

    Parameters
    ----------
    id : str
        Number of the slip: the same one counts once.
    name, activity : str
        Who, and for what: an entry of the catalogue.
    day : date
        When.
    times : int
        How often, 1 or more.
    """

    id: str
    name: str
    activity: str
    day: date
    times: int = 1


@dataclass(frozen=True, eq=False)
class PointsBalance(Result):
    """Points by name and month 「积分余额」."""

    rows: tuple[tuple[str, str, float], ...]
    balances: dict[str, float]

    def frame(self) -> pd.DataFrame:
        """One row a name and month 「积分月表」."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=["name", "month", "points"])

    def summary(self, language: Language = "zh") -> str:
        """How many points how many have 「概况」."""
        from diagnostics.terms import say

        return say("pay.points", language, count=len(self.balances), points=f"{sum(self.balances.values()):g}")


def points_balance(
    catalogue: Mapping[str, float], entries: Sequence[PointsEntry], spent: Mapping[str, float] | None = None
) -> PointsBalance:
    """Points by name and month, and what is left of them 「积分余额」.

    Parameters
    ----------
    catalogue : mapping
        Points by activity, at least 0: points reward, they are never taken.
    entries : sequence of PointsEntry
        In any order.
    spent : mapping, optional
        Points that were exchanged for rewards, by name.

    Raises
    ------
    InputError
        When a slip is entered twice, an activity is unknown, or someone spent more than they had.
    """
    worth = checked("points", catalogue, least=0)
    _require_once([each.id for each in entries])
    months: dict[tuple[str, str], float] = {}
    for each in entries:
        if each.activity not in worth:
            raise unknown("activity", each.activity, worth, f"slip {each.id!r}")
        if isinstance(each.times, bool) or not isinstance(each.times, int) or each.times < 1:
            raise InputError(f"times == {each.times!r:.60} on slip {each.id!r}, must be a whole number of at least 1.")
        key = (each.name, f"{each.day:%Y-%m}")
        months[key] = months.get(key, 0.0) + worth[each.activity] * each.times
    balances: dict[str, float] = {}
    for (name, _), points in months.items():
        balances[name] = balances.get(name, 0.0) + points
    for name, points in (checked("points spent", spent, least=0) if spent else {}).items():
        if points > balances.get(name, 0.0):
            raise InputError(f"{name!r} spent {points:g} points, must be {balances.get(name, 0.0):g} at most.")
        balances[name] -= points
    rows = tuple((name, month, points) for (name, month), points in sorted(months.items()))
    return PointsBalance(rows, balances)


def _require_once(ids: Collection[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            raise InputError(f"Slip {each!r} is entered twice; each counts once.")
        seen.add(each)
