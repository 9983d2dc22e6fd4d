"""What share of the variable pay a result is worth 「绩效发放曲线」."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.refusing import Refusing

Share = Annotated[float, Field(ge=0, le=5, allow_inf_nan=False)]
Between = Literal["linear", "steps"]


class CurveTier(Noun, metaclass=Refusing):
    """Share of the variable pay from a result on 「发放档」.

    Parameters
    ----------
    at : float
        Result as a share of the target, 0 to 5.
    pay : float
        Share of the variable pay that it is worth, 0 to 5.
    """

    at: Share
    pay: Share = 0.0


class PayCurve(Noun, metaclass=Refusing):
    """What share of the variable pay a result is worth 「绩效发放曲线」.

    Parameters
    ----------
    start : CurveTier, optional
        Below it nothing is paid 「起付线」; from it on its own share is, if any. Without it the line begins at (0, 0).
    base : CurveTier, optional
        What the base tier pays 「基础档」.
    balance : float
        Result at which the whole variable pay is paid 「平衡点」.
    above : tuple of CurveTier
        What is paid beyond 「超额档」, in rising order; without any, no more than the whole.
    cap : float, optional
        Largest share that is ever paid 「封顶」, at least 1.
    between : {"linear", "steps"}
        Whether pay rises in a straight line from tier to tier, or a tier's share holds until the next.

    Examples
    --------
    >>> curve = PayCurve(start=CurveTier(at=0.8, pay=0.5), above=(CurveTier(at=1.2, pay=1.3),))
    >>> [(each.at, each.pay) for each in curve.tiers]
    [(0.8, 0.5), (1.0, 1.0), (1.2, 1.3)]
    """

    start: CurveTier | None = None
    base: CurveTier | None = None
    balance: Share = 1.0
    above: tuple[CurveTier, ...] = ()
    cap: Share | None = None
    between: Between = "linear"

    @property
    def tiers(self) -> tuple[CurveTier, ...]:
        """Tiers from the lowest to the highest, the balance among them 「全部档位」."""
        first = self.start or CurveTier(at=0.0, pay=0.0)
        return (first, *((self.base,) if self.base else ()), CurveTier(at=self.balance, pay=1.0), *self.above)

    @model_validator(mode="after")
    def _rising(self) -> PayCurve:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        if self.cap is not None and self.cap < 1:
            yield f"cap == {self.cap:g}, must be at least 1: the whole variable pay is paid at the balance point"
        tiers = self.tiers
        for lower, upper in pairwise(tiers):
            if upper.at <= lower.at:
                yield f"the tier at {upper.at:g} follows that at {lower.at:g}, tiers must rise from start to above"
            elif upper.pay < lower.pay:
                yield (
                    f"pay == {upper.pay:g} at {upper.at:g} after {lower.pay:g} at {lower.at:g}: the curve falls;"
                    " a better result is never paid less"
                )
