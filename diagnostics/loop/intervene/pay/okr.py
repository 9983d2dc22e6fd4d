"""A team's bonus by contribution to its objectives 「OKR 贡献分配」."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.loop.intervene.pay.amounts import checked
from diagnostics.model._result import Result
from diagnostics.model.cents import to_cents

if TYPE_CHECKING:
    import pandas as pd

    from diagnostics.terms import Language


@dataclass(frozen=True, eq=False)
class Contribution(Result):
    """A team's bonus and each one's part in it 「贡献分配结果」.

    Parameters
    ----------
    achieved : float
        Weighted score of the key results, 0 to 1.
    paid : float
        What is paid of the pool.
    shares, amounts : dict
        By name: share of the contribution, and amount in cents; amounts sum to ``paid``.
    """

    achieved: float
    paid: float
    shares: dict[str, float]
    amounts: dict[str, float]

    def frame(self) -> pd.DataFrame:
        """One row a name 「分配表」."""
        import pandas as pd

        rows = [(name, share, self.amounts[name]) for name, share in self.shares.items()]
        return pd.DataFrame(rows, columns=["name", "share", "amount"])

    def summary(self, language: Language = "zh") -> str:
        """What was reached and paid 「概况」."""
        from diagnostics.look.numbers import show
        from diagnostics.terms import say

        reached, paid = show(self.achieved, "share", language), show(self.paid, "money", language)
        return say("pay.okr.summary", language, achieved=reached, paid=paid, count=len(self.shares))


def contribution_pay(
    pool: float,
    key_results: Mapping[str, float],
    shares: Mapping[str, float],
    weights: Mapping[str, float] | None = None,
) -> Contribution:
    """A team's bonus by contribution to its objectives 「OKR 贡献分配」.

    Parameters
    ----------
    pool : float
        Bonus of the team where all key results are reached.
    key_results : mapping
        Score from 0 to 1 by key result.
    shares : mapping
        Share of the contribution by name; they sum to 1.
    weights : mapping, optional
        Weight by key result, summing to 1; all alike where absent.

    Raises
    ------
    InputError
        When a score lies outside 0 to 1, or shares or weights don't sum to 1.

    Examples
    --------
    >>> contribution_pay(10000, {"kr1": 1.0, "kr2": 0.6}, {"a": 0.5, "b": 0.3, "c": 0.2}).amounts
    {'a': 4000.0, 'b': 2400.0, 'c': 1600.0}
    """
    scores = checked("score", key_results, least=0)
    high = [each for each, score in scores.items() if score > 1]
    if high:
        raise InputError(f"score of {high[0]!r} == {scores[high[0]]:g}, must be in [0, 1].")
    parts = _whole("shares of the contribution", shares)
    known = _whole("weights", weights) if weights else dict.fromkeys(scores, 1 / len(scores))
    if set(known) != set(scores):
        raise InputError(f"weights are of {sorted(known)}, must be of the key results {sorted(scores)}.")
    achieved = math.fsum(known[each] * scores[each] for each in scores)
    paid = round(checked("pool", {"the team": pool}, least=0)["the team"] * achieved, 2)
    cents = to_cents([paid * each for each in parts.values()], paid)
    return Contribution(achieved, paid, parts, dict(zip(parts, cents.tolist(), strict=True)))


def to_talk_with(names: Collection[str], with_okr: Collection[str], changes: Mapping[str, float]) -> tuple[str, ...]:
    """Who has no objective and no better results: to be asked what they need 「需要面谈」.

    Parameters
    ----------
    names : collection of str
        Everybody looked at.
    with_okr : collection of str
        Who takes part in an objective.
    changes : mapping
        Change of their result, better above 0.

    Returns
    -------
    tuple of str
        Names for a conversation with their superior alone; no page shows them, and nothing follows for their pay.
    """
    known = checked("change", changes)
    return tuple(each for each in names if each not in with_okr and each in known and known[each] <= 0)


def _whole(what: str, shares: Mapping[str, float]) -> dict[str, float]:
    found = checked(what, shares, least=0)
    total = math.fsum(found.values())
    if abs(total - 1) > 1e-9:
        raise InputError(f"The {what} sum to {total:.6g}, must sum to 1.")
    return found
