"""How pay is computed, as an agreement says it 「薪酬条款」."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from diagnostics.look.periods import show_day
from diagnostics.loop.intervene.contract.figures import exact, percent
from diagnostics.loop.intervene.contract.scoring_words import scoring_words
from diagnostics.loop.intervene.contract.sheet import Block, Grid, Row
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.pay_plan import Difficulty, PayItem, PayPlan
    from diagnostics.model.pay_scenario import PayScenario


class PayTerms:
    """How pay is computed, as an agreement says it 「薪酬条款」.

    Parameters
    ----------
    engagement : Engagement
        Names and units of its KPIs.
    scenario : PayScenario
        The scenario that was agreed on.
    entities : tuple of str
        Whose pay it is.
    language : {"zh", "en"}
        Language of the page.
    """

    def __init__(
        self, engagement: Engagement, scenario: PayScenario, entities: tuple[str, ...], language: Language
    ) -> None:
        self.engagement = engagement
        self.scenario = scenario
        self.plan: PayPlan = scenario.plan
        self.language: Language = language
        fixed = {self.plan.fixed_of.get(each, self.plan.fixed) for each in entities}
        # One fixed pay for all whom it is done to, or none is printed.
        self.fixed = fixed.pop() if len(fixed) == 1 else None
        self.entities = entities

    def _say(self, term: str, **values: object) -> str:
        return say(f"ledger.contract.{term}", self.language, **values)

    def _money(self, value: float) -> str:
        return exact(value, "money", self.language, self.engagement.settings.currency)

    def block(self) -> Block:
        """Fixed and variable pay, weights with targets, the curve, and all that bends them 「薪酬条款」."""
        plan = self.plan
        if not plan.variable and self.fixed is not None:
            told = self._say("parts_fixed", fixed=self._money(self.fixed))
        elif self.fixed is None:
            told = self._say("parts_variable", variable=self._money(plan.variable))
        else:
            sums = {"fixed": self.fixed, "variable": plan.variable, "full": self.fixed + plan.variable}
            told = self._say("parts_told", **{name: self._money(each) for name, each in sums.items()})
        grids = (self._weights(), self._curve()) if plan.items else ()
        return Block(self._say("pay"), ((self._say("parts"), told),), grids, tuple(self._notes()))

    def _weights(self) -> Grid:
        heads = ("kpi", "weight", "target", "scored")
        rows = tuple(self._item(each) for each in self.plan.items)
        return Grid(self._say("weights"), tuple(self._say(each) for each in heads), rows)

    def _item(self, item: PayItem) -> Row:
        kpi = self.engagement.kpis[item.kpi]
        scoring, told = item.scoring, self._target(item)
        rule = scoring_words(scoring, lower=item.direction == "lower", language=self.language)
        return (kpi.name.say(self.language) or item.kpi, percent(item.weight), told, rule)

    def _target(self, item: PayItem) -> str:
        if item.target is None:
            return self._say("of_card")
        kpi = self.engagement.kpis[item.kpi]
        if isinstance(item.target, dict):
            stated = {item.target.get(each) for each in self.entities}
            one = stated.pop() if len(stated) == 1 else None
            if one is None:
                return self._say("own_target")
        else:
            one = item.target
        return exact(one, kpi.unit, self.language, self.engagement.settings.currency)

    def _curve(self) -> Grid:
        from diagnostics.loop.intervene.pay.curve_table import curve_table

        fixed = self.plan.fixed if self.fixed is None else self.fixed
        table = curve_table(self.plan.model_copy(update={"fixed": fixed}), ())
        result = "result" if self.plan.curve_on == "total" else "item_result"
        heads = [self._say(result), self._say("share"), self._say("variable")]
        rows = []
        told: list[Any] = list(table.itertuples())
        for each in told:
            named = f"{self._say(f'tier.{each.tier}')} {percent(each.result)}" if each.tier else percent(each.result)
            row = [named, percent(each.share), self._money(each.variable)]
            rows.append(tuple([*row, self._money(each.pay)] if self.fixed is not None else row))
        if self.fixed is not None:
            heads.append(self._say("all_pay"))
        return Grid(self._say("curve"), tuple(heads), tuple(rows))

    def _notes(self) -> Iterator[str]:
        plan, curve = self.plan, self.plan.curve
        if plan.items:
            if curve.start is not None:
                yield self._say("below", start=percent(curve.start.at))
            yield self._say(f"between.{curve.between}")
            if curve.cap is not None:
                yield self._say("cap", cap=percent(curve.cap))
            yield from self._bounds()
            yield from self._linked()
            if plan.difficulty is not None:
                yield self._difficulty(plan.difficulty)
        for each in plan.commissions:
            name = self.engagement.kpis[each.kpi].name.say(self.language) or each.kpi
            unit = self.engagement.kpis[each.kpi].unit
            in_money = unit == "money"
            rate = percent(each.rate) if in_money else self._money(each.rate)
            above = exact(each.above, unit, self.language, self.engagement.settings.currency)
            term = f"commission{'' if in_money else '_each'}{'_above' if each.above else ''}"
            yield self._say(term, kpi=name, rate=rate, above=above)
        if self.scenario.guarantee is not None:
            floor = self.scenario.guarantee
            yield self._say("guarantee", months=floor.months, share=percent(floor.share))
        if self.scenario.minimum_wage:
            yield self._say("minimum", wage=self._money(self.scenario.minimum_wage))

    def _difficulty(self, difficulty: Difficulty) -> str:
        factors = {difficulty.factors.get(each, 1.0) for each in self.entities}
        told = f"{factors.pop():g}" if len(factors) == 1 else self._say("own_target")
        term = "difficulty_neutral" if difficulty.mean_neutral else "difficulty"
        return self._say(term, factor=told, agreed=show_day(difficulty.agreed, self.language))

    def _bounds(self) -> Iterator[str]:
        bounds = {(each.scoring.floor, each.scoring.cap) for each in self.plan.items}
        if len(bounds) != 1:
            return
        floor, cap = bounds.pop()
        if cap is not None:
            lowest = percent(floor) if floor is not None else ""
            yield self._say("bounds" if lowest else "capped", floor=lowest, cap=percent(cap))

    def _linked(self) -> Iterator[str]:
        links = self.plan.links
        if not links.department and not links.company:
            return
        if links.method == "weighted":
            shares = {name: percent(getattr(links, name)) for name in ("personal", "department", "company")}
            yield self._say("links", **shares)
            return
        others = "both" if links.department and links.company else "department" if links.department else "company"
        yield self._say("product", others=self._say(f"others.{others}"))
