"""How someone's pay follows from fixed pay and results 「薪酬方案」."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.kpi import NAME
from diagnostics.model.pay_curve import PayCurve
from diagnostics.model.refusing import Refusing
from diagnostics.model.scoring import Rule, Scoring
from diagnostics.model.text import Text, Words

Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Figure = Annotated[float, Field(allow_inf_nan=False)]
KpiId = Annotated[str, Field(pattern=f"^{NAME}$")]
Method = Literal["weighted", "product"]
# Weights are written with two or three decimals: a third three times sums to 0.999.
CLOSE = 1e-9
# Rules by which a figure is a share of its target: neither lies below 0.
FROM_ZERO: tuple[Rule, ...] = ("ratio", "inverse_ratio", "complement")
LOWEST_DIFFICULTY, HIGHEST_DIFFICULTY = 0.8, 1.2


class PayItem(Noun, metaclass=Refusing):
    """A KPI that variable pay follows 「绩效工资考核项」.

    Parameters
    ----------
    kpi : str
        Which KPI.
    weight : float
        Share of the variable pay, above 0 and at most 1.
    direction : {"higher", "lower"}
        Which way is better.
    target : float or mapping, optional
        What full pay asks for, in the KPI's unit; for all, or by entity. Where absent the target that stands beside
        the figure (of the scorecard).
    scoring : Scoring
        From figure and target to the result: 1.2 at most and 0 at least where nothing else is said.
    """

    kpi: KpiId
    weight: float = Field(gt=0, le=1)
    direction: Literal["higher", "lower"] = "higher"
    target: Figure | dict[str, Figure] | None = None
    scoring: Scoring = Scoring(cap=1.2, floor=0)

    @model_validator(mode="after")
    def _target_above_zero(self) -> PayItem:
        told = self.target if isinstance(self.target, dict) else {"": self.target}
        for entity, target in told.items():
            if target is not None and target <= 0 and self.scoring.rule in FROM_ZERO:
                raise ValueError(
                    f"target of {self.kpi!r}{f' for {entity!r}' if entity else ''} == {target:g}, must be above 0 for"
                    f" rule {self.scoring.rule!r}"
                )
        return self


class Commission(Noun, metaclass=Refusing):
    """Pay that is a share of a KPI 「提成」.

    Parameters
    ----------
    kpi : str
        KPI in money or pieces.
    rate : float
        Pay for each unit of it.
    above : float
        Level from which it counts.
    """

    kpi: KpiId
    rate: Money
    above: Money = 0.0


class Links(Noun, metaclass=Refusing):
    """How own, department's and company's results make one 「个人、部门、公司绩效联动」.

    Parameters
    ----------
    method : {"weighted", "product"}
        ``weighted``: shares of the result; ``product``: own × department × company, those with a share above 0.
    personal, department, company : float
        Shares, which sum to 1 where the method is weighted.
    """

    method: Method = "weighted"
    personal: float = Field(default=1.0, ge=0, le=1)
    department: float = Field(default=0.0, ge=0, le=1)
    company: float = Field(default=0.0, ge=0, le=1)

    @model_validator(mode="after")
    def _whole(self) -> Links:
        total = math.fsum((self.personal, self.department, self.company))
        if self.method == "weighted" and abs(total - 1) > CLOSE:
            raise ValueError(f"personal, department and company sum to {total:g}, must sum to 1")
        if self.personal == 0:
            raise ValueError("personal == 0, must be above 0: pay that ignores one's own result is no pay for results")
        return self


class Difficulty(Noun, metaclass=Refusing):
    """How much harder some have it, settled before the period 「难度系数」.

    Parameters
    ----------
    factors : mapping
        Factor on the result by entity, 0.8 to 1.2; 1 where absent.
    agreed : date
        Day on which the factors were settled; it must lie before the first month.
    mean_neutral : bool
        Whether the factors are divided by their mean, so that they cost nothing when all have the same result.
    reasons : mapping
        Why, by entity.
    """

    factors: dict[str, float]
    agreed: date
    mean_neutral: bool = True
    reasons: dict[str, Words] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _bounded(self) -> Difficulty:
        for entity, factor in self.factors.items():
            if not LOWEST_DIFFICULTY <= factor <= HIGHEST_DIFFICULTY:
                raise ValueError(f"difficulty of {entity!r} == {factor:g}, must be in [0.8, 1.2]")
        return self


class PayPlan(Noun, metaclass=Refusing):
    """How someone's pay follows from fixed pay and results 「薪酬方案」.

    Parameters
    ----------
    name : Text
        What it is called.
    fixed, variable : float
        Fixed pay, and variable pay when the balance point is reached exactly; a month, in the engagement's currency.
    fixed_of : mapping
        Fixed pay of entities where it differs.
    items : tuple of PayItem
        KPIs that variable pay follows; their weights sum to 1.
    curve : PayCurve
        From the result to a share of the variable pay.
    curve_on : {"total", "items"}
        Whether the curve holds for the weighted result, or for each item's own.
    links : Links
        How department and company count.
    difficulty : Difficulty, optional
        Factors on results.
    commissions : tuple of Commission
        Pay that is a share of a KPI, beside fixed and variable pay.

    Examples
    --------
    >>> PayPlan(fixed=3500, variable=4000, items=[{"kpi": "revenue", "weight": 1, "target": 100}]).full
    7500.0
    """

    name: Words = Text()
    fixed: Money
    fixed_of: dict[str, Money] = Field(default_factory=dict)
    variable: Money = 0.0
    items: tuple[PayItem, ...] = ()
    curve: PayCurve = PayCurve()
    curve_on: Literal["total", "items"] = "total"
    links: Links = Links()
    difficulty: Difficulty | None = None
    commissions: tuple[Commission, ...] = ()

    @property
    def full(self) -> float:
        """Pay a month when the balance point is reached exactly, without commissions 「平衡点月薪」."""
        return self.fixed + self.variable

    @property
    def kpis(self) -> tuple[str, ...]:
        """KPIs that pay follows, each once 「挂钩指标」."""
        items, shares = [each.kpi for each in self.items], [each.kpi for each in self.commissions]
        return tuple(dict.fromkeys((*items, *shares)))

    @model_validator(mode="after")
    def _whole(self) -> PayPlan:
        for fault in self._faults():
            raise ValueError(fault)
        return self

    def _faults(self) -> Iterator[str]:
        twice = [kpi for kpi, count in Counter(each.kpi for each in self.items).items() if count > 1]
        if twice:
            yield f"KPI {twice[0]!r} occurs twice among the items; give it one weight"
        total = math.fsum(each.weight for each in self.items)
        if self.items and abs(total - 1) > CLOSE:
            yield f"the weights of {len(self.items)} items sum to {total:.6g}, must sum to 1"
        if self.variable > 0 and not self.items:
            yield f"variable == {self.variable:g} without items; say which KPIs it follows"
