"""A pay plan to be tried out, for whom, and under which circumstances 「薪酬方案情景」."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from diagnostics.model.base import Noun
from diagnostics.model.intervention import ID
from diagnostics.model.pay_plan import Figure, KpiId, Money, PayPlan
from diagnostics.model.refusing import Refusing
from diagnostics.model.text import Text, Words

# Nobody simulates pay beyond two years from a history of three.
MOST_MONTHS = 24
Change = Annotated[float, Field(gt=-1, le=5, allow_inf_nan=False)]


class Guarantee(Noun, metaclass=Refusing):
    """Pay below which nobody falls while a plan is new 「过渡期保底」.

    Parameters
    ----------
    share : float
        Share of what the plan in force would have paid for the same results.
    months : int
        First months of the new plan in which it holds.
    """

    share: float = Field(default=1.0, gt=0, le=1)
    months: int = Field(default=3, ge=1, le=MOST_MONTHS)


class Margin(Noun, metaclass=Refusing):
    """What more of a KPI earns the firm before pay 「毛利」.

    Parameters
    ----------
    kpi : str
        KPI whose rise is to pay for the plan, in money.
    share : float
        Gross margin that a unit more of it leaves before pay, as a share.
    """

    kpi: KpiId
    share: float = Field(gt=0, le=1)


class StatedLevel(Noun, metaclass=Refusing):
    """What a KPI is expected to be, and how far it strays 「设定的指标水平」.

    Parameters
    ----------
    mean : float or mapping
        Expected level, for all or by entity.
    sd : float
        Standard deviation of a month's figure, in the KPI's unit.
    low : float, optional
        Least possible figure, such as 0.
    high : float, optional
        Greatest possible figure, such as 1 for a share.
    """

    mean: Figure | dict[str, Figure]
    sd: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    low: Figure | None = None
    high: Figure | None = None


class Together(Noun, metaclass=Refusing):
    """How closely two KPIs of an entity move together 「指标相关」."""

    kpis: tuple[KpiId, KpiId]
    correlation: float = Field(ge=-1, le=1)


class Outlook(Noun, metaclass=Refusing):
    """What KPIs are expected to be, in place of a history 「设定的指标分布」.

    Parameters
    ----------
    levels : mapping
        By KPI.
    together : tuple of Together
        Pairs that move together; others don't.
    shared : float
        Share of what moves a KPI that strikes all entities alike, 0 to 1.
    """

    levels: dict[KpiId, StatedLevel]
    together: tuple[Together, ...] = ()
    shared: float = Field(default=0.0, ge=0, le=1)


class PayScenario(Noun, metaclass=Refusing):
    """A pay plan to be tried out, for whom, and under which circumstances 「薪酬方案情景」.

    Parameters
    ----------
    id : str
        Name of its file in ``scenarios/``.
    title : Text
        What readers see.
    plan : PayPlan
        The plan.
    entities : tuple of str
        Whose pay it is; those of the history where empty.
    people : mapping
        How many people are paid so, by entity; 1 where absent.
    departments : mapping
        Department by entity, for results of departments; all one where absent.
    minimum_wage : float
        Local minimum wage a month 「最低工资标准」: nobody is paid less, whatever the plan says.
    guarantee : Guarantee, optional
        Floor while the plan is new.
    first : str, optional
        First month, such as ``2025-05``; the one after the history where absent.
    months : int
        How many months are simulated, 1 to 24.
    effects : mapping
        By how much KPIs are expected to rise with the plan, as shares of their level: 0.1 is 10 % more.
    margin : Margin, optional
        What pays for the plan; without it there is no break-even.
    on_cost : float
        What a unit of pay costs the firm beyond itself (social insurance), as a share.
    outlook : Outlook, optional
        What KPIs are expected to be, where no history is used.
    note : Text
        Where its figures come from.
    """

    id: str = Field(pattern=ID)
    title: Words = Text()
    plan: PayPlan
    entities: tuple[str, ...] = ()
    people: dict[str, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    departments: dict[str, str] = Field(default_factory=dict)
    minimum_wage: Money = 0.0
    guarantee: Guarantee | None = None
    first: str | None = Field(default=None, pattern=r"^\d{4}-(0[1-9]|1[0-2])$")
    months: int = Field(default=1, ge=1, le=MOST_MONTHS)
    effects: dict[KpiId, Change] = Field(default_factory=dict)
    margin: Margin | None = None
    on_cost: float = Field(default=0.0, ge=0, le=2)
    outlook: Outlook | None = None
    note: Words = Text()
    kind: Literal["pay"] = "pay"

    @property
    def kpis(self) -> tuple[str, ...]:
        """KPIs that pay follows, and the margin's 「所需指标」."""
        margin = (self.margin.kpi,) if self.margin else ()
        return tuple(dict.fromkeys((*self.plan.kpis, *margin)))

    @model_validator(mode="after")
    def _once(self) -> PayScenario:
        twice = sorted({each for each in self.entities if self.entities.count(each) > 1})
        if twice:
            raise ValueError(f"entity {twice[0]!r} occurs twice; name each once")
        return self
