"""Pay plans over all that their KPIs may be 「薪酬情景模拟」."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from diagnostics.errors import InputError
from diagnostics.loop.intervene.pay.break_even import break_even
from diagnostics.loop.intervene.pay.counts import plan_findings
from diagnostics.loop.intervene.pay.draws import over_draws
from diagnostics.loop.intervene.pay.from_history import history_joint
from diagnostics.loop.intervene.pay.history import PayHistory
from diagnostics.loop.intervene.pay.joint import Joint
from diagnostics.loop.intervene.pay.pay_tables import PayTables, pay_tables
from diagnostics.loop.intervene.pay.responses import responses
from diagnostics.loop.intervene.pay.sound import require_call, require_room, require_settled
from diagnostics.loop.intervene.pay.spread import gini
from diagnostics.loop.intervene.pay.stated import stated_joint
from diagnostics.model.pay_plan import PayPlan
from diagnostics.model.pay_scenario import PayScenario
from diagnostics.model.pay_simulation import QUANTILES, Interval, PaySimulation, PlanPay
from diagnostics.model.text import Text

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

# Less than that a month is no loss but a rounding of the draws.
_CENT = 0.005


def simulate_pay(
    plan: PayPlan | PayScenario,
    scenario: PayScenario | Sequence[PayScenario],
    draws: int = 10_000,
    seed: int = 0,
    *,
    history: PayHistory | None = None,
    currency: str = "CNY",
) -> PaySimulation:
    """What pay plans would pay and cost, over all that their KPIs may be, beside the plan in force 「薪酬情景模拟」.

    Parameters
    ----------
    plan : PayPlan or PayScenario
        Plan in force; of a scenario its plan.
    scenario : PayScenario or sequence of them
        What is tried out, 8 at most. The first says which entities and months, and its outlook holds for all.
    draws : int
        1 to 1,000,000.
    seed : int
        Seed of the draws.
    history : PayHistory, optional
        From which the KPIs' joint distribution comes: `pay_history`. Without it the first scenario states an outlook.
    currency : str
        ISO code of the money, for what is told.

    Returns
    -------
    PaySimulation
        ``.frame()`` a row a scenario and entity, ``.aggregate()`` a row a plan, ``.responses()``.

    Raises
    ------
    InputError
        When neither history nor outlook is there, a KPI that pay follows has no figures or targets, or a number is out
        of its range.

    Notes
    -----
    All plans see the same draws. The plan in force sees KPIs as they are expected, a scenario with its effects. A
    guarantee is a share of what the plan in force would pay for the same results. A minimum wage holds for the plan in
    force too: its own scenario's, else the first one's. Extra cost is that for the scenario's own people and on-cost.
    docs/methods/pay.md.

    Examples
    --------
    >>> plan = PayPlan(fixed=3500, variable=4000, items=[{"kpi": "revenue", "weight": 1, "target": 100}])
    >>> tried = PayScenario(id="new", plan=plan, entities=["a"], outlook={"levels": {"revenue": {"mean": 100}}})
    >>> simulate_pay(PayPlan(fixed=7000), tried, draws=10).frame()[["full", "in_force", "mean"]].values.tolist()
    [[7500.0, 7000.0, 7500.0]]
    """
    tried = (scenario,) if isinstance(scenario, PayScenario) else tuple(scenario)
    require_call(plan, tried, draws, seed)
    present = plan.plan if isinstance(plan, PayScenario) else plan
    joint = _joint(present, tried, history)
    require_room(draws, len(joint.entities), 1 + len(tried))
    wage = plan.minimum_wage if isinstance(plan, PayScenario) else tried[0].minimum_wage
    plans = [_Plan(present, None, present, joint, tried[0].model_copy(update={"minimum_wage": wage}))]
    plans += [_Plan(each.plan, each, present, joint, plans[0].scenario) for each in tried]
    for each in plans:
        require_settled(each.id, each.plan, joint.months[0] if history is not None else tried[0].first or "+1")
    pays, floors, unheld = _run(plans, joint, draws, seed)
    title = (plan.title or plan.plan.name) if isinstance(plan, PayScenario) else plan.name
    told = [_told(number, plans, pays, floors, unheld, joint, title, seed) for number in range(len(plans))]
    findings = tuple(found for each in plans for found in plan_findings(each.id, each.plan))
    whole = (joint.entities, joint.months, plans[0].people, told[0], tuple(told[1:]), draws, seed, findings, currency)
    return PaySimulation(*whole)


def _joint(present: PayPlan, tried: Sequence[PayScenario], history: PayHistory | None) -> Joint:
    first = tried[0]
    wanted = [each for one in tried for each in one.kpis]
    kpis = tuple(dict.fromkeys((*present.kpis, *wanted)))
    # Plans of fixed pay alone follow no KPI; draws need one to be of.
    if history is not None:
        return history_joint(history, kpis or history.kpis[:1], first)
    if first.outlook is None:
        raise InputError(f"Scenario {first.id!r} states no outlook, and no history is given; one of them is needed.")
    if not first.entities:
        raise InputError(f"Scenario {first.id!r} names no entities; without a history nobody knows whose pay it is.")
    kpis = kpis or tuple(first.outlook.levels)[:1]
    if not kpis:
        raise InputError(f"The outlook of scenario {first.id!r} states no level; state that of one KPI.")
    return stated_joint(first.outlook, first.entities, kpis, first.months)


class _Plan:
    """A plan with its tables for all months 「待测方案」."""

    def __init__(
        self, plan: PayPlan, own: PayScenario | None, present: PayPlan, joint: Joint, first: PayScenario
    ) -> None:
        import numpy as np

        self.plan, self.own, self.joint = plan, own, joint
        self.scenario, self.present_wage = own or first, first.minimum_wage
        self.id = own.id if own else "in_force"
        effects = own.effects if own else {}
        months = range(len(joint.months))
        self.tables = [pay_tables(plan, joint, each, self.scenario, effects) for each in months]
        self.guaranteed: list[PayTables] = []
        if own and own.guarantee:
            held = range(min(own.guarantee.months, len(joint.months)))
            self.guaranteed = [pay_tables(present, joint, each, self.scenario, effects) for each in held]
        self.people = np.array([self.scenario.people.get(each, 1) for each in joint.entities], dtype=np.float64)

    def pay(self, places: list[Any]) -> tuple[Array, Array, Array]:
        """Mean pay a month over the months by draw and entity; by entity what floors add, and pay without guarantee.

        The last only where there is one.
        """
        import numpy as np

        total: Any = 0.0
        added, unheld = (np.zeros(len(self.joint.entities)) for _ in range(2))
        for month, each in enumerate(places):
            before = self.tables[month].pay(each)
            legal = np.maximum(before, self.scenario.minimum_wage) if self.scenario.minimum_wage else before
            after = legal
            if month < len(self.guaranteed) and self.own and self.own.guarantee:
                kept = np.maximum(self.guaranteed[month].pay(each), self.present_wage)
                after = np.maximum(legal, self.own.guarantee.share * kept)
            total = total + after
            # Sums over all draws are taken only where they tell something.
            if after is not before:
                added += (after - before).sum(axis=0)
            if self.guaranteed:
                unheld += legal.sum(axis=0)
        return total / len(places), added / len(places), unheld / len(places)

    def cost(self, pay: Array) -> Array:
        """What pay (entity, draw) costs the firm over all months with this scenario's people and on-cost."""
        found: Array = len(self.joint.months) * (1 + self.scenario.on_cost) * (self.people @ pay)
        return found


def _run(plans: list[_Plan], joint: Joint, draws: int, seed: int) -> tuple[list[Array], Array, Array]:
    """Mean pay (entity, draw) of each plan; by plan and entity what floors add, and mean pay without guarantee."""
    import numpy as np

    pays = [np.empty((len(joint.entities), draws)) for _ in plans]

    def block(first: int, places: list[Any]) -> Array:
        sums = []
        for number, each in enumerate(plans):
            pay, *rest = each.pay(places)
            pays[number][:, first : first + len(pay)] = pay.T
            sums.append(rest)
        return np.array(sums)

    floors, unheld = np.moveaxis(np.sum(over_draws(joint, draws, seed, block), axis=0) / draws, 1, 0)
    return pays, floors, unheld


def _told(  # noqa: PLR0913, PLR0917 (all that a plan's row is made of)
    number: int,
    plans: list[_Plan],
    pays: list[Array],
    floors: Array,
    unheld: Array,
    joint: Joint,
    title: Text,
    seed: int,
) -> PlanPay:
    import numpy as np

    each, pay, before = plans[number], pays[number], pays[0]
    own, mean = each.own, pay.mean(axis=1)
    ranks = sorted({min(int(q * pay.shape[1]), pay.shape[1] - 1) for q in QUANTILES})
    parted = np.partition(pay, ranks, axis=1)
    quantiles = np.array([parted[:, min(int(q * pay.shape[1]), pay.shape[1] - 1)] for q in QUANTILES])
    least, names = before.mean(axis=1) - _CENT, np.array(joint.entities)
    later = unheld[number] if each.guaranteed else mean
    margin = own.margin if own else None
    return PlanPay(
        id=each.id,
        title=(own.title or own.plan.name) if own else title,
        full=each.tables[0].fixed + each.plan.variable,
        mean=mean,
        quantiles=quantiles,
        lower=(pay < before - _CENT).mean(axis=1) if number else np.zeros(len(mean)),
        floor=floors[number],
        cost=_interval(each.cost(pay)),
        extra=_interval(each.cost(pay - before)),
        gini=gini(mean, each.people),
        people=each.people,
        losers=tuple(names[mean < least].tolist()),
        losers_after=tuple(names[later < least].tolist()),
        break_even=break_even(plans[0].plan, each.present_wage, joint, each.scenario, seed) if margin else None,
        responses=responses(each.plan, joint, each.scenario, own.effects if own else {}),
    )


def _interval(values: Array) -> Interval:
    import numpy as np

    low, high = np.quantile(values, (0.1, 0.9))
    return Interval(float(values.mean()), float(low), float(high))
