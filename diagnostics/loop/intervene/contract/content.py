"""What the parties of a measure agree on, in words that all of them read 「约定内容」."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from diagnostics.errors import InputError
from diagnostics.look.periods import show_day
from diagnostics.loop.intervene.contract.figures import exact, exact_change, percent
from diagnostics.loop.intervene.contract.pay_terms import PayTerms
from diagnostics.loop.intervene.contract.sheet import Block, ContractSheet, SignatureLine
from diagnostics.model.contract import short_hash
from diagnostics.terms import Language, say

if TYPE_CHECKING:
    from diagnostics.model.engagement import Engagement
    from diagnostics.model.intervention import Expected
    from diagnostics.model.intervention_state import InterventionState
    from diagnostics.model.measure_terms import Tick
    from diagnostics.model.pay_scenario import PayScenario

Facts = tuple[tuple[str, str], ...]


def contract_sheet(engagement: Engagement, state: InterventionState, language: Language | None = None) -> ContractSheet:
    """The agreement on a measure as it stands 「绩效改进约定」.

    Parameters
    ----------
    language : {"zh", "en"}, optional
        Language of the page; the engagement's by default.

    Raises
    ------
    InputError
        When the measure's pay scenario is not there, or is not what the measure was agreed on with.
    """
    return _Writer(engagement, state, language or engagement.language).sheet()


def own_terms(engagement: Engagement, state: InterventionState, entity: str) -> tuple[Block, ...]:
    """How one entity is paid, for how long it is tried, and where to object: nothing of anyone else 「个人条款」.

    Parameters
    ----------
    entity : str
        Entity whose fixed pay and targets are told; the scenario's others are not.

    Raises
    ------
    InputError
        When the measure has no pay scenario, or it is not what the measure was agreed on with.
    """
    writer, scenario = _Writer(engagement, state, engagement.language), _scenario(engagement, state)
    if scenario is None:
        raise InputError(f"Measure {state.intervention.id!r} has no pay scenario; nobody's pay can be told by it.")
    pay = PayTerms(engagement, scenario, (entity,), engagement.language).block()
    return (pay, writer.trial(), writer.objection())


class _Writer:
    """Words of one agreement in one language."""

    def __init__(self, engagement: Engagement, state: InterventionState, language: Language) -> None:
        self.engagement, self.state, self.language = engagement, state, language
        self.measure = state.intervention
        self.kpi = engagement.kpis.get(self.measure.kpi)

    def say(self, term: str, **values: object) -> str:
        return say(f"ledger.contract.{term}", self.language, **values)

    def day(self, day: date) -> str:
        return show_day(day, self.language)

    def figure(self, value: float) -> str:
        unit = self.kpi.unit if self.kpi is not None else "number"
        return exact(value, unit, self.language, self.measure.currency or self.engagement.settings.currency)

    def sheet(self) -> ContractSheet:
        measure, state = self.measure, self.state
        scenario = _scenario(self.engagement, state)
        pay = PayTerms(self.engagement, scenario, measure.entities, self.language).block() if scenario else None
        blocks = (self.goal(), pay, self.trial(), self.objection(), self.benefit())
        full = state.contract
        return ContractSheet(
            language=self.language,
            heading=self.say("heading"),
            title=measure.title.say(self.language),
            client=self.engagement.settings.client.say(self.language),
            short=short_hash(full),
            blocks=tuple(each for each in blocks if each is not None),
            signatures=tuple(self.signatures()),
            footer=(
                self.say("footer", short=short_hash(full)),
                self.say("footer_full", full=full, version=state.version),
            ),
            synthetic=self.engagement.settings.synthetic,
        )

    def goal(self) -> Block:
        measure = self.measure
        name = self.kpi.name.say(self.language) if self.kpi is not None else measure.kpi
        ends = ""
        if measure.target is not None:
            told = {"target": self.figure(measure.target)}
            if measure.baseline is not None:
                ends = self.say("from_to", baseline=self.figure(measure.baseline), **told)
            else:
                ends = self.say("to", **told)
        facts = [
            (self.say("kpi"), f"{name} {ends}".strip()),
            (self.say("whom"), self.joined(self.entity(each) for each in measure.entities)),
            (self.say("what"), measure.cause.say(self.language)),
            (self.say("measure"), measure.measure.say(self.language)),
            (self.say("expected"), self.expected(measure.expected)),
            (self.say("owner"), self.engagement.person(measure.owner)),
            (self.say("due"), self.day(measure.due)),
            *self.work(),
        ]
        if measure.cost is not None:
            currency = measure.currency or self.engagement.settings.currency
            facts.append((self.say("cost"), exact(measure.cost, "money", self.language, currency)))
        return Block(self.say("goal"), _told(facts))

    def work(self) -> Iterator[tuple[str, str]]:
        """Tasks and milestones, a line each: what is to be done by whom, how far it is to be by when."""
        measure, language = self.measure, self.language
        between = "；" if language == "zh" else "; "
        tasks = []
        for each in measure.tasks:
            told = {"name": each.name.say(language), "who": self.engagement.person(each.owner or measure.owner)}
            tasks.append(self.say("task_by", **told, day=self.day(each.due)) if each.due else self.say("task", **told))
        stones = [
            self.say("stone", name=each.name.say(language), progress=percent(each.progress), day=self.day(each.due))
            for each in measure.milestones
        ]
        yield self.say("tasks"), between.join(tasks)
        yield self.say("milestones"), between.join(stones)

    def entity(self, key: str) -> str:
        return self.engagement.entities.by_id[key].name if key in self.engagement.entities else key

    def joined(self, parts: Iterator[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def expected(self, expected: Expected | None) -> str:
        if expected is None:
            return ""
        value = expected.relative if expected.relative is not None else expected.absolute
        assert value is not None
        if expected.relative is not None:
            shown = percent(abs(value))
        else:
            unit = self.kpi.unit if self.kpi is not None else "number"
            shown = exact_change(value, unit, self.language, self.engagement.settings.currency)
        return self.say("more" if value >= 0 else "less", change=shown)

    def trial(self) -> Block:
        measure, none = self.measure, self.say("none")
        facts = []
        if measure.trial is not None:
            span = self.say("span", since=self.day(measure.trial.since), until=self.day(measure.trial.until))
            facts.append((self.say("window"), span))
        elif measure.start is not None:
            facts.append((self.say("start"), self.day(measure.start)))
        decided = self.say("decided", day=self.day(measure.decision)) if measure.decision else none
        facts += [
            (self.say("decision"), decided),
            (self.say("stop_rule"), measure.stop_rule.say(self.language) or none),
        ]
        if measure.changes_pay:
            facts.append((self.say("legal"), self.legal()))
        if measure.changes_pay and not measure.scenario:
            facts.append((self.say("pay"), self.say("pay_none")))
        return Block(self.say("trial"), tuple(facts))

    def legal(self) -> str:
        cleared = self.state.clearance
        if cleared is None:
            return self.say("uncleared")
        items = self.joined(
            self.tick(name, getattr(cleared.checklist, name)) for name in type(cleared.checklist).model_fields
        )
        return self.say("cleared", name=self.engagement.person(cleared.actor), day=self.day(cleared.at), items=items)

    def tick(self, name: str, tick: Tick) -> str:
        """What is said to be not needed is never told as done."""
        item = self.say(f"item.{name}")
        if tick.on is not None:
            return self.say("ticked", item=item, day=self.day(tick.on))
        return self.say("not_needed", item=item, why=tick.not_needed.say(self.language))

    def objection(self) -> Block:
        route = self.measure.objection_route.say(self.language) or self.say("none")
        answer = self.say("days", days=self.measure.objection_days)
        return Block(self.say("objection"), ((self.say("route"), route), (self.say("answer"), answer)))

    def benefit(self) -> Block:
        none, benefit = self.say("none"), self.measure.benefit
        sides = (("firm", benefit.firm), ("staff", benefit.staff))
        return Block(
            self.say("benefit"), tuple((self.say(side), words.say(self.language) or none) for side, words in sides)
        )

    def signatures(self) -> Iterator[SignatureLine]:
        signed = {each.party: each for each in self.state.signed}
        for party in self.measure.parties:
            found = signed.get(party)
            recorded = self.say("recorded", day=self.day(found.at)) if found else ""
            expects = self.expected(found.expected) if found else ""
            yield SignatureLine(self.engagement.person(party), expects, recorded)


def _told(facts: list[tuple[str, str]]) -> Facts:
    return tuple(each for each in facts if each[1])


def _scenario(engagement: Engagement, state: InterventionState) -> PayScenario | None:
    """Scenario that the measure was agreed on with; one that was edited since is not printed under its fingerprint."""
    from diagnostics.loop.intervene.pay.files import open_scenario
    from diagnostics.loop.intervene.scenario_content import scenario_hash

    measure = state.intervention
    if not measure.scenario:
        return None
    if scenario_hash(engagement, measure.scenario) != measure.scenario_hash:
        raise InputError(
            f"{measure.scenario} is not what measure {measure.id!r} was agreed on with; bring the file back, or take it"
            f" as it is now (perfloop ledger update PATH {measure.id} --set scenario={measure.scenario}) and sign anew."
        )
    return open_scenario(engagement, measure.scenario)
