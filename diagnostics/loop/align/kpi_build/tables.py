"""Tables that the six steps leave 「六步的表」."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.dictionary.rhythm import fitting
from diagnostics.dictionary.rules.catalogue import Catalogue, card_name, named
from diagnostics.dictionary.rules.found import percent
from diagnostics.loop.align.kpi_build.cells import NOTHING, both, choice, covered, joined, tier, words
from diagnostics.model.coverage import CoverageRow
from diagnostics.model.goal_map import GoalMap
from diagnostics.model.kpi import Kpi
from diagnostics.model.kpi_build import BuildStepId, BuildTable, Row
from diagnostics.model.scorecard import Item, Scorecard
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text


@dataclass(frozen=True, eq=False)
class Material:
    """What the tables are made of 「搭建材料」.

    Parameters
    ----------
    catalogue : Catalogue
        The dictionary.
    goals : GoalMap
        Which KPI serves which goal.
    coverage : tuple of CoverageRow
        Targets beside what their parts give, as far as everyone may read them.
    cards : tuple of Scorecard
        Scorecards in force that are about no single person.
    """

    catalogue: Catalogue
    goals: GoalMap
    coverage: tuple[CoverageRow, ...]
    cards: tuple[Scorecard, ...]

    def held(self) -> Iterator[tuple[Scorecard, Item, Kpi]]:
        """Every KPI on every card 「考核项」."""
        for card in self.cards:
            for item in card.items:
                if item.kpi in self.catalogue.kpis:
                    yield card, item, self.catalogue.kpis[item.kpi]

    def person(self, who: str) -> Text:
        """Display name of somebody who acts 「显示名」."""
        return both(self.catalogue.people.get(who, who))


def table_of(step: BuildStepId, made_of: Material) -> BuildTable:
    """Table that a step leaves 「步骤表」."""
    columns, rows = _TABLES[step]
    return BuildTable(columns, tuple(rows(made_of)))


def sheet_of(made_of: Material) -> BuildTable:
    """KPI sheet in which the six steps end 「KPI表」."""
    columns = ("card", "kpi", "definition", "unit", "direction", *TIERS, "from", "weight", "core", "rule", "cycle",
               "assess", "source", "owner")  # fmt: skip
    return BuildTable(columns, tuple(_line(made_of, *each) for each in made_of.held()))


def _line(made_of: Material, card: Scorecard, item: Item, kpi: Kpi) -> Row:
    rhythm = card.rhythm.assess if card.rhythm else None
    return (
        card_name(card), named(kpi.name, kpi.id), kpi.definition, choice("unit", kpi.unit),
        choice("direction", kpi.direction), *_tiers(made_of, item, kpi), both(percent(item.weight, 2)), _core(item),
        choice("rule", item.scoring.rule), choice("cycle", kpi.cycle), choice("assess", rhythm), both(kpi.source),
        made_of.person(kpi.owner),
    )  # fmt: skip


def _strategy(made_of: Material) -> Iterator[Row]:
    """Every goal with the KPIs that serve it; goals without one, and KPIs without a goal, are told."""
    goals = {each.id: each for each in made_of.goals.of("goal")}
    if not goals:
        return
    kpis = made_of.goals.of("kpi")
    for goal in goals.values():
        above = joined(tuple(named(goals[each].name, each) for each in goal.serves if each in goals))
        first = (named(goal.name, goal.id), above, choice("view", goal.view))
        serving = [each for each in kpis if goal.id in each.serves]
        results = joined(tuple(each.name for each in made_of.goals.of("result") if goal.id in each.serves))
        for kpi in serving:
            owner = made_of.person(made_of.catalogue.kpis[kpi.id].owner)
            yield (*first, results, named(kpi.name, kpi.id), owner)
        if not serving:
            yield (*first, results, words("kpi_build.no_kpi" if not goal.served else "kpi_build.below"), NOTHING)
    for kpi in made_of.goals.orphans:
        owner = made_of.person(made_of.catalogue.kpis[kpi.id].owner)
        yield (words("kpi_build.no_goal"), NOTHING, choice("view", kpi.view), NOTHING, named(kpi.name, kpi.id), owner)


def _department(made_of: Material) -> Iterator[Row]:
    """Every KPI with whose it is, whether it can be measured and moved, and what is handed down of it."""
    order = sorted(made_of.catalogue.kpis.values(), key=lambda each: each.owner)
    for kpi in order:
        rows = [each for each in made_of.coverage if each.kpi == kpi.id and not each.people]
        told = joined(tuple(covered(made_of.catalogue, each) for each in _worst(rows)))
        yield (
            made_of.person(kpi.owner), named(kpi.name, kpi.id), kpi.definition, choice("unit", kpi.unit),
            choice("kind", kpi.kind), choice("control", kpi.control), both(kpi.source), told,
        )  # fmt: skip


def _person(made_of: Material) -> Iterator[Row]:
    """Every card with its role, how many KPIs of which kind it has, and whether people cover the unit."""
    for card in made_of.cards:
        held = [(item, kpi) for each, item, kpi in made_of.held() if each is card]
        kpis = {kpi.id for _, kpi in held}
        rows = [each for each in made_of.coverage if each.people and each.kpi in kpis]
        results = math.fsum(item.weight for item, kpi in held if kpi.kind == "result")
        yield (
            card_name(card), choice("family", card.family), choice("rank", card.rank), both(str(len(held))),
            both(percent(results, 1)), joined(tuple(named(kpi.name, kpi.id) for _, kpi in held)),
            joined(tuple(covered(made_of.catalogue, each) for each in _worst(rows))),
        )  # fmt: skip


def _target(made_of: Material) -> Iterator[Row]:
    """Three tiers of every KPI on a card, with the ground on which they stand."""
    rows = [(card, item, kpi) for card, item, kpi in made_of.held()]
    if not any(item.targets for _, item, _ in rows):
        return
    for card, item, kpi in rows:
        yield (card_name(card), named(kpi.name, kpi.id), *_tiers(made_of, item, kpi), choice("cycle", kpi.cycle))


def _weight(made_of: Material) -> Iterator[Row]:
    """Weight of every KPI on a card, then what they come to."""
    for card in made_of.cards:
        held = [(item, kpi) for each, item, kpi in made_of.held() if each is card]
        for item, kpi in held:
            yield (card_name(card), named(kpi.name, kpi.id), both(percent(item.weight, 2)), _core(item),
                   words("kpi_build.yes") if kpi.leading else NOTHING)  # fmt: skip
        if held:
            sums = (held, [each for each in held if each[0].core], [each for each in held if each[1].leading])
            told = (both(percent(math.fsum(item.weight for item, _ in each), 2)) for each in sums)
            yield (card_name(card), words("kpi_build.together"), *told)


def _period(made_of: Material) -> Iterator[Row]:
    """Rhythm of every card beside the one that fits its role; none where no card states one."""
    if not any(card.rhythm for card in made_of.cards):
        return
    for card in made_of.cards:
        cycles = dict.fromkeys(kpi.cycle for each, _, kpi in made_of.held() if each is card)
        rhythm = card.rhythm
        yield (
            card_name(card), choice("family", card.family), choice("rank", card.rank),
            joined(tuple(choice("cycle", each) for each in cycles)),
            *(choice(each, getattr(rhythm, each)) if rhythm else NOTHING for each in ("track", "assess", "summarise")),
            joined(tuple(choice("cycle", each) for each in fitting(card.family, card.rank))),
        )  # fmt: skip


def _worst(rows: list[CoverageRow]) -> tuple[CoverageRow, ...]:
    """What is most open of a KPI, the whole company's first where all is covered; two at most."""
    ranked = sorted(rows, key=lambda each: -(each.short / abs(each.target) if each.target else each.short))
    return tuple(ranked[: 2 if len(ranked) > 1 and ranked[1].short else 1])


def _tiers(made_of: Material, item: Item, kpi: Kpi) -> tuple[Text, ...]:
    told = tuple(tier(made_of.catalogue, kpi, getattr(item.targets, each) if item.targets else None) for each in TIERS)
    return (*told, choice("provenance", item.targets.provenance) if item.targets else NOTHING)


def _core(item: Item) -> Text:
    return words("kpi_build.yes") if item.core else NOTHING


_TABLES = {
    "strategy": (("goal", "above", "view", "result", "kpi", "owner"), _strategy),
    "department": (("owner", "kpi", "definition", "unit", "kind", "control", "source", "handed"), _department),
    "person": (("card", "family", "rank", "count", "results", "kpis", "handed"), _person),
    "target": (("card", "kpi", *TIERS, "from", "cycle"), _target),
    "weight": (("card", "kpi", "weight", "core", "leading"), _weight),
    "period": (("card", "family", "rank", "cycles", "track", "assess", "summarise", "fitting"), _period),
}
