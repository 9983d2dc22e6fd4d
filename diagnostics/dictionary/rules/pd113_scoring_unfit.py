"""PD113: a scoring rule that does not fit the KPI or its target 「计分规则不匹配」."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.rules.found import found
from diagnostics.dictionary.scoring import fits, misfit, unscorable
from diagnostics.dictionary.scoring.level import TOO_MUCH
from diagnostics.dictionary.targets import Value, changes_of, every_item, stated_targets, stated_values
from diagnostics.model.finding import Finding
from diagnostics.model.kpi import Kpi
from diagnostics.model.scorecard import Item
from diagnostics.model.scoring import SHARE_RULES, Scoring
from diagnostics.model.target import TIERS
from diagnostics.model.text import Text

CODE = "PD113"
# Units whose figures are seldom 1 or less: there the whole is not 1 either.
_LARGE = ("score", "money", "count", "minutes", "hours", "days", "distance")


@dataclass(frozen=True, eq=False)
class _Rule:
    """Rule of an item, with its targets as written and as agreed changes leave them."""

    kpi: Kpi
    scoring: Scoring
    targets: tuple[Value, ...]
    numbers: tuple[float, ...]
    has_target: bool

    def variant(self) -> str:
        """Which way the rule does not fit; empty where it does."""
        if not fits(self.scoring.rule, self.kpi.direction):
            return "direction"
        if misfit(self.scoring, self.kpi.direction):
            return "bands"
        if self._counts_otherwise():
            return "full"
        if self._lacks_target():
            return "target"
        return "sign" if any(unscorable(self.scoring, value) for value in self.targets) else ""

    def _counts_otherwise(self) -> bool:
        """Whether a level is worth 100 points at a figure that the unit does not have, or far below the target."""
        if self.scoring.rule != "level":
            return False
        full, unit = self.scoring.full, self.kpi.unit
        if unit == "share" and full > 1:
            return True
        if self.numbers:
            return max(self.numbers) > TOO_MUCH * full
        return full <= 1 and unit in _LARGE

    def _lacks_target(self) -> bool:
        """Whether the rule counts from a target that the card does not give: then nobody has points."""
        scoring = self.scoring
        if self.has_target or scoring.rule in SHARE_RULES:
            # That a share has no target yet is plain to see, and the rule is mostly the one by default.
            return False
        if scoring.start is not None or (scoring.rule == "bands" and scoring.of == "target"):
            return True
        # Where fewer is better events are counted from 0.
        return scoring.rule == "threshold" or (scoring.rule == "deduction" and self.kpi.direction != "lower")


def find(catalogue: Catalogue) -> Iterator[Finding]:
    """Items whose rule rewards the wrong way, divides by zero or less, or counts from nothing 「计分规则不匹配」."""
    changes = changes_of(catalogue.cards, catalogue.changes, catalogue.calendar)
    for place, card in enumerate(catalogue.cards):
        for item in card.items:
            kpi = catalogue.kpis.get(item.kpi)
            # What has no direction can't be scored by any rule: PD111 says so.
            if kpi is None or kpi.direction == "none":
                continue
            rule = _rule(kpi, item, every_item(item, changes.get((place, item.kpi), ()), catalogue.calendar.parse))
            if variant := rule.variant():
                yield found(
                    CODE,
                    "error",
                    catalogue.item_place(card, item.kpi),
                    item.kpi,
                    variant=variant,
                    card=card_name(card),
                    kpi=catalogue.kpi_name(item.kpi),
                    rule=item.scoring.rule,
                    direction=kpi.direction,
                    full=f"{item.scoring.full:g}",
                    points=_instead(rule, variant),
                )


def _rule(kpi: Kpi, item: Item, versions: tuple[Item, ...]) -> _Rule:
    tiers = [getattr(each.targets, name) for each in versions if each.targets is not None for name in TIERS]
    return _Rule(
        kpi,
        item.scoring,
        tuple(value for each in tiers for value in stated_targets(each)),
        tuple(value for each in tiers for value in stated_values(each)),
        any(each.targets is not None and each.targets.target is not None for each in versions),
    )


def _instead(rule: _Rule, variant: str) -> Text:
    """What fitting rules would give at 80 to 120 % of the target: the numbers show best which one is meant."""
    # What needs no numbers is not loaded: a dictionary without such a finding is checked without numpy.
    from diagnostics.dictionary.scoring.table import points_line, points_table

    if variant not in {"direction", "sign"}:
        return Text()
    direction, target = rule.kpi.direction, 1.0
    rules: tuple[str, ...] = tuple(each for each in ("ratio", "complement", "inverse_ratio") if fits(each, direction))
    if variant == "sign":
        rules, target = ("difference",), min((each for each in rule.numbers if each), default=-1.0)
    held = (target, target) if direction == "range" else target
    lines = [f"{each} {points_line(points_table(each, direction, held))}" for each in rules]
    return Text(zh="\uff1b".join(lines), en="; ".join(lines))
